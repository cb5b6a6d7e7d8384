#include "tui/snapshot.h"

#include "profile/file.h"
#include "tui/actions.h"
#include "tui/dashboard.h"
#include "tui/paint.h"
#include "tui/panels.h"
#include "tui/script.h"

#include <stdlib.h>
#include <string.h>

enum { CELL_WIDTH = 9, CELL_HEIGHT = 18, FRAME = 12 };

static const char fonts[] = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace";

/* -- runs of one style --------------------------------------------------------------------------- */

static const Cell *cell(const Canvas *canvas, int row, int column)
{
    return &canvas->cells[row * canvas->columns + column];
}

static int run_end(const Canvas *canvas, int row, int column)
{
    int style = cell(canvas, row, column)->style, end = column;
    while (end < canvas->columns && cell(canvas, row, end)->style == style) {
        end++;
    }
    return end;
}

static void put_glyph(FILE *out, uint32_t glyph, bool markup)
{
    char bytes[4];
    const char *entity = !markup        ? NULL
                         : glyph == '<' ? "&lt;"
                         : glyph == '>' ? "&gt;"
                         : glyph == '&' ? "&amp;"
                                        : NULL;
    if (entity) {
        fputs(entity, out);
    } else if (glyph) {
        fwrite(bytes, 1, (size_t)write_utf8(glyph, bytes), out);
    }
}

static void print_ansi(const Canvas *canvas, int theme, FILE *out)
{
    for (int row = 0; row < canvas->rows; row++) {
        for (int column = 0; column < canvas->columns;) {
            int end = run_end(canvas, row, column);
            const Look *look = &themes[theme].looks[cell(canvas, row, column)->style];
            fputs("\033[0", out);
            fputs(look->attributes & BOLD ? ";1" : "", out);
            fputs(look->attributes & UNDERLINE ? ";4" : "", out);
            fputs(look->attributes & REVERSE ? ";7" : "", out);
            if (look->foreground >= 0) {
                fprintf(out, ";%d", look->foreground + (look->foreground < 8 ? 30 : 82));
            }
            if (look->background >= 0) {
                fprintf(out, ";%d", look->background + (look->background < 8 ? 40 : 92));
            }
            putc('m', out);
            for (; column < end; column++) {
                put_glyph(out, cell(canvas, row, column)->glyph, false);
            }
        }
        fputs("\033[0m\n", out);
    }
}

static void print_rules(FILE *out, int theme)
{
    for (int style = 0; style < STYLE_COUNT; style++) {
        Paint paint = paint_of(theme, style);
        fprintf(out, ".s%d{color:%s;fill:%s%s%s%s%s}\n", style, paint.ink, paint.ink,
                *paint.ground ? ";background:" : "", paint.ground,
                paint.attributes & BOLD ? ";font-weight:bold" : "",
                paint.attributes & UNDERLINE ? ";text-decoration:underline" : "");
    }
}

static void print_html(const Canvas *canvas, int theme, FILE *out)
{
    const Palette *palette = palette_of(theme);
    fprintf(out,
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            "<title>flopdeck</title><style>\nbody{background:%s;margin:1em}\n"
            "pre{color:%s;font:15px/1.2 %s;margin:0}\n",
            palette->ground, palette->ink, fonts);
    print_rules(out, theme);
    fputs("</style></head><body><pre>", out);
    for (int row = 0; row < canvas->rows; row++) {
        for (int column = 0; column < canvas->columns;) {
            int end = run_end(canvas, row, column);
            fprintf(out, "<span class=\"s%d\">", cell(canvas, row, column)->style);
            for (; column < end; column++) {
                put_glyph(out, cell(canvas, row, column)->glyph, true);
            }
            fputs("</span>", out);
        }
        putc('\n', out);
    }
    fputs("</pre></body></html>\n", out);
}

/* -- SVG ----------------------------------------------------------------------------------------- */

/* Blocks, rules and braille as shapes: fonts leave gaps between them.  Returns whether the glyph is
 * one; writes its shape over `cells` equal ones. */
