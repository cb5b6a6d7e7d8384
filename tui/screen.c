/* screen.c -- where everything is: title, three answers, panels in columns, detail, hints.
 *
 * Panels appear in order of value: each first gets the rows below which it is not worth drawing,
 * then what it would like, and the one that grows takes the rest. */
#include "model/quantity.h"
#include "tui/detail.h"
#include "tui/digits.h"
#include "tui/keys.h"
#include "tui/panels.h"
#include "tui/tour.h"

#include <stdio.h>
#include <string.h>

enum { LEAST_ROWS = 16, LEAST_COLUMNS = 60, MOST_STACK = 6 };

/* -- title --------------------------------------------------------------------------------------- */

static void draw_title(const App *app, Canvas *canvas)
{
    char left[220], devices[48], right[200], held[160];
    Printed count = print_input(INPUT_devices, app->now.plan.devices);
    const Item *hardware =
        catalogue_find(&app->library->catalogue, HARDWARE_PROFILE, app->now.hardware);
    const Item *model = catalogue_find(&app->library->catalogue, MODEL_PROFILE, app->now.model);
    int changes = scenario_changes(&app->now);
    snprintf(devices, sizeof devices, "%s", count.number);
    snprintf(left, sizeof left, " %s · %s × %s", model ? model->name : app->now.model, devices,
             hardware ? hardware->name : app->now.hardware);
    canvas_fill(canvas, (Rect){ 0, 0, 1, canvas->columns }, STYLE_BAR, ' ');
    const char *name = app->read_only ? "read-only" : "flopdeck";
    char what[32] = "as reported";
    if (changes) {
        snprintf(what, sizeof what, "%d changed", changes);
    }
    snprintf(right, sizeof right, "%s  %s ", what, name);
    goal_text(app, canvas->columns < 100, held, sizeof held);
    if (*held) {
        snprintf(right, sizeof right, "%s%s ", held, app->read_only ? "  read-only" : "");
    }
    int room = canvas->columns - text_columns(right) - 2;
    canvas_text(canvas, 0, 0, room, STYLE_BAR, left);
    canvas_right(canvas, 0, room, canvas->columns - room,
                 changes || *held ? STYLE_BAR_KEY : STYLE_BAR, right);
}

/* -- the three answers --------------------------------------------------------------------------- */

typedef struct {
    int figure;
    const char *label, *brief;
} Headline;

static const Headline answers[] = {
    { FIGURE_train_cost, "TRAINING COST", "TRAINING COST" },
    { FIGURE_train_time, "DAYS TO TRAIN", "DAYS TO TRAIN" },
    { FIGURE_kv_bytes_per_token, "MEMORY PER CONTEXT TOKEN", "MEMORY PER TOKEN" },
};
enum { ANSWERS = 3, BIG_ROWS = DIGIT_ROWS };

static void draw_answer(App *app, Canvas *canvas, Rect rect, const Headline *answer, bool big)
{
    double value = app->figures.at[answer->figure], a = app->a.figures.at[answer->figure];
    Printed printed = print_figure(answer->figure, value);
    Style style = app_figure_style(app, answer->figure);
    uint32_t arrow = app_figure_arrow(app, answer->figure);
    Style mark = app_mark_style(app, arrow != ' ');
    bool focus = app->pane == PANE_FIGURES && app->figure == answer->figure;
    char text[72], delta[72] = "";
    join_printed(text, sizeof text, &printed);
    print_delta(delta, sizeof delta, value, a);
    if (*delta && rect.columns >= 38) {
        Printed was = print_figure(answer->figure, a);
        char before[64];
        size_t used = strlen(delta);
        snprintf(delta + used, sizeof delta - used, "  A %s",
                 join_printed(before, sizeof before, &was));
    }
    int column = rect.column + 1, room = rect.columns - 1;
    int used = canvas_text(canvas, rect.row, column, room, focus ? STYLE_FOCUS : STYLE_TITLE,
                           room < text_columns(answer->label) ? answer->brief : answer->label);
    app_hit(app, rect, HIT_FIGURE, answer->figure);
    if (app->band) {
        draw_band(app, canvas, rect.row + (big ? BIG_ROWS + 1 : 2), column, room, answer->figure);
    }
    if (!big) {
        used = canvas_text(canvas, rect.row + 1, column, room, style, text);
        canvas_put(canvas, rect.row + 1, column + used + 1, style, arrow);
        used += 2 * (arrow != ' ');
        if (text_columns(delta) < room - used - 2) {
            canvas_text(canvas, rect.row + 1, column + used + 2, room - used - 2, mark, delta);
        }
        return;
    }
    canvas_text(canvas, rect.row, column + used + 2, room - used - 2, mark, delta);
    /* Digits of three rows keep their colour, the unit, arrow and change beside them do not: as many
     * bytes as all the other marks together, and a step would no longer fit a TCP segment. */
    const char *rest = draw_digits(canvas, rect.row + 1, &column, 1, STYLE_VALUE, text);
    column += canvas_text(canvas, rect.row + BIG_ROWS, column, rect.column + rect.columns - column,
                          style, rest);
    canvas_put(canvas, rect.row + BIG_ROWS, column + 1, style, arrow);
}

