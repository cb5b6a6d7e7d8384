/* view_below.c -- what stands in the room that a list leaves: what follows from the line in focus. */
#include "model/quantity.h"
#include "tui/panels.h"

#include <math.h>

static bool differ(double a, double b)
{
    return isfinite(a) != isfinite(b) || fabs(a - b) > 1e-9 * fabs(a);
}

void draw_differing(Canvas *canvas, Rect rect, const char *title, const char *const names[2],
                    const Figures *const figures[2])
{
    enum { LEAST_NUMBER = 14, MOST_NUMBER = 22, CHANGE = 9, LABEL = 32 };
    int number = (rect.columns - LABEL - CHANGE) / 2, row = 2;
    number = number > MOST_NUMBER ? MOST_NUMBER : number < LEAST_NUMBER ? LEAST_NUMBER : number;
    int change = rect.column + rect.columns - CHANGE, left = change - 2 * number;
    char text[80];
    canvas_rule(canvas, rect.row, rect.column, rect.columns, title);
    for (int i = 0; i < 2; i++) {
        canvas_right(canvas, rect.row + 1, left + i * number + 1, number - 1,
                     i ? STYLE_VALUE : STYLE_TEXT, names[i]);
    }
    for (int place = 0; place < 2 * FIGURE_COUNT && row < rect.rows; place++) {
        int i = place % FIGURE_COUNT; /* the answers first, then what they follow from */
        const FigureInfo *info = &figure_info[i];
        const double values[2] = { figures[0]->at[i], figures[1]->at[i] };
        if (is_answer(i) != (place < FIGURE_COUNT) || info->group == GROUP_PARTS ||
            info->rank < 1 || info->rank > 2 || !differ(values[0], values[1])) {
            continue;
        }
        int at = rect.row + row++, room = left - rect.column;
        bool brief = info->brief && text_columns(info->label) > room;
        canvas_text(canvas, at, rect.column, room, STYLE_LABEL, brief ? info->brief : info->label);
        for (int j = 0; j < 2; j++) {
            Printed printed = print_figure(i, values[j]);
            canvas_right(canvas, at, left + j * number, number, j ? STYLE_VALUE : STYLE_TEXT,
                         join_printed(text, sizeof text, &printed));
        }
        print_delta(text, sizeof text, values[1], values[0]);
        canvas_right(canvas, at, change, CHANGE, STYLE_DIM, text);
    }
    if (row == 2) {
        canvas_text(canvas, rect.row + row, rect.column, rect.columns, STYLE_DIM,
                    "No figure differs.");
    }
}

void view_below(App *app, Canvas *canvas, Rect list, int shown, const Below *below)
{
    enum { LEAST = 7, TWO_COLUMNS = 100, FIGURES_COLUMNS = 66 };
    int used = shown * app->view.pitch + 1;
    Rect room = { list.row + used, list.column + 1, list.rows - used, list.columns - 2 };
    Rect left = room, right = room;
    bool figures = below->title != NULL,
         curve = below->input >= 0 && isfinite(below->figures[1]->at[below->figure]);
    if (room.rows < LEAST || (!figures && !curve)) {
        return;
    }
    if (figures && curve && room.columns >= TWO_COLUMNS) {
        left.columns = room.columns / 2 < FIGURES_COLUMNS ? room.columns / 2 : FIGURES_COLUMNS;
        right.column += left.columns + 2;
        right.columns -= left.columns + 2;
    } else if (curve) {
        figures = false;
    } else if (left.columns > FIGURES_COLUMNS) {
        left.columns = FIGURES_COLUMNS;
    }
    if (figures) {
        draw_differing(canvas, left, below->title, below->names, below->figures);
    }
    if (curve) {
        draw_plot(canvas, right, below->plan, below->input, below->figure,
                  below->figures[1]->at[below->figure], STYLE_MARK);
    }
}
