#include "tui/term.h"

#include "tui/decode.h"
#include "tui/theme.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>

/* Of <term.h>, whose hundreds of macros are words such as columns and tab. */
extern int setupterm(const char *name, int file, int *status);
extern char *tigetstr(const char *name);
struct term;
extern struct term *set_curterm(struct term *entry);
extern int del_curterm(struct term *entry);

enum { ESCAPE_MILLISECONDS = 25 };

/* The one terminal of the program.  What the signal handlers touch is marked. */
static struct {
    bool open, mouse;
    SCREEN *screen;
    Canvas shown; /* what the terminal shows */
    int theme;
    unsigned char input[512];
    size_t length;
    int pipe[2];                   /* handlers: [1] */
    volatile sig_atomic_t leaving; /* handlers */
    volatile sig_atomic_t active;  /* handlers: the modes below are set */
    char restore[256];             /* handlers: bytes that give the terminal back */
    size_t restore_length;
    struct termios saved; /* handlers */
} terminal;

/* -- signals ------------------------------------------------------------------------------------- */

static const int fatal_signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS };
static const int leave_signals[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT };
enum {
    FATAL = sizeof fatal_signals / sizeof *fatal_signals,
    LEAVE = sizeof leave_signals / sizeof *leave_signals
};

/* Only what POSIX lets a handler do. */
static void give_back(void)
{
    if (terminal.active) {
        ssize_t written = write(STDOUT_FILENO, terminal.restore, terminal.restore_length);
        (void)written;
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal.saved);
        terminal.active = 0;
    }
}

static void on_fatal(int number)
{
    give_back();
    raise(number); /* SA_RESETHAND: the default action, with its core and its status */
}

static void on_leave(int number)
{
    int before = errno;
    unsigned char byte = (unsigned char)number;
    if (terminal.leaving) { /* asked twice: the loop does not answer */
        give_back();
        signal(number, SIG_DFL);
        raise(number);
    }
    terminal.leaving = 1;
    ssize_t written = write(terminal.pipe[1], &byte, 1);
    (void)written;
    errno = before;
}

static void on_notice(int number)
{
    int before = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t written = write(terminal.pipe[1], &byte, 1);
    (void)written;
    errno = before;
}

static void handle(int number, void (*handler)(int), int flags)
{
    struct sigaction action = { .sa_handler = handler, .sa_flags = flags };
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

static void open_signals(void)
{
    static unsigned char stack[65536];
    stack_t own = { .ss_sp = stack, .ss_size = sizeof stack };
    sigaltstack(&own, NULL);
    for (int i = 0; i < FATAL; i++) {
        handle(fatal_signals[i], on_fatal, SA_ONSTACK | (int)SA_RESETHAND | SA_NODEFER);
    }
    for (int i = 0; i < LEAVE; i++) {
        handle(leave_signals[i], on_leave, SA_ONSTACK | SA_RESTART);
    }
    handle(SIGWINCH, on_notice, SA_RESTART);
    handle(SIGTSTP, on_notice, SA_RESTART);
}

static void close_signals(void)
{
    for (int i = 0; i < FATAL; i++) {
        signal(fatal_signals[i], SIG_DFL);
    }
    for (int i = 0; i < LEAVE; i++) {
        signal(leave_signals[i], SIG_DFL);
    }
    signal(SIGWINCH, SIG_DFL);
    signal(SIGTSTP, SIG_DFL);
}

/* -- opening and closing ------------------------------------------------------------------------- */

static const char *capability(const char *name)
{
    const char *text = tigetstr(name);
    return text && text != (const char *)-1 ? text : "";
}

static const char mouse_on[] = "\033[?1002h\033[?1006h", mouse_off[] = "\033[?1006l\033[?1002l";

static void add_restore(const char *text)
{
    size_t length = strlen(text);
    if (terminal.restore_length + length <= sizeof terminal.restore) {
        memcpy(terminal.restore + terminal.restore_length, text, length);
        terminal.restore_length += length;
    }
}

static bool knows_mouse(void)
{
    const char *name = getenv("TERM");
    return name && (strncmp(name, "xterm", 5) == 0 || strncmp(name, "tmux", 4) == 0 ||
                    strncmp(name, "screen", 6) == 0 || *capability("kmous"));
}

static void send(const char *text)
{
    ssize_t written = write(STDOUT_FILENO, text, strlen(text));
    (void)written;
}

/* Interrupt comes as a key, so that Ctrl-C can ask; suspend and quit stay signals. */
static void set_modes(void)
{
    struct termios modes;
    cbreak();
    noecho();
    nonl();
    if (tcgetattr(STDIN_FILENO, &modes) == 0) {
        modes.c_cc[VINTR] = _POSIX_VDISABLE;
        tcsetattr(STDIN_FILENO, TCSANOW, &modes);
        def_prog_mode();
    }
}

bool term_open(Error *error)
{
    int status = 0;
    const char *name = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        return fail(
            error,
            "the dashboard needs a terminal; `flopdeck show` prints the same figures without one");
    }
    if (!name || !*name) {
        return fail(error, "TERM is not set: the type of the terminal is not known; TERM=xterm "
                           "often works, and `flopdeck show` needs none");
    }
    if (setupterm(NULL, STDOUT_FILENO, &status) == ERR) {
        return fail(error,
                    "the terminal type '%s' is not known here; TERM=xterm often works, and "
                    "`flopdeck show` needs none",
                    name);
    }
    if (!*capability("cup")) {
        return fail(error,
                    "a terminal of type '%s' cannot place its cursor; `flopdeck show` prints the "
                    "same figures without",
                    name);
    }
    del_curterm(set_curterm(NULL)); /* newterm() reads the entry for itself */
    setlocale(LC_CTYPE, "");
    tcgetattr(STDIN_FILENO, &terminal.saved);
    set_escdelay(ESCAPE_MILLISECONDS);
    if (pipe(terminal.pipe) != 0 || !(terminal.screen = newterm(NULL, stdout, stdin))) {
        return fail(error, "the terminal '%s' cannot be opened", name);
    }
    for (int i = 0; i < 2; i++) {
        fcntl(terminal.pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(terminal.pipe[i], F_SETFL, O_NONBLOCK);
    }
    terminal.restore_length = 0;
    terminal.mouse = knows_mouse();
    if (terminal.mouse) {
        add_restore(mouse_off);
    }
    add_restore(capability("rmcup"));
    add_restore(capability("sgr0"));
    add_restore(capability("cnorm"));
    /* Until the first endwin() ncurses flushes at every cursor jump; after it, once a frame. */
    endwin();
    set_modes();
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    open_signals();
    terminal.active = 1;
    terminal.leaving = 0;
    terminal.open = true;
    terminal.length = 0;
    canvas_open(&terminal.shown, 0, 0, CHARSET_FULL);
    term_use_theme(term_theme());
    if (terminal.mouse) {
        send(mouse_on);
    }
    return true;
}

void term_close(void)
{
    if (!terminal.open) {
        return;
    }
    if (terminal.mouse) {
        send(mouse_off);
    }
    endwin();
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal.saved);
    terminal.active = 0;
    close_signals();
    delscreen(terminal.screen);
    close(terminal.pipe[0]);
    close(terminal.pipe[1]);
    canvas_close(&terminal.shown);
    terminal.open = false;
}

