/*
 * The constants of the training model: physics that all share, accelerators, frameworks.
 * A constant belongs to an accelerator or to a framework, never to a run or to a model.
 * They are read-only here; tools/calibrate.c works on copies.
 */
#ifndef MODEL_TRAINING_CONSTANTS_H
#define MODEL_TRAINING_CONSTANTS_H

typedef struct Accelerator {
    double peak_bf16, memory_bandwidth, peak_fp4, scale_up_bandwidth;
    double bf16, fp8, fp4;
    double half_m, half_n, half_k;
    double start;
    double attention_forward, attention_backward, attention_half;
    double memory;
    double link, link_start, link_rank;
    double one_card;
    double older;
    double host;
    double training;
    double steps;
} Accelerator;

typedef struct Framework {
    double launch, expert_launch, imbalance;
    double traffic, loss;
    double attention, older_attention;
    double tensor_hidden, data_hidden, expert_hidden, chunk_hidden, pipeline_hidden;
    double gradient, dispatch, deduplicated, tiles;
    double overhead;
} Framework;

enum {
#define ACCELERATOR(id, ...) ACCELERATOR_##id,
#include "model/training/accelerators.def"
#undef ACCELERATOR
    ACCELERATOR_COUNT
};

enum {
#define FRAMEWORK(id, ...) FRAMEWORK_##id,
#include "model/training/frameworks.def"
#undef FRAMEWORK
    FRAMEWORK_COUNT
};

typedef struct Constants {
#define CONSTANT(name, ...) double name;
#include "model/training/constants.def"
#undef CONSTANT
    Accelerator accelerator[ACCELERATOR_COUNT];
    Framework framework[FRAMEWORK_COUNT];
} Constants;

extern const Constants training_constants;

#endif
