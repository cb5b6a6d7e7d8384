/*
 * A layer is a list of products, element-wise passes over memory and collectives. Communication that
 * the framework hides is left out here, in proportion; the host's floor is applied last: a pass
 * cannot end before the host has issued it.
 */
#include "model/training/layer.h"

#include <math.h>

#include "model/training/alltoall.h"
#include "model/training/attention.h"
#include "model/training/collective.h"
#include "model/training/gemm.h"
#include "model/training/parameters.h"

enum { RECOMPUTE_NONE, RECOMPUTE_SELECTIVE, RECOMPUTE_FULL };

/* Bytes of element-wise work; its gradient reads what it reads and the gradient besides. */
static void elementwise(const Machine *machine, double bytes, Passes *passes)
{
    double seconds = bytes * machine->framework->traffic / machine->memory_rate;
    passes->forward.elementwise += seconds;
    passes->input.elementwise += 1.5 * seconds;
}

static void projections(const Plan *plan, const Machine *machine, const Layout *layout,
                        Passes *passes)
{
    double tokens = layout->tokens, hidden = plan->hidden_size, heads = layout->heads;
    if (!layout->latent) {
        double width = layout->head_dim * (heads + 2 * layout->kv_heads);
        gemm_linear(machine, 1, tokens, width, hidden, PRECISION_LINEAR, passes);
        gemm_linear(machine, 1, tokens, hidden, heads * layout->head_dim, PRECISION_LINEAR, passes);
        return;
    }
    double query = plan->nope_dim + plan->rope_dim;
    double own = tokens / layout->shard;
    if (plan->q_rank > 0) {
        gemm_linear(machine, 1, own, plan->q_rank, hidden, PRECISION_LINEAR, passes);
        gemm_linear(machine, 1, tokens, heads * query, plan->q_rank, PRECISION_LINEAR, passes);
    } else {
        gemm_linear(machine, 1, tokens, heads * query, hidden, PRECISION_LINEAR, passes);
    }
    gemm_linear(machine, 1, own, plan->kv_rank + plan->rope_dim, hidden, PRECISION_LINEAR, passes);
    gemm_linear(machine, 1, tokens, heads * (plan->nope_dim + plan->value_dim), plan->kv_rank,
                PRECISION_LINEAR, passes);
    gemm_linear(machine, 1, tokens, hidden, heads * plan->value_dim, PRECISION_LINEAR, passes);
}

/* Norms, residuals, rotary positions; latent attention also joins and splits its parts. */
static void attention_passes_over_memory(const Plan *plan, const Machine *machine,
                                         const Layout *layout, Passes *passes)
{
    double own = layout->tokens / layout->shard;
    double bytes = own * plan->hidden_size * 20;
    double rotary = plan->gated_ffn > 0 || layout->latent;
    double width = layout->heads * layout->key_dim;
    if (layout->latent) {
        bytes += layout->tokens * 4 * (width + plan->q_rank + plan->kv_rank);
    } else if (rotary > 0) {
        bytes += layout->tokens * 4 * layout->head_dim * (layout->heads + layout->kv_heads);
    } else {
        bytes += layout->tokens * 2 * layout->head_dim * layout->heads;
    }
    elementwise(machine, bytes, passes);
}

static void feed_forward(const Plan *plan, const Machine *machine, const Layout *layout,
                         double width, Passes *passes)
{
    double gates = plan->gated_ffn > 0 ? 2 : 1;
    double tokens = layout->tokens, hidden = plan->hidden_size, own = width / layout->tensor;
    gemm_linear(machine, 1, tokens, gates * own, hidden, PRECISION_LINEAR, passes);
    gemm_linear(machine, 1, tokens, hidden, own, PRECISION_LINEAR, passes);
    elementwise(machine, tokens * own * (2 * gates + 2), passes);
}

