/* panel_timeline.c -- the pipeline's timeline, small: as many stages as there are rows. */
#include "tui/panels.h"
#include "tui/timeline.h"

#include <stdio.h>

enum { LABEL = 4, USUAL_STAGES = 5 };

static void draw(App *app, Canvas *canvas, Rect rect)
{
    const Timeline *timeline = timeline_now(app, true);
    char title[160], name[96];
    timeline_name(timeline, name, sizeof name);
    bool shown = timeline->state == TIMELINE_SHOWN;
    if (shown) { /* the number first: names are cut in a narrow column */
        snprintf(title, sizeof title, "Bubble %.1f %%: %s", 100 * app->figures.bubble_fraction,
                 name);
    } else {
        snprintf(title, sizeof title, "%s", name);
    }
    canvas_rule(canvas, rect.row, rect.column, rect.columns, title);
    if (!shown) {
        canvas_text(canvas, rect.row + 1, rect.column, rect.columns, STYLE_WARNING,
                    timeline_words(timeline->state));
        return;
    }
    int rows = rect.rows - 2 < timeline->stages ? rect.rows - 2 : timeline->stages;
    for (int i = 0; i < rows; i++) { /* the first, the last, and some between */
        int stage = rows > 1 ? i * (timeline->stages - 1) / (rows - 1) : 0;
        char text[16];
        snprintf(text, sizeof text, "%d", stage);
        canvas_right(canvas, rect.row + 1 + i, rect.column, LABEL - 1, STYLE_DIM, text);
        timeline_row(timeline, canvas, rect.row + 1 + i, rect.column + LABEL, rect.columns - LABEL,
                     stage, true);
    }
    timeline_axis(timeline, canvas, rect.row + 1 + rows, rect.column + LABEL, rect.columns - LABEL);
    app_hit(app, rect, HIT_FIGURE, FIGURE_step_bubble_time);
}

static int rows(const App *app, int columns)
{
    double stages = app->now.plan.pipeline_parallel;
    (void)columns;
    return 2 + (stages < USUAL_STAGES ? (int)stages : USUAL_STAGES);
}

const Panel panel_timeline = { "timeline", draw, rows, 5, false };
