/*
 * The training model against known answers, against what must hold whatever the constants are, and
 * against every measured step of tests/measured_steps.csv. Run from the root of the repository.
 */
#include "tests/suites.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/analysis/accuracy.h"
#include "model/training/activations.h"
#include "model/training/memory.h"
#include "model/training/pipeline.h"
#include "model/training/step.h"
#include "profile/measured.h"
#include "profile/scenario.h"

static Library library;
static MeasuredTable table;
static MeasuredRow *rows;
static int row_count;

static void read_rows(void)
{
    Error error = { 0 };
    library_open(&library);
    ck_assert_msg(measured_table_open(&table, &library, "tests/measured_steps.csv", &error), "%s",
                  error.text);
    rows = table.rows;
    row_count = table.count;
}

static void forget_rows(void)
{
    measured_table_close(&table);
    library_close(&library);
}

static Plan plan_of(const char *id)
{
    for (int i = 0; i < row_count; i++) {
        if (strcmp(rows[i].id, id) == 0) {
            return rows[i].plan;
        }
    }
    ck_abort_msg("no row %s", id);
    return (Plan){ 0 };
}

static void assert_near(double value, double expected, double tolerance, const char *citation)
{
    ck_assert_msg(fabs(value / expected - 1) <= tolerance, "%s: %g, not %g (%+.1f %%)", citation,
                  value, expected, 100 * (value / expected - 1));
}

/* --- DeepSeek-V3, arXiv:2505.09343 Table 4 (multi-plane network) ------------------------------ */

START_TEST(deepseek_parts_match_one_by_one)
{
    Plan plan = plan_of("isca25-dsv3-mpft");
    Step step = predict_step(&plan);
    assert_near(step.step_time, 19.926, 0.05, "arXiv:2505.09343 Table 4, time per step");
    assert_near(step.forward_part, 1.13, 0.15, "arXiv:2505.09343 Table 4, 1F");
    assert_near(step.backward_part, 1.99, 0.15, "arXiv:2505.09343 Table 4, 1B");
    assert_near(step.weight_part, 0.48, 0.15, "arXiv:2505.09343 Table 4, 1W");
    assert_near(step.overlapped_part, 13.95, 0.05, "arXiv:2505.09343 Table 4, 1F1B");
    assert_near(step.bubble_part, 2.06, 0.15, "arXiv:2505.09343 Table 4, bubble");
    assert_near(step.optimizer_part, 0.29, 0.15, "arXiv:2505.09343 Table 4, opt");
}
END_TEST

START_TEST(dualpipe_runs_the_published_chunks)
{
    DualPipe counts = pipeline_dualpipe(16, 120);
    ck_assert_double_eq(counts.forward, 23);
    ck_assert_double_eq(counts.backward_full + counts.backward_input, 23);
    ck_assert_double_eq(counts.weight, 15);
    ck_assert_double_eq(counts.overlapped, 97);
}
END_TEST

START_TEST(bubbles_follow_their_formulas)
{
    Chunk chunk = { .forward = 1, .backward = 1, .weight = 1 };
    ck_assert_double_eq(pipeline_bubble(8, 1, chunk), 7 * 3);       /* arXiv:2104.04473 2.2.1 */
    ck_assert_double_eq(pipeline_bubble(8, 3, chunk), 7 * 3.0 / 3); /* 2.2.2 */
    ck_assert_double_eq(pipeline_bubble_zero(8, chunk), 7);         /* (p-1)(F + B - W) of ZB-H1 */
    /* arXiv:2412.19437 Table 2, with B there the full backward: (p/2 - 1)(F&B + B - 3W) */
    ck_assert_double_eq(pipeline_bubble_dualpipe(16, 3, chunk), 7 * (3 + 2 - 3));
}
END_TEST

/* --- Korthikanti et al., arXiv:2205.05198 ----------------------------------------------------- */

static const struct {
    const char *id;
    double mfu; /* Table 5, percent of 312 TFLOP/s, with sequence parallelism and selective */
} korthikanti[] = {
    { "korthikanti-22B-sel", 41.5 },
    { "korthikanti-175B-sel", 51.4 },
    { "korthikanti-1T-sel", 56.3 },
};

