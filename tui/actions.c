/* actions.c -- what the keys do. */
#include "tui/actions.h"

#include "model/slider.h"
#include "tui/keys.h"

#include <stdio.h>
#include <string.h>

enum { MOST_LINES = 256 };

/* -- focus -------------------------------------------------------------------------------------- */

static void move_focus(App *app, int lines)
{
    int rows[MOST_LINES], place = 0, step = lines < 0 ? -1 : 1;
    bool inputs = app->pane == PANE_INPUTS;
    int count =
        inputs ? app_input_lines(app, rows, MOST_LINES) : app_figure_lines(app, rows, MOST_LINES);
    int *focus = inputs ? &app->input : &app->figure;
    for (int i = 0; i < count; i++) {
        place = rows[i] == *focus ? i : place;
    }
    int wanted = place;
    for (int left = lines; left != 0; left -= step) {
        do {
            wanted += step;
        } while (wanted >= 0 && wanted < count && rows[wanted] < 0);
        if (wanted < 0 || wanted >= count) {
            break;
        }
        place = wanted;
    }
    if (count > 0 && rows[place] >= 0) {
        *focus = rows[place];
    }
}

void act_up(App *app, long now)
{
    (void)now;
    move_focus(app, -1);
}

void act_down(App *app, long now)
{
    (void)now;
    move_focus(app, 1);
}

void act_pane(App *app, long now)
{
    (void)now;
    app->pane = app->pane == PANE_INPUTS ? PANE_FIGURES : PANE_INPUTS;
}

/* The first slider of the next group. */
static void next_group(App *app, int step)
{
    int rows[MOST_LINES], count = app_input_lines(app, rows, MOST_LINES), place = 0;
    app->pane = PANE_INPUTS;
    for (int i = 0; i < count; i++) {
        place = rows[i] == app->input ? i : place;
    }
    if (step < 0) { /* the heading of this group, then the one before it */
        while (place > 0 && rows[place] >= 0) {
            place--;
        }
    }
    do {
        place = (place + step + count) % count;
    } while (rows[place] >= 0);
    app->input = rows[place + 1];
}

void act_next_group(App *app, long now)
{
    (void)now;
    next_group(app, 1);
}

void act_previous_group(App *app, long now)
{
    (void)now;
    next_group(app, -1);
}

void act_all(App *app, long now)
{
    (void)now;
    app->all = !app->all;
    app_say(app, STYLE_TEXT,
            app->all ? "every input is listed" : "the inputs that matter most are listed");
}

/* -- values ------------------------------------------------------------------------------------- */

void set_input(App *app, int input, double value, long now)
{
    if (goal_gives_way(app, input)) {
        return;
    }
    if (app->now.plan.at[input] != value) {
        scenario_set(&app->now, input, value, FROM_HAND);
        app_changed(app, input, now);
    }
}

static void step(App *app, int direction, StepSize size, long now)
{
    int input = app->input;
    double value = app->now.plan.at[input];
    double next = slider_step(input, value, direction, size);
    if (next == value) {
        app_say(app, STYLE_WARNING, "%s: that is the %s value", input_info[input].label,
                direction < 0 ? "lowest" : "highest");
    }
    set_input(app, input, next, now);
}

void act_step_down(App *app, long now)
{
    step(app, -1, ONE_STEP, now);
}

void act_step_up(App *app, long now)
{
    step(app, 1, ONE_STEP, now);
}

void act_coarse_down(App *app, long now)
{
    step(app, -1, COARSE_STEP, now);
}

void act_coarse_up(App *app, long now)
{
    step(app, 1, COARSE_STEP, now);
}

void act_fine_down(App *app, long now)
{
    step(app, -1, FINE_STEP, now);
}

void act_fine_up(App *app, long now)
{
    step(app, 1, FINE_STEP, now);
}

static void leap(App *app, double share, long now)
{
    double place = slider_position(app->input, app->now.plan.at[app->input]);
    set_input(app, app->input, slider_value(app->input, place + share), now);
}

void act_page_down(App *app, long now)
{
    leap(app, -0.1, now);
}

void act_page_up(App *app, long now)
{
    leap(app, 0.1, now);
}

