/*
 * What a step takes when the layers of its stages take so long: schedules, exchange, optimizer,
 * stragglers. The search asks this of every layout; step.c says what the time is spent on.
 */
#ifndef MODEL_TRAINING_TIMING_H
#define MODEL_TRAINING_TIMING_H

#include "model/training/cost.h"
#include "model/training/pipeline.h"
#include "model/training/stage.h"

typedef struct Timing {
    Holding holding; /* of the stage that sets the pace: the busiest, with DualPipe the mean one */
    Chunk chunk;     /* of that stage, one micro-batch */
    bool dualpipe;
    DualPipe counts; /* of DualPipe */
    double pair;     /* of DualPipe: a forward and a backward chunk run into each other */
    double send;     /* between two stages, as far as it is seen */

    /* Seconds of a step; these add up to total. */
    double work, transfer, bubble, exchange, optimizer, overhead, straggler;
    double total;
} Timing;

Timing timing_of(const Plan *plan, const Machine *machine, const Layout *layout,
                 const LayerChunks *chunks, const Parameters *each);

#endif
