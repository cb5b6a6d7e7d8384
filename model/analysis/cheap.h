/* cheap.h -- the cheapest way to one figure.
 *
 * Predicting a step takes four times as long as the rest of evaluate(), and most figures do not need
 * it. */
#ifndef MODEL_ANALYSIS_CHEAP_H
#define MODEL_ANALYSIS_CHEAP_H

#include "model/model.h"

typedef Figures Evaluator(const Plan *plan);

/* evaluate_unpredicted where it gives the figure of this plan, evaluate elsewhere.  It holds for
 * plans that differ from this one in numbers; not where a choice differs. */
Evaluator *cheap_evaluator(const Plan *plan, int figure);

/* One figure of a plan, as evaluate() has it; asks the training model only where it is needed.
 * Holds for every plan. */
double evaluate_figure(const Plan *plan, int figure);

#endif
