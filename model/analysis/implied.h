/* implied.h -- a plan whose reported hours are taken for the efficiency that they imply.
 *
 * Reported hours stay the same whatever else is changed.  Whoever asks what a change does wants them
 * to follow it: at the efficiency of the run that was reported. */
#ifndef MODEL_ANALYSIS_IMPLIED_H
#define MODEL_ANALYSIS_IMPLIED_H

#include "model/model.h"

/* The same figures from an assumed efficiency; the plan as it is where none is implied. */
Plan implied_plan(const Plan *plan);

#endif
