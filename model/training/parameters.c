/*
 * The counts of the whole model over the shards. Biases and norms are included where they matter
 * (norms are not divided by the tensor degree).
 */
#include "model/training/parameters.h"

static double attention_parameters(const Plan *plan, const Layout *layout)
{
    double hidden = plan->hidden_size, heads = layout->heads;
    if (!layout->latent) {
        return hidden * layout->head_dim * (2 * heads + 2 * layout->kv_heads);
    }
    double query = plan->nope_dim + plan->rope_dim;
    double from = plan->q_rank > 0 ? plan->q_rank : hidden;
    double down = plan->q_rank > 0 ? hidden * plan->q_rank + plan->q_rank : 0;
    return down + from * heads * query + hidden * (plan->kv_rank + plan->rope_dim) + plan->kv_rank +
           plan->kv_rank * heads * (plan->nope_dim + plan->value_dim) +
           heads * plan->value_dim * hidden;
}

double parameters_shared_width(const Plan *plan)
{
    double each =
        plan->shared_expert_ffn_size > 0 ? plan->shared_expert_ffn_size : plan->expert_ffn_size;
    return plan->shared_experts * each;
}

/* Of one layer on one tensor rank, routed experts left out. */
static double shared_parameters(const Plan *plan, const Layout *layout, bool experts)
{
    double matrices = plan->gated_ffn > 0 ? 3 : 2;
    double hidden = plan->hidden_size;
    double common = attention_parameters(plan, layout) + 2 * hidden;
    if (!experts) {
        return common + matrices * hidden * plan->ffn_size / layout->tensor;
    }
    return common + hidden * plan->routed_experts +
           matrices * hidden * parameters_shared_width(plan) / layout->tensor;
}

/* Of one layer's routed experts on one device. */
static double expert_parameters(const Plan *plan, const Layout *layout)
{
    double matrices = plan->gated_ffn > 0 ? 3 : 2;
    return matrices * plan->hidden_size * plan->expert_ffn_size * plan->routed_experts /
           (layout->expert * layout->expert_tensor);
}

double parameters_layer(const Plan *plan, const Layout *layout, bool experts)
{
    return shared_parameters(plan, layout, experts) +
           (experts ? expert_parameters(plan, layout) : 0);
}

Parameters parameters_of(const Plan *plan, const Layout *layout)
{
    bool experts = layout->expert_layers > 0;
    return (Parameters){
        .dense = shared_parameters(plan, layout, false),
        .expert = experts ? shared_parameters(plan, layout, true) : 0,
        .experts = experts ? expert_parameters(plan, layout) : 0,
        .projection = 2 * plan->hidden_size * plan->hidden_size / layout->tensor,
        .embedding = plan->vocabulary_size * plan->hidden_size / layout->tensor,
    };
}
