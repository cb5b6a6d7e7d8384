/*
 * Seconds of one pass over a layer or a stage, kept apart by what they are spent on. Only what the
 * device is seen to wait for is here: hidden communication is not.
 */
#ifndef MODEL_TRAINING_COST_H
#define MODEL_TRAINING_COST_H

#include <math.h>

typedef struct Cost {
    double gemm, attention, elementwise;
    double tensor, expert, context, data; /* exposed communication */
    double host;                          /* the device idles until the host has issued work */
} Cost;

static inline double cost_compute(Cost cost)
{
    return cost.gemm + cost.attention + cost.elementwise;
}

static inline double cost_device(Cost cost)
{
    return cost_compute(cost) + cost.tensor + cost.expert + cost.context;
}

static inline double cost_total(Cost cost)
{
    return cost_device(cost) + cost.data + cost.host;
}

static inline Cost cost_times(Cost cost, double count)
{
    return (Cost){ cost.gemm * count,   cost.attention * count, cost.elementwise * count,
                   cost.tensor * count, cost.expert * count,    cost.context * count,
                   cost.data * count,   cost.host * count };
}

static inline Cost cost_sum(Cost a, Cost b)
{
    return (Cost){ a.gemm + b.gemm,
                   a.attention + b.attention,
                   a.elementwise + b.elementwise,
                   a.tensor + b.tensor,
                   a.expert + b.expert,
                   a.context + b.context,
                   a.data + b.data,
                   a.host + b.host };
}

/* Forward, gradient of the input, gradient of the weights, and forward work done again. */
typedef struct Passes {
    Cost forward, input, weight, again;
} Passes;

static inline Cost passes_backward(Passes passes)
{
    return cost_sum(cost_sum(passes.input, passes.weight), passes.again);
}

static inline Passes passes_times(Passes passes, double count)
{
    return (Passes){ cost_times(passes.forward, count), cost_times(passes.input, count),
                     cost_times(passes.weight, count), cost_times(passes.again, count) };
}

static inline Passes passes_sum(Passes a, Passes b)
{
    return (Passes){ cost_sum(a.forward, b.forward), cost_sum(a.input, b.input),
                     cost_sum(a.weight, b.weight), cost_sum(a.again, b.again) };
}

/* The same as whole seconds: all that schedules need to know, and quick to add up. */
typedef struct Chunk {
    double forward, backward, weight; /* backward: gradient of the input, and work done again */
    double expert; /* of all three: exchange of experts that other work may hide */
} Chunk;

/*
 * Seconds that hiding the whole exchange saves: less than it takes where the device waits for the host
 * anyway, since what is left is the fourth-power mean of the host and the rest (layer.c).
 */
static inline double cost_hideable(Cost cost)
{
    if (!(cost.expert > 0 && cost.host > 0)) {
        return cost.expert;
    }
    double total = cost_total(cost), device = (total - cost.host) / total;
    double rest = device - cost.expert / total;
    double host = 1 - device * device * device * device;
    return total * (1 - sqrt(sqrt(host + rest * rest * rest * rest)));
}

static inline Chunk passes_chunk(Passes passes)
{
    return (Chunk){ cost_total(passes.forward), cost_total(passes.input) + cost_total(passes.again),
                    cost_total(passes.weight),
                    cost_hideable(passes.forward) + cost_hideable(passes_backward(passes)) };
}

static inline double chunk_total(Chunk chunk)
{
    return chunk.forward + chunk.backward + chunk.weight;
}

static inline Chunk chunk_add(Chunk to, Chunk chunk, double count)
{
    return (Chunk){ to.forward + chunk.forward * count, to.backward + chunk.backward * count,
                    to.weight + chunk.weight * count, to.expert + chunk.expert * count };
}

#endif