START_TEST(korthikanti_mfu)
{
    Plan p = plan_of(korthikanti[_i].id);
    /* Their equation 7: 72 B L s h^2 (1 + s / 6h + V / 12hL). */
    double h = p.hidden_size, s = p.sequence_length;
    double flop = 72 * p.batch_sequences * p.layers * s * h * h *
                  (1 + s / (6 * h) + p.vocabulary_size / (12 * h * p.layers));
    double mfu = flop / (predict_step(&p).step_time * p.devices * 312e12) * 100;
    assert_near(mfu, korthikanti[_i].mfu, 0.10, "arXiv:2205.05198 Table 5, MFU");
}
END_TEST

START_TEST(korthikanti_activation_table)
{
    Plan p = plan_of("korthikanti-175B-sel");
    double s = p.sequence_length, b = p.micro_batch, h = p.hidden_size, a = p.attention_heads;
    double t = p.tensor_parallel, sbh = s * b * h, scores = 5 * a * s / h;
    const struct {
        double recompute, sequence_parallel, tensor_parallel, bytes;
    } lines[] = {
        { 0, 0, 1, sbh * (34 + scores) },
        { 0, 0, t, sbh * (10 + 24 / t + scores / t) },
        { 0, 1, t, sbh * (34 / t + scores / t) },
        { 1, 0, t, sbh * (10 + 24 / t) },
        { 1, 1, t, sbh * 34 / t },
        { 2, 0, t, sbh * 2 },
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        p.recompute = lines[i].recompute;
        p.sequence_parallel = lines[i].sequence_parallel;
        p.tensor_parallel = lines[i].tensor_parallel;
        Machine machine = machine_of(&p, &training_constants);
        Layout layout = layout_of(&p);
        assert_near(activations_layer(&p, &machine, &layout, false), lines[i].bytes, 1e-9,
                    "arXiv:2205.05198 Table 2");
    }
}
END_TEST

/* --- Memory peaks measured on eight B200, MooreThreads/SimuMax docs/b200 release 1.2 ---------- */

static Plan simumax_plan(const char *model, double tensor, double pipeline, double context,
                         double sequence)
{
    bool large = strcmp(model, "llama3-405b") == 0;
    bool deep = strcmp(model, "deepseek-v3") == 0;
    Plan plan = deep ? plan_of("isca25-dsv3-mpft") : plan_of("llama3-405b-8192-cp1");
    plan.layers = deep || large ? 4 : 12;
    if (deep) {
        plan.moe_layers = 3; /* one dense layer there */
        plan.mtp_modules = 0;
        plan.expert_parallel = 8 / pipeline;
    } else if (!large) {
        plan.hidden_size = 8192;
        plan.attention_heads = 64;
        plan.ffn_size = 28672;
    }
    plan.devices = 8;
    plan.peak_bf16 = 2250e12;
    plan.memory_bandwidth = 7700e9;
    plan.tensor_parallel = tensor;
    plan.pipeline_parallel = pipeline;
    plan.context_parallel = context;
    plan.sequence_length = sequence;
    plan.virtual_stages = plan.micro_batch = plan.zero_stage = plan.sequence_parallel = 1;
    plan.batch_sequences = 32 * 8 / (tensor * pipeline * context);
    plan.compute = plan.recompute = plan.schedule = 0;
    plan.framework = 1;
    return plan;
}

