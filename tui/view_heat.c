/* view_heat.c -- a figure over two sliders, with the exact value under a cursor. */
#include "model/analysis/tornado.h"
#include "model/quantity.h"
#include "model/slider.h"
#include "tui/detail.h"
#include "tui/keys.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>

enum { AXIS = 14, SIDE = 40, MOST_CHOICES = 16 };

static bool is_number(int input)
{
    return input_info[input].kind == REAL || input_info[input].kind == WHOLE;
}

/* The inputs that move the figure most, without the one across. */
static int choices(const App *app, int inputs[])
{
    Sway sways[MOST_CHOICES];
    int count = tornado(&app->now.plan, app->figure, 0.1, sways, MOST_CHOICES), kept = 0;
    for (int i = 0; i < count; i++) {
        if (sways[i].input != app->view.across) {
            inputs[kept++] = sways[i].input;
        }
    }
    return kept;
}

static void to_now(App *app)
{
    View *view = &app->view;
    view->column = (int)(slider_position(view->across, app->now.plan.at[view->across]) *
                             (view->grid_columns - 1) +
                         0.5);
    view->row =
        view->grid_rows - 1 -
        (int)(slider_position(view->down, app->now.plan.at[view->down]) * (view->grid_rows - 1) +
              0.5);
}

static Rect plot_of(int rows, int columns)
{
    int side = columns >= 100 ? SIDE : 0;
    Rect plot = { 2, AXIS, rows - (side ? 4 : 7), columns - AXIS - side - 1 };
    plot.columns = plot.columns > MOST_GRID_COLUMNS ? MOST_GRID_COLUMNS : plot.columns;
    plot.rows = plot.rows > MOST_GRID_ROWS ? MOST_GRID_ROWS : plot.rows;
    plot.rows = plot.rows < 2 ? 2 : plot.rows;
    return plot;
}

static void fit(App *app)
{
    Rect plot = plot_of(view_rows(app->rows, app->columns), app->columns);
    if (plot.rows != app->view.grid_rows || plot.columns != app->view.grid_columns) {
        app->view.grid_rows = plot.rows;
        app->view.grid_columns = plot.columns;
        to_now(app);
    }
}

static void open_heat(App *app)
{
    View *view = &app->view;
    int inputs[MOST_CHOICES];
    view->across = is_number(app->input) ? app->input : app->curve;
    int count = choices(app, inputs);
    view->down = count > 0                       ? inputs[0]
                 : view->across == INPUT_devices ? INPUT_train_tokens
                                                 : INPUT_devices;
    view->grid_rows = 0;
    fit(app);
}

/* -- drawing ------------------------------------------------------------------------------------- */

/* One colour: more of it is more.  Green, yellow and red would say good, changed and broken. */
static void draw_cell(Canvas *canvas, int row, int column, double share)
{
    static const uint32_t shades[] = { 0x2591, 0x2592, 0x2593, 0x2588 };
    if (!isfinite(share)) {
        canvas_put(canvas, row, column, STYLE_DIM, ' ');
        return;
    }
    int level = (int)(share * 4);
    level = level < 0 ? 0 : level > 3 ? 3 : level;
    canvas_put(canvas, row, column, STYLE_FILL, shades[level]);
}

static double share_of(const Grid *grid, double value)
{
    bool log_scale = grid->least > 0 && grid->most > 10 * grid->least;
    return log_scale ? log(value / grid->least) / log(grid->most / grid->least)
                     : (value - grid->least) / (grid->most - grid->least);
}

static void draw_axes(const App *app, Canvas *canvas, Rect plot)
{
    const View *view = &app->view;
    char text[80];
    for (int i = 0; i < plot.rows; i++) {
        canvas_put(canvas, plot.row + i, plot.column - 1, STYLE_TRACK, 0x2502);
    }
    canvas_fill(canvas, (Rect){ plot.row + plot.rows, plot.column, 1, plot.columns }, STYLE_TRACK,
                0x2500);
    canvas_put(canvas, plot.row + plot.rows, plot.column - 1, STYLE_TRACK, 0x2570);
    for (int i = 0; i <= 2; i++) {
        Printed printed =
            trim_printed(print_input(view->down, slider_value(view->down, 1 - i / 2.0)));
        canvas_right(canvas, plot.row + i * (plot.rows - 1) / 2, 0, plot.column - 2, STYLE_DIM,
                     join_printed(text, sizeof text, &printed));
        printed = trim_printed(print_input(view->across, slider_value(view->across, i / 2.0)));
        join_printed(text, sizeof text, &printed);
        int width = text_columns(text), before = i == 2 ? width - 1 : i ? width / 2 : 0;
        canvas_text(canvas, plot.row + plot.rows + 1,
                    plot.column + i * (plot.columns - 1) / 2 - before, width, STYLE_DIM, text);
    }
    /* where this plan stands */
    int across =
        (int)(slider_position(view->across, app->now.plan.at[view->across]) * (plot.columns - 1) +
              0.5);
    int down =
        plot.rows - 1 -
        (int)(slider_position(view->down, app->now.plan.at[view->down]) * (plot.rows - 1) + 0.5);
    canvas_put(canvas, plot.row + down, plot.column - 1, STYLE_MARK, 0x25B8);
    canvas_put(canvas, plot.row + plot.rows, plot.column + across, STYLE_MARK, 0x25B2);
    canvas_put(canvas, plot.row + down, plot.column + across, STYLE_VALUE, 0x25C6);
}

