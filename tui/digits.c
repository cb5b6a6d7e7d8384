#include "tui/digits.h"

#include <stddef.h>

/* Digits of three rows, made of half blocks. */
typedef struct {
    char digit;
    const char *rows[DIGIT_ROWS];
} Glyph;

static const Glyph glyphs[] = {
    { '0', { "█▀█", "█ █", "▀▀▀" } }, { '1', { "▄█ ", " █ ", "▀▀▀" } },
    { '2', { "▀▀█", "█▀▀", "▀▀▀" } }, { '3', { "▀▀█", " ▀█", "▀▀▀" } },
    { '4', { "█ █", "▀▀█", "  ▀" } }, { '5', { "█▀▀", "▀▀█", "▀▀▀" } },
    { '6', { "█▀▀", "█▀█", "▀▀▀" } }, { '7', { "▀▀█", "  █", "  ▀" } },
    { '8', { "█▀█", "█▀█", "▀▀▀" } }, { '9', { "█▀█", "▀▀█", "▀▀▀" } },
    { '.', { " ", " ", "▀" } },       { ',', { " ", " ", "█" } },
    { '$', { "▄█▄", "▀█▄", "▀█▀" } }, { '-', { "  ", "▀▀", "  " } },
};

static const Glyph *find_glyph(char digit)
{
    for (size_t i = 0; i < sizeof glyphs / sizeof *glyphs; i++) {
        if (glyphs[i].digit == digit) {
            return &glyphs[i];
        }
    }
    return NULL;
}

int digits_columns(const char *number, int scale)
{
    int columns = 0;
    for (; *number; number++) {
        const Glyph *glyph = find_glyph(*number);
        if (!glyph) {
            return -1;
        }
        columns += text_columns(glyph->rows[0]) * scale + 1;
    }
    return columns;
}

/* Each half of a cell becomes a row, and twice as wide. */
static void draw_double(Canvas *canvas, int row, int column, Style style, const Glyph *glyph)
{
    for (int i = 0; i < DIGIT_ROWS; i++) {
        const char *at = glyph->rows[i];
        for (int x = column; *at; x += 2) {
            uint32_t block = read_utf8(&at);
            for (int half = 0; half < 2; half++) {
                bool on = block == 0x2588 || block == (half ? 0x2584u : 0x2580u);
                canvas_fill(canvas, (Rect){ row + 2 * i + half, x, 1, on ? 2 : 0 }, style, 0x2588);
            }
        }
    }
}

const char *draw_digits(Canvas *canvas, int row, int *column, int scale, Style style,
                        const char *number)
{
    for (; *number; number++) {
        const Glyph *glyph = find_glyph(*number);
        if (!glyph) {
            break;
        }
        for (int i = 0; i < DIGIT_ROWS && scale == 1; i++) {
            const char *at = glyph->rows[i];
            for (int x = *column; *at; x++) {
                uint32_t block = read_utf8(&at);
                if (block != ' ') { /* a blank would show the style's line */
                    canvas_put(canvas, row + i, x, style, block);
                }
            }
        }
        if (scale > 1) {
            draw_double(canvas, row, *column, style, glyph);
        }
        *column += text_columns(glyph->rows[0]) * scale + 1;
    }
    return number;
}
