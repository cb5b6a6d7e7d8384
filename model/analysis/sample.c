#include "model/analysis/sample.h"

#include "model/analysis/cheap.h"

#include <math.h>

const double quantile_share[QUANTILES] = { 0.05, 0.25, 0.5, 0.75, 0.95 };
const char *const quantile_name[QUANTILES] = { "p5", "p25", "p50", "p75", "p95" };

/* -- drawing ------------------------------------------------------------------------------------ */

/* The root of x^(d + 1) = x + 1: what the golden ratio is to one dimension. */
static double generalised_golden(int dimensions)
{
    double root = 2;
    for (int i = 0; i < 60; i++) {
        root = pow(1 + root, 1.0 / (dimensions + 1));
    }
    return root;
}

Sampling sample_of(const Plan *plan, const Spans *spans, int figure, uint64_t seed)
{
    Sampling sampling = { .plan = *plan, .seed = seed };
    for (int i = 0; i < INPUT_COUNT && sampling.count < MOST_UNCERTAIN; i++) {
        if (!span_moves(plan, spans, i, figure)) {
            continue;
        }
        Uncertain *row = &sampling.uncertain[sampling.count++];
        *row = (Uncertain){ .input = i, .low = spans->low[i], .high = spans->high[i] };
        row->value = fmin(fmax(plan->at[i], row->low), row->high);
        row->logarithmic = span_is_logarithmic(i, row->low);
        row->from = row->logarithmic ? log(row->low) : row->low;
        row->mode = row->logarithmic ? log(row->value) : row->value;
        row->to = row->logarithmic ? log(row->high) : row->high;
    }
    double golden = generalised_golden(sampling.count), pace = 1;
    for (int i = 0; i < sampling.count; i++) {
        pace /= golden;
        sampling.uncertain[i].pace = (uint64_t)ldexp(pace, 64);
    }
    return sampling;
}

/* SplitMix64, Steele, Lea and Flood 2014: a good mix of all bits. */
static uint64_t mix(uint64_t bits)
{
    bits += 0x9e3779b97f4a7c15u;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    return bits ^ (bits >> 31);
}

/* Where sample i lies in a dimension, 0..1 without the ends.  Whole numbers modulo 2^64 lose
 * nothing, however large i is. */
static double position(const Sampling *sampling, int dimension, uint64_t i)
{
    uint64_t sequence = i % REPLICATES, place = i / REPLICATES;
    uint64_t shift = mix(mix(mix(sampling->seed) + sequence) + (uint64_t)dimension);
    uint64_t bits = shift + place * sampling->uncertain[dimension].pace;
    return ((double)(bits >> 12) + 0.5) * 0x1p-52;
}

static void draw(const Sampling *sampling, uint64_t i, Plan *plan)
{
    for (int j = 0; j < sampling->count; j++) {
        const Uncertain *row = &sampling->uncertain[j];
        double value = triangle_value(row->from, row->mode, row->to, position(sampling, j, i));
        value = row->logarithmic ? exp(value) : value;
        if (input_info[row->input].kind == WHOLE) {
            double unit = unit_info[input_info[row->input].unit].size;
            value = nearbyint(value / unit) * unit;
        }
        plan->at[row->input] = fmin(fmax(value, row->low), row->high);
    }
}

Plan sample_plan(const Sampling *sampling, uint64_t i)
{
    Plan plan = sampling->plan;
    draw(sampling, i, &plan);
    return plan;
}

void sample_range(const Sampling *sampling, int figure, uint64_t first, long count, double values[])
{
    Plan plan = sampling->plan;
    Evaluator *evaluator = cheap_evaluator(&plan, figure);
    for (long i = 0; i < count; i++) {
        draw(sampling, first + (uint64_t)i, &plan);
        values[i] = evaluator(&plan).at[figure];
    }
}

/* -- what the values say ------------------------------------------------------------------------ */

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

/* Quicksort of every stride-th value, in place (Hoare 1961), the shorter side first, so that the
 * stack stays short.  The library's qsort may take memory. */
static void sort(double *values, long count, long stride)
{
    while (count > 1) {
        long low = 0, high = count - 1;
        double middle = values[(count / 2) * stride];
        while (low <= high) {
            while (values[low * stride] < middle) {
                low++;
            }
            while (middle < values[high * stride]) {
                high--;
            }
            if (low <= high) {
                swap(&values[low * stride], &values[high * stride]);
                low++;
                high--;
            }
        }
        if (high + 1 < count - low) {
            sort(values, high + 1, stride);
            values += low * stride;
            count -= low;
        } else {
            sort(values + low * stride, count - low, stride);
            count = high + 1;
        }
    }
}

