/* test_tui.c -- canvas, decoder, history, sliders, keys: the parts of the dashboard. */
#include "tests/suites.h"

#include "model/slider.h"
#include "tui/decode.h"
#include "tui/history.h"
#include "tui/keys.h"
#include "tui/lean.h"
#include "tui/theme.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* -- canvas -------------------------------------------------------------------------------------- */

static char *first_line(const Canvas *canvas)
{
    static char line[512];
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    canvas_print(canvas, out);
    fclose(out);
    snprintf(line, sizeof line, "%.*s", (int)strcspn(text, "\n"), text);
    free(text);
    return line;
}

START_TEST(text_is_cut_and_aligned)
{
    Canvas canvas;
    canvas_open(&canvas, 1, 12, CHARSET_FULL);
    ck_assert_int_eq(canvas_text(&canvas, 0, 0, 6, STYLE_TEXT, "abcdefgh"), 6);
    canvas_right(&canvas, 0, 7, 5, STYLE_TEXT, "42");
    ck_assert_str_eq(first_line(&canvas), "abcde…    42");
    canvas_text(&canvas, 0, 10, 40, STYLE_TEXT, "outside"); /* past the edge: harmless */
    canvas_text(&canvas, 5, -3, 40, STYLE_TEXT, "outside");
    canvas_close(&canvas);
}
END_TEST

START_TEST(bad_utf8_is_shown_as_such)
{
    static const char *const bad[] = {
        "\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\x80"
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *at = bad[i];
        ck_assert_uint_eq(read_utf8(&at), 0xFFFD);
        ck_assert_ptr_eq(at, bad[i] + 1);
    }
    for (uint32_t glyph = 1; glyph < 0x110000; glyph += 251) {
        char bytes[5] = { 0 };
        const char *at = bytes;
        if (glyph >> 11 == 0x1B) {
            continue;
        }
        int length = write_utf8(glyph, bytes);
        ck_assert_uint_eq(read_utf8(&at), glyph);
        ck_assert_int_eq((int)(at - bytes), length);
    }
}
END_TEST

START_TEST(ascii_holds_no_other_byte)
{
    Canvas canvas;
    const double height = 0.5;
    canvas_open(&canvas, 4, 30, CHARSET_ASCII);
    canvas_box(&canvas, (Rect){ 0, 0, 4, 30 }, STYLE_TEXT, "Töpfe · 漢字");
    canvas_bar(&canvas, 1, 1, 28, STYLE_FILL, 0.37);
    canvas_curve(&canvas, (Rect){ 2, 1, 1, 28 }, &height, 1, 0);
    for (int i = 0; i < 120; i++) {
        ck_assert_uint_lt(canvas.cells[i].glyph, 0x80);
    }
    canvas_close(&canvas);
}
END_TEST

/* The edge is within a sixteenth of a row of the height, and the mark stands in the edge's cell. */
START_TEST(curve_has_its_height)
{
    enum { ROWS = 5, COLUMNS = 81 };
    Canvas canvas;
    double heights[COLUMNS];
    canvas_open(&canvas, ROWS, COLUMNS, CHARSET_FULL);
    for (int i = 0; i < COLUMNS; i++) {
        heights[i] = i == 40 ? NAN : (double)i / (COLUMNS - 1);
    }
    for (int at = 0; at < COLUMNS; at++) {
        canvas_clear(&canvas);
        int row = canvas_curve(&canvas, (Rect){ 0, 0, ROWS, COLUMNS }, heights, COLUMNS, at);
        int inked = 0;
        for (int i = 0; i < ROWS; i++) {
            uint32_t glyph = canvas.cells[i * COLUMNS + at].glyph;
            inked += glyph >= 0x2581 && glyph <= 0x2588 ? (int)(glyph - 0x2580) : 0;
        }
        if (at == 40) {
            ck_assert_int_eq(row, -1);
            ck_assert_int_eq(inked, 0);
        } else {
            ck_assert_double_le(fabs(inked - 1 - heights[at] * (ROWS * 8 - 1)), 0.5);
            ck_assert_int_eq(row, ROWS - 1 - (inked - 1) / 8);
        }
    }
    canvas_close(&canvas);
}
END_TEST