/* Router, sorting tokens by expert, the experts' products, and putting the sum back. */
static void experts_compute(const Plan *plan, const Machine *machine, const Layout *layout,
                            Passes *passes)
{
    double gates = plan->gated_ffn > 0 ? 2 : 1;
    double hidden = plan->hidden_size;
    double own = layout->expert > 1 ? layout->tokens / layout->tensor : layout->tokens;
    double copies = own * plan->active_experts * layout_imbalance(layout, machine->framework);
    double local = plan->routed_experts / layout->expert;
    double width = plan->expert_ffn_size / layout->expert_tensor;
    double rows = copies / local;

    gemm_linear(machine, 1, own, plan->routed_experts, hidden, PRECISION_BF16, passes);
    gemm_linear(machine, local, rows, gates * width, hidden, PRECISION_LINEAR, passes);
    gemm_linear(machine, local, rows, hidden, width, PRECISION_LINEAR, passes);
    /* Copying rows to their expert and back, twice; DeepEP sorts them and adds them up on their way. */
    double moved = (machine->framework->deduplicated > 0 ? 4 : 8) * hidden;
    elementwise(machine,
                copies * (moved + (2 * gates + 2) * width) + own * plan->routed_experts * 16,
                passes);
    if (plan->shared_experts > 0) {
        feed_forward(plan, machine, layout, parameters_shared_width(plan), passes);
    }
}

static void experts_move(const Plan *plan, const Machine *machine, const Layout *layout,
                         Passes *passes)
{
    Alltoall time = alltoall_time(plan, machine, layout);
    double seen = 1 - machine->framework->expert_hidden;
    passes->forward.expert += (time.dispatch + time.combine) * seen;
    passes->input.expert += (time.dispatch + time.combine) * seen;
}

/* Two all-reduces forward and two backward, or as many gathers and scatters (arXiv:2205.05198). */
static void tensor_collectives(const Plan *plan, const Machine *machine, const Layout *layout,
                               bool experts, Passes *passes)
{
    if (layout->tensor <= 1) {
        return;
    }
    bool spread = experts && layout->expert > 1;
    double parts = spread ? (plan->shared_experts > 0 ? 1.5 : 1) : 2;
    Ranks group = { layout->tensor, 1 };
    double bytes = layout->tokens * plan->hidden_size * 2;
    double seconds =
        parts * collective_reduce(machine, group, bytes) * (1 - machine->framework->tensor_hidden);
    passes->forward.tensor += seconds;
    passes->input.tensor += seconds;
}

/* Keys and values go round the ring while attention runs (Ring Attention, arXiv:2310.01889). */
static void context_ring(const Machine *machine, const Layout *layout, Passes *passes)
{
    if (layout->context <= 1) {
        return;
    }
    Ranks group = { layout->context, layout->tensor };
    if (layout->ulysses) {
        /* Queries, keys, values and outputs change places (arXiv:2309.14509). */
        double sent = 2 * layout->tokens *
                      (layout->heads * (layout->key_dim + layout->value_dim) +
                       2 * layout->kv_heads * layout->head_dim);
        double seconds =
            collective_gather(machine, group, sent) * (1 - machine->framework->tensor_hidden);
        passes->forward.context += seconds;
        passes->input.context += seconds;
        return;
    }
    double width = layout->latent ? layout->heads * (layout->key_dim + layout->value_dim)
                                  : 2 * layout->kv_heads * layout->head_dim;
    double bytes = layout->tokens * layout->context * width * 2;
    double ring = collective_gather(machine, group, bytes);
    double forward = fmax(0, ring - passes->forward.attention);
    double backward = fmax(0, 2 * ring - passes->input.attention);
    passes->forward.context += forward + machine->accelerator->link_start * layout->context;
    passes->input.context += backward + machine->accelerator->link_start * layout->context;
}

static void recompute(const Plan *plan, const Machine *machine, const Layout *layout,
                      Passes *passes)
{
    if (plan->recompute >= RECOMPUTE_FULL) {
        passes->again = passes->forward;
        return;
    }
    if (plan->recompute < RECOMPUTE_SELECTIVE) {
        return;
    }
    if (plan->fused_attention <= 0) {
        passes->again.attention = passes->forward.attention;
        return;
    }
    /* Norms, activations and the latent's expansion (arXiv:2412.19437 section 3.2.3). */
    passes->again.elementwise = passes->forward.elementwise / 2;
    if (layout->latent) {
        passes->again.gemm =
            gemm_time(machine, layout->tokens, layout->heads * (plan->nope_dim + plan->value_dim),
                      plan->kv_rank, PRECISION_LINEAR);
    }
}