static const struct {
    const char *model;
    double tensor, pipeline, context, sequence, gibibytes;
} peaks[] = {
    { "llama3-70b", 1, 2, 1, 4096, 66.55 },     { "llama3-70b", 2, 1, 1, 4096, 60.68 },
    { "llama3-70b", 4, 1, 1, 4096, 39.07 },     { "llama3-70b", 8, 1, 1, 4096, 28.29 },
    { "llama3-70b", 2, 1, 4, 32768, 68.43 },    { "llama3-70b", 1, 1, 8, 32768, 104.51 },
    { "llama3-70b", 2, 1, 4, 131072, 112.67 },  { "llama3-70b", 1, 1, 8, 131072, 147.99 },
    { "llama3-405b", 1, 2, 1, 4096, 87.08 },    { "llama3-405b", 2, 1, 1, 4096, 81.59 },
    { "llama3-405b", 4, 1, 1, 4096, 52.89 },    { "llama3-405b", 8, 1, 1, 4096, 38.57 },
    { "llama3-405b", 2, 1, 4, 32768, 87.03 },   { "llama3-405b", 1, 1, 8, 32768, 139.22 },
    { "llama3-405b", 2, 1, 4, 131072, 118.13 }, { "deepseek-v3", 1, 1, 1, 4096, 104.30 },
    { "deepseek-v3", 1, 2, 1, 4096, 114.00 },
};

START_TEST(simumax_peaks)
{
    Plan plan = simumax_plan(peaks[_i].model, peaks[_i].tensor, peaks[_i].pipeline,
                             peaks[_i].context, peaks[_i].sequence);
    double bytes = training_memory(&plan).total;
    assert_near(bytes, peaks[_i].gibibytes * 1073741824.0, 0.08,
                "SimuMax docs/b200/b200_release_v1.2_summary.md, real alloc");
}
END_TEST

START_TEST(published_runs_fit_their_devices)
{
    Plan deepseek = plan_of("isca25-dsv3-mpft");
    TrainingMemory memory = training_memory(&deepseek);
    ck_assert_msg(memory.total < 80e9, "DeepSeek-V3 on H800, arXiv:2412.19437 section 3.2: %.1f GB",
                  memory.total / 1e9);
    ck_assert_double_gt(memory.total, 50e9);

    /* arXiv:2407.21783 section 3.3.2: gradients sharded too, tensors of each stage freed early. */
    Plan llama = plan_of("llama3-405b-16384-cp1");
    llama.zero_stage = 2;
    llama.recompute = 1;
    memory = training_memory(&llama);
    ck_assert_msg(memory.total < 80e9, "Llama-3 405B on H100: %.1f GB", memory.total / 1e9);
}
END_TEST

/* --- What must hold whatever the constants are ------------------------------------------------ */

START_TEST(parts_add_up)
{
    for (int i = 0; i < row_count; i++) {
        Step s = predict_step(&rows[i].plan);
        double sum = s.compute_time + s.attention_time + s.elementwise_time + s.host_time +
                     s.tensor_time + s.expert_time + s.context_time + s.data_time +
                     s.transfer_time + s.bubble_time + s.optimizer_time + s.straggler_time +
                     s.overhead_time;
        assert_near(sum, s.step_time, 1e-9, rows[i].id);
        double parts = s.forward_part + s.backward_part + s.weight_part + s.overlapped_part +
                       s.bubble_part + s.optimizer_part;
        assert_near(parts, s.step_time, 1e-9, rows[i].id);
        ck_assert_double_gt(s.compute_time, 0);
        ck_assert_double_lt(s.low, s.step_time);
        ck_assert_double_gt(s.high, s.step_time);
        ck_assert_ptr_nonnull(band_words(s.reason));
    }
}
END_TEST

START_TEST(better_hardware_is_never_slower)
{
    for (int i = 0; i < row_count; i++) {
        double before = predict_step(&rows[i].plan).step_time;
        Plan plan = rows[i].plan;
        /* Less than the distance to another accelerator's row. */
        plan.peak_bf16 *= 1.02;
        plan.peak_fp8 *= 1.02;
        ck_assert_double_le(predict_step(&plan).step_time, before);
        plan = rows[i].plan;
        plan.memory_bandwidth *= 1.02;
        ck_assert_double_le(predict_step(&plan).step_time, before);
        plan = rows[i].plan;
        plan.scale_up_bandwidth *= 2;
        ck_assert_double_le(predict_step(&plan).step_time, before);
        plan = rows[i].plan;
        plan.scale_out_bandwidth *= 2;
        ck_assert_double_le(predict_step(&plan).step_time, before);
    }
}
END_TEST

