/*
 * The widths are the 90th percentiles of the held-out errors that `make calibrate` prints.
 * Runs of one configuration in different releases differ by 5.5 % (median), so no band is narrower.
 */
#include "model/training/band.h"

static const struct {
    double below, above;
    const char *words;
} rows[BAND_REASON_COUNT] = {
    [BAND_DENSE] = { 0.14, 0.14, "dense models: held-out rows of the same kind" },
    [BAND_FSDP] = { 0.10, 0.10, "FSDP: held-out rows of the same kind" },
    [BAND_HOST_BOUND] = { 0.15, 0.15, "the host sets the pace, and hosts differ" },
    [BAND_EXPERTS] = { 0.30, 0.30, "mixture of experts: releases alone differ by up to 1.3 times" },
    [BAND_FEW_RUNS] = { 0.20, 0.20, "one published run of this framework" },
    [BAND_UNMEASURED] = { 0.30, 0.30, "no step was measured on this accelerator" },
    [BAND_OUTSIDE] = { 0.30, 0.30, "outside the range that was calibrated" },
};

Band band_of(const Plan *plan, const Machine *machine, double host_share)
{
    BandReason reason = BAND_DENSE;
    const Framework *first = machine->constants->framework;
    if (!machine->measured) {
        reason = BAND_UNMEASURED;
    } else if (plan->devices > 16384 || plan->sequence_length > 131072) {
        reason = BAND_OUTSIDE;
    } else if (machine->framework == &first[FRAMEWORK_deepseek]) {
        reason = BAND_FEW_RUNS;
    } else if (plan->routed_experts > 0) {
        reason = BAND_EXPERTS;
    } else if (machine->framework == &first[FRAMEWORK_fsdp]) {
        reason = BAND_FSDP;
    } else if (host_share > 0.1) {
        reason = BAND_HOST_BOUND;
    }
    return (Band){ rows[reason].below, rows[reason].above, reason };
}

const char *band_words(BandReason reason)
{
    return rows[reason].words;
}
