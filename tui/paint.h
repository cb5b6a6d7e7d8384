/* paint.h -- what the styles of a theme look like in a picture, where no terminal brings its colours. */
#ifndef TUI_PAINT_H
#define TUI_PAINT_H

#include "tui/theme.h"

enum { COLOURS = 16 };

/* What a terminal's own colours are is not known: two sets that read well. */
typedef struct {
    const char *ground, *ink, *colours[COLOURS];
} Palette;

typedef struct {
    char ink[8], ground[8]; /* #rrggbb; ground empty: the page's */
    unsigned attributes;
} Paint;

const Palette *palette_of(int theme);
Paint paint_of(int theme, int style);

#endif
