/*
 * Bytes that a layer keeps from its forward pass for its backward pass.
 */
#ifndef MODEL_TRAINING_ACTIVATIONS_H
#define MODEL_TRAINING_ACTIVATIONS_H

#include <stdbool.h>

#include "model/training/layout.h"
#include "model/training/machine.h"

/* One layer, one micro-batch, one device, at the plan's recomputation. */
double activations_layer(const Plan *plan, const Machine *machine, const Layout *layout,
                         bool experts);

/* The same with nothing recomputed: what is alive while one layer runs. */
double activations_working(const Plan *plan, const Machine *machine, const Layout *layout,
                           bool experts);

/* Logits and their gradient, of one micro-batch on the device that computes the loss. */
double activations_logits(const Plan *plan, const Layout *layout);

#endif
