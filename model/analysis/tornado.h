/* tornado.h -- which inputs move a figure most. */
#ifndef MODEL_ANALYSIS_TORNADO_H
#define MODEL_ANALYSIS_TORNADO_H

#include "model/analysis/span.h"

typedef struct {
    int input;
    double low, high;  /* the figure with the input at its lower and upper end */
    double elasticity; /* d ln figure / d ln input, by central difference */
    double from, to;   /* those ends of the input */
} Sway;

/* Moves every input that matters by the same share of its value (0.1: a tenth down, a tenth up;
 * whole numbers to the next one beyond), within its range, and ranks them by how far the figure moves.
 * Choices and switches are left out, and whole numbers whose next one is twice that share away.  Returns how many of `most` were filled: inputs
 * that do not move the figure are not. */
int tornado(const Plan *plan, int figure, double share, Sway sways[], int most);

/* The same over the inputs that are uncertain, each from one end of its span to the other. */
int tornado_spans(const Plan *plan, int figure, const Spans *spans, Sway sways[], int most);

#endif
