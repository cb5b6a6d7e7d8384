/*
 * The accelerator, its links and the software of a plan as plain rates: FLOP/s, bytes/s, seconds.
 */
#ifndef MODEL_TRAINING_MACHINE_H
#define MODEL_TRAINING_MACHINE_H

#include <stdbool.h>

#include "model/model.h"
#include "model/training/constants.h"

typedef struct Machine {
    const Constants *constants;
    const Accelerator *accelerator;
    const Framework *framework;
    bool measured;       /* steps were measured on the accelerator */
    double bf16_rate;    /* FLOP/s of a large BF16 GEMM */
    double linear_rate;  /* the same at the plan's precision */
    double linear_bytes; /* bytes of an operand at that precision */
    bool quantized;      /* operands are cast from BF16 before each GEMM */
    double memory_rate;  /* bytes/s */
    double attention_forward_rate, attention_backward_rate;
    double link_rate;             /* bytes/s of one device inside the node */
    double network_rate;          /* bytes/s of one device's share of the network */
    double node;                  /* devices in a scale-up domain */
    double launch, expert_launch; /* host seconds per layer, forward */
} Machine;

Machine machine_of(const Plan *plan, const Constants *constants);

#endif