/* "Devices  4,096" and so on: the cell under the cursor. */
static void draw_readout(const App *app, Canvas *canvas, Rect rect, const Grid *grid)
{
    const View *view = &app->view;
    int row = grid->rows - 1 - view->row;
    double value = grid->z[row][view->column], now = app->figures.at[app->figure];
    char text[80], delta[40];
    Printed printed[] = { print_figure(app->figure, value),
                          print_input(view->across, grid->x[view->column]),
                          print_input(view->down, grid->y[row]) };
    const char *labels[] = { figure_info[app->figure].label, input_info[view->across].label,
                             input_info[view->down].label };
    for (int i = 0; i < 3; i++) {
        canvas_text(canvas, rect.row + i, rect.column, 22, STYLE_LABEL, labels[i]);
        canvas_right(canvas, rect.row + i, rect.column + 22, 14, i ? STYLE_TEXT : STYLE_CHANGED,
                     join_printed(text, sizeof text, &printed[i]));
    }
    print_delta(delta, sizeof delta, value, now);
    if (*delta && rect.columns >= 60) {
        snprintf(text, sizeof text, "%s against now", delta);
        canvas_text(canvas, rect.row, rect.column + 39, rect.columns - 39, STYLE_MARK, text);
    } else if (*delta && rect.rows > 3) {
        snprintf(text, sizeof text, "%s against now", delta);
        canvas_right(canvas, rect.row + 3, rect.column, 36, STYLE_MARK, text);
    }
}

/* The value where a shade begins: the inverse of share_of. */
static Printed shade_value(const App *app, const Grid *grid, double share)
{
    bool log_scale = grid->least > 0 && grid->most > 10 * grid->least;
    return print_figure(app->figure, log_scale ? grid->least * pow(grid->most / grid->least, share)
                                               : grid->least + share * (grid->most - grid->least));
}

/* Where there is no room beside the map: two shades a line. */
static void draw_brief_legend(const App *app, Canvas *canvas, Rect rect, const Grid *grid)
{
    char text[80];
    for (int i = 0; i < 4; i++) {
        int row = rect.row + i / 2, column = rect.column + i % 2 * 19;
        Printed printed = shade_value(app, grid, i / 4.0);
        draw_cell(canvas, row, column, i / 4.0 + 0.1);
        canvas_text(canvas, row, column + 2, 5, STYLE_DIM, "from");
        canvas_text(canvas, row, column + 7, 11, STYLE_TEXT,
                    join_printed(text, sizeof text, &printed));
    }
}

static void draw_legend(const App *app, Canvas *canvas, Rect rect, const Grid *grid)
{
    char text[80];
    for (int i = 0; i < 5; i++) {
        double share = i / 4.0;
        Printed printed = shade_value(app, grid, share);
        if (i < 4) {
            for (int j = 0; j < 3; j++) {
                draw_cell(canvas, rect.row + i, rect.column + j, share + 0.1);
            }
        }
        canvas_text(canvas, rect.row + i, rect.column + 4, 5, STYLE_DIM, i < 4 ? "from" : "to");
        canvas_right(canvas, rect.row + i, rect.column + 9, 14, STYLE_TEXT,
                     join_printed(text, sizeof text, &printed));
    }
    canvas_text(canvas, rect.row + 6, rect.column, 4, STYLE_VALUE, "◆");
    canvas_text(canvas, rect.row + 6, rect.column + 4, 20, STYLE_DIM, "this plan");
}

/* This plan beside the plan of the cell under the cursor. */
static void draw_cell_figures(App *app, Canvas *canvas, Rect rect, const Grid *grid)
{
    enum { LEAST_ROWS = 7, MOST_COLUMNS = 80 };
    Plan plan = app->now.plan;
    plan.at[app->view.across] = grid->x[app->view.column];
    plan.at[app->view.down] = grid->y[grid->rows - 1 - app->view.row];
    Figures figures = evaluate(&plan);
    rect.columns = rect.columns - 1 < MOST_COLUMNS ? rect.columns - 1 : MOST_COLUMNS;
    if (rect.rows >= LEAST_ROWS) {
        draw_differing(canvas, rect, "Now, and in this cell",
                       (const char *const[]){ "now", "this cell" },
                       (const Figures *const[]){ &app->figures, &figures });
    }
}

