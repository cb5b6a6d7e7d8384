#include "model/slider.h"

#include "model/model.h"

#include <math.h>

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static double from(int input)
{
    return input_info[input].from * unit_info[input_info[input].unit].size;
}

static double to(int input)
{
    const InputInfo *row = &input_info[input];
    return row->kind == CHOICE   ? input_options(input) - 1
           : row->kind == SWITCH ? 1
                                 : row->to * unit_info[row->unit].size;
}

/* A logarithmic track that starts at 0 is linear near it: log(1 + value / unit). */
static double stretch(int input, double value)
{
    const InputInfo *row = &input_info[input];
    double unit = unit_info[row->unit].size;
    if (row->scale != LOG) {
        return value;
    }
    return row->from > 0 ? log(value > 0 ? value : from(input))
                         : log1p(value > 0 ? value / unit : 0);
}

double slider_position(int input, double value)
{
    double low = stretch(input, from(input)), high = stretch(input, to(input));
    return high > low ? clamp((stretch(input, value) - low) / (high - low), 0, 1) : 0;
}

/* Size of a step at this value. */
static double step_at(int input, double value, StepSize size)
{
    const InputInfo *row = &input_info[input];
    double unit = unit_info[row->unit].size, step;
    double finer = size == FINE_STEP ? 0.1 : size == COARSE_STEP ? 10 : 1;
    double scale = fabs(value / unit);
    if (row->from <= 0 && scale < 1) {
        scale = 1; /* as the track: linear near 0, so that steps arrive there */
    }
    if (row->kind == CHOICE || row->kind == SWITCH) {
        return 1;
    }
    if (row->stops == POWERS_OF_TWO) {
        double octave = exp2(floor(log2(scale > 1 ? scale : 1)));
        step = size == COARSE_STEP ? octave : size == ONE_STEP ? octave / 8 : 1;
    } else if (row->scale == LOG) {
        step = pow(10, floor(log10(scale > 0 ? scale * (1 + 1e-12) : 1)) - 1) * finer;
    } else {
        step = (row->step > 0        ? row->step
                : row->kind == WHOLE ? 1
                                     : (row->to - row->from) / 100) *
               finer;
    }
    if (row->kind == WHOLE) {
        double grain = row->grain > 1 && size != FINE_STEP ? row->grain : 1;
        step = step < grain ? grain : nearbyint(step / grain) * grain;
    }
    return step * unit;
}

/* The nearest multiple of the step beyond the value. */
static double next_stop(double value, int direction, double step)
{
    double stops = value / step, rounded = nearbyint(stops);
    if (fabs(stops - rounded) < 1e-9 * (fabs(stops) + 1)) {
        return (rounded + direction) * step;
    }
    return (direction > 0 ? ceil(stops) : floor(stops)) * step;
}

double slider_step(int input, double value, int direction, StepSize size)
{
    double step = step_at(input, value, size);
    double next = next_stop(value, direction, step);
    double there = next > 0 ? step_at(input, next, size) : step;
    if (there < step) { /* below 1,000 steps are finer: 1,000 goes down to 990 */
        next = next_stop(value, direction, there);
    }
    return clamp(next, input_lowest(input), input_highest(input));
}

double slider_at(int input, double position)
{
    const InputInfo *row = &input_info[input];
    double low = stretch(input, from(input)), high = stretch(input, to(input));
    double value = low + clamp(position, 0, 1) * (high - low);
    if (row->scale == LOG) {
        value = row->from > 0 ? exp(value) : expm1(value) * unit_info[row->unit].size;
    }
    value = row->kind == REAL ? value : nearbyint(value);
    return clamp(value, input_lowest(input), input_highest(input));
}

double slider_value(int input, double position)
{
    double value = slider_at(input, position), step = step_at(input, value, ONE_STEP);
    return clamp(nearbyint(value / step) * step, input_lowest(input), input_highest(input));
}
