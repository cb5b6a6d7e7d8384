/* script.h -- what is pressed, in words: "F5 Right*3 text:hello_world wait:500 resize:100x30".
 *
 * A key's name, `*N` for so many times; text:... types, with _ for a blank; wait: milliseconds;
 * resize: the window.  For screens as files, recordings and tests. */
#ifndef TUI_SCRIPT_H
#define TUI_SCRIPT_H

#include "model/error.h"
#include "tui/event.h"

#include <stddef.h>

enum { LONGEST_KEY = 16 };

/* Calls press for each key, with EVENT_RESIZE for a new size and with EVENT_FRAME for a wait (its
 * milliseconds in `key`).  False: a word means nothing, or press returned false. */
bool script_play(const char *words, bool (*press)(void *user, const Event *event), void *user,
                 Error *error);

/* The bytes that a terminal like xterm sends for the key; returns how many. */
size_t encode_key(const Event *event, char out[LONGEST_KEY]);

/* "120x40"; option: what a message calls it. */
bool read_size(const char *option, const char *text, int *columns, int *rows, Error *error);

#endif
