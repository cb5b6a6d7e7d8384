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

#include "model/training/step.h"
#include "tests/measured_rows.h"

enum { ROWS = 4096, GROUPS = 128, PARTS = 6 };

typedef struct Parameter {
    const char *name;
    size_t offset;
    double prior, spread, lowest, highest; /* spread: of the logarithm */
} Parameter;

#define COMMON(member) #member, offsetof(Constants, member)
#define OF_ACCELERATOR(row, member)                                                                \
#row "." #member, offsetof(Constants, accelerator) + ACCELERATOR_##row * sizeof(Accelerator) + \
                          offsetof(Accelerator, member)
#define OF_FRAMEWORK(row, member)                                                                  \
#row "." #member, offsetof(Constants, framework) + FRAMEWORK_##row * sizeof(Framework) +       \
                          offsetof(Framework, member)

static const Parameter parameters[] = {
    { COMMON(backward_host), 1.6, 0.2, 1, 2.5 },
    { COMMON(one_by_one), 3, 0.5, 1, 12 },
    { COMMON(lockstep), 1.2, 0.2, 1, 2 },
    { COMMON(head_dim_half), 25, 0.6, 1, 80 },
    { COMMON(score_forward), 13, 0.3, 6, 30 },
    { COMMON(quantize), 3, 0.4, 1, 12 },
    { COMMON(accumulate), 2, 0.3, 0.2, 8 },
    { COMMON(weight_rate), 0.8, 0.15, 0.5, 1.1 },
    { COMMON(send_share), 0.5, 0.5, 0.1, 1 },
    { COMMON(straggler), 0.003, 0.7, 0.0002, 0.02 },
    { COMMON(overlap_loss), 0.4, 0.5, 0.02, 1 },
    { OF_ACCELERATOR(ampere, training), 0.95, 0.05, 0.7, 1.1 },
    { OF_ACCELERATOR(hopper, training), 0.93, 0.06, 0.7, 1.1 },
    { OF_ACCELERATOR(blackwell, training), 0.93, 0.07, 0.7, 1.15 },
    { OF_ACCELERATOR(blackwell, bf16), 0.65, 0.1, 0.4, 0.8 },
    { OF_ACCELERATOR(grace_blackwell, training), 0.97, 0.07, 0.7, 1.2 },
    { OF_ACCELERATOR(grace_blackwell_ultra, training), 1.03, 0.07, 0.7, 1.3 },
    { OF_ACCELERATOR(ampere, one_card), 0.6, 0.2, 0.2, 1 },
    { OF_ACCELERATOR(hopper, older), 0.6, 0.2, 0.3, 1 },
    { OF_ACCELERATOR(hopper, host), 0.75, 0.3, 0.2, 1.5 },
    { OF_ACCELERATOR(blackwell, host), 0.70, 0.3, 0.2, 1.5 },
    { OF_ACCELERATOR(grace_blackwell, host), 0.60, 0.4, 0.1, 1.5 },
    { OF_FRAMEWORK(megatron_deepspeed, launch), 1.0e-3, 0.4, 1e-4, 5e-3 },
    { OF_FRAMEWORK(megatron_deepspeed, traffic), 1.6, 0.3, 1, 4 },
    { OF_FRAMEWORK(megatron_deepspeed, pipeline_hidden), 0.3, 0.5, 0.01, 0.95 },
    { OF_FRAMEWORK(megatron_deepspeed, loss), 60, 0.3, 10, 200 },
    { OF_FRAMEWORK(megatron_deepspeed, overhead), 0.01, 0.7, 1e-3, 0.1 },
    { OF_FRAMEWORK(megatron, expert_launch), 0.1e-3, 0.5, 1e-5, 2e-3 },
    { OF_FRAMEWORK(megatron, imbalance), 1.4, 0.2, 1, 2.5 },
    { OF_FRAMEWORK(megatron, data_hidden), 0.6, 0.3, 0.01, 0.95 },
    { OF_FRAMEWORK(megatron, traffic), 1.4, 0.3, 1, 4 },
    { OF_FRAMEWORK(megatron_bridge, expert_launch), 0.2e-3, 0.5, 1e-5, 2e-3 },
    { OF_FRAMEWORK(megatron_bridge, traffic), 1.2, 0.3, 0.8, 3 },
    { OF_FRAMEWORK(megatron_bridge, expert_hidden), 0.3, 0.6, 0.02, 0.95 },
    { OF_FRAMEWORK(fsdp, traffic), 1.6, 0.3, 1, 4 },
    { OF_FRAMEWORK(fsdp, attention), 0.8, 0.2, 0.3, 1.1 },
    { OF_FRAMEWORK(fsdp, data_hidden), 0.8, 0.3, 0.1, 1 },
    { OF_FRAMEWORK(megascale, imbalance), 1.4, 0.2, 1, 2.5 },
    { OF_FRAMEWORK(megascale, tensor_hidden), 0.6, 0.4, 0.05, 0.95 },
    { OF_FRAMEWORK(deepseek, expert_hidden), 0.15, 0.6, 0.01, 0.6 },
    { OF_FRAMEWORK(deepseek, data_hidden), 0.3, 0.6, 0.02, 0.98 },
};

