/*
 * Copies that leave a device, per token: with one message per expert, active_experts x (e - 1) / e;
 * with one message per node (DeepEP; arXiv:2412.19437 section 3.2.2) the distinct nodes the token's
 * experts are on, at most the node limit of its router. Network and link work at the same time.
 */
#include "model/training/alltoall.h"

#include <math.h>

/* A power by squaring where the exponent is a count, which it nearly always is. */
static double power(double base, double exponent)
{
    if (!(exponent >= 0 && exponent < 1024 && exponent == floor(exponent))) {
        return pow(base, exponent);
    }
    double result = 1;
    for (int left = (int)exponent; left > 0; left /= 2) {
        result *= left % 2 ? base : 1;
        base *= base;
    }
    return result;
}

/* Distinct places hit by `draws` choices, spread evenly over `places`. */
static double distinct(double places, double draws)
{
    return places * (1 - power(1 - 1 / places, draws));
}

Alltoall alltoall_time(const Plan *plan, const Machine *machine, const Layout *layout)
{
    double degree = layout->expert;
    if (degree <= 1 || plan->routed_experts <= 0) {
        return (Alltoall){ 0, 0 };
    }
    const Framework *framework = machine->framework;
    double tokens = layout->tokens / layout->tensor;
    double chosen = plan->active_experts;
    double near = layout_ranks_in_node(degree, 1, machine->node);
    double nodes = degree / near;
    double remote, local;
    if (framework->deduplicated > 0) {
        double limit = plan->expert_groups > 1 ? plan->groups_per_token : nodes;
        remote = fmin(limit, distinct(nodes, chosen)) * (nodes - 1) / nodes;
        local = distinct(degree, chosen) * (near - 1) / near;
    } else {
        remote = chosen * (nodes - 1) / nodes;
        local = chosen * (near - 1) / near;
    }
    double bytes = tokens * plan->hidden_size * machine->framework->imbalance;
    double per_byte = fmax(remote / machine->network_rate, local / machine->link_rate);
    double start = machine->accelerator->link_start + machine->accelerator->link_rank * near;
    if (nodes > 1) {
        start += machine->constants->scale_out_start * log2(nodes + 1);
    }
    return (Alltoall){ start + bytes * framework->dispatch * per_byte,
                       start + bytes * 2 * per_byte };
}
