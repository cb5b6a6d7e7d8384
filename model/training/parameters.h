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

/* All of these of one plan: they do not change with pipeline, data or recomputation. */
typedef struct Parameters {
    double dense, expert; /* of a layer of that kind, routed experts left out */
    double experts;       /* of a layer's routed experts */
    double projection;    /* of a multi-token-prediction module, beside its layer */
    double embedding;
} Parameters;

Parameters parameters_of(const Plan *plan, const Layout *layout);

#endif
