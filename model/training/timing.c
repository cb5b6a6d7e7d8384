/*
 * A step is the busiest stage's work on all its micro-batches, the pipeline's fill and drain, the
 * exchange of gradients and weights that does not hide, and the optimizer.
 */
#include "model/training/timing.h"

#include <math.h>

#include "model/training/collective.h"

/* The stages, and into `timing` the one that sets the pace. */
static Stages stages_of(const Plan *plan, const Layout *layout, const LayerChunks *chunks,
                        const Parameters *each, Timing *timing)
{
    Holding first = stage_holding(plan, layout, STAGE_FIRST);
    Stages stages = { .first = stage_chunk(chunks, first) };
    stages.shared = stage_parameters_shared(plan, layout, each, first);
    stages.experts = stage_parameters_experts(layout, each, first);
    stages.middle = stages.last = stages.mean = timing->chunk = stages.first;
    timing->holding = first;
    if (layout->pipeline <= 1) {
        return stages;
    }
    Holding middle = stage_holding(plan, layout, STAGE_MIDDLE);
    Holding last = stage_holding(plan, layout, STAGE_LAST);
    stages.middle = stage_chunk(chunks, middle);
    stages.last = stage_chunk(chunks, last);
    stages.experts = fmax(stages.experts, stage_parameters_experts(layout, each, middle));
    Chunk sum = chunk_add(stages.first, stages.last, 1);
    sum = chunk_add(sum, stages.middle, layout->pipeline - 2);
    stages.mean = chunk_add((Chunk){ 0 }, sum, 1 / layout->pipeline);
    if (timing->dualpipe) {
        Holding all =
            holding_sum(holding_sum(first, last), holding_times(middle, layout->pipeline - 2));
        timing->holding = holding_times(all, 1 / layout->pipeline);
        timing->chunk = stages.mean;
        return stages;
    }
    if (layout->pipeline > 2 && chunk_total(stages.middle) > chunk_total(timing->chunk)) {
        timing->chunk = stages.middle;
        timing->holding = middle;
    }
    if (chunk_total(stages.last) > chunk_total(timing->chunk)) {
        timing->chunk = stages.last;
        timing->holding = last;
    }
    return stages;
}

/* -- exchange of gradients and weights ---------------------------------------------------------- */

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
    double window = chunk_total(stages->mean) * hiding_micro_batches(layout);
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

/* -- schedules ---------------------------------------------------------------------------------- */

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

static void run_stages(const Plan *plan, const Layout *layout, const Stages *stages, Timing *timing)
{
    double count = layout->micro_batches, stage_count = layout->pipeline;
    timing->work = chunk_total(timing->chunk) * count;
    if (stage_count > 1) {
        timing->transfer =
            2 * timing->send * (count * layout->virtual_stages * timing->seen + stage_count - 1);
    }
    /* While a stage waits the others work: the first micro-batch comes down to it and the last one
     * goes up from it, so what it waits for is all stages but itself. */
    Chunk others = chunk_add(chunk_add((Chunk){ 0 }, stages->mean, stage_count), timing->chunk, -1);
    timing->bubble = plan->schedule == SCHEDULE_ZERO_BUBBLE
                         ? pipeline_bubble_zero(others)
                         : pipeline_bubble(layout->virtual_stages, others);
}

/*
 * The time of a forward and a backward chunk run into each other: one's communication hides behind
 * the other's arithmetic, which gives some processors to it (arXiv:2412.19437 section 3.2).
 */
static double overlapped(const Plan *plan, const Machine *machine, Chunk chunk)
{
    double processors = plan->streaming_multiprocessors;
    double tax = processors / fmax(1, processors - machine->constants->copy_processors);
    double work = (chunk_total(chunk) - chunk.expert) * tax;
    double moved = chunk.expert / fmax(0.01, 1 - machine->framework->expert_hidden);
    double longer = fmax(work, moved), shorter = fmin(work, moved);
    return longer + machine->constants->overlap_loss * shorter;
}

static void run_dualpipe(const Plan *plan, const Machine *machine, const Layout *layout,
                         const Stages *stages, Timing *timing)
{
    DualPipe counts = pipeline_dualpipe(layout->pipeline, layout->micro_batches);
    timing->counts = counts;
    timing->send *= timing->seen;
    timing->pair = overlapped(plan, machine, stages->mean);
    Chunk sent = stages->mean;
    sent.forward += timing->send;
    sent.backward += timing->send;
    /* A device holds a stage and its mirror image, so the ends share one. */
    Chunk ends = chunk_add((Chunk){ 0 }, chunk_add(stages->first, stages->last, 1), 0.5);
    timing->pair_ends = overlapped(plan, machine, ends);
    timing->pair_middle = overlapped(plan, machine, stages->middle);
    double worst = fmax(timing->pair_ends, timing->pair_middle);
    timing->work = counts.forward * chunk_total(stages->mean) + counts.overlapped * timing->pair;
    timing->transfer = 2 * counts.forward * timing->send;
    timing->bubble = pipeline_bubble_dualpipe(layout->pipeline, timing->pair, sent) +
                     counts.overlapped * fmax(0, worst - timing->pair);
}

Timing timing_of(const Plan *plan, const Machine *machine, const Layout *layout,
                 const LayerChunks *chunks, const Parameters *each)
{
    Timing timing = { .dualpipe = plan->schedule >= SCHEDULE_DUALPIPE && layout->pipeline >= 2 };
    LayerChunks seen = stage_chunks_seen(chunks, stage_exchange_hidden(machine, layout));
    timing.stages = stages_of(plan, layout, &seen, each, &timing);
    timing.send = send_time(plan, machine, layout);
    timing.seen = 1 - machine->framework->pipeline_hidden;
    const Stages *stages = &timing.stages;
    if (timing.dualpipe) {
        run_dualpipe(plan, machine, layout, stages, &timing);
    } else {
        run_stages(plan, layout, stages, &timing);
    }
    double copies = timing.dualpipe ? 2 : 1;
    timing.exchange = exposed_exchange(machine, layout, stages, copies);
    timing.optimizer = optimizer(machine, layout, stages, copies);
    timing.overhead = machine->framework->overhead * machine->accelerator->host;
    double busy = timing.work + timing.transfer + timing.bubble + timing.exchange +
                  timing.optimizer + timing.overhead;
    double nodes = fmax(1, plan->devices / fmin(8, machine->node));
    double waiting = fmin(nodes, layout->data * layout->context);
    timing.straggler = busy * machine->constants->straggler * log2(waiting);
    timing.total = busy + timing.straggler;
    return timing;
}

void step_parts(const Plan *plan, const Constants *constants, StepParts *parts)
{
    parts->machine = machine_of(plan, constants);
    parts->layout = layout_of(plan);
    stage_kinds_begin(plan, &parts->machine, &parts->layout, &parts->kinds);
    stage_kinds_finish(plan, &parts->machine, &parts->layout, &parts->kinds);
    parts->chunks = stage_chunks(&parts->kinds);
    Parameters each = parameters_of(plan, &parts->layout);
    parts->timing = timing_of(plan, &parts->machine, &parts->layout, &parts->chunks, &each);
}
