/*
 * Reads a table of measured steps into plans. Only calibration and its test use this: the program
 * itself reads such files with profile/.
 */
#ifndef TESTS_MEASURED_ROWS_H
#define TESTS_MEASURED_ROWS_H

#include <stddef.h>

#include "model/model.h"

typedef struct MeasuredRow {
    char id[48], set[32], model[32], hardware[24];
    Plan plan;
    double step_time; /* zero when not measured */
} MeasuredRow;

/* Returns how many rows were read, at most `room`, or -1 with a message on stderr. */
int measured_rows_read(const char *path, MeasuredRow *rows, int room);

#endif
