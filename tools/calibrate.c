/*
 * calibrate: fits the training model's constants to measured steps, and says how far off it is on
 * rows it has not seen.
 *
 *   calibrate tests/measured_steps.csv            fit, cross-validate, print the tables
 *   calibrate tests/measured_steps.csv --fast     fit only
 *   calibrate tests/measured_steps.csv --write    and put the values into the .def files of model/training
 *   calibrate tests/measured_steps.csv --check    no fit: the error of the values as they stand
 *
 * Every constant has a prior: where kernel tables and papers put it and how far it may reasonably be
 * from there. A constant that the rows say nothing about keeps its prior, so leaving out all rows of
 * a system is a fair test of it. Priors live here and not in the .def files: a written fit must not
 * become the next fit's prior. Errors are of the logarithm of the time, softened beyond 12 %, and
 * each set weighs the same whatever its number of rows, up to the square root.
 */
#include <float.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_vector.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/analysis/accuracy.h"
#include "model/training/step.h"
#include "profile/measured.h"
#include "tools/calibrate.h"

enum { ROWS = 4096, GROUPS = 128, PARTS = 6 };

static MeasuredRow *rows;
static double weights[ROWS];
static int row_count;

/* Seconds of F, B, W, F&B, bubble and optimizer of the only run that published them. */
static const double measured_parts[PARTS] = { 1.13, 1.99, 0.48, 13.95, 2.06, 0.29 };

static Constants constants_of(const gsl_vector *x)
{
    Constants constants = training_constants;
    for (int i = 0; i < CALIBRATE_PARAMETERS; i++) {
        const Parameter *p = &calibrate_parameters[i];
        double value = p->prior * exp(p->spread * gsl_vector_get(x, (size_t)i));
        *calibrate_constant(&constants, p) = fmin(p->highest, fmax(p->lowest, value));
    }
    calibrate_tie(&constants);
    return constants;
}

/* Linear near zero, growing ever slower beyond `knee`: an outlier pulls, but does not win. */
static double soften(double error)
{
    const double knee = 0.12;
    double ratio = error / knee;
    double soft = knee * sqrt(log(1 + ratio * ratio));
    return error < 0 ? -soft : soft;
}

static void parts_of(const Step *step, double parts[PARTS])
{
    parts[0] = step->forward_part;
    parts[1] = step->backward_part;
    parts[2] = step->weight_part;
    parts[3] = step->overlapped_part;
    parts[4] = step->bubble_part;
    parts[5] = step->optimizer_part;
}

typedef struct Fit {
    bool left_out[ROWS];
} Fit;

static int residuals(const gsl_vector *x, void *data, gsl_vector *out)
{
    const Fit *fit = data;
    Constants constants = constants_of(x);
    size_t at = 0;
    double parts[PARTS] = { 0 };
    bool with_parts = false;
    for (int i = 0; i < row_count; i++) {
        double error = 0;
        if (rows[i].step_time > 0 && !fit->left_out[i]) {
            Step step = predict_step_with(&rows[i].plan, &constants);
            error = weights[i] * soften(log(step.step_time / rows[i].step_time));
            if ((int)rows[i].plan.framework == FRAMEWORK_deepseek && rows[i].plan.devices >= 2048) {
                parts_of(&step, parts);
                with_parts = true;
            }
        }
        gsl_vector_set(out, at++, error);
    }
    for (int i = 0; i < PARTS; i++) {
        double error = with_parts ? log(fmax(1e-3, parts[i]) / measured_parts[i]) : 0;
        gsl_vector_set(out, at++, 14 * soften(error));
    }
    for (int i = 0; i < CALIBRATE_PARAMETERS; i++) {
        gsl_vector_set(out, at++, gsl_vector_get(x, (size_t)i));
    }
    return GSL_SUCCESS;
}

