/* bands.h -- how far off the figures may be that follow from a predicted step. */
#ifndef MODEL_ANALYSIS_BANDS_H
#define MODEL_ANALYSIS_BANDS_H

#include "model/model.h"

typedef struct {
    Figures now, fast, slow; /* as predicted, and with the step at both ends of its band */
    const char *reason;      /* in words: where the band is from */
} Bands;

Bands bands_of(const Plan *plan);

/* Nine in ten measured steps of the plan's class had the figure between low and high.  False: it
 * does not follow from the predicted step. */
bool bands_figure(const Bands *bands, int figure, double *low, double *high);

#endif
