/* quantity_print.c -- a value in base units becomes text: for people, and for files. */
#include "model/quantity.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A screen prints some thirty numbers for every key, which was a fifth of the instructions of a step: what
 * is not beyond 1e12, and no tie to the last bit, is a division of integers. */
static void print_decimals(char *out, size_t size, double value, int decimals)
{
    static const double powers[] = { 1, 10, 100, 1e3, 1e4, 1e5, 1e6 };
    double scaled = fabs(value) * powers[decimals], whole = floor(scaled);
    double rest = scaled - whole;
    char digits[24], *at = digits + sizeof digits;
    if (!(scaled < 1e12) || fabs(rest - 0.5) < 1e-3) {
        snprintf(out, size, "%.*f", decimals, value);
        return;
    }
    uint64_t left = (uint64_t)whole + (rest > 0.5);
    for (int i = 0; i <= decimals || left > 0; i++) {
        if (i > 0 && i == decimals) {
            *--at = '.';
        }
        *--at = (char)('0' + left % 10);
        left /= 10;
    }
    if (signbit(value)) {
        *--at = '-';
    }
    size_t length = (size_t)(digits + sizeof digits - at);
    length = length < size ? length : size - 1;
    memcpy(out, at, length);
    out[length] = '\0';
}

/* Appends, as far as there is room. */
static void append(char *out, size_t size, const char *text)
{
    size_t used = strlen(out), length = strlen(text);
    length = length < size - used ? length : size - used - 1;
    memcpy(out + used, text, length);
    out[used + length] = '\0';
}

void print_grouped(char *out, size_t size, double whole)
{
    char digits[40];
    print_decimals(digits, sizeof digits, whole, 0);
    size_t length = strlen(digits), sign = digits[0] == '-', used = 0;
    for (size_t i = 0; i < length && used + 2 < size; i++) {
        if (i > sign && (length - i) % 3 == 0) {
            out[used++] = ',';
        }
        out[used++] = digits[i];
    }
    out[used] = '\0';
}

/* Four significant digits, no exponent for what is between 0.0001 and 9999. */
static void print_digits(char *out, size_t size, double value)
{
    double magnitude = fabs(value);
    if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e6)) {
        snprintf(out, size, "%.3e", value);
        return;
    }
    int decimals = 3;
    for (double limit = 9.9995; decimals > 0 && magnitude >= limit; limit *= 10) {
        decimals--;
    }
    if (magnitude != 0 && magnitude < 0.99995) {
        decimals = magnitude < 0.001 ? 6 : magnitude < 0.01 ? 5 : 4;
    }
    print_decimals(out, size, value, decimals);
}

static void print_scaled(Printed *out, double value, const char *symbol, const char *const *steps,
                         bool joined)
{
    int step = 0;
    while (steps[step + 1] && fabs(value) >= 999.95) {
        value /= 1000;
        step++;
    }
    if (step == 0 && value == nearbyint(value)) {
        print_grouped(out->number, sizeof out->number, value);
    } else {
        print_digits(out->number, sizeof out->number, value);
    }
    append(out->unit, sizeof out->unit, steps[step]);
    append(out->unit, sizeof out->unit,
           !joined && *steps[step] && *symbol && *symbol != '$' ? " " : "");
    append(out->unit, sizeof out->unit, symbol);
}

static void print_clock(Printed *out, double seconds)
{
    static const struct {
        double from, size;
        const char *symbol;
    } steps[] = { { 3 * 31557600.0, 31557600, "years" },
                  { 2 * 86400.0, 86400, "days" },
                  { 2 * 3600.0, 3600, "h" },
                  { 120, 60, "min" },
                  { 1, 1, "s" },
                  { 1e-3, 1e-3, "ms" },
                  { 0, 1e-6, "µs" } };
    int step = seconds == 0 ? 4 : 0; /* nothing is 0 s */
    while (seconds != 0 && steps[step].from > fabs(seconds)) {
        step++;
    }
    print_digits(out->number, sizeof out->number, seconds / steps[step].size);
    append(out->unit, sizeof out->unit, steps[step].symbol);
}

Printed print_quantity(double value, int unit)
{
    static const char *const si[] = { "", "k", "M", "G", "T", "P", "E", "Z", "Y", NULL };
    static const char *const words[] = { "", "k", "M", "B", "T", "Q", NULL };
    const UnitInfo *row = &unit_info[unit];
    Printed out = { "—", "" };
    const char *symbol = row->of ? unit_info[row->of].symbol : row->symbol;
    if (!isfinite(value)) {
        return out;
    }
    switch (row->scale) {
    case SCALE_PLAIN:
        if ((value == nearbyint(value) || fabs(value) >= 1e5) && fabs(value) < 1e15) {
            print_grouped(out.number, sizeof out.number, value);
        } else {
            print_digits(out.number, sizeof out.number, value);
        }
        append(out.unit, sizeof out.unit, symbol);
        break;
    case SCALE_SHORT:
        print_scaled(&out, value / (row->of ? 1 : row->size), symbol, words, false);
        break;
    case SCALE_SI:
        print_scaled(&out, value / (row->of ? 1 : row->size), symbol, si, true);
        break;
    case SCALE_BYTES:
        if (value == nearbyint(value) && fabs(value) < 1e6) {
            print_grouped(out.number, sizeof out.number, value);
            append(out.unit, sizeof out.unit, symbol);
        } else {
            print_scaled(&out, value, symbol, si, true);
        }
        break;
    case SCALE_PERCENT:
        print_digits(out.number, sizeof out.number, value * 100);
        append(out.unit, sizeof out.unit, "%");
        break;
    case SCALE_MONEY:
        if (fabs(value / row->size) >= 0.1) {
            print_decimals(out.number, sizeof out.number, value / row->size, 2);
        } else {
            print_digits(out.number, sizeof out.number, value / row->size);
        }
        append(out.unit, sizeof out.unit, symbol);
        break;
    case SCALE_CLOCK:
        print_clock(&out, value);
        break;
    }
    return out;
}

