/* span.h -- how uncertain each input of a plan is: from where to where its value may lie.
 *
 * Files say so beside a value (`low:`, `high:`).  For what they leave open uncertain.def has a
 * usual span, as shares of the value, with its source. */
#ifndef MODEL_ANALYSIS_SPAN_H
#define MODEL_ANALYSIS_SPAN_H

#include "model/model.h"

/* Base units, low <= value <= high.  Equal, or NaN: certain. */
typedef struct {
    double low[INPUT_COUNT], high[INPUT_COUNT];
    bool usual[INPUT_COUNT]; /* of uncertain.def, and not said by a file */
} Spans;

/* The usual spans of uncertain.def around the values of the plan; the rest certain. */
Spans usual_spans(const Plan *plan);

/* Where the usual span of an input comes from; NULL: it has none. */
const char *usual_span_source(int input);

/* Whether the input is uncertain and its span moves the figure of this plan. */
bool span_moves(const Plan *plan, const Spans *spans, int input, int figure);

/* Whether the input is drawn in its logarithm, so that twice and half are equally far. */
bool span_is_logarithmic(int input, double low);

/* The value at a share of the probability, 0..1, between low and high: triangular, the plan's own
 * value the likeliest.  Three numbers are all that a person gave: nothing outside them is made up. */
double triangle_value(double low, double mode, double high, double share);

#endif
