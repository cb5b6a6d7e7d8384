/* test_theme.c -- themes tell apart what differs, and can be read. */
#include "tests/board.h"
#include "tests/suites.h"

#include "tui/dashboard.h"
#include "tui/panels.h"
#include "tui/questions.h"
#include "tui/theme.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What must be told apart is, even without colours. */
START_TEST(themes_tell_apart)
{
    static const Style pairs[][2] = { { STYLE_TEXT, STYLE_FOCUS },
                                      { STYLE_TEXT, STYLE_BROKEN },
                                      { STYLE_VALUE, STYLE_CHANGED },
                                      { STYLE_TEXT, STYLE_BAR },
                                      { STYLE_BAR, STYLE_BAR_KEY } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        ck_assert(memcmp(&themes[_i].looks[pairs[i][0]], &themes[_i].looks[pairs[i][1]],
                         sizeof(Look)) != 0);
    }
    ck_assert_int_eq(find_theme(themes[_i].name), _i);
}
END_TEST

/* Red, green and blue of xterm's colours: XTerm-col.ad and 256colres.pl of its sources. */
static void colour_of(int number, double rgb[3])
{
    static const int own[16] = { 0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
                                 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
                                 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff };
    for (int i = 0; i < 3; i++) {
        int level = number < 232 ? (number - 16) / (i == 0 ? 36 : i == 1 ? 6 : 1) % 6 : 0;
        rgb[i] = number < 16    ? own[number] >> (16 - 8 * i) & 0xff
                 : number < 232 ? (level ? 55 + 40 * level : 0)
                                : 8 + 10 * (number - 232);
    }
}

