/*
 * One transformer layer and the output head: seconds of each pass of one micro-batch on one device.
 */
#ifndef MODEL_TRAINING_LAYER_H
#define MODEL_TRAINING_LAYER_H

#include <stdbool.h>

#include "model/training/cost.h"
#include "model/training/layout.h"
#include "model/training/machine.h"

/* `experts`: the layer's feed-forward part is a mixture of experts. First what no other degree than
 * tensor, context and expert changes; then what gathering sharded weights and the host add. */
Passes layer_begin(const Plan *plan, const Machine *machine, const Layout *layout, bool experts);
void layer_finish(const Plan *plan, const Machine *machine, const Layout *layout, bool experts,
                  Passes *passes);

/* Output projection and loss. */
Passes head_passes(const Plan *plan, const Machine *machine, const Layout *layout);

/* What a multi-token-prediction module has beside its layer and its head: a projection. */
void mtp_add(const Plan *plan, const Machine *machine, const Layout *layout, Passes *passes);

#endif
