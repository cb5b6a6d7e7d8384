/* theme.h -- colours and attributes of the named styles.  No terminal library: numbers only. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include "model/error.h"
#include "tui/canvas.h"

enum { PLAIN = 0, BOLD = 1, REVERSE = 2, UNDERLINE = 4 };

typedef struct {
    signed char foreground, background; /* 0..15; -1: the terminal's own */
    unsigned char attributes;
} Look;

/* 16..255, used instead where there are 256 colours; 0: none is. */
typedef struct {
    unsigned char foreground, background;
} Fine;

typedef struct {
    const char *name;
    Look looks[STYLE_COUNT];
    Fine fine[STYLE_COUNT];
} Theme;

extern const Theme themes[];
extern const int theme_count;

/* Number of the theme of that name, or -1. */
int find_theme(const char *name);

/* Whether there is a theme of that name; NULL: none was asked for. */
bool theme_known(const char *name, Error *error);

#endif
