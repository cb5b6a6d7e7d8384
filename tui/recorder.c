#define _GNU_SOURCE /* TIOCSCTTY */

#include "tui/recorder.h"

#include "tui/state.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* -- what is recorded ---------------------------------------------------------------------------- */

/* A question that the bytes begin with: its length; 0: none.  more: the bytes end before it does. */
static size_t question_at(const char *bytes, size_t count, bool *more)
{
    static const char *const questions[] = { ASK_STATUS, ASK_SYNC };
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        size_t length = strlen(questions[i]);
        if (memcmp(bytes, questions[i], length < count ? length : count) == 0) {
            *more = length > count;
            return *more ? count : length;
        }
    }
    *more = false;
    return 0;
}

/* Output without the questions to the terminal: who plays it back would have their answers in the
 * shell, and when they are asked is a matter of time. */
void recorder_put(Recorder *recorder, double seconds, const char *bytes, size_t count)
{
    size_t size = recorder->held_count + count, used = 0;
    char *all = malloc(size + 1), *out = malloc(size + 1);
    if (!all || !out) {
        recorder->cast.failed = true;
        size = recorder->held_count = 0;
    } else {
        memcpy(all, recorder->held, recorder->held_count);
        memcpy(all + recorder->held_count, bytes, count);
        recorder->held_count = 0;
    }
    for (size_t at = 0; at < size;) {
        bool more;
        size_t question = question_at(all + at, size - at, &more);
        if (more) {
            memcpy(recorder->held, all + at, question);
            recorder->held_count = question;
        } else if (question == 0) {
            out[used++] = all[at++];
        }
        at += question;
    }
    if (used > 0) {
        cast_text(&recorder->cast, seconds, 'o', out, used);
    }
    free(all);
    free(out);
}

/* -- the program --------------------------------------------------------------------------------- */

static void set_size(int fd, int columns, int rows)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
    ioctl(fd, TIOCSWINSZ, &size);
}

void recorder_size(const Recorder *recorder, int columns, int rows)
{
    set_size(recorder->master, columns, rows);
}

static void run_child(const RecordOrder *order, int slave)
{
    char **words = calloc((size_t)order->count + 2, sizeof *words);
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    for (int fd = 0; fd < 3; fd++) {
        dup2(slave, fd);
    }
    if (slave > 2) {
        close(slave);
    }
    unsetenv("LINES"); /* of the recorder's own terminal */
    unsetenv("COLUMNS");
    if (order->keys) {
        setenv("TERM", "xterm-256color", 1);
        setenv("LC_ALL", "C.UTF-8", 1);
    }
    for (int i = 0; words && i < order->count; i++) {
        words[i] = (char *)(uintptr_t)order->words[i];
    }
    if (words) {
        execv("/proc/self/exe", words); /* the same program, whatever it was called as */
        execvp(words[0], words);
    }
    fprintf(stderr, "flopdeck: it cannot be run again: %s\n", strerror(errno));
    _exit(1);
}

bool recorder_start(Recorder *recorder, const RecordOrder *order, int columns, int rows,
                    Error *error)
{
    recorder->master = posix_openpt(O_RDWR | O_NOCTTY);
    const char *name =
        recorder->master >= 0 && grantpt(recorder->master) == 0 && unlockpt(recorder->master) == 0
            ? ptsname(recorder->master)
            : NULL;
    int slave = name ? open(name, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
    if (slave < 0) {
        return fail_system(error, "no pseudo-terminal: %s", strerror(errno));
    }
    fcntl(recorder->master, F_SETFD, FD_CLOEXEC);
    fcntl(recorder->master, F_SETFL, O_NONBLOCK);
    set_size(slave, columns, rows);
    recorder->child = fork();
    if (recorder->child == 0) {
        run_child(order, slave);
    }
    close(slave);
    return recorder->child > 0 || fail_system(error, "fork: %s", strerror(errno));
}

void recorder_reap(Recorder *recorder)
{
    int64_t end = term_clock() + (int64_t)GRACE * 1000;
    while (waitpid(recorder->child, &recorder->status, WNOHANG) == 0) {
        if (term_clock() > end) {
            kill(recorder->child, SIGKILL);
        }
        nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
    }
}