static void draw_heat(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    fit(app);
    const Answer *answer = question_answer(app, JOB_GRID);
    const View *view = &app->view;
    Rect plot = plot_of(rect.rows, rect.columns);
    char title[200];
    plot.row += rect.row - 1;
    snprintf(title, sizeof title, "%s over %s and %s", figure_info[app->figure].label,
             input_info[view->across].label, input_info[view->down].label);
    view_title(app, canvas, rect, title, JOB_GRID);
    detail_lines(canvas, detail, STYLE_TEXT,
                 "Arrows move the cursor, Shift by eight; Enter sets both sliders to the cell.",
                 STYLE_DIM, figure_info[app->figure].source);
    const Grid *grid = answer ? &answer->of.grid : NULL;
    if (!grid || grid->columns != plot.columns || grid->rows != plot.rows) {
        draw_axes(app, canvas, plot);
        return;
    }
    for (int i = 0; i < plot.rows; i++) {
        for (int j = 0; j < plot.columns; j++) {
            draw_cell(canvas, plot.row + i, plot.column + j,
                      share_of(grid, grid->z[plot.rows - 1 - i][j]));
        }
        app_hit(app, (Rect){ plot.row + i, plot.column, 1, plot.columns }, HIT_VIEW, i);
    }
    draw_axes(app, canvas, plot);
    canvas_put(canvas, plot.row + view->row, plot.column + view->column, STYLE_VALUE, '+');
    canvas->cursor_row = plot.row + view->row;
    canvas->cursor_column = plot.column + view->column;
    bool side = rect.columns >= 100;
    Rect readout = side ? (Rect){ plot.row, plot.column + plot.columns + 3, 6, SIDE - 3 }
                        : (Rect){ plot.row + plot.rows + 3, rect.column + 1, 3, rect.columns - 2 };
    draw_readout(app, canvas, readout, grid);
    if (!side && readout.columns >= 39 + 38) {
        draw_brief_legend(app, canvas, (Rect){ readout.row + 1, readout.column + 39, 2, 38 }, grid);
    }
    if (side && plot.rows >= 14) {
        draw_legend(app, canvas, (Rect){ plot.row + 6, readout.column, 7, readout.columns }, grid);
        draw_cell_figures(app, canvas,
                          (Rect){ plot.row + 14, readout.column, plot.rows - 14,
                                  rect.column + rect.columns - readout.column },
                          grid);
    }
}

/* -- keys ---------------------------------------------------------------------------------------- */

static int heat_count(const App *app)
{
    (void)app;
    return 1;
}

static void heat_act(App *app, int line, long now)
{
    View *view = &app->view;
    const Answer *answer = question_answer(app, JOB_GRID);
    char across[64], down[64], name[200];
    (void)line;
    if (!answer || goal_gives_way(app, view->across) || goal_gives_way(app, view->down)) {
        return;
    }
    const Grid *grid = &answer->of.grid;
    double x = grid->x[view->column], y = grid->y[grid->rows - 1 - view->row];
    Printed to_x = print_input(view->across, x), to_y = print_input(view->down, y);
    scenario_set(&app->now, view->across, x, FROM_HAND);
    scenario_set(&app->now, view->down, y, FROM_HAND);
    app_changed(app, -1, now);
    snprintf(name, sizeof name, "%s %s, %s %s", input_info[view->across].label,
             join_printed(across, sizeof across, &to_x), input_info[view->down].label,
             join_printed(down, sizeof down, &to_y));
    app_name_change(app, name);
    app_say(app, STYLE_CHANGED, "%s", history_entry_name(&app->history, app->history.now));
}

static void another(App *app)
{
    View *view = &app->view;
    int inputs[MOST_CHOICES], count = choices(app, inputs), place = -1;
    for (int i = 0; i < count; i++) {
        place = inputs[i] == view->down ? i : place;
    }
    if (count > 0) {
        view->down = inputs[(place + 1) % count];
        to_now(app);
    }
}

static bool heat_key(App *app, const Event *event, long now)
{
    static const struct {
        const char *key;
        int across, down;
    } moves[] = { { "Left", -1, 0 },     { "Right", 1, 0 },       { "Up", 0, -1 },
                  { "Down", 0, 1 },      { "Shift-Left", -8, 0 }, { "Shift-Right", 8, 0 },
                  { "Shift-Up", 0, -8 }, { "Shift-Down", 0, 8 },  { "h", -1, 0 },
                  { "l", 1, 0 },         { "k", 0, -1 },          { "j", 0, 1 } };
    View *view = &app->view;
    (void)now;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        size_t length = 0;
        while (moves[i].key[length]) {
            length++;
        }
        if (is_key(event, moves[i].key, length)) {
            int column = view->column + moves[i].across, row = view->row + moves[i].down;
            int columns = view->grid_columns, rows = view->grid_rows;
            view->column = column < 0 ? 0 : column >= columns ? columns - 1 : column;
            view->row = row < 0 ? 0 : row >= rows ? rows - 1 : row;
            return true;
        }
    }
    if (is_key(event, "Space", 5)) {
        another(app);
        return true;
    }
    if (is_key(event, "x", 1)) {
        int across = view->across;
        view->across = view->down;
        view->down = across;
        to_now(app);
        return true;
    }
    return false;
}

const ViewInfo view_heat = { "heat",    "←→ column|Enter set|Tab figure|Space slider|x swap",
                             open_heat, heat_count,
                             draw_heat, heat_act,
                             heat_key };
