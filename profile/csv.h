/* csv.h -- a table in a file, read row by row.
 *
 * RFC 4180, and what programs write beside it: line ends of any system, a mark of UTF-8 in front,
 * empty lines.  Memory is bounded, whatever the file. */
#ifndef PROFILE_CSV_H
#define PROFILE_CSV_H

#include "model/error.h"

enum { MOST_CSV_CELLS = 512, MOST_CSV_ROWS = 65536, LONGEST_CSV_ROW = 65536 };
enum { LARGEST_CSV = 1 << 26 }; /* bytes */

typedef struct {
    const char *text; /* without its quotes, and without blanks around it where it has none */
    int line, column; /* where it begins, from 1 */
} CsvCell;

typedef struct Csv Csv;

typedef enum { CSV_ROW, CSV_END, CSV_WRONG } CsvResult;

/* A regular file, or standard input for "-".  NULL with a sentence in error.  Nothing is read yet. */
Csv *csv_open(const char *path, Error *error);
void csv_close(Csv *csv); /* NULL: nothing */

/* What messages call the file. */
const char *csv_label(const Csv *csv);

/* The cells of the next row that has any; borrowed until the next call.  CSV_WRONG: the file as a
 * whole cannot be read, `FILE:LINE:COLUMN: …` is in error. */
CsvResult csv_next(Csv *csv, const CsvCell **cells, int *count, Error *error);

#endif
