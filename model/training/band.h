/*
 * How far predictions of a class have been off on rows that were not fitted.
 */
#ifndef MODEL_TRAINING_BAND_H
#define MODEL_TRAINING_BAND_H

#include "model/model.h"
#include "model/training/machine.h"

typedef enum {
    BAND_DENSE, /* dense model, framework and accelerator measured */
    BAND_FSDP,
    BAND_HOST_BOUND, /* the host sets the pace */
    BAND_EXPERTS,
    BAND_FEW_RUNS,   /* a framework with one published run */
    BAND_UNMEASURED, /* an accelerator that no measured step is of */
    BAND_OUTSIDE,    /* larger or longer than anything calibrated */
    BAND_REASON_COUNT
} BandReason;

typedef struct Band {
    double below, above; /* shares of the predicted time */
    BandReason reason;
} Band;

Band band_of(const Plan *plan, const Machine *machine, double host_share);

/* One sentence for people. */
const char *band_words(BandReason reason);

#endif
