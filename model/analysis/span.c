#include "model/analysis/span.h"

#include "model/analysis/cheap.h"

#include <math.h>

/* clang-format off */
static const struct {
    int input;
    double low, high;            /* shares of the plan's value, */
    int low_figure, high_figure; /* or figures, where low is NaN */
    const char *source;
} rows[] = {
#define UNCERTAIN(input, low, high, source) { INPUT_##input, low, high, 0, 0, source },
#define UNCERTAIN_BETWEEN(input, low, high, source) \
    { INPUT_##input, NAN, NAN, FIGURE_##low, FIGURE_##high, source },
#include "model/analysis/uncertain.def"
#undef UNCERTAIN_BETWEEN
#undef UNCERTAIN
};
/* clang-format on */
enum { ROWS = sizeof rows / sizeof *rows };

/* Nine in ten of a triangle around its mode: its corners lie 1 / (1 - sqrt(1/10)) as far out. */
static const double corner = 1.462475;

static double within(int input, double value)
{
    return fmin(fmax(value, input_lowest(input)), input_highest(input));
}

Spans usual_spans(const Plan *plan)
{
    Spans spans;
    for (int i = 0; i < INPUT_COUNT; i++) {
        spans.low[i] = spans.high[i] = NAN;
        spans.usual[i] = false;
    }
    for (int i = 0; i < ROWS; i++) {
        int input = rows[i].input;
        double low = rows[i].low * plan->at[input], high = rows[i].high * plan->at[input];
        if (isnan(rows[i].low)) {
            low = corner * evaluate_figure(plan, rows[i].low_figure);
            high = corner * evaluate_figure(plan, rows[i].high_figure);
        }
        spans.low[input] = within(input, fmin(low, plan->at[input]));
        spans.high[input] = within(input, fmax(high, plan->at[input]));
        spans.usual[input] = true;
    }
    return spans;
}

const char *usual_span_source(int input)
{
    for (int i = 0; i < ROWS; i++) {
        if (rows[i].input == input) {
            return rows[i].source;
        }
    }
    return NULL;
}

bool span_moves(const Plan *plan, const Spans *spans, int input, int figure)
{
    double low = spans->low[input], high = spans->high[input];
    if (!(low < high) || !input_matters(input, plan)) {
        return false;
    }
    Plan below = *plan, above = *plan;
    below.at[input] = low;
    above.at[input] = high;
    double at_low = evaluate_figure(&below, figure), at_high = evaluate_figure(&above, figure),
           now = evaluate_figure(plan, figure);
    bool same = (at_low == now || (isnan(at_low) && isnan(now))) &&
                (at_high == now || (isnan(at_high) && isnan(now)));
    return !same;
}

double triangle_value(double low, double mode, double high, double share)
{
    double width = high - low;
    if (!(width > 0)) {
        return mode;
    }
    double left = (mode - low) / width;
    return share < left ? low + sqrt(share * width * (mode - low))
                        : high - sqrt((1 - share) * width * (high - mode));
}

bool span_is_logarithmic(int input, double low)
{
    return input_info[input].scale == LOG && low > 0;
}
