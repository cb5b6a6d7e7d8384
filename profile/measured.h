/* measured.h -- measured training steps from a table, each as a plan.
 *
 * Columns are names of inputs, and `id set model hardware step_time_s source`.  Numbers are in base
 * units (bytes/s, FLOP/s, ...) or with a unit; choices and switches are words or numbers.  What a
 * row leaves empty comes from its model and hardware profiles, then from the defaults of
 * docs/TRAINING.md.  The file is refused as a whole when it is no such table; a row from which no
 * prediction can be made says why. */
#ifndef PROFILE_MEASURED_H
#define PROFILE_MEASURED_H

#include "profile/library.h"

/* Texts are borrowed until the next row. */
typedef struct {
    const char *id; /* "line 17" where the row has none */
    const char *set, *model, *hardware, *framework, *source;
    int line;
    Plan plan;
    double step_time;    /* seconds; NaN: not measured */
    const char *skipped; /* why nothing can be predicted; NULL: it can */
} MeasuredRow;

typedef struct Measured Measured;

typedef enum { MEASURED_ROW, MEASURED_END, MEASURED_WRONG } MeasuredResult;

/* Reads the names of the columns.  NULL with `FILE:LINE:COLUMN: …` in error. */
Measured *measured_open(Library *library, const char *path, Error *error);
void measured_close(Measured *measured); /* NULL: nothing */

MeasuredResult measured_next(Measured *measured, MeasuredRow *row, Error *error);

/* All rows of a file at once; their texts live as long as the table. */
typedef struct {
    MeasuredRow *rows;
    int count;
    struct Arena *arena;
} MeasuredTable;

bool measured_table_open(MeasuredTable *table, Library *library, const char *path, Error *error);
void measured_table_close(MeasuredTable *table);

#endif
