/* solve.h -- goal-seek: the value of one input that brings one figure to a target. */
#ifndef MODEL_ANALYSIS_SOLVE_H
#define MODEL_ANALYSIS_SOLVE_H

#include "model/model.h"

typedef enum { SOLVED, NEAREST_WHOLE, NO_EFFECT, OUT_OF_REACH } Solved;

typedef struct {
    Solved how;
    double value;       /* of the input, base units; NaN when nothing was found */
    double reached;     /* the figure there */
    double least, most; /* of the figure over the input's whole range; NaN: it has no value */
} Solution;

/* target: base units.  Looks from the present value outwards and takes the nearest crossing.
 * A whole input gives the whole number that comes nearest to the target (NEAREST_WHOLE, unless it
 * hits); an input with few values is tried through. */
Solution solve(const Plan *plan, int input, int figure, double target);

/* The same with few evaluations where the answer lies near the present value: for those who solve
 * again at every key.  least and most may be NaN. */
Solution solve_near(const Plan *plan, int input, int figure, double target);

#endif