static Constants fit_constants(Fit *fit)
{
    gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
    how.h_df = 1e-5;
    size_t count = (size_t)row_count + PARTS + CALIBRATE_PARAMETERS;
    gsl_multifit_nlinear_fdf problem = {
        .f = residuals, .n = count, .p = CALIBRATE_PARAMETERS, .params = fit
    };
    gsl_multifit_nlinear_workspace *work =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how, count, CALIBRATE_PARAMETERS);
    gsl_vector *x = gsl_vector_calloc(CALIBRATE_PARAMETERS);
    int info = 0;
    gsl_multifit_nlinear_init(x, &problem, work);
    gsl_multifit_nlinear_driver(60, 1e-5, 1e-6, 0, NULL, NULL, &info, work);
    Constants constants = constants_of(gsl_multifit_nlinear_position(work));
    gsl_vector_free(x);
    gsl_multifit_nlinear_free(work);
    return constants;
}

/* What a row may be left out with: all rows of its model, or of its accelerator. */
static void model_key(const MeasuredRow *row, char *key, size_t size)
{
    snprintf(key, size, "%g layers of %g%s", row->plan.layers, row->plan.hidden_size,
             row->plan.routed_experts > 0 ? ", experts" : "");
}

static void system_key(const MeasuredRow *row, char *key, size_t size)
{
    snprintf(key, size, "%s", row->hardware);
}

typedef void KeyOf(const MeasuredRow *row, char *key, size_t size);

typedef struct Prediction {
    double time;
    bool inside; /* the measured time lies in the row's own band */
    BandReason reason;
} Prediction;

static Prediction predict(const MeasuredRow *row, const Constants *constants)
{
    Step step = predict_step_with(&row->plan, constants);
    bool inside = step.low <= row->step_time && row->step_time <= step.high;
    return (Prediction){ step.step_time, inside, step.reason };
}

static void cross_validate(KeyOf *key_of, Prediction *predicted)
{
    char done[GROUPS][64];
    int groups = 0;
    for (int i = 0; i < row_count; i++) {
        char key[64];
        key_of(&rows[i], key, sizeof key);
        int group = 0;
        while (group < groups && strcmp(done[group], key) != 0) {
            group++;
        }
        if (group < groups || groups == GROUPS) {
            continue;
        }
        snprintf(done[groups++], sizeof *done, "%s", key);
        static Fit fit;
        for (int j = 0; j < row_count; j++) {
            char other[64];
            key_of(&rows[j], other, sizeof other);
            fit.left_out[j] = strcmp(other, key) == 0;
        }
        Constants constants = fit_constants(&fit);
        for (int j = 0; j < row_count; j++) {
            if (fit.left_out[j]) {
                predicted[j] = predict(&rows[j], &constants);
            }
        }
    }
}

static void print_set(const char *set, const Prediction *predicted)
{
    static double errors[ROWS];
    int count = 0, inside = 0;
    for (int i = 0; i < row_count; i++) {
        if (rows[i].step_time > 0 && (set == NULL || strcmp(rows[i].set, set) == 0)) {
            errors[count++] = predicted[i].time / rows[i].step_time - 1;
            inside += predicted[i].inside;
        }
    }
    if (count == 0) {
        return;
    }
    Accuracy accuracy = accuracy_of(errors, count);
    printf("| %-24s | %4d | %5.1f | %5.1f | %+5.1f | %5.1f | %4.0f |\n", set == NULL ? "all" : set,
           count, 100 * accuracy.mape, 100 * accuracy.median, 100 * accuracy.bias,
           100 * accuracy.p90, 100.0 * inside / count);
}

/* What model/training/band.c takes its widths from: errors by the class of the band. */
static void print_classes(const Prediction *predicted)
{
    static double errors[ROWS];
    printf("\n");
    for (int reason = 0; reason < BAND_REASON_COUNT; reason++) {
        int count = 0, inside = 0;
        for (int i = 0; i < row_count; i++) {
            if (rows[i].step_time > 0 && (int)predicted[i].reason == reason) {
                errors[count++] = rows[i].step_time / predicted[i].time - 1;
                inside += predicted[i].inside;
            }
        }
        if (count > 0) {
            printf("%4d rows, p90 %5.1f, in band %3.0f: %s\n", count,
                   100 * accuracy_of(errors, count).p90, 100.0 * inside / count,
                   band_words((BandReason)reason));
        }
    }
}

