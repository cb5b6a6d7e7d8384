/* explain.c -- `flopdeck explain`: where a number comes from, down to a citation. */
#include "cli/commands.h"

#include "cli/band.h"
#include "model/explain.h"
#include "model/quantity.h"

#include <math.h>
#include <string.h>

enum { MOST_ROWS = 64, WIDTH = 100 };

typedef struct {
    Session *session;
    const Scenario *scenario;
    Figures figures;
    Bands bands;
    bool seen[FIGURE_COUNT]; /* in a deep walk */
} Explain;

static const char *source_of(const Explain *explain, Row row)
{
    const char *source =
        row.kind == A_FIGURE ? figure_info[row.row].source
        : row.kind == AN_INPUT
            ? origin_source(&explain->session->library, explain->scenario->origin[row.row], row.row)
            : constant_info[row.row].source;
    return source ? source : "";
}

/* "h800-sxm.yaml:7", "formula", "constant" */
static const char *place_of(const Explain *explain, Row row, char *out, size_t size)
{
    if (row.kind == AN_INPUT) {
        return origin_text(&explain->session->library, explain->scenario->origin[row.row], out,
                           size);
    }
    snprintf(out, size, "%s", row.kind == A_FIGURE ? "figure" : "constant");
    return out;
}

static const char *print_row(const Explain *explain, Row row, char *out, size_t size)
{
    double value = row_value(row, &explain->scenario->plan, &explain->figures);
    Printed printed =
        row.kind == AN_INPUT ? print_input(row.row, value) : print_quantity(value, row_unit(row));
    return join_printed(out, size, &printed);
}

/* -- text --------------------------------------------------------------------------------------- */

static void put_line(const Explain *explain, const char *head, const char *text)
{
    const Output *out = &explain->session->out;
    if (text && *text) {
        fputs("  ", out->file);
        put_padded(out, DIM, head, 9);
        put_wrapped(out, PLAIN, text, 11, WIDTH);
        putc('\n', out->file);
    }
}

static void put_formula(const Explain *explain, int figure)
{
    char text[2000];
    const char *formula = figure_info[figure].formula;
    formula_pretty(formula, text, sizeof text);
    put_line(explain, "=", text);
    formula_numbers(formula, &explain->scenario->plan, &explain->figures, text, sizeof text);
    put_line(explain, "=", text);
}

static void put_band(const Explain *explain, int figure)
{
    char text[400], band[170];
    if (print_band(band, sizeof band, &explain->bands, figure)) {
        snprintf(text, sizeof text, "%s in nine of ten; %s", band, explain->bands.reason);
        put_line(explain, "band", text);
    }
}

static void put_published(const Explain *explain, int figure)
{
    Published stated;
    char text[600], value[80];
    if (scenario_published(&explain->session->library, explain->scenario, figure, &stated)) {
        Printed printed = print_figure(figure, stated.value);
        join_printed(value, sizeof value, &printed);
        double computed = explain->figures.at[figure];
        double deviation = stated.value != 0 ? (computed / stated.value - 1) * 100 : 0;
        char beside[40] = "as computed";
        if (fabs(deviation) >= 0.001) {
            snprintf(beside, sizeof beside, "computed: %+.2g %%", deviation);
        }
        snprintf(text, sizeof text, "%s%s%.200s%s%.200s (%s)", value, *stated.source ? ", " : "",
                 stated.source, *stated.note ? "; " : "", stated.note, beside);
        put_line(explain, "stated", text);
    }
}

/* One name that a formula rests on. */
static void put_row(const Explain *explain, Row row, int indent)
{
    const Output *out = &explain->session->out;
    char value[80], place[200];
    fprintf(out->file, "%*s", indent, "");
    put_padded(out, PLAIN, row_name(row), 30 - indent + 4);
    put_padded(out, TITLE, print_row(explain, row, value, sizeof value), -16);
    fputs("  ", out->file);
    put_padded(out, DIM, place_of(explain, row, place, sizeof place), 30);
    putc(' ', out->file);
    put_styled(out, DIM, row.kind == A_FIGURE ? row_label(row) : source_of(explain, row));
    putc('\n', out->file);
}

static void put_rests(Explain *explain, int figure, int indent, bool deep)
{
    Row rows[MOST_ROWS];
    int count = formula_rows(figure_info[figure].formula, rows, MOST_ROWS);
    for (int i = 0; i < count; i++) {
        put_row(explain, rows[i], indent);
        if (deep && rows[i].kind == A_FIGURE && !explain->seen[rows[i].row]) {
            explain->seen[rows[i].row] = true;
            put_rests(explain, rows[i].row, indent + 2, true);
        }
    }
}

