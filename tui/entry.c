/* entry.c -- the line of text at the bottom: a value, a command, a path, a target. */
#include "tui/actions.h"

#include "model/quantity.h"
#include "tui/decode.h"
#include "tui/keys.h"

#include <stdio.h>
#include <string.h>

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
    library_refresh(app->library); /* `o` lists it */
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

/* "name", "name value" or "name=value": an action, an input to set, a figure to solve for.  An input
 * may be abbreviated: "price=3". */
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
    int other = -1;
    input = input < 0 ? abbreviated_input(name, &other) : input;
    if (other >= 0) {
        app_say(app, STYLE_BROKEN, "'%s' could be %s or %s", name, input_info[input].name,
                input_info[other].name);
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
