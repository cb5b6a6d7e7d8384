/* wait.c -- what comes from the terminal: keys, signals, answers, and when a frame may go out.  No
 * ncurses. */
#include "tui/decode.h"
#include "tui/guard.h"
#include "tui/state.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

TermState term_state;

enum { AWAIT_MILLISECONDS = 500, MUTE_MILLISECONDS = 2000, MOST_COPIED = 4096 };

int64_t term_clock(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

void term_send(const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t wrote = write(STDOUT_FILENO, bytes, count);
        if (wrote <= 0 && errno != EINTR) {
            return; /* it is gone, as the next poll() says */
        }
        bytes += wrote > 0 ? wrote : 0;
        count -= wrote > 0 ? (size_t)wrote : 0;
    }
}

void term_use_mouse(bool on)
{
    if (term_state.mouse != on && term_state.modern) {
        const char *bytes = on ? MOUSE_ON : MOUSE_OFF;
        term_send(bytes, strlen(bytes));
        term_state.mouse = on;
    }
}

/* -- when a frame may go out ---------------------------------------------------------------------- */

/* The line has room, and the terminal has answered for the frames before. */
static bool may_show(void)
{
    struct pollfd line = { STDOUT_FILENO, POLLOUT, 0 };
    return pace_may_paint(&term_state.pace, term_clock()) && poll(&line, 1, 0) > 0 &&
           (line.revents & POLLOUT);
}

bool term_may_show(void)
{
    term_state.waits = !may_show();
    return !term_state.waits;
}

/* Milliseconds until a frame that waits may go out without an answer, rounded up. */
static int until_frame(void)
{
    int64_t left = pace_deadline(&term_state.pace) - term_clock();
    return left <= 0 ? 0 : (int)((left + 999) / 1000);
}

/* -- events -------------------------------------------------------------------------------------- */

void term_suspend(void)
{
    term_leave();
    guard_stop();
    term_return();
}

/* What the signals mean that were noted. */
static Event noticed(void)
{
    bool size = false;
    for (int number; (number = guard_take()) != 0;) {
        if (number == SIGTSTP) {
            term_suspend();
            size = true;                /* it may have another size by now */
        } else if (number == SIGCONT) { /* stopped by another, and what was shown is lost */
            term_leave();
            term_return();
            size = true;
        } else if (number == SIGWINCH) {
            size = true;
        } else {
            return (Event){ .kind = EVENT_LEAVE, .key = (uint32_t)number };
        }
    }
    return size ? term_resized() : (Event){ 0 };
}

/* The answers to our own questions stop here. */
static bool is_answer(const Event *event)
{
    if (event->kind != EVENT_ANSWER) {
        return false;
    }
    if (event->key == ANSWER_STATUS) {
        pace_answered(&term_state.pace, term_clock());
    } else {
        term_state.sync = event->key == ANSWER_SYNC;
    }
    return true;
}

/* One event from the bytes read so far. */
static bool take(bool last, Event *event)
{
    while (term_state.length > 0) {
        size_t used = decode(term_state.input, term_state.length, last, event);
        if (used == 0) {
            return false;
        }
        term_state.length -= used;
        memmove(term_state.input, term_state.input + used, term_state.length);
        if (event->kind != EVENT_NONE && !is_answer(event)) {
            return true;
        }
    }
    return false;
}

/* Reads what has come; false: the terminal is gone. */
static bool read_input(void)
{
    ssize_t count = read(STDIN_FILENO, term_state.input + term_state.length,
                         sizeof term_state.input - term_state.length);
    term_state.length += count > 0 ? (size_t)count : 0;
    return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN));
}

void term_alarm(int milliseconds)
{
    term_state.alarm = milliseconds;
}

