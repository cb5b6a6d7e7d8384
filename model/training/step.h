/*
 * The time of one training step and what it is spent on. Total: a plan that makes no sense gives
 * numbers that make none, never a crash.
 */
#ifndef MODEL_TRAINING_STEP_H
#define MODEL_TRAINING_STEP_H

#include "model/model.h"
#include "model/training/band.h"
#include "model/training/constants.h"

typedef enum {
    STEP_ARITHMETIC, /* matrix products */
    STEP_ATTENTION,
    STEP_MEMORY, /* element-wise passes over memory */
    STEP_HOST,
    STEP_TENSOR,
    STEP_EXPERT,
    STEP_DATA,
    STEP_PIPELINE, /* bubble and transfers between stages */
    STEP_LIMIT_COUNT
} StepLimit;

/* Seconds; the first group adds up to step_time. */
typedef struct Step {
    double step_time;

    double compute_time; /* matrix products of the busiest stage, recomputed ones included */
    double attention_time;
    double elementwise_time;
    double host_time;                              /* the device waits for the host */
    double tensor_time, expert_time, context_time; /* exposed communication */
    double data_time;                              /* exposed gradient and weight exchange */
    double transfer_time;                          /* exposed sends between stages */
    double bubble_time;                            /* the pipeline fills and drains */
    double optimizer_time;
    double straggler_time;
    double overhead_time; /* data loading, logging, the loop around the step */

    double recompute_time; /* of the above, work done a second time */

    double low, high; /* nine in ten of held-out rows of this class lie between */
    BandReason reason;
    StepLimit limit;

    /* The same step as arXiv:2505.09343 Table 4 splits it: work done alone, work overlapped. */
    double forward_part, backward_part, weight_part, overlapped_part, bubble_part, optimizer_part;
} Step;

Step predict_step(const Plan *plan);

/* The same with other constants; for calibration. */
Step predict_step_with(const Plan *plan, const Constants *constants);

#endif
