/*
 * Parameters that one device of a plan holds, per layer and in the embeddings.
 */
#ifndef MODEL_TRAINING_PARAMETERS_H
#define MODEL_TRAINING_PARAMETERS_H

#include <stdbool.h>

#include "model/training/layout.h"

/* Width of all shared experts of a layer together. */
double parameters_shared_width(const Plan *plan);

/* Of one layer on one tensor rank, routed experts left out. */
double parameters_shared(const Plan *plan, const Layout *layout, bool experts);

/* Of one layer's routed experts on one device. */
double parameters_experts(const Plan *plan, const Layout *layout);

/* Both. */
double parameters_layer(const Plan *plan, const Layout *layout, bool experts);

/* Of the input embedding, or of the output head, on one tensor rank. */
double parameters_embedding(const Plan *plan, const Layout *layout);

#endif
