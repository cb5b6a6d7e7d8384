/*
 * A step is the busiest stage's work on all its micro-batches, the pipeline's fill and drain, the
 * exchange of gradients and weights that does not hide, and the optimizer.
 */
#include "model/training/step.h"

#include <math.h>

#include "model/training/collective.h"
#include "model/training/layer.h"
#include "model/training/layout.h"
#include "model/training/machine.h"
#include "model/training/pipeline.h"
#include "model/training/stage.h"

typedef struct Stages {
    Passes first, middle, last, mean, busiest;
    double shared, experts; /* parameters of the stage that has most */
} Stages;

static double passes_total(Passes passes)
{
    return cost_total(passes.forward) + cost_total(passes_backward(passes));
}

static Stages stages_of(const Plan *plan, const Machine *machine, const Layout *layout)
{
    LayerKinds kinds = stage_kinds(plan, machine, layout);
    Holding first = stage_holding(plan, layout, STAGE_FIRST);
    Stages stages = { .first = stage_passes(&kinds, first) };
    stages.shared = stage_parameters_shared(plan, layout, first);
    stages.experts = stage_parameters_experts(plan, layout, first);
    stages.mean = stages.busiest = stages.first;
    if (layout->pipeline <= 1) {
        stages.middle = stages.last = stages.first;
        return stages;
    }
    Holding middle = stage_holding(plan, layout, STAGE_MIDDLE);
    Holding last = stage_holding(plan, layout, STAGE_LAST);
    stages.middle = stage_passes(&kinds, middle);
    stages.last = stage_passes(&kinds, last);
    if (layout->pipeline > 2 && passes_total(stages.middle) > passes_total(stages.busiest)) {
        stages.busiest = stages.middle;
    }
    if (passes_total(stages.last) > passes_total(stages.busiest)) {
        stages.busiest = stages.last;
    }
    Passes sum = passes_sum(stages.first, stages.last);
    sum = passes_sum(sum, passes_times(stages.middle, layout->pipeline - 2));
    stages.mean = passes_times(sum, 1 / layout->pipeline);
    stages.experts = fmax(stages.experts, stage_parameters_experts(plan, layout, middle));
    return stages;
}

/* Gradients summed over copies, and updated weights sent back where the optimizer is sharded. */
static double exchange(const Machine *machine, const Layout *layout, Ranks group, double parameters)
{
    double gradient = machine->framework->gradient;
    if (parameters <= 0 || group.size <= 1) {
        return 0;
    }
    if (layout->zero_stage < 1) {
        return collective_reduce(machine, group, gradient * parameters);
    }
    return collective_gather(machine, group, gradient * parameters) +
           collective_gather(machine, group, 2 * parameters);
}

/*
 * Micro-batches whose work can hide the exchange: the last one's backward and the first one's
 * forward; with virtual stages those of all stages while the chunks finish one after the other.
 */
static double hiding_micro_batches(const Layout *layout)
{
    double earlier = layout->pipeline * (layout->virtual_stages - 1) / layout->virtual_stages;
    return fmin(layout->micro_batches, fmax(1, earlier));
}

static double exposed_exchange(const Machine *machine, const Layout *layout, const Stages *stages,
                               double copies)
{
    if (layout->zero_stage >= 3) {
        return 0;
    }
    Ranks all = { layout->data * layout->context, layout->tensor };
    Ranks expert = { layout->expert_data, layout->expert * layout->expert_tensor };
    double seconds = exchange(machine, layout, all, stages->shared * copies) +
                     exchange(machine, layout, expert, stages->experts * copies);
    double window = passes_total(stages->mean) * hiding_micro_batches(layout);
    return seconds - fmin(seconds, window) * machine->framework->data_hidden;
}

static double optimizer(const Machine *machine, const Layout *layout, const Stages *stages,
                        double copies)
{
    bool sharded = layout->zero_stage >= 1;
    double shared = stages->shared / (sharded ? layout->data * layout->context : 1);
    double experts = stages->experts / (sharded ? layout->expert_data : 1);
    return (shared + experts) * copies * machine->constants->optimizer / machine->memory_rate;
}

static double send_time(const Plan *plan, const Machine *machine, const Layout *layout)
{
    if (layout->pipeline <= 1) {
        return 0;
    }
    double bytes = layout->tokens * plan->hidden_size * 2 / layout->tensor;
    double seconds = collective_send(machine, plan->devices / layout->pipeline, bytes);
    if (layout->tensor > 1 && layout->shard <= 1) {
        /* Scattered for the way, gathered on arrival (arXiv:2104.04473 section 4.1). */
        seconds += collective_gather(machine, (Ranks){ layout->tensor, 1 }, bytes * layout->tensor);
    }
    return seconds;
}

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

static Chunk chunk_of(Passes passes)
{
    return (Chunk){ cost_total(passes.forward), cost_total(passes.input) + cost_total(passes.again),
                    cost_total(passes.weight) };
}

