/* sample.h -- the distribution of a figure when uncertain inputs vary together.
 *
 * Sample i is a pure function of (seed, i): no result depends on how many threads drew it or in
 * which order.  Points are spread evenly over all uncertain inputs at once (Roberts 2018, the
 * R-sequence), in REPLICATES sequences of their own random shift, so that their disagreement is an
 * honest standard error (Cranley and Patterson 1976). */
#ifndef MODEL_ANALYSIS_SAMPLE_H
#define MODEL_ANALYSIS_SAMPLE_H

#include "model/analysis/span.h"

enum { MOST_UNCERTAIN = 24, REPLICATES = 16, QUANTILES = 5, HISTOGRAM_BINS = 40, TRACE = 24 };

/* 5 %, 25 %, 50 %, 75 %, 95 %, and their names: "p5". */
extern const double quantile_share[QUANTILES];
extern const char *const quantile_name[QUANTILES];

typedef struct {
    int input;
    double low, value, high;
    uint64_t pace;         /* of the sequence in this dimension, in 2^-64 */
    double from, mode, to; /* low, value, high, or their logarithms */
    bool logarithmic;
} Uncertain;

/* What is drawn from; plain data, to be copied. */
typedef struct {
    Plan plan;
    uint64_t seed;
    int count;
    Uncertain uncertain[MOST_UNCERTAIN];
} Sampling;

/* The uncertain inputs that move the figure, in the order of the list. */
Sampling sample_of(const Plan *plan, const Spans *spans, int figure, uint64_t seed);

/* The plan of sample i. */
Plan sample_plan(const Sampling *sampling, uint64_t i);

/* The figure of samples first .. first + count - 1.  values[0] is of the first. */
void sample_range(const Sampling *sampling, int figure, uint64_t first, long count,
                  double values[]);

typedef struct {
    long count, valid;      /* samples; those that have a value */
    double mean, deviation; /* NaN when none has */
    double mean_error;      /* standard error of the mean; NaN below REPLICATES samples */
    double quantile[QUANTILES];
    double quantile_error[QUANTILES];
    double least, most;
    double from, to;           /* of the histogram */
    long bins[HISTOGRAM_BINS]; /* what lies below `from` or above `to` is in the end ones */
    int traced;
    long trace_count[TRACE];  /* samples at each point of the trace */
    double trace_mean[TRACE]; /* and their mean: how it settles */
} Distribution;

/* What the values say; they are values of samples 0 .. count - 1, and are sorted on the way. */
Distribution sample_summary(double values[], long count);

#endif
