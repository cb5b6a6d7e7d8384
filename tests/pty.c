/* pty.c -- a program in a pseudo-terminal. */
#define _DEFAULT_SOURCE

#include "tests/pty.h"

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
#include <vterm.h>

enum { MODES = 3000, ROW_BYTES = 8192, CHUNK = 65536 };

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
    VTerm *vterm;
    VTermScreen *screen;
    char *output;
    size_t count, room, fed; /* written, had room for, given to libvterm */
    char row[ROW_BYTES];
    char left[512];
};

static void need(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "pty: %s: %s\n", what, strerror(errno));
        abort();
    }
}

int64_t pty_clock(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* -- what the system says about it ---------------------------------------------------------------- */

/* The number after NAME: in a file of /proc; -1: there is none.  letter: the first letter there. */
static long proc_number(const Pty *pty, const char *file, const char *name, char *letter)
{
    char path[64], line[256];
    long number = -1;
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pty->program, file);
    FILE *lines = fopen(path, "r");
    while (lines && fgets(line, sizeof line, lines)) {
        size_t length = strlen(name);
        if (strncmp(line, name, length) == 0 && line[length] == ':') {
            number = strtol(line + length + 1, NULL, 10);
            if (letter) {
                *letter = line[length + 1 + strspn(line + length + 1, " \t")];
            }
        }
    }
    if (lines) {
        fclose(lines);
    }
    return number;
}

long pty_peak_memory(const Pty *pty)
{
    return proc_number(pty, "status", "VmHWM", NULL);
}

long pty_writes(const Pty *pty)
{
    return proc_number(pty, "io", "syscw", NULL);
}

static long sleeps(const Pty *pty)
{
    return proc_number(pty, "status", "voluntary_ctxt_switches", NULL);
}

long pty_switches(const Pty *pty)
{
    return sleeps(pty) + proc_number(pty, "status", "nonvoluntary_ctxt_switches", NULL);
}

/* -- the program --------------------------------------------------------------------------------- */

static void set_environment(const PtyOptions *options)
{
    static const char *const strangers[] = { "NO_COLOR", "COLORTERM", "LINES", "COLUMNS",
                                             "LANG",     "LC_CTYPE",  "TERM",  NULL };
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
        pty->slept = sleeps(pty);
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
    pty->started = pty_clock();
    pty->master = posix_openpt(O_RDWR | O_NOCTTY);
    need(pty->master >= 0 && grantpt(pty->master) == 0 && unlockpt(pty->master) == 0, "a pty");
    pty->slave = open(ptsname(pty->master), O_RDWR | O_NOCTTY);
    need(pty->slave >= 0 && tcgetattr(pty->slave, &pty->before) == 0, "its other end");
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
    ioctl(pty->master, TIOCSWINSZ, &size);
    pty->vterm = vterm_new(rows, columns);
    vterm_set_utf8(pty->vterm, 1);
    vterm_output_set_callback(pty->vterm, answer, pty);
    pty->screen = vterm_obtain_screen(pty->vterm);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_reset(pty->screen, 1);
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

long pty_process(const Pty *pty)
{
    return pty->program;
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
    vterm_free(pty->vterm);
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

/* Gives libvterm what is new in whole letters: one that is split over two of its inputs is lost. */
static void feed(Pty *pty)
{
    size_t end = pty->count, back = 0;
    while (back < 4 && back < end && ((unsigned char)pty->output[end - 1 - back] & 0xC0) == 0x80) {
        back++;
    }
    if (back < 4 && back < end) {
        unsigned char lead = (unsigned char)pty->output[end - 1 - back];
        size_t needed = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
        end -= back < needed ? back + 1 : 0;
    }
    if (end > pty->fed) {
        vterm_input_write(pty->vterm, pty->output + pty->fed, end - pty->fed);
        vterm_screen_flush_damage(pty->screen);
        pty->fed = end;
    }
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
            feed(pty);
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
    pty->slept = sleeps(pty);
    need(write(pty->master, bytes, count) == (ssize_t)count, "sending keys");
}

void pty_resize(Pty *pty, int rows, int columns)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
    vterm_set_size(pty->vterm, rows, columns);
    pty->slept = sleeps(pty);
    ioctl(pty->master, TIOCSWINSZ, &size);
}

void pty_signal(Pty *pty, int number)
{
    pty->stopped = pty->stopped && number != SIGCONT;
    pty->slept = sleeps(pty);
    kill(pty->program, number);
}

void pty_hang_up(Pty *pty)
{
    close(pty->master);
    pty->gone = true;
}

/* -- waiting ------------------------------------------------------------------------------------- */

static bool shows(Pty *pty, const char *text)
{
    int rows, columns;
    vterm_get_size(pty->vterm, &rows, &columns);
    for (int row = 0; row < rows; row++) {
        if (strstr(pty_row(pty, row), text)) {
            return true;
        }
    }
    return false;
}

bool pty_wait_text(Pty *pty, const char *text, int limit)
{
    int64_t end = pty_clock() + limit;
    while (!shows(pty, text)) {
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
    char state = 0;
    int unread = 0;
    long count = sleeps(pty);
    proc_number(pty, "status", "State", &state);
    ioctl(pty->slave, FIONREAD, &unread);
    return count < 0 || (count > pty->slept && state == 'S' && unread == 0);
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
        if (looks > 0 && sleeps(pty) < 0) { /* no /proc: silence has to do */
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

/* -- the screen ---------------------------------------------------------------------------------- */

static size_t encode(uint32_t glyph, char *to)
{
    int more = glyph < 0x80 ? 0 : glyph < 0x800 ? 1 : glyph < 0x10000 ? 2 : 3;
    static const unsigned char lead_byte[4] = { 0x00, 0xC0, 0xE0, 0xF0 };
    for (int i = more; i > 0; i--) {
        to[i] = (char)(0x80 | (glyph & 0x3F));
        glyph >>= 6;
    }
    to[0] = (char)(lead_byte[more] | glyph);
    return (size_t)more + 1;
}

const char *pty_row(Pty *pty, int row)
{
    int rows, columns;
    size_t used = 0, end = 0;
    vterm_get_size(pty->vterm, &rows, &columns);
    for (int column = 0; column < columns && used + 8 < sizeof pty->row; column++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(pty->screen, (VTermPos){ .row = row, .col = column }, &cell);
        if (cell.chars[0] == (uint32_t)-1) {
            continue;
        }
        used += encode(cell.chars[0] == 0 ? ' ' : cell.chars[0], pty->row + used);
        if (cell.chars[0] != 0 && cell.chars[0] != ' ') {
            end = used;
        }
    }
    pty->row[end] = '\0';
    return pty->row;
}

char *pty_screen(Pty *pty)
{
    int rows, columns;
    size_t used = 0;
    vterm_get_size(pty->vterm, &rows, &columns);
    char *text = calloc((size_t)rows, (size_t)columns * 4 + 2);
    need(text != NULL, "memory");
    for (int row = 0; row < rows; row++) {
        used += (size_t)sprintf(text + used, "%s\n", pty_row(pty, row));
    }
    return text;
}

static int colour_of(const VTermColor *colour)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour)) {
        return -1;
    }
    return VTERM_COLOR_IS_INDEXED(colour) ? colour->indexed.idx : 256;
}

PtyCell pty_cell(Pty *pty, int row, int column)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(pty->screen, (VTermPos){ .row = row, .col = column }, &cell);
    return (PtyCell){ .glyph = cell.chars[0] == (uint32_t)-1 ? 0 : cell.chars[0],
                      .bold = cell.attrs.bold != 0,
                      .underline = cell.attrs.underline != 0,
                      .reverse = cell.attrs.reverse != 0,
                      .foreground = colour_of(&cell.fg),
                      .background = colour_of(&cell.bg) };
}

