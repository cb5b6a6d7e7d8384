/* validate.c -- `flopdeck validate FILE.csv`: predicted against measured step times. */
#include "cli/commands.h"

#include "cli/measurements.h"
#include "model/quantity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SKIPPED_SHOWN = 10 };

static const char *const by_words[BYS] = { "set", "hardware", "framework", "all" };

/* -- cells -------------------------------------------------------------------------------------- */

static void add_percent(Table *table, double share, bool sign)
{
    char text[40] = "—";
    if (!isnan(share)) {
        snprintf(text, sizeof text, sign ? "%+.1f %%" : "%.1f %%", 100 * share);
    }
    table_number(table, text, share);
}

static void add_count(Table *table, int count)
{
    char text[40];
    print_grouped(text, sizeof text, count);
    table_number(table, text, count);
}

static void add_seconds(Table *table, double seconds)
{
    char text[80];
    Printed printed = print_quantity(seconds, UNIT_SECOND);
    table_number(table, join_printed(text, sizeof text, &printed), seconds);
}

static void add_group(Table *table, By by, const MeasuredGroup *group)
{
    const Accuracy *accuracy = &group->accuracy;
    table_text(table, by_words[by]);
    table_text(table, by == BY_ALL ? "" : *group->name ? group->name : "(none)");
    add_count(table, accuracy->rows);
    add_percent(table, accuracy->mape, false);
    add_percent(table, accuracy->median, false);
    add_percent(table, accuracy->bias, true);
    add_percent(table, accuracy->p90, false);
    add_percent(table, (double)group->within / accuracy->rows, false);
}

/* -- tables ------------------------------------------------------------------------------------- */

static void print_groups(Session *session, const Measurements *measurements)
{
    static const Column columns[] = {
        { "by", "By", false },    { "name", "Name", false },     { "rows", "Rows", true },
        { "mape", "MAPE", true }, { "median", "Median", true },  { "bias", "Bias", true },
        { "p90", "p90", true },   { "in_band", "In band", true }
    };
    Table *table = table_open(columns, 8);
    for (By by = BY_SET; by <= BY_ALL; by++) {
        int count;
        MeasuredGroup *groups = measurements_group(measurements, by, &count);
        for (int i = 0; i < count; i++) {
            add_group(table, by, &groups[i]);
        }
        free(groups);
    }
    table_print(table, &session->out, session->arguments.format, "groups");
    table_close(table);
}

static void print_rows(Session *session, const Measurements *measurements)
{
    static const Column columns[] = { { "id", "ID", false },
                                      { "set", "Set", false },
                                      { "measured", "Measured", true },
                                      { "predicted", "Predicted", true },
                                      { "error", "Error", true },
                                      { "low", "Low", true },
                                      { "high", "High", true },
                                      { "reason", "Band", false } };
    Table *table = table_open(columns, 8);
    for (int i = 0; i < measurements->count; i++) {
        const Measurement *row = &measurements->rows[i];
        if (row->skipped) {
            continue;
        }
        table_text(table, row->id);
        table_text(table, row->names[BY_SET]);
        add_seconds(table, row->measured);
        add_seconds(table, row->predicted);
        add_percent(table, measurement_error(row), true);
        add_seconds(table, row->low);
        add_seconds(table, row->high);
        table_text(table, row->reason);
    }
    table_print(table, &session->out, session->arguments.format, "rows");
    table_close(table);
}

static void print_skipped(Session *session, const Measurements *measurements)
{
    FILE *file = session->out.file;
    int shown = 0, most = session->arguments.all ? measurements->count : SKIPPED_SHOWN;
    for (int i = 0; i < measurements->count && shown < most; i++) {
        const Measurement *row = &measurements->rows[i];
        if (row->skipped) {
            fputs(shown++ ? "" : "\n", file);
            put_styled(&session->out, WARN, "Skipped: ");
            fprintf(file, "%s (%s)\n", row->skipped, row->id);
        }
    }
    if (measurements->skipped > shown) {
        fprintf(file, "… and %d more; --all shows them\n", measurements->skipped - shown);
    }
}

static void print_text(Session *session, const Measurements *measurements)
{
    FILE *file = session->out.file;
    if (session->arguments.all) {
        print_rows(session, measurements);
        putc('\n', file);
    }
    if (measurements->compared > 0) {
        print_groups(session, measurements);
        putc('\n', file);
    }
    fprintf(file, "%d rows: %d compared, %d without a measured time, %d skipped\n",
            measurements->count, measurements->compared, measurements->unmeasured,
            measurements->skipped);
    print_skipped(session, measurements);
}

