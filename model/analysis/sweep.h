/* sweep.h -- one figure along the track of one slider. */
#ifndef MODEL_ANALYSIS_SWEEP_H
#define MODEL_ANALYSIS_SWEEP_H

#include "model/model.h"

/* The figure at `count` places from the start to the end of the input's track, everything else
 * held.  x[i]: value of the input, y[i]: of the figure (NaN where it has none). */
void sweep(const Plan *plan, int input, int figure, int count, double x[], double y[]);

#endif