/* ZeRO-3: a layer's weights are gathered for each pass and its gradients scattered after. */
static void sharded_weights(const Plan *plan, const Machine *machine, const Layout *layout,
                            bool experts, Passes *passes)
{
    if (layout->zero_stage < 3 || layout->data <= 1) {
        return;
    }
    Ranks group = { layout->data * layout->context, layout->tensor };
    double weights = parameters_layer(plan, layout, experts);
    double gather = collective_gather(machine, group, 2 * weights);
    double scatter = collective_gather(machine, group, machine->framework->gradient * weights);
    double hidden = machine->framework->data_hidden;
    double forward = cost_device(passes->forward);
    double backward = cost_device(passes_backward(*passes));
    passes->forward.data = gather - fmin(gather, forward) * hidden;
    passes->input.data = gather + scatter - fmin(gather + scatter, backward) * hidden;
}

/*
 * Issuing and running overlap, but not perfectly: near the crossing both are felt. The fourth-power
 * mean is within 2 % of the larger when they differ by a factor of two.
 */
static double wait_for_host(double host, double device)
{
    double larger = fmax(host, device), ratio = fmin(host, device) / larger;
    double square = ratio * ratio;
    return larger * sqrt(sqrt(1 + square * square)) - device;
}

static void host_floor(const Plan *plan, const Machine *machine, const Layout *layout, bool experts,
                       Passes *passes)
{
    double local = experts ? plan->routed_experts / layout->expert : 0;
    double each = machine->expert_launch;
    if (layout->expert_tensor > 1) {
        each *= machine->constants->one_by_one;
    }
    double launch = machine->launch + each * local;
    if (layout->tensor >= machine->node && layout->tensor > 1) {
        launch *= machine->constants->lockstep;
    }
    double again = plan->recompute >= RECOMPUTE_FULL ? launch : 0;
    double backward = launch * machine->constants->backward_host + again;
    passes->forward.host = wait_for_host(launch, cost_total(passes->forward));
    passes->input.host = wait_for_host(backward, cost_total(passes_backward(*passes)));
}

Passes layer_begin(const Plan *plan, const Machine *machine, const Layout *layout, bool experts)
{
    Passes passes = attention_core(plan, machine, layout);
    projections(plan, machine, layout, &passes);
    attention_passes_over_memory(plan, machine, layout, &passes);
    context_ring(machine, layout, &passes);
    if (experts) {
        experts_compute(plan, machine, layout, &passes);
        experts_move(plan, machine, layout, &passes);
    } else {
        feed_forward(plan, machine, layout, plan->ffn_size, &passes);
    }
    tensor_collectives(plan, machine, layout, experts, &passes);
    recompute(plan, machine, layout, &passes);
    return passes;
}

void layer_finish(const Plan *plan, const Machine *machine, const Layout *layout, bool experts,
                  Passes *passes)
{
    sharded_weights(plan, machine, layout, experts, passes);
    host_floor(plan, machine, layout, experts, passes);
}

Passes head_passes(const Plan *plan, const Machine *machine, const Layout *layout)
{
    Passes passes = { 0 };
    double words = plan->vocabulary_size / layout->tensor;
    double logits = layout->tokens * words;
    gemm_linear(machine, 1, layout->tokens, words, plan->hidden_size, PRECISION_BF16, &passes);
    double loss = logits * machine->framework->loss / machine->memory_rate;
    passes.forward.elementwise += loss * 2 / 3;
    passes.input.elementwise += loss / 3;
    if (layout->tensor > 1) {
        double bytes = layout->tokens * plan->hidden_size * 2;
        double seconds = collective_gather(machine, (Ranks){ layout->tensor, 1 }, bytes);
        passes.forward.tensor += seconds;
        passes.input.tensor += 2 * seconds;
    }
    return passes;
}

void mtp_add(const Plan *plan, const Machine *machine, const Layout *layout, Passes *passes)
{
    gemm_linear(machine, 1, layout->tokens, plan->hidden_size / layout->tensor,
                2 * plan->hidden_size, PRECISION_LINEAR, passes);
}
