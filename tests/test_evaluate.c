/* test_evaluate.c -- the engine against numbers that others published, and against itself. */
#include "tests/suites.h"

#include "model/quantity.h"
#include "profile/scenario.h"

#include <math.h>
#include <stdio.h>

static const struct {
    FileKind kind;
    const char *id, *set;
    int figure, unit;
    double value, tolerance;
    const char *source;
} answers[] = {
#define MODEL(id, set, figure, UNIT, value, tolerance, source)                                     \
    { MODEL_PROFILE, id, set, FIGURE_##figure, UNIT_##UNIT, value, tolerance, source },
#define PLAN(id, set, figure, UNIT, value, tolerance, source)                                      \
    { SCENARIO_FILE, id, set, FIGURE_##figure, UNIT_##UNIT, value, tolerance, source },
#include "tests/known_answers.def"
#undef MODEL
#undef PLAN
};
enum { ANSWERS = sizeof answers / sizeof *answers };

/* Applies "name=value name=value". */
static void set_all(Scenario *scenario, const char *set)
{
    while (*set) {
        char name[64], text[64];
        double value;
        Error error;
        int used = 0;
        ck_assert_int_eq(sscanf(set, " %63[^=]=%63s%n", name, text, &used), 2);
        int input = find_input(name);
        ck_assert_msg(input >= 0, "no input '%s'", name);
        ck_assert_msg(parse_input(text, input, &value, &error), "%s", error.text);
        scenario_set(scenario, input, value, FROM_HAND);
        set += used;
    }
}

static void load(Library *library, Scenario *scenario, FileKind kind, const char *id)
{
    Error error = { .text = "" };
    scenario_clear(scenario);
    bool read = kind == SCENARIO_FILE ? scenario_load(library, scenario, id, &error)
                                      : scenario_pick(library, scenario, kind, id, &error);
    ck_assert_msg(read, "%s", error.text);
}

START_TEST(known_answer)
{
    Library library;
    Scenario scenario;
    library_open(&library);
    load(&library, &scenario, answers[_i].kind, answers[_i].id);
    set_all(&scenario, answers[_i].set);
    Figures figures = evaluate(&scenario.plan);
    double computed = figures.at[answers[_i].figure],
           wanted = answers[_i].value * unit_info[answers[_i].unit].size;
    ck_assert_msg(fabs(computed - wanted) <= answers[_i].tolerance * fabs(wanted),
                  "%s %s: %s is %.12g, not %.12g (%+.3g %%): %s", answers[_i].id, answers[_i].set,
                  figure_info[answers[_i].figure].name, computed, wanted,
                  (computed / wanted - 1) * 100, answers[_i].source);
    library_close(&library);
}
END_TEST

/* -- properties --------------------------------------------------------------------------------- */

/* What goes up, or down, when an input does. */
static const struct {
    int input, figure;
    int direction;
} monotone[] = {
    { INPUT_layers, FIGURE_total_params, 1 },
    { INPUT_layers, FIGURE_kv_bytes_per_token, 1 },
    { INPUT_hidden_size, FIGURE_total_params, 1 },
    { INPUT_routed_experts, FIGURE_total_params, 1 },
    { INPUT_active_experts, FIGURE_active_params, 1 },
    { INPUT_kv_rank, FIGURE_kv_bytes_per_token, 1 },
    { INPUT_train_tokens, FIGURE_train_cost, 1 },
    { INPUT_train_tokens, FIGURE_train_time, 1 },
    { INPUT_devices, FIGURE_train_time, -1 },
    { INPUT_assumed_mfu, FIGURE_train_cost, -1 },
    { INPUT_assumed_mfu, FIGURE_train_time, -1 },
    { INPUT_device_price, FIGURE_train_cost, 1 },
    { INPUT_peak_bf16, FIGURE_train_time, -1 },
    { INPUT_sequence_length, FIGURE_train_flop_per_token, 1 },
    { INPUT_context_length, FIGURE_context_cache, 1 },
    { INPUT_memory_capacity, FIGURE_max_context_fleet, 1 },
    { INPUT_device_power, FIGURE_energy, 1 },
};

START_TEST(is_monotone)
{
    Library library;
    Scenario scenario;
    int input = monotone[_i].input;
    library_open(&library);
    load(&library, &scenario, SCENARIO_FILE, "deepseek-v3");
    double before = evaluate(&scenario.plan).at[monotone[_i].figure];
    for (double factor = 1.125; factor < 2; factor += 0.125) {
        Plan plan = scenario.plan;
        plan.at[input] *= factor;
        double after = evaluate(&plan).at[monotone[_i].figure];
        ck_assert_msg(monotone[_i].direction > 0 ? after > before : after < before,
                      "%s of %s at %g times", figure_info[monotone[_i].figure].name,
                      input_info[input].name, factor);
        before = after;
    }
    library_close(&library);
}
END_TEST

START_TEST(cost_is_linear_in_price)
{
    Plan plan = preset_plan();
    double once = evaluate(&plan).train_cost;
    plan.device_price *= 3;
    ck_assert_double_eq_tol(evaluate(&plan).train_cost, 3 * once, 1e-9 * once);
}
END_TEST

/* The ledger adds up for every model that is counted. */
START_TEST(parts_make_the_whole)
{
    Library library;
    int count, first;
    library_open(&library);
    first = catalogue_first(&library.catalogue, MODEL_PROFILE, &count);
    for (int i = first; i < first + count; i++) {
        Scenario scenario;
        scenario_clear(&scenario);
        if (!scenario_pick(&library, &scenario, MODEL_PROFILE, library.catalogue.items[i].id,
                           NULL)) {
            continue;
        }
        Figures f = evaluate(&scenario.plan);
        ck_assert_msg(f.active_params <= f.total_params, "%s: more active than there are",
                      library.catalogue.items[i].id);
        ck_assert_msg(f.total_params == nearbyint(f.total_params), "%s: parameters are whole",
                      library.catalogue.items[i].id);
        ck_assert_msg(f.mqa_bytes_per_token <= f.gqa_bytes_per_token &&
                          f.gqa_bytes_per_token <= f.mha_bytes_per_token,
                      "%s: MQA, GQA, MHA", library.catalogue.items[i].id);
    }
    library_close(&library);
}
END_TEST

Suite *evaluate_suite(void)
{
    Suite *suite = suite_create("evaluate");
    TCase *test = tcase_create("evaluate");
    tcase_add_loop_test(test, known_answer, 0, ANSWERS);
    tcase_add_loop_test(test, is_monotone, 0, (int)(sizeof monotone / sizeof *monotone));
    tcase_add_test(test, cost_is_linear_in_price);
    tcase_add_test(test, parts_make_the_whole);
    suite_add_tcase(suite, test);
    return suite;
}
