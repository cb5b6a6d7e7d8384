/* state.h -- what term.c (what is shown; ncurses) and wait.c (what comes in) share, and nobody
 * else. */
#ifndef TUI_STATE_H
#define TUI_STATE_H

#include "tui/pace.h"
#include "tui/term.h"

/* Private modes: only for terminals that are known to understand them. */
#define MOUSE_ON   "\033[?1002h\033[?1006h"
#define MOUSE_OFF  "\033[?1006l\033[?1002l"
#define SYNC_ON    "\033[?2026h"
#define SYNC_OFF   "\033[?2026l"
#define ASK_STATUS "\033[5n"
#define ASK_SYNC   "\033[?2026$p"

enum { ESCAPE_MILLISECONDS = 25 };

typedef struct {
    bool open;
    bool modern; /* understands private modes and questions */
    bool mouse;  /* captured */
    bool sync;   /* has synchronized output */
    bool waits;  /* a frame waits until the line has carried the last */
    Pace pace;
    bool stays;   /* Ctrl-Z is a key */
    int alarm;    /* milliseconds until EVENT_FRAME comes of itself; 0: never */
    bool drained; /* the last read took all that there was */
    unsigned char input[512];
    size_t length;
} TermState;

extern TermState term_state;

/* Microseconds of a clock that only goes forward. */
int64_t term_clock(void);

/* Writes to the terminal, past ncurses. */
void term_send(const char *bytes, size_t count);

/* Gives the terminal back for a while, and takes it again. */
void term_leave(void);
void term_return(void);

/* ncurses learns the window's size. */
Event term_resized(void);

/* Takes the answers that are still to come, so that the shell does not. */
void term_await_answers(void);

#endif
