/* test_tables.c -- one test for each row of every list. */
#include "tests/suites.h"

#include "cli/commands.h"
#include "model/explain.h"
#include "model/formula.h"
#include "model/quantity.h"
#include "model/slider.h"
#include "profile/scenario.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_text(const char *text)
{
    return text && *text;
}

static void check_name(const char *name)
{
    ck_assert_msg(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name),
                  "%s: a name is lower case and _", name);
    ck_assert_msg(strlen(name) < 48, "%s: a name is shorter than 48", name);
}

/* -- inputs ------------------------------------------------------------------------------------- */

START_TEST(input_row)
{
    const InputInfo *row = &input_info[_i];
    check_name(row->name);
    ck_assert_msg(is_text(row->label) && is_text(row->brief) && is_text(row->help),
                  "%s: label, brief, help", row->name);
    ck_assert_msg(text_width(row->brief) <= 12, "%s: brief '%s' has more than 12 columns",
                  row->name, row->brief);
    ck_assert_msg(row->group <= GROUP_SERVING, "%s: a group of inputs", row->name);
    ck_assert_msg(row->rank >= 0 && row->rank <= 3, "%s: rank 1 to 3", row->name);
    ck_assert_int_eq(find_input(row->name), _i);
    ck_assert_msg(find_figure(row->name) < 0, "%s is a figure too", row->name);
    ck_assert_msg(row->kind != CHOICE || input_options(_i) >= 2, "%s: a choice has two words",
                  row->name);
    for (size_t i = 0; i < option_row_count; i++) {
        ck_assert_msg(strcmp(option_rows[i].name, row->name) != 0, "%s is an option of its own",
                      row->name);
    }
}
END_TEST

START_TEST(input_range)
{
    const InputInfo *row = &input_info[_i];
    double low = input_lowest(_i), high = input_highest(_i), preset = input_preset(_i);
    ck_assert_msg(low < high, "%s: lowest below highest", row->name);
    ck_assert_msg(preset >= low && preset <= high, "%s: the preset is in the range", row->name);
    if (row->kind == REAL || row->kind == WHOLE) {
        ck_assert_msg(row->from < row->to, "%s: the track spans something", row->name);
        ck_assert_msg(row->from >= row->lowest && row->to <= row->highest,
                      "%s: the track is in the range", row->name);
        ck_assert_msg(row->scale != LOG || row->kind == WHOLE || row->from >= 0,
                      "%s: a log track starts at 0 or above", row->name);
    }
    if (row->kind == WHOLE) {
        ck_assert_msg(preset == nearbyint(preset), "%s: the preset is whole", row->name);
    }
}
END_TEST

/* Every stop of the slider is a value of the row, and the steps arrive at both ends. */
START_TEST(input_stops)
{
    const InputInfo *row = &input_info[_i];
    double low = input_lowest(_i), high = input_highest(_i), value = input_preset(_i);
    for (int direction = -1; direction <= 1; direction += 2) {
        int steps = 0;
        for (;; steps++) {
            double next = slider_step(_i, value, direction, COARSE_STEP);
            ck_assert_msg(next >= low && next <= high, "%s: a step leaves the range at %g",
                          row->name, value);
            if (next == value) {
                break;
            }
            ck_assert_msg(direction < 0 ? next < value : next > value, "%s: a step goes back at %g",
                          row->name, value);
            ck_assert_msg(steps < 20000 || row->scale == LINEAR, "%s: the end is never reached",
                          row->name);
            value = steps < 20000 ? next : direction < 0 ? low : high; /* many even steps */
        }
        ck_assert_msg(value == (direction < 0 ? low : high), "%s: the steps end at %g", row->name,
                      value);
    }
}
END_TEST

/* Whether some value of the input moves a figure of a dense or a sparse plan: the training model
 * reads inputs that no formula names. */
