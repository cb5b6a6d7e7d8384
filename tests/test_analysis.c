/* test_analysis.c -- questions about a plan, against answers known in closed form. */
#include "tests/suites.h"

#include "model/analysis/attribution.h"
#include "model/analysis/implied.h"
#include "model/analysis/solve.h"
#include "model/analysis/sweep.h"
#include "model/analysis/tornado.h"
#include "model/analysis/waterfall.h"
#include "profile/ban.h"
#include "profile/scenario.h"
#include "tests/given.h"

#include <math.h>
#include <stdlib.h>

/* -- sweep, solve -------------------------------------------------------------------------------- */

START_TEST(cost_is_linear_in_price)
{
    Plan plan = given_plan("deepseek-v3");
    double x[40], y[40];
    sweep(&plan, INPUT_device_price, FIGURE_train_cost, 40, x, y);
    double hours = evaluate(&plan).gpu_hours;
    for (int i = 0; i < 40; i++) {
        ck_assert_double_eq_tol(y[i], x[i] * hours, 1e-12 * y[i]);
    }
}
END_TEST

/* Whether the figure strictly rises, or strictly falls, along the slider's whole track. */
static bool is_monotone(const Plan *plan, int input, int figure)
{
    enum { PLACES = 24 };
    double x[PLACES], y[PLACES];
    sweep(plan, input, figure, PLACES, x, y);
    bool rises = true, falls = true;
    for (int i = 0; i + 1 < PLACES; i++) {
        double more = y[i + 1] - y[i], least = 1e-6 * fabs(y[i]);
        rises = rises && more > least;
        falls = falls && more < -least;
    }
    return rises || falls;
}

static bool moves(const Plan *plan, int input, int figure)
{
    Plan other = *plan;
    other.at[input] *= 1.1;
    double now = evaluate(plan).at[figure], then = evaluate(&other).at[figure];
    return isfinite(now) && isfinite(then) && now != then;
}

START_TEST(solve_undoes_evaluate_where_monotone)
{
    const InputInfo *row = &input_info[_i];
    Plan plan = given_plan("deepseek-v3");
    if ((row->kind != REAL && row->kind != WHOLE) || !input_matters(_i, &plan)) {
        return;
    }
    for (int figure = 0; figure < FIGURE_COUNT; figure++) {
        if (figure_info[figure].rank == 0 || figure_info[figure].rank > 2 ||
            !moves(&plan, _i, figure) || !is_monotone(&plan, _i, figure)) {
            continue;
        }
        Plan moved = plan;
        double x[3], y[3];
        sweep(&plan, _i, figure, 3, x, y);
        moved.at[_i] = x[1];
        Solution solution = solve(&plan, _i, figure, evaluate(&moved).at[figure]);
        ck_assert_msg(solution.how == SOLVED || solution.how == NEAREST_WHOLE,
                      "%s by %s: no solution", figure_info[figure].name, row->name);
        ck_assert_msg(fabs(solution.reached - y[1]) <= 1e-6 * fabs(y[1]), "%s by %s: %g, not %g",
                      figure_info[figure].name, row->name, solution.reached, y[1]);
        ck_assert_msg(fabs(solution.value - x[1]) <= 1e-5 * fabs(x[1]), "%s by %s: at %g, not %g",
                      figure_info[figure].name, row->name, solution.value, x[1]);
    }
}
END_TEST

START_TEST(grid_is_evaluate)
{
    Plan plan = given_plan("deepseek-v3");
    Grid *grid = malloc(sizeof *grid);
    grid_open(grid, INPUT_device_price, 9, INPUT_train_tokens, 7, FIGURE_train_cost);
    for (int row = grid->rows - 1; row >= 0; row--) {
        grid_row(grid, &plan, row);
    }
    grid_range(grid);
    for (int row = 0; row < 7; row++) {
        for (int column = 0; column < 9; column++) {
            Plan moved = plan;
            moved.device_price = grid->x[column];
            moved.train_tokens = grid->y[row];
            ck_assert_double_eq(grid->z[row][column], evaluate(&moved).train_cost);
        }
    }
    ck_assert_double_eq(grid->least, grid->z[0][0]);
    ck_assert_double_eq(grid->most, grid->z[6][8]);
    free(grid);
}
END_TEST

/* -- tornado ------------------------------------------------------------------------------------- */

