/* lean.h -- the output of ncurses with fewer bytes: attributes and colours are set when a letter
 * needs them, once, and only what differs; the cursor is told its row only when that is another.
 *
 * ncurses says ESC ( B ESC [ 0 ; 1 m ESC [ 9 3 m before each change; ESC [ 1 ; 9 3 m does.  It goes
 * further than eight columns by ESC [ row ; column H, in the same row too; ESC [ column G does.  Only
 * for terminals whose attributes are those of ECMA-48.  Pure: no terminal. */
#ifndef TUI_LEAN_H
#define TUI_LEAN_H

#include <stdbool.h>
#include <stddef.h>

enum { LEAN_COLOUR = 24 };

/* Of letters to come.  Colours are parameters of SGR ("93", "38;5;240"); "": the terminal's own. */
typedef struct {
    bool bold, underline, reverse;
    char foreground[LEAN_COLOUR], background[LEAN_COLOUR];
} LeanLook;

typedef struct {
    bool known;          /* what the terminal has is known */
    LeanLook has, wants; /* the terminal; ncurses */
    bool moves;          /* ESC [ column G, and a line feed keeps the column */
    int row;             /* of the cursor, from 1; 0: not known */
} Lean;

/* What the terminal has is not known. */
void lean_open(Lean *lean, bool moves);

/* Writes the bytes to out, which has room for LEAN_TIMES as many and LEAN_ROOM; returns how many. */
enum { LEAN_TIMES = 12, LEAN_ROOM = 128 };
size_t lean(Lean *lean, const char *bytes, size_t count, char *out);

/* Writes what gives letters the look that ncurses wants now; for when it has no more to say. */
size_t lean_settle(Lean *lean, char out[LEAN_ROOM]);

#endif
