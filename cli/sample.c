/* sample.c -- `flopdeck sample FIGURE [--samples N] [--seed S]`: its distribution when uncertain
 * inputs vary. */
#include "cli/commands.h"

#include "jobs/parallel.h"
#include "model/analysis/sample.h"
#include "model/quantity.h"
#include "profile/arena.h"
#include "profile/uncertainty.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_SAMPLES = 100000, MOST_SAMPLES_HERE = 10000000, PIECE = 2048, BAR = 40 };

typedef struct {
    Session *session;
    Scenario scenario;
    int figure;
    Spans spans;
    Sampling sampling;
    double *values;
    Distribution distribution;
} Sample;

static bool read_count(Session *session, const char *name, const char *text, long least, long most,
                       long *value)
{
    char *end;
    if (!text) {
        return true;
    }
    errno = 0;
    *value = strtol(text, &end, 10);
    return (errno == 0 && *end == '\0' && end != text && *value >= least && *value <= most) ||
           fail(&session->error, "--%s %.40s: a whole number from %ld to %ld would be right", name,
                text, least, most);
}

static void sample_piece(void *context, long first, long count)
{
    Sample *sample = context;
    sample_range(&sample->sampling, sample->figure, (uint64_t)first, count, sample->values + first);
}

static const char *print_value(const Sample *sample, char *out, size_t size, double value)
{
    Printed printed = print_figure(sample->figure, value);
    return join_printed(out, size, &printed);
}

/* -- text --------------------------------------------------------------------------------------- */

static void print_uncertain(const Sample *sample)
{
    const Output *out = &sample->session->out;
    put_styled(out, TITLE, "What varies\n");
    for (int i = 0; i < sample->sampling.count; i++) {
        const Uncertain *row = &sample->sampling.uncertain[i];
        char low[80], value[80], high[80], range[260], source[400];
        Printed printed = print_input(row->input, row->low);
        join_printed(low, sizeof low, &printed);
        printed = print_input(row->input, row->value);
        join_printed(value, sizeof value, &printed);
        printed = print_input(row->input, row->high);
        join_printed(high, sizeof high, &printed);
        snprintf(range, sizeof range, "%s … %s … %s", low, value, high);
        fputs("  ", out->file);
        put_padded(out, PLAIN, input_info[row->input].label, 26);
        put_padded(out, PLAIN, range, 48);
        putc('\n', out->file);
        fputs("      ", out->file);
        put_wrapped(out, DIM,
                    span_source(&sample->session->library, &sample->scenario, &sample->spans,
                                row->input, source, sizeof source),
                    6, 100);
        putc('\n', out->file);
    }
}

static void print_histogram(const Sample *sample)
{
    static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
    enum { ROWS = 20, EACH = HISTOGRAM_BINS / ROWS };
    const Distribution *answer = &sample->distribution;
    const Output *out = &sample->session->out;
    long bins[ROWS] = { 0 }, largest = 1;
    double width = (answer->to - answer->from) / ROWS;
    for (int i = 0; i < ROWS * EACH; i++) {
        bins[i / EACH] += answer->bins[i];
        largest = bins[i / EACH] > largest ? bins[i / EACH] : largest;
    }
    for (int i = 0; i < ROWS && width > 0; i++) {
        char from[80], bar[3 * BAR + 8] = "";
        double low = answer->from + width * i, high = low + width;
        int length = (int)nearbyint((double)bins[i] / (double)largest * BAR * 8);
        for (int j = 0; j < length / 8; j++) {
            strcat(bar, "█");
        }
        strcat(bar, eighths[length % 8]);
        fputs("  ", out->file);
        put_padded(out, DIM, print_value(sample, from, sizeof from, low), -14);
        fputs("  ", out->file);
        bool inside = high > answer->quantile[0] && low < answer->quantile[QUANTILES - 1];
        put_padded(out, inside ? PLAIN : DIM, bar, BAR);
        for (int q = 0; q < QUANTILES; q++) {
            if (answer->quantile[q] >= low && answer->quantile[q] < high) {
                fprintf(out->file, " %s", quantile_name[q]);
            }
        }
        putc('\n', out->file);
    }
}

static void print_text(const Sample *sample)
{
    const Distribution *answer = &sample->distribution;
    const Output *out = &sample->session->out;
    char now[80], text[80], error[80];
    fprintf(
        out->file, "%s  %s\n\n", figure_info[sample->figure].label,
        print_value(sample, now, sizeof now, evaluate(&sample->scenario.plan).at[sample->figure]));
    if (sample->sampling.count == 0) {
        fputs("Nothing that is uncertain moves it in this plan.\n", out->file);
        return;
    }
    print_uncertain(sample);
    putc('\n', out->file);
    put_styled(out, TITLE, "Then it lies at\n");
    for (int q = 0; q < QUANTILES; q++) {
        print_value(sample, text, sizeof text, answer->quantile[q]);
        print_value(sample, error, sizeof error, answer->quantile_error[q]);
        fprintf(out->file, "  %-4s ", quantile_name[q]);
        put_padded(out, PLAIN, text, -14);
        fprintf(out->file, "  ± %s\n", error);
    }
    print_value(sample, text, sizeof text, answer->mean);
    print_value(sample, error, sizeof error, answer->mean_error);
    fputs("  mean ", out->file);
    put_padded(out, PLAIN, text, -14);
    fprintf(out->file, "  ± %s\n\n", error);
    print_histogram(sample);
    char count[40];
    print_grouped(count, sizeof count, (double)answer->count);
    fprintf(out->file, "\n%s samples, seed %llu", count, (unsigned long long)sample->sampling.seed);
    if (answer->valid < answer->count) {
        print_grouped(count, sizeof count, (double)(answer->count - answer->valid));
        fprintf(out->file, "; %s of them have no value", count);
    }
    fputs("; ± is one standard error\n", out->file);
}

