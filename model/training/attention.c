/*
 * Fused: half the scores are skipped under the causal mask; the backward pass has five products to
 * the forward's two, so 2.5 times the work (FlashAttention-2, arXiv:2307.08691 section 4.1).
 * Unfused: all scores are computed, written and passed over several times (arXiv:2205.05198
 * section 4.1: 5 a s / h more bytes per token and layer).
 */
#include "model/training/attention.h"

#include <math.h>

/* Keys seen by the mean query: half the sequence under the mask, or the window where it is less. */
static double mean_keys(const Plan *plan)
{
    double all = plan->sequence_length / 2;
    if (!(plan->window_layers > 0 && plan->window_size > 0)) {
        return all;
    }
    double window = fmin(plan->window_size, plan->sequence_length);
    double seen = window - window * window / (2 * plan->sequence_length);
    double share = fmin(1, plan->window_layers / plan->layers);
    return share * seen + (1 - share) * all;
}

static Passes fused(const Plan *plan, const Machine *machine, const Layout *layout)
{
    const double half = machine->constants->head_dim_half;
    double keys = mean_keys(plan);
    double dims = layout->key_dim + layout->value_dim;
    double flop = 2 * layout->tokens * keys * layout->heads * dims;
    double length = plan->sequence_length;
    double full = length / (length + machine->accelerator->attention_half);
    double narrow = fmin(1, dims / 2 / (dims / 2 + half) * (1 + half / 128));
    Passes passes = { 0 };
    passes.forward.attention = flop / (machine->attention_forward_rate * full * narrow);
    passes.input.attention = 2.5 * flop / (machine->attention_backward_rate * full * narrow);
    return passes;
}

static Passes unfused(const Plan *plan, const Machine *machine, const Layout *layout)
{
    const Constants *constants = machine->constants;
    double scores = layout->tokens * plan->sequence_length * layout->heads;
    double flop = 2 * scores * (layout->key_dim + layout->value_dim);
    double rate = machine->bf16_rate * constants->score_efficiency;
    Passes passes = { 0 };
    passes.forward.attention =
        flop / rate + scores * constants->score_forward / machine->memory_rate;
    passes.input.attention = 2 * flop / rate + scores * constants->score_forward *
                                                   constants->score_backward / machine->memory_rate;
    return passes;
}

Passes attention_core(const Plan *plan, const Machine *machine, const Layout *layout)
{
    return plan->fused_attention > 0 ? fused(plan, machine, layout)
                                     : unfused(plan, machine, layout);
}
