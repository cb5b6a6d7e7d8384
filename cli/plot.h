/* plot.h -- a curve in the terminal, in braille dots. */
#ifndef CLI_PLOT_H
#define CLI_PLOT_H

#include "cli/output.h"
#include "model/formula.h"
#include "model/model.h"

/* The row (an input or a figure) from `from` to `to` of the input, everything else as in the plan;
 * with axes, logarithmic where the input's row is or values differ much, and the point of the plan
 * where it lies inside. */
void put_plot(const Output *out, const Plan *plan, int input, double from, double to, Row row);

#endif
