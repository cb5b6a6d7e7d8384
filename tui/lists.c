/* lists.c -- what is shown in the list in front: profiles to pick, explanations, help, commands. */
#include "tui/actions.h"

#include "model/explain.h"
#include "model/quantity.h"
#include "tui/decode.h"
#include "tui/keys.h"

#include <stdio.h>
#include <string.h>

/* -- picking a profile or a scenario ------------------------------------------------------------- */

static void pick(App *app, MenuKind kind, FileKind files, const char *title, const char *chosen)
{
    const Catalogue *catalogue = &app->library->catalogue;
    int count, first = catalogue_first(catalogue, files, &count);
    menu_open(&app->menu, kind, true, "%s", title);
    for (int i = 0; i < count; i++) {
        const Item *item = &catalogue->items[first + i];
        MenuItem *line = menu_add(&app->menu, first + i, STYLE_TEXT, item->name, "%s", item->about);
        if (line) {
            snprintf(line->note, sizeof line->note, "%s%s", item->unverified ? "rumour · " : "",
                     item->id);
        }
        if (strcmp(item->id, chosen) == 0) {
            app->menu.selected = i;
        }
    }
}

void act_model(App *app, long now)
{
    (void)now;
    pick(app, MENU_MODEL, MODEL_PROFILE, "Model", app->now.model);
}

void act_hardware(App *app, long now)
{
    (void)now;
    pick(app, MENU_HARDWARE, HARDWARE_PROFILE, "Hardware", app->now.hardware);
}

void act_open(App *app, long now)
{
    (void)now;
    pick(app, MENU_SCENARIO, SCENARIO_FILE, "Scenario", "");
}

static void picked(App *app, int id, long now)
{
    const Item *item = &app->library->catalogue.items[id];
    Error error;
    bool scenario = item->kind == SCENARIO_FILE;
    bool good = scenario ? scenario_load(app->library, &app->now, item->id, &error)
                         : scenario_pick(app->library, &app->now, item->kind, item->id, &error);
    if (!good) {
        app_say(app, STYLE_BROKEN, "%s", error.text);
        return;
    }
    app->goal.held = app->goal.held && !scenario;
    app_changed(app, -1, now);
    app_name_change(app, item->name);
    if (scenario) {
        app->a = (Slot){ app->now, app->figures };
        app->path[0] = '\0';
        app->unsaved = false;
    }
    app_say(app, STYLE_TEXT, "%s%s%s", item->name, *item->about ? ": " : "", item->about);
}

/* -- explaining ---------------------------------------------------------------------------------- */

/* Ids of lines that can be walked into: which list, which row. */
static int row_id(Row row)
{
    return (int)row.kind * 1000 + row.row;
}

static Row id_row(int id)
{
    return (Row){ (RowKind)(id / 1000), id % 1000 };
}

static void say_value(const App *app, Row row, char *out, size_t size)
{
    double value = row_value(row, &app->now.plan, &app->figures);
    Printed printed =
        row.kind == AN_INPUT ? print_input(row.row, value) : print_quantity(value, row_unit(row));
    join_printed(out, size, &printed);
}

/* A long text over several lines, broken at blanks. */
static void add_wrapped(App *app, const char *head, const char *text, Style style)
{
    int room = menu_columns(app->columns) - 9;
    bool first = true;
    while (*text) {
        int length = 0, columns = 0, blank = 0;
        while (text[length] && columns < room) {
            columns += (text[length] & 0xC0) != 0x80;
            length++;
            while ((text[length] & 0xC0) == 0x80) {
                length++;
            }
            if (text[length] == ' ' || text[length] == '\0') {
                blank = length;
            }
        }
        length = text[length] && blank ? blank : length;
        menu_add(&app->menu, -1, style, first ? head : "", "%.*s", length, text);
        text += length + (text[length] == ' ');
        first = false;
    }
}

static void add_row(App *app, const char *head, Row row)
{
    char value[96], padded[96], label[120], origin[96] = "";
    say_value(app, row, value, sizeof value);
    view_pad(label, sizeof label, row_label(row), app->columns < 100 ? 28 : 38, false);
    view_pad(padded, sizeof padded, value, 14, true);
    if (row.kind == AN_INPUT) {
        origin_text(app->library, app->now.origin[row.row], origin, sizeof origin);
    } else if (row.kind == A_CONSTANT) {
        snprintf(origin, sizeof origin, "constant");
    }
    const char *file = strrchr(origin, '/');
    MenuItem *item = menu_add(&app->menu, row_id(row), STYLE_TEXT, head, "%s %s", label, padded);
    if (item) {
        snprintf(item->note, sizeof item->note, "%.39s", file ? file + 1 : origin);
    }
}

