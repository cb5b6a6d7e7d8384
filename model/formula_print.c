/* The text of a formula for people: its rows, its numbers. */
#include "model/formula.h"
#include "model/quantity.h"

#include <ctype.h>
#include <string.h>

/* Length of a whole call of the training model, whose parts are no rows; 0: there is none here. */
static size_t training_length(const char *at, size_t word)
{
    bool call = (word == 9 && memcmp(at, "predicted(", 10) == 0) ||
                (word == 4 && memcmp(at, "held(", 5) == 0);
    return call ? strcspn(at, ")") : 0;
}

int formula_rows(const char *text, Row rows[], int most)
{
    int count = 0;
    for (const char *at = text; *at;) {
        size_t length = row_word(at);
        Row row;
        if (length == 0 || isdigit((unsigned char)*at)) {
            at += length ? length : 1;
            continue;
        }
        length = training_length(at, length) > 0 ? training_length(at, length) : length;
        if (find_row(at, length, &row)) {
            bool seen = false;
            for (int i = 0; i < count && i < most; i++) {
                seen = seen || (rows[i].kind == row.kind && rows[i].row == row.row);
            }
            if (!seen) {
                if (count < most) {
                    rows[count] = row;
                }
                count++;
            }
        }
        at += length;
    }
    return count < most ? count : most;
}

/* Adds to a text that may be full: it is cut, and stays terminated. */
static void add(char *out, size_t size, size_t *used, const char *piece, size_t length)
{
    size_t room = size - 1 - *used;
    length = length < room ? length : room;
    memcpy(out + *used, piece, length);
    *used += length;
    out[*used] = '\0';
}

/* Copies the formula with × for *; names go through `numbers` when a plan is given. */
static void rewrite(const char *text, const Plan *plan, const Figures *figures, char *out,
                    size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (const char *at = text; *at;) {
        size_t length = row_word(at);
        Row row;
        length = training_length(at, length) > 0 ? training_length(at, length) : length;
        if (length == 0) {
            bool times = *at == '*';
            add(out, size, &used, times ? "×" : at, times ? strlen("×") : 1);
            at++;
        } else if (plan && find_row(at, length, &row)) {
            char value[80];
            Printed printed = row.kind == AN_INPUT
                                  ? print_input(row.row, plan->at[row.row])
                                  : print_quantity(row_value(row, plan, figures), row_unit(row));
            join_printed(value, sizeof value, &printed);
            add(out, size, &used, value, strlen(value));
            at += length;
        } else {
            add(out, size, &used, at, length);
            at += length;
        }
    }
}

void formula_pretty(const char *text, char *out, size_t size)
{
    rewrite(text, NULL, NULL, out, size);
}

void formula_numbers(const char *text, const Plan *plan, const Figures *figures, char *out,
                     size_t size)
{
    rewrite(text, plan, figures, out, size);
}