START_TEST(elasticities)
{
    Plan plan = given_plan("deepseek-v3");
    Sway sways[INPUT_COUNT];
    int found = 0, count = tornado(&plan, FIGURE_pretrain_cost, 0.1, sways, INPUT_COUNT);
    for (int i = 0; i < count; i++) {
        double wanted = sways[i].input == INPUT_device_price || sways[i].input == INPUT_train_tokens
                            ? 1
                        : sways[i].input == INPUT_assumed_mfu ? -1
                                                              : NAN;
        if (isfinite(wanted)) {
            found++;
            ck_assert_double_eq_tol(sways[i].elasticity, wanted, 1e-9);
        }
        if (i > 0) { /* the farthest first */
            double now = evaluate(&plan).pretrain_cost;
            double before = fmax(fabs(sways[i - 1].low - now), fabs(sways[i - 1].high - now));
            ck_assert(before >= fmax(fabs(sways[i].low - now), fabs(sways[i].high - now)));
        }
    }
    ck_assert_int_eq(found, 3);
}
END_TEST

/* DeepSeek-V3 has one shared expert: none or two are no tenth. */
START_TEST(a_tenth_is_a_tenth)
{
    Plan plan = given_plan("deepseek-v3");
    Sway sways[INPUT_COUNT];
    int count = tornado(&plan, FIGURE_pretrain_cost, 0.1, sways, INPUT_COUNT);
    for (int i = 0; i < count; i++) {
        double now = plan.at[sways[i].input];
        ck_assert_double_ge(sways[i].from, 0.8 * now);
        ck_assert_double_le(sways[i].to, 1.2 * now);
    }
}
END_TEST

START_TEST(spans_from_end_to_end)
{
    Plan plan = given_plan("deepseek-v3");
    Spans spans = given_span(INPUT_device_price, plan.device_price / 2, 3 * plan.device_price);
    Sway sways[4];
    ck_assert_int_eq(tornado_spans(&plan, FIGURE_train_cost, &spans, sways, 4), 1);
    double now = evaluate(&plan).train_cost;
    ck_assert_double_eq_tol(sways[0].low, now / 2, 1e-9 * now);
    ck_assert_double_eq_tol(sways[0].high, 3 * now, 1e-9 * now);
    ck_assert_int_eq(tornado_spans(&plan, FIGURE_total_params, &spans, sways, 4), 0);
}
END_TEST

/* -- attribution --------------------------------------------------------------------------------- */

static const char *const scenario_pairs[][2] = {
    { "deepseek-v3", "llama3.1-405b" },
    { "deepseek-v3", "essay" },
    { "llama3.1-405b", "essay" },
};

START_TEST(parts_sum_to_the_difference)
{
    Plan a = given_plan(scenario_pairs[_i][0]), b = given_plan(scenario_pairs[_i][1]);
    int figures[] = { FIGURE_train_cost, FIGURE_train_time, FIGURE_total_params,
                      FIGURE_kv_bytes_per_token, FIGURE_train_flop_per_token };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        for (int parting = BY_INPUT; parting <= BY_GROUP; parting++) {
            Attribution there = attribute(&a, &b, figures[i], (Parting)parting);
            Attribution back = attribute(&b, &a, figures[i], (Parting)parting);
            double sum = 0, returned = 0, size = fmax(fabs(there.from), fabs(there.to));
            for (int j = 0; j < there.count; j++) {
                sum += there.parts[j].part;
                size = fmax(size, fabs(there.parts[j].part));
            }
            for (int j = 0; j < back.count; j++) {
                returned += back.parts[j].part;
            }
            ck_assert_msg(there.orders > 0, "%s", figure_info[figures[i]].name);
            ck_assert_double_eq_tol(sum, there.to - there.from, 1e-10 * size);
            ck_assert_double_eq_tol(returned, -(there.to - there.from), 1e-10 * size);
        }
    }
}
END_TEST

/* Of a product each factor gets its change times the mean of the other. */
START_TEST(parts_of_a_product)
{
    Plan a = given_plan("deepseek-v3"), b = a;
    b.device_price *= 1.7;
    b.devices *= 2; /* changes nothing */
    b.post_training_gpu_hours += 1e5 * 3600;
    Attribution answer = attribute(&a, &b, FIGURE_train_cost, BY_INPUT);
    double hours = evaluate(&a).gpu_hours, more = evaluate(&b).gpu_hours;
    ck_assert(answer.exact);
    ck_assert_int_eq(answer.orders, 6);
    ck_assert_int_eq(answer.count, 2);
    ck_assert_int_eq(answer.parts[0].input, INPUT_device_price);
    ck_assert_double_eq_tol(answer.parts[0].part, 0.7 * a.device_price * (hours + more) / 2, 1e-3);
    ck_assert_double_eq_tol(answer.parts[1].part, (more - hours) * 1.35 * a.device_price, 1e-3);
}
END_TEST

START_TEST(no_value_no_parts)
{
    Plan a = given_plan("deepseek-v3"), b = a;
    b.efficiency = efficiency_REPORTED;
    b.reported_gpu_hours = 0; /* no hours, no cost */
    Attribution answer = attribute(&a, &b, FIGURE_train_cost, BY_INPUT);
    ck_assert_int_eq(answer.orders, 0);
    ck_assert_int_eq(answer.count, 0);
}
END_TEST

