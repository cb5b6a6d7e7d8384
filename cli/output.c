#include "cli/output.h"

#include "model/quantity.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* -- styles ------------------------------------------------------------------------------------- */

static const char *const codes[] = { "", "\033[1m", "\033[2m", "\033[32m", "\033[33m", "\033[31m" };

void put_styled(const Output *out, Style style, const char *text)
{
    bool styled = out->colour && style != PLAIN && *text;
    fprintf(out->file, "%s%s%s", styled ? codes[style] : "", text, styled ? "\033[0m" : "");
}

int text_width(const char *text)
{
    int width = 0;
    for (; *text; text++) {
        width += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return width;
}

void put_padded(const Output *out, Style style, const char *text, int width)
{
    int blanks = (width < 0 ? -width : width) - text_width(text);
    blanks = blanks > 0 ? blanks : 0;
    if (width < 0) {
        fprintf(out->file, "%*s", blanks, "");
    }
    put_styled(out, style, text);
    if (width > 0) {
        fprintf(out->file, "%*s", blanks, "");
    }
}

void put_wrapped(const Output *out, Style style, const char *text, int indent, int width)
{
    int used = indent;
    char word[400];
    for (bool first = true; *text; first = false) {
        size_t length = strcspn(text, " "),
               copied = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, text, copied);
        word[copied] = '\0';
        if (!first && used + 1 + text_width(word) > width) {
            fprintf(out->file, "\n%*s", indent, "");
            used = indent;
        } else if (!first) {
            putc(' ', out->file);
            used++;
        }
        put_styled(out, style, word);
        used += text_width(word);
        text += copied;
        text += strspn(text, " ");
    }
}

/* -- errors ------------------------------------------------------------------------------------- */

void print_error(const Error *error)
{
    char text[sizeof error->text];
    snprintf(text, sizeof text, "%s", error->text);
    for (char *at = text; *at; at++) {
        *at = (unsigned char)*at < 0x20 || *at == 0x7f ? '?' : *at;
    }
    const char *colon = strchr(text, ':');
    size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
    bool placed = digits > 0 && colon[1 + digits] == ':';
    fprintf(stderr, "%s%s\n", placed ? "" : "flopdeck: ", text);
}

/* -- JSON --------------------------------------------------------------------------------------- */

void put_json_string(FILE *file, const char *text)
{
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            putc('\\', file);
        }
        if ((unsigned char)*text < 0x20) {
            fprintf(file, "\\u%04x", *text);
        } else {
            putc(*text, file);
        }
    }
    putc('"', file);
}

/* People and scripts count in GPU-hours; nobody in GPU-seconds. */
static bool is_by_the_hour(int unit)
{
    return unit == UNIT_DEVICE_HOUR || unit == UNIT_DOLLAR_PER_DEVICE_HOUR;
}

double plain_value(double value, int unit)
{
    if (!is_by_the_hour(unit)) {
        return value;
    }
    char text[40];
    double hours = value / unit_info[unit].size;
    snprintf(text, sizeof text, "%.15g", hours);
    double round = strtod(text, NULL); /* what × 3600 / 3600 added in the last digit is taken off */
    return fabs(hours - round) <= 4 * DBL_EPSILON * fabs(hours) ? round : hours;
}

void plain_unit(char *out, size_t size, int unit)
{
    if (unit == UNIT_PARAMETER || unit == UNIT_FRACTION || is_by_the_hour(unit)) {
        snprintf(out, size, "%s",
                 unit == UNIT_PARAMETER     ? "parameter"
                 : unit == UNIT_FRACTION    ? "fraction"
                 : unit == UNIT_DEVICE_HOUR ? "GPU-hour"
                                            : "dollar/GPU-hour");
        return;
    }
    Dimension dimension = unit_info[unit].dimension;
    if (dimension.device < 0) { /* of one device, as all hardware inputs are */
        dimension.device = 0;
    }
    print_base_unit(out, size, dimension);
    char *second = strstr(out, "/second");
    if (second) {
        snprintf(second, size - (size_t)(second - out), "/s");
    }
}

void put_json_number(FILE *file, double value, int unit)
{
    char text[40];
    print_exact(text, sizeof text, plain_value(value, unit));
    fputs(text, file);
}

void put_json_input(FILE *file, int input, double value)
{
    const InputInfo *row = &input_info[input];
    if (row->kind == SWITCH) {
        fputs(value != 0 ? "true" : "false", file);
    } else if (row->kind == CHOICE) {
        put_json_string(file, input_word(input, value));
    } else {
        put_json_number(file, value, row->unit);
    }
}

void print_plain_input(char *out, size_t size, int input, double value)
{
    const InputInfo *row = &input_info[input];
    const char *word = input_word(input, value);
    if (word) {
        snprintf(out, size, "%s", word);
    } else {
        print_exact(out, size, plain_value(value, row->unit));
    }
}
