/* term.c -- what the terminal shows.  ncurses is used for what it is best at, the fewest cells from
 * one screen to the next, and for terminfo; its bytes go into a file in memory, and from there, with
 * what else belongs to the frame, in one write to the terminal. */
#define _GNU_SOURCE /* memfd_create */

#include "tui/guard.h"
#include "tui/lean.h"
#include "tui/state.h"
#include "tui/theme.h"

#include <assert.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>

/* Of <term.h>, whose hundreds of macros are words such as columns and tab. */
extern int setupterm(const char *name, int file, int *status);
extern char *tigetstr(const char *name);
extern int tigetflag(const char *name);
struct term;
extern struct term *set_curterm(struct term *entry);
extern int del_curterm(struct term *entry);

/* ncurses and what it has written. */
static struct {
    SCREEN *screen;
    FILE *file; /* ncurses writes here */
    bool lean;  /* attributes are those of ECMA-48 */
    Lean look;
    bool moves;   /* the cursor too */
    Canvas given; /* what was to be shown last */
    Canvas shown; /* what the terminal shows of it: blanks may have another style */
    Canvas line;  /* one row on its way there */
    int theme;
    bool asked; /* the questions of the first frame */
    int margin; /* columns at the right that stay empty */
} paint;

/* -- opening and closing ------------------------------------------------------------------------- */

static const char *capability(const char *name)
{
    const char *text = tigetstr(name);
    return text && text != (const char *)-1 ? text : "";
}

/* Appends a capability without its padding: $<5>. */
static void append(char *to, size_t size, const char *text)
{
    size_t length = strlen(to);
    while (*text && length + 1 < size) {
        if (text[0] == '$' && text[1] == '<' && strchr(text, '>')) {
            text = strchr(text, '>') + 1;
        } else {
            to[length++] = *text++;
        }
    }
    to[length] = '\0';
}

static void restoring(char *text, size_t size, bool modern)
{
    static const char *const last[] = { "rmir", "sgr0", "op", "smam", "rmkx", "rmcup", "cnorm" };
    text[0] = '\0';
    if (modern) {
        append(text, size, SYNC_OFF MOUSE_OFF);
    }
    for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
        append(text, size, capability(last[i]));
    }
    append(text, size, *capability("rmcup") ? "" : "\r\n");
}

/* Tells the guard how to give the terminal back. */
static void arm_guard(void)
{
    char text[512];
    restoring(text, sizeof text, term_state.modern);
    guard_string(text);
}

static bool is_modern(const char *name)
{
    return strncmp(name, "xterm", 5) == 0 || strncmp(name, "tmux", 4) == 0 ||
           strncmp(name, "screen", 6) == 0 || *capability("kmous");
}

void term_restoring(char *text, size_t size)
{
    const char *name = getenv("TERM");
    int status = 0;
    text[0] = '\0';
    if (name && *name && setupterm(NULL, STDOUT_FILENO, &status) != ERR) {
        restoring(text, size, is_modern(name));
        del_curterm(set_curterm(NULL));
    }
}

/* Sends what ncurses has written, between two strings.  settle: letters look as it wants from now
 * on, whoever writes them. */
static void deliver(const char *before, const char *after, bool settle)
{
    assert(paint.file);
    fflush(paint.file);
    int fd = fileno(paint.file);
    off_t end = lseek(fd, 0, SEEK_CUR);
    size_t count = end > 0 ? (size_t)end : 0, used = 0;
    size_t room = count * LEAN_TIMES + strlen(before) + strlen(after) + (size_t)2 * LEAN_ROOM;
    char *in = malloc(count + 1), *out = malloc(room);
    if (in && out && pread(fd, in, count, 0) == (ssize_t)count) {
        used = (size_t)snprintf(out, room, "%s", before);
        if (paint.lean) {
            used += lean(&paint.look, in, count, out + used);
            used += settle ? lean_settle(&paint.look, out + used) : 0;
        } else {
            memcpy(out + used, in, count);
            used += count;
        }
        used += (size_t)snprintf(out + used, room - used, "%s", after);
        term_send(out, used);
    }
    free(in);
    free(out);
    lseek(fd, 0, SEEK_SET);
}