Event term_event(bool wait, const int others[], int count)
{
    Event event;
    assert(count <= MOST_OTHERS);
    for (;;) {
        if (take(false, &event)) {
            return event;
        }
        if (wait && term_state.waits && may_show()) {
            term_state.waits = false;
            return (Event){ .kind = EVENT_FRAME };
        }
        struct pollfd files[2 + MOST_OTHERS] = { { STDIN_FILENO, POLLIN, 0 },
                                                 { guard_fd(), POLLIN, 0 } };
        for (int i = 0; i < count; i++) {
            files[2 + i] = (struct pollfd){ others[i], POLLIN, 0 };
        }
        int timeout = term_state.length > 0 ? ESCAPE_MILLISECONDS : wait ? -1 : 0;
        if (timeout < 0 && term_state.waits) {
            if (pace_deadline(&term_state.pace) >= 0) {
                timeout = until_frame();
            } else {
                files[0].events |= POLLOUT; /* the line is full: until it has room */
            }
        }
        bool alarm = wait && term_state.alarm > 0 && (timeout < 0 || term_state.alarm < timeout);
        timeout = alarm ? term_state.alarm : timeout;
        int ready = poll(files, 2 + (nfds_t)count, timeout);
        if (ready < 0 && errno != EINTR) {
            return (Event){ .kind = EVENT_GONE };
        }
        if (ready == 0) {
            if (term_state.length > 0 && take(true, &event)) {
                return event;
            }
            if (!wait || alarm) {
                return (Event){ .kind = alarm ? EVENT_FRAME : EVENT_NONE };
            }
            continue;
        }
        if (ready > 0 && files[1].revents) {
            event = noticed();
            if (event.kind != EVENT_NONE) {
                return event;
            }
        }
        if (ready > 0 && files[0].revents & (POLLHUP | POLLERR | POLLNVAL)) {
            return (Event){ .kind = EVENT_GONE }; /* never spin on it */
        }
        if (ready > 0 && files[0].revents & POLLIN && !read_input()) {
            return (Event){ .kind = EVENT_GONE };
        }
        for (int i = 0; ready > 0 && i < count; i++) {
            if (files[2 + i].revents) {
                return (Event){ .kind = EVENT_WAKE };
            }
        }
    }
}

void term_await_answers(void)
{
    const Pace *pace = &term_state.pace;
    int64_t now = term_clock(), end = now + (int64_t)AWAIT_MILLISECONDS * 1000;
    if (!pace->answers && now - pace->asked[0] > (int64_t)MUTE_MILLISECONDS * 1000) {
        return; /* it has never answered, and will not now */
    }
    struct pollfd file = { STDIN_FILENO, POLLIN, 0 };
    Event event;
    while (pace->waiting > 0 && !pace->off) {
        int64_t left = end - term_clock();
        if (left <= 0 || poll(&file, 1, (int)(left / 1000 + 1)) <= 0 || !(file.revents & POLLIN) ||
            !read_input()) {
            return;
        }
        while (take(false, &event)) { /* keys meant for a program that ends */
        }
    }
}

/* -- the clipboard ------------------------------------------------------------------------------- */

/* OSC 52.  Nobody says whether the terminal took it. */
bool term_copy(const char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *bytes = (const unsigned char *)text;
    char sequence[MOST_COPIED / 3 * 4 + 32] = "\033]52;c;";
    size_t length = strlen(text), end = strlen(sequence);
    if (!term_state.open || !term_state.modern || length > MOST_COPIED) {
        return false;
    }
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        unsigned group = (unsigned)bytes[i] << 16 | (left > 1 ? (unsigned)bytes[i + 1] << 8 : 0) |
                         (left > 2 ? bytes[i + 2] : 0u);
        sequence[end++] = digits[group >> 18];
        sequence[end++] = digits[group >> 12 & 63];
        sequence[end++] = left > 1 ? digits[group >> 6 & 63] : '=';
        sequence[end++] = left > 2 ? digits[group & 63] : '=';
    }
    sequence[end++] = '\a';
    term_send(sequence, end);
    return true;
}