START_TEST(more_work_takes_longer)
{
    for (int i = 0; i < row_count; i++) {
        double before = predict_step(&rows[i].plan).step_time;
        Plan plan = rows[i].plan;
        plan.batch_sequences *= 2;
        ck_assert_double_gt(predict_step(&plan).step_time, before);
        plan = rows[i].plan;
        plan.hidden_size *= 2;
        plan.ffn_size *= 2;
        ck_assert_double_gt(predict_step(&plan).step_time, before);
        plan = rows[i].plan;
        plan.vocabulary_size *= 4;
        ck_assert_double_ge(predict_step(&plan).step_time, before);
    }
}
END_TEST

START_TEST(recomputing_trades_time_for_memory)
{
    for (int i = 0; i < row_count; i++) {
        Plan plan = rows[i].plan;
        double time = 0, bytes = INFINITY;
        for (int how = 0; how <= 2; how++) {
            plan.recompute = how;
            double now = predict_step(&plan).step_time, kept = training_memory(&plan).activations;
            ck_assert_double_ge(now, time);
            if (plan.layers / plan.pipeline_parallel >= 8) {
                ck_assert_double_le(kept, bytes);
            }
            time = now;
            bytes = kept;
        }
    }
}
END_TEST

START_TEST(sharding_states_saves_memory)
{
    for (int i = 0; i < row_count; i++) {
        Plan plan = rows[i].plan;
        plan.framework = 1; /* FSDP has no stage 1 */
        double bytes = INFINITY;
        for (int stage = 0; stage <= 2; stage++) {
            plan.zero_stage = stage;
            double now = training_memory(&plan).total;
            ck_assert_double_le(now, bytes);
            bytes = now;
        }
    }
}
END_TEST

START_TEST(fullest_stage_is_the_fullest)
{
    for (int i = 0; i < row_count; i++) {
        const Plan *plan = &rows[i].plan;
        double fullest = training_memory(plan).total;
        for (double stage = 0; stage < plan->pipeline_parallel; stage++) {
            ck_assert_double_le(training_memory_stage(plan, stage).total, fullest * (1 + 1e-12));
        }
    }
}
END_TEST

START_TEST(senseless_plans_do_not_crash)
{
    Plan plan = { 0 };
    (void)predict_step(&plan);
    (void)training_memory(&plan);
    plan = plan_of("isca25-dsv3-mpft");
    plan.framework = 99;
    plan.schedule = -1;
    plan.pipeline_parallel = 1e9;
    plan.devices = -4;
    plan.layers = NAN;
    (void)predict_step(&plan);
    (void)training_memory(&plan);
}
END_TEST

START_TEST(an_unknown_accelerator_widens_the_band)
{
    Plan plan = plan_of("korthikanti-175B-sel");
    Step known = predict_step(&plan);
    plan.peak_bf16 = 600e12;
    Step unknown = predict_step(&plan);
    ck_assert_int_eq(unknown.reason, BAND_UNMEASURED);
    ck_assert_double_gt(unknown.high / unknown.step_time, known.high / known.step_time);
}
END_TEST

/* Accelerators of which no measured step is among those that were fitted; the last one looks like a B200
 * without its FP4 units. */
static const char *const unmeasured[] = { "h20", "mi300x", "mi355x", "ascend-910b", "tpu-v7" };

START_TEST(no_measured_step_widens_the_band)
{
    Error error;
    Scenario scenario;
    scenario_clear(&scenario);
    ck_assert(scenario_pick(&library, &scenario, MODEL_PROFILE, "llama3.1-8b", &error));
    ck_assert(scenario_pick(&library, &scenario, HARDWARE_PROFILE, "b200-sxm", &error));
    ck_assert_int_eq(predict_step(&scenario.plan).reason, BAND_DENSE);
    ck_assert(scenario_pick(&library, &scenario, HARDWARE_PROFILE, unmeasured[_i], &error));
    ck_assert_int_eq(predict_step(&scenario.plan).reason, BAND_UNMEASURED);
}
END_TEST

