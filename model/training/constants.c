/* The tables of constants.def, accelerators.def and frameworks.def as one read-only object. */
#include "model/training/constants.h"

const Constants training_constants = {
#define CONSTANT(name, value, ...) .name = value,
#include "model/training/constants.def"
#undef CONSTANT
    .accelerator = {
#define ACCELERATOR(id, peak, width, peak_fp4, up, bf16, fp8, fp4, half_m, half_n, half_k, start,  \
                    forward, backward, half, memory, link, link_start, link_rank, one_card, older, \
                    host, training, steps, source)                                                 \
    [ACCELERATOR_##id] = { peak,     width,  peak_fp4, up,       bf16,       fp8,                  \
                           fp4,      half_m, half_n,   half_k,   start,      forward,              \
                           backward, half,   memory,   link,     link_start, link_rank,            \
                           one_card, older,  host,     training, steps },
#include "model/training/accelerators.def"
#undef ACCELERATOR
    },
    .framework = {
#define FRAMEWORK(id, launch, expert_launch, imbalance, traffic, loss, attention, older, tensor,   \
                  data, expert, chunk, pipeline, gradient, dispatch, deduplicated, tiles,          \
                  overhead, source)                                                                \
    [FRAMEWORK_##id] = { launch,   expert_launch, imbalance,    traffic, loss,    attention,       \
                         older,    tensor,        data,         expert,  chunk,   pipeline,        \
                         gradient, dispatch,      deduplicated, tiles,   overhead },
#include "model/training/frameworks.def"
#undef FRAMEWORK
    },
};