int answer_figures(int figures[], int most)
{
    int count = ANSWERS < most ? ANSWERS : most;
    for (int i = 0; i < count; i++) {
        figures[i] = answers[i].figure;
    }
    return count;
}

bool is_answer(int figure)
{
    for (int i = 0; i < ANSWERS; i++) {
        if (answers[i].figure == figure) {
            return true;
        }
    }
    return false;
}

enum { THREE_COLUMNS = 160 };

/* Where the columns of the three answers, and of the panels on a wide screen, begin and the last ends. */
typedef struct {
    int at[ANSWERS + 1];
} Columns;

static Columns columns_of(int columns)
{
    int left = columns * 62 / 200, centre = (columns - left - 4) / 2;
    if (columns < THREE_COLUMNS) {
        return (Columns){ { 0, columns / 3, columns / 3 * 2, columns } };
    }
    return (Columns){ { 0, left + 2, left + centre + 4, columns } };
}

static int draw_answers(App *app, Canvas *canvas, int row, bool big)
{
    Columns columns = columns_of(canvas->columns);
    for (int i = 0; i < ANSWERS; i++) {
        /* an answer leaves its first column free */
        int at = columns.at[i] - (canvas->columns >= THREE_COLUMNS && i > 0);
        draw_answer(app, canvas, (Rect){ row, at, big ? BIG_ROWS + 1 : 2, columns.at[i + 1] - at },
                    &answers[i], big);
    }
    return big ? BIG_ROWS + 2 : 2 + app->band;
}

/* -- columns of panels --------------------------------------------------------------------------- */

/* Draws panels below each other.  Returns how many rows are left. */
static int draw_stack(App *app, Canvas *canvas, Rect rect, const Panel *const *stack, int count)
{
    int rows[MOST_STACK] = { 0 }, left = rect.rows;
    for (int i = 0; i < count; i++) {
        if (stack[i]->least <= left) {
            rows[i] = stack[i]->least;
            left -= rows[i];
        }
    }
    for (int i = 0; i < count; i++) {
        int more = rows[i] ? stack[i]->rows(app, rect.columns) - rows[i] : 0;
        more = more < left ? more : left;
        rows[i] += more > 0 ? more : 0;
        left -= more > 0 ? more : 0;
    }
    int shown = 0, grown = 0;
    for (int i = count - 1; i >= 0; i--) {
        shown += rows[i] > 0;
        if (rows[i] && stack[i]->grows && !grown) {
            rows[i] += left;
            grown = 1;
        }
    }
    int row = rect.row, air = !grown && left >= shown - 1;
    for (int i = 0; i < count; i++) {
        if (rows[i]) {
            stack[i]->draw(app, canvas, (Rect){ row, rect.column, rows[i], rect.columns });
            row += rows[i] + air;
        }
    }
    return grown ? 0 : left - air * shown;
}

static void divide(Canvas *canvas, Rect rect)
{
    canvas_fill(canvas, rect, STYLE_TRACK, 0x2502);
}

