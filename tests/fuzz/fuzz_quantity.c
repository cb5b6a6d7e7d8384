/* fuzz_quantity.c -- any text as a number: refused, or a finite value that prints, is written and
 * reads back as the same.  The first two bytes choose the row. */
#include "model/quantity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Error error = { .text = "" };
    char text[300], written[100];
    double value, back;
    if (size < 2 || size - 2 >= sizeof text) {
        return 0;
    }
    int input = data[0] % INPUT_COUNT, unit = data[1] % UNIT_COUNT;
    memcpy(text, data + 2, size - 2);
    text[size - 2] = '\0';
    if (parse_quantity(text, unit, &value, &error)) {
        Printed printed = print_quantity(value, unit);
        join_printed(written, sizeof written, &printed);
    } else {
        require(*error.text, "refused without a word");
    }
    if (parse_input(text, input, &value, &error)) {
        require(isfinite(value), "a value that is no number");
        write_input(written, sizeof written, input, value);
        require(parse_input(written, input, &back, &error), error.text);
        require(back == value, written);
    }
    if (parse_entry(text, input, input_preset(input), &value, &error)) {
        require(isfinite(value), "an entry that is no number");
    }
    return 0;
}
