/* record.c -- `flopdeck record`: this program in a pseudo-terminal, and what it shows in a file.
 *
 * With a person at the terminal bytes go through as they come.  With keys there is neither terminal
 * nor clock: each key is pressed when what came before it is shown, and counts for a fixed time, so
 * that the same keys give the same file. */
#include "tui/guard.h"
#include "tui/recorder.h"
#include "tui/script.h"
#include "tui/state.h"

#include <errno.h>
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

enum {
    SETTLED = 200,    /* milliseconds of silence after which all of an answer is there */
    PATIENCE = 10000, /* for the first byte of it */
    KEY_TIME = 200,   /* that a scripted key counts for */
    LAST_TIME = 2000  /* that the last screen stands */
};

/* -- with a person ------------------------------------------------------------------------------- */

/* What it has written, to the file; false: nothing comes any more. */
static bool take_output(Recorder *recorder, double seconds, char *bytes, size_t size, size_t *count)
{
    ssize_t got = read(recorder->master, bytes, size);
    *count = got > 0 ? (size_t)got : 0;
    if (got > 0) {
        recorder_put(recorder, seconds, bytes, (size_t)got);
    }
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

static double elapsed(const Recorder *recorder)
{
    return (double)(term_clock() - recorder->start) / 1e6;
}

static void set_raw(void)
{
    struct termios modes;
    if (tcgetattr(STDIN_FILENO, &modes) == 0) {
        modes.c_iflag &=
            ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
        modes.c_oflag &= ~(tcflag_t)OPOST;
        modes.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
        modes.c_cc[VMIN] = 1;
        modes.c_cc[VTIME] = 0;
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    }
}

/* What the signals mean that came.  Returns the one that ends it, or 0. */
static int take_signals(Recorder *recorder)
{
    int ends = 0;
    for (int number; (number = guard_take()) != 0;) {
        struct winsize size;
        if (number == SIGWINCH) {
            if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
                recorder_size(recorder, size.ws_col, size.ws_row);
                cast_resize(&recorder->cast, elapsed(recorder), size.ws_col, size.ws_row);
            }
        } else if (number == SIGCONT) {
            set_raw();
        } else if (number != SIGTSTP) {
            kill(recorder->child, number);
            ends = number;
        }
    }
    return ends;
}

static void take_typed(Recorder *recorder)
{
    ssize_t count = read(STDIN_FILENO, recorder->waiting, sizeof recorder->waiting);
    recorder->length = count > 0 ? (size_t)count : 0;
    if (count > 0 && recorder->typed) {
        cast_text(&recorder->cast, elapsed(recorder), 'i', recorder->waiting, (size_t)count);
    }
    if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) {
        recorder->gone = true;
    }
}

static void pass_typed(Recorder *recorder)
{
    ssize_t count = write(recorder->master, recorder->waiting, recorder->length);
    if (count > 0) {
        recorder->length -= (size_t)count;
        memmove(recorder->waiting, recorder->waiting + count, recorder->length);
    }
}

/* Bytes both ways until it ends.  Returns the signal that ended the recorder, or 0. */
static int pass_through(Recorder *recorder)
{
    char bytes[16384];
    size_t count;
    int ended_by = 0;
    int64_t end = 0; /* of its grace */
    for (;;) {
        struct pollfd files[3] = {
            { recorder->master, (short)(POLLIN | (recorder->length ? POLLOUT : 0)), 0 },
            { guard_fd(), POLLIN, 0 },
            { recorder->gone || recorder->length ? -1 : STDIN_FILENO, POLLIN, 0 },
        };
        int left = end ? (int)((end - term_clock()) / 1000) : -1;
        if (end && left <= 0) {
            kill(recorder->child, SIGKILL);
            left = 100;
        }
        int ready = poll(files, 3, left);
        if (ready > 0 && files[0].revents & (POLLIN | POLLHUP | POLLERR)) {
            if (!take_output(recorder, elapsed(recorder), bytes, sizeof bytes, &count)) {
                return ended_by;
            }
            term_send(bytes, count);
        }
        if (ready > 0 && files[0].revents & POLLOUT) {
            pass_typed(recorder);
        }
        if (ready > 0 && files[1].revents) {
            int number = take_signals(recorder);
            ended_by = number ? number : ended_by;
        }
        if (ready > 0 && files[2].revents) {
            take_typed(recorder);
            if (recorder->gone) { /* the terminal went away */
                kill(recorder->child, SIGHUP);
                ended_by = SIGHUP;
            }
        }
        if (ended_by && !end) {
            end = term_clock() + (int64_t)GRACE * 1000;
        }
    }
}

/* What was killed has not given the terminal back; neither has its recording. */
static void restore_screen(Recorder *recorder, const char *text)
{
    if (WIFSIGNALED(recorder->status) && WTERMSIG(recorder->status) == SIGKILL) {
        cast_text(&recorder->cast, elapsed(recorder), 'o', text, strlen(text));
        term_send(text, strlen(text));
    }
}

static int record_live(Recorder *recorder, const char *text)
{
    recorder->start = term_clock();
    guard_string(text);
    set_raw();
    int ended_by = pass_through(recorder);
    recorder_reap(recorder);
    restore_screen(recorder, text);
    guard_settings();
    guard_string(NULL);
    guard_close();
    return ended_by;
}

/* -- with keys ----------------------------------------------------------------------------------- */

