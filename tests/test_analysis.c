/* test_analysis.c -- questions about a plan, against answers known in closed form. */
#include "tests/suites.h"

#include "jobs/parallel.h"
#include "model/analysis/attribution.h"
#include "model/analysis/implied.h"
#include "model/analysis/sample.h"
#include "model/analysis/solve.h"
#include "model/analysis/sweep.h"
#include "model/analysis/tornado.h"
#include "model/analysis/waterfall.h"
#include "profile/ban.h"
#include "profile/uncertainty.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 65536 };

static Plan plan_of(const char *name)
{
    Library library;
    Scenario scenario;
    library_open(&library);
    ck_assert(scenario_load(&library, &scenario, name, NULL));
    library_close(&library);
    return scenario.plan;
}

/* Everything certain but one input. */
static Spans one_span(int input, double low, double high)
{
    Plan plan = preset_plan();
    Spans spans = usual_spans(&plan);
    for (int i = 0; i < INPUT_COUNT; i++) {
        spans.low[i] = spans.high[i] = NAN;
    }
    spans.low[input] = low;
    spans.high[input] = high;
    return spans;
}

/* -- sweep, solve -------------------------------------------------------------------------------- */

START_TEST(cost_is_linear_in_price)
{
    Plan plan = plan_of("deepseek-v3");
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
    Plan plan = plan_of("deepseek-v3");
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
    Plan plan = plan_of("deepseek-v3");
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

START_TEST(crossings_and_break_even)
{
    Plan plan = plan_of("deepseek-v3"), other = plan;
    double at[4], tokens = plan.train_tokens * 1.5;
    Plan moved = plan;
    moved.train_tokens = tokens;
    double target = evaluate(&moved).train_cost;
    ck_assert_int_eq(sweep_crossings(&plan, INPUT_train_tokens, FIGURE_train_cost, target, at, 4),
                     1);
    ck_assert_double_eq_tol(at[0], tokens, 1e-9 * tokens);
    ck_assert_int_eq(sweep_crossings(&plan, INPUT_train_tokens, FIGURE_train_cost, 1, at, 4), 0);
    /* p (c t + h) = q (c t + k) at t = (q k - p h) / (c (p - q)) */
    other.device_price = 0.8 * plan.device_price;
    other.post_training_gpu_hours = 1e6 * 3600;
    double p = plan.device_price, q = other.device_price;
    double h = plan.context_extension_gpu_hours + plan.post_training_gpu_hours;
    double k = other.context_extension_gpu_hours + other.post_training_gpu_hours;
    double c = evaluate(&plan).pretrain_gpu_hours / plan.train_tokens;
    double even = (q * k - p * h) / (c * (p - q));
    ck_assert_int_eq(sweep_break_even(&plan, &other, INPUT_train_tokens, FIGURE_train_cost, at, 4),
                     1);
    ck_assert_double_eq_tol(at[0], even, 1e-9 * even);
}
END_TEST

/* -- tornado ------------------------------------------------------------------------------------- */

START_TEST(elasticities)
{
    Plan plan = plan_of("deepseek-v3");
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

START_TEST(spans_from_end_to_end)
{
    Plan plan = plan_of("deepseek-v3");
    Spans spans = one_span(INPUT_device_price, plan.device_price / 2, 3 * plan.device_price);
    Sway sways[4];
    ck_assert_int_eq(tornado_spans(&plan, FIGURE_train_cost, &spans, sways, 4), 1);
    double now = evaluate(&plan).train_cost;
    ck_assert_double_eq_tol(sways[0].low, now / 2, 1e-9 * now);
    ck_assert_double_eq_tol(sways[0].high, 3 * now, 1e-9 * now);
    ck_assert_int_eq(tornado_spans(&plan, FIGURE_total_params, &spans, sways, 4), 0);
}
END_TEST

/* -- spans --------------------------------------------------------------------------------------- */

START_TEST(usual_spans_are_stated)
{
    Plan plan = plan_of("deepseek-v3");
    Spans spans = usual_spans(&plan);
    const char *source = usual_span_source(_i);
    ck_assert_int_eq(spans.usual[_i], source != NULL);
    if (source) {
        ck_assert(strlen(source) > 10);
        ck_assert(spans.low[_i] <= plan.at[_i] && plan.at[_i] <= spans.high[_i]);
        ck_assert(spans.low[_i] < spans.high[_i]);
    } else {
        ck_assert(isnan(spans.low[_i]) && isnan(spans.high[_i]));
    }
}
END_TEST

START_TEST(spans_of_a_file)
{
    static const char text[] = "flopdeck: 1\nmodel: deepseek-v3\nhardware:\n  profile: h800-sxm\n"
                               "  device_price: {value: \"$2\", low: \"$1\", high: \"$4\"}\n"
                               "run:\n  train_tokens: {value: 10 T, low: 10 T, high: 10 T}\n";
    Library library;
    Scenario scenario;
    Error error = { .text = "" };
    library_open(&library);
    const char *path = test_file("spans.yaml", text, strlen(text));
    ck_assert_msg(scenario_load(&library, &scenario, path, &error), "%s", error.text);
    Spans spans = scenario_spans(&library, &scenario);
    ck_assert_double_eq(spans.low[INPUT_device_price], 1.0 / 3600);
    ck_assert_double_eq(spans.high[INPUT_device_price], 4.0 / 3600);
    ck_assert(!spans.usual[INPUT_device_price] && spans.usual[INPUT_assumed_mfu]);
    ck_assert(!span_moves(&scenario.plan, &spans, INPUT_train_tokens, FIGURE_train_cost));
    scenario_set(&scenario, INPUT_device_price, 3.0 / 3600, FROM_HAND); /* no longer the file's */
    spans = scenario_spans(&library, &scenario);
    ck_assert(spans.usual[INPUT_device_price]);
    library_close(&library);
}
END_TEST

/* -- sample -------------------------------------------------------------------------------------- */

static Distribution distribution_of(const Plan *plan, const Spans *spans, int figure, uint64_t seed)
{
    double *values = malloc(MANY * sizeof *values);
    Sampling sampling = sample_of(plan, spans, figure, seed);
    sample_range(&sampling, figure, 0, MANY, values);
    Distribution answer = sample_summary(values, MANY);
    free(values);
    return answer;
}

/* Distribution function of a triangle, from its density. */
static double triangle_below(double low, double mode, double high, double x)
{
    return x < mode ? (x - low) * (x - low) / ((high - low) * (mode - low))
                    : 1 - (high - x) * (high - x) / ((high - low) * (high - mode));
}

/* Energy is linear in the power usage effectiveness, whose row is linear: a triangle. */
START_TEST(linear_figure_has_analytic_quantiles)
{
    Plan plan = plan_of("deepseek-v3");
    plan.power_usage_effectiveness = 1.2;
    Spans spans = one_span(INPUT_power_usage_effectiveness, 1.05, 1.8);
    Distribution answer = distribution_of(&plan, &spans, FIGURE_energy, (uint64_t)_i);
    double scale = evaluate(&plan).energy / 1.2;
    for (int q = 0; q < QUANTILES; q++) {
        double below = triangle_below(1.05, 1.2, 1.8, answer.quantile[q] / scale);
        ck_assert_double_eq_tol(below, quantile_share[q], 2e-4);
    }
    double mean = (1.05 + 1.2 + 1.8) / 3;
    ck_assert_double_eq_tol(answer.mean / scale, mean, 4 * answer.mean_error / scale);
    double variance =
        (1.05 * 1.05 + 1.2 * 1.2 + 1.8 * 1.8 - 1.05 * 1.2 - 1.05 * 1.8 - 1.2 * 1.8) / 18;
    ck_assert_double_eq_tol(answer.deviation / scale, sqrt(variance), 1e-4);
    ck_assert(answer.mean_error > 0 && answer.mean_error < 1e-4 * answer.mean);
}
END_TEST

/* Cost is linear in price, whose row is logarithmic: a triangle in the logarithm. */
START_TEST(logarithmic_row_is_drawn_in_its_logarithm)
{
    Plan plan = plan_of("deepseek-v3");
    double price = plan.device_price, low = price / 3, high = price * 4;
    Spans spans = one_span(INPUT_device_price, low, high);
    Distribution answer = distribution_of(&plan, &spans, FIGURE_train_cost, 7);
    double hours = evaluate(&plan).gpu_hours;
    for (int q = 0; q < QUANTILES; q++) {
        double below =
            triangle_below(log(low), log(price), log(high), log(answer.quantile[q] / hours));
        ck_assert_double_eq_tol(below, quantile_share[q], 2e-4);
    }
}
END_TEST

/* Independent factors: the mean of the product is the product of the means. */
START_TEST(inputs_vary_independently)
{
    Plan plan = plan_of("deepseek-v3");
    int pair[2] = { INPUT_device_power, INPUT_power_usage_effectiveness };
    double low[2] = { 400, 1 }, high[2] = { 1000, 1.6 }, now = evaluate(&plan).energy,
           product = now;
    Spans both = one_span(pair[0], low[0], high[0]);
    both.low[pair[1]] = low[1];
    both.high[pair[1]] = high[1];
    for (int i = 0; i < 2; i++) {
        Spans spans = one_span(pair[i], low[i], high[i]);
        product *= distribution_of(&plan, &spans, FIGURE_energy, 3).mean / now;
    }
    double mean = distribution_of(&plan, &both, FIGURE_energy, 3).mean;
    ck_assert_double_eq_tol(mean, product, 4e-4 * product);
}
END_TEST

/* The standard error tells how far seeds lie apart. */
START_TEST(standard_error_is_honest)
{
    enum { SEEDS = 24 };
    Plan plan = plan_of("deepseek-v3");
    Spans spans = usual_spans(&plan);
    double means[SEEDS], error = 0, mean = 0, squares = 0;
    for (int i = 0; i < SEEDS; i++) {
        Distribution answer = distribution_of(&plan, &spans, FIGURE_train_cost, (uint64_t)i);
        means[i] = answer.mean;
        mean += answer.mean / SEEDS;
        error += answer.mean_error / SEEDS;
    }
    for (int i = 0; i < SEEDS; i++) {
        squares += (means[i] - mean) * (means[i] - mean);
    }
    double apart = sqrt(squares / (SEEDS - 1));
    ck_assert_msg(apart < 3 * error && apart > error / 3, "apart %g, said %g", apart, error);
}
END_TEST

typedef struct {
    Sampling sampling;
    double *values;
} Draw;

static void draw_piece(void *context, long first, long count)
{
    Draw *draw = context;
    sample_range(&draw->sampling, FIGURE_train_cost, (uint64_t)first, count, draw->values + first);
}

START_TEST(threads_do_not_matter)
{
    enum { COUNT = 20011 };
    static const int threads[] = { 1, 2, 3, 7, 16 };
    Plan plan = plan_of("deepseek-v3");
    Spans spans = usual_spans(&plan);
    double *whole = malloc(COUNT * sizeof(double)), *pieces = malloc(COUNT * sizeof(double));
    Draw draw = { sample_of(&plan, &spans, FIGURE_train_cost, 5), pieces };
    sample_range(&draw.sampling, FIGURE_train_cost, 0, COUNT, whole);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        memset(pieces, 0, COUNT * sizeof(double));
        parallel_for(COUNT, 37 + 100 * (long)i, threads[i], draw_piece, &draw);
        ck_assert_mem_eq(pieces, whole, COUNT * sizeof(double));
    }
    Plan one = sample_plan(&draw.sampling, 12345);
    ck_assert_double_eq(evaluate(&one).train_cost, whole[12345]);
    draw.sampling.seed = 6;
    sample_range(&draw.sampling, FIGURE_train_cost, 0, COUNT, pieces);
    ck_assert_mem_ne(pieces, whole, COUNT * sizeof(double));
    free(whole);
    free(pieces);
}
END_TEST

START_TEST(summary_of_little)
{
    double none[3] = { NAN, INFINITY, NAN }, one[1] = { 5 }, some[5] = { 3, NAN, 1, 2, NAN };
    Distribution answer = sample_summary(none, 3);
    ck_assert_int_eq(answer.valid, 0);
    ck_assert(isnan(answer.mean) && isnan(answer.quantile[2]));
    answer = sample_summary(one, 1);
    ck_assert_double_eq(answer.quantile[0], 5);
    ck_assert_double_eq(answer.mean, 5);
    ck_assert_int_eq(answer.bins[0], 1);
    answer = sample_summary(some, 5);
    ck_assert_int_eq(answer.valid, 3);
    ck_assert_double_eq(answer.quantile[2], 2);
    ck_assert_double_eq(answer.least, 1);
    ck_assert_double_eq(answer.most, 3);
    ck_assert_int_eq(answer.trace_count[answer.traced - 1], 5);
    double equal[1000];
    for (int i = 0; i < 1000; i++) {
        equal[i] = 4;
    }
    answer = sample_summary(equal, 1000);
    ck_assert_double_eq(answer.quantile[4], 4);
    ck_assert_double_eq(answer.mean_error, 0);
}
END_TEST

START_TEST(histogram_holds_all)
{
    Plan plan = plan_of("deepseek-v3");
    Spans spans = usual_spans(&plan);
    Distribution answer = distribution_of(&plan, &spans, FIGURE_train_cost, 1);
    long sum = 0;
    for (int i = 0; i < HISTOGRAM_BINS; i++) {
        sum += answer.bins[i];
    }
    ck_assert_int_eq(sum, MANY);
    ck_assert(answer.least <= answer.from && answer.from < answer.to && answer.to <= answer.most);
    for (int q = 0; q + 1 < QUANTILES; q++) {
        ck_assert(answer.quantile[q] < answer.quantile[q + 1]);
    }
    ck_assert_double_eq_tol(answer.trace_mean[answer.traced - 1], answer.mean, 1e-12 * answer.mean);
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
    Plan a = plan_of(scenario_pairs[_i][0]), b = plan_of(scenario_pairs[_i][1]);
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
    Plan a = plan_of("deepseek-v3"), b = a;
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
    Plan a = plan_of("deepseek-v3"), b = a;
    b.efficiency = efficiency_REPORTED;
    b.reported_gpu_hours = 0; /* no hours, no cost */
    Attribution answer = attribute(&a, &b, FIGURE_train_cost, BY_INPUT);
    ck_assert_int_eq(answer.orders, 0);
    ck_assert_int_eq(answer.count, 0);
}
END_TEST

START_TEST(reported_hours_imply_an_efficiency)
{
    Plan plan = plan_of("llama3.1-405b"), implied = implied_plan(&plan);
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
    Plan plan = plan_of("deepseek-v3");
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
            ck_assert(drop->figures.pretrain_cost < fall->drops[i - 1].figures.pretrain_cost);
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
    tcase_add_test(test, crossings_and_break_even);
    tcase_add_test(test, elasticities);
    tcase_add_test(test, spans_from_end_to_end);
    tcase_add_loop_test(test, usual_spans_are_stated, 0, INPUT_COUNT);
    tcase_add_test(test, spans_of_a_file);
    tcase_add_loop_test(test, linear_figure_has_analytic_quantiles, 0, 4);
    tcase_add_test(test, logarithmic_row_is_drawn_in_its_logarithm);
    tcase_add_test(test, inputs_vary_independently);
    tcase_add_test(test, standard_error_is_honest);
    tcase_add_test(test, threads_do_not_matter);
    tcase_add_test(test, summary_of_little);
    tcase_add_test(test, histogram_holds_all);
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
