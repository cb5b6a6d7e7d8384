/*
 * Bytes on one device during training, of the stage that needs most and of any stage.
 */
#ifndef MODEL_TRAINING_MEMORY_H
#define MODEL_TRAINING_MEMORY_H

#include "model/model.h"
#include "model/training/layout.h"
#include "model/training/machine.h"
#include "model/training/parameters.h"

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

/* What one layer of each kind keeps: the same for all layouts that share tensor, context and expert
 * degrees, micro-batch and recomputation. */
typedef struct MemoryUnits {
    double dense, expert;                 /* activations of a layer */
    double working_dense, working_expert; /* of the layer at work, with full recomputation */
    double logits;
    Parameters each;
} MemoryUnits;

MemoryUnits memory_units(const Plan *plan, const Machine *machine, const Layout *layout);
TrainingMemory memory_fullest(const Plan *plan, const Machine *machine, const Layout *layout,
                              const MemoryUnits *units);

#endif
