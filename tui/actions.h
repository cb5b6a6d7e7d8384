/* actions.h -- what keys do; each takes the App and the clock in milliseconds. */
#ifndef TUI_ACTIONS_H
#define TUI_ACTIONS_H

#include "tui/app.h"
#include "tui/theme.h"

#define ACTIONS(X)                                                                                 \
    X(up)                                                                                          \
    X(down)                                                                                        \
    X(pane)                                                                                        \
    X(next_group)                                                                                  \
    X(previous_group)                                                                              \
    X(all) X(step_down) X(step_up) X(coarse_down) X(coarse_up) X(fine_down) X(fine_up)             \
        X(page_down) X(page_up) X(lowest) X(highest) X(reset) X(reset_all) X(undo) X(redo) X(pin)  \
            X(pin_b) X(swap) X(token) X(type) X(save) X(save_as) X(command) X(model) X(hardware)   \
                X(open) X(explain) X(help) X(find) X(quit) X(suspend) X(repaint) X(mouse) X(theme) \
                    X(charset) X(tour) X(screen)
#define DECLARE(name) void act_##name(App *app, long now);
ACTIONS(DECLARE)
#undef DECLARE

/* Sets an input by hand, remembered as one control's change. */
void set_input(App *app, int input, double value, long now);

/* Opens the explanation of a row. */
void explain_row(App *app, Row row);

/* Gives an event to the line being typed, or to the list in front.  False: there is none. */
bool entry_event(App *app, const Event *event, long now);
bool menu_event(App *app, const Event *event, long now);

/* A press on a line of the list in front. */
void menu_press(App *app, int line, long now);

#endif
