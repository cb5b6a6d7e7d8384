/* measurements.h -- a table of measured steps beside what is predicted for each. */
#ifndef CLI_MEASUREMENTS_H
#define CLI_MEASUREMENTS_H

#include "model/analysis/accuracy.h"
#include "profile/arena.h"
#include "profile/library.h"

/* What rows are put together by. */
typedef enum { BY_SET, BY_HARDWARE, BY_FRAMEWORK, BY_ALL } By;
enum { BYS = 4 };

/* Texts are the measurements' own. */
typedef struct {
    const char *id;
    const char *names[BYS];                /* its set, hardware, framework; "all" */
    double measured, predicted, low, high; /* seconds; measured NaN: not measured */
    const char *reason;                    /* of the band */
    const char *skipped;                   /* why nothing is predicted; NULL: it is */
} Measurement;

typedef struct {
    Measurement *rows;
    int count, room;
    int compared, unmeasured, skipped;
    Arena *arena;
} Measurements;

/* Rows of one name. */
typedef struct {
    const char *name;
    Accuracy accuracy;
    int within; /* rows that lie in their own band */
} MeasuredGroup;

/* Reads the file and predicts each row.  False with a sentence in error; close it all the same. */
bool measurements_read(Measurements *measurements, Library *library, const char *path,
                       Error *error);
void measurements_close(Measurements *measurements);

/* The groups in the order in which the file brings them.  free() them. */
MeasuredGroup *measurements_group(const Measurements *measurements, By by, int *count);

/* Predicted / measured - 1; NaN where one of the two is missing. */
double measurement_error(const Measurement *row);

#endif
