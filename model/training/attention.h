/*
 * The products of queries with keys and of scores with values, fused (FlashAttention) or not.
 */
#ifndef MODEL_TRAINING_ATTENTION_H
#define MODEL_TRAINING_ATTENTION_H

#include "model/training/cost.h"
#include "model/training/layout.h"
#include "model/training/machine.h"

/* One layer, one micro-batch, one device. What recomputation repeats is not included. */
Passes attention_core(const Plan *plan, const Machine *machine, const Layout *layout);

#endif