static void put_feeds(const Explain *explain, Row row)
{
    const Output *out = &explain->session->out;
    int figures[FIGURE_COUNT], count = explain_feeds(row, figures, FIGURE_COUNT);
    if (count == 0) {
        return;
    }
    put_styled(out, DIM, "\n  feeds\n");
    for (int i = 0; i < count; i++) {
        put_row(explain, (Row){ A_FIGURE, figures[i] }, 4);
    }
}

static void put_head(const Explain *explain, Row row)
{
    const Output *out = &explain->session->out;
    char value[80];
    put_padded(out, TITLE, row_label(row), 44);
    put_styled(out, TITLE, print_row(explain, row, value, sizeof value));
    fputs("  ", out->file);
    put_styled(out, DIM, row_name(row));
    putc('\n', out->file);
}

static void explain_input(const Explain *explain, int input)
{
    const Output *out = &explain->session->out;
    const InputInfo *info = &input_info[input];
    const Library *library = &explain->session->library;
    Origin origin = explain->scenario->origin[input];
    char text[200], low[64], high[64];
    put_line(explain, "is", info->help);
    put_line(explain, "from", origin_text(library, origin, text, sizeof text));
    put_line(explain, "source", origin_source(library, origin, input));
    put_line(explain, "note", origin_note(library, origin, input));
    if (info->kind == CHOICE) {
        for (int i = 0; i < input_options(input); i++) {
            const OptionInfo *option = &option_info[info->options + i];
            fputs("  ", out->file);
            put_padded(out, DIM, i == 0 ? "can be" : "", 9);
            put_padded(out, PLAIN, option->word, 20);
            put_styled(out, DIM, option->help);
            putc('\n', out->file);
        }
    } else if (info->kind != SWITCH) {
        Printed from = print_input(input, input_lowest(input)),
                to = print_input(input, input_highest(input));
        join_printed(low, sizeof low, &from);
        join_printed(high, sizeof high, &to);
        snprintf(text, sizeof text, "%s to %s", low, high);
        put_line(explain, "range", text);
    }
}

static void explain_text(Explain *explain, Row row)
{
    const Output *out = &explain->session->out;
    bool deep = explain->session->arguments.deep;
    put_head(explain, row);
    if (row.kind == A_FIGURE) {
        put_formula(explain, row.row);
        put_line(explain, "source", source_of(explain, row));
        put_line(explain, "but", figure_info[row.row].caveat);
        put_band(explain, row.row);
        put_published(explain, row.row);
        put_styled(out, DIM, "\n  rests on\n");
        put_rests(explain, row.row, 4, deep);
    } else if (row.kind == AN_INPUT) {
        explain_input(explain, row.row);
    } else {
        put_line(explain, "source", source_of(explain, row));
    }
    put_feeds(explain, row);
}

/* -- JSON --------------------------------------------------------------------------------------- */

static void json_member(FILE *file, const char *key, const char *text)
{
    if (text && *text) {
        fprintf(file, ", \"%s\": ", key);
        put_json_string(file, text);
    }
}

/* {"name", "kind", "label", "value", "unit", "source", ...} without the last brace */
static void json_row(const Explain *explain, Row row)
{
    static const char *const kinds[] = { "constant", "input", "figure" };
    FILE *file = explain->session->out.file;
    char unit[64] = "", place[200];
    double value = row_value(row, &explain->scenario->plan, &explain->figures);
    bool word = row.kind == AN_INPUT &&
                (input_info[row.row].kind == CHOICE || input_info[row.row].kind == SWITCH);
    fprintf(file, "{\"name\": \"%s\", \"kind\": \"%s\", \"label\": ", row_name(row),
            kinds[row.kind]);
    put_json_string(file, row_label(row));
    fputs(", \"value\": ", file);
    if (word) {
        put_json_input(file, row.row, value);
    } else {
        put_json_number(file, value, row_unit(row));
        plain_unit(unit, sizeof unit, row_unit(row));
    }
    json_member(file, "unit", unit);
    if (row.kind == AN_INPUT) {
        json_member(file, "from", from_word[explain->scenario->origin[row.row].from]);
        json_member(file, "at", place_of(explain, row, place, sizeof place));
    }
    json_member(file, "source", source_of(explain, row));
    if (row.kind == A_FIGURE) {
        put_json_band(file, &explain->bands, row.row);
    }
}

