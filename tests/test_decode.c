/* test_decode.c -- the bytes of a terminal: what comes in is decoded, what goes out gets lean. */
#include "tests/suites.h"

#include "tui/decode.h"
#include "tui/keys.h"
#include "tui/lean.h"

#include <string.h>

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
    { "\033[12;9H\033[12;40H\033[13;9H\033[16;9H", "\033[12;9H\033[40G\n\033[9G\033[16;9H" },
    { "\033[12;9H\033[K\n\033[13;40H\033[15d\033[1d",
      "\033[12;9H\033[m\033[K\n\033[40G\n\n\033[1d" },
    { "\033[12;9H\033[1A\033[12;40H\033[?25l\033[12;9H", /* moved, or perhaps */
      "\033[12;9H\033[1A\033[12;40H\033[?25l\033[12;9H" },
    { "\033[12;9H\033[H\033[1;9H\033[1H\033[1;9H", "\033[12;9H\033[H\033[1;9H\033[1H\033[1;9H" },
};
enum { LEANER = sizeof leaner / sizeof *leaner };

START_TEST(output_gets_lean)
{
    Lean state;
    char out[4096];
    lean_open(&state, true);
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
    lean_open(&state, _i % 2);
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

Suite *decode_suite(void)
{
    Suite *suite = suite_create("decode");
    TCase *parts = tcase_create("parts");
    tcase_add_loop_test(parts, keys_are_decoded, 0, PRESSES);
    tcase_add_test(parts, mouse_is_decoded);
    tcase_add_test(parts, escape_alone_is_escape);
    tcase_add_test(parts, answers_are_decoded);
    tcase_add_loop_test(parts, output_gets_lean, 0, LEANER);
    tcase_add_loop_test(parts, any_output_is_taken, 0, 4);
    tcase_add_loop_test(parts, any_bytes_are_taken, 0, 4);
    suite_add_tcase(suite, parts);
    return suite;
}