/* The terminal that is not there answers the question whether it has painted. */
static void answer(const Recorder *recorder, const char *bytes, size_t count)
{
    size_t length = strlen(ASK_STATUS);
    for (size_t i = 0; i + length <= count; i++) {
        if (memcmp(bytes + i, ASK_STATUS, length) == 0) {
            ssize_t wrote = write(recorder->master, "\033[0n", 4);
            (void)wrote;
        }
    }
}

/* Until nothing comes for a while: all of it is one event. */
static void settle(Recorder *recorder, bool patient)
{
    size_t size = 0, room = 65536;
    char *bytes = malloc(room);
    int limit = patient ? PATIENCE : SETTLED;
    struct pollfd file = { recorder->master, POLLIN, 0 };
    while (bytes && !recorder->gone && poll(&file, 1, limit) > 0) {
        if (room - size < 4096) {
            char *more = realloc(bytes, room * 2);
            if (!more) {
                break;
            }
            bytes = more;
            room *= 2;
        }
        ssize_t count = read(recorder->master, bytes + size, room - size);
        recorder->gone = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
        if (count > 0) {
            answer(recorder, bytes + size, (size_t)count);
            size += (size_t)count;
        }
        limit = SETTLED;
    }
    if (size > 0) {
        recorder_put(recorder, recorder->script, bytes, size);
    }
    free(bytes);
}

static bool press(void *user, const Event *event)
{
    Recorder *recorder = user;
    char bytes[LONGEST_KEY];
    if (recorder->gone) {
        return true; /* it was left before the last key */
    }
    if (event->kind == EVENT_FRAME) {
        recorder->script += event->key / 1000.0;
        return true;
    }
    recorder->script += KEY_TIME / 1000.0;
    if (event->kind == EVENT_RESIZE) {
        recorder_size(recorder, event->columns, event->rows);
        cast_resize(&recorder->cast, recorder->script, event->columns, event->rows);
    } else {
        size_t count = encode_key(event, bytes);
        ssize_t wrote = write(recorder->master, bytes, count);
        if (wrote > 0 && recorder->typed) {
            cast_text(&recorder->cast, recorder->script, 'i', bytes, (size_t)wrote);
        }
    }
    settle(recorder, false);
    return true;
}

static bool record_script(Recorder *recorder, const char *keys, Error *error)
{
    settle(recorder, true);
    bool good = script_play(keys, press, recorder, error);
    bool left = recorder->gone; /* by a key of the script */
    if (!left) {                /* its last screen stands: what leaving writes is not recorded */
        cast_text(&recorder->cast, recorder->script + LAST_TIME / 1000.0, 'o', "\033[0m", 4);
        kill(recorder->child, SIGTERM);
    }
    close(recorder->master);
    recorder_reap(recorder);
    recorder->status = left ? recorder->status : 0; /* it was ended, as was meant */
    return good;
}

/* -- the command --------------------------------------------------------------------------------- */

static bool nothing(void *user, const Event *event)
{
    (void)user;
    (void)event;
    return true;
}

static void join(const RecordOrder *order, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < order->count && used < size; i++) {
        int more = snprintf(out + used, size - used, "%s%s", i ? " " : "",
                            i ? order->words[i] : "flopdeck");
        used += more > 0 ? (size_t)more : 0;
    }
}

/* Everything that can be wrong, before anything is begun. */
static bool prepare(const RecordOrder *order, int *columns, int *rows, Error *error)
{
    struct winsize size;
    *columns = 80;
    *rows = 24;
    if (order->keys) {
        return (!order->size || read_size("--size", order->size, columns, rows, error)) &&
               script_play(order->keys, nothing, NULL, error);
    }
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        return fail(error, "record needs a terminal; --keys 'Right*3 Enter' records without one");
    }
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
        *columns = size.ws_col;
        *rows = size.ws_row;
    }
    return true;
}

bool dashboard_record(const RecordOrder *order, int *status, Error *error)
{
    Recorder recorder = { .typed = order->typed, .master = -1 };
    int columns, rows, ended_by = 0;
    char command[512], restoring[512];
    const char *terminal = order->keys ? "xterm-256color" : getenv("TERM");
    if (!prepare(order, &columns, &rows, error)) {
        return false;
    }
    join(order, command, sizeof command);
    CastHeader header = { .columns = columns, .rows = rows, .command = command };
    header.title = header.command;
    header.terminal = terminal;
    header.timestamp = order->keys ? 0 : (long long)time(NULL);
    if (!cast_open(&recorder.cast, order->path, &header, error)) {
        return false;
    }
    term_restoring(restoring, sizeof restoring);
    if ((!order->keys && !guard_open(error)) ||
        !recorder_start(&recorder, order, columns, rows, error)) {
        guard_close();
        cast_close(&recorder.cast, 0);
        return false;
    }
    bool good = true;
    if (order->keys) {
        good = record_script(&recorder, order->keys, error);
    } else {
        ended_by = record_live(&recorder, restoring);
    }
    double end = order->keys ? recorder.script : elapsed(&recorder);
    if (!cast_close(&recorder.cast, end) && good) {
        good = fail_system(error, "%s: not all of it could be written", order->path);
    }
    if (ended_by) {
        raise(ended_by);
    }
    *status = WIFEXITED(recorder.status)     ? WEXITSTATUS(recorder.status)
              : WIFSIGNALED(recorder.status) ? 128 + WTERMSIG(recorder.status)
                                             : 0;
    if (order->keys && good && *status) { /* nobody saw what it said */
        return fail(error, "%s: ended with status %d; what it said is in %s", command, *status,
                    order->path);
    }
    return good;
}
