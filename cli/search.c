/* search.c -- `flopdeck search`: the best layouts of a plan. */
#include "cli/commands.h"

#include "model/analysis/search.h"
#include "model/quantity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { USUAL_TOP = 10 };
static const double slice = 50000; /* layouts between two looks at the clock */

typedef struct {
    Session *session;
    Scenario scenario;
    Search search;
    double seconds;
} Job;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* -- the options -------------------------------------------------------------------------------- */

static bool read_options(Session *session, int *by, int *top)
{
    Row row;
    const char *figure = session->arguments.by ? session->arguments.by : "step_time";
    const char *number = session->arguments.top;
    char *end = NULL;
    if (!read_row(figure, &row, &session->error)) {
        return false;
    }
    if (row.kind != A_FIGURE) {
        return fail(&session->error, "--by %.60s: a figure would be right", figure);
    }
    *by = row.row;
    long most = number ? strtol(number, &end, 10) : USUAL_TOP;
    if (most < 1 || most > MOST_FOUND || (end && (*end || end == number))) {
        return fail(&session->error, "--top %.20s: from 1 to %d would be right", number,
                    MOST_FOUND);
    }
    *top = (int)most;
    return true;
}

/* -- running ------------------------------------------------------------------------------------ */

static void run(Job *job)
{
    bool terminal = isatty(STDERR_FILENO), shown = false;
    double start = now(), last = start;
    while (search_run(&job->search, slice)) {
        double time = now();
        if (terminal && time - last > 0.1) {
            fprintf(stderr, "\rsearch %3.0f %%  %.1f M layouts",
                    100 * search_progress(&job->search), job->search.tried / 1e6);
            fflush(stderr);
            last = time;
            shown = true;
        }
    }
    job->seconds = now() - start;
    if (shown) {
        fputs("\r\033[K", stderr);
    }
}

/* Whether the figure has a column of its own: most are ranked by one that is there anyway. */
static bool is_apart(int figure)
{
    return figure != FIGURE_step_time && figure != FIGURE_predicted_step_time &&
           figure != FIGURE_mfu && figure != FIGURE_predicted_mfu && figure != FIGURE_device_memory;
}

/* -- printing ----------------------------------------------------------------------------------- */

static void add_quantity(Table *table, double value, int unit)
{
    char text[100];
    Printed printed = print_quantity(value, unit);
    table_number(table, join_printed(text, sizeof text, &printed), plain_value(value, unit));
}

/* One layout; the last cell says how much longer it takes than the best. */
static void add_layout(const Job *job, Table *table, const char *rank, const Plan *plan,
                       double best)
{
    Figures figures = evaluate(plan);
    char text[60];
    table_text(table, rank);
    for (int i = 0; i < SEARCH_AXES; i++) {
        print_plain_input(text, sizeof text, search_axes[i], plan->at[search_axes[i]]);
        if (input_info[search_axes[i]].kind == CHOICE) {
            table_text(table, text);
        } else {
            table_number(table, text, plan->at[search_axes[i]]);
        }
    }
    add_quantity(table, figures.predicted_step_time, UNIT_SECOND);
    add_quantity(table, figures.predicted_mfu, UNIT_FRACTION);
    add_quantity(table, figures.device_memory, figure_info[FIGURE_device_memory].unit);
    int by = job->search.by;
    if (is_apart(by)) {
        add_quantity(table, figures.at[by], figure_info[by].unit);
    }
    double longer = figures.predicted_step_time / best - 1;
    snprintf(text, sizeof text, isnan(longer) ? "—" : "%+.1f %%", 100 * longer);
    table_number(table, text, longer);
}

static void print_layouts(const Job *job)
{
    const Search *search = &job->search;
    Column columns[SEARCH_AXES + 6] = { { "rank", "", true } };
    int used = 1;
    for (int i = 0; i < SEARCH_AXES; i++) {
        const InputInfo *row = &input_info[search_axes[i]];
        columns[used++] = (Column){ row->name, row->brief, row->kind != CHOICE };
    }
    columns[used++] = (Column){ "step_time", "Step", true };
    columns[used++] = (Column){ "mfu", "MFU", true };
    columns[used++] = (Column){ "device_memory", "Memory", true };
    if (is_apart(search->by)) {
        const FigureInfo *row = &figure_info[search->by];
        columns[used++] = (Column){ row->name, row->brief ? row->brief : row->label, true };
    }
    columns[used++] = (Column){ "longer", "Longer", true };
    Table *table = table_open(columns, used);
    double best = NAN;
    for (int i = 0; i < search->count; i++) {
        char rank[20];
        Plan plan = search_plan(search, i);
        best = i == 0 ? evaluate(&plan).predicted_step_time : best;
        snprintf(rank, sizeof rank, "%d", i + 1);
        add_layout(job, table, rank, &plan, best);
    }
    if (job->session->arguments.format != AS_CSV) {
        Plan own = search->plan;
        add_layout(job, table, "now", &own, best);
    }
    table_print(table, &job->session->out, job->session->arguments.format, "layouts");
    table_close(table);
}