static void explain_figure(App *app, int figure)
{
    const FigureInfo *row = &figure_info[figure];
    char text[1200];
    Published published;
    formula_pretty(row->formula, text, sizeof text);
    add_wrapped(app, "is", text, STYLE_VALUE);
    formula_numbers(row->formula, &app->now.plan, &app->figures, text, sizeof text);
    add_wrapped(app, "=", text, STYLE_TEXT);
    if (row->source) {
        add_wrapped(app, "source", row->source, STYLE_GOOD);
    }
    if (row->caveat) {
        add_wrapped(app, "but", row->caveat, STYLE_WARNING);
    }
    if (scenario_published(app->library, &app->now, figure, &published)) {
        snprintf(text, sizeof text, "%s, %s", published.text, published.source);
        add_wrapped(app, "stated", text, STYLE_TEXT);
    }
    Row rows[32];
    int count = formula_rows(row->formula, rows, 32);
    for (int i = 0; i < count; i++) {
        add_row(app, i ? "" : "from", rows[i]);
    }
}

static void explain_input(App *app, int input)
{
    const InputInfo *row = &input_info[input];
    Origin origin = app->now.origin[input];
    char text[256], low[64], high[64];
    Printed least = trim_printed(print_input(input, input_lowest(input))),
            most = trim_printed(print_input(input, input_highest(input)));
    add_wrapped(app, "is", row->help, STYLE_VALUE);
    snprintf(text, sizeof text, "%s to %s", join_printed(low, sizeof low, &least),
             join_printed(high, sizeof high, &most));
    add_wrapped(app, "range", text, STYLE_TEXT);
    add_wrapped(app, "set", origin_text(app->library, origin, text, sizeof text), STYLE_TEXT);
    add_wrapped(app, "source", origin_source(app->library, origin, input), STYLE_GOOD);
    add_wrapped(app, "note", origin_note(app->library, origin, input), STYLE_WARNING);
    for (int i = 0; i < input_options(input); i++) {
        const OptionInfo *option = &option_info[row->options + i];
        snprintf(text, sizeof text, "%s: %s", option->word, option->help);
        add_wrapped(app, i ? "" : "can be", text,
                    (int)app->now.plan.at[input] == i ? STYLE_VALUE : STYLE_TEXT);
    }
}

static void explain(App *app, Row row)
{
    char value[96];
    int feeds[48];
    say_value(app, row, value, sizeof value);
    menu_open(&app->menu, MENU_EXPLAIN, false, "%s  %s", row_label(row), value);
    if (row.kind == A_FIGURE) {
        explain_figure(app, row.row);
    } else if (row.kind == AN_INPUT) {
        explain_input(app, row.row);
    } else {
        add_wrapped(app, "source", constant_info[row.row].source, STYLE_GOOD);
    }
    int count = explain_feeds(row, feeds, 48);
    for (int i = 0; i < count; i++) {
        add_row(app, i ? "" : "feeds", (Row){ A_FIGURE, feeds[i] });
    }
    menu_move(&app->menu, 0);
}

void explain_row(App *app, Row row)
{
    app->trail_count = 0;
    app->trail[app->trail_count++] = row;
    explain(app, row);
}

void act_explain(App *app, long now)
{
    (void)now;
    explain_row(app, app->pane == PANE_INPUTS ? (Row){ AN_INPUT, app->input }
                                              : (Row){ A_FIGURE, app->figure });
}

static void walk(App *app, int id)
{
    if (app->trail_count == MOST_TRAIL) {
        memmove(app->trail, app->trail + 1, sizeof app->trail - sizeof *app->trail);
        app->trail_count--;
    }
    app->trail[app->trail_count++] = id_row(id);
    explain(app, id_row(id));
}

static void walk_back(App *app)
{
    if (app->trail_count > 1) {
        app->trail_count--;
        explain(app, app->trail[app->trail_count - 1]);
    } else {
        app->menu.kind = NO_MENU;
    }
}

/* -- help, commands, finding --------------------------------------------------------------------- */

void act_help(App *app, long now)
{
    (void)now;
    menu_open(&app->menu, MENU_HELP, true, "Keys: Enter does it");
    for (int i = 0; i < action_count; i++) {
        MenuItem *item = menu_add(&app->menu, i, may_do(app, &actions[i]) ? STYLE_TEXT : STYLE_DIM,
                                  actions[i].keys, "%s", actions[i].help);
        if (item) {
            snprintf(item->note, sizeof item->note,
                     may_do(app, &actions[i]) ? ":%s" : "not in read-only", actions[i].name);
        }
    }
}

