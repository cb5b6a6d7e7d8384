/* quantity_read.c -- text becomes a value in base units. */
#include "model/quantity.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text;
    double size;
} prefixes[] = {
    { "k", 1e3 },
    { "K", 1e3 },
    { "M", 1e6 },
    { "G", 1e9 },
    { "B", 1e9 },
    { "T", 1e12 },
    { "P", 1e15 },
    { "E", 1e18 },
    { "Z", 1e21 },
    { "Y", 1e24 },
    { "m", 1e-3 },
    { "µ", 1e-6 },
    { "u", 1e-6 },
    { "n", 1e-9 },
    { "Ki", 1024 },
    { "Mi", 1048576 },
    { "Gi", 1073741824 },
    { "Ti", 1099511627776.0 },
    { "Pi", 1125899906842624.0 },
};
enum { PREFIXES = sizeof prefixes / sizeof *prefixes };

bool same_dimension(Dimension a, Dimension b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

/* Whether text is the symbol of the unit or one of its aliases. */
static bool is_symbol(const char *text, const UnitInfo *unit)
{
    if (strcmp(text, unit->symbol) == 0) {
        return true;
    }
    size_t length = strlen(text);
    for (const char *at = unit->alias; at && *at;) {
        size_t word = strcspn(at, " ");
        if (word == length && memcmp(at, text, length) == 0) {
            return true;
        }
        at += word + (at[word] == ' ');
    }
    return false;
}

static double prefix_size(const char *text, size_t length)
{
    for (int i = 0; i < PREFIXES; i++) {
        if (strlen(prefixes[i].text) == length && memcmp(text, prefixes[i].text, length) == 0) {
            return prefixes[i].size;
        }
    }
    return 0;
}

/* Size in base units of what follows the number; 0: no such unit of that kind.
 * Symbols come first, so that "B" is a byte where bytes are meant and a billion elsewhere. */
static double suffix_size(const char *suffix, int unit)
{
    const UnitInfo *wanted = &unit_info[unit];
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < UNIT_COUNT; i++) {
            const UnitInfo *row = &unit_info[pass == 0 && i == 0 ? unit : i];
            if (!same_dimension(row->dimension, wanted->dimension)) {
                continue;
            }
            if (pass == 0 && is_symbol(suffix, row)) {
                return row->size;
            }
            for (size_t length = 1; pass == 1 && length <= 2 && length < strlen(suffix); length++) {
                const char *rest = suffix + length;
                double size = prefix_size(suffix, length);
                rest += strspn(rest, " ");
                if (size != 0 && is_symbol(rest, row)) {
                    return size * row->size;
                }
            }
        }
    }
    double size = prefix_size(suffix, strlen(suffix));
    return size * unit_info[wanted->of ? wanted->of : unit].size;
}

/* Copies a number without the commas between its thousands.  Returns what follows it, or NULL. */
static const char *read_number(const char *text, double *number)
{
    char digits[64];
    size_t length = 0;
    const char *at = text;
    while (*at && length < sizeof digits - 1) {
        bool thousands = *at == ',' && at > text && isdigit((unsigned char)at[-1]) &&
                         isdigit((unsigned char)at[1]) && isdigit((unsigned char)at[2]) &&
                         isdigit((unsigned char)at[3]) && !isdigit((unsigned char)at[4]);
        bool exponent = (*at == 'e' || *at == 'E') && length > 0 &&
                        (isdigit((unsigned char)at[1]) ||
                         ((at[1] == '-' || at[1] == '+') && isdigit((unsigned char)at[2])));
        bool sign = (*at == '-' || *at == '+') && (at == text || at[-1] == 'e' || at[-1] == 'E');
        if (exponent || sign || isdigit((unsigned char)*at) || *at == '.') {
            digits[length++] = *at;
        } else if (!thousands) {
            break;
        }
        at++;
    }
    digits[length] = '\0';
    char *end;
    *number = strtod(digits, &end);
    return length == 0 || *end || !isfinite(*number) ? NULL : at;
}

/* number × size, to the last digit of what was written: 16.4 T is 16,400,000,000,000, but 16.4 × 1e12
 * is not.  A power of ten only moves the point. */
static double scaled(double number, double size)
{
    char power[16], digits[48];
    int exponent = size > 0 ? (int)nearbyint(log10(size)) : 0;
    snprintf(power, sizeof power, "1e%d", exponent);
    snprintf(digits, sizeof digits, "%.14e", number);
    char *end = strchr(digits, 'e');
    if (!end || strtod(power, NULL) != size || strtod(digits, NULL) != number) {
        return number * size;
    }
    exponent += (int)strtol(end + 1, NULL, 10);
    snprintf(end, sizeof digits - (size_t)(end - digits), "e%d", exponent);
    return strtod(digits, NULL);
}

