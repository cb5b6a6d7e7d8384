/* keys.h -- one table of everything that can be done: keys, names, help.
 *
 * It feeds dispatch, the line of hints, `?`, the palette of `:` and docs/KEYS.md. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "tui/app.h"

/* Where an action can be done. */
typedef enum {
    ANYWHERE = 0,
    ON_INPUTS = 1,  /* the sliders have the focus */
    ON_FIGURES = 2, /* the results have it */
    OUTSIDE = 4     /* it reaches the disk, the clipboard or the shell: not for a shared screen */
} Where;

typedef struct {
    const char *keys; /* "Left h": names as `:` help prints them, separated by blanks */
    const char *name; /* "step-down": for `:` and scripts */
    const char *help; /* a sentence */
    const char *hint; /* on the bottom line; NULL: not there */
    int hint_rank;    /* the lowest stay when the line is short */
    unsigned where;   /* Where, and what it reaches */
    void (*act)(App *app, long now);
} Action;

extern const Action actions[];
extern const int action_count;

/* Whether the action is one of the pane that has the focus. */
bool is_here(const Action *action, Pane pane);

/* Whether it may be done: with --read-only nothing that reaches outside may. */
bool may_do(const App *app, const Action *action);

/* Does it, or says why not. */
void do_action(App *app, const Action *action, long now);

/* The action that the key means here; NULL: none. */
const Action *find_action(const App *app, const Event *event);

/* Whether the event is the key of that name ("Left", "Shift-Left", "Ctrl-R", "q", "F1"). */
bool is_key(const Event *event, const char *name, size_t length);

/* Whether it is one of several: "Right l n". */
bool any_key(const Event *event, const char *names);

/* Reads a key's name into an event; false: no such key. */
bool read_key(const char *name, size_t length, Event *event);

#endif
