/*
 * Pipeline schedules as counts: how long the device that others wait for is busy, and how long it
 * idles while the pipeline fills and drains.
 */
#ifndef MODEL_TRAINING_PIPELINE_H
#define MODEL_TRAINING_PIPELINE_H

#include "model/training/cost.h"

typedef enum {
    SCHEDULE_1F1B,
    SCHEDULE_INTERLEAVED,
    SCHEDULE_ZERO_BUBBLE,
    SCHEDULE_DUALPIPE
} Schedule;

/* Idle seconds of 1F1B and of its interleaved form; others: all stages but the one that waits, one
 * micro-batch: p - 1 times a stage where all are alike. */
double pipeline_bubble(double virtual_stages, Chunk others);

/* Idle seconds when weight gradients fill the gaps (arXiv:2401.10241, ZB-H1). */
double pipeline_bubble_zero(Chunk others);

/* Chunks that the first device of DualPipe runs, alone and overlapped. */
typedef struct DualPipe {
    double forward;        /* F alone */
    double backward_full;  /* B with its weight part */
    double backward_input; /* B without */
    double weight;         /* W alone */
    double overlapped;     /* F and full B at the same time */
} DualPipe;

DualPipe pipeline_dualpipe(double stages, double micro_batches);

/* Idle seconds of DualPipe: (p / 2 - 1)(F&B + B - 3W). */
double pipeline_bubble_dualpipe(double stages, double overlapped, Chunk mean);

#endif
