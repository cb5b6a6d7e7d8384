/* show.c -- `flopdeck show`: every input and figure of a plan. */
#include "cli/commands.h"

#include "cli/band.h"
#include "model/quantity.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 128 };

typedef struct {
    Session *session;
    const Scenario *scenario;
    Figures figures;
    Bands bands;
    Limits limits;
    Row rows[MOST_ROWS]; /* of --figures */
    int count;           /* 0: all */
} Show;

static bool is_wanted(const Show *show, RowKind kind, int row)
{
    for (int i = 0; i < show->count; i++) {
        if (show->rows[i].kind == kind && show->rows[i].row == row) {
            return true;
        }
    }
    return show->count == 0;
}

/* What people need not see: inputs without a say in this plan, steps on the way. */
static bool is_shown(const Show *show, RowKind kind, int row)
{
    bool all = show->session->arguments.all || show->count > 0;
    if (!is_wanted(show, kind, row)) {
        return false;
    }
    return kind == A_FIGURE ? all || figure_info[row].group != GROUP_PARTS
                            : all || input_matters(row, &show->scenario->plan);
}

static int group_of(RowKind kind, int row)
{
    return kind == A_FIGURE ? (int)figure_info[row].group : (int)input_info[row].group;
}

static bool has_rows(const Show *show, RowKind kind, int group)
{
    int rows = kind == A_FIGURE ? FIGURE_COUNT : INPUT_COUNT;
    for (int i = 0; i < rows; i++) {
        if (group_of(kind, i) == group && is_shown(show, kind, i)) {
            return true;
        }
    }
    return false;
}

/* -- text --------------------------------------------------------------------------------------- */

static void put_value(const Output *out, Printed printed)
{
    Printed front = dollars_in_front(printed);
    put_padded(out, TITLE, front.number, -11);
    putc(' ', out->file);
    put_padded(out, PLAIN, front.unit, 8);
}

static void put_row(const Output *out, const char *label, Printed printed, const char *beside)
{
    fputs("  ", out->file);
    put_padded(out, PLAIN, label, 36);
    put_value(out, printed);
    fputs("  ", out->file);
    put_styled(out, DIM, beside);
    putc('\n', out->file);
}

static void put_group(const Show *show, RowKind kind, int group)
{
    const Output *out = &show->session->out;
    const Scenario *scenario = show->scenario;
    int rows = kind == A_FIGURE ? FIGURE_COUNT : INPUT_COUNT;
    if (!has_rows(show, kind, group)) {
        return;
    }
    putc('\n', out->file);
    put_styled(out, TITLE, group_info[group].label);
    putc('\n', out->file);
    for (int i = 0; i < rows; i++) {
        char beside[200];
        if (kind == A_FIGURE && (int)figure_info[i].group == group && is_shown(show, kind, i)) {
            char band[170];
            bool predicted = print_band(band, sizeof band, &show->bands, i);
            snprintf(beside, sizeof beside, "%s%s%s", figure_info[i].name, predicted ? "  " : "",
                     band);
            put_row(out, figure_info[i].label, print_figure(i, show->figures.at[i]), beside);
        } else if (kind == AN_INPUT && (int)input_info[i].group == group &&
                   is_shown(show, kind, i)) {
            origin_text(&show->session->library, scenario->origin[i], beside, sizeof beside);
            put_row(out, input_info[i].label, print_input(i, scenario->plan.at[i]), beside);
        }
    }
}

static void put_limits(const Show *show)
{
    const Output *out = &show->session->out;
    bool first = true;
    for (int i = 0; i < LIMIT_COUNT; i++) {
        bool broken = limit_info[i].severity == BROKEN;
        if (!show->limits.broken[i]) {
            continue;
        }
        fputs(first ? "\n" : "", out->file);
        put_styled(out, broken ? BAD : WARN, broken ? "Broken:  " : "Warning: ");
        fprintf(out->file, "%s\n", limit_info[i].say);
        first = false;
    }
    const ImportReport *report = imported(show->session, show->scenario);
    for (int i = 0; report && i < report->warning_count + report->note_count; i++) {
        bool warning = i < report->warning_count;
        fputs(i == 0 && first ? "\n" : "", out->file);
        put_styled(out, warning ? WARN : DIM, warning ? "Warning: " : "Note:    ");
        fprintf(out->file, "%s\n",
                warning ? report->warning[i] : report->note[i - report->warning_count]);
    }
}

