/* waterfall.h -- what each innovation saved: from a plain plan of the same size, step by step, to
 * the plan.
 *
 * Rows of waterfall.def say which inputs a step sets, and to what they are set before it.  Every
 * step is computed anew by evaluate(). */
#ifndef MODEL_ANALYSIS_WATERFALL_H
#define MODEL_ANALYSIS_WATERFALL_H

#include "model/model.h"

enum { MOST_STEPS_DOWN = 16, MOST_WATERFALL_FIGURES = 8 };

typedef struct {
    const char *label, *source, *help;
    const char *left_out; /* why the step could not be computed; NULL: it was */
    int broken;           /* first limit that the plan after it breaks; -1: none */
    Plan plan;            /* after the step */
    Figures figures;
} Drop;

typedef struct {
    int count;
    Drop drops[MOST_STEPS_DOWN]; /* [0] is the start */
    int figure_count;
    int figures[MOST_WATERFALL_FIGURES]; /* that the table is about */
    bool predicted; /* efficiency is predicted at each step, and not the plan's own */
} Waterfall;

void waterfall(const Plan *plan, Waterfall *answer);

#endif
