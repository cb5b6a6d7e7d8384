/* sweep.c -- `flopdeck sweep INPUT=LOW..HIGH[:STEPS] [INPUT2=…]`: figures along one or two inputs. */
#include "cli/commands.h"
#include "cli/plot.h"

#include "model/quantity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 10001, STEPS = 9, MOST_FIGURES = 8, BAR = 24, MOST_ACROSS = 12 };

typedef struct {
    int input, count;
    bool ranged; /* from..to, and no list */
    double values[MOST_STEPS];
} Axis;

typedef struct {
    Session *session;
    Scenario scenario;
    Row rows[MOST_FIGURES];
    int count;
    double first[MOST_STEPS]; /* the first figure, for the bars; one axis */
} Sweep;

/* -- axes --------------------------------------------------------------------------------------- */

static bool read_end(Session *session, int input, const char *text, size_t length, double *value)
{
    char part[100];
    Error why;
    snprintf(part, sizeof part, "%.*s", (int)(length < sizeof part ? length : sizeof part - 1),
             text);
    return parse_input(part, input, value, &why) ||
           fail(&session->error, "sweep: %s=%s: %s", input_info[input].name, part, why.text);
}

static void add_step(Axis *axis, double value)
{
    const InputInfo *row = &input_info[axis->input];
    double unit = unit_info[row->unit].size;
    char text[40];
    snprintf(text, sizeof text, "%.12g", value / unit); /* 30 %, not 30.000000000000004 % */
    value = (row->kind == WHOLE ? nearbyint(value / unit) : strtod(text, NULL)) * unit;
    if (axis->count == 0 ||
        axis->values[axis->count - 1] != value) { /* whole steps may fall together */
        axis->values[axis->count++] = value;
    }
}

/* LOW..HIGH[:STEPS], by equal factors on a logarithmic row. */
static bool read_range(Session *session, Axis *axis, const char *text, const char *dots)
{
    const char *high = dots + 2, *colon = strrchr(high, ':');
    double from, to;
    long steps = STEPS;
    axis->ranged = input_info[axis->input].kind == REAL || input_info[axis->input].kind == WHOLE;
    if (!read_end(session, axis->input, text, (size_t)(dots - text), &from) ||
        !read_end(session, axis->input, high, colon ? (size_t)(colon - high) : strlen(high), &to)) {
        return false;
    }
    if (colon) {
        char *end;
        steps = strtol(colon + 1, &end, 10);
        if (*end || end == colon + 1 || steps < 2 || steps > MOST_STEPS) {
            return fail(&session->error, "sweep: ':%.20s': from 2 to %d steps would be right",
                        colon + 1, MOST_STEPS);
        }
    } else if (input_info[axis->input].kind != REAL && input_info[axis->input].scale == LINEAR &&
               fabs(to - from) < STEPS) {
        steps = (long)fabs(to - from) + 1;
    }
    bool geometric = input_info[axis->input].scale == LOG && from > 0 && to > 0;
    for (long i = 0; i < steps; i++) {
        double share = steps > 1 ? (double)i / (double)(steps - 1) : 0;
        double value = geometric ? from * pow(to / from, share) : from + share * (to - from);
        add_step(axis, i == 0 ? from : i == steps - 1 ? to : value);
    }
    return true;
}

/* VALUE,VALUE,…: words of a choice, say. */
static bool read_values(Session *session, Axis *axis, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, ",");
        double value;
        if (axis->count == MOST_STEPS || !read_end(session, axis->input, text, length, &value)) {
            return axis->count < MOST_STEPS
                       ? false
                       : fail(&session->error, "sweep: more than %d values", MOST_STEPS);
        }
        axis->values[axis->count++] = value;
        text += length + (text[length] == ',');
    }
    return axis->count > 0 || fail(&session->error, "sweep: %s: LOW..HIGH would be right",
                                   input_info[axis->input].name);
}

static bool read_axis(Session *session, const char *word, Axis *axis)
{
    char name[64];
    const char *equals = strchr(word, '=');
    if (!equals) {
        return fail(&session->error, "sweep: '%.60s': INPUT=LOW..HIGH[:STEPS] would be right",
                    word);
    }
    snprintf(name, sizeof name, "%.*s", (int)(equals - word < 63 ? equals - word : 63), word);
    axis->input = find_input(name);
    axis->count = 0;
    if (axis->input < 0) {
        const char *nearest = nearest_input(name);
        return fail(&session->error, "sweep: no input is called '%s'; %s%s%s", name,
                    nearest ? "did you mean '" : "see `flopdeck list inputs`",
                    nearest ? nearest : "", nearest ? "'?" : "");
    }
    const char *dots = strstr(equals + 1, "..");
    return dots ? read_range(session, axis, equals + 1, dots)
                : read_values(session, axis, equals + 1);
}

/* -- the table ---------------------------------------------------------------------------------- */

static void add_cell(Table *table, Row row, double value)
{
    char text[100];
    const char *word = row.kind == AN_INPUT ? input_word(row.row, value) : NULL;
    Printed printed =
        row.kind == AN_INPUT ? print_input(row.row, value) : print_figure(row.row, value);
    if (word) {
        table_text(table, word);
    } else {
        table_number(table, join_printed(text, sizeof text, &printed),
                     plain_value(value, row_unit(row)));
    }
}

/* A bar of the value's share of the largest, in eighths of a column. */
static void add_bar(Table *table, double value, double largest)
{
    static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
    char bar[3 * BAR + 8] = "";
    int length = largest > 0 && value > 0 ? (int)nearbyint(value / largest * BAR * 8) : 0;
    for (int i = 0; i < length / 8; i++) {
        strcat(bar, "█");
    }
    strcat(bar, eighths[length % 8]);
    table_text(table, bar);
}