START_TEST(bar_covers_its_share)
{
    Canvas canvas;
    canvas_open(&canvas, 1, 40, CHARSET_FULL);
    for (int eighths = 1; eighths <= 320; eighths++) {
        canvas_clear(&canvas);
        canvas_bar(&canvas, 0, 0, 40, STYLE_FILL, eighths / 320.0);
        int covered = 0;
        for (int i = 0; i < 40; i++) {
            uint32_t glyph = canvas.cells[i].glyph;
            covered += glyph >= 0x2588 && glyph <= 0x258F ? (int)(0x2590 - glyph) : 0;
        }
        ck_assert_int_eq(covered, eighths);
    }
    canvas_close(&canvas);
}
END_TEST

/* -- decoder ------------------------------------------------------------------------------------- */

static const struct {
    const char *bytes;
    const char *key; /* as keys.c names it */
} presses[] = {
    { "\033[A", "Up" },
    { "\033OA", "Up" },
    { "\033[1;2D", "Shift-Left" },
    { "\033[1;3C", "Alt-Right" },
    { "\033[d", "Shift-Left" },
    { "\033[H", "Home" },
    { "\033[1~", "Home" },
    { "\033[7~", "Home" },
    { "\033[4~", "End" },
    { "\033[5~", "PageUp" },
    { "\033[6~", "PageDown" },
    { "\033[3~", "Delete" },
    { "\033OP", "F1" },
    { "\033[11~", "F1" },
    { "\033[[A", "F1" },
    { "\033[15~", "F5" },
    { "\033[Z", "Shift-Tab" },
    { "\t", "Tab" },
    { "\r", "Enter" },
    { "\x7f", "Backspace" },
    { "\x12", "Ctrl-R" },
    { "q", "q" },
    { "?", "?" },
    { "\033h", "Alt-h" },
};
enum { PRESSES = sizeof presses / sizeof *presses };

START_TEST(keys_are_decoded)
{
    const unsigned char *bytes = (const unsigned char *)presses[_i].bytes;
    size_t length = strlen(presses[_i].bytes);
    Event event;
    for (size_t part = 1; part < length;
         part++) { /* a split sequence waits, but for Alt's letter */
        ck_assert_uint_eq(decode(bytes, part, false, &event), 0);
    }
    ck_assert_uint_eq(decode(bytes, length, false, &event), length);
    ck_assert_msg(is_key(&event, presses[_i].key, strlen(presses[_i].key)), "%s", presses[_i].key);
}
END_TEST

START_TEST(mouse_is_decoded)
{
    Event event;
    const char *drag = "\033[<36;251;7M";
    ck_assert_uint_eq(decode((const unsigned char *)drag, strlen(drag), false, &event),
                      strlen(drag));
    ck_assert_int_eq(event.kind, EVENT_MOUSE);
    ck_assert_int_eq(event.act, MOUSE_DRAG);
    ck_assert_int_eq(event.column, 250); /* beyond what the old protocol could say */
    ck_assert_int_eq(event.row, 6);
    ck_assert_uint_eq(event.with, WITH_SHIFT);
    const char *wheel = "\033[<65;1;1M";
    decode((const unsigned char *)wheel, strlen(wheel), false, &event);
    ck_assert_int_eq(event.act, MOUSE_WHEEL_DOWN);
}
END_TEST

START_TEST(escape_alone_is_escape)
{
    Event event;
    ck_assert_uint_eq(decode((const unsigned char *)"\033", 1, false, &event), 0);
    ck_assert_uint_eq(decode((const unsigned char *)"\033", 1, true, &event), 1);
    ck_assert(is_key(&event, "Escape", 6));
}
END_TEST

START_TEST(answers_are_decoded)
{
    static const struct {
        const char *bytes;
        uint32_t answer;
    } answers[] = { { "\033[0n", ANSWER_STATUS },
                    { "\033[?2026;2$y", ANSWER_SYNC },
                    { "\033[?2026;0$y", ANSWER_NO_SYNC } };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        const unsigned char *bytes = (const unsigned char *)answers[i].bytes;
        size_t length = strlen(answers[i].bytes);
        Event event;
        ck_assert_uint_eq(decode(bytes, length - 1, false, &event), 0);
        ck_assert_uint_eq(decode(bytes, length, false, &event), length);
        ck_assert_int_eq(event.kind, EVENT_ANSWER);
        ck_assert_uint_eq(event.key, answers[i].answer);
    }
}
END_TEST

/* -- lean output --------------------------------------------------------------------------------- */