static void json_rests(Explain *explain, Row row, bool deep)
{
    FILE *file = explain->session->out.file;
    Row rows[MOST_ROWS];
    char text[2000];
    if (row.kind != A_FIGURE) {
        return;
    }
    const char *formula = figure_info[row.row].formula;
    json_member(file, "formula", formula);
    formula_numbers(formula, &explain->scenario->plan, &explain->figures, text, sizeof text);
    json_member(file, "numbers", text);
    json_member(file, "caveat", figure_info[row.row].caveat);
    fputs(", \"rests_on\": [", file);
    int count = formula_rows(formula, rows, MOST_ROWS);
    for (int i = 0; i < count; i++) {
        fputs(i ? ", " : "", file);
        json_row(explain, rows[i]);
        if (deep && rows[i].kind == A_FIGURE && !explain->seen[rows[i].row]) {
            explain->seen[rows[i].row] = true;
            json_rests(explain, rows[i], true);
        }
        putc('}', file);
    }
    putc(']', file);
}

static void explain_json(Explain *explain, Row row)
{
    FILE *file = explain->session->out.file;
    int figures[FIGURE_COUNT], count = explain_feeds(row, figures, FIGURE_COUNT);
    Published stated;
    json_row(explain, row);
    json_rests(explain, row, explain->session->arguments.deep);
    if (row.kind == A_FIGURE &&
        scenario_published(&explain->session->library, explain->scenario, row.row, &stated)) {
        fputs(", \"stated\": {\"value\": ", file);
        put_json_number(file, stated.value, figure_info[row.row].unit);
        json_member(file, "source", stated.source);
        json_member(file, "note", stated.note);
        putc('}', file);
    }
    fputs(", \"feeds\": [", file);
    for (int i = 0; i < count; i++) {
        fprintf(file, "%s\"%s\"", i ? ", " : "", figure_info[figures[i]].name);
    }
    fputs("]}\n", file);
}

/* -- a table ------------------------------------------------------------------------------------ */

static void add_table_row(const Explain *explain, Table *table, Row row, int depth)
{
    char text[100], place[200], unit[64] = "", level[16];
    double value = row_value(row, &explain->scenario->plan, &explain->figures);
    const char *word = row.kind == AN_INPUT ? input_word(row.row, value) : NULL;
    snprintf(level, sizeof level, "%d", depth);
    table_number(table, level, depth);
    table_text(table, row_name(row));
    table_text(table, row_label(row));
    if (word) {
        table_text(table, word);
    } else {
        table_number(table, print_row(explain, row, text, sizeof text),
                     plain_value(value, row_unit(row)));
        plain_unit(unit, sizeof unit, row_unit(row));
    }
    table_text(table, unit);
    table_text(table, place_of(explain, row, place, sizeof place));
    table_text(table, row.kind == A_FIGURE ? figure_info[row.row].formula : "");
    table_text(table, source_of(explain, row));
}

static void add_table_rests(Explain *explain, Table *table, Row row, int depth)
{
    Row rows[MOST_ROWS];
    int count =
        row.kind == A_FIGURE ? formula_rows(figure_info[row.row].formula, rows, MOST_ROWS) : 0;
    for (int i = 0; i < count; i++) {
        add_table_row(explain, table, rows[i], depth);
        if (explain->session->arguments.deep && rows[i].kind == A_FIGURE &&
            !explain->seen[rows[i].row]) {
            explain->seen[rows[i].row] = true;
            add_table_rests(explain, table, rows[i], depth + 1);
        }
    }
}

/* What is explained, and below it what it rests on, as deep as `level` says. */
static void explain_table(Explain *explain, Row row)
{
    static const Column columns[] = {
        { "level", "level", true },      { "name", "name", false },     { "label", "label", false },
        { "value", "value", true },      { "unit", "unit", false },     { "from", "from", false },
        { "formula", "formula", false }, { "source", "source", false },
    };
    Table *table = table_open(columns, sizeof columns / sizeof *columns);
    add_table_row(explain, table, row, 0);
    add_table_rests(explain, table, row, 1);
    table_print(table, &explain->session->out, explain->session->arguments.format, "explanation");
    table_close(table);
}

Status run_explain(Session *session)
{
    Scenario scenario;
    Explain explain = { .session = session, .scenario = &scenario };
    Row row;
    if (!read_row(session->words[0], &row, &session->error) ||
        !load_plan(session, NULL, &scenario)) {
        return FAILED;
    }
    explain.bands = bands_of(&scenario.plan);
    explain.figures = explain.bands.now;
    if (session->arguments.format == AS_JSON) {
        explain_json(&explain, row);
    } else if (session->arguments.format != AS_TEXT) {
        explain_table(&explain, row);
    } else {
        explain_text(&explain, row);
    }
    return strict_status(session, &scenario, &explain.figures);
}
