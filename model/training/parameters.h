/*
 * Parameters that one device of a plan holds, per layer and in the embeddings.
 */
#ifndef MODEL_TRAINING_PARAMETERS_H
#define MODEL_TRAINING_PARAMETERS_H

#include <stdbool.h>

#include "model/training/layout.h"

/* Width of all shared experts of a layer together. */
double parameters_shared_width(const Plan *plan);

/* Of one layer on one device. */
double parameters_layer(const Plan *plan, const Layout *layout, bool experts);

/* On one device of a plan: they do not change with pipeline, data or recomputation. */
typedef struct Parameters {
    double dense, expert; /* of a layer of that kind, routed experts left out */
    double experts;       /* of a layer's routed experts */
    double projection;    /* of a multi-token-prediction module, beside its layer */
    double embedding;     /* of the input embedding, or of the output head */
} Parameters;

Parameters parameters_of(const Plan *plan, const Layout *layout);

#endif