enum { PARAMETERS = sizeof parameters / sizeof *parameters };

static MeasuredRow rows[ROWS];
static double weights[ROWS];
static int row_count;

/* Seconds of F, B, W, F&B, bubble and optimizer of the only run that published them. */
static const double measured_parts[PARTS] = { 1.13, 1.99, 0.48, 13.95, 2.06, 0.29 };

static double *constant(Constants *constants, const Parameter *parameter)
{
    return (double *)((char *)constants + parameter->offset);
}

static Constants constants_of(const gsl_vector *x)
{
    Constants constants = training_constants;
    for (int i = 0; i < PARAMETERS; i++) {
        const Parameter *p = &parameters[i];
        double value = p->prior * exp(p->spread * gsl_vector_get(x, (size_t)i));
        *constant(&constants, p) = fmin(p->highest, fmax(p->lowest, value));
    }
    /* The two versions of an accelerator share what the rows cannot tell apart. */
    Accelerator *rows_of = constants.accelerator;
    rows_of[ACCELERATOR_blackwell_ultra].bf16 = rows_of[ACCELERATOR_blackwell].bf16;
    rows_of[ACCELERATOR_blackwell_ultra].host = rows_of[ACCELERATOR_blackwell].host;
    rows_of[ACCELERATOR_blackwell_ultra].training = rows_of[ACCELERATOR_blackwell].training;
    rows_of[ACCELERATOR_grace_blackwell_ultra].host = rows_of[ACCELERATOR_grace_blackwell].host;
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
    for (int i = 0; i < PARAMETERS; i++) {
        gsl_vector_set(out, at++, gsl_vector_get(x, (size_t)i));
    }
    return GSL_SUCCESS;
}

static Constants fit_constants(Fit *fit)
{
    gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
    how.h_df = 1e-5;
    size_t count = (size_t)row_count + PARTS + PARAMETERS;
    gsl_multifit_nlinear_fdf problem = {
        .f = residuals, .n = count, .p = PARAMETERS, .params = fit
    };
    gsl_multifit_nlinear_workspace *work =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how, count, PARAMETERS);
    gsl_vector *x = gsl_vector_calloc(PARAMETERS);
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

static void cross_validate(KeyOf *key_of, double *predicted)
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
                predicted[j] = predict_step_with(&rows[j].plan, &constants).step_time;
            }
        }
    }
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_set(const char *set, const double *predicted)
{
    static double errors[ROWS];
    size_t count = 0;
    double sum = 0, bias = 0;
    for (int i = 0; i < row_count; i++) {
        if (rows[i].step_time > 0 && (set == NULL || strcmp(rows[i].set, set) == 0)) {
            double error = predicted[i] / rows[i].step_time - 1;
            errors[count++] = fabs(error);
            sum += fabs(error);
            bias += error;
        }
    }
    if (count == 0) {
        return;
    }
    qsort(errors, count, sizeof *errors, ascending);
    double n = (double)count;
    printf("| %-24s | %4zu | %5.1f | %5.1f | %+5.1f | %5.1f |\n", set == NULL ? "all" : set, count,
           100 * sum / n, 100 * errors[count / 2], 100 * bias / n,
           100 * errors[(size_t)(0.9 * (n - 1) + 0.5)]);
}