static const struct {
    const char *in, *out;
} leaner[] = {
    { "\033(B\033[0;1m\033[93mA", "\033[0;1;93mA" },
    { "\033[mA\033[1mB\033(B\033[mC", "\033[mA\033[1mB\033[mC" },
    { "\033[1mA\033(B\033[m\033[3;4H\033[1mB", "\033[0;1mA\033[3;4HB" }, /* nothing in between */
    { "\033[31mA\033[39mB", "\033[0;31mA\033[mB" },
    { "\033[1;31mA\033[39m\033[K", "\033[0;1;31mA\033[0;1m\033[K" }, /* erases with the colour */
    { "\033[38;5;240;1mA\033[48;2;1;2;3mB", "\033[0;1;38;5;240mA\033[48;2;1;2;3mB" },
    { "\033[38:2::1:2:3mA\033[4mB", "\033[0;38:2::1:2:3mA\033[4mB" },
    { "\033]104\007\033[2J", "\033[m\033]104\007\033[2J" },
    { "\033[?1049h\033[H\033[mA", "\033[?1049h\033[H\033[mA" },
};
enum { LEANER = sizeof leaner / sizeof *leaner };

START_TEST(output_gets_lean)
{
    Lean state;
    char out[4096];
    lean_open(&state);
    size_t count = lean(&state, leaner[_i].in, strlen(leaner[_i].in), out);
    out[count] = '\0';
    ck_assert_str_eq(out, leaner[_i].out);
    count = lean(&state, "\033[m", 3, out);
    count += lean_settle(&state, out + count);
    ck_assert_uint_le(count, 3);
    ck_assert_uint_eq(lean_settle(&state, out), 0);
}
END_TEST

START_TEST(any_output_is_taken)
{
    static const char letters[] = "\033[[;;m1234890:mABKHm](B?";
    static char out[1000 * LEAN_TIMES + LEAN_ROOM];
    unsigned random = (unsigned)_i + 1;
    Lean state;
    lean_open(&state);
    for (int round = 0; round < 200; round++) {
        char in[1000];
        for (size_t i = 0; i < sizeof in; i++) {
            random = random * 1664525 + 1013904223;
            in[i] = letters[(random >> 16) % (sizeof letters - 1)];
        }
        ck_assert_uint_le(lean(&state, in, sizeof in, out), sizeof out);
    }
}
END_TEST

START_TEST(any_bytes_are_taken)
{
    unsigned state = (unsigned)_i + 1;
    unsigned char bytes[64];
    for (int round = 0; round < 2000; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            state = state * 1664525 + 1013904223;
            bytes[i] = state >> 28 < 6 ? (unsigned char)"\033[<;0M"[state >> 28]
                                       : (unsigned char)(state >> 20);
        }
        for (size_t at = 0; at < sizeof bytes;) {
            Event event;
            size_t used = decode(bytes + at, sizeof bytes - at, true, &event);
            ck_assert(used > 0 && used <= sizeof bytes - at);
            at += used;
        }
    }
}
END_TEST

/* -- keys ---------------------------------------------------------------------------------------- */

START_TEST(keys_mean_one_thing)
{
    const Action *action = &actions[_i];
    ck_assert(action->name && action->help && action->keys && action->act);
    ck_assert_ptr_eq(named_action(action->name), action);
    for (const char *at = action->keys; *at;) {
        size_t length = strcspn(at, " ");
        Event event;
        ck_assert_msg(read_key(at, length, &event), "%.*s", (int)length, at);
        for (int i = 0; i < action_count; i++) {
            const char *other = actions[i].keys;
            while (i != _i && *other &&
                   (!actions[i].where || !action->where || actions[i].where == action->where)) {
                size_t size = strcspn(other, " ");
                ck_assert_msg(size != length || memcmp(at, other, size) != 0, "%.*s is %s and %s",
                              (int)length, at, action->name, actions[i].name);
                other += size + (other[size] == ' ');
            }
        }
        at += length + (at[length] == ' ');
    }
}
END_TEST

/* -- history ------------------------------------------------------------------------------------- */

static History history;

