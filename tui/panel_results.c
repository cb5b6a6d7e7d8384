/* panel_results.c -- figures in lines: the results, and this plan beside A and B. */
#include "model/quantity.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_LINES = 256, NUMBER_COLUMNS = 8, UNIT_COLUMNS = 8, DELTA_COLUMNS = 8 };

void print_delta(char *out, size_t size, double now, double a)
{
    double change = (now - a) / fabs(a) * 100;
    if (!isfinite(change) || fabs(change) < 0.005) {
        out[0] = '\0';
    } else if (fabs(change) >= 1000) {
        snprintf(out, size, "%s×%.*f", change > 0 ? "▲" : "▼", now / a < 100 ? 1 : 0, now / a);
    } else {
        snprintf(out, size, "%s%.*f%%", change > 0 ? "▲" : "▼", fabs(change) < 10 ? 2 : 1,
                 fabs(change));
    }
}

void draw_figure_line(App *app, Canvas *canvas, Rect rect, int figure, const char *label)
{
    bool focus = app->pane == PANE_FIGURES && figure == app->figure;
    bool delta = rect.columns >= 40, narrow = rect.columns < 34;
    int unit_columns = narrow ? 7 : UNIT_COLUMNS;
    int unit = rect.column + rect.columns - unit_columns - (delta ? DELTA_COLUMNS + 1 : 0);
    int number = unit - 1 - NUMBER_COLUMNS;
    Printed printed = print_figure(figure, app->figures.at[figure]);
    if (focus) {
        canvas_fill(canvas, (Rect){ rect.row, rect.column, 1, number - rect.column }, STYLE_FOCUS,
                    ' ');
        canvas->cursor_row = rect.row;
        canvas->cursor_column = rect.column;
    }
    canvas_text(canvas, rect.row, rect.column, number - rect.column - 1,
                focus ? STYLE_FOCUS : STYLE_LABEL, label);
    canvas_right(canvas, rect.row, number, NUMBER_COLUMNS,
                 app_moved(app, figure) ? STYLE_CHANGED : STYLE_VALUE, printed.number);
    canvas_text(canvas, rect.row, unit, unit_columns, STYLE_UNIT, printed.unit);
    if (delta) {
        char text[32];
        print_delta(text, sizeof text, app->figures.at[figure], app->a.figures.at[figure]);
        canvas_right(canvas, rect.row, rect.column + rect.columns - DELTA_COLUMNS, DELTA_COLUMNS,
                     STYLE_MARK, text);
    }
    app_hit(app, (Rect){ rect.row, rect.column, 1, rect.columns }, HIT_FIGURE, figure);
}

/* The figures of the list that do not already stand in large at the top. */
static int result_lines(const App *app, int figures[])
{
    int all[MOST_LINES], count = app_figure_lines(app, all, MOST_LINES), kept = 0;
    for (int i = 0; i < count; i++) {
        if (!is_answer(all[i])) {
            figures[kept++] = all[i];
        }
    }
    return kept;
}

static void draw(App *app, Canvas *canvas, Rect rect)
{
    int figures[MOST_LINES], count = result_lines(app, figures), room = rect.rows - 1, place = 0;
    for (int i = 0; i < count; i++) {
        place = figures[i] == app->figure ? i : place;
    }
    int top = place >= room && app->pane == PANE_FIGURES ? place - room + 1 : 0;
    canvas_rule(canvas, rect.row, rect.column, rect.columns, "Results");
    if (rect.columns >= 40) {
        canvas_text(canvas, rect.row, rect.column + rect.columns - 6, 6, STYLE_MARK, " vs A ");
    }
    for (int i = 0; i < room && top + i < count; i++) {
        const FigureInfo *info = &figure_info[figures[top + i]];
        const char *label = rect.columns >= 56 || !info->brief ? info->label : info->brief;
        draw_figure_line(app, canvas, (Rect){ rect.row + 1 + i, rect.column, 1, rect.columns },
                         figures[top + i], label);
    }
}

static int rows(const App *app, int columns)
{
    int figures[MOST_LINES];
    (void)columns;
    return 1 + result_lines(app, figures);
}

const Panel panel_results = { "results", draw, rows, 5, false };

/* -- A, B and now side by side ------------------------------------------------------------------- */

/* One plan's figures.  Where the unit does not fit, its prefix does: 4.053 E. */
static void draw_column(const App *app, Canvas *canvas, Rect rect, const Figures *figures,
                        Style style)
{
    int list[MOST_LINES], count = app_figure_lines(app, list, MOST_LINES), row = 0;
    for (int i = 0; i < count && row < rect.rows; i++) {
        const FigureInfo *info = &figure_info[list[i]];
        if (info->rank != 1 && info->rank != 2) {
            continue;
        }
        Printed printed = print_figure(list[i], figures->at[list[i]]);
        char text[72];
        join_printed(text, sizeof text, &printed);
        if (text_columns(text) >= rect.columns) {
            snprintf(text, sizeof text, "%s %.1s", printed.number, printed.unit);
        }
        canvas_right(canvas, rect.row + row++, rect.column, rect.columns, style, text);
    }
}

static void draw_compare(App *app, Canvas *canvas, Rect rect)
{
    int list[MOST_LINES], count = app_figure_lines(app, list, MOST_LINES), row = 2;
    int width = (rect.columns - 29) / (app->has_b ? 3 : 2), left = rect.column + rect.columns - 1;
    canvas_rule(canvas, rect.row, rect.column, rect.columns, "Compare");
    for (int i = 0; i < count && row < rect.rows; i++) {
        const FigureInfo *info = &figure_info[list[i]];
        if (info->rank == 1 || info->rank == 2) {
            bool focus = app->pane == PANE_FIGURES && app->figure == list[i];
            canvas_text(canvas, rect.row + row, rect.column, 27, focus ? STYLE_FOCUS : STYLE_LABEL,
                        info->label);
            if (focus) {
                canvas->cursor_row = rect.row + row;
                canvas->cursor_column = rect.column;
            }
            app_hit(app, (Rect){ rect.row + row++, rect.column, 1, rect.columns }, HIT_FIGURE,
                    list[i]);
        }
    }
    Rect column = { rect.row + 2, left - width, rect.rows - 2, width };
    canvas_right(canvas, rect.row + 1, column.column, width, STYLE_VALUE, "now");
    draw_column(app, canvas, column, &app->figures, STYLE_VALUE);
    if (app->has_b) {
        column.column -= width;
        canvas_right(canvas, rect.row + 1, column.column + 1, width - 1, STYLE_SERIES_C,
                     app->b.scenario.model);
        draw_column(app, canvas, column, &app->b.figures, STYLE_SERIES_C);
    }
    column.column -= width;
    char title[96];
    snprintf(title, sizeof title, "A %s", app->a.scenario.model);
    canvas_right(canvas, rect.row + 1, column.column + 1, width - 1, STYLE_MARK, title);
    draw_column(app, canvas, column, &app->a.figures, STYLE_MARK);
}

static int compare_rows(const App *app, int columns)
{
    int list[MOST_LINES], count = app_figure_lines(app, list, MOST_LINES), rows = 2;
    (void)columns;
    for (int i = 0; i < count; i++) {
        rows += figure_info[list[i]].rank == 1 || figure_info[list[i]].rank == 2;
    }
    return rows;
}

const Panel panel_compare = { "compare", draw_compare, compare_rows, 6, false };
