#include "model/analysis/sweep.h"

#include "model/analysis/reach.h"
#include "model/slider.h"

void sweep(const Plan *plan, int input, int figure, int count, double x[], double y[])
{
    Plan moved = *plan;
    for (int i = 0; i < count; i++) {
        moved.at[input] = slider_at(input, count > 1 ? (double)i / (count - 1) : 0);
        x[i] = moved.at[input];
        y[i] = evaluate_figure(&moved, figure);
    }
}
