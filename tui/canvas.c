#include "tui/canvas.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* -- the grid ------------------------------------------------------------------------------------ */

void canvas_open(Canvas *canvas, int rows, int columns, Charset charset)
{
    *canvas = (Canvas){ .charset = charset };
    canvas_resize(canvas, rows, columns);
}

void canvas_resize(Canvas *canvas, int rows, int columns)
{
    size_t cells = (size_t)rows * (size_t)columns;
    Cell *grid = realloc(canvas->cells, (cells ? cells : 1) * sizeof *grid);
    if (!grid) {
        perror("flopdeck");
        abort();
    }
    canvas->cells = grid;
    canvas->rows = rows;
    canvas->columns = columns;
    canvas_clear(canvas);
}

void canvas_close(Canvas *canvas)
{
    free(canvas->cells);
    canvas->cells = NULL;
}

void canvas_clear(Canvas *canvas)
{
    for (int i = 0; i < canvas->rows * canvas->columns; i++) {
        canvas->cells[i] = (Cell){ ' ', STYLE_TEXT };
    }
    canvas->cursor_row = canvas->cursor_column = 0;
}

/* -- glyphs -------------------------------------------------------------------------------------- */

/* What stands for a glyph where the charset lacks it.  Compat: line drawing and Latin-1, as a
 * Linux console or a vt100 shows them. */
static const struct {
    uint32_t full, compat;
    char ascii;
} substitutes[] = {
    { 0x2500, 0x2500, '-' }, { 0x2501, '=', '=' },    { 0x2502, 0x2502, '|' },
    { 0x256D, 0x250C, '+' }, { 0x256E, 0x2510, '+' }, { 0x2570, 0x2514, '+' },
    { 0x256F, 0x2518, '+' }, { 0x253C, 0x253C, '|' }, { 0x253F, 0x253C, '|' },
    { 0x2524, 0x2524, '+' }, { 0x251C, 0x251C, '+' }, { 0x2514, 0x2514, '+' },
    { 0x25CF, 'O', 'O' },    { 0x25C6, 0x25C6, '*' }, { 0x25A0, 0x2588, '#' },
    { 0x25AA, 0x25C6, '#' }, { 0x00B7, 0x00B7, '.' }, { 0x00D7, 0x00D7, 'x' },
    { 0x2026, '~', '~' },    { 0x2014, '-', '-' },    { 0x25B2, '+', '+' },
    { 0x25BC, '-', '-' },    { 0x25B8, '>', '>' },    { 0x2039, '<', '<' },
    { 0x203A, '>', '>' },    { 0x2192, '>', '>' },    { 0x2190, '<', '<' },
    { 0x2191, '^', '^' },    { 0x2193, 'v', 'v' },    { 0x2588, 0x2588, '#' },
    { 0x2593, 0x2592, '=' }, { 0x2592, 0x2592, '-' }, { 0x2591, 0x2591, '.' },
    { 0x2580, 0x2588, '#' }, { 0x2584, 0x2588, '#' }, { 0x00B5, 0x00B5, 'u' },
    { 0x00B2, 0x00B2, '2' }, { 0x2265, '>', '>' },    { 0x2264, '<', '<' },
    { 0x21E7, '^', '^' },    { 0x2248, '~', '~' },    { 0x00B1, 0x00B1, '~' },
    { 0x2212, '-', '-' },    { 0x253B, 0x2534, '+' }, { 0x252C, 0x252C, '+' },
    { 0x250A, 0x2502, ':' },
};

static uint32_t substitute(Charset charset, uint32_t glyph)
{
    for (size_t i = 0; i < sizeof substitutes / sizeof *substitutes; i++) {
        if (substitutes[i].full == glyph) {
            return charset == CHARSET_COMPAT ? substitutes[i].compat
                                             : (uint8_t)substitutes[i].ascii;
        }
    }
    return charset == CHARSET_COMPAT && glyph < 0x2580 ? glyph : '?';
}

static inline uint32_t available(Charset charset, uint32_t glyph)
{
    return charset == CHARSET_FULL || glyph < 0x80 ? glyph : substitute(charset, glyph);
}

/* Columns of a glyph; controls and combining marks are not drawn. */
static inline int glyph_columns(uint32_t glyph)
{
    if (glyph < 0x300) { /* Latin: one column, without asking the locale */
        return glyph >= 0x20 && (glyph < 0x7F || glyph >= 0xA0) ? 1 : 0;
    }
    if (glyph >= 0x2010 && glyph < 0x2E80) { /* punctuation, arrows, blocks, braille */
        return 1;
    }
    int columns = wcwidth((wchar_t)glyph);
    return columns < 0 ? 1 : columns;
}

