/*
 * What a step takes when the layers of its stages take so long: schedules, exchange, optimizer,
 * stragglers. The search asks this of every layout; step.c says what the time is spent on.
 */
#ifndef MODEL_TRAINING_TIMING_H
#define MODEL_TRAINING_TIMING_H

#include "model/training/cost.h"
#include "model/training/pipeline.h"
#include "model/training/stage.h"

typedef struct Stages {
    Chunk first, middle, last, mean; /* one micro-batch */
    double shared, experts;          /* parameters of the stage that has most */
} Stages;

typedef struct Timing {
    Stages stages;
    Holding holding; /* of the stage that sets the pace: the busiest, with DualPipe the mean one */
    Chunk chunk;     /* of that stage, one micro-batch */
    bool dualpipe;
    DualPipe counts; /* of DualPipe */
    double pair;     /* of DualPipe: a forward and a backward chunk run into each other */
    double pair_ends, pair_middle; /* the same on the devices at the ends, and on the others */
    double send;                   /* between two stages; of DualPipe as far as it is seen */
    double seen; /* share of a send that does not hide behind other micro-batches */

    /* Seconds of a step; these add up to total. */
    double work, transfer, bubble, exchange, optimizer, overhead, straggler;
    double total;
} Timing;

Timing timing_of(const Plan *plan, const Machine *machine, const Layout *layout,
                 const LayerChunks *chunks, const Parameters *each);

/* A plan's step, and what its time was found from. */
typedef struct StepParts {
    Machine machine;
    Layout layout;
    LayerKinds kinds;
    LayerChunks chunks;
    Timing timing;
} StepParts;

void step_parts(const Plan *plan, const Constants *constants, StepParts *parts);

#endif
