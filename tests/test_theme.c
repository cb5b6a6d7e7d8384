/* test_theme.c -- themes tell apart what differs, and can be read. */
#include "tests/suites.h"

#include "tui/theme.h"

#include <math.h>
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

/* WCAG 2.2, contrast ratio, of a look whose glyph covers a share of its cell. */
static double contrast(int theme, Style style, double covers)
{
    const Look *look = &themes[theme].looks[style];
    const Fine *fine = &themes[theme].fine[style];
    bool bright = strcmp(themes[theme].name, "light") == 0;
    double ink[3], ground[3];
    colour_of(fine->foreground       ? fine->foreground
              : look->foreground < 0 ? (bright ? 0 : 15)
                                     : look->foreground,
              ink);
    colour_of(fine->background       ? fine->background
              : look->background < 0 ? (bright ? 15 : 0)
                                     : look->background,
              ground);
    for (int i = 0; i < 3; i++) {
        ink[i] = covers * ink[i] + (1 - covers) * ground[i];
    }
    double a = luminance(ink), b = luminance(ground);
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

/* Text at 4.5:1, bars and lines at 3:1 (WCAG 2.2, 1.4.3 and 1.4.11), a bar of shades by the share of
 * the cell that is inked.  What is idle is drawn as hardly there. */
START_TEST(themes_can_be_read)
{
    static const struct {
        Style style;
        double covers, least;
    } drawn[] = { { STYLE_TRACK, 1, 3 },      { STYLE_FILL, 1, 3 },
                  { STYLE_SERIES_A, 1, 3 },   { STYLE_SERIES_B, 0.75, 3 },
                  { STYLE_SERIES_C, 0.5, 3 }, { STYLE_SERIES_D, 0.25, 1.5 },
                  { STYLE_AREA, 1, 3 } };
    for (int style = 0; style < STYLE_COUNT; style++) {
        double covers = 1, least = 4.5;
        for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
            if ((int)drawn[i].style == style) {
                covers = drawn[i].covers;
                least = drawn[i].least;
            }
        }
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

Suite *theme_suite(void)
{
    Suite *suite = suite_create("theme");
    TCase *parts = tcase_create("parts");
    tcase_add_loop_test(parts, themes_tell_apart, 0, theme_count);
    tcase_add_loop_test(parts, themes_can_be_read, 0, theme_count);
    tcase_add_test(parts, contrast_is_wcag);
    suite_add_tcase(suite, parts);
    return suite;
}
