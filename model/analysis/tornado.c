#include "model/analysis/tornado.h"

#include "model/analysis/cheap.h"

#include <math.h>

/* The input moved by a share of its value: at least by one where it is whole, never out of range. */
static double moved(int input, double value, double share)
{
    double to = value * (1 + share);
    if (input_info[input].kind == WHOLE) {
        double away = share < 0 ? floor(to) : ceil(to);
        to = away == value ? value + (share < 0 ? -1 : 1) : away;
    }
    double low = input_lowest(input), high = input_highest(input);
    return to < low ? low : to > high ? high : to;
}

static double reach(const Sway *sway, double now)
{
    return fmax(fabs(sway->low - now), fabs(sway->high - now));
}

/* What the input does between two of its values. */
static Sway sway_of(const Plan *plan, int figure, int input, double from, double to)
{
    Plan below = *plan, above = *plan;
    below.at[input] = from;
    above.at[input] = to;
    Sway sway = { .input = input, .from = from, .to = to };
    sway.low = evaluate_figure(&below, figure);
    sway.high = evaluate_figure(&above, figure);
    sway.elasticity = log(sway.high / sway.low) / log(to / from);
    return sway;
}

/* Puts it where its reach belongs, the farthest first.  Returns how many there are then. */
static int insert(Sway sways[], int count, int most, const Sway *sway, double now)
{
    double distance = reach(sway, now);
    if (!(distance > 1e-9 * fabs(now))) {
        return count; /* not moved, or without a value */
    }
    int place = count < most ? count++ : most;
    while (place > 0 && reach(&sways[place - 1], now) < distance) {
        if (place < most) {
            sways[place] = sways[place - 1];
        }
        place--;
    }
    if (place < most) {
        sways[place] = *sway;
    }
    return count;
}

int tornado(const Plan *plan, int figure, double share, Sway sways[], int most)
{
    double now = evaluate_figure(plan, figure);
    int count = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        double value = plan->at[i];
        if (input_info[i].kind == CHOICE || input_info[i].kind == SWITCH || value == 0 ||
            !input_matters(i, plan)) {
            continue;
        }
        double from = moved(i, value, -share), to = moved(i, value, share);
        if (fmax(value - from, to - value) > 2 * share * fabs(value)) {
            continue; /* of two experts one more is half, and would stand before everything */
        }
        Sway sway = sway_of(plan, figure, i, from, to);
        count = insert(sways, count, most, &sway, now);
    }
    return count;
}

int tornado_spans(const Plan *plan, int figure, const Spans *spans, Sway sways[], int most)
{
    double now = evaluate_figure(plan, figure);
    int count = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!span_moves(plan, spans, i, figure)) {
            continue;
        }
        Sway sway = sway_of(plan, figure, i, spans->low[i], spans->high[i]);
        count = insert(sways, count, most, &sway, now);
    }
    return count;
}
