#include "model/analysis/accuracy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_size(const void *a, const void *b)
{
    double x = fabs(*(const double *)a), y = fabs(*(const double *)b);
    return (x > y) - (x < y);
}

Accuracy accuracy_of(double errors[], int count)
{
    Accuracy accuracy = { count, NAN, NAN, NAN, NAN };
    double sum = 0, bias = 0;
    if (count <= 0) {
        return accuracy;
    }
    for (int i = 0; i < count; i++) {
        sum += fabs(errors[i]);
        bias += errors[i];
    }
    qsort(errors, (size_t)count, sizeof *errors, by_size);
    accuracy.mape = sum / count;
    accuracy.bias = bias / count;
    accuracy.median = (fabs(errors[(count - 1) / 2]) + fabs(errors[count / 2])) / 2;
    accuracy.p90 = fabs(errors[(int)(0.9 * (count - 1) + 0.5)]);
    return accuracy;
}

const AccuracySet accuracy_sets[] = {
#define MEASURED_SET(name, bound, peer, what, peers)                                               \
    { name, (bound) / 100, (peer) / 100, what, peers },
#include "model/training/sets.def"
#undef MEASURED_SET
};
const int accuracy_set_count = sizeof accuracy_sets / sizeof *accuracy_sets;

const AccuracySet *accuracy_set(const char *name)
{
    for (int i = 0; i < accuracy_set_count; i++) {
        if (strcmp(accuracy_sets[i].name, name) == 0) {
            return &accuracy_sets[i];
        }
    }
    return NULL;
}
