/* test_thrift.c -- bytes, writes, wake-ups, memory, and keeping up with keys and with slow lines. */
#include "tests/play.h"
#include "tests/process.h"

#include <stdio.h>

/* Every type of terminal at once: neither does one wake, nor write. */
START_TEST(idle_is_idle)
{
    enum { MILLISECONDS = 3000 };
    Pty *ptys[TYPES];
    long switches[TYPES];
    size_t before[TYPES], after;
    for (int i = 0; i < TYPES; i++) {
        ptys[i] =
            start_with((PtyOptions){ .type = types[i].name, .mute = i % 2 }, "deepseek-v3", NULL);
        expect(ptys[i], "q quit");
        press(ptys[i], RIGHT); /* what it moved is marked: no clock takes the mark away */
    }
    pass_time(ptys[0], 100); /* what a start has put off */
    for (int i = 0; i < TYPES; i++) {
        idle(ptys[i]);
        switches[i] = process_switches(pty_program(ptys[i]));
        pty_output(ptys[i], &before[i]);
    }
    pass_time(ptys[0], MILLISECONDS);
    for (int i = 0; i < TYPES; i++) {
        pass_time(ptys[i], 1);
        pty_output(ptys[i], &after);
        ck_assert_msg(after == before[i], "%s: %zu bytes", types[i].name, after - before[i]);
        long woken = process_switches(pty_program(ptys[i])) - switches[i];
        ck_assert_msg(SANITIZED || woken == 0, "%s: woke %ld times", types[i].name, woken);
        quit(ptys[i]);
    }
}
END_TEST

/* Bytes and writes of so many steps, every other one with another key. */
static void count_steps(Pty *pty, int steps, const char *other, size_t most_bytes)
{
    size_t before, after;
    long writes = process_writes(pty_program(pty));
    pty_output(pty, &before);
    for (int i = 0; i < steps; i++) {
        press(pty, i % 2 ? other : RIGHT);
    }
    pty_output(pty, &after);
    ck_assert_uint_le(after - before, (size_t)steps * most_bytes);
    ck_assert_int_eq(writes < 0 ? steps * WRITES : process_writes(pty_program(pty)) - writes,
                     steps * WRITES);
}

/* A step there and back takes every mark away and brings it again: it costs more. */
START_TEST(a_step_is_one_write_of_few_bytes)
{
    Pty *pty = start_with((PtyOptions){ .mute = true }, "deepseek-v3", NULL);
    expect(pty, "q quit");
    idle(pty);
    press(pty, RIGHT);
    count_steps(pty, 40, RIGHT, 130);
    count_steps(pty, 40, LEFT, 200);
    quit(pty);
}
END_TEST

/* What a slider moves fits into a segment of TCP at any size, all the marks that come after a rest with it;
 * what is far from the hand follows. */
START_TEST(a_step_is_one_segment)
{
    enum { SEGMENT = 1448 };
    static const char *const sliders[] = { "shared_experts", "active_experts", "batch",
                                           "layers",         "moe_layers",     "routed_experts",
                                           "mtp_modules",    "tensor_parallel" };
    Pty *pty =
        start_with((PtyOptions){ .rows = 60, .columns = 200, .mute = true }, "deepseek-v3", NULL);
    expect(pty, "q quit");
    char command[64];
    size_t before, after;
    snprintf(command, sizeof command, ":%s\r", sliders[_i]);
    press(pty, command);
    for (int i = 0; i < 3; i++) {
        pass_time(pty, 250);
        pty_output(pty, &before);
        pty_send(pty, RIGHT);
        idle(pty);
        pty_output(pty, &after);
        ck_assert_uint_gt(after - before, 0);
        ck_assert_uint_le(after - before, SANITIZED ? SIZE_MAX : SEGMENT);
    }
    quit(pty);
}
END_TEST

START_TEST(a_storm_of_keys_is_one_step_after_another)
{
    Pty *pty = start("deepseek-v3");
    for (int i = 0; i < 100; i++) {
        pty_send(pty, RIGHT LEFT RIGHT LEFT RIGHT LEFT RIGHT LEFT RIGHT LEFT);
    }
    idle(pty);
    press(pty, RIGHT LEFT "x");
    expect(pty, "as reported");
    expect(pty, "$5.576 M");
    quit(pty);
}
END_TEST

/* A key is held at 30 Hz on a line of 2,400 bytes a second. */
START_TEST(a_slow_line_stays_in_step)
{
    enum { KEYS = 40, MOST_BEHIND = 200 };
    Pty *pty = start_with((PtyOptions){ .rate = 2400 }, "deepseek-v3", NULL);
    expect(pty, "q quit");
    idle(pty);
    int64_t first = pty_clock();
    for (int i = 0; i < KEYS; i++) {
        pty_send(pty, RIGHT);
        pass_time(pty, (int)(first + 33 * (i + 1) - pty_clock()));
    }
    int64_t last = pty_clock();
    expect(pty, "58.50 %"); /* 39, and 39 half percents */
    ck_assert_int_le(SANITIZED ? 0 : pty_clock() - last, MOST_BEHIND);
    quit(pty);
}
END_TEST

START_TEST(a_terminal_that_never_answers_is_not_waited_for)
{
    Pty *pty = start_with((PtyOptions){ .mute = true }, "deepseek-v3", NULL);
    expect(pty, "q quit");
    for (int i = 0; i < 10; i++) {
        press(pty, i % 2 ? LEFT : RIGHT);
        expect(pty, i % 2 ? "38.50 %" : "39.00 %");
    }
    pass_time(pty, 2000);
    int64_t left = pty_clock();
    quit(pty);
    ck_assert_int_le(SANITIZED ? 0 : pty_clock() - left, 250);
}
END_TEST

START_TEST(memory_is_bounded)
{
    Pty *pty = start_with((PtyOptions){ .rows = 60, .columns = 200 }, "deepseek-v3", NULL);
    expect(pty, "q quit");
    for (int i = 0; i < 20; i++) {
        press(pty, RIGHT);
    }
    ck_assert_int_le(SANITIZED ? 0 : process_peak_memory(pty_program(pty)), 8192);
    quit(pty);
}
END_TEST

Suite *thrift_suite(void)
{
    Suite *suite = suite_create("thrift");
    TCase *tests = tcase_create("thrift");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, idle_is_idle);
    tcase_add_test(tests, a_step_is_one_write_of_few_bytes);
    tcase_add_loop_test(tests, a_step_is_one_segment, 0, 8);
    tcase_add_test(tests, a_storm_of_keys_is_one_step_after_another);
    tcase_add_test(tests, a_slow_line_stays_in_step);
    tcase_add_test(tests, a_terminal_that_never_answers_is_not_waited_for);
    tcase_add_test(tests, memory_is_bounded);
    suite_add_tcase(suite, tests);
    return suite;
}
