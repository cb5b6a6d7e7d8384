/* view_search.c -- the fastest layouts of the plan, while they are being searched. */
#include "model/analysis/search.h"

#include "model/quantity.h"
#include "tui/detail.h"
#include "tui/panels.h"

#include <stdio.h>

static int search_count(const App *app)
{
    const Answer *answer = question_answer(app, JOB_SEARCH);
    return answer ? answer->of.search.count : 0;
}

/* Columns of an axis: words are wider than degrees, and left out where they do not fit. */
static int axis_columns(int axis, int columns)
{
    bool word = input_info[search_axes[axis]].kind == CHOICE;
    int least = word ? 12 : 9;
    return columns >= 140               ? 14
           : columns >= 120             ? least
           : word                       ? 0
           : columns >= 80 || axis == 0 ? 7
                                        : 4;
}

/* The three numbers of a layout. */
typedef struct {
    int step, memory, longer;
} Numbers;

static Numbers numbers_columns(int columns)
{
    return columns >= 80 ? (Numbers){ 12, 11, 9 } : (Numbers){ 9, 10, 8 };
}

/* Where the three numbers of a layout end: beside its axes, however wide the screen is. */
static int numbers_end(Rect rect)
{
    Numbers of = numbers_columns(rect.columns);
    int end = rect.column + 1 + of.step + of.memory + of.longer,
        most = rect.column + rect.columns - 1;
    for (int i = 0; i < SEARCH_AXES; i++) {
        end += axis_columns(i, rect.columns);
    }
    return end < most ? end : most;
}

static void draw_head(Canvas *canvas, Rect rect)
{
    int column = rect.column + 1, right = numbers_end(rect), shown = 0;
    Numbers of = numbers_columns(rect.columns);
    for (int i = 0; i < SEARCH_AXES; i++) {
        const char *head = input_info[search_axes[i]].brief;
        int columns = axis_columns(i, rect.columns), word = text_columns(head) + 1;
        if (columns > 0) { /* every other head on the line below, to be read in full */
            int lower = rect.columns < 140 && shown++ % 2, room = word > columns ? word : columns;
            if (rect.columns < 140 && room > 2 * columns) {
                room = 2 * columns;
            }
            canvas_right(canvas, rect.row + lower, column + columns - room, room - 1, STYLE_DIM,
                         head);
        }
        column += columns;
    }
    canvas_right(canvas, rect.row, right - of.longer - of.memory - of.step, of.step, STYLE_DIM,
                 "step");
    canvas_right(canvas, rect.row, right - of.longer - of.memory, of.memory, STYLE_DIM, "memory");
    canvas_right(canvas, rect.row, right - of.longer, of.longer, STYLE_DIM, "slower");
}

static void draw_layout(App *app, Canvas *canvas, Rect rect, int line, const Search *search)
{
    const Found *found = &search->found[line];
    int column = rect.column + 1, right = numbers_end(rect);
    Numbers of = numbers_columns(rect.columns);
    char text[80];
    if (line == app->view.line) { /* one bar, without gaps between the fields */
        int axes = right - of.longer - of.memory - of.step - column;
        canvas_fill(canvas, (Rect){ rect.row, column, 1, axes - 1 }, STYLE_FOCUS, ' ');
    }
    for (int i = 0; i < SEARCH_AXES; i++) {
        int input = search_axes[i], columns = axis_columns(i, rect.columns);
        bool same = found->at[i] == app->now.plan.at[input];
        Printed printed = print_input(input, found->at[i]);
        if (columns > 0) {
            view_field(canvas, rect.row, column, columns - 1, true,
                       view_style(app, line, same ? STYLE_TEXT : STYLE_CHANGED), printed.number);
        }
        column += columns;
    }
    Printed step = print_quantity(found->step_time, UNIT_SECOND),
            memory = print_figure(FIGURE_device_memory, found->device_memory);
    canvas_right(canvas, rect.row, right - of.longer - of.memory - of.step, of.step, STYLE_VALUE,
                 join_printed(text, sizeof text, &step));
    canvas_right(canvas, rect.row, right - of.longer - of.memory, of.memory, STYLE_TEXT,
                 join_printed(text, sizeof text, &memory));
    snprintf(text, sizeof text, line ? "+%.1f %%" : "best",
             (found->step_time / search->found[0].step_time - 1) * 100);
    canvas_right(canvas, rect.row, right - of.longer, of.longer, STYLE_DIM, text);
}

static void draw_detail(Canvas *canvas, Rect detail, const Search *search, int line)
{
    char text[300], counts[200], tried[40], fitted[40], pruned[40];
    int used = 0;
    for (int i = 0; i < SEARCH_AXES && used < (int)sizeof text; i++) {
        Printed printed = print_input(search_axes[i], search->found[line].at[i]);
        used += snprintf(text + used, sizeof text - (size_t)used, "%s%s %s", i ? ", " : "",
                         input_info[search_axes[i]].brief, printed.number);
    }
    print_grouped(tried, sizeof tried, search->tried);
    print_grouped(fitted, sizeof fitted, search->fitted);
    print_grouped(pruned, sizeof pruned, search->pruned);
    snprintf(counts, sizeof counts, "%s layouts, %s fit in memory, %s could not win", tried, fitted,
             pruned);
    detail_lines(canvas, detail, STYLE_TEXT, text, STYLE_DIM, counts);
}

static void draw_search(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    const Answer *answer = question_answer(app, JOB_SEARCH);
    int first;
    view_title(app, canvas, rect, "The fastest layouts, efficiency predicted", JOB_SEARCH);
    if (!answer || answer->of.search.count == 0) {
        canvas_text(canvas, rect.row + 2, rect.column + 2, rect.columns - 4, STYLE_TEXT,
                    question_fresh(app, JOB_SEARCH) ? "No layout of this plan fits in memory."
                                                    : "");
        return;
    }
    const Search *search = &answer->of.search;
    draw_head(canvas, (Rect){ rect.row + 1, rect.column, 1, rect.columns });
    int shown =
        view_lines(app, canvas, (Rect){ rect.row + 3, rect.column, rect.rows - 3, rect.columns },
                   search->count, &first);
    for (int i = 0; i < shown; i++) {
        draw_layout(app, canvas, (Rect){ rect.row + 3 + i, rect.column, 1, rect.columns },
                    first + i, search);
    }
    draw_detail(canvas, detail, search, app->view.line);
}

/* Enter: the plan takes that layout. */
static void search_act(App *app, int line, long now)
{
    const Answer *answer = question_answer(app, JOB_SEARCH);
    if (!answer || line >= answer->of.search.count) {
        return;
    }
    for (int i = 0; i < SEARCH_AXES; i++) {
        double value = answer->of.search.found[line].at[i];
        if (app->now.plan.at[search_axes[i]] != value) {
            scenario_set(&app->now, search_axes[i], value, FROM_SOLVER);
        }
    }
    app->view.kind = NO_VIEW;
    app_changed(app, -1, now);
    app_name_change(app, line ? "Another layout" : "The fastest layout");
    app_say(app, STYLE_CHANGED, "%s", history_entry_name(&app->history, app->history.now));
}

const ViewInfo view_search = {
    "search", "←→ slider|Enter take the layout", NULL, search_count, draw_search, search_act, NULL
};