static bool moves_figure(int input)
{
    Plan dense = preset_plan();
    dense.tensor_parallel = dense.pipeline_parallel = 8;
    dense.virtual_stages = 2;
    Plan sparse = dense;
    sparse.virtual_stages = sparse.tensor_parallel = 1;
    sparse.moe_layers = 30;
    sparse.routed_experts = 64;
    sparse.active_experts = 4;
    sparse.expert_ffn_size = 2048;
    sparse.expert_parallel = 16;
    sparse.schedule = schedule_DUALPIPE;
    for (int i = 0; i < 16; i++) {
        Plan plan = i < 8 ? dense : sparse;
        Figures before = evaluate(&plan);
        plan.at[input] = slider_value(input, i % 8 / 7.0);
        Figures after = evaluate(&plan);
        if (memcmp(&before, &after, sizeof before) != 0) {
            return true;
        }
    }
    return false;
}

static bool names_row(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = text; (at = strstr(at, name)); at += length) {
        bool begins = at == text || (!isalnum((unsigned char)at[-1]) && at[-1] != '_');
        if (begins && !isalnum((unsigned char)at[length]) && at[length] != '_') {
            return true;
        }
    }
    return false;
}

START_TEST(input_used)
{
    int figures[FIGURE_COUNT];
    bool used = explain_feeds((Row){ AN_INPUT, _i }, figures, FIGURE_COUNT) > 0 || moves_figure(_i);
    for (int i = 0; i < LIMIT_COUNT; i++) {
        used = used || names_row(limit_info[i].condition, input_info[_i].name);
    }
    ck_assert_msg(used, "%s moves no figure and no limit", input_info[_i].name);
}
END_TEST

/* -- figures ------------------------------------------------------------------------------------ */

START_TEST(figure_row)
{
    const FigureInfo *row = &figure_info[_i];
    int feeds[FIGURE_COUNT];
    check_name(row->name);
    ck_assert_msg(is_text(row->label) && is_text(row->source), "%s: label and source", row->name);
    ck_assert_msg(row->rank == 0 || row->rank == 3 || is_text(row->brief),
                  "%s: on small screens it needs a brief", row->name);
    ck_assert_msg(!row->brief || text_width(row->brief) <= 12,
                  "%s: brief '%s' has more than 12 columns", row->name, row->brief);
    ck_assert_msg(row->group >= GROUP_PARAMETERS && row->group < GROUP_COUNT,
                  "%s: a group of figures", row->name);
    ck_assert_int_eq(find_figure(row->name), _i);
    ck_assert_msg(row->group != GROUP_PARTS ||
                      explain_feeds((Row){ A_FIGURE, _i }, feeds, FIGURE_COUNT) > 0,
                  "%s is neither shown nor used", row->name);
}
END_TEST

START_TEST(figure_literals)
{
    const char *formula = figure_info[_i].formula;
    for (const char *at = formula; *at;) {
        size_t length =
            strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
        if (length > 0 && isdigit((unsigned char)*at)) {
            bool small = length == 1 && *at <= '2';
            bool word = at > formula && strncmp(at, "1F1B", 4) == 0;
            ck_assert_msg(small || word, "%s: the literal '%.*s' is a constant with a source",
                          figure_info[_i].name, (int)length, at);
        }
        at += length > 0 ? length : 1;
    }
}
END_TEST

/* The plans that formulas are tried on: presets, scenarios and all models. */
static int load_plans(Plan plans[], int most)
{
    Library library;
    int count = 0, models, first;
    library_open(&library);
    plans[count++] = preset_plan();
    for (int kind = MODEL_PROFILE; kind <= SCENARIO_FILE; kind++) {
        first = catalogue_first(&library.catalogue, (FileKind)kind, &models);
        for (int i = first; i < first + models && count < most; i++) {
            Scenario scenario;
            scenario_clear(&scenario);
            const char *id = library.catalogue.items[i].id;
            bool read = kind == SCENARIO_FILE
                            ? scenario_load(&library, &scenario, id, NULL)
                            : scenario_pick(&library, &scenario, (FileKind)kind, id, NULL);
            if (read) {
                plans[count++] = scenario.plan;
            }
        }
    }
    library_close(&library);
    return count;
}

