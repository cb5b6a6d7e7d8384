/* notes.h -- the presenter's own screen, in a second terminal: what to say at this step, what comes
 * next, how long it has taken, and the figures as they stand.
 *
 * Letters of a terminal are as large as its font: the screen is made for a large one, and goes down
 * to 30 columns by 8 rows. */
#ifndef TUI_NOTES_H
#define TUI_NOTES_H

#include "tui/canvas.h"
#include "tui/event.h"
#include "tui/message.h"

typedef struct {
    Message message; /* the newest; step 0: none has come */
    int top;         /* first line of the notes on screen */
    int hidden;      /* lines below the screen at the last draw */
    bool ticks;      /* the minutes go on between events: one wake-up a minute */
    bool read_only;  /* it follows, and never steps */
    char status[120];
} Notes;

/* What was told. */
void notes_take(Notes *notes, const Message *message);

/* What a key does here.  Returns what the tour is to be asked for, "quit", or NULL. */
const char *notes_event(Notes *notes, const Event *event);

/* now: seconds of the clock that the tour was started by. */
void notes_draw(Notes *notes, Canvas *canvas, int now);

#endif