/* -- JSON and tables ---------------------------------------------------------------------------- */

static void put_number(const Sample *sample, const char *name, double value)
{
    FILE *file = sample->session->out.file;
    fprintf(file, ", \"%s\": ", name);
    put_json_number(file, value, figure_info[sample->figure].unit);
}

static void print_json(const Sample *sample)
{
    FILE *file = sample->session->out.file;
    const Distribution *answer = &sample->distribution;
    char unit[64], source[400];
    plain_unit(unit, sizeof unit, figure_info[sample->figure].unit);
    fprintf(file, "{\"figure\": \"%s\", \"unit\": ", figure_info[sample->figure].name);
    put_json_string(file, unit);
    fprintf(file, ", \"samples\": %ld, \"valid\": %ld, \"seed\": %llu", answer->count,
            answer->valid, (unsigned long long)sample->sampling.seed);
    put_number(sample, "value", evaluate(&sample->scenario.plan).at[sample->figure]);
    for (int q = 0; q < QUANTILES; q++) {
        put_number(sample, quantile_name[q], answer->quantile[q]);
    }
    put_number(sample, "mean", answer->mean);
    put_number(sample, "deviation", answer->deviation);
    fputs(", \"error\": {\"mean\": ", file);
    put_json_number(file, answer->mean_error, figure_info[sample->figure].unit);
    for (int q = 0; q < QUANTILES; q++) {
        put_number(sample, quantile_name[q], answer->quantile_error[q]);
    }
    fputs("},\n \"uncertain\": [", file);
    for (int i = 0; i < sample->sampling.count; i++) {
        const Uncertain *row = &sample->sampling.uncertain[i];
        fprintf(file, "%s\n  {\"name\": \"%s\", \"low\": ", i ? "," : "",
                input_info[row->input].name);
        put_json_input(file, row->input, row->low);
        fputs(", \"value\": ", file);
        put_json_input(file, row->input, row->value);
        fputs(", \"high\": ", file);
        put_json_input(file, row->input, row->high);
        fputs(", \"source\": ", file);
        put_json_string(file, span_source(&sample->session->library, &sample->scenario,
                                          &sample->spans, row->input, source, sizeof source));
        fputs("}", file);
    }
    fputs("],\n \"histogram\": {\"from\": ", file);
    put_json_number(file, answer->from, figure_info[sample->figure].unit);
    put_number(sample, "to", answer->to);
    fputs(", \"counts\": [", file);
    for (int i = 0; i < HISTOGRAM_BINS; i++) {
        fprintf(file, "%s%ld", i ? ", " : "", answer->bins[i]);
    }
    fputs("]},\n \"convergence\": [", file);
    for (int i = 0; i < answer->traced; i++) {
        fprintf(file, "%s{\"samples\": %ld", i ? ", " : "", answer->trace_count[i]);
        put_number(sample, "mean", answer->trace_mean[i]);
        fputs("}", file);
    }
    fputs("]}\n", file);
}

static void add_line(const Sample *sample, Table *table, const char *name, double value,
                     double error)
{
    char text[80];
    int unit = figure_info[sample->figure].unit;
    table_text(table, name);
    table_number(table, print_value(sample, text, sizeof text, value), plain_value(value, unit));
    table_number(table, print_value(sample, text, sizeof text, error), plain_value(error, unit));
}

static void print_table(const Sample *sample)
{
    const Column columns[] = { { "quantile", "", false },
                               { "value", figure_info[sample->figure].label, true },
                               { "error", "standard error", true } };
    const Distribution *answer = &sample->distribution;
    Table *table = table_open(columns, 3);
    for (int q = 0; q < QUANTILES; q++) {
        add_line(sample, table, quantile_name[q], answer->quantile[q], answer->quantile_error[q]);
    }
    add_line(sample, table, "mean", answer->mean, answer->mean_error);
    table_print(table, &sample->session->out, sample->session->arguments.format, "sample");
    table_close(table);
}

Status run_sample(Session *session)
{
    Sample *sample = xmalloc(sizeof *sample);
    Row row;
    Status status = FAILED;
    long count = USUAL_SAMPLES, seed = 1;
    const Arguments *arguments = &session->arguments;
    *sample = (Sample){ .session = session };
    if (!read_figure(session, session->words[0], &row) ||
        !read_count(session, "samples", arguments->samples, 1, MOST_SAMPLES_HERE, &count) ||
        !read_count(session, "seed", arguments->seed, 0, LONG_MAX, &seed) ||
        !load_plan(session, NULL, &sample->scenario)) {
        goto done;
    }
    sample->figure = row.row;
    sample->spans = scenario_spans(&session->library, &sample->scenario);
    sample->sampling =
        sample_of(&sample->scenario.plan, &sample->spans, sample->figure, (uint64_t)seed);
    sample->values = xmalloc((size_t)count * sizeof(double));
    parallel_for(count, PIECE, 0, sample_piece, sample);
    sample->distribution = sample_summary(sample->values, count);
    if (arguments->format == AS_TEXT) {
        print_text(sample);
    } else if (arguments->format == AS_JSON) {
        print_json(sample);
    } else {
        print_table(sample);
    }
    Figures figures = evaluate(&sample->scenario.plan);
    status = strict_status(session, &sample->scenario, &figures);
done:
    free(sample->values);
    free(sample);
    return status;
}
