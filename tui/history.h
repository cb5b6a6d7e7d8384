/* history.h -- undo and redo: a ring of whole scenarios.
 *
 * A scenario is a plain value, so remembering it is copying it.  A held key or one drag is one
 * entry: changes of the same control within GROUP_MILLISECONDS replace the newest entry. */
#ifndef TUI_HISTORY_H
#define TUI_HISTORY_H

#include "profile/scenario.h"

enum { HISTORY_ENTRIES = 256, GROUP_MILLISECONDS = 700, HISTORY_NAME = 160 };

typedef struct {
    Scenario entries[HISTORY_ENTRIES];
    char names[HISTORY_ENTRIES][HISTORY_NAME]; /* the change that led to each */
    int first;                                 /* place of the oldest entry */
    int count;                                 /* entries that can be reached, redo included */
    int now;                                   /* the one on screen, counted from the oldest */
    int control; /* what made the newest entry; -1: nothing that groups */
    long when;   /* milliseconds, of the last change */
} History;

/* Begins with one entry. */
void history_start(History *history, const Scenario *scenario);

/* Remembers a change.  control: the input moved, or -1 for a change that stands alone.  now: a
 * clock in milliseconds.  Returns true when it began a new entry, false when it joined the last. */
bool history_note(History *history, const Scenario *scenario, int control, long now);

/* The scenario before or after the one on screen, borrowed until the next call; NULL: no more. */
const Scenario *history_undo(History *history);
const Scenario *history_redo(History *history);

/* Names the change that led to the scenario on screen. */
void history_name(History *history, const char *name);

/* One of them, counted from the oldest, and its name; NULL, "": there is none. */
const Scenario *history_entry(const History *history, int number);
const char *history_entry_name(const History *history, int number);

/* Goes to one of them; NULL: there is none. */
const Scenario *history_go(History *history, int number);

#endif
