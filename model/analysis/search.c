/* search.c -- layouts that share tensor, context and expert degrees, micro-batch and recomputation
 * share what a layer takes and keeps, so that is computed once for all of them (a cell): the rest is
 * some additions.  A cell whose work alone, evenly divided, takes longer than the worst layout kept
 * so far is cut off as a whole. */
#include "model/analysis/search.h"

#include <math.h>

#include "model/analysis/reach.h"
#include "model/training/layout.h"
#include "model/training/memory.h"
#include "model/training/stage.h"
#include "model/training/timing.h"

const int search_axes[SEARCH_AXES] = {
    INPUT_tensor_parallel,  INPUT_pipeline_parallel, INPUT_expert_parallel,
    INPUT_context_parallel, INPUT_virtual_stages,    INPUT_schedule,
    INPUT_micro_batch,      INPUT_zero_stage,        INPUT_recompute,
};

enum { TENSOR, CONTEXT, EXPERT, MICRO_BATCH, RECOMPUTATIONS = 3, ZERO_STAGES = 4 };
static const double largest_micro_batch = 64;
static const double rounding = 1e-9; /* bounds and times add up in different orders */

/* More of these is better; of all others, less. */
static const int more_is_better[] = { FIGURE_mfu,         FIGURE_predicted_mfu,
                                      FIGURE_hfu,         FIGURE_achieved_flop,
                                      FIGURE_memory_left, FIGURE_tokens_per_second };

/* -- what a degree can be ----------------------------------------------------------------------- */

static bool divides(double part, double whole)
{
    return fmod(whole, part) == 0;
}

static void add_degree(Degrees *degrees, double value)
{
    if (degrees->count < MOST_DEGREES) {
        degrees->at[degrees->count++] = value;
    }
}

/* Divisors of both numbers, rising. */
static void add_divisors(Degrees *degrees, double first, double second)
{
    while (second >= 1) { /* Euclid */
        double rest = fmod(first, second);
        first = second;
        second = rest;
    }
    double root = floor(sqrt(first));
    for (double value = 1; value <= root; value++) {
        if (divides(value, first)) {
            add_degree(degrees, value);
        }
    }
    for (double value = root; value >= 1; value--) {
        if (divides(value, first) && value * value < first) {
            add_degree(degrees, first / value);
        }
    }
}

static void add_micro_batches(Degrees *degrees, const Plan *plan)
{
    for (double value = 1; value <= fmin(largest_micro_batch, plan->batch_sequences); value *= 2) {
        if (plan->micro_batch > value / 2 && plan->micro_batch < value) {
            add_degree(degrees, plan->micro_batch);
        }
        add_degree(degrees, value);
    }
}

/* Chunks of layers for each stage, none of them empty: the last may hold fewer. */
static bool stages_hold_layers(double layers, double pipeline, double virtual_stages)
{
    double chunk = ceil(layers / (pipeline * virtual_stages));
    return (pipeline - 1) * virtual_stages * chunk <= layers - (virtual_stages > 1 ? 0 : 1);
}

static void add_pipelines(Search *search, const Plan *plan)
{
    Degrees *degrees = &search->pipelines;
    for (double value = 1; value <= fmin(plan->layers, plan->devices); value++) {
        if (!divides(value, plan->devices) || degrees->count == MOST_DEGREES ||
            (value > 1 && !stages_hold_layers(plan->layers, value, 1))) {
            continue;
        }
        for (double chunks = 2; value > 1 && chunks * value <= plan->layers; chunks++) {
            search->interleaved[degrees->count] += stages_hold_layers(plan->layers, value, chunks);
        }
        add_degree(degrees, value);
    }
}

void search_start(Search *search, const Plan *plan, int by, int most)
{
    *search = (Search){ .plan = *plan, .by = by, .sign = 1, .least_memory = NAN };
    search->plan.efficiency = efficiency_PREDICTED;
    search->most = most < 1 ? 1 : most > MOST_FOUND ? MOST_FOUND : most;
    search->machine = machine_of(plan, &training_constants);
    search->by_memory = by == FIGURE_device_memory;
    search->by_time = follows_step_time(by, search_axes, SEARCH_AXES);
    for (size_t i = 0; i < sizeof more_is_better / sizeof *more_is_better; i++) {
        search->sign = more_is_better[i] == by ? -1 : search->sign;
    }
    bool experts = plan->routed_experts > 0 && plan->moe_layers > 0;
    add_divisors(&search->tensors, plan->devices, plan->attention_heads);
    add_divisors(&search->contexts, plan->devices, plan->sequence_length);
    add_divisors(&search->experts, plan->devices, experts ? plan->routed_experts : 1);
    add_micro_batches(&search->micro_batches, plan);
    add_pipelines(search, plan);
    search->cells = (double)search->tensors.count * search->contexts.count * search->experts.count *
                    search->micro_batches.count;
    search->done = !(search->cells > 0) || search->pipelines.count == 0;
}