void term_size(int *rows, int *columns)
{
    struct winsize size;
    *rows = LINES;
    *columns = COLS;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        *rows = size.ws_row;
        *columns = size.ws_col;
    }
}

/* -- what the terminal can show ------------------------------------------------------------------ */

Charset term_charset(void)
{
    const char *name = getenv("TERM");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
        return CHARSET_ASCII;
    }
    return name && (strcmp(name, "linux") == 0 || strncmp(name, "vt", 2) == 0) ? CHARSET_COMPAT
                                                                               : CHARSET_FULL;
}

int term_theme(void)
{
    const char *none = getenv("NO_COLOR");
    bool mono = (none && *none) || !has_colors() || COLORS < 8;
    return find_theme(mono ? "mono" : "dark");
}

/* Bright colours are 8..15 where there are 16; where there are 8, bold makes them. */
static attr_t style_attributes(const Look *look)
{
    attr_t attributes = A_NORMAL;
    attributes |= look->attributes & BOLD ? A_BOLD : 0;
    attributes |= look->attributes & REVERSE ? A_REVERSE : 0;
    attributes |= look->attributes & UNDERLINE ? A_UNDERLINE : 0;
    attributes |= look->foreground >= 8 && COLORS < 16 ? A_BOLD : 0;
    return attributes;
}

void term_use_theme(int theme)
{
    terminal.theme = theme;
    for (int i = 0; i < STYLE_COUNT && has_colors(); i++) {
        const Look *look = &themes[theme].looks[i];
        int most = COLORS >= 16 ? 16 : 8;
        /* grey is bold black on 8 colours, which many terminals show as black: the own colour */
        int foreground = look->foreground == 8 && most == 8 ? -1 : look->foreground % most;
        init_pair((short)(i + 1), (short)foreground,
                  (short)(look->background < 0 ? -1 : look->background % most));
    }
    term_repaint();
}

void term_use_mouse(bool on)
{
    if (terminal.mouse != on && knows_mouse()) {
        send(on ? mouse_on : mouse_off);
        terminal.mouse = on;
    }
}

/* -- showing ------------------------------------------------------------------------------------- */

