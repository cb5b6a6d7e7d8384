#include "tui/app.h"

#include "model/quantity.h"
#include "model/slider.h"
#include "tui/actions.h"
#include "tui/decode.h"
#include "tui/keys.h"
#include "tui/tour.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void app_open(App *app, Library *library, const Scenario *scenario, const char *path)
{
    memset(app, 0, offsetof(App, questions));
    questions_open(&app->questions);
    app->library = library;
    app->now = *scenario;
    app->input = app->curve = INPUT_assumed_mfu;
    app->figure = FIGURE_train_cost;
    app->dragging = -1;
    app->theme = app->charset = -1;
    app->mouse = true;
    app->rank = 1;
    snprintf(app->path, sizeof app->path, "%s", path ? path : "");
    app->figures = evaluate(&app->now.plan);
    app->before = app->figures;
    app->limits = check_limits(&app->now.plan, &app->figures);
    app->a = (Slot){ app->now, app->figures };
    history_start(&app->history, &app->now);
}

void app_close(App *app)
{
    questions_close(&app->questions);
    view_close(&app->view);
}

void app_say(App *app, Style style, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(app->status, sizeof app->status, format, arguments);
    va_end(arguments);
    app->status_style = style;
}

void app_hit(App *app, Rect rect, HitKind kind, int id)
{
    if (app->hit_count < MOST_HITS) {
        app->hits[app->hit_count++] = (Hit){ rect, kind, id };
    }
}

/* Whether the figure moved with the last change, and that was not long ago. */
static bool is_marked(const App *app, int figure)
{
    double before = app->before.at[figure], now = app->figures.at[figure];
    return app->quiet < MARK_KEYS && before != now && !(isnan(before) && isnan(now));
}

Style app_figure_style(const App *app, int figure)
{
    return !is_marked(app, figure) ? STYLE_VALUE : app->quiet ? STYLE_FADED : STYLE_CHANGED;
}

Style app_mark_style(const App *app, bool moved)
{
    return moved && app->quiet == 0 ? STYLE_CHANGED : STYLE_MARK;
}

uint32_t app_figure_arrow(const App *app, int figure)
{
    double before = app->before.at[figure], now = app->figures.at[figure];
    return !is_marked(app, figure) ? ' ' : now > before ? 0x2191 : now < before ? 0x2193 : ' ';
}

/* "27.1 days sooner, same cost" */
static void say_effect(const App *app, char *out, size_t size)
{
    char days[80] = "same time", cost[80] = "same cost", text[64];
    double time = app->figures.train_time - app->before.train_time;
    double money = app->figures.train_cost - app->before.train_cost;
    if (!isfinite(time)) {
        snprintf(days, sizeof days, "time —");
    } else if (fabs(time) > 1e-9 * app->before.train_time) {
        Printed printed = print_quantity(fabs(time), UNIT_DAY);
        snprintf(days, sizeof days, "%s %s", join_printed(text, sizeof text, &printed),
                 time < 0 ? "sooner" : "later");
    }
    if (!isfinite(money)) {
        snprintf(cost, sizeof cost, "cost —");
    } else if (fabs(money) > 1e-9 * app->before.train_cost) {
        Printed printed = print_quantity(fabs(money), UNIT_DOLLAR);
        snprintf(cost, sizeof cost, "%s %s", join_printed(text, sizeof text, &printed),
                 money < 0 ? "less" : "more");
    }
    snprintf(out, size, "%s, %s", days, cost);
}

/* "+27.1 days" in a field that keeps its place, so that only digits change; "same" for nothing. */
static void print_change(char *out, size_t size, double change, double before, int unit)
{
    char text[64];
    Printed printed = print_quantity(fabs(change), unit);
    bool moved = fabs(change) > 1e-9 * before;
    if (!isfinite(change)) {
        snprintf(out, size, "%s", "—");
    } else if (moved) {
        snprintf(out, size, "%s%s", change < 0 ? "-" : "+",
                 join_printed(text, sizeof text, &printed));
    } else {
        snprintf(out, size, "%s", "same");
    }
}

/* "Devices was 2,048 GPU: time  -27.1 days, cost       same" on the screen; for the list of changes
 * "Devices 2,048 → 4,096: 27.1 days sooner, same cost". */
