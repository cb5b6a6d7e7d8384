/*
 * Resolves what the plan says of the hardware against the tables of accelerators and frameworks.
 * An accelerator is known by its peaks and bandwidths (export versions have the same kernels behind
 * slower links, so links count least); one that is near none in the table, or has no FP4 units where
 * the nearest has, gets the middle of the measured ones.
 */
#include "model/training/machine.h"

#include <math.h>
#include <stddef.h>

/* How far off an accelerator may be and still be taken for the one in the table. */
static const double same_accelerator = 0.25;

/* Nearly the difference of the logarithms; nothing where one side does not say. */
static double apart(double a, double b)
{
    return a > 0 && b > 0 ? 2 * fabs(a - b) / (a + b) : 0;
}

static const Accelerator *nearest(const Plan *plan, const Constants *constants)
{
    const Accelerator *best = &constants->accelerator[ACCELERATOR_unmeasured];
    double least = same_accelerator;
    for (size_t i = 0; i < ACCELERATOR_COUNT; i++) {
        const Accelerator *row = &constants->accelerator[i];
        bool other = row->peak_fp4 > 0 && plan->peak_fp8 > 0 && !(plan->peak_fp4 > 0);
        if (!(row->peak_bf16 > 0 && plan->peak_bf16 > 0) || other) {
            continue;
        }
        double distance = apart(plan->peak_bf16, row->peak_bf16) +
                          apart(plan->memory_bandwidth, row->memory_bandwidth) / 2 +
                          apart(plan->peak_fp4, row->peak_fp4) / 4 +
                          apart(plan->scale_up_bandwidth, row->scale_up_bandwidth) / 8;
        if (distance < least) {
            least = distance;
            best = row;
        }
    }
    return best;
}

static const Framework *framework_row(const Plan *plan, const Constants *constants)
{
    double index = plan->framework;
    if (!(index >= 0 && index < FRAMEWORK_COUNT)) {
        index = FRAMEWORK_megatron;
    }
    return &constants->framework[(size_t)index];
}

Machine machine_of(const Plan *plan, const Constants *constants)
{
    const Accelerator *row = nearest(plan, constants);
    const Framework *framework = framework_row(plan, constants);
    Machine machine = {
        .constants = constants,
        .accelerator = row,
        .framework = framework,
        .measured = row->steps > 0,
        .bf16_rate = plan->peak_bf16 * row->bf16 * row->training,
        .linear_bytes = 2,
        .memory_rate = plan->memory_bandwidth * row->memory,
        .link_rate = plan->scale_up_bandwidth * row->link,
        .network_rate = plan->scale_out_bandwidth * constants->scale_out_share,
        .node = fmax(1, plan->devices_per_node),
        .launch = framework->launch * row->host,
        .expert_launch = framework->expert_launch * row->host,
    };
    machine.linear_rate = machine.bf16_rate;
    if (plan->compute >= 2 && plan->peak_fp4 > 0 && row->fp4 > 0) {
        double kept = constants->fp4_kept;
        double rate = plan->peak_fp4 * row->fp4 * row->training;
        machine.linear_rate = 1 / ((1 - kept) / rate + kept / machine.bf16_rate);
        machine.linear_bytes = 0.5625;
        machine.quantized = true;
    } else if (plan->compute >= 1 && plan->peak_fp8 > 0 && row->fp8 > 0) {
        machine.linear_rate = plan->peak_fp8 * row->fp8 * row->training;
        machine.linear_bytes = 1;
        machine.quantized = true;
    }
    double kernels = framework->attention * (framework->older_attention > 0 ? row->older : 1);
    machine.attention_forward_rate = plan->peak_bf16 * row->attention_forward * kernels;
    machine.attention_backward_rate = plan->peak_bf16 * row->attention_backward * kernels;
    return machine;
}