START_TEST(undo_goes_back_and_redo_forth)
{
    Scenario scenario;
    scenario_clear(&scenario);
    history_start(&history, &scenario);
    ck_assert_ptr_null(history_undo(&history));
    for (int i = 1; i <= 300; i++) { /* more than the ring holds */
        scenario.plan.devices = i;
        history_note(&history, &scenario, -1, i * 10);
    }
    for (int i = 299; i >= 300 - (HISTORY_ENTRIES - 1); i--) {
        const Scenario *back = history_undo(&history);
        ck_assert_ptr_nonnull(back);
        ck_assert_double_eq(back->plan.devices, i);
    }
    ck_assert_ptr_null(history_undo(&history));
    ck_assert_double_eq(history_redo(&history)->plan.devices, 300 - (HISTORY_ENTRIES - 1) + 1);
    history_note(&history, &scenario, -1, 9999); /* a change forgets what was undone */
    ck_assert_ptr_null(history_redo(&history));
}
END_TEST

START_TEST(a_held_key_is_one_change)
{
    Scenario scenario;
    scenario_clear(&scenario);
    history_start(&history, &scenario);
    for (int i = 1; i <= 50; i++) {
        scenario.plan.devices = i;
        history_note(&history, &scenario, INPUT_devices, i * 33);
    }
    scenario.plan.layers = 7;
    history_note(&history, &scenario, INPUT_layers, 50 * 33 + 10);
    ck_assert_double_eq(history_undo(&history)->plan.devices, 50);
    ck_assert_double_eq(history_undo(&history)->plan.devices, input_preset(INPUT_devices));
}
END_TEST

/* -- sliders ------------------------------------------------------------------------------------- */

/* From every stop: steps change the value, stay in range, come back, and go somewhere. */
START_TEST(sliders_step)
{
    int input = _i;
    double value = slider_value(input, 0), before = -INFINITY;
    for (int i = 0; i < 2000 && value != before && value <= slider_value(input, 1); i++) {
        ck_assert_double_ge(value, input_lowest(input));
        ck_assert_double_le(value, input_highest(input));
        double place = slider_position(input, value);
        ck_assert(place >= 0 && place <= 1);
        double up = slider_step(input, value, 1, ONE_STEP);
        if (up > value) {
            double down = slider_step(input, up, -1, ONE_STEP);
            ck_assert_msg(down < up && down >= value - 1e-9 * fabs(value),
                          "%s: %g up to %g down to %g", input_info[input].name, value, up, down);
            ck_assert_double_gt(slider_step(input, value, 1, COARSE_STEP), value);
        }
        before = value;
        value = up;
    }
    ck_assert_double_ge(value, slider_value(input, 1) * (1 - 1e-9));
}
END_TEST

START_TEST(sliders_mark_places)
{
    for (double place = 0; place <= 1; place += 0.125) {
        double back = slider_position(_i, slider_at(_i, place));
        ck_assert_double_ge(back, 0);
        ck_assert_double_le(back, 1);
        if (input_info[_i].kind == REAL) {
            ck_assert_double_eq_tol(back, place, 1e-9);
        }
    }
}
END_TEST

/* -- themes -------------------------------------------------------------------------------------- */

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

Suite *tui_suite(void)
{
    Suite *suite = suite_create("tui");
    TCase *parts = tcase_create("parts");
    tcase_add_test(parts, text_is_cut_and_aligned);
    tcase_add_test(parts, bad_utf8_is_shown_as_such);
    tcase_add_test(parts, ascii_holds_no_other_byte);
    tcase_add_test(parts, curve_has_its_height);
    tcase_add_test(parts, bar_covers_its_share);
    tcase_add_loop_test(parts, keys_are_decoded, 0, PRESSES);
    tcase_add_test(parts, mouse_is_decoded);
    tcase_add_test(parts, escape_alone_is_escape);
    tcase_add_test(parts, answers_are_decoded);
    tcase_add_loop_test(parts, output_gets_lean, 0, LEANER);
    tcase_add_loop_test(parts, any_output_is_taken, 0, 4);
    tcase_add_loop_test(parts, any_bytes_are_taken, 0, 4);
    tcase_add_loop_test(parts, keys_mean_one_thing, 0, action_count);
    tcase_add_test(parts, undo_goes_back_and_redo_forth);
    tcase_add_test(parts, a_held_key_is_one_change);
    tcase_add_loop_test(parts, sliders_step, 0, INPUT_COUNT);
    tcase_add_loop_test(parts, sliders_mark_places, 0, INPUT_COUNT);
    tcase_add_loop_test(parts, themes_tell_apart, 0, theme_count);
    tcase_add_loop_test(parts, themes_can_be_read, 0, theme_count);
    tcase_add_test(parts, contrast_is_wcag);
    suite_add_tcase(suite, parts);
    return suite;
}
