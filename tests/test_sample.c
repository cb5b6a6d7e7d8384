/* test_sample.c -- spans and samples, against distributions known in closed form. */
#include "tests/suites.h"

#include "jobs/parallel.h"
#include "model/analysis/sample.h"
#include "profile/uncertainty.h"
#include "tests/given.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 65536 };

/* -- spans --------------------------------------------------------------------------------------- */

START_TEST(usual_spans_are_stated)
{
    Plan plan = given_plan("deepseek-v3");
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
    Plan plan = given_plan("deepseek-v3");
    plan.power_usage_effectiveness = 1.2;
    Spans spans = given_span(INPUT_power_usage_effectiveness, 1.05, 1.8);
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
    Plan plan = given_plan("deepseek-v3");
    double price = plan.device_price, low = price / 3, high = price * 4;
    Spans spans = given_span(INPUT_device_price, low, high);
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
    Plan plan = given_plan("deepseek-v3");
    int pair[2] = { INPUT_device_power, INPUT_power_usage_effectiveness };
    double low[2] = { 400, 1 }, high[2] = { 1000, 1.6 }, now = evaluate(&plan).energy,
           product = now;
    Spans both = given_span(pair[0], low[0], high[0]);
    both.low[pair[1]] = low[1];
    both.high[pair[1]] = high[1];
    for (int i = 0; i < 2; i++) {
        Spans spans = given_span(pair[i], low[i], high[i]);
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
    Plan plan = given_plan("deepseek-v3");
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
    Plan plan = given_plan("deepseek-v3");
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

/* The band of a prediction holds nine steps in ten: so must the sample of the step. */
START_TEST(error_of_the_prediction_is_sampled)
{
    Plan plan = given_plan("deepseek-v3");
    plan.efficiency = efficiency_PREDICTED;
    Figures now = evaluate(&plan);
    Spans usual = usual_spans(&plan);
    Spans spans = given_span(INPUT_prediction_error, usual.low[INPUT_prediction_error],
                             usual.high[INPUT_prediction_error]);
    Distribution answer = distribution_of(&plan, &spans, FIGURE_step_time, 7);
    double low = now.predicted_step_low, high = now.predicted_step_high;
    ck_assert_double_eq_tol(answer.quantile[0], low, 0.01 * low);
    ck_assert_double_eq_tol(answer.quantile[2], now.predicted_step_time, 0.005 * low);
    ck_assert_double_eq_tol(answer.quantile[4], high, 0.01 * high);
    plan.efficiency = efficiency_ASSUMED;
    ck_assert(!span_moves(&plan, &usual, INPUT_prediction_error, FIGURE_step_time));
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
    Plan plan = given_plan("deepseek-v3");
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

Suite *sample_suite(void)
{
    Suite *suite = suite_create("sample");
    TCase *test = tcase_create("sample");
    tcase_set_timeout(test, 120);
    tcase_add_loop_test(test, usual_spans_are_stated, 0, INPUT_COUNT);
    tcase_add_test(test, spans_of_a_file);
    tcase_add_loop_test(test, linear_figure_has_analytic_quantiles, 0, 4);
    tcase_add_test(test, logarithmic_row_is_drawn_in_its_logarithm);
    tcase_add_test(test, inputs_vary_independently);
    tcase_add_test(test, standard_error_is_honest);
    tcase_add_test(test, threads_do_not_matter);
    tcase_add_test(test, error_of_the_prediction_is_sampled);
    tcase_add_test(test, summary_of_little);
    tcase_add_test(test, histogram_holds_all);
    suite_add_tcase(suite, test);
    return suite;
}
