/* actions.c -- what the keys do. */
#include "tui/actions.h"

#include "model/explain.h"
#include "model/quantity.h"
#include "model/slider.h"
#include "tui/decode.h"
#include "tui/keys.h"

#include <ctype.h>
#include <math.h>
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

static void restore(App *app, const Scenario *scenario, const char *what)
{
    if (!scenario) {
        app_say(app, STYLE_WARNING, "nothing to %s", what);
        return;
    }
    app_restore(app, scenario);
}

void act_undo(App *app, long now)
{
    (void)now;
    restore(app, history_undo(&app->history), "undo");
}

void act_redo(App *app, long now)
{
    (void)now;
    restore(app, history_redo(&app->history), "redo");
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

/* -- typing ------------------------------------------------------------------------------------- */

void begin_typing(App *app, Typing typing, const char *text)
{
    app->entry.typing = typing;
    app->entry.length = snprintf(app->entry.text, sizeof app->entry.text, "%s", text);
}

void act_type(App *app, long now)
{
    (void)now;
    app->pane = PANE_INPUTS;
    begin_typing(app, TYPING_VALUE, "");
}

void act_command(App *app, long now)
{
    (void)now;
    begin_typing(app, TYPING_COMMAND, "");
}

void act_save_as(App *app, long now)
{
    (void)now;
    begin_typing(app, TYPING_PATH, app->path);
}

static void save(App *app, const char *path)
{
    Error error;
    if (!scenario_save(app->library, &app->now, path, &error)) {
        app_say(app, STYLE_BROKEN, "%s", error.text);
        return;
    }
    snprintf(app->path, sizeof app->path, "%s", path);
    app->unsaved = false;
    app_say(app, STYLE_GOOD, "saved as %s", path);
}

void act_save(App *app, long now)
{
    if (app->path[0]) {
        save(app, app->path);
    } else {
        act_save_as(app, now);
    }
}

/* "name", "name value" or "name=value": an action, an input to set, a figure to solve for. */
static void command(App *app, const char *text, long now)
{
    size_t length = strcspn(text, "= ");
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    const Action *action = named_action(name);
    if (action) {
        snprintf(app->argument, sizeof app->argument, "%s",
                 text + length + strspn(text + length, " "));
        do_action(app, action, now);
        app->argument[0] = '\0';
        return;
    }
    int input = find_input(name), figure = find_figure(name);
    if (input < 0 && figure >= 0) { /* "train-time": looks at it; "train-time=30 days": solves */
        app->figure = figure;
        app->pane = PANE_FIGURES;
        if (text[length]) {
            goal_target(app, text + length + 1);
        }
        return;
    }
    if (input < 0) {
        const char *near = nearest_input(name);
        app_say(app, STYLE_BROKEN, "no action, input or figure is called '%s'%s%s%s", name,
                near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
        return;
    }
    Error error;
    double value;
    app->input = input;
    app->pane = PANE_INPUTS;
    if (text[length] == '\0') {
        return;
    }
    if (!parse_entry(text + length + 1, input, app->now.plan.at[input], &value, &error)) {
        app_say(app, STYLE_BROKEN, "%s", error.text);
        return;
    }
    set_input(app, input, value, now);
}

static void entry_done(App *app, long now)
{
    Typing typing = app->entry.typing;
    Error error;
    double value;
    app->entry.typing = NOT_TYPING;
    if (app->entry.length == 0) {
        return;
    }
    switch (typing) {
    case TYPING_VALUE:
        if (parse_entry(app->entry.text, app->input, app->now.plan.at[app->input], &value,
                        &error)) {
            set_input(app, app->input, value, now);
        } else {
            app_say(app, STYLE_BROKEN, "%s", error.text);
            app->entry.typing = TYPING_VALUE; /* the person mends it */
        }
        break;
    case TYPING_COMMAND:
        command(app, app->entry.text, now);
        break;
    case TYPING_PATH:
        save(app, app->entry.text);
        break;
    case TYPING_TARGET:
        goal_target(app, app->entry.text);
        break;
    case NOT_TYPING:
        break;
    }
}

bool entry_event(App *app, const Event *event, long now)
{
    Entry *entry = &app->entry;
    if (entry->typing == NOT_TYPING) {
        return false;
    }
    app->status[0] = '\0';
    if (is_key(event, "Enter", 5)) {
        entry_done(app, now);
    } else if (is_key(event, "Escape", 6) || is_key(event, "Ctrl-C", 6)) {
        entry->typing = NOT_TYPING;
    } else if (is_key(event, "Backspace", 9)) {
        while (entry->length > 0 && (entry->text[--entry->length] & 0xC0) == 0x80) {
        }
        entry->text[entry->length] = '\0';
    } else if (is_key(event, "Ctrl-U", 6)) {
        entry->length = 0;
        entry->text[0] = '\0';
    } else if (event_letter(event) && entry->length + 5 < (int)sizeof entry->text) {
        entry->length += encode_letter(event_letter(event), entry->text + entry->length);
        entry->text[entry->length] = '\0';
    } else {
        return is_key(event, "Up", 2) || is_key(event, "Down", 4) || event_letter(event);
    }
    return true;
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
