/* detail.h -- the lines above the keys: what the row in focus is, and where it comes from. */
#ifndef TUI_DETAIL_H
#define TUI_DETAIL_H

#include "tui/canvas.h"

struct App;

/* What something is, then more about it, in the lines of the rectangle: more begins a line of its
 * own, or follows where that keeps what it would lose.  Broken at blanks; what has no room at the
 * end of the last line is cut. */
void detail_lines(Canvas *canvas, Rect rect, Style style, const char *text, Style more_style,
                  const char *more);

/* Rule and two lines about the row in focus: its range or source in the rule, broken limits before
 * them, and what was just changed or said in place of the last line. */
void detail_draw(const struct App *app, Canvas *canvas, Rect rect);

#endif