static void print_table(const char *title, const double *predicted)
{
    printf("\n%s\n\n", title);
    printf("| set                      | rows |  mean | median |  bias |   p90 |\n");
    printf("|--------------------------|-----:|------:|-------:|------:|------:|\n");
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

static void predict_all(const Constants *constants, double *predicted)
{
    for (int i = 0; i < row_count; i++) {
        predicted[i] = predict_step_with(&rows[i].plan, constants).step_time;
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

/* Replaces the cell number `cell` of the rows that a macro of `path` begins with `start`. */
static void write_cell(char *text, size_t room, const char *start, int cell, double value)
{
    char *line = strstr(text, start);
    if (line == NULL) {
        return;
    }
    char *at = line + strlen(start);
    for (int i = 0; i < cell && at != NULL; i++) {
        at = strchr(at, ',');
        at = at == NULL ? NULL : at + 1;
    }
    if (at == NULL) {
        return;
    }
    size_t old = strcspn(at, ",");
    char number[40];
    int length = snprintf(number, sizeof number, " %.4g", value);
    size_t tail = strlen(at + old) + 1;
    if ((size_t)(at - text) + (size_t)length + tail > room) {
        return;
    }
    memmove(at + length, at + old, tail);
    memcpy(at, number, (size_t)length);
}

typedef struct Column {
    const char *member;
    int cell;
} Column;

static const Column accelerator_columns[] = { { "bf16", 5 },   { "link", 16 }, { "one_card", 19 },
                                              { "older", 20 }, { "host", 22 }, { "training", 23 } };
static const Column framework_columns[] = {
    { "launch", 1 },           { "expert_launch", 2 }, { "imbalance", 3 },
    { "traffic", 4 },          { "loss", 5 },          { "attention", 6 },
    { "tensor_hidden", 8 },    { "data_hidden", 9 },   { "expert_hidden", 10 },
    { "pipeline_hidden", 11 }, { "overhead", 16 },
};

/* What constants_of() copies from one accelerator to another. */
static void write_tied(char *text, size_t room, const Constants *constants)
{
    const Accelerator *ultra = &constants->accelerator[ACCELERATOR_blackwell_ultra];
    const Accelerator *grace = &constants->accelerator[ACCELERATOR_grace_blackwell_ultra];
    write_cell(text, room, "ACCELERATOR(blackwell_ultra,", 4, ultra->bf16);
    write_cell(text, room, "ACCELERATOR(blackwell_ultra,", 21, ultra->host);
    write_cell(text, room, "ACCELERATOR(blackwell_ultra,", 22, ultra->training);
    write_cell(text, room, "ACCELERATOR(grace_blackwell_ultra,", 21, grace->host);
}

static void write_file(const char *path, const char *macro, const Column *columns, size_t count,
                       Constants *constants)
{
    static char text[32768];
    FILE *file = fopen(path, "r");
    size_t length = file == NULL ? 0 : fread(text, 1, sizeof text - 4096, file);
    if (file == NULL || length == 0) {
        perror(path);
        return;
    }
    fclose(file);
    text[length] = '\0';
    for (int i = 0; i < PARAMETERS; i++) {
        const Parameter *p = &parameters[i];
        char row[64], start[96];
        snprintf(row, sizeof row, "%s", p->name);
        char *dot = strchr(row, '.');
        int cell = dot == NULL ? 1 : 0;
        if (dot != NULL) {
            *dot = '\0';
            for (size_t j = 0; j < count; j++) {
                cell = strcmp(columns[j].member, dot + 1) == 0 ? columns[j].cell : cell;
            }
        }
        snprintf(start, sizeof start, "%s(%s,", macro, row);
        if (cell > 0) {
            write_cell(text, sizeof text, start, cell - 1, *constant(constants, p));
        }
    }
    if (strcmp(macro, "ACCELERATOR") == 0) {
        write_tied(text, sizeof text, constants);
    }
    file = fopen(path, "w");
    if (file == NULL || fwrite(text, 1, strlen(text), file) != strlen(text)) {
        perror(path);
    }
    if (file != NULL) {
        fclose(file);
    }
}

static void write_constants(Constants *constants)
{
    write_file("model/training/constants.def", "CONSTANT", NULL, 0, constants);
    write_file("model/training/accelerators.def", "ACCELERATOR", accelerator_columns,
               sizeof accelerator_columns / sizeof *accelerator_columns, constants);
    write_file("model/training/frameworks.def", "FRAMEWORK", framework_columns,
               sizeof framework_columns / sizeof *framework_columns, constants);
}

int main(int count, char **words)
{
    bool fast = false, write = false, check = false;
    for (int i = 2; i < count; i++) {
        fast = fast || strcmp(words[i], "--fast") == 0;
        write = write || strcmp(words[i], "--write") == 0;
        check = check || strcmp(words[i], "--check") == 0;
    }
    if (count < 2 || (row_count = measured_rows_read(words[1], rows, ROWS)) <= 0) {
        fprintf(stderr, "usage: calibrate FILE.csv [--fast] [--write] [--check]\n");
        return 2;
    }
    weigh_rows();
    static double predicted[ROWS];
    static Fit all;
    Constants constants = check ? training_constants : fit_constants(&all);
    for (int i = 0; i < PARAMETERS && !check; i++) {
        double value = *constant(&constants, &parameters[i]);
        printf("%-32s %10.4g  prior %10.4g  %+5.1f spreads\n", parameters[i].name, value,
               parameters[i].prior, log(value / parameters[i].prior) / parameters[i].spread);
    }
    predict_all(&constants, predicted);
    print_parts(&constants);
    print_table("Fitted", predicted);
    if (!fast && !check) {
        cross_validate(model_key, predicted);
        print_table("Held out: all rows of the model left out of the fit", predicted);
        predict_all(&constants, predicted);
        cross_validate(system_key, predicted);
        print_table("Held out: all rows of the accelerator left out of the fit", predicted);
    }
    if (write) {
        write_constants(&constants);
    }
    return 0;
}