/* Where a device has several chunks, one's exchange runs behind another's work, but not across nodes. */
START_TEST(chunks_hide_the_exchange_inside_of_a_node)
{
    Plan plan = plan_of("mb-26.08-5f8434"); /* 32 experts' devices of a rack, 12 chunks */
    Step hidden = predict_step(&plan);
    ck_assert_double_gt(hidden.expert_time, 0);
    Constants constants = training_constants;
    constants.framework[FRAMEWORK_megatron_bridge].chunk_hidden = 0;
    Step seen = predict_step_with(&plan, &constants);
    double share = training_constants.framework[FRAMEWORK_megatron_bridge].chunk_hidden;
    assert_near(hidden.expert_time, seen.expert_time * (1 - share), 0.02, "chunk_hidden");
    ck_assert_double_lt(hidden.step_time, seen.step_time);
    plan.devices_per_node = 16;
    assert_near(predict_step(&plan).step_time, predict_step_with(&plan, &constants).step_time,
                1e-12, "between nodes");
}
END_TEST

/* --- Measured steps: the bounds only ever tighten --------------------------------------------- */

START_TEST(measured_steps_within_bound)
{
    const AccuracySet *set = &accuracy_sets[_i];
    double *errors = malloc((size_t)row_count * sizeof *errors);
    int count = 0;
    for (int i = 0; i < row_count; i++) {
        ck_assert_msg(rows[i].skipped == NULL, "%s: %s", rows[i].id, rows[i].skipped);
        if (strcmp(rows[i].set, set->name) == 0 && rows[i].step_time > 0) {
            errors[count++] = predict_step(&rows[i].plan).step_time / rows[i].step_time - 1;
        }
    }
    ck_assert_int_gt(count, 0);
    Accuracy accuracy = accuracy_of(errors, count);
    free(errors);
    ck_assert_msg(accuracy.mape <= set->bound, "%s: %.2f %% over %d rows, bound %.2f %%", set->name,
                  100 * accuracy.mape, count, 100 * set->bound);
    ck_assert(isnan(set->peer) || accuracy.mape < set->peer);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

Suite *training_suite(void)
{
    Suite *suite = suite_create("training");
    TCase *known = tcase_create("known answers");
    tcase_add_unchecked_fixture(known, read_rows, forget_rows);
    tcase_add_test(known, deepseek_parts_match_one_by_one);
    tcase_add_test(known, dualpipe_runs_the_published_chunks);
    tcase_add_test(known, bubbles_follow_their_formulas);
    tcase_add_loop_test(known, korthikanti_mfu, 0, COUNT(korthikanti));
    tcase_add_test(known, korthikanti_activation_table);
    tcase_add_loop_test(known, simumax_peaks, 0, COUNT(peaks));
    tcase_add_test(known, published_runs_fit_their_devices);
    suite_add_tcase(suite, known);

    TCase *laws = tcase_create("laws");
    tcase_add_unchecked_fixture(laws, read_rows, forget_rows);
    tcase_add_test(laws, parts_add_up);
    tcase_add_test(laws, better_hardware_is_never_slower);
    tcase_add_test(laws, more_work_takes_longer);
    tcase_add_test(laws, recomputing_trades_time_for_memory);
    tcase_add_test(laws, sharding_states_saves_memory);
    tcase_add_test(laws, fullest_stage_is_the_fullest);
    tcase_add_test(laws, senseless_plans_do_not_crash);
    tcase_add_test(laws, an_unknown_accelerator_widens_the_band);
    tcase_add_loop_test(laws, no_measured_step_widens_the_band, 0, COUNT(unmeasured));
    tcase_add_test(laws, chunks_hide_the_exchange_inside_of_a_node);
    suite_add_tcase(suite, laws);

    TCase *measured = tcase_create("measured steps");
    tcase_add_unchecked_fixture(measured, read_rows, forget_rows);
    tcase_add_loop_test(measured, measured_steps_within_bound, 0, accuracy_set_count);
    suite_add_tcase(suite, measured);
    return suite;
}
