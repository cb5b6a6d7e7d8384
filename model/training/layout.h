/*
 * The shapes a plan gives each device: how many tokens, layers, experts and micro-batches.
 */
#ifndef MODEL_TRAINING_LAYOUT_H
#define MODEL_TRAINING_LAYOUT_H

#include <stdbool.h>

#include "model/model.h"
#include "model/training/constants.h"

typedef struct Layout {
    double tensor, pipeline, context, expert, data; /* degrees */
    double expert_tensor; /* shards of one expert: tensor when experts are not spread, else 1 */
    double expert_data;   /* copies of each expert: devices / (pipeline x expert x expert_tensor) */
    double virtual_stages;
    double micro_batch, micro_batches;
    double sequence; /* tokens of a sequence on one device: sequence / context */
    double tokens;   /* of a micro-batch on one device before sequence sharding */
    double shard;    /* tensor degree where sequence parallelism shards activations, else 1 */
    double heads, kv_heads, head_dim;
    double key_dim, value_dim; /* of one head in the score and value products */
    double dense_layers, expert_layers;
    double chunk_layers; /* of one virtual stage */
    double last_layers;  /* of the last stage */
    double zero_stage;   /* what is sharded over copies: 1 states, 2 gradients, 3 weights */
    bool latent;         /* multi-head latent attention */
    bool interleaved;
    bool ulysses; /* context shards trade heads for tokens around attention */
} Layout;

Layout layout_of(const Plan *plan);

/* Work of the fullest expert device over the mean: where experts are on different devices. */
double layout_imbalance(const Layout *layout, const Framework *framework);

/* Devices of a group of `size`, `stride` devices apart, that share one node of `node` devices. */
double layout_ranks_in_node(double size, double stride, double node);

#endif
