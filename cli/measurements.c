#include "cli/measurements.h"

#include "model/training/step.h"
#include "profile/measured.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *copy(Measurements *measurements, const char *text, const char *before)
{
    return before && strcmp(before, text) == 0
               ? before
               : arena_copy(measurements->arena, text, strlen(text));
}

static void add(Measurements *measurements, const MeasuredRow *row)
{
    if (measurements->count == measurements->room) {
        measurements->room = measurements->room ? 2 * measurements->room : 256;
        measurements->rows =
            xrealloc(measurements->rows, (size_t)measurements->room * sizeof *measurements->rows);
    }
    const Measurement *before =
        measurements->count > 0 ? &measurements->rows[measurements->count - 1] : NULL;
    Measurement *fresh = &measurements->rows[measurements->count++];
    Measurement made = { .measured = row->step_time, .predicted = NAN, .low = NAN, .high = NAN };
    const char *names[BYS] = { row->set, row->hardware, row->framework, "all" };
    for (int by = 0; by < BYS; by++) {
        made.names[by] = copy(measurements, names[by], before ? before->names[by] : NULL);
    }
    made.id = copy(measurements, row->id, NULL);
    made.reason = "";
    const char *skipped = row->skipped;
    if (!skipped) {
        Step step = predict_step(&row->plan);
        if (step.step_time > 0 && isfinite(step.step_time)) {
            made.predicted = step.step_time;
            made.low = step.low;
            made.high = step.high;
            made.reason = band_words(step.reason);
        } else {
            skipped = "the training model has no answer for this plan";
        }
    }
    made.skipped = skipped ? copy(measurements, skipped, before ? before->skipped : NULL) : NULL;
    *fresh = made;
    measurements->skipped += skipped != NULL;
    measurements->unmeasured += !skipped && isnan(row->step_time);
    measurements->compared += !skipped && !isnan(row->step_time);
}

bool measurements_read(Measurements *measurements, Library *library, const char *path, Error *error)
{
    memset(measurements, 0, sizeof *measurements);
    measurements->arena = arena_open();
    Measured *file = measured_open(library, path, error);
    MeasuredResult result = file ? MEASURED_ROW : MEASURED_WRONG;
    while (result == MEASURED_ROW) {
        MeasuredRow row;
        result = measured_next(file, &row, error);
        if (result == MEASURED_ROW) {
            add(measurements, &row);
        }
    }
    measured_close(file);
    return result == MEASURED_END;
}

void measurements_close(Measurements *measurements)
{
    free(measurements->rows);
    arena_close(measurements->arena);
    memset(measurements, 0, sizeof *measurements);
}

double measurement_error(const Measurement *row)
{
    return row->predicted / row->measured - 1;
}

/* -- groups ------------------------------------------------------------------------------------- */

/* A row that is compared, with the name it is sorted by. */
typedef struct {
    const char *name;
    const Measurement *row;
} Named;

static int by_name(const void *a, const void *b)
{
    const Named *first = a, *second = b;
    int order = strcmp(first->name, second->name);
    return order != 0 ? order : (first->row > second->row) - (first->row < second->row);
}

/* A group and its first row, to bring groups into the order of the file. */
typedef struct {
    MeasuredGroup group;
    const Measurement *first;
} Placed;

static int by_first(const void *a, const void *b)
{
    const Placed *first = a, *second = b;
    return (first->first > second->first) - (first->first < second->first);
}

static Placed place(const Named *named, int count, double *errors)
{
    Placed placed = { { .name = named[0].name }, named[0].row };
    for (int i = 0; i < count; i++) {
        const Measurement *row = named[i].row;
        errors[i] = measurement_error(row);
        placed.group.within += row->measured >= row->low && row->measured <= row->high;
    }
    placed.group.accuracy = accuracy_of(errors, count);
    return placed;
}

MeasuredGroup *measurements_group(const Measurements *measurements, By by, int *count)
{
    size_t most = (size_t)measurements->compared + 1;
    Named *named = xmalloc(most * sizeof *named);
    Placed *placed = xmalloc(most * sizeof *placed);
    double *errors = xmalloc(most * sizeof *errors);
    int rows = 0;
    for (int i = 0; i < measurements->count; i++) {
        const Measurement *row = &measurements->rows[i];
        if (!isnan(measurement_error(row))) {
            named[rows++] = (Named){ row->names[by], row };
        }
    }
    qsort(named, (size_t)rows, sizeof *named, by_name);
    *count = 0;
    for (int from = 0, to; from < rows; from = to) {
        for (to = from; to < rows && strcmp(named[to].name, named[from].name) == 0; to++) {
        }
        placed[(*count)++] = place(named + from, to - from, errors);
    }
    qsort(placed, (size_t)*count, sizeof *placed, by_first);
    MeasuredGroup *groups = xmalloc((size_t)(*count + 1) * sizeof *groups);
    for (int i = 0; i < *count; i++) {
        groups[i] = placed[i].group;
    }
    free(errors);
    free(placed);
    free(named);
    return groups;
}
