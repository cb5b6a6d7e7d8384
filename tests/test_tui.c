/* test_tui.c -- canvas, keys, history, sliders: parts of the dashboard. */
#include "tests/suites.h"

#include "model/slider.h"
#include "tui/decode.h"
#include "tui/history.h"
#include "tui/keys.h"

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

/* -- keys ---------------------------------------------------------------------------------------- */

START_TEST(keys_mean_one_thing)
{
    const Action *action = &actions[_i];
    ck_assert(action->name && action->help && action->keys && action->act);
    for (int i = 0; i < _i; i++) { /* `:name` is one action */
        ck_assert_str_ne(actions[i].name, action->name);
    }
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

Suite *tui_suite(void)
{
    Suite *suite = suite_create("tui");
    TCase *parts = tcase_create("parts");
    tcase_add_test(parts, text_is_cut_and_aligned);
    tcase_add_test(parts, bad_utf8_is_shown_as_such);
    tcase_add_test(parts, ascii_holds_no_other_byte);
    tcase_add_test(parts, curve_has_its_height);
    tcase_add_test(parts, bar_covers_its_share);
    tcase_add_loop_test(parts, keys_mean_one_thing, 0, action_count);
    tcase_add_test(parts, undo_goes_back_and_redo_forth);
    tcase_add_test(parts, a_held_key_is_one_change);
    tcase_add_loop_test(parts, sliders_step, 0, INPUT_COUNT);
    tcase_add_loop_test(parts, sliders_mark_places, 0, INPUT_COUNT);
    suite_add_tcase(suite, parts);
    return suite;
}