static void say_change(App *app, int control, double before, char *name, size_t size)
{
    char from[48], to[48], time[32], cost[32], effect[160];
    Printed old = print_input(control, before),
            new = print_input(control, app->now.plan.at[control]);
    join_printed(from, sizeof from, &old);
    print_change(time, sizeof time, app->figures.train_time - app->before.train_time,
                 app->before.train_time, UNIT_DAY);
    print_change(cost, sizeof cost, app->figures.train_cost - app->before.train_cost,
                 app->before.train_cost, UNIT_DOLLAR);
    if (app->columns < 70) { /* no room for fields that keep their place */
        snprintf(app->change, sizeof app->change, "%s was %s: time %s, cost %s",
                 input_info[control].brief, from, time, cost);
    } else {
        snprintf(app->change, sizeof app->change, "%s was %s: time %11s, cost %10s",
                 input_info[control].label, from, time, cost);
    }
    say_effect(app, effect, sizeof effect);
    snprintf(name, size, "%.30s %.30s → %.30s: %.50s", input_info[control].label, from,
             join_printed(to, sizeof to, &new), effect);
}

void app_name_change(App *app, const char *what)
{
    char name[HISTORY_NAME], effect[160];
    say_effect(app, effect, sizeof effect);
    snprintf(name, sizeof name, "%.56s: %.90s", what, effect);
    history_name(&app->history, name);
}

void app_restore(App *app, const Scenario *scenario)
{
    app->before = app->figures;
    app->now = *scenario;
    app->figures = evaluate(&app->now.plan);
    app->limits = check_limits(&app->now.plan, &app->figures);
    app->unsaved = true;
    app->quiet = 0;
    app->change[0] = '\0';
}

void app_changed(App *app, int control, long now)
{
    const Scenario *was =
        &app->history.entries[(app->history.first + app->history.now) % HISTORY_ENTRIES];
    bool groups = control >= 0 && control == app->history.control &&
                  now - app->history.when < GROUP_MILLISECONDS;
    if (!groups) {
        app->before = app->figures;
        snprintf(app->change, sizeof app->change, "%s", "");
    }
    char name[HISTORY_NAME] = "";
    goal_hold(app);
    app->figures = evaluate(&app->now.plan);
    app->limits = check_limits(&app->now.plan, &app->figures);
    if (control >= 0) {
        const Scenario *start = was;
        if (groups && app->history.now > 0) {
            start = &app->history
                         .entries[(app->history.first + app->history.now - 1) % HISTORY_ENTRIES];
        }
        say_change(app, control, start->plan.at[control], name, sizeof name);
    }
    history_note(&app->history, &app->now, control, now);
    if (control >= 0) {
        history_name(&app->history, name);
    } else {
        app_name_change(app, "several values");
    }
    goal_say(app);
    app->quiet = 0;
    app->unsaved = true;
    app->leaving = false;
}

int app_input_lines(const App *app, int rows[], int most)
{
    int count = 0, group = -1;
    for (int i = 0; i < INPUT_COUNT && count < most; i++) {
        const InputInfo *row = &input_info[i];
        int rank = row->rank ? row->rank : 3;
        bool set = app->now.origin[i].from >= FROM_FLAG;
        bool listed = app->all || rank <= app->rank || set || i == app->input;
        if (!listed || (!input_matters(i, &app->now.plan) && i != app->input)) {
            continue;
        }
        if ((int)row->group != group && count < most) {
            group = (int)row->group;
            rows[count++] = -1 - group;
        }
        if (count < most) {
            rows[count++] = i;
        }
    }
    return count;
}

int app_figure_lines(const App *app, int rows[], int most)
{
    int count = 0;
    for (int i = 0; i < FIGURE_COUNT && count < most; i++) {
        const FigureInfo *row = &figure_info[i];
        int rank = row->rank ? row->rank : 3;
        if (row->group != GROUP_PARTS && rank <= app->rank) {
            rows[count++] = i;
        }
    }
    return count;
}

/* -- events -------------------------------------------------------------------------------------- */

static const Hit *hit_at(const App *app, int row, int column)
{
    for (int i = app->hit_count - 1; i >= 0; i--) {
        Rect rect = app->hits[i].rect;
        if (row >= rect.row && row < rect.row + rect.rows && column >= rect.column &&
            column < rect.column + rect.columns) {
            return &app->hits[i];
        }
    }
    return NULL;
}