/* Interrupt comes as a key, so that Ctrl-C can ask; suspend and quit stay signals. */
static void set_modes(void)
{
    struct termios modes;
    if (tcgetattr(STDIN_FILENO, &modes) == 0) {
        modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        modes.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IXON);
        modes.c_oflag &= ~(tcflag_t)ONLCR;
        modes.c_cc[VMIN] = 1;
        modes.c_cc[VTIME] = 0;
        modes.c_cc[VINTR] = _POSIX_VDISABLE;
        if (term_state.stays) {
            modes.c_cc[VSUSP] = _POSIX_VDISABLE;
        }
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    }
}

void term_allow_stop(bool allowed)
{
    term_state.stays = !allowed;
    set_modes();
}

/* A file that is nowhere. */
static FILE *memory_file(void)
{
#ifdef MFD_CLOEXEC
    int fd = memfd_create("screen", MFD_CLOEXEC);
    if (fd >= 0) {
        return fdopen(fd, "w+");
    }
#endif
    return tmpfile();
}

static bool examine(const char *name, Error *error)
{
    int status = 0;
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
    return true;
}

static void window_size(int *rows, int *columns)
{
    struct winsize size;
    *rows = LINES;
    *columns = COLS;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        *rows = size.ws_row;
        *columns = size.ws_col;
    }
}

bool term_open(Error *error)
{
    const char *name = getenv("TERM"), *program = getenv("TERM_PROGRAM");
    int rows, columns;
    if (!examine(name, error)) {
        return false;
    }
    assert(name); /* examine() has seen to it */
    setlocale(LC_CTYPE, "");
    set_escdelay(ESCAPE_MILLISECONDS);
    if (!guard_open(error)) { /* first: ncurses leaves signals alone that have a handler */
        return false;
    }
    paint.file = memory_file();
    paint.screen = paint.file ? newterm(NULL, paint.file, stdin) : NULL;
    if (!paint.screen) {
        guard_close();
        return fail(error, "the terminal '%s' cannot be opened", name);
    }
    term_state = (TermState){ .open = true, .modern = is_modern(name) };
    pace_open(&term_state.pace);
    paint.lean = strstr(capability("sgr0"), "\033[m") || strstr(capability("sgr0"), "\033[0");
    paint.moves = strcmp(capability("hpa"), "\033[%i%p1%dG") == 0;
    lean_open(&paint.look, paint.moves);
    /* After a letter in the last column such a terminal's cursor is on the next row, but most that
     * are called by this name wait: what follows would stand where it should not on one or other. */
    paint.margin = tigetflag("am") > 0 && tigetflag("xenl") <= 0;
    /* Apple's Terminal and the console of old Linux print the end of the question */
    paint.asked = !term_state.modern || strcmp(name, "linux") == 0 ||
                  (program && strcmp(program, "Apple_Terminal") == 0);
    window_size(&rows, &columns);
    resizeterm(rows, columns);
    /* Until the first endwin() ncurses flushes at every cursor jump; after it, once a frame.  What it
     * has written by then came and went: the first frame begins anew. */
    endwin();
    fflush(paint.file);
    lseek(fileno(paint.file), 0, SEEK_SET);
    typeahead(-1);
    nonl();
    set_modes();
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    arm_guard();
    canvas_open(&paint.given, 0, 0, CHARSET_FULL);
    canvas_open(&paint.shown, 0, 0, CHARSET_FULL);
    canvas_open(&paint.line, 0, 0, CHARSET_FULL);
    term_use_theme(term_theme());
    term_use_mouse(true);
    return true;
}

void term_leave(void)
{
    if (term_state.mouse) {
        term_send(MOUSE_OFF, strlen(MOUSE_OFF));
    }
    term_await_answers();
    endwin();
    deliver("", "", true);
    guard_settings();
    guard_string(NULL);
}

