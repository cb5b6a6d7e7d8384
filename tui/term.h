/* term.h -- the terminal: shows a canvas, waits for events, and is always left as it was.
 *
 * term.c is the only user of ncurses.  One thread.  One write(2) a frame; no timer and no byte while
 * nothing happens. */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include "model/error.h"
#include "tui/canvas.h"
#include "tui/event.h"

/* Opens the terminal of standard input and output.  Fails, with a sentence, where there is none or
 * where it cannot place its cursor. */
bool term_open(Error *error);

/* Gives the terminal back.  Harmless when it is not open. */
void term_close(void);

/* What gives a terminal of this type back, whatever program had it; "" where the type is not known. */
void term_restoring(char *text, size_t size);

void term_size(int *rows, int *columns);

/* What the locale and the terminal can show. */
Charset term_charset(void);

/* Number of the theme that suits: "mono" without colours or with NO_COLOR. */
int term_theme(void);
void term_use_theme(int theme);

/* Whether a frame may go out now.  When not, because the line has not carried the last one yet,
 * term_event says EVENT_FRAME as soon as one may. */
bool term_may_show(void);

/* Sends what differs from the canvas shown last. */
void term_show(const Canvas *canvas);

/* The next frame paints everything. */
void term_repaint(void);

void term_use_mouse(bool on);

/* Waits for the next event; wait false: returns EVENT_NONE when there is none yet.
 * others: more file descriptors to wait for (-1: none), at most MOST_OTHERS. */
enum { MOST_OTHERS = 24 };
Event term_event(bool wait, const int others[], int count);

/* The next term_event that waits says EVENT_FRAME after so many milliseconds when nothing else comes;
 * 0: it sleeps for as long as nothing does. */
void term_alarm(int milliseconds);

/* Gives the text to the terminal's clipboard; false: it has none. */
bool term_copy(const char *text);

/* Whether Ctrl-Z stops the program; where not, it comes as a key. */
void term_allow_stop(bool allowed);

/* Stops the program as Ctrl-Z does, and comes back with the screen painted. */
void term_suspend(void);

#endif
