#include "model/analysis/implied.h"

#include <math.h>

/* Where `input` has the value `when`, `assumed` is set to the figure and `input` to `then`. */
static const struct {
    int input;
    double when, then;
    int assumed, figure;
} rows[] = {
    { INPUT_efficiency, efficiency_REPORTED, efficiency_ASSUMED, INPUT_assumed_mfu, FIGURE_mfu },
};

Plan implied_plan(const Plan *plan)
{
    Plan implied = *plan;
    Figures figures = evaluate(plan);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (plan->at[rows[i].input] == rows[i].when && isfinite(figures.at[rows[i].figure])) {
            implied.at[rows[i].assumed] = figures.at[rows[i].figure];
            implied.at[rows[i].input] = rows[i].then;
        }
    }
    return implied;
}