void act_find(App *app, long now)
{
    (void)now;
    menu_open(&app->menu, MENU_FIND, true, "Find an input or a figure");
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (input_matters(i, &app->now.plan)) {
            MenuItem *item = menu_add(&app->menu, row_id((Row){ AN_INPUT, i }), STYLE_TEXT,
                                      input_info[i].label, "%s", input_info[i].help);
            if (item) {
                snprintf(item->note, sizeof item->note, "%s", input_info[i].name);
            }
        }
    }
    for (int i = 0; i < FIGURE_COUNT; i++) {
        char value[96];
        say_value(app, (Row){ A_FIGURE, i }, value, sizeof value);
        MenuItem *item = menu_add(&app->menu, row_id((Row){ A_FIGURE, i }), STYLE_TEXT,
                                  figure_info[i].label, "%s", value);
        if (item) {
            snprintf(item->note, sizeof item->note, "%s", figure_info[i].name);
        }
    }
}

static void found(App *app, int id)
{
    Row row = id_row(id);
    if (row.kind == AN_INPUT) {
        app->input = row.row;
        app->pane = PANE_INPUTS;
    } else {
        explain_row(app, row);
    }
}

/* -- keys in the list ---------------------------------------------------------------------------- */

static void choose_item(App *app, long now)
{
    const MenuItem *item = menu_item(&app->menu);
    MenuKind kind = app->menu.kind;
    if (!item || item->id < 0) {
        return;
    }
    int id = item->id;
    if (kind == MENU_EXPLAIN) {
        walk(app, id);
        return;
    }
    if (kind == MENU_SOLVE) {
        goal_choose(app, id, now);
        return;
    }
    app->menu.kind = NO_MENU;
    if (kind == MENU_MODEL || kind == MENU_HARDWARE || kind == MENU_SCENARIO) {
        picked(app, id, now);
    } else if (kind == MENU_FIND) {
        found(app, id);
    } else if (kind == MENU_HELP) {
        do_action(app, &actions[id], now);
    }
}

void menu_press(App *app, int line, long now)
{
    int before = app->menu.selected;
    app->menu.selected = line;
    const MenuItem *item = menu_item(&app->menu);
    if (item && item->id >= 0) {
        choose_item(app, now);
    } else { /* only to be read, or none */
        app->menu.selected = before;
    }
}

const char *menu_hints(MenuKind kind)
{
    static const char *const hints[] = {
        [MENU_MODEL] = "Enter take it|PgUp/PgDn page",
        [MENU_HARDWARE] = "Enter take it|PgUp/PgDn page",
        [MENU_SCENARIO] = "Enter open it",
        [MENU_EXPLAIN] = "Enter walk in|Backspace out",
        [MENU_HELP] = "Enter do it|PgUp/PgDn page",
        [MENU_FIND] = "Enter go there|PgUp/PgDn page",
        [MENU_SOLVE] = "Enter let it give way",
    };
    return kind == NO_MENU ? "" : hints[kind];
}

bool menu_event(App *app, const Event *event, long now)
{
    Menu *menu = &app->menu;
    if (menu->kind == NO_MENU) {
        return false;
    }
    bool letters = menu->filters;
    if (is_key(event, "Escape", 6) || is_key(event, "Ctrl-C", 6) ||
        (!letters && is_key(event, "q", 1))) {
        menu->kind = NO_MENU;
    } else if (is_key(event, "Enter", 5) ||
               (!letters && (is_key(event, "Right", 5) || is_key(event, "l", 1)))) {
        choose_item(app, now);
    } else if (is_key(event, "Up", 2) || (!letters && is_key(event, "k", 1))) {
        menu_move(menu, -1);
    } else if (is_key(event, "Down", 4) || (!letters && is_key(event, "j", 1))) {
        menu_move(menu, 1);
    } else if (is_key(event, "PageUp", 6)) {
        menu_move(menu, -menu->page);
    } else if (is_key(event, "PageDown", 8)) {
        menu_move(menu, menu->page);
    } else if (is_key(event, "Home", 4)) {
        menu_move(menu, -MOST_ITEMS);
    } else if (is_key(event, "End", 3)) {
        menu_move(menu, MOST_ITEMS);
    } else if (is_key(event, "Backspace", 9) ||
               (!letters && (is_key(event, "Left", 4) || is_key(event, "h", 1)))) {
        if (menu->kind == MENU_EXPLAIN) {
            walk_back(app);
        } else {
            menu_type(menu, 0);
        }
    } else if (letters && event_letter(event) >= ' ' && event_letter(event) < 127) {
        menu_type(menu, (char)event_letter(event));
    }
    return true;
}
