/* tour.h -- presenting: a tour's steps, one idea a screen.
 *
 * A step is a plan with up to three numbers in large and up to three sliders.  What is moved on
 * stage is undone when another step begins; leaving takes the plan as it stands into the dashboard,
 * with A as the step has it. */
#ifndef TUI_TOUR_H
#define TUI_TOUR_H

#include "tui/app.h"

/* Presents the tour of the scenario's file from its first step.  alone: leaving it by q ends the
 * program. */
bool tour_open(App *app, const Scenario *scenario, bool alone, long now, Error *error);

/* The same tour, read anew: the step on screen stays, and so does what a hand moved on it.  False:
 * it is broken, and the last good one goes on. */
bool tour_replace(App *app, const Scenario *scenario, long now, Error *error);

/* Begins the step of that number from 0, the nearest one when there is none. */
void tour_step(App *app, int number, long now);

/* Gives a key to the tour.  False: it is the dashboard's now (the tour may have been left). */
bool tour_event(App *app, const Event *event, long now);

/* Draws the step over the whole canvas, the last row included. */
void tour_draw(App *app, Canvas *canvas);

#endif