/* Two columns; the chart below both where there is room, else in the right one. */
static void draw_two(App *app, Canvas *canvas, Rect rect)
{
    static const Panel *const inputs[] = { &panel_inputs };
    static const Panel *const small[] = { &panel_results, &panel_experts, &panel_share,
                                          &panel_chart };
    static const Panel *const large[] = { &panel_results, &panel_share, &panel_experts };
    static const Panel *const predicted[] = { &panel_results, &panel_training, &panel_experts };
    static const Panel *const chart[] = { &panel_chart };
    const Panel *const *wide = app->now.plan.efficiency == efficiency_PREDICTED ? predicted : large;
    bool tall = rect.rows >= (rect.columns >= 100 ? 26 : 32);
    int below = tall ? rect.rows / 3 < 9 ? rect.rows / 3 : 9 : 0;
    int tight = rect.columns < 70, left = rect.columns * 46 / 80 - tight;
    left = rect.columns >= 100 ? rect.columns / 2 - 1 : left;
    Rect top = { rect.row, rect.column, rect.rows - below, rect.columns };
    Rect right = { top.row, left + 2, top.rows, rect.columns - left - 3 + tight };
    draw_stack(app, canvas, (Rect){ top.row, top.column, top.rows, left - 1 }, inputs, 1);
    divide(canvas, (Rect){ top.row, left, top.rows, 1 });
    draw_stack(app, canvas, right, below ? wide : small, below ? 3 : 4);
    if (below) {
        draw_stack(app, canvas, (Rect){ rect.row + top.rows, rect.column, below, rect.columns - 1 },
                   chart, 1);
    }
}

/* Three columns; two charts below the first two. */
static void draw_three(App *app, Canvas *canvas, Rect rect)
{
    static const Panel *const inputs[] = { &panel_inputs };
    static const Panel *const middle[] = { &panel_share, &panel_experts, &panel_ledger,
                                           &panel_cache };
    static const Panel *const right[] = { &panel_compare, &panel_training, &panel_timeline,
                                          &panel_tornado };
    static const Panel *const charts[] = { &panel_chart }, *const devices[] = {
        &panel_devices_chart
    };
    Columns columns = columns_of(rect.columns);
    int below = rect.rows >= 34 ? rect.rows / 4 : 0, rows = rect.rows - below;
    int second = columns.at[1], third = columns.at[2];
    Rect places[3] = { { rect.row, 0, rows, second - 3 },
                       { rect.row, second, rows, third - second - 3 },
                       { rect.row, third, rect.rows, rect.columns - third - 1 } };
    draw_stack(app, canvas, places[0], inputs, 1);
    int empty = draw_stack(app, canvas, places[1], middle, 4);
    draw_stack(app, canvas, places[2], right, 4);
    divide(canvas, (Rect){ rect.row, second - 2, rect.rows, 1 });
    divide(canvas, (Rect){ rect.row, third - 2, rect.rows, 1 });
    if (below) {
        /* charts stand beside each other, but below a dense model's short list is room for a larger one */
        int more = empty >= 6 ? empty : 0;
        places[0].row = rect.row + rows;
        places[0].rows = below;
        places[1].row = rect.row + rows - more;
        places[1].rows = below + more;
        draw_stack(app, canvas, places[0], charts, 1);
        draw_stack(app, canvas, places[1], devices, 1);
    }
}

/* -- hints ---------------------------------------------------------------------------------------- */