/* Of sorted values, between neighbours.  Hyndman and Fan 1996, definition 7. */
static double quantile(const double *sorted, long count, long stride, double share)
{
    if (count == 0) {
        return NAN;
    }
    double place = share * (double)(count - 1);
    long below = (long)place, above = below + 1 < count ? below + 1 : below;
    double rest = place - (double)below;
    return sorted[below * stride] * (1 - rest) + sorted[above * stride] * rest;
}

/* Mean of the values so far at points that grow by equal factors. */
static void trace(const double values[], long count, Distribution *answer)
{
    double sum = 0, next = 64;
    long valid = 0;
    double factor = count > 64 ? pow((double)count / 64, 1.0 / (TRACE - 1)) : 1;
    for (long i = 0; i < count; i++) {
        if (isfinite(values[i])) {
            sum += values[i];
            valid++;
        }
        bool last = i == count - 1;
        if (((double)(i + 1) >= next && answer->traced < TRACE - 1) || last) {
            answer->trace_count[answer->traced] = i + 1;
            answer->trace_mean[answer->traced++] = valid > 0 ? sum / (double)valid : NAN;
            next *= factor;
        }
    }
}

/* How far the replicates disagree, over the root of their number. */
static double standard_error(const double of_replicate[REPLICATES])
{
    double sum = 0, squares = 0;
    for (int i = 0; i < REPLICATES; i++) {
        sum += of_replicate[i] / REPLICATES;
    }
    for (int i = 0; i < REPLICATES; i++) {
        squares += (of_replicate[i] - sum) * (of_replicate[i] - sum);
    }
    return sqrt(squares / (REPLICATES - 1) / REPLICATES);
}

/* Sorts each replicate by itself, and compares what they say. */
static void measure_errors(double values[], long count, Distribution *answer)
{
    double mean[REPLICATES], quantiles[QUANTILES][REPLICATES];
    for (int r = 0; r < REPLICATES; r++) {
        long length = count > r ? (count - r - 1) / REPLICATES + 1 : 0, valid = 0;
        double sum = 0;
        sort(values + r, length, REPLICATES);
        while (valid < length && isfinite(values[r + valid * REPLICATES])) {
            sum += values[r + valid++ * REPLICATES];
        }
        mean[r] = valid > 0 ? sum / (double)valid : NAN;
        for (int q = 0; q < QUANTILES; q++) {
            quantiles[q][r] = quantile(values + r, valid, REPLICATES, quantile_share[q]);
        }
    }
    answer->mean_error = standard_error(mean);
    for (int q = 0; q < QUANTILES; q++) {
        answer->quantile_error[q] = standard_error(quantiles[q]);
    }
}

static void fill_bins(const double sorted[], Distribution *answer)
{
    enum { ALL_SHOWN = 1000 };
    bool all = answer->valid < ALL_SHOWN;
    answer->from = all ? answer->least : quantile(sorted, answer->valid, 1, 0.002);
    answer->to = all ? answer->most : quantile(sorted, answer->valid, 1, 0.998);
    double width = answer->to - answer->from;
    for (long i = 0; i < answer->valid; i++) {
        double place = width > 0 ? (sorted[i] - answer->from) / width * HISTOGRAM_BINS : 0;
        int bin = place < 0 ? 0 : place >= HISTOGRAM_BINS ? HISTOGRAM_BINS - 1 : (int)place;
        answer->bins[bin]++;
    }
}

Distribution sample_summary(double values[], long count)
{
    Distribution answer = { .count = count, .mean = NAN, .deviation = NAN, .mean_error = NAN };
    double sum = 0, squares = 0;
    answer.least = answer.most = answer.from = answer.to = NAN;
    trace(values, count, &answer);
    for (long i = 0; i < count; i++) {
        values[i] = isfinite(values[i]) ? values[i] : INFINITY; /* sorted to the end */
    }
    measure_errors(values, count, &answer);
    sort(values, count, 1);
    while (answer.valid < count && isfinite(values[answer.valid])) {
        sum += values[answer.valid++];
    }
    for (int q = 0; q < QUANTILES; q++) {
        answer.quantile[q] = quantile(values, answer.valid, 1, quantile_share[q]);
    }
    if (answer.valid == 0) {
        return answer;
    }
    answer.mean = sum / (double)answer.valid;
    for (long i = 0; i < answer.valid; i++) {
        squares += (values[i] - answer.mean) * (values[i] - answer.mean);
    }
    answer.deviation = sqrt(squares / (double)answer.valid);
    answer.least = values[0];
    answer.most = values[answer.valid - 1];
    fill_bins(values, &answer);
    return answer;
}