/* The value at a column of the track that is being dragged. */
static void drag(App *app, int column, long now)
{
    for (int i = 0; i < app->hit_count; i++) {
        const Hit *hit = &app->hits[i];
        if (hit->kind == HIT_TRACK && hit->id == app->dragging && hit->rect.columns > 1) {
            set_input(app, hit->id,
                      slider_value(hit->id,
                                   (double)(column - hit->rect.column) / (hit->rect.columns - 1)),
                      now);
            return;
        }
    }
}

static void press(App *app, const Event *event, long now)
{
    const Hit *hit = hit_at(app, event->row, event->column);
    if (!hit) {
        app->menu.kind = NO_MENU;
        return;
    }
    switch (hit->kind) {
    case HIT_TRACK:
    case HIT_INPUT:
        app->pane = PANE_INPUTS;
        app->input = hit->id;
        if (hit->kind == HIT_TRACK) {
            app->dragging = hit->id;
            drag(app, event->column, now);
        } else if (input_info[hit->id].kind == SWITCH || input_info[hit->id].kind == CHOICE) {
            double most = input_highest(hit->id), value = app->now.plan.at[hit->id];
            set_input(app, hit->id, value < most ? value + 1 : 0, now);
        }
        break;
    case HIT_FIGURE:
        if (app->pane == PANE_FIGURES && app->figure == hit->id) {
            explain_row(app, (Row){ A_FIGURE, hit->id });
        }
        app->pane = PANE_FIGURES;
        app->figure = hit->id;
        break;
    case HIT_ACTION:
        if (hit->id >= 0) {
            do_action(app, &actions[hit->id], now);
        } else {
            app->token++;
        }
        break;
    case HIT_MENU:
        menu_press(app, hit->id, now);
        break;
    case HIT_KEY:
        app_event(app, &(Event){ .kind = EVENT_KEY, .key = (uint32_t)hit->id }, now);
        break;
    case HIT_STEP:
        tour_step(app, hit->id, now);
        break;
    case HIT_VIEW:
        view_press(app, hit->id, event->column - hit->rect.column, now);
        break;
    }
}

static void mouse_event(App *app, const Event *event, long now)
{
    const Hit *hit = hit_at(app, event->row, event->column);
    bool wheel = event->act == MOUSE_WHEEL_UP || event->act == MOUSE_WHEEL_DOWN;
    int direction = event->act == MOUSE_WHEEL_UP ? 1 : -1;
    if (wheel && app->menu.kind != NO_MENU) {
        menu_move(&app->menu, -3 * direction);
    } else if (wheel && app->view.kind != NO_VIEW) {
        view_move(app, -3 * direction);
    } else if (wheel && app->stage.on && (!hit || hit->kind == HIT_STEP)) {
        tour_step(app, app->stage.step - direction, now);
    } else if (wheel && hit && (hit->kind == HIT_TRACK || hit->kind == HIT_INPUT)) {
        app->pane = PANE_INPUTS;
        app->input = hit->id;
        set_input(app, hit->id,
                  slider_step(hit->id, app->now.plan.at[hit->id], direction,
                              event->with & WITH_SHIFT ? COARSE_STEP : ONE_STEP),
                  now);
    } else if (event->act == MOUSE_PRESS && event->button == 1) {
        press(app, event, now);
    } else if (event->act == MOUSE_DRAG && app->dragging >= 0) {
        drag(app, event->column, now);
    } else if (event->act == MOUSE_RELEASE) {
        app->dragging = -1;
        app->history.control = -1; /* one drag is one change */
    }
}

void app_event(App *app, const Event *event, long now)
{
    bool hand =
        event->kind == EVENT_KEY || (event->kind == EVENT_MOUSE && event->act == MOUSE_PRESS);
    app->quiet += hand && app->quiet < MARK_KEYS;
    if (event->kind == EVENT_MOUSE) {
        mouse_event(app, event, now);
        return;
    }
    if (event->kind != EVENT_KEY || entry_event(app, event, now) || tour_event(app, event, now)) {
        return;
    }
    bool asked = app->leaving;
    app->status[0] = '\0';
    app->leaving = false;
    if (menu_event(app, event, now) || view_event(app, event, now)) {
        return;
    }
    const Action *action = find_action(app, event);
    uint32_t letter = event_letter(event);
    if (action) {
        app->leaving = asked && action->act == act_quit;
        do_action(app, action, now);
    } else if (letter && strchr("0123456789.$*/", (int)letter) && letter < 128) {
        act_type(app, now);
        entry_event(app, event, now);
    }
}
