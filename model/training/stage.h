/*
 * Pipeline stages: which layers and embeddings each holds, what one micro-batch costs there, and how
 * many parameters it keeps. Stages differ only at the ends.
 */
#ifndef MODEL_TRAINING_STAGE_H
#define MODEL_TRAINING_STAGE_H

#include "model/training/cost.h"
#include "model/training/layout.h"
#include "model/training/machine.h"

/* What a stage holds; counts may be fractions where layers of two kinds alternate. */
typedef struct Holding {
    double dense_layers, expert_layers, mtp_layers;
    double embeddings, heads; /* a head is a matrix of its own only when untied or apart */
} Holding;

typedef enum { STAGE_FIRST, STAGE_MIDDLE, STAGE_LAST } StagePlace;

Holding stage_holding(const Plan *plan, const Layout *layout, StagePlace place);

/* Passes of one layer of each kind, computed once for all stages. */
typedef struct LayerKinds {
    Passes dense, expert, mtp, head;
} LayerKinds;

LayerKinds stage_kinds(const Plan *plan, const Machine *machine, const Layout *layout);
Passes stage_passes(const LayerKinds *kinds, Holding holding);

/* Parameters on one device: outside of experts, and in routed experts. */
double stage_parameters_shared(const Plan *plan, const Layout *layout, Holding holding);
double stage_parameters_experts(const Plan *plan, const Layout *layout, Holding holding);

#endif
