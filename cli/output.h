/* output.h -- what commands print: tables in every format, JSON, colour. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/arguments.h"

#include <stdio.h>

/* -- styles ------------------------------------------------------------------------------------- */

typedef enum { PLAIN, TITLE, DIM, GOOD, WARN, BAD } Style;

/* Where a command writes. */
typedef struct {
    FILE *file;
    bool colour;
} Output;

/* Text in a style; as it is without colour. */
void put_styled(const Output *out, Style style, const char *text);

/* Text padded with blanks to a width in columns; negative: to the right end. */
void put_padded(const Output *out, Style style, const char *text, int width);

/* Columns that the text takes. */
int text_width(const char *text);

/* Text in lines of at most `width` columns, each after the first indented. */
void put_wrapped(const Output *out, Style style, const char *text, int indent, int width);

/* To standard error.  Errors of a file begin with its name; others with the program's.  What came
 * from outside cannot steer the terminal. */
void print_error(const Error *error);

/* -- JSON --------------------------------------------------------------------------------------- */

/* "text" with its quotes. */
void put_json_string(FILE *file, const char *text);

/* A number that a program reads: base units, but GPU-hours and dollars per GPU-hour as they are. */
void put_json_number(FILE *file, double value, int unit);
double plain_value(double value, int unit);

/* The unit of that number: "FLOP/s", "byte", "GPU-hour". */
void plain_unit(char *out, size_t size, int unit);

/* The value of an input: a number, a word in quotes, true or false. */
void put_json_input(FILE *file, int input, double value);

/* Likewise for CSV: no quotes. */
void print_plain_input(char *out, size_t size, int input, double value);

/* -- tables ------------------------------------------------------------------------------------- */

typedef struct {
    const char *name;  /* in JSON and CSV */
    const char *title; /* in text and Markdown */
    bool right;        /* numbers: to the right end */
} Column;

typedef struct Table Table;

/* columns is borrowed until table_close. */
Table *table_open(const Column *columns, int count);
void table_close(Table *table);

/* The next cell, row by row.  Text for every format; or what people read and what programs read,
 * a number (or null), of which CSV leaves an empty cell. */
void table_text(Table *table, const char *text);
void table_number(Table *table, const char *shown, double exact);

/* A row of its own in text and Markdown: the title of what follows. */
void table_title(Table *table, const char *title);

/* JSON: {name: [{column: value, …}, …]}. */
void table_print(const Table *table, const Output *out, Format format, const char *name);

#endif
