/* test_solve.c -- goal-seek undoes evaluate. */
#include "tests/suites.h"

#include "model/analysis/solve.h"
#include "profile/scenario.h"

#include <math.h>

static Plan deepseek(void)
{
    Library library;
    Scenario scenario;
    library_open(&library);
    ck_assert(scenario_load(&library, &scenario, "deepseek-v3", NULL));
    library_close(&library);
    return scenario.plan;
}

static const struct {
    int input, figure;
    double factor; /* of the present value: the target is the figure there */
} questions[] = {
    { INPUT_train_tokens, FIGURE_train_cost, 1.7 },
    { INPUT_train_tokens, FIGURE_train_cost, 0.01 },
    { INPUT_assumed_mfu, FIGURE_train_time, 0.5 },
    { INPUT_device_price, FIGURE_train_cost, 1.3 },
    { INPUT_peak_bf16, FIGURE_gpu_hours, 3 },
    { INPUT_devices, FIGURE_train_time, 2 },
    { INPUT_layers, FIGURE_total_params, 1.31 },
    { INPUT_routed_experts, FIGURE_total_params, 2 },
    { INPUT_sequence_length, FIGURE_train_flop, 8 },
    { INPUT_memory_bandwidth, FIGURE_train_cost, 1 },
    { INPUT_context_length, FIGURE_context_cache, 3 },
};

START_TEST(undoes_evaluate)
{
    Plan plan = deepseek(), moved = plan;
    int input = questions[_i].input, figure = questions[_i].figure;
    moved.at[input] *= questions[_i].factor;
    if (input_info[input].kind == WHOLE) {
        moved.at[input] = nearbyint(moved.at[input]);
    }
    double target = evaluate(&moved).at[figure];
    Solution solution = solve(&plan, input, figure, target);
    if (questions[_i].factor == 1) {
        ck_assert_int_eq(solution.how, NO_EFFECT);
        return;
    }
    ck_assert_msg(solution.how == SOLVED || solution.how == NEAREST_WHOLE, "%s: %d",
                  input_info[input].name, (int)solution.how);
    ck_assert_double_eq_tol(solution.value, moved.at[input], 1e-9 * moved.at[input]);
    ck_assert_double_eq_tol(solution.reached, target, 1e-9 * target);
    Solution near = solve_near(&plan, input, figure, target);
    ck_assert_double_eq_tol(near.value, solution.value, 1e-9 * solution.value);
    ck_assert_double_eq_tol(near.reached, target, 1e-9 * target);
}
END_TEST

START_TEST(days_to_devices)
{
    Plan plan = deepseek();
    Solution solution = solve(&plan, INPUT_devices, FIGURE_train_time, 30 * 86400.0);
    ck_assert_int_eq(solution.how, NEAREST_WHOLE);
    ck_assert_double_eq(solution.value, 3872); /* 2,788,000 / 24 / 30 = 3,872.2 */
}
END_TEST

START_TEST(out_of_reach)
{
    Plan plan = deepseek();
    Solution solution = solve(&plan, INPUT_assumed_mfu, FIGURE_train_cost, 1);
    ck_assert_int_eq(solution.how, OUT_OF_REACH);
    ck_assert(isnan(solution.value));
    ck_assert(solution.least > 1 && solution.most > solution.least);
}
END_TEST

START_TEST(few_values)
{
    Plan plan = deepseek();
    Solution solution = solve(&plan, INPUT_cache_precision, FIGURE_kv_bytes_per_token, 35136);
    ck_assert_int_eq(solution.how, SOLVED);
    ck_assert_double_eq(solution.value, cache_precision_FP8);
}
END_TEST

Suite *solve_suite(void)
{
    Suite *suite = suite_create("solve");
    TCase *test = tcase_create("solve");
    tcase_add_loop_test(test, undoes_evaluate, 0, (int)(sizeof questions / sizeof *questions));
    tcase_add_test(test, days_to_devices);
    tcase_add_test(test, out_of_reach);
    tcase_add_test(test, few_values);
    suite_add_tcase(suite, test);
    return suite;
}
