/* follow.c -- `flopdeck notes`: a terminal that follows a tour in another one. */
#include "tui/channel.h"
#include "tui/dashboard.h"
#include "tui/notes.h"
#include "tui/term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    int fd;
    Inbox inbox;
    Notes notes;
    bool over; /* the tour has ended */
} Line;

static int seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int)time.tv_sec;
}

static void take_message(void *user, const Message *message)
{
    Line *line = user;
    if (message->step > 0) {
        notes_take(&line->notes, message);
    }
}

static void read_line(Line *line)
{
    char bytes[4096];
    ssize_t count = read(line->fd, bytes, sizeof bytes);
    if (count > 0) {
        inbox_add(&line->inbox, bytes, (size_t)count, take_message, line);
    }
    line->over = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
}

static void ask(Line *line, const char *act)
{
    Message message = { .step = 0 };
    char bytes[256];
    message_put(message.act, sizeof message.act, act);
    size_t length = message_write(&message, bytes, sizeof bytes);
    if (send(line->fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length) {
        snprintf(line->notes.status, sizeof line->notes.status, "the tour takes no keys just now");
    }
}

/* Milliseconds until the minutes change. */
static int until_minute(const Notes *notes)
{
    int past = (seconds() - notes->message.started) % 60;
    return notes->ticks ? (60 - past) * 1000 : 0;
}

/* As long as both ends are there.  Returns the signal that ends it, -1 without a terminal, 0. */
static int run(Line *line, Canvas *canvas)
{
    for (;;) {
        if (term_may_show()) {
            notes_draw(&line->notes, canvas, seconds());
            term_show(canvas);
        }
        term_alarm(until_minute(&line->notes));
        Event event = term_event(true, &line->fd, 1);
        const char *act = NULL;
        switch (event.kind) {
        case EVENT_GONE:
            return -1;
        case EVENT_LEAVE:
            return (int)event.key;
        case EVENT_RESIZE:
            canvas_resize(canvas, event.rows, event.columns);
            break;
        case EVENT_KEY:
            act = notes_event(&line->notes, &event);
            break;
        case EVENT_WAKE:
            read_line(line);
            break;
        case EVENT_NONE:
        case EVENT_MOUSE:
        case EVENT_FRAME:
        case EVENT_ANSWER:
            break;
        }
        if (line->over || (act && strcmp(act, "quit") == 0)) {
            return 0;
        }
        if (act) {
            ask(line, act);
        }
    }
}

/* The first message comes at once: a screen is not opened for a tour that is going. */
static bool await_first(Line *line)
{
    enum { LIMIT = 2000 };
    while (!line->over && line->notes.message.step == 0) {
        struct pollfd file = { line->fd, POLLIN, 0 };
        if (poll(&file, 1, LIMIT) <= 0) {
            return false;
        }
        read_line(line);
    }
    return line->notes.message.step > 0;
}

static bool read_which(const char *text, pid_t *which, Error *error)
{
    char *end;
    long number = text ? strtol(text, &end, 10) : 0;
    *which = (pid_t)number;
    return !text || (end != text && *end == '\0' && number > 0) ||
           fail(error,
                "notes: '%.40s' is no number of a process; `flopdeck notes` alone finds the "
                "newest tour",
                text);
}

bool dashboard_notes(const char *which, bool read_only, int *status, Error *error)
{
    static Line line; /* large: the inbox is in it */
    Canvas canvas;
    pid_t wanted, found = 0;
    int rows, columns, others = 0;
    if (!read_which(which, &wanted, error)) {
        return false;
    }
    memset(&line, 0, sizeof line);
    line.fd = channel_connect(wanted, &found, &others, error);
    if (line.fd < 0) {
        return false;
    }
    line.notes.read_only = read_only;
    if (!await_first(&line)) {
        close(line.fd);
        return fail_system(error, "the tour of process %ld does not answer", (long)found);
    }
    if (others > 0) {
        snprintf(line.notes.status, sizeof line.notes.status,
                 "the newest of %d tours, of process %ld; `flopdeck notes NUMBER` takes another",
                 others + 1, (long)found);
    }
    if (!term_open(error)) {
        close(line.fd);
        error->system = true;
        return false;
    }
    term_use_mouse(false); /* nothing to press: the terminal's own selection works */
    term_size(&rows, &columns);
    canvas_open(&canvas, rows, columns, term_charset());
    int end = run(&line, &canvas);
    const Message *last = &line.notes.message;
    term_close();
    canvas_close(&canvas);
    close(line.fd);
    if (line.over) {
        printf("The tour has ended: %s, step %d of %d, after %d minutes.\n", last->tour, last->step,
               last->count, (seconds() - last->started) / 60);
    }
    if (end > 0) {
        raise(end);
    }
    *status = end ? 1 : 0;
    return true;
}
