/* actions.h -- what keys do; each takes the App and the clock in milliseconds. */
#ifndef TUI_ACTIONS_H
#define TUI_ACTIONS_H

#include "tui/app.h"
#include "tui/theme.h"

typedef void Act(App *app, long now);
extern Act act_up, act_down, act_pane, act_next_group, act_previous_group, act_all, act_step_down,
    act_step_up, act_coarse_down, act_coarse_up, act_fine_down, act_fine_up, act_page_down,
    act_page_up, act_lowest, act_highest, act_reset, act_reset_all, act_undo, act_redo, act_pin,
    act_pin_b, act_swap, act_token, act_type, act_save, act_save_as, act_command, act_model,
    act_hardware, act_open, act_explain, act_help, act_find, act_quit, act_suspend, act_repaint,
    act_mouse, act_theme, act_charset, act_solve, act_hold, act_band, act_sure, act_claims,
    act_waterfall, act_ban, act_tornado, act_versus, act_heat, act_history, act_search,
    act_timeline, act_copy, act_copy_command, act_tour, act_screen;

/* Sets an input by hand, remembered as one control's change. */
void set_input(App *app, int input, double value, long now);

/* Begins a line of text at the bottom. */
void begin_typing(App *app, Typing typing, const char *text);

/* Opens the explanation of a row. */
void explain_row(App *app, Row row);

/* Gives an event to the line being typed, or to the list in front.  False: there is none. */
bool entry_event(App *app, const Event *event, long now);
bool menu_event(App *app, const Event *event, long now);

/* A press on a line of the list in front. */
void menu_press(App *app, int line, long now);

/* "Enter take it|PgUp/PgDn page": what the keys do in a list, beside moving and leaving. */
const char *menu_hints(MenuKind kind);

#endif