/* What the bands beside predicted figures are. */
static void put_band_reason(const Show *show)
{
    double low, high;
    bool any = false;
    for (int i = 0; i < FIGURE_COUNT && !any; i++) {
        any = is_shown(show, A_FIGURE, i) && bands_figure(&show->bands, i, &low, &high);
    }
    if (any) {
        put_styled(&show->session->out, DIM, "\nPredicted, with the band of nine in ten: ");
        fprintf(show->session->out.file, "%s\n", show->bands.reason);
    }
}

static void show_text(const Show *show)
{
    const Output *out = &show->session->out;
    const Scenario *scenario = show->scenario;
    if (show->count == 0) {
        put_styled(out, TITLE, scenario->name);
        fprintf(out->file, "\nmodel %s, hardware %s\n",
                *scenario->model ? scenario->model : "(presets)",
                *scenario->hardware ? scenario->hardware : "(presets)");
    }
    for (int group = GROUP_MODEL; group <= GROUP_SERVING; group++) {
        put_group(show, AN_INPUT, group);
    }
    for (int group = GROUP_PARAMETERS; group < GROUP_COUNT; group++) {
        put_group(show, A_FIGURE, group);
    }
    put_limits(show);
    put_band_reason(show);
}

/* -- JSON --------------------------------------------------------------------------------------- */

static void json_inputs(const Show *show)
{
    FILE *file = show->session->out.file;
    const Library *library = &show->session->library;
    for (int i = 0; i < INPUT_COUNT; i++) {
        char unit[64] = "", beside[200];
        Origin origin = show->scenario->origin[i];
        if (input_info[i].kind == REAL || input_info[i].kind == WHOLE) {
            plain_unit(unit, sizeof unit, input_info[i].unit);
        }
        fprintf(file, "%s\n    \"%s\": {\"value\": ", i ? "," : "", input_info[i].name);
        put_json_input(file, i, show->scenario->plan.at[i]);
        fputs(", \"unit\": ", file);
        put_json_string(file, unit);
        fprintf(file, ", \"from\": \"%s\"", from_word[origin.from]);
        if (origin.file) {
            fputs(", \"at\": ", file);
            put_json_string(file, origin_text(library, origin, beside, sizeof beside));
        }
        if (*origin_source(library, origin, i)) {
            fputs(", \"source\": ", file);
            put_json_string(file, origin_source(library, origin, i));
        }
        putc('}', file);
    }
}

static void json_figures(const Show *show)
{
    FILE *file = show->session->out.file;
    bool first = true;
    for (int i = 0; i < FIGURE_COUNT; i++) {
        char unit[64];
        if (!is_wanted(show, A_FIGURE, i)) {
            continue;
        }
        plain_unit(unit, sizeof unit, figure_info[i].unit);
        fprintf(file, "%s\n    \"%s\": {\"value\": ", first ? "" : ",", figure_info[i].name);
        put_json_number(file, show->figures.at[i], figure_info[i].unit);
        fputs(", \"unit\": ", file);
        put_json_string(file, unit);
        fputs(", \"label\": ", file);
        put_json_string(file, figure_info[i].label);
        put_json_band(file, &show->bands, i);
        putc('}', file);
        first = false;
    }
}

static void show_json(const Show *show)
{
    FILE *file = show->session->out.file;
    const Scenario *scenario = show->scenario;
    bool first = true;
    fprintf(file, "{\n  \"flopdeck\": \"%s\",\n  \"name\": ", FLOPDECK_VERSION);
    put_json_string(file, scenario->name);
    fputs(",\n  \"model\": ", file);
    put_json_string(file, scenario->model);
    fputs(",\n  \"hardware\": ", file);
    put_json_string(file, scenario->hardware);
    fputs(",\n  \"inputs\": {", file);
    json_inputs(show);
    fputs("\n  },\n  \"figures\": {", file);
    json_figures(show);
    fputs("\n  },\n  \"limits\": [", file);
    for (int i = 0; i < LIMIT_COUNT; i++) {
        if (show->limits.broken[i]) {
            fprintf(file, "%s\n    {\"name\": \"%s\", \"severity\": \"%s\", \"message\": ",
                    first ? "" : ",", limit_info[i].name,
                    limit_info[i].severity == BROKEN ? "broken" : "warning");
            put_json_string(file, limit_info[i].say);
            putc('}', file);
            first = false;
        }
    }
    const ImportReport *report = imported(show->session, scenario);
    for (int i = 0; report && i < report->warning_count; i++) {
        fprintf(file, "%s\n    {\"name\": \"import\", \"severity\": \"warning\", \"message\": ",
                first ? "" : ",");
        put_json_string(file, report->warning[i]);
        putc('}', file);
        first = false;
    }
    fprintf(file, "%s]\n}\n", first ? "" : "\n  ");
}

