/*
 * Korthikanti et al. (arXiv:2205.05198 section 4, Table 2) operator by operator, so that grouped and
 * latent attention, gated feed-forward parts and experts follow from the same count. For a GPT layer
 * it gives s b h (34 + 5 a s / h), (10 + 24 / t + 5 a s / (h t)), 34 / t and 2, as printed.
 * Operands of FP8 products are kept in FP8.
 */
#include "model/training/activations.h"

#include <math.h>

#include "model/training/parameters.h"

/* Bytes per token, split into what tensor parallelism shards and what only sequence parallelism does. */
typedef struct Kept {
    double sharded, whole;
} Kept;

static double total(Kept kept, const Layout *layout)
{
    return layout->tokens * (kept.sharded + kept.whole / layout->shard);
}

/* Models of the time before fused attention were trained with dropout, and keep its masks. */
static bool drops_out(const Plan *plan)
{
    return plan->gated_ffn <= 0 && plan->fused_attention <= 0;
}

static double operand_bytes(const Machine *machine)
{
    return machine->quantized ? 1 : 2;
}

static Kept attention_kept(const Plan *plan, const Machine *machine, const Layout *layout,
                           bool selective)
{
    double hidden = plan->hidden_size, operand = operand_bytes(machine), heads = layout->heads;
    bool light = selective && plan->fused_attention > 0; /* norms and activations run again */
    Kept kept = { .whole = 2 * hidden + (light ? 0 : operand * hidden) };
    double output = heads * layout->value_dim;
    if (layout->latent) {
        double latents = plan->q_rank + plan->kv_rank + plan->rope_dim;
        kept.whole += 2 * latents;
        if (!light) {
            kept.whole += operand * (plan->q_rank + plan->kv_rank);
            kept.sharded += 2 * heads * (2 * layout->key_dim + layout->value_dim);
        }
    } else {
        kept.sharded += 2 * layout->head_dim * (heads + 2 * layout->kv_heads);
    }
    if (plan->fused_attention > 0) {
        kept.sharded += 2 * output + 4 * heads; /* output, which the projection shares; log-sums */
        if (machine->quantized) {
            kept.sharded += (light && layout->latent ? -0.5 : 1) * output;
        }
    } else {
        kept.sharded += operand * output;
        if (!selective) {
            kept.sharded += 5 * heads * plan->sequence_length;
        }
    }
    if (drops_out(plan)) {
        kept.whole += hidden;
    }
    return kept;
}

/* Input, products and activation of a feed-forward part `width` wide on this device, per token. */
static Kept ffn_kept(const Plan *plan, const Machine *machine, double width, bool selective)
{
    double gates = plan->gated_ffn > 0 ? 2 : 1, operand = operand_bytes(machine);
    bool light = selective && plan->fused_attention > 0;
    double input = machine->framework->tiles > 0 ? operand : 2;
    return (Kept){
        .whole = light ? 0 : operand * plan->hidden_size,
        .sharded = light ? input * gates * width : 2 * gates * width + operand * width,
    };
}

static Kept layer_kept(const Plan *plan, const Machine *machine, const Layout *layout, bool experts,
                       bool selective)
{
    Kept kept = attention_kept(plan, machine, layout, selective);
    kept.whole += 2 * plan->hidden_size; /* input of the second norm */
    if (!experts) {
        Kept ffn = ffn_kept(plan, machine, plan->ffn_size / layout->tensor, selective);
        kept.whole += ffn.whole + (drops_out(plan) ? plan->hidden_size : 0);
        kept.sharded += ffn.sharded;
        return kept;
    }
    double own = layout->expert > 1 ? 1 / layout->tensor : 1;
    double copies = own * plan->active_experts * layout_imbalance(layout, machine->framework);
    Kept routed = ffn_kept(plan, machine, plan->expert_ffn_size / layout->expert_tensor, selective);
    double arrived = operand_bytes(machine) * plan->hidden_size; /* cannot be made again cheaply */
    kept.sharded += copies * (arrived + routed.sharded) + 8 * own * plan->routed_experts;
    if (plan->shared_experts > 0) {
        Kept shared =
            ffn_kept(plan, machine, parameters_shared_width(plan) / layout->tensor, selective);
        kept.sharded += shared.sharded;
    }
    kept.whole += routed.whole;
    return kept;
}

double activations_working(const Plan *plan, const Machine *machine, const Layout *layout,
                           bool experts)
{
    return total(layer_kept(plan, machine, layout, experts, false), layout);
}

double activations_layer(const Plan *plan, const Machine *machine, const Layout *layout,
                         bool experts)
{
    if (plan->recompute >= 2) {
        return total((Kept){ .whole = 2 * plan->hidden_size }, layout);
    }
    return total(layer_kept(plan, machine, layout, experts, plan->recompute >= 1), layout);
}

double activations_logits(const Plan *plan, const Layout *layout)
{
    double bytes = 2 + 4; /* BF16 logits, FP32 probabilities that become the gradient */
    return layout->tokens * plan->vocabulary_size / layout->tensor * bytes;
}
