/* timeline.h -- stages as rows, time as columns: what the panel and the view of the pipeline share. */
#ifndef TUI_TIMELINE_H
#define TUI_TIMELINE_H

#include "model/training/timeline.h"
#include "tui/app.h"

enum { CELL_BUBBLE = -1, CELL_BREAK = -2, MOST_CELLS = 512 };

/* The timeline of the plan on screen, played now.  Lives until the next call. */
const Timeline *timeline_now(const App *app);

/* Which slot of a stage each column shows: its number, CELL_BUBBLE, or CELL_BREAK where the
 * micro-batches that repeat are left out.  cells[columns], at most MOST_CELLS.  Where several slots share a
 * column, each kind gets as many columns as its share of the time. */
void timeline_cells(const Timeline *timeline, int stage, int columns, int cells[]);

/* Seconds at the left edge of a column. */
double timeline_edge(const Timeline *timeline, int columns, int column);

/* A stage's row; of a stage that is several rows high only one has labels. */
void timeline_row(const Timeline *timeline, Canvas *canvas, int row, int column, int columns,
                  int stage, bool labels);

/* Times below the rows. */
void timeline_axis(const Timeline *timeline, Canvas *canvas, int row, int column, int columns);

/* What the glyphs of this schedule mean, in as many rows as it takes and there are.  Returns how many it
 * takes. */
int timeline_legend(const Timeline *timeline, Canvas *canvas, Rect rect);

/* "16 stages, dualpipe, 120 micro-batches" */
void timeline_title(const Timeline *timeline, char *out, size_t size);

#endif
