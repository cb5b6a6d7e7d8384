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

LayerKinds stage_kinds(const Plan *plan, const Machine *machine, const Layout *layout)
{
    LayerKinds kinds = { 0 };
    if (layout->dense_layers > 0) {
        kinds.dense = layer_passes(plan, machine, layout, false);
    }
    if (layout->expert_layers > 0) {
        kinds.expert = layer_passes(plan, machine, layout, true);
    }
    if (plan->mtp_modules > 0) {
        kinds.mtp = mtp_passes(plan, machine, layout);
    }
    kinds.head = head_passes(plan, machine, layout);
    return kinds;
}

Passes stage_passes(const LayerKinds *kinds, Holding holding)
{
    Passes passes = passes_times(kinds->dense, holding.dense_layers);
    passes = passes_sum(passes, passes_times(kinds->expert, holding.expert_layers));
    passes = passes_sum(passes, passes_times(kinds->mtp, holding.mtp_layers));
    return passes_sum(passes, passes_times(kinds->head, holding.heads));
}

double stage_parameters_shared(const Plan *plan, const Layout *layout, Holding holding)
{
    double hidden = plan->hidden_size;
    double kept = holding.dense_layers * parameters_shared(plan, layout, false);
    kept += holding.expert_layers * parameters_shared(plan, layout, true);
    kept += holding.mtp_layers * (parameters_shared(plan, layout, layout->expert_layers > 0) +
                                  2 * hidden * hidden / layout->tensor);
    double matrices = holding.embeddings + (holding.heads > 0 ? 1 : 0);
    if (plan->tied_embeddings > 0) {
        matrices = fmin(matrices, 1);
    }
    return kept + matrices * parameters_embedding(plan, layout);
}

double stage_parameters_experts(const Plan *plan, const Layout *layout, Holding holding)
{
    double layers = holding.expert_layers;
    if (layout->expert_layers > 0) {
        layers += holding.mtp_layers;
    }
    return layers * parameters_experts(plan, layout);
}
