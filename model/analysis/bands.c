#include "model/analysis/bands.h"

#include "model/training/step.h"

Bands bands_of(const Plan *plan)
{
    Step step = predict_step(plan);
    return (Bands){ evaluate(plan), evaluate_stretched(plan, step.low / step.step_time),
                    evaluate_stretched(plan, step.high / step.step_time), band_words(step.reason) };
}

bool bands_figure(const Bands *bands, int figure, double *low, double *high)
{
    double now = bands->now.at[figure], fast = bands->fast.at[figure],
           slow = bands->slow.at[figure];
    *low = fast < slow ? fast : slow;
    *high = fast < slow ? slow : fast;
    return *low <= now && now <= *high && *low < *high; /* NaN: no band */
}
