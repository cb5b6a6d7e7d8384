/* curve.h -- curves that are drawn in every frame. */
#ifndef TUI_CURVE_H
#define TUI_CURVE_H

#include "model/model.h"

enum { MOST_POINTS = 512 };

/* As sweep() (model/analysis/sweep.h); count is at most MOST_POINTS.  Some are kept: while the slider
 * moves along which the curve runs, the curve stays. */
void curve(const Plan *plan, int input, int figure, int count, double x[], double y[]);

#endif
