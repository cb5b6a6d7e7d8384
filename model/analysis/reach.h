/* reach.h -- what a figure rests on, all the way down. */
#ifndef MODEL_ANALYSIS_REACH_H
#define MODEL_ANALYSIS_REACH_H

#include "model/model.h"

/* Marks the figure itself and those that its value rests on. */
void figure_reach(int figure, bool figures[FIGURE_COUNT]);

/* Whether, with efficiency predicted, the figure changes with these inputs only because the step
 * takes longer or shorter. */
bool follows_step_time(int figure, const int inputs[], int count);

#endif
