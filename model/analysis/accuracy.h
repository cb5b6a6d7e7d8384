/* accuracy.h -- how far predictions were off. */
#ifndef MODEL_ANALYSIS_ACCURACY_H
#define MODEL_ANALYSIS_ACCURACY_H

#include "model/model.h"

/* Shares of the measured value: 0.05 is 5 %.  NaN when there was nothing to compare. */
typedef struct {
    int rows;
    double mape;   /* mean of the absolute errors */
    double median; /* of the absolute errors */
    double bias;   /* mean of the errors; below 0: predictions are too low */
    double p90;    /* nine in ten absolute errors are below */
} Accuracy;

/* errors: predicted / measured - 1.  Puts the array into an order of its own. */
Accuracy accuracy_of(double errors[], int count);

/* A set of measured steps that the tests hold to a bound (training/sets.def). */
typedef struct {
    const char *name;
    double bound; /* of the mean absolute error, a share */
    double peer;  /* of the best other program; NaN: none was run */
    const char *what, *peers;
} AccuracySet;

extern const AccuracySet accuracy_sets[];
extern const int accuracy_set_count;

/* The row of that name; NULL: no bound is set. */
const AccuracySet *accuracy_set(const char *name);

#endif
