/*
 * One transformer layer and the output head: seconds of each pass of one micro-batch on one device.
 */
#ifndef MODEL_TRAINING_LAYER_H
#define MODEL_TRAINING_LAYER_H

#include <stdbool.h>

#include "model/training/cost.h"
#include "model/training/layout.h"
#include "model/training/machine.h"

/* `experts`: the layer's feed-forward part is a mixture of experts. */
Passes layer_passes(const Plan *plan, const Machine *machine, const Layout *layout, bool experts);

/* Output projection and loss. */
Passes head_passes(const Plan *plan, const Machine *machine, const Layout *layout);

/* Projection and layer of one multi-token-prediction module, without its head. */
Passes mtp_passes(const Plan *plan, const Machine *machine, const Layout *layout);

#endif
