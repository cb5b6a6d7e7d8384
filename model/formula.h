/* formula.h -- the text of a formula, read again.
 *
 * The compiler runs the formulas; this reads their text, so that `explain` can show the numbers in
 * them and a test can check that text, value and dimension agree.  The language is that of
 * figures.def: + - * / ( ), the literals 0, 1 and 2, names of constants, inputs and figures, calls
 * of parts (parts.h) and is(input, OPTION). */
#ifndef MODEL_FORMULA_H
#define MODEL_FORMULA_H

#include "model/error.h"
#include "model/row.h"

typedef struct {
    double value; /* base units */
    Dimension dimension;
    bool any; /* the literal 0 has any dimension */
} Quantity;

/* Computes the text.  Fails on what is not in the language and where dimensions do not agree
 * (metres plus seconds), with the place in the text. */
bool formula_value(const char *text, const Plan *plan, const Figures *figures, Quantity *result,
                   Error *error);

/* The rows that the text names, each once, in order of appearance.  Returns how many (at most
 * `most` are stored). */
int formula_rows(const char *text, Row rows[], int most);

/* The text with × for *, and with the values of its rows in place of their names. */
void formula_pretty(const char *text, char *out, size_t size);
void formula_numbers(const char *text, const Plan *plan, const Figures *figures, char *out,
                     size_t size);

#endif