static void print_table(const char *title, const Prediction *predicted)
{
    printf("\n%s\n\n", title);
    printf("| set                      | rows |  mean | median |  bias |   p90 | in band |\n");
    printf("|--------------------------|-----:|------:|-------:|------:|------:|--------:|\n");
    for (int i = 0; i < row_count; i++) {
        bool first = true;
        for (int j = 0; j < i; j++) {
            first = first && strcmp(rows[j].set, rows[i].set) != 0;
        }
        if (first) {
            print_set(rows[i].set, predicted);
        }
    }
    print_set(NULL, predicted);
}

static void weigh_rows(void)
{
    for (int i = 0; i < row_count; i++) {
        double same = 0;
        for (int j = 0; j < row_count; j++) {
            same += rows[j].step_time > 0 && strcmp(rows[i].set, rows[j].set) == 0;
        }
        /* A set of n rows weighs as the square root of n, 5 % off counts as one spread. */
        weights[i] = same > 0 ? sqrt(pow(same, 0.6) / same) / 0.05 : 0;
    }
}

static void predict_all(const Constants *constants, Prediction *predicted)
{
    for (int i = 0; i < row_count; i++) {
        predicted[i] = predict(&rows[i], constants);
    }
}

static void print_parts(const Constants *constants)
{
    static const char *const names[PARTS] = { "1F", "1B", "1W", "1F1B", "bubble", "optimizer" };
    for (int i = 0; i < row_count; i++) {
        if ((int)rows[i].plan.framework == FRAMEWORK_deepseek) {
            Step step = predict_step_with(&rows[i].plan, constants);
            double parts[PARTS];
            parts_of(&step, parts);
            printf("\n%s: %.3f s, measured %.3f\n", rows[i].id, step.step_time, rows[i].step_time);
            for (int j = 0; j < PARTS; j++) {
                printf("  %-10s %7.3f  measured %6.2f  %+5.1f %%\n", names[j], parts[j],
                       measured_parts[j], 100 * (parts[j] / measured_parts[j] - 1));
            }
        }
    }
}

static bool read_rows(const char *path, Library *library, MeasuredTable *table)
{
    Error error = { 0 };
    library_open(library);
    if (!measured_table_open(table, library, path, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return false;
    }
    for (int i = 0; i < table->count; i++) {
        if (table->rows[i].skipped) {
            fprintf(stderr, "%s: %s\n", table->rows[i].id, table->rows[i].skipped);
            return false;
        }
    }
    rows = table->rows;
    row_count = table->count;
    return row_count > 0 && row_count <= ROWS;
}

int main(int count, char **words)
{
    bool fast = false, write = false, check = false;
    for (int i = 2; i < count; i++) {
        fast = fast || strcmp(words[i], "--fast") == 0;
        write = write || strcmp(words[i], "--write") == 0;
        check = check || strcmp(words[i], "--check") == 0;
    }
    Library library;
    MeasuredTable table;
    if (count < 2) {
        fprintf(stderr, "usage: calibrate FILE.csv [--fast] [--write] [--check]\n");
        return 2;
    }
    if (!read_rows(words[1], &library, &table)) {
        return 1;
    }
    weigh_rows();
    static Prediction predicted[ROWS];
    static Fit all;
    Constants constants = check ? training_constants : fit_constants(&all);
    for (int i = 0; i < CALIBRATE_PARAMETERS && !check; i++) {
        double value = *calibrate_constant(&constants, &calibrate_parameters[i]);
        printf("%-32s %10.4g  prior %10.4g  %+5.1f spreads\n", calibrate_parameters[i].name, value,
               calibrate_parameters[i].prior,
               log(value / calibrate_parameters[i].prior) / calibrate_parameters[i].spread);
    }
    predict_all(&constants, predicted);
    print_parts(&constants);
    print_table("Fitted", predicted);
    if (!fast && !check) {
        cross_validate(model_key, predicted);
        print_table("Held out: all rows of the model left out of the fit", predicted);
        print_classes(predicted);
        predict_all(&constants, predicted);
        cross_validate(system_key, predicted);
        print_table("Held out: all rows of the accelerator left out of the fit", predicted);
    }
    if (write) {
        calibrate_write(&constants);
    }
    measured_table_close(&table);
    library_close(&library);
    return 0;
}