/* WCAG 2.2, relative luminance. */
static double luminance(const double rgb[3])
{
    static const double weights[3] = { 0.2126, 0.7152, 0.0722 };
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double s = rgb[i] / 255;
        sum += weights[i] * (s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/* What a letter of the style and the cell behind it look like. */
static void colours(int theme, Style style, double ink[3], double ground[3])
{
    const Look *look = &themes[theme].looks[style];
    const Fine *fine = &themes[theme].fine[style];
    bool bright = strcmp(themes[theme].name, "light") == 0;
    bool turned = look->attributes & REVERSE;
    colour_of(fine->foreground       ? fine->foreground
              : look->foreground < 0 ? (bright ? 0 : 15)
                                     : look->foreground,
              turned ? ground : ink);
    colour_of(fine->background       ? fine->background
              : look->background < 0 ? (bright ? 15 : 0)
                                     : look->background,
              turned ? ink : ground);
}

/* WCAG 2.2, contrast ratio, where the glyph covers a share of its cell. */
static double contrast_of(const double ink[3], const double ground[3], double covers)
{
    double mixed[3];
    for (int i = 0; i < 3; i++) {
        mixed[i] = covers * ink[i] + (1 - covers) * ground[i];
    }
    double a = luminance(mixed), b = luminance(ground);
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

static double contrast(int theme, Style style, double covers)
{
    double ink[3], ground[3];
    colours(theme, style, ink, ground);
    return contrast_of(ink, ground, covers);
}

/* Text at 4.5:1, bars and lines at 3:1 (WCAG 2.2, 1.4.3 and 1.4.11), a bar of shades by the share of
 * the cell that is inked.  What is idle is drawn as hardly there. */
static double least_contrast(int style, double *covers)
{
    static const struct {
        Style style;
        double covers, least;
    } drawn[] = { { STYLE_TRACK, 1, 3 },      { STYLE_FILL, 1, 3 },
                  { STYLE_SERIES_A, 1, 3 },   { STYLE_SERIES_B, 0.75, 3 },
                  { STYLE_SERIES_C, 0.5, 3 }, { STYLE_SERIES_D, 0.25, 1.5 },
                  { STYLE_AREA, 1, 3 } };
    *covers = 1;
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        if ((int)drawn[i].style == style) {
            *covers = drawn[i].covers;
            return drawn[i].least;
        }
    }
    return 4.5;
}

START_TEST(themes_can_be_read)
{
    for (int style = 0; style < STYLE_COUNT; style++) {
        double covers, least = least_contrast(style, &covers);
        double has = contrast(_i, (Style)style, covers);
        ck_assert_msg(has >= least, "%s, style %d: contrast %.2f, not %.1f", themes[_i].name, style,
                      has, least);
    }
    /* large digits are half blocks: on a ground of their own they would be drawn inside out */
    const Look *looks = themes[_i].looks;
    ck_assert_int_eq(looks[STYLE_CHANGED].background, looks[STYLE_VALUE].background);
    ck_assert_int_eq(looks[STYLE_FADED].background, looks[STYLE_VALUE].background);
}
END_TEST

/* black on white is 21, by definition; 0x777777 on white is 4.48, the example of WCAG's tools */
START_TEST(contrast_is_wcag)
{
    const double black[3] = { 0 }, white[3] = { 255, 255, 255 }, grey[3] = { 119, 119, 119 };
    ck_assert_double_eq_tol((luminance(white) + 0.05) / (luminance(black) + 0.05), 21, 1e-9);
    ck_assert_double_eq_tol(1.05 / (luminance(grey) + 0.05), 4.48, 0.005);
}
END_TEST

/* CIE 1976 L*a*b* of sRGB under D65: IEC 61966-2-1 for XYZ, CIE 15 for the rest. */
static void lab_of(const double rgb[3], double lab[3])
{
    static const double weights[3][3] = { { 0.4124, 0.3576, 0.1805 },
                                          { 0.2126, 0.7152, 0.0722 },
                                          { 0.0193, 0.1192, 0.9505 } };
    double f[3];
    for (int i = 0; i < 3; i++) {
        double sum = 0, white = 0;
        for (int j = 0; j < 3; j++) {
            double s = rgb[j] / 255;
            sum += weights[i][j] * (s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4));
            white += weights[i][j];
        }
        double t = sum / white, low = 6.0 / 29;
        f[i] = t > low * low * low ? cbrt(t) : t / (3 * low * low) + 4.0 / 29;
    }
    lab[0] = 116 * f[1] - 16;
    lab[1] = 500 * (f[0] - f[1]);
    lab[2] = 200 * (f[1] - f[2]);
}

/* How far apart two colours look: 2.3 is just noticed (Mahy, Van Eycken, Oosterlinck 1994). */
static double apart(const double a[3], const double b[3])
{
    double one[3], two[3], sum = 0;
    lab_of(a, one);
    lab_of(b, two);
    for (int i = 0; i < 3; i++) {
        sum += (one[i] - two[i]) * (one[i] - two[i]);
    }
    return sqrt(sum);
}

enum { CLEARLY = 20 }; /* apart in a cell as small as a letter */

/* sRGB's red is L* 53.24, a* 80.09, b* 67.20 (Lindbloom's calculator); black and white are 100 apart */
START_TEST(distance_is_cielab)
{
    const double red[3] = { 255, 0, 0 }, black[3] = { 0 }, white[3] = { 255, 255, 255 };
    double lab[3];
    lab_of(red, lab);
    ck_assert_double_eq_tol(lab[0], 53.24, 0.02);
    ck_assert_double_eq_tol(lab[1], 80.09, 0.05);
    ck_assert_double_eq_tol(lab[2], 67.20, 0.05);
    ck_assert_double_eq_tol(apart(black, white), 100, 1e-6);
}
END_TEST

/* What stands beside each other in colour is told apart by it: the slots of a timeline, a title and
 * the change written after it, what changed and what is broken. */
START_TEST(neighbours_are_told_apart)
{
    double ink[3], other[3], ground[3], ground2[3];
    bool coloured = themes[_i].looks[STYLE_TITLE].foreground >= 0;
    for (int a = STYLE_SLOT_FORWARD; coloured && a <= STYLE_SLOT_REST; a++) {
        for (int b = a + 1; b <= STYLE_SLOT_REST; b++) {
            colours(_i, (Style)a, ink, ground);
            colours(_i, (Style)b, other, ground2);
            bool dots = a == STYLE_SLOT_BUBBLE && b == STYLE_SLOT_REST; /* told by its letter */
            ck_assert_msg(dots || apart(ground, ground2) >= CLEARLY,
                          "%s: slots %d and %d are %.1f apart", themes[_i].name,
                          a - STYLE_SLOT_FORWARD, b - STYLE_SLOT_FORWARD, apart(ground, ground2));
        }
    }
    colours(_i, STYLE_TITLE, ink, ground);
    colours(_i, STYLE_MARK, other, ground2);
    ck_assert(!coloured || apart(ink, other) >= CLEARLY);
    colours(_i, STYLE_CHANGED, ink, ground);
    ck_assert(!coloured || apart(ink, ground2) >= CLEARLY);
    colours(_i, STYLE_BROKEN, other, ground2);
    ck_assert(!coloured || apart(ink, ground2) >= CLEARLY);
}
END_TEST

static const Cell *cell_under_cursor(void)
{
    return &canvas.cells[canvas.cursor_row * canvas.columns + canvas.cursor_column];
}

/* The cursor of the timeline among slots of any kind. */
START_TEST(cursor_is_seen_in_the_timeline)
{
    Scenario scenario;
    load_board("deepseek-v3", &scenario);
    keys("f Right*3");
    const Cell *cursor = cell_under_cursor();
    ck_assert_uint_eq(cursor->glyph, '+');
    for (int theme = 0; theme < theme_count; theme++) {
        double ink[3], ground[3], slot[3], own[3];
        colours(theme, STYLE_TEXT, ink, own);
        colours(theme, (Style)cursor->style, ink, ground);
        for (int style = STYLE_SLOT_FORWARD; style <= STYLE_SLOT_REST; style++) {
            colours(theme, (Style)style, ink, slot);
            ck_assert_msg(apart(own, slot) == 0 || apart(ground, slot) >= CLEARLY,
                          "%s: cursor in slot %d", themes[theme].name, style - STYLE_SLOT_FORWARD);
        }
    }
}
END_TEST

/* The shades of a map rise in every theme, from the ground on. */
START_TEST(shades_of_a_map_rise)
{
    static const struct {
        uint32_t glyph;
        double covers;
    } shades[] = { { 0x2591, 0.25 }, { 0x2592, 0.5 }, { 0x2593, 0.75 }, { 0x2588, 1 } };
    enum { SHADES = sizeof shades / sizeof *shades };
    Scenario scenario;
    Style styles[SHADES] = { STYLE_TEXT };
    load_board("deepseek-v3", &scenario);
    keys("z");
    questions_settle(&app);
    screen_draw(&app, &canvas);
    app_close(&app);
    int seen = 0;
    for (int i = 0; i < canvas.rows * canvas.columns; i++) {
        for (int shade = 0; shade < SHADES; shade++) {
            if (canvas.cells[i].glyph == shades[shade].glyph) {
                styles[shade] = (Style)canvas.cells[i].style;
                seen |= 1 << shade;
            }
        }
    }
    ck_assert_int_eq(seen, (1 << SHADES) - 1);
    for (int theme = 0; theme < theme_count; theme++) {
        double below = 1;
        for (int shade = 0; shade < SHADES; shade++) {
            double has = contrast(theme, styles[shade], shades[shade].covers);
            ck_assert_msg(has >= 1.2 * below, "%s, shade %d: %.2f after %.2f", themes[theme].name,
                          shade, has, below);
            below = has;
        }
    }
}
END_TEST

static void read_colour(const char *text, double rgb[3])
{
    unsigned number;
    ck_assert_int_eq(sscanf(text, "#%6x", &number), 1);
    for (int i = 0; i < 3; i++) {
        rgb[i] = number >> (16 - 8 * i) & 0xff;
    }
}

/* A picture has other colours for the 16, and is read as well. */
START_TEST(pictures_can_be_read)
{
    Scenario scenario;
    Error error = { .text = "" };
    char *text = NULL, head[16];
    size_t size;
    given_scenario(&scenario, "deepseek-v3");
    FILE *out = open_memstream(&text, &size);
    const ScreenOrder order = { .theme = themes[_i].name, .path = "screen.svg" };
    must(dashboard_screen(&given_library, &scenario, &order, out, &error), &error);
    fclose(out);
    double page[3];
    const char *rule = strstr(text, "rx=\"8\" fill=\"");
    ck_assert_ptr_nonnull(rule);
    read_colour(strchr(rule, '#'), page);
    for (int style = 0; style < STYLE_COUNT; style++) {
        double ink[3], ground[3], covers, least = least_contrast(style, &covers);
        snprintf(head, sizeof head, ".s%d{", style);
        rule = strstr(text, head);
        ck_assert_ptr_nonnull(rule);
        const char *end = strchr(rule, '}'), *behind = strstr(rule, "background:");
        read_colour(strchr(rule, '#'), ink);
        memcpy(ground, page, sizeof page);
        if (behind && behind < end) {
            read_colour(strchr(behind, '#'), ground);
        }
        double has = contrast_of(ink, ground, covers);
        ck_assert_msg(has >= least, "%s, style %d: contrast %.2f, not %.1f", themes[_i].name, style,
                      has, least);
    }
    free(text);
}
END_TEST

/* Themes underline what changed: its words, and no line hangs before, between and after them. */
START_TEST(blanks_are_not_underlined)
{
    Scenario scenario;
    int marked = 0;
    load_board("deepseek-v3", &scenario);
    keys("Right");
    for (int i = 0; i < canvas.rows * canvas.columns; i++) {
        bool underlined =
            themes[find_theme("mono")].looks[canvas.cells[i].style].attributes & UNDERLINE;
        ck_assert(!underlined || canvas.cells[i].glyph != ' ');
        marked += underlined;
    }
    ck_assert_int_gt(marked, 20);
}
END_TEST

/* The experts that are on, and the mark beside "on". */
START_TEST(legend_looks_like_the_grid)
{
    Scenario scenario;
    int marks = 0;
    canvas_resize(&canvas, 40, 120);
    load_board("deepseek-v3", &scenario);
    screen_draw(&app, &canvas);
    for (int i = 0; i < canvas.rows * canvas.columns; i++) {
        if (canvas.cells[i].glyph == 0x25A0) {
            ck_assert_int_eq(canvas.cells[i].style, STYLE_SERIES_B);
            marks++;
        }
    }
    ck_assert_int_eq(marks, 8 + 1);
}
END_TEST

Suite *theme_suite(void)
{
    Suite *suite = suite_create("theme");
    TCase *parts = tcase_create("parts");
    tcase_add_loop_test(parts, themes_tell_apart, 0, theme_count);
    tcase_add_loop_test(parts, themes_can_be_read, 0, theme_count);
    tcase_add_loop_test(parts, neighbours_are_told_apart, 0, theme_count);
    tcase_add_test(parts, contrast_is_wcag);
    tcase_add_test(parts, distance_is_cielab);
    suite_add_tcase(suite, parts);
    TCase *board = tcase_create("board");
    tcase_add_checked_fixture(board, open_board, close_board);
    tcase_add_test(board, cursor_is_seen_in_the_timeline);
    tcase_add_test(board, shades_of_a_map_rise);
    tcase_add_loop_test(board, pictures_can_be_read, 0, theme_count);
    tcase_add_test(board, blanks_are_not_underlined);
    tcase_add_test(board, legend_looks_like_the_grid);
    suite_add_tcase(suite, board);
    return suite;
}
