/* test_search.c -- the search against trying everything, on spaces small enough for that. */
#include "tests/suites.h"

#include "model/analysis/bands.h"
#include "model/analysis/cheap.h"
#include "model/analysis/reach.h"
#include "model/analysis/search.h"
#include "model/training/layout.h"
#include "model/training/memory.h"
#include "model/training/step.h"
#include "profile/scenario.h"

#include <math.h>

static Scenario load(const char *name)
{
    Library library;
    Scenario scenario;
    Error error = { 0 };
    library_open(&library);
    bool loaded = scenario_load(&library, &scenario, name, &error);
    library_close(&library);
    ck_assert_msg(loaded, "%s", error.text);
    return scenario;
}

/* Small enough to try everything: with experts, windows of memory, a batch that binds. */
static Plan small_plan(int which)
{
    Plan plan = load(which == 1 ? "llama3.1-405b" : "deepseek-v3").plan;
    plan.layers = which == 2 ? 7 : 8;
    plan.moe_layers = fmin(plan.moe_layers, plan.layers - 1);
    plan.attention_heads = 8;
    plan.routed_experts = plan.routed_experts > 0 ? 8 : 0;
    plan.active_experts = plan.routed_experts > 0 ? 2 : 0;
    plan.devices = 16;
    plan.sequence_length = 512;
    plan.batch_sequences = which == 2 ? 8 : 64;
    plan.memory_capacity = which == 0 ? 24e9 : which == 1 ? 60e9 : 40e9;
    plan.framework = which == 2   ? framework_MEGATRON
                     : which == 3 ? framework_MEGATRON_BRIDGE
                                  : plan.framework;
    plan.micro_batch = 1;
    return plan;
}

static bool whole(double value)
{
    return value == floor(value);
}

/* Written apart from the search, and without any of its shortcuts. */
static bool possible(const Plan *p)
{
    double model = p->tensor_parallel * p->pipeline_parallel * p->context_parallel;
    double chunks = p->pipeline_parallel * p->virtual_stages;
    double each = ceil(p->layers / chunks) * p->virtual_stages;
    bool piped = p->pipeline_parallel > 1;
    if (!whole(p->devices / model) || !whole(p->attention_heads / p->tensor_parallel) ||
        !whole(p->sequence_length / p->context_parallel) || chunks > p->layers ||
        !whole(p->devices / p->pipeline_parallel / p->expert_parallel)) {
        return false;
    }
    Layout layout = layout_of(p);
    double micro_batches = p->batch_sequences / layout.data / p->micro_batch;
    double left = p->layers - (p->pipeline_parallel - 1) * each;
    if (!whole(micro_batches) || micro_batches < 1 ||
        left < (p->virtual_stages > 1 || !piped ? 0 : 1)) {
        return false;
    }
    if (p->schedule == schedule_INTERLEAVED || p->virtual_stages > 1) {
        return piped && p->schedule == schedule_INTERLEAVED && p->virtual_stages > 1;
    }
    if (p->schedule == schedule_DUALPIPE) {
        return piped && whole(p->pipeline_parallel / 2) && whole(micro_batches / 2);
    }
    return piped || p->schedule == schedule_1F1B;
}

static double tried, fitted, best_time, best_memory;

static void try_all(Plan *plan, int axis)
{
    static const double values[SEARCH_AXES][9] = {
        { 1, 2, 4, 8 },
        { 1, 2, 4, 8, 16 },
        { 1, 2, 4, 8 },
        { 1, 2, 4, 8, 16 },
        { 1, 2, 3, 4, 5, 6, 7, 8 },
        { 0, 1, 2, 3 },
        { 1, 2, 4, 8, 16, 32, 64 },
        { 0, 1, 2, 3 },
        { 0, 1, 2 },
    };
    if (axis < SEARCH_AXES) {
        for (int i = 0; i < 9 && (i == 0 || values[axis][i] > 0); i++) {
            plan->at[search_axes[axis]] = values[axis][i];
            if (search_axes[axis] != INPUT_expert_parallel || plan->routed_experts > 0 || i == 0) {
                try_all(plan, axis + 1);
            }
        }
        return;
    }
    Layout layout = layout_of(plan);
    bool copies = layout.data * layout.context > 1 || layout.expert_data > 1;
    if (!possible(plan) || (plan->zero_stage > 0 && !copies)) {
        return;
    }
    tried++;
    double memory = training_memory(plan).total, time = predict_step(plan).step_time;
    if (memory <= plan->memory_capacity) {
        fitted++;
        best_time = fmin(best_time, time);
        best_memory = fmin(best_memory, memory);
    }
}