static void add_rows(Sweep *sweep, Table *table, const Axis *axes, int count, bool bars)
{
    double largest = 0;
    for (int pass = bars ? 0 : 1; pass < 2; pass++) {
        for (int i = 0; i < axes[0].count; i++) {
            for (int j = 0; j < (count > 1 ? axes[1].count : 1); j++) {
                Plan plan = sweep->scenario.plan;
                plan.at[axes[0].input] = axes[0].values[i];
                if (count > 1) {
                    plan.at[axes[1].input] = axes[1].values[j];
                }
                Figures figures = evaluate(&plan);
                double first = row_value(sweep->rows[0], &plan, &figures);
                if (pass == 0) {
                    largest = first > largest ? first : largest;
                    continue;
                }
                for (int axis = 0; axis < count; axis++) {
                    add_cell(table, (Row){ AN_INPUT, axes[axis].input }, plan.at[axes[axis].input]);
                }
                for (int row = 0; row < sweep->count; row++) {
                    add_cell(table, sweep->rows[row], row_value(sweep->rows[row], &plan, &figures));
                }
                if (bars) {
                    add_bar(table, first, largest);
                }
            }
        }
    }
}

/* Two inputs: the first down, the second across, the first figure in the cells. */
static void print_matrix(const Sweep *sweep, const Axis axes[2])
{
    enum { TITLE_SIZE = 64 };
    Column columns[1 + MOST_ACROSS];
    char titles[MOST_ACROSS][TITLE_SIZE], down[TITLE_SIZE];
    snprintf(down, sizeof down, "%.28s \\ %.28s", input_info[axes[0].input].label,
             input_info[axes[1].input].label);
    columns[0] = (Column){ input_info[axes[0].input].name, down, true };
    for (int j = 0; j < axes[1].count; j++) {
        Printed printed = trim_printed(print_input(axes[1].input, axes[1].values[j]));
        join_printed(titles[j], TITLE_SIZE, &printed);
        columns[1 + j] = (Column){ titles[j], titles[j], true };
    }
    Table *table = table_open(columns, 1 + axes[1].count);
    Plan plan = sweep->scenario.plan;
    for (int i = 0; i < axes[0].count; i++) {
        plan.at[axes[0].input] = axes[0].values[i];
        add_cell(table, (Row){ AN_INPUT, axes[0].input }, axes[0].values[i]);
        for (int j = 0; j < axes[1].count; j++) {
            plan.at[axes[1].input] = axes[1].values[j];
            Figures figures = evaluate(&plan);
            add_cell(table, sweep->rows[0], row_value(sweep->rows[0], &plan, &figures));
        }
    }
    put_styled(&sweep->session->out, TITLE, row_label(sweep->rows[0]));
    putc('\n', sweep->session->out.file);
    table_print(table, &sweep->session->out, AS_TEXT, "sweep");
    table_close(table);
}

/* A table of every step; a plot above it where there is one input. */
static void print_list(Sweep *sweep, const Axis axes[2])
{
    Session *session = sweep->session;
    Column columns[2 + MOST_FIGURES + 1];
    int used = 0;
    bool bars = session->arguments.format == AS_TEXT && session->count == 1;
    for (int i = 0; i < session->count; i++) {
        const InputInfo *row = &input_info[axes[i].input];
        columns[used++] = (Column){ row->name, row->label, true };
    }
    for (int i = 0; i < sweep->count; i++) {
        columns[used++] = (Column){ row_name(sweep->rows[i]), row_label(sweep->rows[i]), true };
    }
    if (bars) {
        columns[used++] = (Column){ "", row_label(sweep->rows[0]), false };
    }
    if (bars && axes[0].ranged && axes[0].count > 2) {
        put_plot(&session->out, &sweep->scenario.plan, axes[0].input, axes[0].values[0],
                 axes[0].values[axes[0].count - 1], sweep->rows[0]);
    }
    Table *table = table_open(columns, used);
    add_rows(sweep, table, axes, session->count, bars);
    table_print(table, &session->out, session->arguments.format, "sweep");
    table_close(table);
}

Status run_sweep(Session *session)
{
    static const int usual[] = { FIGURE_train_time, FIGURE_train_cost, FIGURE_gpu_hours };
    Sweep *sweep = calloc(1, sizeof *sweep);
    Axis *axes = calloc(2, sizeof *axes);
    Status status = FAILED;
    if (!sweep || !axes) {
        fail_system(&session->error, "out of memory");
        goto done;
    }
    sweep->session = session;
    for (int i = 0; i < session->count; i++) {
        if (!read_axis(session, session->words[i], &axes[i])) {
            goto done;
        }
    }
    if (session->count > 1 && axes[0].input == axes[1].input) {
        fail(&session->error, "sweep: %s is there twice; two inputs would be right",
             input_info[axes[0].input].name);
        goto done;
    }
    if (session->count > 1 && (long)axes[0].count * axes[1].count > 1000000) {
        fail(&session->error, "sweep: more than a million rows");
        goto done;
    }
    if (!load_plan(session, NULL, &sweep->scenario) ||
        !read_figures(session, sweep->rows, MOST_FIGURES, &sweep->count)) {
        goto done;
    }
    for (int i = 0; sweep->count == 0 && i < 3; i++) {
        sweep->rows[i] = (Row){ A_FIGURE, usual[i] };
    }
    sweep->count = sweep->count == 0 ? 3 : sweep->count;
    if (session->arguments.format == AS_TEXT && session->count == 2 &&
        axes[1].count <= MOST_ACROSS && sweep->count == 1) {
        print_matrix(sweep, axes);
    } else {
        print_list(sweep, axes);
    }
    status = DONE;
done:
    free(axes);
    free(sweep);
    return status;
}
