/* vt.c -- the screen of a terminal. */
#include "tests/vt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

enum { ROW_BYTES = 8192, LETTER = 4, MOST_REPEATS = 1000 };

struct Vt {
    VTerm *vterm;
    VTermScreen *screen;
    void (*answer)(const char *bytes, size_t count, void *user);
    void *user;
    char last[LETTER]; /* bytes, the newest at the end */
    char row[ROW_BYTES];
};

static void on_answer(const char *bytes, size_t count, void *user)
{
    Vt *vt = user;
    vt->answer(bytes, count, vt->user);
}

Vt *vt_open(int rows, int columns, void (*answer)(const char *bytes, size_t count, void *user),
            void *user)
{
    Vt *vt = calloc(1, sizeof *vt);
    if (!vt) {
        abort();
    }
    vt->answer = answer;
    vt->user = user;
    vt->vterm = vterm_new(rows, columns);
    vterm_set_utf8(vt->vterm, 1);
    vterm_output_set_callback(vt->vterm, on_answer, vt);
    vt->screen = vterm_obtain_screen(vt->vterm);
    vterm_screen_enable_altscreen(vt->screen, 1);
    vterm_screen_reset(vt->screen, 1);
    return vt;
}

void vt_close(Vt *vt)
{
    vterm_free(vt->vterm);
    free(vt);
}

void vt_resize(Vt *vt, int rows, int columns)
{
    vterm_set_size(vt->vterm, rows, columns);
}

/* -- bytes in ------------------------------------------------------------------------------------ */

/* Bytes of the letter that ends there; 0: it is not whole. */
static size_t letter_before(const char *end, size_t most)
{
    size_t back = 1;
    while (back < LETTER && back < most && ((unsigned char)end[-(int)back] & 0xC0) == 0x80) {
        back++;
    }
    unsigned char lead = most > 0 ? (unsigned char)end[-(int)back] : 0;
    size_t needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return back == needed || needed == 1 ? back : 0;
}

static void pass(Vt *vt, const char *bytes, size_t count)
{
    vterm_input_write(vt->vterm, bytes, count);
    for (size_t i = count > LETTER ? count - LETTER : 0; i < count; i++) {
        memmove(vt->last, vt->last + 1, LETTER - 1);
        vt->last[LETTER - 1] = bytes[i];
    }
}

/* REP, ESC [ n b, written out: libvterm forgets that a repeated letter has filled the row. */
static void repeat(Vt *vt, int times)
{
    char letter[LETTER];
    size_t size = letter_before(vt->last + LETTER, LETTER);
    memcpy(letter, vt->last + LETTER - size, size);
    for (int i = 0; i < times && i < MOST_REPEATS; i++) {
        pass(vt, letter, size);
    }
}

size_t vt_feed(Vt *vt, const char *bytes, size_t count)
{
    size_t from = 0, at = 0;
    for (; at < count; at++) {
        size_t end = at + 1;
        if (bytes[at] != '\033') {
            continue;
        }
        if (end < count && bytes[end] == '[') {
            end++;
            while (end < count && bytes[end] >= '0' && bytes[end] <= '9') {
                end++;
            }
        }
        if (end == count) {
            break; /* its end is still to come */
        }
        if (bytes[end] == 'b') {
            pass(vt, bytes + from, at - from);
            repeat(vt, atoi(bytes + at + 2));
            from = end + 1;
            at = end;
        }
    }
    /* a letter that is split over two of libvterm's inputs is lost */
    while (at > from && letter_before(bytes + at, at - from) == 0) {
        at--;
    }
    pass(vt, bytes + from, at - from);
    vterm_screen_flush_damage(vt->screen);
    return at;
}

/* -- cells out ----------------------------------------------------------------------------------- */

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

const char *vt_row(Vt *vt, int row)
{
    int rows, columns;
    size_t used = 0, end = 0;
    vterm_get_size(vt->vterm, &rows, &columns);
    for (int column = 0; column < columns && used + 8 < sizeof vt->row; column++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(vt->screen, (VTermPos){ .row = row, .col = column }, &cell);
        if (cell.chars[0] == (uint32_t)-1) {
            continue;
        }
        used += encode(cell.chars[0] == 0 ? ' ' : cell.chars[0], vt->row + used);
        if (cell.chars[0] != 0 && cell.chars[0] != ' ') {
            end = used;
        }
    }
    vt->row[end] = '\0';
    return vt->row;
}

char *vt_text(Vt *vt)
{
    int rows, columns;
    size_t used = 0;
    vterm_get_size(vt->vterm, &rows, &columns);
    char *text = calloc((size_t)rows, (size_t)columns * 4 + 2);
    if (!text) {
        abort();
    }
    for (int row = 0; row < rows; row++) {
        used += (size_t)sprintf(text + used, "%s\n", vt_row(vt, row));
    }
    return text;
}

bool vt_shows(Vt *vt, const char *text)
{
    int rows, columns;
    vterm_get_size(vt->vterm, &rows, &columns);
    for (int row = 0; row < rows; row++) {
        if (strstr(vt_row(vt, row), text)) {
            return true;
        }
    }
    return false;
}

static int colour_of(const VTermColor *colour)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour)) {
        return -1;
    }
    return VTERM_COLOR_IS_INDEXED(colour) ? colour->indexed.idx : 256;
}

VtCell vt_cell(Vt *vt, int row, int column)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(vt->screen, (VTermPos){ .row = row, .col = column }, &cell);
    return (VtCell){ .glyph = cell.chars[0] == (uint32_t)-1 ? 0 : cell.chars[0],
                     .bold = cell.attrs.bold != 0,
                     .underline = cell.attrs.underline != 0,
                     .reverse = cell.attrs.reverse != 0,
                     .foreground = colour_of(&cell.fg),
                     .background = colour_of(&cell.bg) };
}

VtCell *vt_cells(Vt *vt, int *count)
{
    int rows, columns;
    vterm_get_size(vt->vterm, &rows, &columns);
    VtCell *cells = calloc((size_t)rows * (size_t)columns, sizeof *cells);
    if (!cells) {
        abort();
    }
    *count = rows * columns;
    for (int i = 0; i < *count; i++) {
        cells[i] = vt_cell(vt, i / columns, i % columns);
    }
    return cells;
}

bool vt_pen_is_plain(Vt *vt)
{
    static const VTermAttr attributes[] = { VTERM_ATTR_BOLD,  VTERM_ATTR_UNDERLINE,
                                            VTERM_ATTR_BLINK, VTERM_ATTR_REVERSE,
                                            VTERM_ATTR_FONT,  VTERM_ATTR_ITALIC };
    VTermState *state = vterm_obtain_state(vt->vterm);
    VTermValue value;
    bool plain = true;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        value.number = value.boolean = 0;
        vterm_state_get_penattr(state, attributes[i], &value);
        plain = plain && value.number == 0 && value.boolean == 0;
    }
    vterm_state_get_penattr(state, VTERM_ATTR_FOREGROUND, &value);
    plain = plain && colour_of(&value.color) == -1;
    vterm_state_get_penattr(state, VTERM_ATTR_BACKGROUND, &value);
    return plain && colour_of(&value.color) == -1;
}
