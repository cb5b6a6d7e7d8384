/* tornado.h -- which inputs move a figure most. */
#ifndef MODEL_ANALYSIS_TORNADO_H
#define MODEL_ANALYSIS_TORNADO_H

#include "model/model.h"

typedef struct {
    int input;
    double low, high;  /* the figure with the input `share` below and above its value */
    double elasticity; /* d ln figure / d ln input, by central difference */
} Sway;

/* Moves every input that matters by the same share of its value (0.1: a tenth down, a tenth up;
 * whole numbers to the nearest one that differs), within its range, and ranks them by how far the
 * figure moves.  Choices and switches are left out.  Returns how many of `most` were filled: inputs
 * that do not move the figure are not. */
int tornado(const Plan *plan, int figure, double share, Sway sways[], int most);

#endif
