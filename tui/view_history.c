/* view_history.c -- earlier plans, by what was changed. */
#include "model/quantity.h"
#include "tui/detail.h"
#include "tui/panels.h"

#include <stdio.h>

enum { NUMBER = 13 };

static void open_history(App *app)
{
    app->view.line = app->history.now;
}

static int history_count(const App *app)
{
    return app->history.count;
}

static void draw_entry(App *app, Canvas *canvas, Rect rect, int line)
{
    const Scenario *scenario = history_entry(&app->history, line);
    int figures[MOST_BANDS], count = answer_figures(figures, MOST_BANDS);
    bool now = line == app->history.now;
    int fields = rect.columns >= 100 ? count : 2, right = rect.column + rect.columns - 1;
    int room = rect.columns - 5 - fields * NUMBER;
    char text[80];
    Figures values = evaluate(&scenario->plan);
    canvas_put(canvas, rect.row, rect.column + 2, STYLE_MARK, now ? 0x25CF : ' ');
    view_field(canvas, rect.row, rect.column + 4, room, false,
               view_style(app, line,
                          now                       ? STYLE_VALUE
                          : line > app->history.now ? STYLE_DIM
                                                    : STYLE_LABEL),
               history_entry_name(&app->history, line));
    for (int i = 0; i < fields; i++) {
        Printed printed = print_figure(figures[i], values.at[figures[i]]);
        canvas_right(canvas, rect.row, right - (fields - i) * NUMBER, NUMBER,
                     now ? STYLE_VALUE : STYLE_TEXT, join_printed(text, sizeof text, &printed));
    }
}

static void draw_history(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    int first, count = app->history.count, figures[MOST_BANDS];
    int all = answer_figures(figures, MOST_BANDS), fields = rect.columns >= 100 ? all : 2;
    char title[80];
    snprintf(title, sizeof title, "Earlier plans  %d of %d", app->view.line + 1, count);
    view_title(app, canvas, rect, title, -1);
    int shown =
        view_lines(app, canvas, (Rect){ rect.row + 2, rect.column, rect.rows - 2, rect.columns },
                   count, &first);
    for (int i = 0; i < fields; i++) {
        const FigureInfo *info = &figure_info[figures[i]];
        canvas_right(canvas, rect.row + 1, rect.column + rect.columns - 1 - (fields - i) * NUMBER,
                     NUMBER, STYLE_DIM, info->brief ? info->brief : info->label);
    }
    for (int i = 0; i < shown; i++) {
        draw_entry(app, canvas, (Rect){ rect.row + 2 + i, rect.column, 1, rect.columns },
                   first + i);
    }
    const Plan *plan = &history_entry(&app->history, app->view.line)->plan;
    Figures then = evaluate(plan);
    const Below below = { .title = "Now, and the plan in focus",
                          .names = { "now", "in focus" },
                          .figures = { &app->figures, &then },
                          .plan = plan,
                          .input = app->curve,
                          .figure = app->figure };
    view_below(app, canvas, (Rect){ rect.row + 2, rect.column, rect.rows - 2, rect.columns }, shown,
               &below);
    detail_lines(canvas, detail, STYLE_TEXT, history_entry_name(&app->history, app->view.line),
                 STYLE_DIM, "Those below ● were undone; a new change replaces them.");
}

static void history_act(App *app, int line, long now)
{
    const Scenario *scenario = history_go(&app->history, line);
    (void)now;
    if (scenario) {
        app_restore(app, scenario);
        app->view.kind = NO_VIEW;
        app_say(app, STYLE_TEXT, "%s", history_entry_name(&app->history, line));
    }
}

const ViewInfo view_history = { "history",    "Enter go there|u undo|U redo",
                                open_history, history_count,
                                draw_history, history_act,
                                NULL };
