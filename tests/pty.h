/* pty.h -- drives a program through a pseudo-terminal and reads its screen back with libvterm.
 *
 * Waiting is always for a condition, with a limit.  The program has a parent in its session, as
 * under a shell, so that it can be stopped; its output is kept whole. */
#ifndef TESTS_PTY_H
#define TESTS_PTY_H

#include "tests/vt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct {
    int rows, columns;              /* 0: 24 x 80 */
    const char *type;               /* TERM; NULL: xterm-256color; "": not set */
    const char *locale;             /* LC_ALL; NULL: C.UTF-8 */
    const char *const *environment; /* "NAME=VALUE"..., NULL last; NULL: none more */
    bool mute;                      /* the terminal answers no questions */
    int rate;                       /* of the line, bytes a second; 0: as fast as it goes */
} PtyOptions;

typedef struct Pty Pty;

/* The program with its arguments, NULL last; ends the test on failure.  Pair with pty_stop. */
Pty *pty_start(const PtyOptions *options, const char *const *program);

/* Kills what is left of it, and frees. */
void pty_stop(Pty *pty);

void pty_send(Pty *pty, const char *bytes);
void pty_resize(Pty *pty, int rows, int columns);
void pty_signal(Pty *pty, int number);

/* The terminal disappears and nobody passes SIGHUP on. */
void pty_hang_up(Pty *pty);

/* Until the screen shows the text somewhere in a row; false after limit milliseconds. */
bool pty_wait_text(Pty *pty, const char *text, int limit);

/* Until the program has taken all that it was sent, sleeps, and all that it wrote is on the screen.
 * False after limit milliseconds. */
bool pty_wait_idle(Pty *pty, int limit);

/* Until the program has ended; its wait status, or -1 after limit milliseconds. */
int pty_wait_end(Pty *pty, int limit);

/* Until it has stopped. */
bool pty_wait_stop(Pty *pty, int limit);

/* What its terminal shows. */
Vt *pty_vt(const Pty *pty);

/* Everything that the program has written, and a 0.  Borrowed until more is read. */
const char *pty_output(const Pty *pty, size_t *count);

/* What the program has left of its own in the terminal: "" when it is as it was, else what is not. */
const char *pty_left(Pty *pty);

/* The program that was started: process.h has more about it. */
pid_t pty_program(const Pty *pty);

/* The time, as pty_clock has it but in microseconds, when it was last heard. */
int64_t pty_heard(const Pty *pty);

/* Milliseconds of a clock that only goes forward. */
int64_t pty_clock(void);

#endif
