/* pace.h -- keeps frames in step with the line.
 *
 * A terminal says nothing about its backlog, and a pty takes 22 KB before it blocks; so a frame
 * that follows another closely ends in a question (DSR, ESC [ 5 n), and no more are sent while the
 * answers are out.  On a line that answers at once, only now and then.  A pure state machine: times
 * are microseconds, given.
 *
 * Off until the terminal has answered once, and when it stops answering. */
#ifndef TUI_PACE_H
#define TUI_PACE_H

#include <stdbool.h>
#include <stdint.h>

enum { PACE_MOST = 8 };

typedef struct {
    bool answers;             /* the terminal has answered, ever */
    bool off;                 /* and has stopped: ask no more, unless a late answer comes */
    int64_t asked[PACE_MOST]; /* when, oldest first */
    int waiting;              /* how many of them are out */
    int missed;               /* answers in a row that did not come in time */
    int64_t painted;          /* when the last frame went out; 0: none yet */
    int64_t fastest;          /* answer so far; 0: none yet */
    int quick;                /* answers in a row that came at once */
    int64_t last_asked;
    int window;     /* frames that may be out: grows on a long line, not on a slow one */
    int calm;       /* answers to go before it may grow again */
    bool held_back; /* a frame was refused since the last answer */
} Pace;

void pace_open(Pace *pace);

/* May a frame go out now? */
bool pace_may_paint(Pace *pace, int64_t now);

/* A frame went out. True: end it with the question. */
bool pace_painted(Pace *pace, int64_t now);

/* The terminal answered. */
void pace_answered(Pace *pace, int64_t now);

/* When pace_may_paint may become true without an answer; -1: it is true, or nothing is out. */
int64_t pace_deadline(const Pace *pace);

/* What the terminal had to answer before a stop is not to be waited for. */
void pace_forget(Pace *pace);

#endif