START_TEST(figure_formula)
{
    enum { MOST = 400 };
    static Plan plans[MOST];
    int count = load_plans(plans, MOST);
    const FigureInfo *row = &figure_info[_i];
    for (int i = 0; i < count; i++) {
        Error error = { .text = "" };
        Quantity read;
        Figures figures = evaluate(&plans[i]);
        double computed = figures.at[_i];
        ck_assert_msg(formula_value(row->formula, &plans[i], &figures, &read, &error), "%s: %s",
                      row->name, error.text);
        ck_assert_msg(read.any || same_dimension(read.dimension, unit_info[row->unit].dimension),
                      "%s: its formula is of another kind than its unit", row->name);
        bool same = isnan(computed) ? isnan(read.value)
                                    : read.value == computed ||
                                          fabs(read.value - computed) <= 1e-12 * fabs(computed);
        ck_assert_msg(same, "%s: its text gives %.17g, the program %.17g", row->name, read.value,
                      computed);
    }
}
END_TEST

/* -- the other lists ---------------------------------------------------------------------------- */

START_TEST(constant_row)
{
    const ConstantInfo *row = &constant_info[_i];
    int feeds[FIGURE_COUNT];
    bool used = explain_feeds((Row){ A_CONSTANT, _i }, feeds, FIGURE_COUNT) > 0;
    check_name(row->name);
    ck_assert_msg(is_text(row->label) && is_text(row->source), "%s: label and source", row->name);
    ck_assert_msg(find_input(row->name) < 0 && find_figure(row->name) < 0, "%s: the name is taken",
                  row->name);
    for (int i = 0; i < LIMIT_COUNT; i++) {
        used = used || names_row(limit_info[i].condition, row->name);
    }
    ck_assert_msg(used, "%s is not used", row->name);
}
END_TEST

START_TEST(limit_row)
{
    const LimitInfo *row = &limit_info[_i];
    check_name(row->name);
    ck_assert_msg(is_text(row->say) && row->say[strlen(row->say) - 1] == '.', "%s: a sentence",
                  row->name);
    ck_assert_msg(isupper((unsigned char)row->say[0]), "%s: a sentence", row->name);
    for (int i = 0; i < _i; i++) {
        ck_assert_str_ne(limit_info[i].name, row->name);
    }
}
END_TEST

START_TEST(option_row)
{
    const OptionInfo *row = &option_info[_i];
    ck_assert_msg(is_text(row->word) && is_text(row->help), "%s: word and help", row->word);
    ck_assert_msg(input_info[row->input].kind == CHOICE, "%s: of a choice", row->word);
    ck_assert_int_eq(input_info[row->input].options <= _i, 1);
    for (int i = input_info[row->input].options; i < _i; i++) {
        ck_assert_str_ne(option_info[i].word, row->word);
    }
}
END_TEST

START_TEST(unit_row)
{
    const UnitInfo *row = &unit_info[_i];
    ck_assert_msg(row->symbol && row->size > 0, "%s: symbol and size", row->id);
    ck_assert_msg(same_dimension(row->dimension, unit_info[row->of ? row->of : _i].dimension),
                  "%s: .of is of another kind", row->id);
}
END_TEST

START_TEST(command_row)
{
    const CommandRow *row = &command_rows[_i];
    ck_assert(is_text(row->name) && is_text(row->help) && row->run);
    ck_assert_ptr_eq(find_command(row->name), row);
}
END_TEST

Suite *tables_suite(void)
{
    Suite *suite = suite_create("tables");
    TCase *test = tcase_create("rows");
    tcase_set_timeout(test, 60);
    tcase_add_loop_test(test, input_row, 0, INPUT_COUNT);
    tcase_add_loop_test(test, input_range, 0, INPUT_COUNT);
    tcase_add_loop_test(test, input_stops, 0, INPUT_COUNT);
    tcase_add_loop_test(test, input_used, 0, INPUT_COUNT);
    tcase_add_loop_test(test, figure_row, 0, FIGURE_COUNT);
    tcase_add_loop_test(test, figure_literals, 0, FIGURE_COUNT);
    tcase_add_loop_test(test, figure_formula, 0, FIGURE_COUNT);
    tcase_add_loop_test(test, constant_row, 0, CONSTANT_COUNT);
    tcase_add_loop_test(test, limit_row, 0, LIMIT_COUNT);
    tcase_add_loop_test(test, option_row, 0, OPTION_COUNT);
    tcase_add_loop_test(test, unit_row, 0, UNIT_COUNT);
    tcase_add_loop_test(test, command_row, 0, (int)command_row_count);
    suite_add_tcase(suite, test);
    return suite;
}