static void draw_hints(App *app, Canvas *canvas, int row)
{
    canvas_fill(canvas, (Rect){ row, 0, 1, canvas->columns }, STYLE_BAR, ' ');
    if (app->entry.typing != NOT_TYPING) {
        Typing typing = app->entry.typing;
        const char *prompt = typing == TYPING_VALUE    ? input_info[app->input].label
                             : typing == TYPING_TARGET ? figure_info[app->figure].label
                             : typing == TYPING_PATH   ? "save as: "
                                                       : ":";
        char text[200];
        snprintf(text, sizeof text, " %s%s%s%s", typing == TYPING_TARGET ? "solve: " : "", prompt,
                 typing == TYPING_VALUE || typing == TYPING_TARGET ? " = " : "", app->entry.text);
        int used = canvas_text(canvas, row, 0, canvas->columns - 1, STYLE_BAR, text);
        canvas_put(canvas, row, used, STYLE_FOCUS, ' ');
        canvas_right(canvas, row, canvas->columns - 34, 33, STYLE_BAR,
                     used < canvas->columns - 36 ? "Enter takes it, Escape leaves it " : "");
        canvas->cursor_row = row;
        canvas->cursor_column = used;
        return;
    }
    if (app->menu.kind != NO_MENU || app->view.kind != NO_VIEW) {
        front_hints(app, canvas, row);
        return;
    }
    int column = 1;
    for (int rank = 1; rank <= 9; rank++) {
        for (int i = 0; i < action_count; i++) {
            const Action *action = &actions[i];
            if (!action->hint || action->hint_rank != rank || !may_do(app, action) ||
                !is_here(action, app->pane)) {
                continue;
            }
            const char *space = strchr(action->hint, ' ');
            int key = space ? (int)(space - action->hint) : 0, width = text_columns(action->hint);
            if (column + width + 1 > canvas->columns) {
                return;
            }
            char word[16];
            snprintf(word, sizeof word, "%.*s", key, action->hint);
            app_hit(app, (Rect){ row, column, 1, width }, HIT_ACTION, i);
            column += canvas_text(canvas, row, column, 16, STYLE_BAR_KEY, word);
            column += canvas_text(canvas, row, column, 40, STYLE_BAR, action->hint + key) + 2;
        }
    }
}

/* -- the screen ---------------------------------------------------------------------------------- */

static void draw_too_small(Canvas *canvas)
{
    char text[80];
    snprintf(text, sizeof text, "flopdeck needs %d x %d, has %d x %d; q quits", LEAST_COLUMNS,
             LEAST_ROWS, canvas->columns, canvas->rows);
    int columns = text_columns(text),
        left = canvas->columns > columns ? (canvas->columns - columns) / 2 : 0;
    canvas_text(canvas, canvas->rows / 2, left, canvas->columns - left, STYLE_WARNING, text);
}

static void draw_dashboard(App *app, Canvas *canvas, bool big)
{
    int row = 1 + draw_answers(app, canvas, 1, big);
    Rect rect = { row, 0, canvas->rows - row - 4, canvas->columns };
    if (canvas->columns >= THREE_COLUMNS) {
        draw_three(app, canvas, rect);
    } else {
        draw_two(app, canvas, rect);
    }
    detail_draw(app, canvas, (Rect){ canvas->rows - 4, 0, 3, canvas->columns });
}

void screen_draw(App *app, Canvas *canvas)
{
    app->rows = canvas->rows;
    app->columns = canvas->columns;
    app->shown = canvas->charset;
    app->hit_count = 0;
    canvas_clear(canvas);
    if (canvas->rows < LEAST_ROWS || canvas->columns < LEAST_COLUMNS) {
        draw_too_small(canvas);
        return;
    }
    if (app->stage.on) {
        tour_draw(app, canvas);
        if (app->entry.typing != NOT_TYPING) {
            draw_hints(app, canvas, canvas->rows - 1);
        }
        return;
    }
    bool big = canvas->rows >= 34 && canvas->columns >= 100 && canvas->charset == CHARSET_FULL;
    app->rank = canvas->rows >= (canvas->columns >= THREE_COLUMNS ? 45 : 56) ? 2 : 1;
    draw_title(app, canvas);
    if (app->view.kind != NO_VIEW) {
        view_draw(app, canvas, (Rect){ 1, 0, canvas->rows - 2, canvas->columns });
    } else {
        draw_dashboard(app, canvas, big);
    }
    if (app->menu.kind != NO_MENU) {
        app->hit_count = 0;
        Rect box = menu_draw(&app->menu, canvas);
        app_hit(app, box, HIT_MENU, -1); /* a press beside it leaves the list, one on it never */
        for (int i = 0; i < app->menu.page; i++) {
            app_hit(app, (Rect){ box.row + 1 + i, box.column + 2, 1, box.columns - 4 }, HIT_MENU,
                    app->menu.top + i);
        }
    }
    draw_hints(app, canvas, canvas->rows - 1);
}