static void run_stages(const Plan *plan, const Machine *machine, const Layout *layout,
                       const Stages *stages, Step *step)
{
    double count = layout->micro_batches;
    Chunk mean = chunk_of(stages->mean);
    Chunk busiest = chunk_of(stages->busiest);
    spend(step, stages->busiest.forward, count);
    spend(step, passes_backward(stages->busiest), count);
    step->recompute_time = cost_total(stages->busiest.again) * count;

    double stage_count = layout->pipeline;
    double send = send_time(plan, machine, layout);
    double seen = 1 - machine->framework->pipeline_hidden;
    step->transfer_time = 2 * send * (count * layout->virtual_stages * seen + stage_count - 1);
    if (stage_count <= 1) {
        step->transfer_time = 0;
    }
    step->bubble_time = plan->schedule == SCHEDULE_ZERO_BUBBLE
                            ? pipeline_bubble_zero(stage_count, mean)
                            : pipeline_bubble(stage_count, layout->virtual_stages, mean);
    double alone = fmin(count, stage_count - 1);
    step->forward_part = alone * busiest.forward;
    step->backward_part = alone * (busiest.backward + busiest.weight);
    step->overlapped_part = (count - alone) * (busiest.forward + busiest.backward + busiest.weight);
}

/*
 * The time of a forward and a backward chunk run into each other: one's communication hides behind
 * the other's arithmetic, which gives some processors to it (arXiv:2412.19437 section 3.2).
 */
static double overlapped(const Plan *plan, const Machine *machine, Passes passes)
{
    double processors = plan->streaming_multiprocessors;
    double tax = processors / fmax(1, processors - machine->constants->copy_processors);
    Cost all = cost_sum(passes.forward, passes_backward(passes));
    double work = (cost_total(all) - all.expert) * tax;
    double moved = all.expert / fmax(0.01, 1 - machine->framework->expert_hidden);
    double longer = fmax(work, moved), shorter = fmin(work, moved);
    return longer + machine->constants->overlap_loss * shorter;
}

static void run_dualpipe(const Plan *plan, const Machine *machine, const Layout *layout,
                         const Stages *stages, Step *step)
{
    DualPipe counts = pipeline_dualpipe(layout->pipeline, layout->micro_batches);
    Chunk mean = chunk_of(stages->mean);
    double send = send_time(plan, machine, layout) * (1 - machine->framework->pipeline_hidden);
    mean.forward += send;
    mean.backward += send;
    double both = overlapped(plan, machine, stages->mean);
    /* A device holds a stage and its mirror image, so the ends share one. */
    Passes ends = passes_times(passes_sum(stages->first, stages->last), 0.5);
    double worst = fmax(overlapped(plan, machine, ends), overlapped(plan, machine, stages->middle));
    double alone = counts.forward;

    step->forward_part = alone * mean.forward;
    step->backward_part = alone * mean.backward + counts.backward_full * mean.weight;
    step->weight_part = counts.weight * mean.weight;
    step->overlapped_part = counts.overlapped * both;
    step->bubble_time = pipeline_bubble_dualpipe(layout->pipeline, both, mean) +
                        counts.overlapped * fmax(0, worst - both);

    spend(step, stages->mean.forward, alone);
    spend(step, passes_backward(stages->mean), alone);
    step->transfer_time = 2 * alone * send;
    /* What the overlapped chunks spend on the longer of the two, by its own split. */
    Cost all = cost_sum(stages->mean.forward, passes_backward(stages->mean));
    double hidden = fmax(0, both - (cost_total(all) - all.expert));
    all.expert = hidden;
    spend(step, all, counts.overlapped);
    step->recompute_time = cost_total(stages->mean.again) * layout->micro_batches;
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
    Machine machine = machine_of(plan, constants);
    Layout layout = layout_of(plan);
    Stages stages = stages_of(plan, &machine, &layout);
    bool dualpipe = plan->schedule >= SCHEDULE_DUALPIPE && layout.pipeline >= 2;
    double copies = dualpipe ? 2 : 1;
    Step step = { 0 };
    if (dualpipe) {
        run_dualpipe(plan, &machine, &layout, &stages, &step);
    } else {
        run_stages(plan, &machine, &layout, &stages, &step);
    }
    step.data_time += exposed_exchange(&machine, &layout, &stages, copies);
    step.optimizer_time = optimizer(&machine, &layout, &stages, copies);
    step.overhead_time = machine.framework->overhead * machine.accelerator->host;
    double busy = step.compute_time + step.attention_time + step.elementwise_time + step.host_time +
                  step.tensor_time + step.expert_time + step.context_time + step.data_time +
                  step.transfer_time + step.bubble_time + step.optimizer_time + step.overhead_time;
    double nodes = fmax(1, plan->devices / fmin(8, machine.node));
    double waiting = fmin(nodes, layout.data * layout.context);
    step.straggler_time = busy * constants->straggler * log2(waiting);
    step.step_time = busy + step.straggler_time;

    step.optimizer_part = step.optimizer_time + step.data_time;
    step.bubble_part = step.step_time - step.forward_part - step.backward_part - step.weight_part -
                       step.overlapped_part - step.optimizer_part;
    step.limit = largest(&step);
    Band band = band_of(plan, &machine, step.host_time / step.step_time);
    step.low = step.step_time * (1 - band.below);
    step.high = step.step_time * (1 + band.above);
    step.reason = band.reason;
    return step;
}

Step predict_step(const Plan *plan)
{
    return predict_step_with(plan, &training_constants);
}
