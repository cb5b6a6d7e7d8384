/* canvas.h -- a grid of cells that panels draw into.
 *
 * No terminal is needed: term.c shows a canvas, tests print it.  Drawing outside the grid is
 * harmless.  Glyphs are written as Unicode; a canvas with fewer characters turns them into what it
 * has, in one table. */
#ifndef TUI_CANVAS_H
#define TUI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef enum {
    STYLE_TEXT,
    STYLE_TITLE,
    STYLE_LABEL,
    STYLE_VALUE,
    STYLE_UNIT,
    STYLE_CHANGED,
    STYLE_GOOD,
    STYLE_WARNING,
    STYLE_BROKEN,
    STYLE_DIM,
    STYLE_FOCUS,
    STYLE_TRACK,
    STYLE_FILL,
    STYLE_MARK,
    STYLE_BAR,
    STYLE_BAR_KEY,
    STYLE_SERIES_A,
    STYLE_SERIES_B,
    STYLE_SERIES_C,
    STYLE_SERIES_D,
    STYLE_SLOT_FORWARD, /* of a timeline, in the order of SlotKind */
    STYLE_SLOT_BACKWARD,
    STYLE_SLOT_INPUT,
    STYLE_SLOT_WEIGHT,
    STYLE_SLOT_PAIR,
    STYLE_SLOT_BUBBLE,
    STYLE_SLOT_EXCHANGE,
    STYLE_SLOT_OPTIMIZER,
    STYLE_SLOT_REST,
    STYLE_FADED, /* changed, some keys ago */
    STYLE_AREA,  /* under a curve */
    STYLE_COUNT
} Style;

/* What a terminal can show: all of Unicode's blocks and braille; lines and few symbols; ASCII. */
typedef enum { CHARSET_FULL, CHARSET_COMPAT, CHARSET_ASCII } Charset;

typedef struct {
    uint32_t glyph; /* 0: right half of the wide glyph before it */
    int32_t style;  /* Style; as wide as the glyph, so that rows compare as bytes */
} Cell;

typedef struct {
    int row, column, rows, columns;
} Rect;

typedef struct {
    int rows, columns;
    Charset charset;
    Cell *cells;                   /* [rows][columns] */
    int cursor_row, cursor_column; /* where the hardware cursor stands, for screen readers */
} Canvas;

/* A canvas of blanks; canvas_close frees it. */
void canvas_open(Canvas *canvas, int rows, int columns, Charset charset);
void canvas_resize(Canvas *canvas, int rows, int columns);
void canvas_close(Canvas *canvas);
void canvas_clear(Canvas *canvas);

/* One glyph, turned into what the charset has. */
void canvas_put(Canvas *canvas, int row, int column, Style style, uint32_t glyph);

/* UTF-8 from the left of a field; what does not fit ends in an ellipsis.  Bytes that are no UTF-8
 * become U+FFFD.  Returns the columns drawn. */
int canvas_text(Canvas *canvas, int row, int column, int columns, Style style, const char *text);

/* The same, at the right of the field. */
int canvas_right(Canvas *canvas, int row, int column, int columns, Style style, const char *text);

/* The start of the text that fits so many columns, cut between words (a word that is too long is a
 * line of its own), into line.  Returns where the rest begins: at its end for the last line. */
const char *break_line(const char *text, int columns, char *line, size_t size);

/* Columns that the text takes. */
int text_columns(const char *text);

void canvas_fill(Canvas *canvas, Rect rect, Style style, uint32_t glyph);

/* A rule with a title in it: ── Title ─────.  Where that is too long, what follows its last comma goes. */
void canvas_rule(Canvas *canvas, int row, int column, int columns, const char *title);

/* A rounded frame with a title. */
void canvas_box(Canvas *canvas, Rect rect, Style style, const char *title);

/* A bar over `share` (0..1) of the columns: eighths of a cell where the charset has them, and at
 * least one mark when share is above 0. */
void canvas_bar(Canvas *canvas, int row, int column, int columns, Style style, double share);

/* The area under heights 0..1 (count of them, from left to right; others leave a gap), to an eighth of
 * a row where the charset has eighths.  A line of dots is finer and is hardly seen: an area has an
 * edge.  Returns the row of the edge in the column `at` of the rectangle; -1: there is none. */
int canvas_curve(Canvas *canvas, Rect rect, const double *heights, int count, int at);

/* Reads one code point and moves on; U+FFFD for what is no UTF-8. */
uint32_t read_utf8(const char **text);

/* Writes a code point; returns the bytes (at most 4; not terminated). */
int write_utf8(uint32_t glyph, char out[4]);

/* The rows as UTF-8, blanks at the end of a line left out. */
void canvas_print(const Canvas *canvas, FILE *out);

#endif
