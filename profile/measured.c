#include "profile/measured.h"

#include "model/quantity.h"
#include "profile/arena.h"
#include "profile/csv.h"
#include "profile/scenario.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns that are no inputs. */
typedef enum { A_ID, A_SET, A_MODEL, A_HARDWARE, A_SOURCE, A_TIME, TEXTS } Text;
static const char *const text_names[TEXTS] = { "id",       "set",    "model",
                                               "hardware", "source", "step_time_s" };
enum { MOST_SUGGESTIONS = 200 };

struct Measured {
    Csv *csv;
    Library *library;
    int columns, inputs[MOST_CSV_CELLS]; /* of a column: the input, or -1 - Text */
    int text_columns[TEXTS];             /* -1: the file has none */
    int input_columns[INPUT_COUNT];
    const CsvCell *cells;
    int cell_count;
    int suggestions;
    char id[32], skipped[600];
};

/* -- names of the columns ----------------------------------------------------------------------- */

static int find_text(const char *name)
{
    for (int i = 0; i < TEXTS; i++) {
        if (strcmp(name, text_names[i]) == 0) {
            return i;
        }
    }
    return -1;
}

static const char *nearest_column(const char *name)
{
    const char *best = nearest_input(name);
    int most = (int)strlen(name) / 3 + 1;
    int distance = best ? edit_distance(name, best, most) : most + 1;
    for (int i = 0; i < TEXTS; i++) {
        int edits = edit_distance(name, text_names[i], most);
        if (edits < distance) {
            distance = edits;
            best = text_names[i];
        }
    }
    return best;
}

static bool add_column(Measured *measured, const CsvCell *cell, int column, Error *error)
{
    const char *file = csv_label(measured->csv);
    int text = find_text(cell->text), input = text < 0 ? find_input(cell->text) : -1;
    if (text < 0 && input < 0) {
        const char *nearest = nearest_column(cell->text);
        return fail(error, "%s:%d:%d: no column is called '%.60s'; %s%s%s", file, cell->line,
                    cell->column, cell->text,
                    nearest ? "did you mean '"
                            : "names of inputs, id, set, model, hardware, step_time_s and source "
                              "would be right",
                    nearest ? nearest : "", nearest ? "'?" : "");
    }
    int *place = text < 0 ? &measured->input_columns[input] : &measured->text_columns[text];
    if (*place >= 0) {
        return fail(error, "%s:%d:%d: there are two columns '%.60s'", file, cell->line,
                    cell->column, cell->text);
    }
    *place = column;
    measured->inputs[column] = text < 0 ? input : -1 - text;
    return true;
}

static bool read_head(Measured *measured, Error *error)
{
    const CsvCell *cells;
    CsvResult result = csv_next(measured->csv, &cells, &measured->columns, error);
    if (result == CSV_END) {
        return fail(error,
                    "%s:1:1: the file is empty; a row with the names of columns would be right",
                    csv_label(measured->csv));
    }
    for (int i = 0; i < TEXTS; i++) {
        measured->text_columns[i] = -1;
    }
    for (int i = 0; i < INPUT_COUNT; i++) {
        measured->input_columns[i] = -1;
    }
    for (int i = 0; result == CSV_ROW && i < measured->columns; i++) {
        if (!add_column(measured, &cells[i], i, error)) {
            return false;
        }
    }
    return result == CSV_ROW;
}

Measured *measured_open(Library *library, const char *path, Error *error)
{
    Csv *csv = csv_open(path, error);
    if (!csv) {
        return NULL;
    }
    Measured *measured = xmalloc(sizeof *measured);
    memset(measured, 0, sizeof *measured);
    measured->csv = csv;
    measured->library = library;
    if (!read_head(measured, error)) {
        measured_close(measured);
        return NULL;
    }
    return measured;
}

void measured_close(Measured *measured)
{
    if (measured) {
        csv_close(measured->csv);
        free(measured);
    }
}

/* -- cells -------------------------------------------------------------------------------------- */

/* The cell of a column; NULL: there is no such column, or it is empty here. */
static const CsvCell *cell_at(const Measured *measured, int column)
{
    bool there = column >= 0 && column < measured->cell_count;
    return there && *measured->cells[column].text ? &measured->cells[column] : NULL;
}

static const char *text_of(const Measured *measured, Text text)
{
    const CsvCell *cell = cell_at(measured, measured->text_columns[text]);
    return cell ? cell->text : "";
}

static bool says(const Measured *measured, int input)
{
    return cell_at(measured, measured->input_columns[input]) != NULL;
}

/* The row cannot be used; the reason begins with the place of the cell, NULL: of the row. */
static bool skip(Measured *measured, const CsvCell *cell, const char *reason)
{
    cell = cell ? cell : &measured->cells[0];
    snprintf(measured->skipped, sizeof measured->skipped, "%s:%d:%d: %s", csv_label(measured->csv),
             cell->line, cell->column, reason);
    return false;
}