static bool put_shape(FILE *out, uint32_t glyph, int x, int y, int cells)
{
    int width = cells * CELL_WIDTH, half = CELL_HEIGHT / 2;
    double eighth = CELL_WIDTH / 8.0;
    if (glyph == 0x2588) {
        fprintf(out, "M%d %dh%dv%dh-%dz", x, y, width, CELL_HEIGHT, width);
    } else if (glyph == 0x2580 || glyph == 0x2584) {
        fprintf(out, "M%d %dh%dv%dh-%dz", x, y + (glyph == 0x2584 ? half : 0), width, half, width);
    } else if (glyph >= 0x2589 && glyph <= 0x258F) { /* eighths from the left */
        double part = (0x2590 - (double)glyph) * eighth;
        fprintf(out, "M%d %dh%.2fv%dh-%.2fz", x, y, part, CELL_HEIGHT, part);
    } else if (glyph == 0x2500 || glyph == 0x2501) {
        int thick = glyph == 0x2501 ? 2 : 1;
        fprintf(out, "M%d %dh%dv%dh-%dz", x, y + half - thick / 2, width, thick, width);
    } else if (glyph == 0x2502) {
        fprintf(out, "M%d %dh1v%dh-1z", x + CELL_WIDTH / 2, y, CELL_HEIGHT);
    } else if (glyph > 0x2800 && glyph < 0x2900) {
        static const unsigned char dots[4][2] = { { 1, 8 }, { 2, 16 }, { 4, 32 }, { 64, 128 } };
        for (int i = 0; i < 8; i++) {
            int down = i / 2, across = i % 2;
            if (glyph & dots[down][across]) {
                fprintf(out, "M%.1f %.1fh1.8v1.8h-1.8z", x + 1.4 + across * 4.5,
                        y + 1.5 + down * 4.5);
            }
        }
    } else {
        return false;
    }
    return true;
}

static bool is_wide_shape(uint32_t glyph)
{
    return glyph == 0x2588 || glyph == 0x2580 || glyph == 0x2584 || glyph == 0x2500 ||
           glyph == 0x2501;
}

static bool is_shape(uint32_t glyph)
{
    return is_wide_shape(glyph) || (glyph >= 0x2589 && glyph <= 0x258F) || glyph == 0x2502 ||
           (glyph > 0x2800 && glyph < 0x2900);
}

/* All shapes of one style are one path. */
static void print_shapes(const Canvas *canvas, int style, FILE *out)
{
    bool open = false;
    for (int row = 0; row < canvas->rows; row++) {
        for (int column = 0, cells; column < canvas->columns; column += cells) {
            const Cell *at = cell(canvas, row, column);
            cells = 1;
            if (at->style != style || !is_shape(at->glyph)) {
                continue;
            }
            while (is_wide_shape(at->glyph) && column + cells < canvas->columns &&
                   memcmp(at, at + cells, sizeof at->glyph) == 0 && at[cells].style == style) {
                cells++;
            }
            if (!open) {
                fprintf(out, "<path class=\"s%d\" d=\"", style);
            }
            open = true;
            put_shape(out, at->glyph, FRAME + column * CELL_WIDTH, FRAME + row * CELL_HEIGHT,
                      cells);
        }
    }
    fputs(open ? "\"/>\n" : "", out);
}

static void print_words(const Canvas *canvas, int theme, int row, FILE *out)
{
    for (int column = 0; column < canvas->columns;) {
        int end = run_end(canvas, row, column), style = cell(canvas, row, column)->style;
        Paint paint = paint_of(theme, style);
        int x = FRAME + column * CELL_WIDTH, y = FRAME + row * CELL_HEIGHT;
        if (*paint.ground) {
            fprintf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", x, y,
                    (end - column) * CELL_WIDTH, CELL_HEIGHT, paint.ground);
        }
        while (column < end) { /* words apart, so that each begins in its column */
            uint32_t glyph;
            int from = column;
            while (column < end && (glyph = cell(canvas, row, column)->glyph) != ' ' &&
                   !is_shape(glyph)) {
                column++;
            }
            if (column == from) {
                column++;
                continue;
            }
            fprintf(out, "<text class=\"s%d\" x=\"%d\" y=\"%d\" textLength=\"%d\">", style,
                    FRAME + from * CELL_WIDTH, y + 14, (column - from) * CELL_WIDTH);
            for (int i = from; i < column; i++) {
                put_glyph(out, cell(canvas, row, i)->glyph, true);
            }
            fputs("</text>\n", out);
        }
    }
}

static void print_svg(const Canvas *canvas, int theme, FILE *out)
{
    int width = canvas->columns * CELL_WIDTH + 2 * FRAME,
        height = canvas->rows * CELL_HEIGHT + 2 * FRAME;
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
            "viewBox=\"0 0 %d %d\" font-family=\"%s\" font-size=\"15\">\n<style>\n",
            width, height, width, height, fonts);
    print_rules(out, theme);
    fprintf(out, "</style>\n<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\"/>\n", width,
            height, palette_of(theme)->ground);
    for (int row = 0; row < canvas->rows; row++) {
        print_words(canvas, theme, row, out);
    }
    for (int style = 0; style < STYLE_COUNT; style++) {
        print_shapes(canvas, style, out);
    }
    fputs("</svg>\n", out);
}

/* -- formats ------------------------------------------------------------------------------------- */