const char *pty_output(const Pty *pty, size_t *count)
{
    *count = pty->count;
    return pty->output;
}

/* -- what it leaves ------------------------------------------------------------------------------ */

/* Reads ESC [ ? n ; m h (or l) and notes the modes. */
static void note_modes(const char *at, const char *end, bool on[MODES])
{
    int numbers[8], count = 0, number = 0;
    for (; at < end && count < 8; at++) {
        if (*at >= '0' && *at <= '9') {
            number = number < MODES ? number * 10 + (*at - '0') : number;
            continue;
        }
        numbers[count++] = number;
        number = 0;
        if (*at != ';') {
            break;
        }
    }
    for (int i = 0; at < end && (*at == 'h' || *at == 'l') && i < count; i++) {
        if (numbers[i] < MODES) {
            on[numbers[i]] = *at == 'h';
        }
    }
}

static void note_left(Pty *pty, const char *what)
{
    size_t used = strlen(pty->left);
    snprintf(pty->left + used, sizeof pty->left - used, "%s%s", used > 0 ? ", " : "", what);
}

const char *pty_left(Pty *pty)
{
    static const struct {
        int mode;
        bool normal;
        const char *name;
    } modes[] = {
        { 1, false, "application cursor keys" },
        { 7, true, "no wrapping" },
        { 25, true, "hidden cursor" },
        { 1000, false, "mouse" },
        { 1002, false, "mouse drag" },
        { 1003, false, "mouse motion" },
        { 1006, false, "SGR mouse" },
        { 1049, false, "alternate screen" },
        { 2004, false, "bracketed paste" },
        { 2026, false, "synchronized output" },
    };
    bool on[MODES] = { [7] = true, [25] = true }, keypad = false;
    const char *end = pty->output + pty->count;
    pty->left[0] = '\0';
    for (const char *at = pty->output; at && at + 2 < end; at++) {
        if (at[0] == '\033' && (at[1] == '=' || at[1] == '>')) {
            keypad = at[1] == '=';
        } else if (at[0] == '\033' && at[1] == '[' && at[2] == '?') {
            note_modes(at + 3, end, on);
        }
    }
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (on[modes[i].mode] != modes[i].normal) {
            note_left(pty, modes[i].name);
        }
    }
    if (keypad) {
        note_left(pty, "application keypad");
    }
    struct termios after;
    if (!pty->gone && tcgetattr(pty->slave, &after) == 0 &&
        (after.c_iflag != pty->before.c_iflag || after.c_oflag != pty->before.c_oflag ||
         after.c_cflag != pty->before.c_cflag || after.c_lflag != pty->before.c_lflag ||
         memcmp(after.c_cc, pty->before.c_cc, sizeof after.c_cc) != 0)) {
        note_left(pty, "line settings");
    }
    return pty->left;
}
