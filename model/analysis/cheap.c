#include "model/analysis/cheap.h"

#include <math.h>

Evaluator *cheap_evaluator(const Plan *plan, int figure)
{
    double whole = evaluate(plan).at[figure], cheap = evaluate_unpredicted(plan).at[figure];
    return whole == cheap ? evaluate_unpredicted : evaluate; /* NaN equals nothing */
}

/* What the training model was not asked for is NaN, and so is all that follows from it. */
double evaluate_figure(const Plan *plan, int figure)
{
    double value = evaluate_unpredicted(plan).at[figure];
    return isnan(value) ? evaluate(plan).at[figure] : value;
}
