/* keys.h -- one table of everything that can be done: keys, names, help.
 *
 * It feeds dispatch, the line of hints, `?`, the palette of `:` and docs/KEYS.md. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "tui/app.h"

/* Where an action can be done. */
typedef enum {
    ANYWHERE = 0,
    ON_INPUTS = 1, /* the sliders have the focus */
    ON_FIGURES = 2 /* the results have it */
} Where;

typedef struct {
    const char *keys; /* "Left h": names as `:` help prints them, separated by blanks */
    const char *name; /* "step-down": for `:` and scripts */
    const char *help; /* a sentence */
    const char *hint; /* on the bottom line; NULL: not there */
    int hint_rank;    /* the lowest stay when the line is short */
    Where where;
    void (*act)(App *app, long now);
} Action;

extern const Action actions[];
extern const int action_count;

/* The action that the key means here; NULL: none. */
const Action *find_action(const App *app, const Event *event);

/* The action of that name; NULL: none. */
const Action *named_action(const char *name);

/* Whether the event is the key of that name ("Left", "Shift-Left", "Ctrl-R", "q", "F1"). */
bool is_key(const Event *event, const char *name, size_t length);

/* Whether it is one of several: "Right l n". */
bool any_key(const Event *event, const char *names);

/* Reads a key's name into an event; false: no such key. */
bool read_key(const char *name, size_t length, Event *event);

#endif
