/* panel_results.c -- figures in lines: the results, and this plan beside A and B. */
#include "model/quantity.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST_LINES = 256,
    NUMBER_COLUMNS = 8,
    TIGHT_COLUMNS = 5,
    UNIT_COLUMNS = 8,
    DELTA_COLUMNS = 8
};

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

/* Number, unit and change against A in fields that keep their place, so that only digits change. */
static void draw_figure_line(App *app, Canvas *canvas, Rect rect, int figure, const char *label)
{
    bool focus = app->pane == PANE_FIGURES && figure == app->figure;
    bool delta = rect.columns >= 40, narrow = rect.columns < 34;
    int unit_columns = narrow ? 7 : UNIT_COLUMNS;
    int unit = rect.column + rect.columns - unit_columns - (delta ? DELTA_COLUMNS + 1 : 0);
    Printed printed = print_figure(figure, app->figures.at[figure]);
    int wide = text_columns(printed.number), tight = wide > TIGHT_COLUMNS ? wide : TIGHT_COLUMNS;
    int number_columns = rect.columns < 28 ? tight : NUMBER_COLUMNS;
    int number = unit - 1 - number_columns;
    if (focus) {
        canvas_fill(canvas, (Rect){ rect.row, rect.column, 1, number - rect.column }, STYLE_FOCUS,
                    ' ');
        canvas->cursor_row = rect.row;
        canvas->cursor_column = rect.column;
    }
    canvas_text(canvas, rect.row, rect.column, number - rect.column - 1,
                focus ? STYLE_FOCUS : STYLE_LABEL, label);
    canvas_right(canvas, rect.row, number, number_columns, app_figure_style(app, figure),
                 printed.number);
    canvas_put(canvas, rect.row, number - 1, app_figure_style(app, figure),
               app_figure_arrow(app, figure));
    canvas_text(canvas, rect.row, unit, unit_columns, STYLE_UNIT, printed.unit);
    if (delta) {
        char text[32];
        print_delta(text, sizeof text, app->figures.at[figure], app->a.figures.at[figure]);
        canvas_right(canvas, rect.row, rect.column + rect.columns - DELTA_COLUMNS, DELTA_COLUMNS,
                     app_mark_style(app, app_figure_arrow(app, figure) != ' '), text);
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

/* Figures of plans, the last one's bright and marked where they changed. */
typedef struct {
    const char *name;
    const Figures *figures;
} Side;

static bool is_compared(int figure)
{
    return figure_info[figure].rank == 1 || figure_info[figure].rank == 2;
}

int draw_figure(const App *app, Canvas *canvas, Rect rect, int figure, const char *text)
{
    char number[72];
    int left = rect.column + rect.columns - text_columns(text);
    snprintf(number, sizeof number, "%.*s", (int)strcspn(text, " "), text);
    canvas_right(canvas, rect.row, rect.column, rect.columns, STYLE_VALUE, text);
    canvas_text(canvas, rect.row, left, rect.columns, app_figure_style(app, figure), number);
    return left;
}

/* One plan's figures.  Where the unit does not fit, its prefix does: 4.053 E. */
static void draw_column(const App *app, Canvas *canvas, Rect rect, const Figures *figures, bool now)
{
    int list[MOST_LINES], count = app_figure_lines(app, list, MOST_LINES), row = rect.row + 1;
    for (int i = 0; i < count && row < rect.row + rect.rows; i++) {
        int figure = list[i];
        if (!is_compared(figure)) {
            continue;
        }
        Printed printed = print_figure(figure, figures->at[figure]);
        char text[72];
        join_printed(text, sizeof text, &printed);
        if (text_columns(text) >= rect.columns) {
            snprintf(text, sizeof text, "%s %.1s", printed.number, printed.unit);
        }
        Rect place = { row++, rect.column, 1, rect.columns };
        if (!now) {
            canvas_right(canvas, place.row, place.column, place.columns, STYLE_TEXT, text);
            continue;
        }
        int left = draw_figure(app, canvas, place, figure, text);
        if (app_figure_arrow(app, figure) != ' ') {
            canvas_put(canvas, place.row, left - 2, app_figure_style(app, figure),
                       app_figure_arrow(app, figure));
        }
    }
}

static void draw_sides(App *app, Canvas *canvas, Rect rect, const Side *sides, int count)
{
    enum { LABEL = 31, BRIEF = 14, LEAST_WIDE = 14, MOST_WIDE = 22 };
    int list[MOST_LINES], lines = app_figure_lines(app, list, MOST_LINES), row = 2;
    bool brief = (rect.columns - LABEL) / count < LEAST_WIDE;
    int width = (rect.columns - (brief ? BRIEF : LABEL)) / count;
    width = width < MOST_WIDE ? width : MOST_WIDE;
    canvas_rule(canvas, rect.row, rect.column, rect.columns, "Compare");
    for (int i = 0; i < lines && row < rect.rows; i++) {
        if (!is_compared(list[i])) {
            continue;
        }
        bool focus = app->pane == PANE_FIGURES && app->figure == list[i];
        canvas_text(canvas, rect.row + row, rect.column, rect.columns - count * width - 1,
                    focus ? STYLE_FOCUS : STYLE_LABEL,
                    brief && figure_info[list[i]].brief ? figure_info[list[i]].brief
                                                        : figure_info[list[i]].label);
        if (focus) {
            canvas->cursor_row = rect.row + row;
            canvas->cursor_column = rect.column;
        }
        app_hit(app, (Rect){ rect.row + row++, rect.column, 1, rect.columns }, HIT_FIGURE, list[i]);
    }
    for (int i = 0; i < count; i++) {
        int left = rect.column + rect.columns - (count - i) * width;
        int from = i ? left + 1 : rect.column; /* nothing stands before the first name */
        canvas_right(canvas, rect.row + 1, from, left + width - from,
                     i == count - 1 ? STYLE_VALUE : STYLE_TEXT, sides[i].name);
        draw_column(app, canvas, (Rect){ rect.row + 1, left, rect.rows - 1, width },
                    sides[i].figures, i == count - 1);
    }
}

static void draw_compare(App *app, Canvas *canvas, Rect rect)
{
    char a[96];
    Side sides[3];
    int count = 0;
    snprintf(a, sizeof a, "A %s", app->a.scenario.model);
    sides[count++] = (Side){ a, &app->a.figures };
    if (app->has_b) {
        sides[count++] = (Side){ app->b.scenario.model, &app->b.figures };
    }
    sides[count++] = (Side){ "now", &app->figures };
    draw_sides(app, canvas, rect, sides, count);
}

static int compare_rows(const App *app, int columns)
{
    (void)columns;
    int list[MOST_LINES], count = app_figure_lines(app, list, MOST_LINES), rows = 2;
    for (int i = 0; i < count; i++) {
        rows += is_compared(list[i]);
    }
    return rows;
}

const Panel panel_compare = { "compare", draw_compare, compare_rows, 6, false };