void term_return(void)
{
    pace_forget(&term_state.pace);
    lean_open(&paint.look, paint.moves);
    arm_guard();
    set_modes();
    if (term_state.mouse) {
        term_send(MOUSE_ON, strlen(MOUSE_ON));
    }
    term_repaint();
}

void term_close(void)
{
    if (!term_state.open) {
        return;
    }
    term_leave();
    guard_close();
    delscreen(paint.screen);
    fclose(paint.file);
    canvas_close(&paint.given);
    canvas_close(&paint.shown);
    canvas_close(&paint.line);
    term_state.open = false;
}

void term_size(int *rows, int *columns)
{
    window_size(rows, columns);
    *columns -= *columns > 1 ? paint.margin : 0;
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

/* COLORFGBG, "15;0" or "0;default;15": colours of text and ground, as rxvt, Konsole and others say
 * them.  White ground: 7 or 15. */
static bool bright_ground(void)
{
    const char *colours = getenv("COLORFGBG"), *ground = colours ? strrchr(colours, ';') : NULL;
    return ground && (strcmp(ground, ";7") == 0 || strcmp(ground, ";15") == 0);
}

int term_theme(void)
{
    const char *none = getenv("NO_COLOR");
    bool mono = (none && *none) || !has_colors() || COLORS < 8;
    return find_theme(mono ? "mono" : bright_ground() ? "light" : "dark");
}

/* The colours that have numbers: where a number is red, green and blue, the first eight only. */
static int own_colours(void)
{
    return COLORS >= 16 && COLORS <= 256 ? COLORS : 8;
}

/* Bright colours are 8..15 where there are 16; where there are 8, bold makes them. */
static attr_t style_attributes(const Look *look)
{
    attr_t attributes = A_NORMAL;
    attributes |= look->attributes & BOLD ? A_BOLD : 0;
    attributes |= look->attributes & REVERSE ? A_REVERSE : 0;
    attributes |= look->attributes & UNDERLINE ? A_UNDERLINE : 0;
    attributes |= look->foreground > 8 && own_colours() < 16 ? A_BOLD : 0;
    return attributes;
}

void term_use_theme(int theme)
{
    paint.theme = theme;
    for (int i = 0; i < STYLE_COUNT && has_colors(); i++) {
        const Look *look = &themes[theme].looks[i];
        const Fine *better = &themes[theme].fine[i];
        int most = own_colours() >= 16 ? 16 : 8;
        bool fine = own_colours() == 256;
        /* grey is bold black on 8 colours, which many terminals show as black: the own colour */
        int foreground = look->foreground == 8 && most == 8 ? -1 : look->foreground % most;
        int background = look->background < 0 ? -1 : look->background % most;
        init_pair((short)(i + 1),
                  (short)(fine && better->foreground ? better->foreground : foreground),
                  (short)(fine && better->background ? better->background : background));
    }
    /* what is erased, before the first frame and after a new size, has the theme's ground */
    const Look *text = &themes[theme].looks[STYLE_TEXT];
    bkgdset(' ' | (text->background >= 0 && has_colors() ? COLOR_PAIR(STYLE_TEXT + 1) : 0));
    term_repaint();
}

/* -- showing ------------------------------------------------------------------------------------- */

void term_repaint(void)
{
    for (int i = 0; i < paint.shown.rows * paint.shown.columns; i++) {
        paint.given.cells[i].glyph = paint.shown.cells[i].glyph = UINT32_MAX;
    }
    clearok(curscr, TRUE);
}

/* Whether a blank shows nothing of the style but its background, which is the terminal's. */
static bool blank_shows(int style)
{
    const Look *look = &themes[paint.theme].looks[style];
    return look->background >= 0 || look->attributes & (REVERSE | UNDERLINE);
}

/* The row's styles, where few blanks between words look like the word before them: it takes fewer
 * bytes to write them so than to change the look twice. */
static void bridge_blanks(Cell *row, int columns)
{
    enum { MOST_BLANKS = 5 };
    for (int from = 0, to; from < columns; from = to) {
        for (to = from + 1; to < columns && row[to].glyph == ' '; to++) {
        }
        bool bridge = to < columns && to - from - 1 <= MOST_BLANKS && !blank_shows(row[from].style);
        for (int i = from + 1; bridge && i < to; i++) {
            row[i].style = blank_shows(row[i].style) ? row[i].style : row[from].style;
        }
    }
}

/* Whether two cells are blanks that look the same, whatever colour letters would have there. */
static bool both_blank(const Cell *a, const Cell *b)
{
    return a->glyph == ' ' && b->glyph == ' ' && !blank_shows(a->style) && !blank_shows(b->style);
}

static void show_cell(int row, int column, const Cell *cell)
{
    const Look *look = &themes[paint.theme].looks[cell->style];
    wchar_t text[2] = { (wchar_t)cell->glyph, 0 };
    bool coloured = look->foreground >= 0 || look->background >= 0;
    bool block = cell->glyph >= 0x2580 && cell->glyph < 0x25A0; /* a line under it is a stain */
    attr_t attributes = style_attributes(look) & ~(block ? A_UNDERLINE : A_NORMAL);
    cchar_t out;
    if (cell->glyph &&
        setcchar(&out, text, attributes, (short)(coloured && has_colors() ? cell->style + 1 : 0),
                 NULL) == OK) {
        mvadd_wch(row, column, &out);
    }
}

/* Hands what differs in a row to ncurses; returns how many cells.  Blanks of another colour are written
 * only between letters that are, to go on without another look. */
static int show_row(int row)
{
    int columns = paint.given.columns, changes = 0, next = -1; /* after one that was written */
    Cell *cells = paint.line.cells, *shown = paint.shown.cells + (ptrdiff_t)row * columns;
    memcpy(cells, paint.given.cells + (ptrdiff_t)row * columns, (size_t)columns * sizeof *cells);
    bridge_blanks(cells, columns);
    for (int column = 0; column < columns; column++) {
        if (memcmp(&cells[column], &shown[column], sizeof *cells) == 0) {
            next = -1;
        } else if (!both_blank(&cells[column], &shown[column])) {
            for (int i = next < 0 ? column : next; i <= column; i++, changes++) {
                show_cell(row, i, &cells[i]);
                shown[i] = cells[i];
            }
            next = column + 1;
        }
    }
    return changes;
}

void term_show(const Canvas *canvas)
{
    int changes = 0;
    if (canvas->rows != paint.given.rows || canvas->columns != paint.given.columns) {
        canvas_resize(&paint.given, canvas->rows, canvas->columns);
        canvas_resize(&paint.shown, canvas->rows, canvas->columns);
        canvas_resize(&paint.line, 1, canvas->columns);
        erase();
    }
    /* To fill the last place ncurses looks at the one on its left, even where there is none. */
    int rows = canvas->columns > 1 ? canvas->rows : canvas->rows - 1;
    for (int row = 0; row < rows; row++) { /* of most, nothing has changed */
        ptrdiff_t at = (ptrdiff_t)row * canvas->columns;
        size_t size = (size_t)canvas->columns * sizeof(Cell);
        if (memcmp(paint.given.cells + at, canvas->cells + at, size) != 0) {
            memcpy(paint.given.cells + at, canvas->cells + at, size);
            changes += show_row(row);
        }
    }
    move(canvas->cursor_row, canvas->cursor_column);
    wnoutrefresh(stdscr);
    doupdate();
    bool big = term_state.sync && changes > canvas->rows * canvas->columns / 4;
    bool ask = term_state.modern && pace_painted(&term_state.pace, term_clock());
    char after[64];
    snprintf(after, sizeof after, "%s%s%s", big ? SYNC_OFF : "", paint.asked ? "" : ASK_SYNC,
             ask ? ASK_STATUS : "");
    paint.asked = true;
    deliver(big ? SYNC_ON : "", after, false);
}

Event term_resized(void)
{
    Event event = { .kind = EVENT_RESIZE };
    int rows, columns;
    window_size(&rows, &columns);
    resizeterm(rows, columns);
    term_size(&event.rows, &event.columns);
    return event;
}