bool parse_quantity(const char *text, int unit, double *value, Error *error)
{
    const UnitInfo *wanted = &unit_info[unit];
    char buffer[96];
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    if (length == 0) {
        return fail(error, "a value is missing");
    }
    if (length >= sizeof buffer) {
        return fail(error, "'%.20s…' is too long for a number", text);
    }
    memcpy(buffer, text, length);
    buffer[length] = '\0';

    const char *at = buffer;
    bool dollars = *at == '$';
    if (dollars) {
        at++;
    }
    double number;
    const char *suffix = read_number(at + strspn(at, " "), &number);
    if (!suffix) {
        return fail(error, "'%s' is not a number", buffer);
    }
    suffix += strspn(suffix, " ");
    if (dollars && wanted->dimension.dollar != 1) {
        return fail(error, "'%s' is money; this is not", buffer);
    }
    if (*suffix == '\0') {
        bool percentage = unit == UNIT_FRACTION && number <= 1;
        *value = percentage ? number : scaled(number, wanted->size);
        return true;
    }
    char symbol[100];
    bool money = dollars && (*suffix == '/' || isalpha((unsigned char)*suffix));
    snprintf(symbol, sizeof symbol, "%s", suffix);
    double size = suffix_size(symbol, unit);
    if (size == 0 && money) { /* "$2/h" and "$5.5 M": the sign belongs to what follows */
        if (*suffix == '/') {
            snprintf(symbol, sizeof symbol, "$%s", suffix);
        } else {
            snprintf(symbol, sizeof symbol, "%s$", suffix);
        }
        size = suffix_size(symbol, unit);
    }
    if (size == 0) {
        return fail(error, "'%s' is not a kind of %s%s%s", suffix, *wanted->symbol ? "'" : "number",
                    wanted->symbol, *wanted->symbol ? "'" : "");
    }
    *value = scaled(number, size);
    return true;
}

static bool parse_word(const char *text, int input, double *value, Error *error)
{
    const InputInfo *row = &input_info[input];
    char words[200] = "";
    for (int i = 0; i < input_options(input); i++) {
        const char *word = option_info[row->options + i].word;
        if (edit_distance(text, word, 0) == 0) {
            *value = i;
            return true;
        }
        size_t used = strlen(words);
        snprintf(words + used, sizeof words - used, "%s%s", used ? ", " : "", word);
    }
    return fail(error, "'%.60s' is not a value of %s; it can be %s", text, row->name, words);
}

static bool parse_switch(const char *text, double *value, Error *error)
{
    static const char *const words[2][5] = { { "no", "off", "false", "0", "n" },
                                             { "yes", "on", "true", "1", "y" } };
    for (int state = 0; state < 2; state++) {
        for (int i = 0; i < 5; i++) {
            if (edit_distance(text, words[state][i], 0) == 0) {
                *value = state;
                return true;
            }
        }
    }
    return fail(error, "'%.60s' is neither yes nor no", text);
}

/* Within the range of the row, and whole where it must be. */
static bool check_range(int input, double value, Error *error)
{
    const InputInfo *row = &input_info[input];
    double lowest = input_lowest(input), highest = input_highest(input);
    char bound[80];
    if (value < lowest - 1e-12 * fabs(lowest) || value > highest + 1e-12 * fabs(highest)) {
        bool low = value < lowest;
        Printed printed = print_input(input, low ? lowest : highest);
        join_printed(bound, sizeof bound, &printed);
        return fail(error, "%s is %s its %s value, %s", row->name, low ? "below" : "above",
                    low ? "lowest" : "highest", bound);
    }
    if (row->kind == WHOLE && fabs(value - nearbyint(value)) > 1e-9 * fabs(value)) {
        return fail(error, "%s must be a whole number", row->name);
    }
    return true;
}

bool parse_input(const char *text, int input, double *value, Error *error)
{
    const InputInfo *row = &input_info[input];
    if (row->kind == CHOICE) {
        return parse_word(text, input, value, error);
    }
    if (row->kind == SWITCH) {
        return parse_switch(text, value, error);
    }
    double read = 0;
    if (!parse_quantity(text, row->unit, &read, error) || !check_range(input, read, error)) {
        return false;
    }
    *value = row->kind == WHOLE ? nearbyint(read) : read;
    return true;
}

/* The operator of what was typed: the first character, or one between two numbers; NULL: there is
 * none.  Not the sign of an exponent, nor the / of "$/h": an operator stands before a digit. */
static const char *find_operator(const char *text)
{
    if (*text && strchr("*/+-", *text)) {
        return text;
    }
    for (const char *at = text; *at; at++) {
        const char *next = at + 1 + (at[1] == ' ');
        bool follows = isdigit((unsigned char)*next) || *next == '.';
        bool exponent =
            at - text > 1 && (at[-1] == 'e' || at[-1] == 'E') && isdigit((unsigned char)at[-2]);
        if (at > text && strchr("*/+-", *at) && follows && !exponent) {
            return at;
        }
    }
    return NULL;
}

/* value OPERATOR right; "+10%" is a share of the value where the row is no share itself. */
static bool apply(char sign, const char *right, int unit, double *value, Error *error)
{
    bool scale = sign == '*' || sign == '/';
    size_t length = strlen(right);
    bool percent = length > 1 && right[length - 1] == '%' && unit != UNIT_FRACTION;
    double by = 0;
    if (!parse_quantity(right, scale ? UNIT_ONE : percent ? UNIT_FRACTION : unit, &by, error)) {
        return false;
    }
    if (sign == '/' && by == 0) {
        return fail(error, "nothing can be divided by 0");
    }
    if (scale) {
        *value = sign == '*' ? *value * by : *value / by;
    } else {
        by = percent ? *value * by : by;
        *value = sign == '+' ? *value + by : *value - by;
    }
    return true;
}

bool parse_entry(const char *text, int input, double current, double *value, Error *error)
{
    const InputInfo *row = &input_info[input];
    text += strspn(text, " ");
    const char *sign = find_operator(text);
    if (!sign || row->kind == CHOICE || row->kind == SWITCH) {
        return parse_input(text, input, value, error);
    }
    double result = current;
    if (sign > text) {
        char left[100];
        snprintf(left, sizeof left, "%.*s", (int)(sign - text), text);
        if (!parse_quantity(left, row->unit, &result, error)) {
            return false;
        }
    }
    if (!apply(*sign, sign + 1, row->unit, &result, error)) {
        return false;
    }
    result = row->kind == WHOLE ? nearbyint(result) : result;
    if (!check_range(input, result, error)) {
        return false;
    }
    *value = result;
    return true;
}