const char *input_word(int input, double value)
{
    const InputInfo *row = &input_info[input];
    if (row->kind == SWITCH) {
        return value != 0 ? "yes" : "no";
    }
    if (row->kind == CHOICE && value >= 0 && value < input_options(input)) {
        return option_info[row->options + (int)value].word;
    }
    return NULL;
}

Printed print_input(int input, double value)
{
    const char *word = input_word(input, value);
    if (word) {
        Printed out = { "", "" };
        snprintf(out.number, sizeof out.number, "%s", word);
        return out;
    }
    return print_quantity(value, input_info[input].unit);
}

Printed print_figure(int figure, double value)
{
    return print_quantity(value, figure_info[figure].unit);
}

Printed trim_printed(Printed printed)
{
    char *point = strchr(printed.number, '.');
    if (point) {
        size_t digits = strspn(point + 1, "0123456789"), keep = digits;
        while (keep > 0 && point[keep] == '0') {
            keep--;
        }
        char *from = point + 1 + digits, *to = keep ? point + 1 + keep : point;
        memmove(to, from, strlen(from) + 1);
    }
    return printed;
}

Printed dollars_in_front(Printed printed)
{
    char *dollar = strchr(printed.unit, '$');
    if (dollar) { /* "5.576", "M$": "$5.576", "M" */
        char number[sizeof printed.number];
        memmove(dollar, dollar + 1, strlen(dollar));
        number[0] = '$';
        number[1] = '\0';
        append(number, sizeof number, printed.number);
        memcpy(printed.number, number, sizeof number);
    }
    return printed;
}

char *join_printed(char *out, size_t size, const Printed *printed)
{
    Printed front = dollars_in_front(*printed);
    const char *space = *front.unit && *front.unit != '/' ? " " : "";
    out[0] = '\0';
    append(out, size, front.number);
    append(out, size, space);
    append(out, size, front.unit);
    return out;
}

void print_exact(char *out, size_t size, double value)
{
    if (!isfinite(value)) {
        snprintf(out, size, "null");
        return;
    }
    if (value == nearbyint(value) && fabs(value) < 9007199254740992.0) {
        snprintf(out, size, "%.0f", value == 0 ? 0 : value);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, size, "%.*g", digits, value);
        if (strtod(out, NULL) == value) {
            break;
        }
    }
}

/* Writes the value in the unit with as many digits as it takes.  False: no number of digits does,
 * because not every double is a double times the unit's size. */
static bool write_in_unit(char *out, size_t size, int input, double value, const UnitInfo *unit)
{
    for (int digits = 6; digits <= 17; digits++) {
        double back = 0;
        double number = value / unit->size;
        bool plain = number == nearbyint(number) && fabs(number) < 1e15; /* no 2.664e+06 */
        int used = plain ? snprintf(out, size, "%.0f", number)
                         : snprintf(out, size, "%.*g", digits, number);
        if (used > 0 && (size_t)used < size && *unit->symbol) {
            snprintf(out + used, size - (size_t)used, " %s", unit->symbol);
        }
        if (parse_input(out, input, &back, NULL) && back == value) {
            return true;
        }
    }
    return false;
}

void write_input(char *out, size_t size, int input, double value)
{
    const InputInfo *row = &input_info[input];
    const UnitInfo *unit = &unit_info[row->unit];
    const char *word = input_word(input, value);
    if (word) {
        snprintf(out, size, "%s", word);
        return;
    }
    bool written = write_in_unit(out, size, input, value, unit);
    for (int i = 0; !written && i < UNIT_COUNT; i++) { /* in base units; a share as a bare number */
        bool base =
            unit_info[i].size == 1 && same_dimension(unit_info[i].dimension, unit->dimension);
        written = base && write_in_unit(out, size, input, value, &unit_info[i]);
    }
}

void print_base_unit(char *out, size_t size, Dimension dimension)
{
    const struct {
        signed char power;
        const char *word;
    } parts[] = {
        { dimension.dollar, "dollar" }, { dimension.flop, "FLOP" },
        { dimension.byte, "byte" },     { dimension.joule, "joule" },
        { dimension.token, "token" },   { dimension.device, "device" },
        { dimension.second, "second" },
    };
    size_t used = 0;
    out[0] = '\0';
    for (int below = 0; below < 2; below++) {
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            int power = below ? -parts[i].power : parts[i].power;
            if (power > 0 && used < size) {
                used += (size_t)snprintf(out + used, size - used, "%s%s%s",
                                         below ? (used ? "/" : "1/") : (used ? "*" : ""),
                                         parts[i].word, power == 2 ? "^2" : "");
            }
        }
    }
}
