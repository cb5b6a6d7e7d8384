/* pty.c -- a program in a pseudo-terminal. */
#define _DEFAULT_SOURCE

#include "tests/pty.h"

#include "tests/modes.h"
#include "tests/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 65536 };

struct Pty {
    int master, slave; /* the slave is held open to look at its settings */
    int reports;       /* from the leader: the program's wait statuses */
    pid_t leader, program;
    int status;
    bool ended, stopped, mute, gone;
    int rate;
    int64_t started; /* of the line's clock, when there is a rate */
    int64_t carried; /* bytes since */
    long slept;      /* how often it had slept when something was last sent */
    struct termios before;
    Vt *vt;
    int64_t heard;
    char *output;
    size_t count, room, fed; /* written, had room for, given to the vt */
    char left[600];
};

static void need(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "pty: %s: %s\n", what, strerror(errno));
        abort();
    }
}

static int64_t microseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

int64_t pty_clock(void)
{
    return microseconds() / 1000;
}

/* -- the program --------------------------------------------------------------------------------- */

static void set_environment(const PtyOptions *options)
{
    static const char *const strangers[] = { "NO_COLOR", "COLORTERM", "LINES", "COLUMNS", "LANG",
                                             "LC_CTYPE", "TERM",      "TMUX",  "STY",     NULL };
    for (int i = 0; strangers[i]; i++) {
        unsetenv(strangers[i]);
    }
    if (!options->type || *options->type) {
        setenv("TERM", options->type ? options->type : "xterm-256color", 1);
    }
    setenv("LC_ALL", options->locale ? options->locale : "C.UTF-8", 1);
    for (int i = 0; options->environment && options->environment[i]; i++) {
        char text[512];
        snprintf(text, sizeof text, "%s", options->environment[i]);
        char *value = strchr(text, '=');
        need(value != NULL, "an environment entry without =");
        *value = '\0';
        setenv(text, value + 1, 1);
    }
}

/* The leader of the session: starts the program in a group of its own and says what becomes of
 * it. */
static void lead(const Pty *pty, const PtyOptions *options, const char *const *program, int reports)
{
    setsid();
    for (int fd = 3; fd < 64;
         fd++) { /* the other ends of other terminals too: they would not hang up */
        if (fd != pty->slave && fd != reports) {
            close(fd);
        }
    }
    ioctl(pty->slave, TIOCSCTTY, 0);
    signal(SIGHUP, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    pid_t child = fork();
    if (child == 0) {
        sigset_t none;
        setpgid(0, 0);
        tcsetpgrp(pty->slave, getpid());
        for (int number = 1; number < 32; number++) {
            signal(number, SIG_DFL);
        }
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        for (int fd = 0; fd < 64; fd++) {
            if (fd < 3) {
                dup2(pty->slave, fd);
            } else {
                close(fd);
            }
        }
        set_environment(options);
        execv(program[0], (char *const *)program);
        fprintf(stderr, "%s: %s\n", program[0], strerror(errno));
        _exit(127);
    }
    int report = child;
    while (write(reports, &report, sizeof report) == sizeof report &&
           waitpid(child, &report, WUNTRACED) >= 0) {
    }
    _exit(0);
}

static void answer(const char *bytes, size_t count, void *user)
{
    Pty *pty = user;
    if (!pty->mute && !pty->gone) {
        pty->slept = process_sleeps(pty->program);
        ssize_t written = write(pty->master, bytes, count);
        (void)written;
    }
}

Pty *pty_start(const PtyOptions *options, const char *const *program)
{
    Pty *pty = calloc(1, sizeof *pty);
    need(pty != NULL, "memory");
    int rows = options->rows > 0 ? options->rows : 24, reports[2], child = 0;
    int columns = options->columns > 0 ? options->columns : 80;
    pty->mute = options->mute;
    pty->rate = options->rate;
    pty->output = calloc(1, 1);
    pty->started = pty_clock();
    pty->master = posix_openpt(O_RDWR | O_NOCTTY);
    need(pty->master >= 0 && grantpt(pty->master) == 0 && unlockpt(pty->master) == 0, "a pty");
    pty->slave = open(ptsname(pty->master), O_RDWR | O_NOCTTY);
    need(pty->slave >= 0 && tcgetattr(pty->slave, &pty->before) == 0, "its other end");
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
    ioctl(pty->master, TIOCSWINSZ, &size);
    pty->vt = vt_open(rows, columns, answer, pty);
    need(pipe(reports) == 0, "a pipe");
    pty->leader = fork();
    need(pty->leader >= 0, "fork");
    if (pty->leader == 0) {
        close(reports[0]);
        close(pty->master);
        lead(pty, options, program, reports[1]);
    }
    close(reports[1]);
    pty->reports = reports[0];
    need(read(pty->reports, &child, sizeof child) == sizeof child, "the program's id");
    pty->program = child;
    return pty;
}

void pty_stop(Pty *pty)
{
    if (!pty->ended) {
        kill(pty->program, SIGKILL);
    }
    kill(pty->leader, SIGKILL);
    waitpid(pty->leader, NULL, 0);
    if (!pty->gone) {
        close(pty->master);
    }
    close(pty->slave);
    close(pty->reports);
    vt_close(pty->vt);
    free(pty->output);
    free(pty);
}

/* -- in and out ---------------------------------------------------------------------------------- */

/* How much of its output the line carries by now. */
static size_t carried(const Pty *pty)
{
    int64_t may = (pty_clock() - pty->started) * pty->rate / 1000 - pty->carried;
    return may < 0 ? 0 : may < CHUNK ? (size_t)may : CHUNK;
}

/* Takes what there is within limit milliseconds; false when nothing was. */
static bool take(Pty *pty, int limit)
{
    size_t most = CHUNK;
    if (pty->rate > 0) {
        most = carried(pty);
        limit = limit > 2 ? 2 : limit; /* the line's step */
    }
    struct pollfd watched[2] = { { pty->gone || most == 0 ? -1 : pty->master, POLLIN, 0 },
                                 { pty->reports, POLLIN, 0 } };
    if (poll(watched, 2, limit) <= 0) {
        if (pty->rate > 0 && most > 0) { /* an empty line saves nothing up */
            pty->started = pty_clock();
            pty->carried = 0;
        }
        return pty->rate > 0 && limit > 0;
    }
    if (watched[0].revents & POLLIN) {
        if (pty->room - pty->count <= CHUNK) {
            pty->room = pty->room * 2 + CHUNK;
            pty->output = realloc(pty->output, pty->room);
            need(pty->output != NULL, "memory");
        }
        ssize_t count = read(pty->master, pty->output + pty->count, most);
        if (count > 0) {
            pty->carried += count;
            pty->count += (size_t)count;
            pty->output[pty->count] = '\0';
            pty->heard = microseconds();
            pty->fed += vt_feed(pty->vt, pty->output + pty->fed, pty->count - pty->fed);
            return true;
        }
    }
    if (watched[1].revents & POLLIN) { /* after its last words */
        int status = 0;
        if (read(pty->reports, &status, sizeof status) == sizeof status) {
            pty->stopped = WIFSTOPPED(status);
            pty->ended = !pty->stopped;
            pty->status = status;
        }
        return true;
    }
    return false;
}

void pty_send(Pty *pty, const char *bytes)
{
    size_t count = strlen(bytes);
    pty->slept = process_sleeps(pty->program);
    need(write(pty->master, bytes, count) == (ssize_t)count, "sending keys");
}

void pty_resize(Pty *pty, int rows, int columns)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
    vt_resize(pty->vt, rows, columns);
    pty->slept = process_sleeps(pty->program);
    ioctl(pty->master, TIOCSWINSZ, &size);
}

