/*
 * Expert parallelism: every token goes to the devices of its experts and back.
 */
#ifndef MODEL_TRAINING_ALLTOALL_H
#define MODEL_TRAINING_ALLTOALL_H

#include "model/training/layout.h"
#include "model/training/machine.h"

typedef struct Alltoall {
    double dispatch, combine; /* seconds of one layer and micro-batch, forward */
} Alltoall;

Alltoall alltoall_time(const Plan *plan, const Machine *machine, const Layout *layout);

#endif