/* -- JSON --------------------------------------------------------------------------------------- */

static void json_number(FILE *file, const char *name, double value)
{
    char text[40];
    print_exact(text, sizeof text, value);
    fprintf(file, ", \"%s\": %s", name, text);
}

static void json_text(FILE *file, const char *before, const char *name, const char *text)
{
    fprintf(file, "%s\"%s\": ", before, name);
    put_json_string(file, text);
}

static void json_row(FILE *file, const Measurement *row, bool first)
{
    json_text(file, first ? "\n    {" : ",\n    {", "id", row->id);
    json_text(file, ", ", "set", row->names[BY_SET]);
    json_number(file, "measured", row->measured);
    json_number(file, "predicted", row->predicted);
    json_number(file, "error", measurement_error(row));
    json_number(file, "low", row->low);
    json_number(file, "high", row->high);
    json_text(file, ", ", "reason", row->reason);
    putc('}', file);
}

static void json_groups(FILE *file, const Measurements *measurements, By by, const char *name)
{
    int count;
    MeasuredGroup *groups = measurements_group(measurements, by, &count);
    fprintf(file, ",\n  \"%s\": [", name);
    for (int i = 0; i < count; i++) {
        const Accuracy *accuracy = &groups[i].accuracy;
        json_text(file, i ? ",\n    {" : "\n    {", by_words[by], groups[i].name);
        json_number(file, "rows", accuracy->rows);
        json_number(file, "mape", accuracy->mape);
        json_number(file, "median", accuracy->median);
        json_number(file, "bias", accuracy->bias);
        json_number(file, "p90", accuracy->p90);
        json_number(file, "in_band", (double)groups[i].within / accuracy->rows);
        const AccuracySet *set = by == BY_SET ? accuracy_set(groups[i].name) : NULL;
        if (set) {
            json_number(file, "bound", set->bound);
        }
        putc('}', file);
    }
    fputs(count ? "\n  ]" : "]", file);
    free(groups);
}

static void print_json(Session *session, const Measurements *measurements)
{
    FILE *file = session->out.file;
    bool first = true;
    fputs("{\n  \"rows\": [", file);
    for (int i = 0; i < measurements->count; i++) {
        if (!measurements->rows[i].skipped) {
            json_row(file, &measurements->rows[i], first);
            first = false;
        }
    }
    fputs(first ? "]" : "\n  ]", file);
    json_groups(file, measurements, BY_SET, "sets");
    json_groups(file, measurements, BY_HARDWARE, "hardware");
    json_groups(file, measurements, BY_FRAMEWORK, "frameworks");
    json_groups(file, measurements, BY_ALL, "all");
    fputs(",\n  \"skipped\": [", file);
    first = true;
    for (int i = 0; i < measurements->count; i++) {
        const Measurement *row = &measurements->rows[i];
        if (row->skipped) {
            json_text(file, first ? "\n    {" : ",\n    {", "id", row->id);
            json_text(file, ", ", "reason", row->skipped);
            putc('}', file);
            first = false;
        }
    }
    fputs(first ? "]\n}\n" : "\n  ]\n}\n", file);
}

/* -- the command -------------------------------------------------------------------------------- */

/* With --strict: a set of the tests beyond its bound, or another of which more than one row in ten
 * lies outside of its band. */
static Status strict(const Session *session, const Measurements *measurements)
{
    Status status = DONE;
    int count;
    if (!session->arguments.strict) {
        return DONE;
    }
    MeasuredGroup *groups = measurements_group(measurements, BY_SET, &count);
    for (int i = 0; i < count; i++) {
        const AccuracySet *set = accuracy_set(groups[i].name);
        int rows = groups[i].accuracy.rows;
        bool broken =
            set ? groups[i].accuracy.mape > set->bound : rows - groups[i].within > ceil(0.1 * rows);
        status = broken ? LIMIT_BROKEN : status;
    }
    free(groups);
    return status;
}

Status run_validate(Session *session)
{
    Measurements measurements;
    Status status = FAILED;
    if (measurements_read(&measurements, &session->library, session->words[0], &session->error)) {
        if (session->arguments.format == AS_JSON) {
            print_json(session, &measurements);
        } else if (session->arguments.format == AS_CSV && session->arguments.all) {
            print_rows(session, &measurements);
        } else if (session->arguments.format == AS_CSV) {
            print_groups(session, &measurements);
        } else {
            print_text(session, &measurements);
        }
        bool usable = measurements.count > measurements.skipped || measurements.count == 0;
        status = usable ? strict(session, &measurements) : BAD_INPUT;
    }
    measurements_close(&measurements);
    return status;
}
