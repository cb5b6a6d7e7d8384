/* quantity.h -- numbers as people write them: the only place where units exist.
 *
 * Inside the engine every value is in base units.  Here text becomes such a value, and back. */
#ifndef MODEL_QUANTITY_H
#define MODEL_QUANTITY_H

#include "model/error.h"
#include "model/model.h"

/* Number and unit apart, so that numbers line up and units can be drawn small. */
typedef struct {
    char number[40]; /* "2.664", "—" where there is no value */
    char unit[24];   /* "M GPU·h", may be empty */
} Printed;

/* Reads "14.8T", "80 GB", "$1.80", "38.97 %", "2,048": a number, perhaps with a prefix and a unit.
 * A bare number is in `unit`; a bare number above 1 on a FRACTION row is a percentage.
 * unit: UNIT_*.  *value: in base units.  Fails when the text is no number or of another kind. */
bool parse_quantity(const char *text, int unit, double *value, Error *error);

/* Reads the value of an input: a quantity, a word of its choices, yes or no; within its range. */
bool parse_input(const char *text, int input, double *value, Error *error);

/* Reads what a hand types on a slider: as parse_input, and arithmetic: "2048*2", "14.8T/2", and,
 * from the current value (base units), "*2", "/4", "+10%", "-500". */
bool parse_entry(const char *text, int input, double current, double *value, Error *error);

/* At most four significant digits, with the prefix that suits. */
Printed print_quantity(double value, int unit);
Printed print_input(int input, double value);
Printed print_figure(int figure, double value);

/* The same without zeros that say nothing: "5 %" for ranges and axes, where columns need not stay. */
Printed trim_printed(Printed printed);

/* "$5.576" and "M" of "5.576" and "M$": as money is written outside of columns. */
Printed dollars_in_front(Printed printed);

/* "2.664 M GPU·h" in one piece ("$5.576 M" for money).  Returns out. */
char *join_printed(char *out, size_t size, const Printed *printed);

/* The shortest text that reads back as the same double; "null" for what is no number. */
void print_exact(char *out, size_t size, double value);

/* The value of an input as a file holds it: reads back through parse_input as the same double. */
void write_input(char *out, size_t size, int input, double value);

/* "2,048"; whole is below 1e19. */
void print_grouped(char *out, size_t size, double whole);

/* The word of a choice's value, borrowed from the list; NULL when there is none. */
const char *input_word(int input, double value);

/* Whether two dimensions are the same kind of thing. */
bool same_dimension(Dimension a, Dimension b);

/* Name of a unit's base dimension for JSON: "FLOP/s", "byte", "token" ("" for plain numbers). */
void print_base_unit(char *out, size_t size, Dimension dimension);

#endif
