/*
 * Degrees and shapes. Ranks are laid out as Megatron-LM does (arXiv:2104.04473 section 3.2):
 * tensor innermost, then context, data, and pipeline outermost; experts take consecutive devices
 * of one pipeline stage.
 */
#include "model/training/layout.h"

#include <math.h>

#include "model/training/constants.h"

static double at_least_one(double value)
{
    return value >= 1 ? value : 1;
}

double layout_ranks_in_node(double size, double stride, double node)
{
    if (size * stride <= node) {
        return size;
    }
    return fmin(size, at_least_one(floor(node / stride)));
}

double layout_imbalance(const Layout *layout, const Framework *framework)
{
    return layout->expert > 1 ? framework->imbalance : 1;
}

/*
 * The micro-batch where the plan names none: the largest power of two, up to 4, that divides the
 * device's share and leaves eight micro-batches for each stage (arXiv:2104.04473 section 3.4).
 */
static double usual_micro_batch(double share, double stages)
{
    double size = 1;
    while (size < 4 && fmod(share, size * 2) == 0 &&
           (stages <= 1 || share / (size * 2) >= 8 * stages)) {
        size *= 2;
    }
    return size;
}

/*
 * MegaScale-MoE keeps attention whole and splits the sequence over the devices that share the
 * experts (arXiv:2505.11432 section 3.1); its plans name only the expert degree.
 */
static bool shards_sequence_over_experts(const Plan *plan)
{
    return (int)plan->framework == FRAMEWORK_megascale && plan->routed_experts > 0 &&
           plan->expert_parallel > 1 && plan->tensor_parallel <= 1 && plan->context_parallel <= 1;
}

Layout layout_of(const Plan *plan)
{
    Layout layout = {
        .tensor = at_least_one(plan->tensor_parallel),
        .pipeline = at_least_one(plan->pipeline_parallel),
        .context = at_least_one(plan->context_parallel),
        .expert = at_least_one(plan->expert_parallel),
        .virtual_stages = at_least_one(plan->virtual_stages),
    };
    layout.ulysses = shards_sequence_over_experts(plan);
    if (layout.ulysses) {
        layout.context = layout.expert;
    }
    double model = layout.tensor * layout.pipeline * layout.context;
    layout.data = at_least_one(plan->devices / model);
    double share = at_least_one(plan->batch_sequences / layout.data);
    layout.micro_batch =
        plan->micro_batch > 0 ? plan->micro_batch : usual_micro_batch(share, layout.pipeline);
    layout.micro_batches = at_least_one(share / layout.micro_batch);

    layout.expert_layers = plan->routed_experts > 0 ? fmin(plan->moe_layers, plan->layers) : 0;
    layout.dense_layers = plan->layers - layout.expert_layers;
    layout.expert_tensor = layout.expert > 1 ? 1 : layout.tensor;
    layout.expert_data =
        at_least_one(plan->devices / (layout.pipeline * layout.expert * layout.expert_tensor));

    layout.sequence = plan->sequence_length / layout.context;
    layout.tokens = layout.micro_batch * layout.sequence;
    layout.shard = plan->sequence_parallel > 0 ? layout.tensor : 1;

    layout.latent = plan->attention >= 1;
    layout.heads = at_least_one(plan->attention_heads) / layout.tensor;
    layout.kv_heads = plan->kv_heads > 0 ? plan->kv_heads : plan->attention_heads;
    layout.kv_heads = fmax(1, layout.kv_heads / layout.tensor);
    layout.head_dim = plan->head_dim > 0 ? plan->head_dim
                                         : plan->hidden_size / at_least_one(plan->attention_heads);
    layout.key_dim = layout.latent ? plan->nope_dim + plan->rope_dim : layout.head_dim;
    layout.value_dim = layout.latent ? plan->value_dim : layout.head_dim;

    double chunks = layout.pipeline * layout.virtual_stages;
    layout.chunk_layers = ceil(plan->layers / chunks);
    layout.last_layers =
        fmax(0, plan->layers - (layout.pipeline - 1) * layout.virtual_stages * layout.chunk_layers);
    layout.interleaved = layout.virtual_stages > 1;
    layout.zero_stage = plan->zero_stage;
    if ((int)plan->framework == FRAMEWORK_fsdp && layout.zero_stage == 1) {
        layout.zero_stage = 3; /* FSDP shards all or gradients; it has no stage 1 */
    }
    return layout;
}
