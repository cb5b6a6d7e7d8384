/* slider.h -- an input as a slider: where its knob stands and where a step takes it. */
#ifndef MODEL_SLIDER_H
#define MODEL_SLIDER_H

typedef enum { FINE_STEP, ONE_STEP, COARSE_STEP } StepSize;

/* Place of a value on the track, 0..1; values beyond the track's span stand at its end. */
double slider_position(int input, double value);

/* The value at a place of the track (0..1), whole where the row is. */
double slider_at(int input, double position);

/* The value at a place of the track (0..1), rounded as a step would round it. */
double slider_value(int input, double position);

/* The value one step below (direction -1) or above (+1).  Steps land on round numbers: the second
 * significant digit (coarse: the first; fine: the third), multiples of the row's grain, eighths of
 * a power of two (coarse: powers of two), the next word.  Stays within lowest..highest. */
double slider_step(int input, double value, int direction, StepSize size);

#endif