START_TEST(the_best_is_the_best)
{
    Plan plan = small_plan(_i);
    static Search search;
    tried = fitted = 0;
    best_time = best_memory = INFINITY;
    Plan scratch = plan;
    try_all(&scratch, 0);
    ck_assert_double_gt(fitted, 0);
    ck_assert_double_lt(fitted, tried);

    search_start(&search, &plan, FIGURE_device_memory, MOST_FOUND);
    while (search_run(&search, 1000)) {
    }
    ck_assert_double_eq(search.tried, tried);
    ck_assert_double_eq(search.fitted, fitted);
    ck_assert_double_eq_tol(search.found[0].device_memory, best_memory, 1e-9 * best_memory);

    search_start(&search, &plan, FIGURE_step_time, 1); /* the most is cut off */
    ck_assert(search.by_time);
    while (search_run(&search, 1000)) {
    }
    ck_assert_double_eq(search.tried, tried);
    ck_assert_double_gt(search.pruned, 0);
    ck_assert_double_eq_tol(search.found[0].step_time, best_time, 1e-9 * best_time);
}
END_TEST

static const char *const plans[] = { "deepseek-v3", "llama3.1-405b" };

/* What the search adds up is what the training model says. */
START_TEST(found_is_what_is_predicted)
{
    Plan plan = load(plans[_i]).plan;
    static Search search;
    search_start(&search, &plan, FIGURE_train_cost, MOST_FOUND);
    ck_assert(search.by_time);
    while (search_run(&search, 1e5)) {
    }
    ck_assert_int_eq(search.count, MOST_FOUND);
    double cost = 0, progress = search_progress(&search);
    ck_assert_double_eq(progress, 1);
    for (int i = 0; i < search.count; i++) {
        Plan found = search_plan(&search, i);
        Figures figures = evaluate(&found);
        double time = figures.predicted_step_time, memory = figures.device_memory;
        ck_assert_double_eq_tol(search.found[i].step_time, time, 1e-9 * time);
        ck_assert_double_eq_tol(search.found[i].device_memory, memory, 1e-9 * memory);
        ck_assert_double_le(memory, plan.memory_capacity);
        ck_assert_double_ge(figures.train_cost, cost * (1 - 1e-9));
        ck_assert_double_ge(found.devices, found.tensor_parallel * found.pipeline_parallel);
        cost = figures.train_cost;
    }
}
END_TEST

/* arXiv:2412.19437 section 3.2: 16 stages, 64-way experts, no tensors, DualPipe. */
START_TEST(the_published_layout_is_among_the_best)
{
    Plan plan = load("deepseek-v3").plan;
    static Search search;
    search_start(&search, &plan, FIGURE_step_time, 1);
    while (search_run(&search, 1e5)) {
    }
    double published = predict_step(&plan).step_time;
    ck_assert_msg(published <= 1.06 * search.found[0].step_time, "%g s, best %g s", published,
                  search.found[0].step_time);
}
END_TEST

START_TEST(slices_do_not_matter)
{
    Plan plan = small_plan(0);
    static Search whole_search, slices, copy;
    search_start(&whole_search, &plan, FIGURE_step_time, 20);
    search_start(&slices, &plan, FIGURE_step_time, 20);
    while (search_run(&whole_search, 1e12)) {
    }
    double before = 0;
    while (search_run(&slices, 1)) {
        copy = slices; /* a search can be copied at any time */
        slices = copy;
        ck_assert_double_ge(search_progress(&slices), before);
        before = search_progress(&slices);
    }
    ck_assert_int_eq(whole_search.count, slices.count);
    ck_assert_double_eq(whole_search.tried, slices.tried);
    for (int i = 0; i < slices.count; i++) {
        ck_assert_mem_eq(whole_search.found[i].at, slices.found[i].at, sizeof slices.found[i].at);
        ck_assert_double_eq(whole_search.found[i].step_time, slices.found[i].step_time);
    }
}
END_TEST

START_TEST(more_is_better_of_some)
{
    Plan plan = small_plan(0);
    static Search search;
    search_start(&search, &plan, FIGURE_memory_left, 5);
    while (search_run(&search, 1e6)) {
    }
    double left = INFINITY;
    for (int i = 0; i < search.count; i++) {
        Plan found = search_plan(&search, i);
        ck_assert_double_le(evaluate(&found).memory_left, left);
        left = evaluate(&found).memory_left;
    }
    ck_assert_int_eq(search.count, 5);
}
END_TEST