/* -- the best so far ---------------------------------------------------------------------------- */

static bool is_before(const Found *a, const Found *b)
{
    if (a->value != b->value) {
        return a->value < b->value;
    }
    for (int i = 0; i < SEARCH_AXES; i++) {
        if (a->at[i] != b->at[i]) {
            return a->at[i] < b->at[i];
        }
    }
    return false;
}

static void keep(Search *search, const Found *found)
{
    bool full = search->count == search->most;
    if (isnan(found->value) || (full && !is_before(found, &search->found[search->most - 1]))) {
        return;
    }
    int place = full ? search->most - 1 : search->count++;
    for (; place > 0 && is_before(found, &search->found[place - 1]); place--) {
        search->found[place] = search->found[place - 1];
    }
    search->found[place] = *found;
}

/* The time from which a layout need not be looked at. */
static double longest_wanted(const Search *search)
{
    bool full = search->by_time && search->count == search->most;
    return full ? search->found[search->most - 1].step_time * (1 + rounding) : INFINITY;
}

/* -- a cell: what layouts share ----------------------------------------------------------------- */

typedef struct {
    Plan plan;
    MemoryUnits memory;
    LayerKinds kinds;   /* without what sharded weights and the host add */
    LayerChunks chunks; /* weights on every device */
    double least;       /* seconds of the work alone, evenly divided */
    double least_pair;  /* the same where a schedule may hide the exchange of experts */
} Cell;

static void fill_chunks(const Search *search, const Plan *plan, const Layout *layout,
                        const LayerKinds *kinds, LayerChunks *chunks)
{
    LayerKinds finished = *kinds;
    stage_kinds_finish(plan, &search->machine, layout, &finished);
    *chunks = stage_chunks(&finished);
}

static void fill_times(const Search *search, Cell *cell)
{
    cell->plan.zero_stage = cell->plan.framework == framework_FSDP ? 2 : 1;
    Layout layout = layout_of(&cell->plan);
    stage_kinds_begin(&cell->plan, &search->machine, &layout, &cell->kinds);
    fill_chunks(search, &cell->plan, &layout, &cell->kinds, &cell->chunks);
    Chunk all = stage_chunk(&cell->chunks, stage_holding(&cell->plan, &layout, STAGE_FIRST));
    /* Micro-batches of one stage: with p stages there are p times as many, of a p-th of the work. */
    double replicas = cell->plan.devices / (layout.tensor * layout.context);
    double count = cell->plan.batch_sequences / (replicas * layout.micro_batch);
    double hidden = all.expert * search->machine.framework->chunk_hidden;
    cell->least = (chunk_total(all) - hidden) * count;
    cell->least_pair = (chunk_total(all) - all.expert) * count;
}

/* -- layouts of a cell -------------------------------------------------------------------------- */

static double value_of(const Search *search, const Plan *plan, const Found *found)
{
    double value = search->by_time     ? found->step_time
                   : search->by_memory ? found->device_memory
                                       : search->sign * evaluate(plan).at[search->by];
    return value;
}

static void try_layout(Search *search, const Cell *cell, const LayerChunks *chunks,
                       const Plan *plan, const Layout *layout)
{
    Found found = { .step_time = NAN };
    found.device_memory = memory_fullest(plan, &search->machine, layout, &cell->memory).total;
    search->least_memory = fmin(search->least_memory, found.device_memory);
    if (!(found.device_memory <= plan->memory_capacity)) {
        return;
    }
    search->fitted++;
    if (search->by_time) {
        found.step_time =
            timing_of(plan, &search->machine, layout, chunks, &cell->memory.each).total;
    }
    found.value = value_of(search, plan, &found);
    for (int i = 0; i < SEARCH_AXES; i++) {
        found.at[i] = plan->at[search_axes[i]];
    }
    keep(search, &found);
}

/* Whether weights, gradients or states have copies to be divided over. */
static bool has_copies(const Layout *layout)
{
    return layout->data * layout->context > 1 || layout->expert_data > 1;
}

static bool zero_stage_differs(const Plan *plan, const Layout *layout, int stage)
{
    if (stage == 0) {
        return true;
    }
    return has_copies(layout) && !(plan->framework == framework_FSDP && stage == 1);
}

static int zero_stages(const Plan *plan, const Layout *layout)
{
    int count = 0;
    for (int stage = 0; stage < ZERO_STAGES; stage++) {
        count += zero_stage_differs(plan, layout, stage);
    }
    return count;
}

static void cut_off(Search *search, double layouts)
{
    search->tried += layouts;
    search->pruned += layouts;
}

/* All ZeRO stages of one schedule. */
static void try_schedule(Search *search, const Cell *cell, const LayerChunks *sharded, Plan *plan)
{
    Layout layout = layout_of(plan);
    for (int stage = 0; stage < ZERO_STAGES; stage++) {
        if (zero_stage_differs(plan, &layout, stage)) {
            search->tried++;
            plan->zero_stage = layout.zero_stage = stage;
            try_layout(search, cell, stage >= 3 ? sharded : &cell->chunks, plan, &layout);
        }
    }
}