void pty_signal(Pty *pty, int number)
{
    pty->stopped = pty->stopped && number != SIGCONT;
    pty->slept = process_sleeps(pty->program);
    kill(pty->program, number);
}

void pty_hang_up(Pty *pty)
{
    close(pty->master);
    pty->gone = true;
}

/* -- waiting ------------------------------------------------------------------------------------- */

bool pty_wait_text(Pty *pty, const char *text, int limit)
{
    int64_t end = pty_clock() + limit;
    while (!vt_shows(pty->vt, text)) {
        int64_t left = end - pty_clock();
        if (left <= 0 || (!take(pty, (int)left) && pty->ended)) {
            return false;
        }
    }
    return true;
}

/* Whether it sleeps with nothing to read, having slept since something was last sent. */
static bool sleeping(const Pty *pty)
{
    int unread = 0;
    long count = process_sleeps(pty->program);
    ioctl(pty->slave, FIONREAD, &unread);
    return count < 0 || (count > pty->slept && unread == 0 && process_rests(pty->program));
}

bool pty_wait_idle(Pty *pty, int limit)
{
    int64_t end = pty_clock() + limit;
    for (int looks = 0; looks < 2;) {
        if (pty->ended || pty_clock() > end) {
            return false;
        }
        bool took = pty->rate == 0 && take(pty, 1);
        if (pty->rate > 0) { /* the line itself has to be empty */
            size_t before = pty->count;
            for (int i = 0; i < 10; i++) {
                take(pty, 2);
            }
            took = pty->count > before;
        }
        looks = !took && sleeping(pty) ? looks + 1 : 0;
        if (looks > 0 && process_sleeps(pty->program) < 0) { /* no /proc: silence has to do */
            return !take(pty, 50);
        }
    }
    return true;
}

int pty_wait_end(Pty *pty, int limit)
{
    int64_t end = pty_clock() + limit;
    while (!pty->ended) {
        int64_t left = end - pty_clock();
        if (left <= 0) {
            return -1;
        }
        take(pty, (int)left);
    }
    pty->rate = 0; /* what is still in the line */
    while (take(pty, 0)) {
    }
    return pty->status;
}

bool pty_wait_stop(Pty *pty, int limit)
{
    int64_t end = pty_clock() + limit;
    while (!pty->stopped && !pty->ended) {
        int64_t left = end - pty_clock();
        if (left <= 0) {
            return false;
        }
        take(pty, (int)left);
    }
    while (take(pty, 0)) {
    }
    return pty->stopped;
}

/* -- what it leaves ------------------------------------------------------------------------------ */

Vt *pty_vt(const Pty *pty)
{
    return pty->vt;
}

pid_t pty_program(const Pty *pty)
{
    return pty->program;
}

int64_t pty_heard(const Pty *pty)
{
    return pty->heard;
}

const char *pty_output(const Pty *pty, size_t *count)
{
    *count = pty->count;
    return pty->output;
}

const char *pty_left(Pty *pty)
{
    struct termios after;
    modes_left(pty->output, pty->count, pty->left, sizeof pty->left - 32);
    if (!vt_pen_is_plain(pty->vt)) {
        strcat(pty->left, " pen");
    }
    if (!pty->gone && tcgetattr(pty->slave, &after) == 0 &&
        (after.c_iflag != pty->before.c_iflag || after.c_oflag != pty->before.c_oflag ||
         after.c_cflag != pty->before.c_cflag || after.c_lflag != pty->before.c_lflag ||
         memcmp(after.c_cc, pty->before.c_cc, sizeof after.c_cc) != 0)) {
        strcat(pty->left, " line settings");
    }
    return pty->left;
}
