/*
 * Parameters fall in two buckets with their own shard groups: outside of experts, sharded over data
 * and context ranks, and experts, sharded over the copies of each expert. Mixed precision keeps a
 * BF16 weight, an FP32 gradient and FP32 master, first and second moment (2 + 4 + 12 bytes, Megatron-
 * LM's count); DeepSeek keeps BF16 moments (2 + 4 + 8, arXiv:2412.19437 section 3.3.3); FSDP reduces
 * BF16 gradients. ZeRO stages: arXiv:1910.02054 section 5.
 */
#include "model/training/memory.h"

#include <math.h>

#include "model/training/activations.h"
#include "model/training/constants.h"
#include "model/training/layout.h"
#include "model/training/machine.h"
#include "model/training/parameters.h"
#include "model/training/pipeline.h"
#include "model/training/stage.h"

/* Bytes: CUDA context and kernels, NCCL buffers of a handful of groups (SimuMax, Megatron reports). */
static const double contexts = 1.5e9;
/* Share of live activations that the caching allocator loses (SimuMax divides by .94). */
static const double fragmentation = 0.06;

static Holding holding_at(const Plan *plan, const Layout *layout, double stage)
{
    StagePlace place = stage <= 0                      ? STAGE_FIRST
                       : stage >= layout->pipeline - 1 ? STAGE_LAST
                                                       : STAGE_MIDDLE;
    return stage_holding(plan, layout, place);
}

/* Micro-batches' worth of a stage's activations alive at once (arXiv:2205.05198 section 4.2.3). */
static double in_flight(const Layout *layout, double stage)
{
    double stages = layout->pipeline, virtual_stages = layout->virtual_stages;
    if (stages <= 1) {
        return 1;
    }
    double count = stages - stage;
    if (layout->interleaved) {
        count = stages + (stages - 1 - 2 * stage) / virtual_stages;
    }
    return fmax(1, fmin(layout->micro_batches, count));
}

MemoryUnits memory_units(const Plan *plan, const Machine *machine, const Layout *layout)
{
    bool experts = layout->expert_layers > 0;
    MemoryUnits units = { .each = parameters_of(plan, layout) };
    if (layout->dense_layers > 0) {
        units.dense = activations_layer(plan, machine, layout, false);
    }
    if (experts) {
        units.expert = activations_layer(plan, machine, layout, true);
    }
    if (plan->recompute >= 2) {
        units.working_dense = activations_working(plan, machine, layout, false);
        units.working_expert = experts ? activations_working(plan, machine, layout, true) : 0;
    }
    units.logits = activations_logits(plan, layout);
    return units;
}

static double kept(const Layout *layout, const MemoryUnits *units, Holding holding)
{
    double mtp = layout->expert_layers > 0 ? units->expert : units->dense;
    return holding.dense_layers * units->dense + holding.expert_layers * units->expert +
           holding.mtp_layers * mtp;
}

static void hold_parameters(const Plan *plan, const Machine *machine, const Layout *layout,
                            const Parameters *each, Holding holding, TrainingMemory *memory)
{
    double shared = stage_parameters_shared(plan, layout, each, holding);
    double experts = stage_parameters_experts(layout, each, holding);
    double copies = layout->data * layout->context, expert_copies = layout->expert_data;
    double whole = shared + experts, part = shared / copies + experts / expert_copies;
    double states = machine->framework->tiles > 0 ? 8 : 12;
    memory->weights = 2 * (layout->zero_stage >= 3 ? part : whole);
    memory->gradients = machine->framework->gradient * (layout->zero_stage >= 2 ? part : whole);
    memory->optimizer = states * (layout->zero_stage >= 1 ? part : whole);
    if (layout->zero_stage >= 3) {
        /* Two layers are whole while one runs and the next is gathered, and one's gradients. */
        double layer = layout->expert_layers > 0 ? each->expert + each->experts : each->dense;
        memory->weights += (2 * 2 + 2) * layer;
    }
}

static TrainingMemory stage_memory(const Plan *plan, const Machine *machine, const Layout *layout,
                                   const MemoryUnits *units, double stage)
{
    bool dualpipe = plan->schedule >= SCHEDULE_DUALPIPE && layout->pipeline >= 2;
    Holding holding = holding_at(plan, layout, stage);
    TrainingMemory memory = { .stage = stage };
    if (dualpipe) {
        /* A device holds a stage and its mirror image; p + 1 chunks are alive (DualPipe). */
        Holding both = holding_sum(holding, holding_at(plan, layout, layout->pipeline - 1 - stage));
        double chunks = fmin(layout->micro_batches, layout->pipeline + 1);
        memory.activations = kept(layout, units, both) / 2 * chunks;
        holding = both;
    } else {
        memory.activations = kept(layout, units, holding) * in_flight(layout, stage);
    }
    if (plan->recompute >= 2) {
        memory.activations +=
            holding.expert_layers > 0 ? units->working_expert : units->working_dense;
    }
    hold_parameters(plan, machine, layout, &units->each, holding, &memory);
    memory.logits = holding.heads > 0 ? units->logits : 0;
    memory.overhead = contexts + fragmentation * (memory.activations + memory.logits);
    memory.total = memory.weights + memory.gradients + memory.optimizer + memory.activations +
                   memory.logits + memory.overhead;
    return memory;
}

TrainingMemory memory_fullest(const Plan *plan, const Machine *machine, const Layout *layout,
                              const MemoryUnits *units)
{
    double last = layout->pipeline - 1;
    double candidates[] = { 0, 1, last };
    TrainingMemory fullest = stage_memory(plan, machine, layout, units, 0);
    for (int i = last > 1 ? 1 : 2; last > 0 && i < 3; i++) {
        TrainingMemory memory = stage_memory(plan, machine, layout, units, candidates[i]);
        if (memory.total > fullest.total) {
            fullest = memory;
        }
    }
    return fullest;
}

TrainingMemory training_memory_stage(const Plan *plan, double stage)
{
    Machine machine = machine_of(plan, &training_constants);
    Layout layout = layout_of(plan);
    MemoryUnits units = memory_units(plan, &machine, &layout);
    return stage_memory(plan, &machine, &layout, &units, stage);
}

TrainingMemory training_memory(const Plan *plan)
{
    Machine machine = machine_of(plan, &training_constants);
    Layout layout = layout_of(plan);
    MemoryUnits units = memory_units(plan, &machine, &layout);
    return memory_fullest(plan, &machine, &layout, &units);
}
