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

/* -- commands ------------------------------------------------------------------------------------ */

typedef struct Named {
    const char *name, *label, *brief;
} Named;

static Named input_named(int row)
{
    return (Named){ input_info[row].name, input_info[row].label, input_info[row].brief };
}

static Named figure_named(int row)
{
    return (Named){ figure_info[row].name, figure_info[row].label, figure_info[row].brief };
}

static Named action_named(int row)
{
    return (Named){ actions[row].name, NULL, NULL };
}

/* "price": looks at it; "price=3": sets it. */
static void take_input(App *app, int input, const char *rest, long now)
{
    Error error;
    double value;
    app->input = input;
    app->pane = PANE_INPUTS;
    if (!*rest) {
        return;
    }
    if (!parse_entry(rest + 1, input, app->now.plan.at[input], &value, &error)) {
        app_say(app, STYLE_BROKEN, "%s", error.text);
        return;
    }
    set_input(app, input, value, now);
}

/* "train-time": looks at it; "train-time=30 days": solves. */
static void take_figure(App *app, int figure, const char *rest, long now)
{
    (void)now;
    app->figure = figure;
    app->pane = PANE_FIGURES;
    if (*rest) {
        goal_target(app, rest + 1);
    }
}

static void take_action(App *app, int action, const char *rest, long now)
{
    snprintf(app->argument, sizeof app->argument, "%s", rest + strspn(rest, " "));
    do_action(app, &actions[action], now);
    app->argument[0] = '\0';
}

/* ":q", as fingers know it. */
static bool is_first_key(const char *keys, const char *word)
{
    size_t length = strlen(word);
    return length > 0 && strncmp(keys, word, length) == 0 &&
           (keys[length] == ' ' || keys[length] == '\0');
}

/* "name", "name value" or "name=value".  A name may be abbreviated, and an action called by its key; where
 * rows of several tables are called so, the first table's is meant. */
static void command(App *app, const char *text, long now)
{
    const struct {
        int count;
        Named (*named)(int row);
        void (*take)(App *app, int row, const char *rest, long now);
    } tables[] = { { INPUT_COUNT, input_named, take_input },
                   { FIGURE_COUNT, figure_named, take_figure },
                   { action_count, action_named, take_action } };
    size_t length = strcspn(text, "= ");
    char word[64];
    int best = NOT_CALLED, found = -1, other = -1, table = 0;
    snprintf(word, sizeof word, "%.*s", (int)length, text);
    for (int t = 0; t < 3; t++) {
        for (int i = 0; i < tables[t].count; i++) {
            Named row = tables[t].named(i);
            bool key = tables[t].take == take_action && is_first_key(actions[i].keys, word);
            int far = key ? 0 : called(word, row.name, row.label, row.brief);
            if (far < best) {
                best = far;
                table = t;
                found = i;
                other = -1;
            } else if (far == best && t == table && other < 0) {
                other = i;
            }
        }
    }
    if (best == NOT_CALLED) {
        const char *near = nearest_input(word);
        app_say(app, STYLE_BROKEN, "no action, input or figure is called '%s'%s%s%s", word,
                near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    } else if (other >= 0) {
        app_say(app, STYLE_BROKEN, "'%s' could be %s or %s", word, tables[table].named(found).name,
                tables[table].named(other).name);
    } else {
        tables[table].take(app, found, text + length, now);
    }
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
