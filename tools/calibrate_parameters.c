/*
 * The fitted constants and their priors: the value that kernel tables and papers suggest, how far off
 * it may be (a spread of the logarithm), and the range that makes sense.
 */
#include "tools/calibrate.h"

#define COMMON(member) #member, offsetof(Constants, member)
#define OF_ACCELERATOR(row, member)                                                                \
#row "." #member, offsetof(Constants, accelerator) + ACCELERATOR_##row * sizeof(Accelerator) + \
                          offsetof(Accelerator, member)
#define OF_FRAMEWORK(row, member)                                                                  \
#row "." #member, offsetof(Constants, framework) + FRAMEWORK_##row * sizeof(Framework) +       \
                          offsetof(Framework, member)

const Parameter calibrate_parameters[CALIBRATE_PARAMETERS] = {
    { COMMON(backward_host), 1.6, 0.2, 1, 2.5 },
    { COMMON(one_by_one), 3, 0.5, 1, 12 },
    { COMMON(lockstep), 1.2, 0.2, 1, 2 },
    { COMMON(head_dim_half), 25, 0.6, 1, 80 },
    { COMMON(score_forward), 13, 0.3, 6, 30 },
    { COMMON(quantize), 3, 0.4, 1, 7 },
    { COMMON(accumulate), 2, 0.3, 0.2, 8 },
    { COMMON(weight_rate), 0.8, 0.15, 0.5, 1.1 },
    { COMMON(send_share), 0.5, 0.5, 0.1, 1 },
    { COMMON(straggler), 0.003, 0.7, 0.0002, 0.02 },
    { COMMON(overlap_loss), 0.4, 0.5, 0.02, 1 },
    { OF_ACCELERATOR(ampere, training), 0.95, 0.05, 0.7, 1.1 },
    { OF_ACCELERATOR(hopper, training), 0.93, 0.06, 0.7, 1.1 },
    { OF_ACCELERATOR(blackwell, training), 0.93, 0.07, 0.7, 1.15 },
    { OF_ACCELERATOR(blackwell, bf16), 0.65, 0.1, 0.4, 0.8 },
    { OF_ACCELERATOR(grace_blackwell, training), 0.97, 0.07, 0.7, 1.2 },
    { OF_ACCELERATOR(grace_blackwell_ultra, training), 1.03, 0.07, 0.7, 1.3 },
    { OF_ACCELERATOR(ampere, one_card), 0.6, 0.2, 0.2, 1 },
    { OF_ACCELERATOR(hopper, older), 0.6, 0.2, 0.3, 1 },
    { OF_ACCELERATOR(hopper, host), 0.75, 0.3, 0.2, 1.5 },
    { OF_ACCELERATOR(blackwell, host), 0.70, 0.3, 0.2, 1.5 },
    { OF_ACCELERATOR(grace_blackwell, host), 0.60, 0.4, 0.1, 1.5 },
    { OF_FRAMEWORK(megatron_deepspeed, launch), 1.0e-3, 0.4, 1e-4, 5e-3 },
    { OF_FRAMEWORK(megatron_deepspeed, traffic), 1.6, 0.3, 1, 4 },
    { OF_FRAMEWORK(megatron_deepspeed, pipeline_hidden), 0.3, 0.5, 0.01, 0.95 },
    { OF_FRAMEWORK(megatron_deepspeed, loss), 60, 0.3, 10, 200 },
    { OF_FRAMEWORK(megatron_deepspeed, overhead), 0.01, 0.7, 1e-3, 0.1 },
    { OF_FRAMEWORK(megatron, expert_launch), 0.1e-3, 0.5, 1e-5, 2e-3 },
    { OF_FRAMEWORK(megatron, imbalance), 1.4, 0.2, 1, 2.5 },
    { OF_FRAMEWORK(megatron, data_hidden), 0.6, 0.3, 0.01, 0.95 },
    { OF_FRAMEWORK(megatron, traffic), 1.4, 0.3, 1, 4 },
    { OF_FRAMEWORK(megatron_bridge, expert_launch), 0.2e-3, 0.5, 1e-5, 2e-3 },
    { OF_FRAMEWORK(megatron_bridge, traffic), 1.2, 0.3, 0.8, 3 },
    { OF_FRAMEWORK(megatron_bridge, expert_hidden), 0.2, 0.6, 0.02, 0.95 },
    { OF_FRAMEWORK(megatron_bridge, chunk_hidden), 0.6, 0.4, 0.02, 1 },
    { OF_FRAMEWORK(nemo, traffic), 1.4, 0.3, 0.8, 4 },
    { OF_FRAMEWORK(fsdp, traffic), 1.6, 0.3, 1, 4 },
    { OF_FRAMEWORK(fsdp, attention), 0.8, 0.2, 0.3, 1.1 },
    { OF_FRAMEWORK(fsdp, data_hidden), 0.8, 0.3, 0.1, 1 },
    { OF_FRAMEWORK(megascale, imbalance), 1.4, 0.2, 1, 2.5 },
    { OF_FRAMEWORK(megascale, tensor_hidden), 0.6, 0.4, 0.05, 0.95 },
    { OF_FRAMEWORK(deepseek, expert_hidden), 0.15, 0.6, 0.01, 0.6 },
    { OF_FRAMEWORK(deepseek, data_hidden), 0.3, 0.6, 0.02, 0.98 },
};

double *calibrate_constant(Constants *constants, const Parameter *parameter)
{
    return (double *)((char *)constants + parameter->offset);
}

void calibrate_tie(Constants *constants)
{
    Accelerator *rows = constants->accelerator;
    rows[ACCELERATOR_blackwell_ultra].bf16 = rows[ACCELERATOR_blackwell].bf16;
    rows[ACCELERATOR_blackwell_ultra].host = rows[ACCELERATOR_blackwell].host;
    rows[ACCELERATOR_blackwell_ultra].training = rows[ACCELERATOR_blackwell].training;
    rows[ACCELERATOR_grace_blackwell_ultra].host = rows[ACCELERATOR_grace_blackwell].host;
}
