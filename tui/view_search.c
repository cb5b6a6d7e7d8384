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

enum { MOST_SPARE = 5, BAR = 24 };

/* Columns of the axes (0: left out) and of the three numbers of a layout; with heads on two rows, of
 * which every other stands below, an axis may be half as wide as its head. */
typedef struct {
    int axis[SEARCH_AXES], step, memory, longer, end;
    bool two_rows;
} Widths;

static int axes_columns(Widths *widths, bool words)
{
    int sum = 0, before = 0;
    for (int i = 0; i < SEARCH_AXES; i++) {
        bool word = input_info[search_axes[i]].kind == CHOICE;
        int head = text_columns(input_info[search_axes[i]].brief) + 1;
        int least = word ? 12 : input_highest(search_axes[i]) < 10 ? 3 : 4;
        int wanted = widths->two_rows ? head - before : head;
        widths->axis[i] = word && !words ? 0 : wanted > least ? wanted : least;
        before = widths->axis[i] ? widths->axis[i] : before;
        sum += widths->axis[i];
    }
    return sum;
}

/* As much as there is room for: words, heads on one row, then some air. */
static Widths widths_of(int columns)
{
    Widths widths = columns >= 80 ? (Widths){ .step = 12, .memory = 11, .longer = 9 }
                                  : (Widths){ .step = 8, .memory = 9, .longer = 7 };
    int room = columns - 2 - widths.step - widths.memory - widths.longer, used = room + 1;
    for (int i = 0; i < 4 && used > room; i++) {
        widths.two_rows = i % 2;
        used = axes_columns(&widths, i < 2);
    }
    int spare = (room - used) / SEARCH_AXES;
    spare = spare < 0 ? 0 : spare > MOST_SPARE ? MOST_SPARE : spare;
    for (int i = 0; i < SEARCH_AXES; i++) {
        int more = widths.axis[i] ? spare : 0;
        widths.axis[i] += more;
        used += more;
    }
    widths.end = 1 + used + widths.step + widths.memory + widths.longer;
    return widths;
}

static void draw_head(const App *app, Canvas *canvas, Rect rect)
{
    Widths of = widths_of(rect.columns);
    int column = rect.column + 1, right = rect.column + of.end, shown = 0, before = 0;
    for (int i = 0; i < SEARCH_AXES; i++) {
        if (of.axis[i] > 0) {
            int room = of.axis[i] + (of.two_rows ? before : 0);
            column += before = of.axis[i];
            canvas_right(canvas, rect.row + (of.two_rows && shown++ % 2), column - room, room - 1,
                         STYLE_DIM, input_info[search_axes[i]].brief);
        }
    }
    canvas_right(canvas, rect.row, right - of.longer - of.memory - of.step, of.step, STYLE_DIM,
                 "step");
    canvas_right(canvas, rect.row, right - of.longer - of.memory, of.memory, STYLE_DIM, "memory");
    canvas_right(canvas, rect.row, right - of.longer, of.longer, STYLE_DIM, "slower");
    if (rect.columns - of.end > BAR + 3) {
        char text[64], number[40];
        Printed room =
            trim_printed(print_quantity(app->now.plan.memory_capacity, UNIT_DEVICE_BYTE));
        snprintf(text, sizeof text, "memory of %s", join_printed(number, sizeof number, &room));
        canvas_text(canvas, rect.row, right + 3, BAR, STYLE_DIM, text);
    }
}

static void draw_layout(App *app, Canvas *canvas, Rect rect, int line, const Search *search)
{
    const Found *found = &search->found[line];
    Widths of = widths_of(rect.columns);
    int column = rect.column + 1, right = rect.column + of.end;
    char text[80];
    if (line == app->view.line) { /* one bar, without gaps between the fields */
        int axes = right - of.longer - of.memory - of.step - column;
        canvas_fill(canvas, (Rect){ rect.row, column, 1, axes - 1 }, STYLE_FOCUS, ' ');
    }
    for (int i = 0; i < SEARCH_AXES; i++) {
        int input = search_axes[i];
        bool same = found->at[i] == app->now.plan.at[input];
        Printed printed = print_input(input, found->at[i]);
        view_field(canvas, rect.row, column, of.axis[i] - 1, true,
                   view_style(app, line, same ? STYLE_TEXT : STYLE_CHANGED), printed.number);
        column += of.axis[i];
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
    if (rect.columns - of.end > BAR + 3) {
        int cells = (int)(found->device_memory / app->now.plan.memory_capacity * BAR + 0.5);
        canvas_fill(canvas, (Rect){ rect.row, right + 3, 1, BAR }, STYLE_TRACK, 0x2500);
        canvas_fill(canvas, (Rect){ rect.row, right + 3, 1, cells < BAR ? cells : BAR }, STYLE_FILL,
                    0x2501);
    }
}

/* What Enter would change. */
static void draw_detail(const App *app, Canvas *canvas, Rect detail, const Search *search)
{
    char text[400] = "", counts[200], tried[40], fitted[40], pruned[40];
    size_t used = 0;
    for (int i = 0; i < SEARCH_AXES && used < sizeof text; i++) {
        int input = search_axes[i];
        double now = app->now.plan.at[input], then = search->found[app->view.line].at[i];
        Printed from = print_input(input, now), to = print_input(input, then);
        if (now != then) {
            used +=
                (size_t)snprintf(text + used, sizeof text - used, "%s%s %s → %s", used ? ", " : "",
                                 input_info[input].brief, from.number, to.number);
        }
    }
    print_grouped(tried, sizeof tried, search->tried);
    print_grouped(fitted, sizeof fitted, search->fitted);
    print_grouped(pruned, sizeof pruned, search->pruned);
    snprintf(counts, sizeof counts, "%s layouts, %s fit in memory, %s could not win", tried, fitted,
             pruned);
    detail_lines(canvas, detail, STYLE_TEXT, used ? text : "The plan's own layout", STYLE_DIM,
                 counts);
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
    draw_head(app, canvas, (Rect){ rect.row + 1, rect.column, 1, rect.columns });
    int shown =
        view_lines(app, canvas, (Rect){ rect.row + 3, rect.column, rect.rows - 3, rect.columns },
                   search->count, &first);
    for (int i = 0; i < shown; i++) {
        draw_layout(app, canvas, (Rect){ rect.row + 3 + i, rect.column, 1, rect.columns },
                    first + i, search);
    }
    Plan plan = search_plan(search, app->view.line);
    Figures figures = evaluate(&plan);
    const Below below = { .title = "This plan, and with the layout in focus",
                          .names = { "now", "in focus" },
                          .figures = { &app->figures, &figures },
                          .plan = &plan,
                          .input = INPUT_pipeline_parallel,
                          .figure = FIGURE_predicted_step_time };
    view_below(app, canvas, (Rect){ rect.row + 3, rect.column, rect.rows - 3, rect.columns }, shown,
               &below);
    draw_detail(app, canvas, detail, search);
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
