#include "model/analysis/tornado.h"

#include "model/analysis/reach.h"

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
        Plan below = *plan, above = *plan;
        below.at[i] = moved(i, value, -share);
        above.at[i] = moved(i, value, share);
        Sway sway = { i, evaluate_figure(&below, figure), evaluate_figure(&above, figure), 0 };
        double distance = reach(&sway, now);
        if (!(distance > 1e-9 * fabs(now))) {
            continue; /* not moved, or without a value */
        }
        sway.elasticity = log(sway.high / sway.low) / log(above.at[i] / below.at[i]);
        int place = count < most ? count++ : most;
        while (place > 0 && reach(&sways[place - 1], now) < distance) {
            if (place < most) {
                sways[place] = sways[place - 1];
            }
            place--;
        }
        if (place < most) {
            sways[place] = sway;
        }
    }
    return count;
}