START_TEST(senseless_plans_end)
{
    static Search search;
    Plan plan = small_plan(0);
    plan.devices = 7;
    plan.batch_sequences = 3;
    search_start(&search, &plan, FIGURE_step_time, 5);
    while (search_run(&search, 1e6)) {
    }
    plan = (Plan){ 0 };
    search_start(&search, &plan, FIGURE_step_time, 5);
    while (search_run(&search, 1e6)) {
    }
    ck_assert_int_eq(search.count, 0);
}
END_TEST

/* -- what needs the training model -------------------------------------------------------------- */

START_TEST(only_predictions_need_the_model)
{
    Plan plan = load("deepseek-v3").plan;
    for (int how = efficiency_ASSUMED; how <= efficiency_REPORTED; how++) {
        plan.efficiency = how;
        Figures all = evaluate(&plan), without = evaluate_unpredicted(&plan);
        for (int i = 0; i < FIGURE_COUNT; i++) {
            double value = evaluate_figure(&plan, i);
            ck_assert_msg(value == all.at[i] || (isnan(value) && isnan(all.at[i])), "%s",
                          figure_info[i].name);
            ck_assert_msg(isnan(without.at[i]) || without.at[i] == all.at[i],
                          "%s has another value without the training model", figure_info[i].name);
        }
        ck_assert_int_eq(cheap_evaluator(&plan, FIGURE_train_cost) == evaluate,
                         how == efficiency_PREDICTED);
        ck_assert(cheap_evaluator(&plan, FIGURE_device_memory) == evaluate);
        ck_assert(cheap_evaluator(&plan, FIGURE_total_params) == evaluate_unpredicted);
    }
}
END_TEST

START_TEST(bands_are_around_what_is_predicted)
{
    Plan plan = load("deepseek-v3").plan;
    double low, high;
    plan.efficiency = efficiency_ASSUMED;
    Bands bands = bands_of(&plan);
    Figures now = evaluate(&plan);
    ck_assert(bands_figure(&bands, FIGURE_predicted_step_time, &low, &high));
    ck_assert_double_eq_tol(low, now.predicted_step_low, 1e-9);
    ck_assert_double_eq_tol(high, now.predicted_step_high, 1e-9);
    ck_assert(!bands_figure(&bands, FIGURE_train_cost, &low, &high));
    ck_assert(!bands_figure(&bands, FIGURE_device_memory, &low, &high));
    ck_assert_str_ne(bands.reason, "");
    plan.efficiency = efficiency_PREDICTED;
    bands = bands_of(&plan);
    now = evaluate(&plan);
    ck_assert(bands_figure(&bands, FIGURE_train_cost, &low, &high));
    ck_assert(low < now.train_cost && now.train_cost < high);
    ck_assert(bands_figure(&bands, FIGURE_mfu, &low, &high)); /* a longer step is a lower one */
    ck_assert(low < now.mfu && now.mfu < high);
    ck_assert(!bands_figure(&bands, FIGURE_total_params, &low, &high));
}
END_TEST

START_TEST(reach_is_what_a_figure_rests_on)
{
    bool reached[FIGURE_COUNT];
    figure_reach(FIGURE_train_cost, reached);
    ck_assert(reached[FIGURE_train_cost] && reached[FIGURE_gpu_hours] && reached[FIGURE_mfu]);
    ck_assert(!reached[FIGURE_energy] && !reached[FIGURE_device_memory]);
    ck_assert(!follows_step_time(FIGURE_hfu, search_axes, SEARCH_AXES)); /* names recompute */
    ck_assert(!follows_step_time(FIGURE_total_params, search_axes, SEARCH_AXES));
    ck_assert(follows_step_time(FIGURE_tokens_per_second, search_axes, SEARCH_AXES));
}
END_TEST

Suite *search_suite(void)
{
    Suite *suite = suite_create("search");
    TCase *test = tcase_create("search");
    tcase_set_timeout(test, 60);
    tcase_add_loop_test(test, the_best_is_the_best, 0, 4);
    tcase_add_loop_test(test, found_is_what_is_predicted, 0, 2);
    tcase_add_test(test, the_published_layout_is_among_the_best);
    tcase_add_test(test, slices_do_not_matter);
    tcase_add_test(test, more_is_better_of_some);
    tcase_add_test(test, senseless_plans_end);
    tcase_add_test(test, only_predictions_need_the_model);
    tcase_add_test(test, bands_are_around_what_is_predicted);
    tcase_add_test(test, reach_is_what_a_figure_rests_on);
    suite_add_tcase(suite, test);
    return suite;
}
