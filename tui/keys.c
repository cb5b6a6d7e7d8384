#include "tui/keys.h"

#include "tui/actions.h"

#include <stdio.h>
#include <string.h>

const Action actions[] = {
    { "Up k", "up", "The row above", "↑↓ row", 1, ANYWHERE, act_up },
    { "Down j", "down", "The row below", NULL, 0, ANYWHERE, act_down },
    { "Left h -", "step-down", "One step down", "←→ step", 1, ON_INPUTS, act_step_down },
    { "Right l +", "step-up", "One step up", NULL, 0, ON_INPUTS, act_step_up },
    { "Shift-Left H <", "coarse-down", "Coarse down: powers of two, first digit", "⇧←→ coarse", 2,
      ON_INPUTS, act_coarse_down },
    { "Shift-Right L >", "coarse-up", "Coarse up", NULL, 0, ON_INPUTS, act_coarse_up },
    { "Alt-Left [", "fine-down", "A fine step down", NULL, 0, ON_INPUTS, act_fine_down },
    { "Alt-Right ]", "fine-up", "A fine step up", NULL, 0, ON_INPUTS, act_fine_up },
    { "PageDown", "page-down", "A tenth of the track down", NULL, 0, ON_INPUTS, act_page_down },
    { "PageUp", "page-up", "A tenth of the track up", NULL, 0, ON_INPUTS, act_page_up },
    { "Home", "lowest", "To the start of the track", NULL, 0, ON_INPUTS, act_lowest },
    { "End", "highest", "To the end of the track", NULL, 0, ON_INPUTS, act_highest },
    { "=", "type", "Type a value: 14.8T, $1.80, *2, +10%; or any digit", "= type", 2, ANYWHERE,
      act_type },
    { "Enter i e", "explain", "Explain the row: formula, numbers, source", "Enter explain", 2,
      ANYWHERE, act_explain },
    { "m", "model", "Pick another model", "m model", 3, ANYWHERE, act_model },
    { "w", "hardware", "Pick another accelerator", "w hardware", 3, ANYWHERE, act_hardware },
    { "o", "open", "Open a scenario", "o open", 4, ANYWHERE, act_open },
    { "s", "save", "Save the scenario", "s save", 4, ANYWHERE | OUTSIDE, act_save },
    { "S", "save-as", "Save the scenario under another name", NULL, 0, ANYWHERE | OUTSIDE,
      act_save_as },
    { "u", "undo", "Undo; a held key is one change", "u undo", 3, ANYWHERE, act_undo },
    { "U Ctrl-R", "redo", "Redo", NULL, 0, ANYWHERE, act_redo },
    { "x", "reset", "Back to the reported value", "x reported", 4, ON_INPUTS, act_reset },
    { "X", "reset-all", "Everything back to the reported values", NULL, 0, ANYWHERE,
      act_reset_all },
    { "p", "pin", "Compare results with this plan from now on (A)", "p pin A", 5, ANYWHERE,
      act_pin },
    { "P", "pin-b", "Keep this plan as B", NULL, 0, ANYWHERE, act_pin_b },
    { "c", "swap", "This plan and A change places", "c swap A", 6, ANYWHERE, act_swap },
    { "Tab", "pane", "Between sliders and results", "Tab results", 3, ANYWHERE, act_pane },
    { "}", "next-group", "The next group of sliders", NULL, 0, ANYWHERE, act_next_group },
    { "{ Shift-Tab", "previous-group", "The group of sliders before", NULL, 0, ANYWHERE,
      act_previous_group },
    { "a", "all", "List every input, or those that matter most", "a all", 6, ANYWHERE, act_all },
    { "/", "find", "Find an input or a figure by name", "/ find", 5, ANYWHERE, act_find },
    { ": Ctrl-P", "command", "Type a command: an action's name, or name=value", ": command", 7,
      ANYWHERE, act_command },
    { "F5", "tour", "Present (:tour NAME); `flopdeck notes` beside it", "F5 tour", 8, ANYWHERE,
      act_tour },
    { "F6", "screen", "Write the screen to FILE.txt .ans .svg .html", NULL, 0, ANYWHERE | OUTSIDE,
      act_screen },
    { "g", "solve", "Which input brings the figure to a value?", "g solve", 3, ANYWHERE,
      act_solve },
    { "G", "hold", "Hold the figure while others move; an input yields", NULL, 0, ANYWHERE,
      act_hold },
    { "b", "band", "How sure: p5 to p95 under the answers", "b sure", 5, ANYWHERE, act_band },
    { "B", "sure", "How sure: the figure's distribution, what varies", NULL, 0, ANYWHERE,
      act_sure },
    { "D", "tornado", "What uncertain input moves the figure most", NULL, 0, ANYWHERE,
      act_tornado },
    { "V", "versus", "Which input makes the difference from A", NULL, 0, ANYWHERE, act_versus },
    { "z", "heat", "The figure in focus over two sliders", "z heat map", 6, ANYWHERE, act_heat },
    { "W", "waterfall", "What each innovation saved", "W waterfall", 6, ANYWHERE, act_waterfall },
    { "N", "ban", "The same plan on other accelerators: the chip ban", NULL, 0, ANYWHERE, act_ban },
    { "C", "claims", "What was claimed, and what is computed", "C claims", 6, ANYWHERE,
      act_claims },
    { "E", "history", "Earlier plans, by what was changed", "E earlier", 7, ANYWHERE, act_history },
    { "y", "copy", "Copy the value to the terminal's clipboard", NULL, 0, ANYWHERE | OUTSIDE,
      act_copy },
    { "Y", "copy-command", "Copy the command that prints this plan", NULL, 0, ANYWHERE | OUTSIDE,
      act_copy_command },
    { "F", "search", "The fastest layouts that fit in memory", NULL, 0, ANYWHERE, act_search },
    { "f", "timeline", "The pipeline's timeline: where stages wait", "f timeline", 6, ANYWHERE,
      act_timeline },
    { "r", "token", "Another token lights other experts", "r token", 7, ANYWHERE, act_token },
    { "t", "theme", "Another theme", NULL, 0, ANYWHERE, act_theme },
    { "T", "charset", "Other characters: full, compat, ascii", NULL, 0, ANYWHERE, act_charset },
    { "M", "mouse", "Give the mouse to the terminal, or take it back", NULL, 0, ANYWHERE,
      act_mouse },
    { "Ctrl-Z", "suspend", "To the shell; fg comes back", NULL, 0, ANYWHERE | OUTSIDE,
      act_suspend },
    { "Ctrl-L", "repaint", "Paint the screen again", NULL, 0, ANYWHERE, act_repaint },
    { "? F1", "help", "These keys", "? help", 1, ANYWHERE, act_help },
    { "q Ctrl-C", "quit", "Leave", "q quit", 1, ANYWHERE, act_quit },
};
const int action_count = sizeof actions / sizeof *actions;

