/*
 * Layers go to stages in order, chunk_layers to each virtual stage, what is left to the last; so 61
 * layers on 16 stages are 15 of four and one of one beside the heads, and 126 on 16 x 8 leave the
 * ends short. Dense layers come first where they fit in the first stage (DeepSeek), and alternate
 * with expert layers otherwise.
 */
#include "model/training/stage.h"

#include <math.h>

#include "model/training/layer.h"
#include "model/training/parameters.h"

Holding stage_holding(const Plan *plan, const Layout *layout, StagePlace place)
{
    bool single = layout->pipeline <= 1;
    bool first = single || place == STAGE_FIRST, last = single || place == STAGE_LAST;
    double full = fmin(plan->layers, layout->chunk_layers * layout->virtual_stages);
    double layers = single ? plan->layers : place == STAGE_LAST ? layout->last_layers : full;
    Holding holding = { 0 };
    double dense;
    if (layout->expert_layers <= 0) {
        dense = layers;
    } else if (layout->dense_layers <= full) {
        dense = first ? layout->dense_layers : 0;
    } else {
        dense = layers * layout->dense_layers / plan->layers;
    }
    holding.dense_layers = fmin(dense, layers);
    holding.expert_layers = layers - holding.dense_layers;
    if (first) {
        holding.embeddings = 1;
    }
    if (last) {
        holding.heads = 1 + plan->mtp_modules;
        holding.mtp_layers = plan->mtp_modules;
    }
    return holding;
}

Holding holding_sum(Holding a, Holding b)
{
    return (Holding){ a.dense_layers + b.dense_layers, a.expert_layers + b.expert_layers,
                      a.mtp_layers + b.mtp_layers, a.embeddings + b.embeddings, a.heads + b.heads };
}

Holding holding_times(Holding holding, double count)
{
    return (Holding){ holding.dense_layers * count, holding.expert_layers * count,
                      holding.mtp_layers * count, holding.embeddings * count,
                      holding.heads * count };
}

void stage_kinds_begin(const Plan *plan, const Machine *machine, const Layout *layout,
                       LayerKinds *kinds)
{
    *kinds = (LayerKinds){ 0 };
    if (layout->dense_layers > 0) {
        kinds->dense = layer_begin(plan, machine, layout, false);
    }
    if (layout->expert_layers > 0) {
        kinds->expert = layer_begin(plan, machine, layout, true);
    }
    kinds->head = head_passes(plan, machine, layout);
}

void stage_kinds_finish(const Plan *plan, const Machine *machine, const Layout *layout,
                        LayerKinds *kinds)
{
    if (layout->dense_layers > 0) {
        layer_finish(plan, machine, layout, false, &kinds->dense);
    }
    if (layout->expert_layers > 0) {
        layer_finish(plan, machine, layout, true, &kinds->expert);
    }
    if (plan->mtp_modules > 0) { /* a layer of the kind that comes last */
        kinds->mtp = layout->expert_layers > 0 ? kinds->expert : kinds->dense;
        mtp_add(plan, machine, layout, &kinds->mtp);
    }
}

static Passes passes_add(Passes to, const Passes *passes, double count)
{
    return count != 0 ? passes_sum(to, passes_times(*passes, count)) : to;
}

Passes stage_passes(const LayerKinds *kinds, Holding holding)
{
    Passes passes = passes_times(kinds->dense, holding.dense_layers);
    passes = passes_add(passes, &kinds->expert, holding.expert_layers);
    passes = passes_add(passes, &kinds->mtp, holding.mtp_layers);
    return passes_add(passes, &kinds->head, holding.heads);
}

LayerChunks stage_chunks(const LayerKinds *kinds)
{
    return (LayerChunks){ passes_chunk(kinds->dense), passes_chunk(kinds->expert),
                          passes_chunk(kinds->mtp), passes_chunk(kinds->head) };
}

/*
 * One chunk's exchange runs behind another's work where a device has several, and the group is inside
 * of a node: between nodes the exchange is as long as the work, and nothing is seen to hide.
 */
double stage_exchange_hidden(const Machine *machine, const Layout *layout)
{
    bool inside = layout->expert <= machine->node;
    return layout->interleaved && inside ? machine->framework->chunk_hidden : 0;
}

static Chunk without_exchange(Chunk chunk, double hidden)
{
    double each = chunk.expert * hidden / 2; /* as much forward as backward */
    return (Chunk){ chunk.forward - each, chunk.backward - each, chunk.weight,
                    chunk.expert * (1 - hidden) };
}

LayerChunks stage_chunks_seen(const LayerChunks *chunks, double hidden)
{
    LayerChunks seen = *chunks;
    if (hidden > 0) {
        seen.expert = without_exchange(seen.expert, hidden);
        seen.mtp = without_exchange(seen.mtp, hidden);
    }
    return seen;
}

Chunk stage_chunk(const LayerChunks *chunks, Holding holding)
{
    Chunk chunk = chunk_add((Chunk){ 0 }, chunks->dense, holding.dense_layers);
    chunk = chunk_add(chunk, chunks->expert, holding.expert_layers);
    chunk = chunk_add(chunk, chunks->mtp, holding.mtp_layers);
    return chunk_add(chunk, chunks->head, holding.heads);
}

double stage_parameters_shared(const Plan *plan, const Layout *layout, const Parameters *each,
                               Holding holding)
{
    double kept = holding.dense_layers * each->dense + holding.expert_layers * each->expert;
    double layer = layout->expert_layers > 0 ? each->expert : each->dense;
    kept += holding.mtp_layers * (layer + each->projection);
    double matrices = holding.embeddings + (holding.heads > 0 ? 1 : 0);
    if (plan->tied_embeddings > 0) {
        matrices = fmin(matrices, 1);
    }
    return kept + matrices * each->embedding;
}

double stage_parameters_experts(const Layout *layout, const Parameters *each, Holding holding)
{
    double layers = holding.expert_layers;
    if (layout->expert_layers > 0) {
        layers += holding.mtp_layers;
    }
    return layers * each->experts;
}