/* A number alone, as C and Python write it.  Nothing else: no units, no NaN. */
static bool plain_number(const char *text, double *value)
{
    char *end;
    if (text[strspn(text, "+-.0123456789eE")] != '\0') {
        return false;
    }
    *value = strtod(text, &end);
    return end > text && *end == '\0' && isfinite(*value);
}

/* The value of an input in base units. */
static bool read_value(const char *text, int input, double *value, Error *error)
{
    const InputInfo *row = &input_info[input];
    bool by_the_hour = row->unit == UNIT_DEVICE_HOUR || row->unit == UNIT_DOLLAR_PER_DEVICE_HOUR;
    double number;
    if (!plain_number(text, &number)) {
        return parse_input(text, input, value, error);
    }
    if (row->kind == CHOICE && number >= 0 && number < input_options(input) &&
        number == floor(number)) {
        *value = number;
        return true;
    }
    if (row->kind == CHOICE || (row->kind == SWITCH && number != 0 && number != 1)) {
        return parse_input(text, input, value, error);
    }
    if (row->kind == SWITCH) {
        *value = number;
        return true;
    }
    char exact[64];
    number *= by_the_hour ? unit_info[row->unit].size : 1;
    if (input == INPUT_micro_batch && number == 0) { /* as its authors would */
        *value = 0;
        return true;
    }
    /* Through the row's unit, which checks the range. */
    snprintf(exact, sizeof exact, "%.17g%s", number / unit_info[row->unit].size,
             row->unit == UNIT_FRACTION ? " %" : "");
    return parse_input(exact, input, value, error);
}

static bool apply_cells(Measured *measured, Plan *plan)
{
    for (int i = 0; i < measured->columns; i++) {
        const CsvCell *cell = cell_at(measured, i);
        Error why;
        int input = measured->inputs[i];
        if (cell && input >= 0 && !read_value(cell->text, input, &plan->at[input], &why)) {
            char reason[sizeof why.text + 80];
            const char *name = input_info[input].name;
            bool named = strstr(why.text, name) != NULL;
            snprintf(reason, sizeof reason, "%s%s%s", named ? "" : name, named ? "" : ": ",
                     why.text);
            return skip(measured, cell, reason);
        }
    }
    return true;
}

/* -- what a row does not say -------------------------------------------------------------------- */

/* Takes the profile of a cell.  enough: the row itself says what the profile would. */
static bool pick(Measured *measured, Scenario *scenario, FileKind kind, bool enough)
{
    Text text = kind == MODEL_PROFILE ? A_MODEL : A_HARDWARE;
    const CsvCell *cell = cell_at(measured, measured->text_columns[text]);
    const char *what = file_kind_word[kind];
    char reason[200];
    if (!cell) {
        snprintf(reason, sizeof reason, "the row names no %s, and does not describe one", what);
        return enough || skip(measured, NULL, reason);
    }
    const Item *item = catalogue_find(&measured->library->catalogue, kind, cell->text);
    Error why;
    if (item && scenario_pick(measured->library, scenario, kind, cell->text, &why)) {
        return true;
    }
    if (enough) {
        return true;
    }
    if (item) {
        return skip(measured, cell, why.text);
    }
    /* Looking for the nearest name is slow, and nobody reads thousands of them. */
    if (names_file(cell->text) || measured->suggestions++ >= MOST_SUGGESTIONS ||
        scenario_pick(measured->library, scenario, kind, cell->text, &why)) {
        snprintf(reason, sizeof reason, "no %s profile is called '%.80s'", what, cell->text);
        return skip(measured, cell, reason);
    }
    return skip(measured, cell, why.text);
}

/* Shapes that follow from others when the row describes a model of its own. */
static void complete_shape(const Measured *measured, Plan *plan)
{
    if (!says(measured, INPUT_kv_heads)) {
        plan->kv_heads = plan->attention_heads;
    }
    if (!says(measured, INPUT_head_dim)) {
        plan->head_dim = plan->hidden_size / plan->attention_heads;
    }
    if (!says(measured, INPUT_ffn_size)) {
        plan->ffn_size = 4 * plan->hidden_size;
    }
    if (!says(measured, INPUT_attention) && says(measured, INPUT_kv_rank) &&
        says(measured, INPUT_nope_dim)) {
        plan->attention = attention_MLA;
    }
    if (!says(measured, INPUT_moe_layers) && says(measured, INPUT_routed_experts)) {
        plan->moe_layers = plan->layers;
    }
}

/* A model of the catalogue with fewer or more layers: dense ones stay, windows keep their share. */
static void scale_layers(const Measured *measured, Plan *plan, const Plan *whole)
{
    if (plan->layers == whole->layers) {
        return;
    }
    if (!says(measured, INPUT_moe_layers) && whole->moe_layers > 0) {
        plan->moe_layers = fmax(0, plan->layers - (whole->layers - whole->moe_layers));
    }
    if (!says(measured, INPUT_window_layers)) {
        plan->window_layers = nearbyint(whole->window_layers * plan->layers / whole->layers);
    }
}

