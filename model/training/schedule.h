/*
 * What a device of a pipeline runs next, in each schedule: the order alone, no times.
 *
 * A chain is the way of a micro-batch through the model: one link for each chunk of layers. DualPipe
 * has two, which enter at opposite ends; every other schedule has one.
 */
#ifndef MODEL_TRAINING_SCHEDULE_H
#define MODEL_TRAINING_SCHEDULE_H

#include <stdbool.h>

#include "model/training/pipeline.h"

typedef enum {
    OP_NONE,
    OP_FORWARD,
    OP_BACKWARD, /* gradients of inputs and weights */
    OP_INPUT,    /* gradient of the input alone */
    OP_WEIGHT,   /* gradient of the weights alone */
    OP_PAIR      /* a forward and a whole backward run into each other */
} OpKind;

/* One pass over one chunk. */
typedef struct Pass {
    int chain, link, micro_batch;
} Pass;

typedef struct Op {
    OpKind kind;
    Pass forward, backward; /* those that the kind has; of a weight gradient neither */
} Op;

/* The shape of a schedule, counts only. */
typedef struct Pipeline {
    Schedule schedule;
    int stages;
    int chunks;        /* of a stage; 1 unless interleaved */
    int micro_batches; /* of all chains together */
    int round;         /* micro-batches that go through a chunk before the next; pipeline_round() */
} Pipeline;

/* How far a device is; begins as zeros. */
typedef struct Progress {
    int forward[2], backward[2], weight; /* done, by chain */
    int postponed;                       /* weight gradients that wait */
    int step, turn, place;               /* of DualPipe */
} Progress;

/* Micro-batches after which a schedule repeats. Interleaved they take a chunk in rounds of p; where that leaves
 * fewer than p over, of as many more as leaves none or enough, which is what Megatron-LM asks for. */
int pipeline_round(Schedule schedule, int stages, int chunks, double micro_batches);

/* Chains, and the links of one. */
int pipeline_chains(const Pipeline *pipeline);
int pipeline_links(const Pipeline *pipeline);

/* The next operation of a device; OP_NONE: it is done.  It stays the next until pipeline_did(). */
Op pipeline_next(const Pipeline *pipeline, int device, Progress *progress);
void pipeline_did(Progress *progress, const Op *op);

/* Whether DualPipe is defined for these counts: an even number of stages, and of micro-batches at
 * least two a stage, again an even number.  The other schedules take any. */
bool pipeline_exists(Schedule schedule, int stages, double micro_batches);

#endif
