/*
 * Puts the parts together: what a layer takes, what a step takes from it, and what the time of the
 * stage that sets the pace is spent on.
 */
#include "model/training/step.h"

#include <math.h>

#include "model/training/timing.h"

static void spend(Step *step, Cost cost, double count)
{
    step->compute_time += cost.gemm * count;
    step->attention_time += cost.attention * count;
    step->elementwise_time += cost.elementwise * count;
    step->host_time += cost.host * count;
    step->tensor_time += cost.tensor * count;
    step->expert_time += cost.expert * count;
    step->context_time += cost.context * count;
    step->data_time += cost.data * count;
}

/* `whole`: the stage's chunk before other chunks hide some of its exchange. */
static void split_stages(const Layout *layout, const Timing *timing, Chunk whole,
                         const Passes *passes, Step *step)
{
    double count = layout->micro_batches, alone = fmin(count, layout->pipeline - 1);
    Cost all = cost_sum(passes->forward, passes_backward(*passes));
    all.expert -= chunk_total(whole) - chunk_total(timing->chunk);
    spend(step, all, count);
    step->forward_part = alone * timing->chunk.forward;
    step->backward_part = alone * (timing->chunk.backward + timing->chunk.weight);
    step->overlapped_part = (count - alone) * chunk_total(timing->chunk);
}

static void split_dualpipe(const Timing *timing, const Passes *passes, Step *step)
{
    DualPipe counts = timing->counts;
    double alone = counts.forward, backward = timing->chunk.backward + timing->send;
    Cost all = cost_sum(passes->forward, passes_backward(*passes));
    spend(step, all, alone);
    /* What the overlapped chunks spend on the longer of the two, by its own split. */
    all.expert = fmax(0, timing->pair - (cost_total(all) - all.expert));
    spend(step, all, counts.overlapped);
    step->forward_part = alone * (timing->chunk.forward + timing->send);
    step->backward_part = alone * backward + counts.backward_full * timing->chunk.weight;
    step->weight_part = counts.weight * timing->chunk.weight;
    step->overlapped_part = counts.overlapped * timing->pair;
}

static StepLimit largest(const Step *step)
{
    double share[STEP_LIMIT_COUNT] = {
        [STEP_ARITHMETIC] = step->compute_time,
        [STEP_ATTENTION] = step->attention_time,
        [STEP_MEMORY] = step->elementwise_time + step->optimizer_time,
        [STEP_HOST] = step->host_time + step->overhead_time,
        [STEP_TENSOR] = step->tensor_time + step->context_time,
        [STEP_EXPERT] = step->expert_time,
        [STEP_DATA] = step->data_time,
        [STEP_PIPELINE] = step->bubble_time + step->transfer_time,
    };
    StepLimit most = STEP_ARITHMETIC;
    for (int i = 1; i < STEP_LIMIT_COUNT; i++) {
        if (share[i] > share[most]) {
            most = (StepLimit)i;
        }
    }
    return most;
}

Step predict_step_with(const Plan *plan, const Constants *constants)
{
    StepParts parts;
    step_parts(plan, constants, &parts);
    const Timing *timing = &parts.timing;
    Passes passes = stage_passes(&parts.kinds, timing->holding);

    Step step = {
        .step_time = timing->total,
        .data_time = timing->exchange,
        .transfer_time = timing->transfer,
        .bubble_time = timing->bubble,
        .optimizer_time = timing->optimizer,
        .straggler_time = timing->straggler,
        .overhead_time = timing->overhead,
        .recompute_time = cost_total(passes.again) * parts.layout.micro_batches,
    };
    if (timing->dualpipe) {
        split_dualpipe(timing, &passes, &step);
    } else {
        Chunk whole = stage_chunk(&parts.chunks, timing->holding);
        split_stages(&parts.layout, timing, whole, &passes, &step);
    }
    step.optimizer_part = step.optimizer_time + step.data_time;
    step.bubble_part = step.step_time - step.forward_part - step.backward_part - step.weight_part -
                       step.overlapped_part - step.optimizer_part;
    step.limit = largest(&step);
    Band band = band_of(plan, &parts.machine, step.host_time / step.step_time);
    step.low = step.step_time * (1 - band.below);
    step.high = step.step_time * (1 + band.above);
    step.reason = band.reason;
    return step;
}

Step predict_step(const Plan *plan)
{
    return predict_step_with(plan, &training_constants);
}