typedef enum { SNAPSHOT_TEXT, SNAPSHOT_ANSI, SNAPSHOT_SVG, SNAPSHOT_HTML } SnapshotFormat;

/* By the ending: .txt .ans .svg .html; NULL and "-" are text. */
static bool format_of(const char *path, SnapshotFormat *format, Error *error)
{
    static const struct {
        const char *ending;
        SnapshotFormat format;
    } rows[] = { { ".txt", SNAPSHOT_TEXT },
                 { ".ans", SNAPSHOT_ANSI },
                 { ".svg", SNAPSHOT_SVG },
                 { ".html", SNAPSHOT_HTML } };
    const char *dot = path ? strrchr(path, '.') : NULL;
    *format = SNAPSHOT_TEXT;
    if (!path || strcmp(path, "-") == 0) {
        return true;
    }
    for (size_t i = 0; dot && i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(dot, rows[i].ending) == 0) {
            *format = rows[i].format;
            return true;
        }
    }
    return fail(error, "'%.200s': a screen is written as .txt, .ans, .svg or .html", path);
}

/* theme: a number of themes[]. */
static void print_canvas(const Canvas *canvas, int theme, SnapshotFormat format, FILE *out)
{
    switch (format) {
    case SNAPSHOT_TEXT:
        canvas_print(canvas, out);
        break;
    case SNAPSHOT_ANSI:
        print_ansi(canvas, theme, out);
        break;
    case SNAPSHOT_SVG:
        print_svg(canvas, theme, out);
        break;
    case SNAPSHOT_HTML:
        print_html(canvas, theme, out);
        break;
    }
}

void act_screen(App *app, long now)
{
    SnapshotFormat format;
    Error error;
    Canvas canvas;
    char *text = NULL, path[sizeof app->argument];
    size_t size = 0;
    (void)now;
    if (!*app->argument) {
        app->entry.typing = TYPING_COMMAND;
        app->entry.length =
            snprintf(app->entry.text, sizeof app->entry.text, "screen flopdeck.svg");
        return;
    }
    snprintf(path, sizeof path, "%s", app->argument);
    if (!format_of(path, &format, &error)) {
        app_say(app, STYLE_BROKEN, "%s", error.text);
        return;
    }
    FILE *out = open_memstream(&text, &size);
    if (!out) {
        app_say(app, STYLE_BROKEN, "out of memory");
        return;
    }
    canvas_open(&canvas, app->rows, app->columns, app->shown);
    screen_draw(app, &canvas);
    print_canvas(&canvas, app->theme >= 0 ? app->theme : 0, format, out);
    canvas_close(&canvas);
    if (fclose(out) == 0 && file_write(path, text, size, &error)) {
        app_say(app, STYLE_GOOD, "the screen is in %s", path);
    } else {
        app_say(app, STYLE_BROKEN, "%s", error.text);
    }
    free(text);
}

/* -- without a terminal -------------------------------------------------------------------------- */

typedef struct {
    App *app;
    Canvas *canvas;
} Played;

static bool press(void *user, const Event *event)
{
    static long clock; /* an hour a key: every key is a change of its own */
    const Played *played = user;
    clock += 3600000;
    if (event->kind == EVENT_RESIZE) {
        canvas_resize(played->canvas, event->rows, event->columns);
    } else {
        app_event(played->app, event, clock);
    }
    questions_settle(played->app);
    screen_draw(played->app, played->canvas);
    return true;
}

bool play_keys(App *app, Canvas *canvas, const char *keys, Error *error)
{
    Played played = { app, canvas };
    screen_draw(app, canvas);
    return script_play(keys, press, &played, error);
}

bool dashboard_screen(Library *library, const Scenario *scenario, const ScreenOrder *order,
                      FILE *out, Error *error)
{
    static App app; /* large: the undo ring is in it */
    Canvas canvas;
    SnapshotFormat format;
    int rows = 24, columns = 80, theme = order->theme ? find_theme(order->theme) : 0;
    if (order->size && !read_size("--size", order->size, &columns, &rows, error)) {
        return false;
    }
    if (!theme_known(order->theme, error) || !format_of(order->path, &format, error)) {
        return false;
    }
    canvas_open(&canvas, rows, columns, CHARSET_FULL);
    app_open(&app, library, scenario, NULL);
    app.theme = theme;
    bool good = play_keys(&app, &canvas, order->keys ? order->keys : "", error);
    if (app.charset >= 0) {
        canvas.charset = (Charset)app.charset;
    }
    if (good) {
        questions_settle(&app); /* some are as large as the screen: asked when it was drawn */
        screen_draw(&app, &canvas);
        print_canvas(&canvas, app.theme, format, out);
    }
    canvas_close(&canvas);
    app_close(&app);
    return good;
}
