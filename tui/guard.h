/* guard.h -- signals, and the terminal put back whatever happens.
 *
 * SEGV BUS FPE ILL ABRT TRAP SYS: on a stack of its own, one write of a string made beforehand,
 * tcsetattr, and the signal goes on to whom it was meant for.  TERM HUP INT QUIT TSTP CONT WINCH:
 * noted, to be taken by the loop; a second TERM, HUP, INT or QUIT before the first was taken means
 * that the loop is stuck, and is treated like a fatal one.
 *
 * While guarded, what is written to standard error (a library's complaint, a failed assertion)
 * would spoil the screen: it is kept and comes out after the terminal is back.
 *
 * One terminal, one guard: handlers can reach nothing but globals. */
#ifndef TUI_GUARD_H
#define TUI_GUARD_H

#include "model/error.h"

/* Remembers the terminal's settings and takes the signals. */
bool guard_open(Error *error);

/* Gives the signals back to whoever had them, and lets out what was kept. */
void guard_close(void);

/* The bytes that give the terminal back from now on; NULL: it is as it was. */
void guard_string(const char *text);

/* Can be read when a signal was noted. */
int guard_fd(void);

/* The next signal that was noted; 0: none. */
int guard_take(void);

/* Stops the whole job, as the terminal would, until it is continued. */
void guard_stop(void);

/* The line settings from before guard_open. */
void guard_settings(void);

#endif