uint32_t read_utf8(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    if (at[0] < 0x80) {
        *text += 1;
        return at[0];
    }
    int more = at[0] >= 0xF0 ? 3 : at[0] >= 0xE0 ? 2 : at[0] >= 0xC2 ? 1 : -1;
    uint32_t glyph = at[0] & (0x3Fu >> (more < 0 ? 0 : more));
    for (int i = 1; i <= more; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            more = -1;
        } else {
            glyph = glyph << 6 | (at[i] & 0x3Fu);
        }
    }
    static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
    if (more < 0 || glyph < least[more] || glyph > 0x10FFFF || (glyph >> 11) == 0x1B) {
        *text += 1;
        return 0xFFFD;
    }
    *text += more + 1;
    return glyph;
}

int write_utf8(uint32_t glyph, char out[4])
{
    if (glyph < 0x80) {
        out[0] = (char)glyph;
        return 1;
    }
    int more = glyph < 0x800 ? 1 : glyph < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = { 0, 0xC0, 0xE0, 0xF0 };
    for (int i = more; i > 0; i--) {
        out[i] = (char)(0x80 | (glyph & 0x3F));
        glyph >>= 6;
    }
    out[0] = (char)(lead[more] | glyph);
    return more + 1;
}

/* -- drawing ------------------------------------------------------------------------------------- */

static inline Cell *cell_at(const Canvas *canvas, int row, int column)
{
    bool inside = row >= 0 && row < canvas->rows && column >= 0 && column < canvas->columns;
    return inside ? &canvas->cells[row * canvas->columns + column] : NULL;
}

static inline void put(Canvas *canvas, int row, int column, Style style, uint32_t glyph)
{
    Cell *cell = cell_at(canvas, row, column);
    if (cell) {
        *cell = (Cell){ available(canvas->charset, glyph), (int32_t)style };
    }
}

void canvas_put(Canvas *canvas, int row, int column, Style style, uint32_t glyph)
{
    put(canvas, row, column, style, glyph);
}

int text_columns(const char *text)
{
    int columns = 0;
    while (*text) {
        columns += glyph_columns(read_utf8(&text));
    }
    return columns;
}

const char *break_line(const char *text, int columns, char *line, size_t size)
{
    const char *end = text, *at = text;
    while (*at) { /* word by word, as long as they fit */
        at += strspn(at, " ");
        at += strcspn(at, " ");
        snprintf(line, size, "%.*s", (int)(at - text), text);
        if (text_columns(line) > columns && end != text) {
            break;
        }
        end = at;
    }
    snprintf(line, size, "%.*s", (int)(end - text), text);
    return end + strspn(end, " ");
}

int canvas_text(Canvas *canvas, int row, int column, int columns, Style style, const char *text)
{
    int used = 0;
    bool fits = strlen(text) <= (size_t)(columns > 0 ? columns : 0); /* no glyph has less bytes */
    fits = fits || text_columns(text) <= columns;
    while (*text) {
        uint32_t glyph = (unsigned char)*text < 0x80 ? (unsigned char)*text++ : read_utf8(&text);
        int wide = glyph_columns(glyph);
        if (wide == 0) {
            continue;
        }
        if (!fits && used + wide > columns - 1) {
            if (used < columns) {
                put(canvas, row, column + used++, style, 0x2026);
            }
            break;
        }
        /* themes underline what changed: its words, not the blanks around them */
        bool marked = style == STYLE_CHANGED || style == STYLE_FADED;
        put(canvas, row, column + used, glyph == ' ' && marked ? STYLE_TEXT : style, glyph);
        if (wide == 2) {
            Cell *half = cell_at(canvas, row, column + used + 1);
            if (half) {
                *half = (Cell){ 0, (int32_t)style };
            }
        }
        used += wide;
    }
    return used;
}

int canvas_right(Canvas *canvas, int row, int column, int columns, Style style, const char *text)
{
    int needed = text_columns(text), left = columns > needed ? columns - needed : 0;
    return canvas_text(canvas, row, column + left, columns - left, style, text);
}

void canvas_fill(Canvas *canvas, Rect rect, Style style, uint32_t glyph)
{
    for (int i = 0; i < rect.rows; i++) {
        for (int j = 0; j < rect.columns; j++) {
            put(canvas, rect.row + i, rect.column + j, style, glyph);
        }
    }
}

