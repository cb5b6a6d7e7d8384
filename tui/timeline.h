/* timeline.h -- stages as rows, time as columns: what the panel and the view of the pipeline share. */
#ifndef TUI_TIMELINE_H
#define TUI_TIMELINE_H

#include "model/training/timeline.h"
#include "tui/app.h"

/* The timeline of the plan on screen.  patient: while keys follow each other it may be that of the plan
 * before them; then app->late is set.  Lives until the next call. */
const Timeline *timeline_now(App *app, bool patient);

/* A stage's row; of a stage that is several rows high only one has labels. */
void timeline_row(const Timeline *timeline, Canvas *canvas, int row, int column, int columns,
                  int stage, bool labels);

/* Times below the rows. */
void timeline_axis(const Timeline *timeline, Canvas *canvas, int row, int column, int columns);

/* What the glyphs of this schedule mean, in as many rows as it takes and there are.  Returns how many it
 * takes. */
int timeline_legend(const Timeline *timeline, Canvas *canvas, Rect rect);

#endif
