/*
 * Bytes on one device during training, of the stage that needs most and of any stage.
 */
#ifndef MODEL_TRAINING_MEMORY_H
#define MODEL_TRAINING_MEMORY_H

#include "model/model.h"

typedef struct TrainingMemory {
    double weights, gradients, optimizer;
    double activations; /* kept for the backward pass, and of the layer at work */
    double logits;
    double overhead; /* contexts, communication buffers, the allocator's loss */
    double total;
    double stage; /* which stage, from 0 */
} TrainingMemory;

/* The fullest device. */
TrainingMemory training_memory(const Plan *plan);

/* A device of the pipeline stage `stage`, from 0. */
TrainingMemory training_memory_stage(const Plan *plan, double stage);

#endif