void canvas_rule(Canvas *canvas, int row, int column, int columns, const char *title)
{
    canvas_fill(canvas, (Rect){ row, column, 1, columns }, STYLE_TRACK, 0x2500);
    if (*title && columns > 6) {
        char words[200];
        snprintf(words, sizeof words, "%s", title);
        for (char *comma; text_columns(words) > columns - 4 && (comma = strrchr(words, ','));) {
            *comma = '\0';
        }
        int used = canvas_text(canvas, row, column + 2, columns - 4, STYLE_TITLE, words);
        canvas_put(canvas, row, column + 1, STYLE_TRACK, ' ');
        canvas_put(canvas, row, column + 2 + used, STYLE_TRACK, ' ');
    }
}

void canvas_box(Canvas *canvas, Rect rect, Style style, const char *title)
{
    int bottom = rect.row + rect.rows - 1, right = rect.column + rect.columns - 1;
    canvas_fill(canvas, (Rect){ rect.row, rect.column, 1, rect.columns }, style, 0x2500);
    canvas_fill(canvas, (Rect){ bottom, rect.column, 1, rect.columns }, style, 0x2500);
    canvas_fill(canvas, (Rect){ rect.row, rect.column, rect.rows, 1 }, style, 0x2502);
    canvas_fill(canvas, (Rect){ rect.row, right, rect.rows, 1 }, style, 0x2502);
    canvas_put(canvas, rect.row, rect.column, style, 0x256D);
    canvas_put(canvas, rect.row, right, style, 0x256E);
    canvas_put(canvas, bottom, rect.column, style, 0x2570);
    canvas_put(canvas, bottom, right, style, 0x256F);
    if (*title) {
        int used =
            canvas_text(canvas, rect.row, rect.column + 3, rect.columns - 6, STYLE_TITLE, title);
        canvas_put(canvas, rect.row, rect.column + 2, style, ' ');
        canvas_put(canvas, rect.row, rect.column + 3 + used, style, ' ');
    }
}

void canvas_bar(Canvas *canvas, int row, int column, int columns, Style style, double share)
{
    if (!(share > 0)) {
        return;
    }
    double cells = (share < 1 ? share : 1) * columns;
    int whole = (int)cells, eighths = (int)((cells - whole) * 8 + 0.5);
    if (whole == 0 && eighths == 0) {
        eighths = 1;
    }
    for (int i = 0; i < whole; i++) {
        canvas_put(canvas, row, column + i, style, 0x2588);
    }
    if (canvas->charset == CHARSET_FULL && eighths > 0) {
        canvas_put(canvas, row, column + whole, style, (uint32_t)(0x2590 - eighths));
    } else if (eighths >= 4 || whole == 0) {
        canvas_put(canvas, row, column + whole, style, 0x2588);
    }
}

int canvas_curve(Canvas *canvas, Rect rect, const double *heights, int count, int at)
{
    int steps = canvas->charset == CHARSET_FULL ? 8 : 1, mark = -1, before = -1;
    for (int i = 0; i < rect.columns && count > 0; i++) {
        double height = heights[rect.columns > 1 ? (long)i * (count - 1) / (rect.columns - 1) : 0];
        if (!(height >= 0 && height <= 1)) {
            before = -1;
            continue;
        }
        int top = (int)(height * (rect.rows * steps - 1) + 0.5), whole = top / steps;
        int line =
            before >= 0 && before < whole ? before + 1 : whole; /* steep parts hang together */
        for (int up = 0; up <= whole; up++) {
            uint32_t glyph = steps == 1    ? (up >= line ? '*' : 0xB7)
                             : up == whole ? (uint32_t)(0x2581 + top % steps)
                                           : 0x2588;
            canvas_put(canvas, rect.row + rect.rows - 1 - up, rect.column + i,
                       steps == 1 && up < line ? STYLE_DIM : STYLE_AREA, glyph);
        }
        before = whole;
        mark = i == at ? rect.row + rect.rows - 1 - whole : mark;
    }
    return mark;
}

/* -- printing ------------------------------------------------------------------------------------ */

void canvas_print(const Canvas *canvas, FILE *out)
{
    for (int i = 0; i < canvas->rows; i++) {
        const Cell *row = canvas->cells + (ptrdiff_t)i * canvas->columns;
        int last = canvas->columns;
        while (last > 0 && row[last - 1].glyph == ' ') {
            last--;
        }
        for (int j = 0; j < last; j++) {
            char bytes[4];
            if (row[j].glyph) {
                fwrite(bytes, 1, (size_t)write_utf8(row[j].glyph, bytes), out);
            }
        }
        putc('\n', out);
    }
}