void term_repaint(void)
{
    for (int i = 0; i < terminal.shown.rows * terminal.shown.columns; i++) {
        terminal.shown.cells[i].glyph = UINT32_MAX;
    }
    clearok(curscr, TRUE);
}

static void show_cell(int row, int column, const Cell *cell)
{
    const Look *look = &themes[terminal.theme].looks[cell->style];
    wchar_t text[2] = { (wchar_t)cell->glyph, 0 };
    bool coloured = look->foreground >= 0 || look->background >= 0;
    cchar_t out;
    if (cell->glyph &&
        setcchar(&out, text, style_attributes(look),
                 (short)(coloured && has_colors() ? cell->style + 1 : 0), NULL) == OK) {
        mvadd_wch(row, column, &out);
    }
}

void term_show(const Canvas *canvas)
{
    if (canvas->rows != terminal.shown.rows || canvas->columns != terminal.shown.columns) {
        canvas_resize(&terminal.shown, canvas->rows, canvas->columns);
        erase();
    }
    for (int row = 0; row < canvas->rows; row++) {
        for (int column = 0; column < canvas->columns; column++) {
            int at = row * canvas->columns + column;
            const Cell *cell = &canvas->cells[at], *old = &terminal.shown.cells[at];
            if (cell->glyph != old->glyph || cell->style != old->style) {
                show_cell(row, column, cell);
                terminal.shown.cells[at] = *cell;
            }
        }
    }
    move(canvas->cursor_row, canvas->cursor_column);
    wnoutrefresh(stdscr);
    doupdate();
}

/* -- waiting ------------------------------------------------------------------------------------- */

void term_suspend(void)
{
    if (terminal.mouse) {
        send(mouse_off);
    }
    endwin();
    terminal.active = 0;
    signal(SIGTSTP, SIG_DFL);
    kill(0, SIGTSTP); /* the whole job, as the terminal would */
    handle(SIGTSTP, on_notice, SA_RESTART);
    terminal.active = 1;
    if (terminal.mouse) {
        send(mouse_on);
    }
    reset_prog_mode();
    term_repaint();
}

static Event resized(void)
{
    Event event = { .kind = EVENT_RESIZE };
    term_size(&event.rows, &event.columns);
    resizeterm(event.rows, event.columns);
    return event;
}

/* What the handlers noted. */
static Event noticed(void)
{
    unsigned char bytes[64];
    bool size = false;
    ssize_t count = read(terminal.pipe[0], bytes, sizeof bytes);
    for (ssize_t i = 0; i < count; i++) {
        if (bytes[i] == SIGTSTP) {
            term_suspend();
            size = true; /* it may have another size by now */
        } else if (bytes[i] == SIGWINCH) {
            size = true;
        } else {
            return (Event){ .kind = EVENT_LEAVE, .key = bytes[i] };
        }
    }
    return size ? resized() : (Event){ 0 };
}

/* One event from the bytes read so far. */
static bool take(bool last, Event *event)
{
    while (terminal.length > 0) {
        size_t used = decode(terminal.input, terminal.length, last, event);
        if (used == 0) {
            return false;
        }
        terminal.length -= used;
        memmove(terminal.input, terminal.input + used, terminal.length);
        if (event->kind != EVENT_NONE) {
            return true;
        }
    }
    return false;
}

Event term_event(bool wait, int fd)
{
    Event event;
    for (;;) {
        if (take(false, &event)) {
            return event;
        }
        struct pollfd files[3] = { { STDIN_FILENO, POLLIN, 0 },
                                   { terminal.pipe[0], POLLIN, 0 },
                                   { fd, POLLIN, 0 } };
        int timeout = terminal.length > 0 ? ESCAPE_MILLISECONDS : wait ? -1 : 0;
        int ready = poll(files, fd >= 0 ? 3 : 2, timeout);
        if (ready < 0 && errno != EINTR) {
            return (Event){ .kind = EVENT_GONE };
        }
        if (ready == 0) {
            if (terminal.length > 0 && take(true, &event)) {
                return event;
            }
            if (!wait) {
                return (Event){ 0 };
            }
            continue;
        }
        if (ready > 0 && files[1].revents) {
            event = noticed();
            if (event.kind != EVENT_NONE) {
                return event;
            }
        }
        if (ready > 0 && files[0].revents & POLLIN) {
            ssize_t count = read(STDIN_FILENO, terminal.input + terminal.length,
                                 sizeof terminal.input - terminal.length);
            if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) {
                return (Event){ .kind = EVENT_GONE };
            }
            terminal.length += count > 0 ? (size_t)count : 0;
        } else if (ready > 0 && files[0].revents) { /* POLLHUP, POLLERR: never spin on it */
            return (Event){ .kind = EVENT_GONE };
        }
        if (ready > 0 && fd >= 0 && files[2].revents) {
            return (Event){ .kind = EVENT_WAKE };
        }
    }
}
