/* theme.h -- colours and attributes of the named styles.  No terminal library: numbers only. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include "tui/canvas.h"

enum { PLAIN = 0, BOLD = 1, REVERSE = 2, UNDERLINE = 4, FAINT = 8 };

typedef struct {
    signed char foreground, background; /* 0..15; -1: the terminal's own */
    unsigned char attributes;
} Look;

typedef struct {
    const char *name;
    Look looks[STYLE_COUNT];
} Theme;

extern const Theme themes[];
extern const int theme_count;

/* Number of the theme of that name, or -1. */
int find_theme(const char *name);

#endif