static bool fill_plan(Measured *measured, MeasuredRow *row)
{
    Scenario scenario;
    scenario_clear(&scenario);
    scenario.plan.micro_batch = 0; /* as its authors would */
    bool model = says(measured, INPUT_layers) && says(measured, INPUT_hidden_size) &&
                 says(measured, INPUT_attention_heads);
    bool hardware = says(measured, INPUT_peak_bf16) && says(measured, INPUT_memory_bandwidth);
    if (!pick(measured, &scenario, MODEL_PROFILE, model) ||
        !pick(measured, &scenario, HARDWARE_PROFILE, hardware)) {
        return false;
    }
    row->plan = scenario.plan;
    if (!apply_cells(measured, &row->plan)) {
        return false;
    }
    if (scenario.model_file) {
        scale_layers(measured, &row->plan, &scenario.plan);
    } else {
        complete_shape(measured, &row->plan);
    }
    if (!says(measured, INPUT_schedule) && row->plan.virtual_stages > 1) {
        row->plan.schedule = schedule_INTERLEAVED;
    }
    return true;
}

/* -- rows --------------------------------------------------------------------------------------- */

/* What no layout can be.  Uneven ones run, and are predicted. */
static bool check_layout(Measured *measured, const Plan *plan)
{
    double model = plan->tensor_parallel * plan->pipeline_parallel * plan->context_parallel;
    double stage = plan->devices / plan->pipeline_parallel;
    char reason[200] = "";
    if (fmod(plan->devices, model) != 0) {
        snprintf(reason, sizeof reason,
                 "%.0f devices do not divide into groups of %.0f (tensor x pipeline x context)",
                 plan->devices, model);
    } else if (plan->pipeline_parallel > plan->layers) {
        snprintf(reason, sizeof reason, "%.0f pipeline stages for %.0f layers",
                 plan->pipeline_parallel, plan->layers);
    } else if (plan->tensor_parallel > plan->attention_heads) {
        snprintf(reason, sizeof reason, "%.0f tensor-parallel devices for %.0f heads",
                 plan->tensor_parallel, plan->attention_heads);
    } else if (plan->expert_parallel > 1 && fmod(stage, plan->expert_parallel) != 0) {
        snprintf(reason, sizeof reason,
                 "%.0f devices of a stage do not divide into groups of %.0f (expert)", stage,
                 plan->expert_parallel);
    } else if (plan->moe_layers > 0 && plan->expert_parallel > plan->routed_experts) {
        snprintf(reason, sizeof reason, "%.0f expert-parallel devices for %.0f experts",
                 plan->expert_parallel, plan->routed_experts);
    } else if (plan->batch_sequences < plan->devices / model) {
        snprintf(reason, sizeof reason, "%.0f sequences for %.0f replicas", plan->batch_sequences,
                 plan->devices / model);
    }
    return !*reason || skip(measured, NULL, reason);
}

static bool read_time(Measured *measured, double *seconds)
{
    const CsvCell *cell = cell_at(measured, measured->text_columns[A_TIME]);
    Error why;
    *seconds = NAN;
    if (!cell || parse_quantity(cell->text, UNIT_SECOND, seconds, &why)) {
        return !cell || *seconds > 0 ||
               skip(measured, cell, "step_time_s: a time above 0 would be right");
    }
    char reason[sizeof why.text + 80];
    snprintf(reason, sizeof reason, "step_time_s: %s", why.text);
    return skip(measured, cell, reason);
}

MeasuredResult measured_next(Measured *measured, MeasuredRow *row, Error *error)
{
    CsvResult result = csv_next(measured->csv, &measured->cells, &measured->cell_count, error);
    if (result != CSV_ROW) {
        return result == CSV_END ? MEASURED_END : MEASURED_WRONG;
    }
    memset(row, 0, sizeof *row);
    row->line = measured->cells[0].line;
    row->step_time = NAN;
    row->framework = "";
    snprintf(measured->id, sizeof measured->id, "line %d", row->line);
    measured->skipped[0] = '\0';
    row->id = text_of(measured, A_ID);
    row->set = text_of(measured, A_SET);
    row->model = text_of(measured, A_MODEL);
    row->hardware = text_of(measured, A_HARDWARE);
    row->source = text_of(measured, A_SOURCE);
    if (measured->cell_count != measured->columns) {
        char reason[100];
        snprintf(reason, sizeof reason, "%d cells where the first row has %d", measured->cell_count,
                 measured->columns);
        skip(measured, NULL, reason);
    } else if (fill_plan(measured, row) && check_layout(measured, &row->plan) &&
               read_time(measured, &row->step_time)) {
        row->framework = input_word(INPUT_framework, row->plan.framework);
    }
    row->id = *row->id ? row->id : measured->id;
    row->skipped = *measured->skipped ? measured->skipped : NULL;
    return MEASURED_ROW;
}