static void print_summary(const Job *job)
{
    const Search *search = &job->search;
    FILE *file = job->session->out.file;
    char tried[40], fitted[40], pruned[40], rest[40];
    print_grouped(tried, sizeof tried, search->tried);
    print_grouped(fitted, sizeof fitted, search->fitted);
    print_grouped(pruned, sizeof pruned, search->pruned);
    print_grouped(rest, sizeof rest, search->tried - search->fitted - search->pruned);
    fprintf(file, "\n%s layouts: %s fit, %s do not, %s cannot be among the best\n", tried, fitted,
            rest, pruned);
    if (job->session->arguments.format == AS_TEXT) {
        fprintf(file, "%.3f s, %.3g layouts a second\n", job->seconds,
                search->tried / job->seconds);
    }
    if (search->count == 0 && !isnan(search->least_memory)) {
        char text[100];
        Printed printed = print_quantity(search->least_memory, UNIT_DEVICE_BYTE);
        put_styled(&job->session->out, BAD, "No layout fits");
        fprintf(file, ": the smallest needs %s of a device\n",
                join_printed(text, sizeof text, &printed));
    }
}

static void print_json(const Job *job)
{
    const Search *search = &job->search;
    FILE *file = job->session->out.file;
    fprintf(file, "{\n  \"tried\": %.0f,\n  \"fitted\": %.0f,\n  \"pruned\": %.0f", search->tried,
            search->fitted, search->pruned);
    fprintf(file, ",\n  \"seconds\": %.6f,\n  \"by\": \"%s\",\n  \"layouts\": [", job->seconds,
            figure_info[search->by].name);
    for (int i = 0; i < search->count; i++) {
        Plan plan = search_plan(search, i);
        Figures figures = evaluate(&plan);
        fputs(i ? ",\n    {" : "\n    {", file);
        for (int axis = 0; axis < SEARCH_AXES; axis++) {
            int input = search_axes[axis];
            fprintf(file, "\"%s\": ", input_info[input].name);
            put_json_input(file, input, plan.at[input]);
            fputs(", ", file);
        }
        fputs("\"step_time\": ", file);
        put_json_number(file, figures.predicted_step_time, UNIT_SECOND);
        fputs(", \"mfu\": ", file);
        put_json_number(file, figures.predicted_mfu, UNIT_FRACTION);
        fputs(", \"device_memory\": ", file);
        put_json_number(file, figures.device_memory, UNIT_DEVICE_BYTE);
        int by = search->by;
        if (is_apart(by)) {
            fprintf(file, ", \"%s\": ", figure_info[by].name);
            put_json_number(file, figures.at[by], figure_info[by].unit);
        }
        putc('}', file);
    }
    fputs(search->count ? "\n  ]\n}\n" : "]\n}\n", file);
}

Status run_search(Session *session)
{
    Job *job = calloc(1, sizeof *job);
    Status status = FAILED;
    int by = FIGURE_step_time, top = USUAL_TOP;
    if (!job) {
        fail_system(&session->error, "out of memory");
        return FAILED;
    }
    job->session = session;
    const char *name = session->count > 0 ? session->words[0] : NULL;
    if (read_options(session, &by, &top) && load_plan(session, name, &job->scenario)) {
        search_start(&job->search, &job->scenario.plan, by, top);
        run(job);
        if (session->arguments.format == AS_JSON) {
            print_json(job);
        } else {
            print_layouts(job);
        }
        if (session->arguments.format == AS_TEXT || session->arguments.format == AS_MARKDOWN) {
            print_summary(job);
        }
        bool none = session->arguments.strict && job->search.count == 0;
        status = none ? LIMIT_BROKEN : DONE;
    }
    free(job);
    return status;
}