static bool has_dualpipe(const Plan *plan, const Layout *layout)
{
    return divides(2, plan->pipeline_parallel) && divides(2, layout->micro_batches);
}

/* All schedules of a pipeline degree; how many chunks a stage may be cut into is known. */
static void try_schedules(Search *search, const Cell *cell, Plan *plan, const Layout *layout,
                          int pipeline)
{
    LayerChunks sharded;
    double wanted = longest_wanted(search);
    bool too_long = cell->least > wanted, piped = plan->pipeline_parallel >= 2;
    bool dualpipe = piped && has_dualpipe(plan, layout);
    int stages = zero_stages(plan, layout);
    if (cell->least_pair > wanted || (too_long && !dualpipe)) {
        cut_off(search, stages * (1 + piped + dualpipe + search->interleaved[pipeline]));
        return;
    }
    plan->zero_stage = 3;
    Layout sharding = layout_of(plan);
    fill_chunks(search, plan, &sharding, &cell->kinds, &sharded);
    plan->virtual_stages = 1;
    if (dualpipe) {
        plan->schedule = schedule_DUALPIPE;
        try_schedule(search, cell, &sharded, plan);
    }
    if (too_long) {
        cut_off(search, stages * (1 + piped + search->interleaved[pipeline]));
        return;
    }
    plan->schedule = schedule_1F1B;
    try_schedule(search, cell, &sharded, plan);
    if (piped) {
        plan->schedule = schedule_ZERO_BUBBLE;
        try_schedule(search, cell, &sharded, plan);
    }
    plan->schedule = schedule_INTERLEAVED;
    for (double chunks = 2; piped && chunks * plan->pipeline_parallel <= plan->layers; chunks++) {
        if (stages_hold_layers(plan->layers, plan->pipeline_parallel, chunks)) {
            plan->virtual_stages = chunks;
            try_schedule(search, cell, &sharded, plan);
        }
    }
}

/* Whether the pipeline degree divides what the cell leaves, and each device's share of the batch. */
static bool divides_evenly(const Plan *plan, Layout *layout)
{
    double stage = plan->devices / plan->pipeline_parallel;
    if (!divides(plan->tensor_parallel * plan->context_parallel, stage) ||
        !divides(plan->expert_parallel, stage)) {
        return false;
    }
    *layout = layout_of(plan);
    return divides(layout->data * layout->micro_batch, plan->batch_sequences);
}

/* Work done again only adds to a cell: what is too long without is too long with it. */
static void try_cell(Search *search, Cell *cell)
{
    Layout layout = layout_of(&cell->plan);
    if (!search->by_memory && !(cell->least_pair > longest_wanted(search))) {
        fill_times(search, cell);
    }
    if (!(cell->least_pair > longest_wanted(search))) {
        cell->memory = memory_units(&cell->plan, &search->machine, &layout);
    }
    for (int i = 0; i < search->pipelines.count; i++) {
        Plan plan = cell->plan;
        plan.pipeline_parallel = search->pipelines.at[i];
        if (divides_evenly(&plan, &layout)) {
            try_schedules(search, cell, &plan, &layout, i);
        }
    }
}

/* -- slices ------------------------------------------------------------------------------------- */

/* The next of the four degrees; false at the end. */
static bool advance(Search *search)
{
    const Degrees *degrees[] = { &search->tensors, &search->contexts, &search->experts,
                                 &search->micro_batches };
    search->cells_done++;
    for (int i = 3; i >= 0; i--) {
        if (++search->at[i] < degrees[i]->count) {
            return true;
        }
        search->at[i] = 0;
    }
    return false;
}

bool search_run(Search *search, double layouts)
{
    double until = search->tried + layouts;
    while (!search->done && search->tried < until) {
        Cell cell = { .plan = search->plan };
        Plan *plan = &cell.plan;
        plan->tensor_parallel = search->tensors.at[search->at[TENSOR]];
        plan->context_parallel = search->contexts.at[search->at[CONTEXT]];
        plan->expert_parallel = search->experts.at[search->at[EXPERT]];
        plan->micro_batch = search->micro_batches.at[search->at[MICRO_BATCH]];
        plan->pipeline_parallel = plan->virtual_stages = 1;
        if (divides(plan->tensor_parallel * plan->context_parallel, plan->devices)) {
            for (int recompute = 0; recompute < RECOMPUTATIONS; recompute++) {
                plan->recompute = recompute;
                try_cell(search, &cell);
            }
        }
        search->done = !advance(search);
    }
    return !search->done;
}

double search_progress(const Search *search)
{
    return search->done ? 1 : search->cells_done / search->cells;
}

Plan search_plan(const Search *search, int place)
{
    Plan plan = search->plan;
    for (int i = 0; i < SEARCH_AXES; i++) {
        plan.at[search_axes[i]] = search->found[place].at[i];
    }
    return plan;
}
