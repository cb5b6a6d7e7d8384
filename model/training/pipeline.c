/*
 * Sources: 1F1B and interleaved, arXiv:2104.04473 section 2.2; zero bubble, arXiv:2401.10241 Table 2;
 * DualPipe, arXiv:2412.19437 section 3.2.1 and Table 2, with the chunk counts of its published
 * schedule: for 16 stages and 120 micro-batches 23 F, 23 B, 15 W and 97 F&B.
 */
#include "model/training/pipeline.h"

#include <math.h>

double pipeline_bubble(double stages, double virtual_stages, Chunk mean)
{
    return (stages - 1) * (mean.forward + mean.backward + mean.weight) / virtual_stages;
}

double pipeline_bubble_zero(double stages, Chunk mean)
{
    return (stages - 1) * fmax(0, mean.forward + mean.backward - mean.weight);
}

DualPipe pipeline_dualpipe(double stages, double micro_batches)
{
    double half = fmax(1, floor(stages / 2));
    double forward = fmin(3 * half - 1, micro_batches);
    double weight = fmin(2 * half - 1, forward);
    return (DualPipe){
        .forward = forward,
        .backward_input = weight,
        .backward_full = forward - weight,
        .weight = weight,
        .overlapped = micro_batches - forward,
    };
}

double pipeline_bubble_dualpipe(double stages, double overlapped, Chunk mean)
{
    double full = mean.backward + mean.weight;
    return fmax(0, stages / 2 - 1) * fmax(0, overlapped + full - 3 * mean.weight);
}