/* Names of keys that are no letter. */
static const struct {
    const char *name;
    uint32_t key;
} names[] = {
    { "Up", CODE_UP },
    { "Down", CODE_DOWN },
    { "Left", CODE_LEFT },
    { "Right", CODE_RIGHT },
    { "Home", CODE_HOME },
    { "End", CODE_END },
    { "PageUp", CODE_PAGE_UP },
    { "PageDown", CODE_PAGE_DOWN },
    { "Insert", CODE_INSERT },
    { "Delete", CODE_DELETE },
    { "Backspace", CODE_BACKSPACE },
    { "Enter", CODE_ENTER },
    { "Tab", CODE_TAB },
    { "Escape", CODE_ESCAPE },
    { "Space", ' ' },
    { "Esc", CODE_ESCAPE },
    { "F1", CODE_F1 },
    { "F5", CODE_F1 + 4 },
    { "F6", CODE_F1 + 5 },
};

static bool prefix(const char **name, size_t *length, const char *wanted)
{
    size_t size = strlen(wanted);
    if (*length <= size || memcmp(*name, wanted, size) != 0) {
        return false;
    }
    *name += size;
    *length -= size;
    return true;
}

bool read_key(const char *name, size_t length, Event *event)
{
    *event = (Event){ .kind = EVENT_KEY };
    for (bool more = true; more;) {
        more = false;
        if (prefix(&name, &length, "Shift-")) {
            event->with |= WITH_SHIFT;
            more = true;
        } else if (prefix(&name, &length, "Alt-")) {
            event->with |= WITH_ALT;
            more = true;
        } else if (prefix(&name, &length, "Ctrl-")) {
            event->with |= WITH_CTRL;
            more = true;
        }
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i].name) == length && memcmp(names[i].name, name, length) == 0) {
            event->key = names[i].key;
            return true;
        }
    }
    const char *at = name;
    event->key = read_utf8(&at);
    if (event->with & WITH_CTRL && event->key >= 'A' && event->key <= 'Z') {
        event->key += 'a' - 'A';
    }
    return length > 0 && (size_t)(at - name) == length;
}

bool is_key(const Event *event, const char *name, size_t length)
{
    Event wanted;
    return event->kind == EVENT_KEY && read_key(name, length, &wanted) &&
           wanted.key == event->key && wanted.with == event->with;
}

bool any_key(const Event *event, const char *keys)
{
    while (*keys) {
        size_t length = strcspn(keys, " ");
        if (is_key(event, keys, length)) {
            return true;
        }
        keys += length + (keys[length] == ' ');
    }
    return false;
}

bool is_here(const Action *action, Pane pane)
{
    unsigned panes = action->where & (ON_INPUTS | ON_FIGURES);
    return panes == ANYWHERE || panes == (pane == PANE_INPUTS ? ON_INPUTS : ON_FIGURES);
}

const Action *find_action(const App *app, const Event *event)
{
    for (int i = 0; i < action_count; i++) {
        if (!is_here(&actions[i], app->pane)) {
            continue;
        }
        if (any_key(event, actions[i].keys)) {
            return &actions[i];
        }
    }
    return NULL;
}

bool may_do(const App *app, const Action *action)
{
    return !app->read_only || !(action->where & OUTSIDE);
}

void do_action(App *app, const Action *action, long now)
{
    if (may_do(app, action)) {
        action->act(app, now);
    } else {
        app_say(app, STYLE_WARNING,
                "'%s' is shut off: read-only, so nothing is written, copied or run", action->name);
    }
}

void dashboard_each_key(void (*print)(FILE *file, const char *keys, const char *name,
                                      const char *help),
                        FILE *file)
{
    for (int i = 0; i < action_count; i++) {
        print(file, actions[i].keys, actions[i].name, actions[i].help);
    }
}