START_TEST(reported_hours_imply_an_efficiency)
{
    Plan plan = given_plan("llama3.1-405b"), implied = implied_plan(&plan);
    Figures before = evaluate(&plan), after = evaluate(&implied);
    ck_assert_int_eq((int)plan.efficiency, efficiency_REPORTED);
    ck_assert_int_eq((int)implied.efficiency, efficiency_ASSUMED);
    ck_assert_double_eq_tol(after.gpu_hours, before.gpu_hours, 1e-12 * before.gpu_hours);
    ck_assert_double_eq_tol(after.train_cost, before.train_cost, 1e-12 * before.train_cost);
}
END_TEST

/* -- waterfall, ban ------------------------------------------------------------------------------ */

START_TEST(waterfall_ends_at_the_plan)
{
    Plan plan = given_plan("deepseek-v3");
    Waterfall *fall = malloc(sizeof *fall);
    waterfall(&plan, fall);
    Plan predicted = plan;
    predicted.efficiency = fall->predicted ? efficiency_PREDICTED : plan.efficiency;
    Figures end = evaluate(&predicted);
    const Drop *first = &fall->drops[0], *last = &fall->drops[fall->count - 1];
    ck_assert_int_ge(fall->count, 3);
    for (int i = 0; i < fall->figure_count; i++) {
        ck_assert_double_eq(last->figures.at[fall->figures[i]], end.at[fall->figures[i]]);
    }
    ck_assert_double_eq_tol(first->figures.total_params, end.total_params,
                            0.001 * end.total_params);
    ck_assert_double_eq_tol(first->figures.active_share, 1, 1e-12);
    ck_assert_double_eq(first->figures.kv_bytes_per_token, 3997696); /* 61 × 128 × 256 × 2 */
    for (int i = 1; i < fall->count; i++) {
        const Drop *drop = &fall->drops[i];
        ck_assert(*drop->label && *drop->source);
        if (drop->left_out) {
            ck_assert_mem_eq(&drop->plan, &fall->drops[i - 1].plan, sizeof drop->plan);
        } else {
            const Figures *now = &drop->figures, *before = &fall->drops[i - 1].figures;
            ck_assert(now->pretrain_cost < before->pretrain_cost ||
                      now->decode_tokens_per_second > before->decode_tokens_per_second);
        }
    }
    free(fall);
}
END_TEST

START_TEST(ban_keeps_the_plan)
{
    Library library;
    Scenario scenario, banned;
    char changed[80];
    Error error = { .text = "" };
    library_open(&library);
    ck_assert(scenario_load(&library, &scenario, "deepseek-v3", &error));
    ck_assert_msg(ban_scenario(&library, &scenario, ban_rows[_i].hardware, &banned, changed,
                               sizeof changed, &error),
                  "%s", error.text);
    Figures figures = evaluate(&banned.plan);
    ck_assert(isfinite(figures.train_time) && isfinite(figures.train_cost));
    ck_assert_double_eq(banned.plan.devices, scenario.plan.devices);
    ck_assert_double_eq(banned.plan.layers, scenario.plan.layers);
    ck_assert_double_eq(figures.mfu, evaluate(&scenario.plan).mfu);
    ck_assert_int_eq(*changed != '\0', banned.plan.compute != scenario.plan.compute);
    ck_assert(!check_limits(&banned.plan, &figures).broken[LIMIT_precision_exists]);
    library_close(&library);
}
END_TEST

Suite *analysis_suite(void)
{
    Suite *suite = suite_create("analysis");
    TCase *test = tcase_create("analysis");
    tcase_set_timeout(test, 120);
    tcase_add_test(test, cost_is_linear_in_price);
    tcase_add_loop_test(test, solve_undoes_evaluate_where_monotone, 0, INPUT_COUNT);
    tcase_add_test(test, grid_is_evaluate);
    tcase_add_test(test, elasticities);
    tcase_add_test(test, a_tenth_is_a_tenth);
    tcase_add_test(test, spans_from_end_to_end);
    tcase_add_loop_test(test, parts_sum_to_the_difference, 0,
                        (int)(sizeof scenario_pairs / sizeof *scenario_pairs));
    tcase_add_test(test, parts_of_a_product);
    tcase_add_test(test, no_value_no_parts);
    tcase_add_test(test, reported_hours_imply_an_efficiency);
    tcase_add_test(test, waterfall_ends_at_the_plan);
    tcase_add_loop_test(test, ban_keeps_the_plan, 0, ban_row_count);
    suite_add_tcase(suite, test);
    return suite;
}