void act_lowest(App *app, long now)
{
    set_input(app, app->input, slider_value(app->input, 0), now);
}

void act_highest(App *app, long now)
{
    set_input(app, app->input, slider_value(app->input, 1), now);
}

void act_reset(App *app, long now)
{
    int input = app->input;
    double value = app->now.plan.at[input];
    scenario_reset(&app->now, input);
    if (app->now.plan.at[input] != value) {
        app_changed(app, input, now);
    }
    app_say(app, STYLE_TEXT, "%s is as reported", input_info[input].label);
}

void act_reset_all(App *app, long now)
{
    int changes = scenario_changes(&app->now);
    for (int i = 0; i < INPUT_COUNT; i++) {
        scenario_reset(&app->now, i);
    }
    if (changes) {
        app_changed(app, -1, now);
        app_name_change(app, "Everything as reported");
    }
    app_say(app, STYLE_TEXT,
            changes == 1 ? "1 value is as reported again" : "%d values are as reported again",
            changes);
}

/* -- history, A and B --------------------------------------------------------------------------- */

/* "undone: Devices 2,048 GPU → 4,096 GPU": what the change did is seen in the figures. */
static void restore(App *app, const Scenario *scenario, const char *change, const char *what)
{
    if (!scenario) {
        app_say(app, STYLE_WARNING, "nothing to %s", what);
        return;
    }
    int length = (int)strlen(change);
    for (const char *at = change; (at = strstr(at, ": ")); at += 2) {
        length = (int)(at - change);
    }
    app_restore(app, scenario);
    app_say(app, STYLE_TEXT, "%sne: %.*s", what, length, change);
}

void act_undo(App *app, long now)
{
    (void)now;
    const char *change = history_entry_name(&app->history, app->history.now);
    restore(app, history_undo(&app->history), change, "undo");
}

void act_redo(App *app, long now)
{
    (void)now;
    const char *change = history_entry_name(&app->history, app->history.now + 1);
    restore(app, history_redo(&app->history), change, "redo");
}

void act_pin(App *app, long now)
{
    (void)now;
    app->a = (Slot){ app->now, app->figures };
    app_say(app, STYLE_TEXT, "A is this plan: results are compared with it");
}

void act_pin_b(App *app, long now)
{
    (void)now;
    app->b = (Slot){ app->now, app->figures };
    app->has_b = true;
    app_say(app, STYLE_TEXT, "B is this plan");
}

void act_swap(App *app, long now)
{
    Slot a = app->a;
    app->a = (Slot){ app->now, app->figures };
    app->now = a.scenario;
    app_changed(app, -1, now);
    app_name_change(app, "Changed places with A");
    app_say(app, STYLE_TEXT, "this plan and A changed places");
}

void act_token(App *app, long now)
{
    (void)now;
    app->token++;
}

/* -- leaving ------------------------------------------------------------------------------------ */

void act_quit(App *app, long now)
{
    (void)now;
    /* Exploring what is built in loses nothing worth a question; a file of one's own does. */
    if (app->path[0] && app->unsaved && !app->leaving) {
        app->leaving = true;
        app_say(app, STYLE_WARNING, "not saved: q again leaves, s saves, any other key stays");
        return;
    }
    app->quit = true;
}

void act_suspend(App *app, long now)
{
    (void)now;
    app->suspend = true;
}

void act_repaint(App *app, long now)
{
    (void)now;
    app->repaint = true;
}

void act_mouse(App *app, long now)
{
    (void)now;
    app->mouse = !app->mouse;
    app_say(app, STYLE_TEXT,
            app->mouse ? "the mouse moves sliders" : "the mouse is the terminal's again");
}

void act_theme(App *app, long now)
{
    (void)now;
    app->theme = (app->theme + 1) % theme_count;
    app->repaint = true;
    app_say(app, STYLE_TEXT, "theme %s", themes[app->theme].name);
}

void act_charset(App *app, long now)
{
    static const char *const names[] = { "full", "compat", "ascii" };
    (void)now;
    app->charset = (app->charset + 1) % 3;
    app->repaint = true;
    app_say(app, STYLE_TEXT, "characters: %s", names[app->charset]);
}