/* -- CSV and Markdown --------------------------------------------------------------------------- */

static void add_input(const Show *show, Table *table, int input, bool plain)
{
    char text[200], unit[64] = "";
    const InputInfo *row = &input_info[input];
    Origin origin = show->scenario->origin[input];
    double value = show->scenario->plan.at[input];
    Printed printed = print_input(input, value);
    table_text(table, row->name);
    table_text(table, row->label);
    join_printed(text, sizeof text, &printed);
    if (row->kind == CHOICE || row->kind == SWITCH) {
        table_text(table, text);
    } else {
        table_number(table, text, plain_value(value, row->unit));
        plain_unit(unit, sizeof unit, row->unit);
    }
    if (plain) {
        table_text(table, unit);
    }
    table_text(table, plain ? from_word[origin.from]
                            : origin_text(&show->session->library, origin, text, sizeof text));
}

static void add_figure(const Show *show, Table *table, int figure, bool plain)
{
    char text[200], unit[64];
    const FigureInfo *row = &figure_info[figure];
    Printed printed = print_figure(figure, show->figures.at[figure]);
    table_text(table, row->name);
    table_text(table, row->label);
    table_number(table, join_printed(text, sizeof text, &printed),
                 plain_value(show->figures.at[figure], row->unit));
    if (plain) {
        plain_unit(unit, sizeof unit, row->unit);
        table_text(table, unit);
    }
    table_text(table, plain ? "figure" : "");
}

static void add_any(const Show *show, Table *table, Row row, bool plain)
{
    if (row.kind == AN_INPUT) {
        add_input(show, table, row.row, plain);
    } else {
        add_figure(show, table, row.row, plain);
    }
}

static void show_table(const Show *show, Format format)
{
    static const Column plain_columns[] = { { "name", "Name", false },
                                            { "label", "Label", false },
                                            { "value", "Value", true },
                                            { "unit", "Unit", false },
                                            { "from", "From", false } };
    static const Column columns[] = { { "name", "Name", false },
                                      { "label", "Label", false },
                                      { "value", "Value", true },
                                      { "from", "From", false } };
    bool plain = format == AS_CSV;
    Table *table = plain ? table_open(plain_columns, 5) : table_open(columns, 4);
    for (int i = 0; i < show->count; i++) { /* as --figures has them */
        add_any(show, table, show->rows[i], plain);
    }
    for (int group = 0; show->count == 0 && group < GROUP_COUNT; group++) {
        RowKind kind = group <= GROUP_SERVING ? AN_INPUT : A_FIGURE;
        int rows = kind == AN_INPUT ? INPUT_COUNT : FIGURE_COUNT;
        if (!plain && has_rows(show, kind, group)) {
            table_title(table, group_info[group].label);
        }
        for (int i = 0; i < rows; i++) {
            if (group_of(kind, i) == group && (plain || is_shown(show, kind, i))) {
                add_any(show, table, (Row){ kind, i }, plain);
            }
        }
    }
    table_print(table, &show->session->out, format, "show");
    table_close(table);
}

/* -- YAML --------------------------------------------------------------------------------------- */

/* A scenario that reads back as this plan, with the figures in JSON's units beside it. */
static void show_yaml(const Show *show)
{
    FILE *file = show->session->out.file;
    char *text = scenario_full_text(&show->session->library, show->scenario);
    fputs(text, file);
    free(text);
    fputs("figures:\n", file);
    for (int i = 0; i < FIGURE_COUNT; i++) {
        if (is_wanted(show, A_FIGURE, i)) {
            fprintf(file, "  %s: ", figure_info[i].name);
            put_json_number(file, show->figures.at[i], figure_info[i].unit);
            putc('\n', file);
        }
    }
}

Status run_show(Session *session)
{
    Scenario scenario;
    Show show = { .session = session, .scenario = &scenario };
    if (!load_plan(session, session->count > 0 ? session->words[0] : NULL, &scenario) ||
        !read_figures(session, show.rows, MOST_ROWS, &show.count)) {
        return FAILED;
    }
    show.bands = bands_of(&scenario.plan);
    show.figures = show.bands.now;
    show.limits = check_limits(&scenario.plan, &show.figures);
    switch (session->arguments.format) {
    case AS_TEXT:
        show_text(&show);
        break;
    case AS_JSON:
        show_json(&show);
        break;
    case AS_CSV:
    case AS_MARKDOWN:
        show_table(&show, session->arguments.format);
        break;
    case AS_YAML:
        show_yaml(&show);
        break;
    }
    return strict_status(session, &scenario, &show.figures);
}
