#include "tui/paint.h"

#include <stdio.h>
#include <string.h>

static const Palette dark = { "#12151b",
                              "#d7dae0",
                              { "#12151b", "#c8303c", "#7fbf6a", "#d9a44a", "#2850b0", "#b877db",
                                "#35b3c4", "#d7dae0", "#7c8492", "#ff7a85", "#98d982", "#ffd166",
                                "#7aa5ff", "#d59bf2", "#62d8e8", "#ffffff" } };
static const Palette light = { "#ffffff",
                               "#22262e",
                               { "#22262e", "#b3202c", "#2f7d32", "#8a5a00", "#1f55b8", "#8a2fb0",
                                 "#00707f", "#c9ccd2", "#6a7180", "#c62f3c", "#3b8f3e", "#ffd166",
                                 "#2f66cc", "#9a40c0", "#00808f", "#ffffff" } };

const Palette *palette_of(int theme)
{
    return strcmp(themes[theme].name, "light") == 0 ? &light : &dark;
}

/* A colour of a look: one of the 256, which are the same everywhere (256colres.pl of xterm: a cube of
 * six steps, then greys), or the palette's, or for -1 the other one given. */
static void print_colour(char out[8], const Palette *palette, int number, int fine, const char *own)
{
    int levels[3];
    for (int i = 0; i < 3; i++) {
        int step = (fine - 16) / (i == 0 ? 36 : i == 1 ? 6 : 1) % 6;
        levels[i] = fine >= 232 ? 8 + 10 * (fine - 232) : step ? 55 + 40 * step : 0;
    }
    if (fine) {
        snprintf(out, 8, "#%02x%02x%02x", levels[0] & 0xFF, levels[1] & 0xFF, levels[2] & 0xFF);
    } else {
        snprintf(out, 8, "%s", number < 0 ? own : palette->colours[number]);
    }
}

Paint paint_of(int theme, int style)
{
    const Palette *palette = palette_of(theme);
    const Look *look = &themes[theme].looks[style];
    const Fine *fine = &themes[theme].fine[style];
    bool turned = look->attributes & REVERSE;
    Paint paint = { .attributes = look->attributes };
    print_colour(turned ? paint.ground : paint.ink, palette, look->foreground, fine->foreground,
                 palette->ink);
    print_colour(turned ? paint.ink : paint.ground, palette, look->background, fine->background,
                 turned ? palette->ground : "");
    return paint;
}
