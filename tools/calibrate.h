/*
 * Which constants are fitted, with their priors, and putting the fitted ones back into the tables.
 */
#ifndef TOOLS_CALIBRATE_H
#define TOOLS_CALIBRATE_H

#include <stddef.h>

#include "model/training/constants.h"

typedef struct Parameter {
    const char *name;
    size_t offset;
    double prior, spread, lowest, highest; /* spread: of the logarithm */
} Parameter;

enum { CALIBRATE_PARAMETERS = 43 };
extern const Parameter calibrate_parameters[CALIBRATE_PARAMETERS];

double *calibrate_constant(Constants *constants, const Parameter *parameter);

/* Copies what two versions of an accelerator share, because no row tells them apart. */
void calibrate_tie(Constants *constants);

/* Into model/training/{constants,accelerators,frameworks}.def; complains on stderr. */
void calibrate_write(Constants *constants);

#endif
