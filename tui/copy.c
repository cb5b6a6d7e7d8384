/* copy.c -- what goes to the clipboard: a value, or the command that reproduces the screen. */
#include "model/quantity.h"
#include "tui/actions.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void add(App *app, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(App *app, const char *format, ...)
{
    size_t used = strlen(app->copy);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(app->copy + used, sizeof app->copy - used, format, arguments);
    va_end(arguments);
}

/* ' NAME' for a shell. */
static void add_word(App *app, const char *option, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-_./=+%:,@";
    if (word[strspn(word, plain)] == '\0') {
        add(app, " %s %s", option, word);
        return;
    }
    add(app, " %s '", option);
    for (; *word; word++) {
        add(app, *word == '\'' ? "'\\''" : "%c", *word);
    }
    add(app, "'");
}

void act_copy(App *app, long now)
{
    (void)now;
    if (app->pane == PANE_INPUTS) {
        write_input(app->copy, sizeof app->copy, app->input, app->now.plan.at[app->input]);
    } else {
        print_exact(app->copy, sizeof app->copy, app->figures.at[app->figure]);
    }
    app_say(app, STYLE_TEXT, "%s given to the terminal's clipboard", app->copy);
}

/* The scenario that this one came from: of the file that was opened, else of the catalogue. */
static const char *find_base(App *app, Scenario *base)
{
    Error error;
    if (app->path[0] && scenario_load(app->library, base, app->path, &error) &&
        base->file == app->now.file) {
        return app->path;
    }
    for (int i = 0; i < app->library->catalogue.count; i++) {
        const Item *item = &app->library->catalogue.items[i];
        if (item->kind == SCENARIO_FILE && scenario_load(app->library, base, item->id, &error) &&
            base->file == app->now.file) {
            return item->id;
        }
    }
    return scenario_load(app->library, base, "deepseek-v3", &error) ? "deepseek-v3" : NULL;
}

static void add_pick(App *app, Scenario *base, FileKind kind, const char *option,
                     const char *before, const char *name)
{
    Error error;
    if (strcmp(before, name) != 0 && scenario_pick(app->library, base, kind, name, &error)) {
        add_word(app, option, name);
    }
}

void act_copy_command(App *app, long now)
{
    Scenario base;
    (void)now;
    snprintf(app->copy, sizeof app->copy, "flopdeck show");
    const char *name = find_base(app, &base);
    if (name) {
        add_word(app, "-s", name);
        add_pick(app, &base, MODEL_PROFILE, "-m", base.model, app->now.model);
        add_pick(app, &base, HARDWARE_PROFILE, "-w", base.hardware, app->now.hardware);
    }
    for (int i = 0; name && i < INPUT_COUNT; i++) {
        char value[64], setting[160];
        if (app->now.plan.at[i] != base.plan.at[i]) {
            write_input(value, sizeof value, i, app->now.plan.at[i]);
            snprintf(setting, sizeof setting, "%s=%s", input_info[i].name, value);
            add_word(app, "--set", setting);
        }
    }
    app_say(app, STYLE_TEXT, "%s", app->copy);
}
