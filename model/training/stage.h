/*
 * Pipeline stages: which layers and embeddings each holds, what one micro-batch costs there, and how
 * many parameters it keeps. Stages differ only at the ends.
 */
#ifndef MODEL_TRAINING_STAGE_H
#define MODEL_TRAINING_STAGE_H

#include "model/training/cost.h"
#include "model/training/layout.h"
#include "model/training/machine.h"
#include "model/training/parameters.h"

/* What a stage holds; counts may be fractions where layers of two kinds alternate. */
typedef struct Holding {
    double dense_layers, expert_layers, mtp_layers;
    double embeddings, heads; /* a head is a matrix of its own only when untied or apart */
} Holding;

typedef enum { STAGE_FIRST, STAGE_MIDDLE, STAGE_LAST } StagePlace;

Holding stage_holding(const Plan *plan, const Layout *layout, StagePlace place);

/* Both stages together, and a share of one. */
Holding holding_sum(Holding a, Holding b);
Holding holding_times(Holding holding, double count);

/* Passes of one layer of each kind, computed once for all stages. */
typedef struct LayerKinds {
    Passes dense, expert, mtp, head;
} LayerKinds;

/* First what all layouts with the same tensor, context and expert degrees share (no mtp yet). */
void stage_kinds_begin(const Plan *plan, const Machine *machine, const Layout *layout,
                       LayerKinds *kinds);
void stage_kinds_finish(const Plan *plan, const Machine *machine, const Layout *layout,
                        LayerKinds *kinds);
Passes stage_passes(const LayerKinds *kinds, Holding holding);

/* The same in whole seconds. */
typedef struct LayerChunks {
    Chunk dense, expert, mtp, head;
} LayerChunks;

LayerChunks stage_chunks(const LayerKinds *kinds);

/* Share of the exchange of experts that the work of other chunks hides, and chunks without it. */
double stage_exchange_hidden(const Machine *machine, const Layout *layout);
LayerChunks stage_chunks_seen(const LayerChunks *chunks, double hidden);
Chunk stage_chunk(const LayerChunks *chunks, Holding holding);

/* Parameters on one device: outside of experts, and in routed experts. */
double stage_parameters_shared(const Plan *plan, const Layout *layout, const Parameters *each,
                               Holding holding);
double stage_parameters_experts(const Layout *layout, const Parameters *each, Holding holding);

#endif
