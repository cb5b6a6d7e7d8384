/* vt.h -- the screen of a terminal, kept by libvterm: bytes in, cells out. */
#ifndef TESTS_VT_H
#define TESTS_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Vt Vt;

typedef struct {
    uint32_t glyph; /* 0: blank, or the right half of a wide glyph */
    bool bold, underline, reverse;
    int foreground, background; /* -1: default; 0..255: indexed; 256: direct */
} VtCell;

/* answer: takes what the terminal answers to questions; the bytes are lent for the call.  Pair with
 * vt_close. */
Vt *vt_open(int rows, int columns, void (*answer)(const char *bytes, size_t count, void *user),
            void *user);
void vt_close(Vt *vt);

void vt_resize(Vt *vt, int rows, int columns);

/* Takes whole letters and sequences; returns how many bytes those are.  The rest is to be given
 * again, with more. */
size_t vt_feed(Vt *vt, const char *bytes, size_t count);

/* A row as UTF-8 without trailing blanks.  Borrowed until the next call. */
const char *vt_row(Vt *vt, int row);

/* All rows, each with its line end.  free() it. */
char *vt_text(Vt *vt);

/* Whether a row has the text in it. */
bool vt_shows(Vt *vt, const char *text);

VtCell vt_cell(Vt *vt, int row, int column);

/* All cells, row by row.  free() it. */
VtCell *vt_cells(Vt *vt, int *count);

/* Whether letters would be written plainly: no attribute, no colour. */
bool vt_pen_is_plain(Vt *vt);

#endif
