/* test_pace.c -- frames in step with lines of every kind, and with the hand. */
#include "tests/board.h"
#include "tests/suites.h"
#include "tui/pace.h"
#include "tui/timeline.h"

enum { SECOND = 1000000, KEY = SECOND / 30, FIRST_FRAME = 4000, FRAME = 170, QUESTION = 4 };

/* A line of so many bytes a second and so long, with a held key at its near end. */
typedef struct {
    double rate;    /* bytes per second */
    int64_t length; /* one way, microseconds */
    bool mute;
} Line;

typedef struct {
    int frames, questions;
    int64_t behind; /* from the last key to the last byte */
    int64_t longest_gap;
    Pace pace;
} Outcome;

/* Four seconds of silence, then four of a held key, in steps of half a millisecond. */
static Outcome hold_a_key(Line line)
{
    static int64_t answers[1000];
    Outcome outcome = { 0 };
    int coming = 0;
    int came = 0;
    double busy = 0;
    bool dirty = true;
    int64_t last_key = 0;
    int64_t last_frame = 0;
    pace_open(&outcome.pace);
    for (int64_t now = 1; now < 12 * (int64_t)SECOND; now += 500) {
        while (came < coming && answers[came] <= now) {
            pace_answered(&outcome.pace, now);
            came++;
        }
        if (now > 4 * SECOND && now < 8 * SECOND && now - last_key >= KEY) {
            dirty = true;
            last_key = now;
        }
        if (!dirty || !pace_may_paint(&outcome.pace, now)) {
            continue;
        }
        bool ask = pace_painted(&outcome.pace, now);
        int bytes = (outcome.frames == 0 ? FIRST_FRAME : FRAME) + (ask ? QUESTION : 0);
        busy = (busy < (double)now ? (double)now : busy) + bytes / line.rate * SECOND;
        if (ask) {
            outcome.questions++;
            if (!line.mute) {
                answers[coming++] = (int64_t)busy + 2 * line.length;
            }
        }
        if (last_frame > 4 * SECOND && now - last_frame > outcome.longest_gap) {
            outcome.longest_gap = now - last_frame;
        }
        last_frame = now;
        outcome.frames++;
        dirty = false;
        outcome.behind = (int64_t)busy + line.length - last_key;
    }
    return outcome;
}

START_TEST(a_fast_line_is_not_held_up)
{
    Outcome outcome = hold_a_key((Line){ .rate = 1e6 });
    ck_assert_int_ge(outcome.frames, 118);
    ck_assert_int_le(outcome.behind, 2000);
}
END_TEST

START_TEST(a_slow_line_stays_in_step)
{
    static const double rates[] = { 1200, 2400, 4800 };
    for (int i = 0; i < 3; i++) {
        Outcome outcome = hold_a_key((Line){ .rate = rates[i] });
        /* What is out, and the newest: two frames. */
        ck_assert_int_le(outcome.behind, (int64_t)(2.5 * (FRAME + QUESTION) / rates[i] * SECOND));
        ck_assert_int_ge(outcome.frames, (int)(3.0 * rates[i] / (FRAME + QUESTION)));
    }
}
END_TEST

START_TEST(a_long_line_is_kept_busy)
{
    Outcome outcome = hold_a_key((Line){ .rate = 1e6, .length = 75000 });
    ck_assert_int_ge(outcome.frames, 80);
    ck_assert_int_gt(outcome.pace.window, 3);
}
END_TEST

START_TEST(without_answers_there_is_no_pacing)
{
    Outcome outcome = hold_a_key((Line){ .rate = 1e6, .mute = true });
    ck_assert_int_ge(outcome.frames, 118);
    ck_assert_int_eq(outcome.questions, 1);
    ck_assert_int_le(outcome.longest_gap, 2 * KEY);
}
END_TEST

/* Brings it to where it paces, a frame being out at 10 s. */
static void begin(Pace *pace)
{
    pace_open(pace);
    ck_assert(pace_painted(pace, 1));
    pace_answered(pace, 1000);
    ck_assert(!pace_painted(pace, 9900000));
    ck_assert(pace_painted(pace, 10 * SECOND));
}

START_TEST(single_keys_are_not_asked_after)
{
    Pace pace;
    pace_open(&pace);
    pace_painted(&pace, 1);
    pace_answered(&pace, 1000);
    for (int i = 1; i < 10; i++) {
        ck_assert(pace_may_paint(&pace, i * (int64_t)SECOND));
        ck_assert(!pace_painted(&pace, i * (int64_t)SECOND));
        ck_assert_int_eq(pace_deadline(&pace), -1);
    }
}
END_TEST

START_TEST(a_lost_answer_holds_up_for_a_while)
{
    Pace pace;
    begin(&pace);
    ck_assert(!pace_may_paint(&pace, 10 * SECOND + 1000));
    int64_t deadline = pace_deadline(&pace);
    ck_assert_int_gt(deadline, 10 * SECOND);
    ck_assert_int_le(deadline, 12 * SECOND);
    ck_assert(!pace_may_paint(&pace, deadline - 1));
    ck_assert(pace_may_paint(&pace, deadline));
    ck_assert(!pace.off);
}
END_TEST

START_TEST(two_lost_answers_end_it_and_a_late_one_begins_it)
{
    Pace pace;
    begin(&pace);
    int64_t now = pace_deadline(&pace);
    ck_assert(!pace_may_paint(&pace, now - 1));
    ck_assert(pace_may_paint(&pace, now));
    ck_assert(pace_painted(&pace, now - 1000));
    now = pace_deadline(&pace);
    ck_assert(pace_may_paint(&pace, now));
    ck_assert(pace.off);
    ck_assert(!pace_painted(&pace, now + 1000));
    ck_assert(pace_may_paint(&pace, now + 2000));
    pace_answered(&pace, now + 3000);
    ck_assert(!pace.off);
}
END_TEST

/* On a slow line a frame may find a buffer empty and be answered at once: no reason to stop asking. */
START_TEST(a_buffer_does_not_look_like_a_fast_line)
{
    Pace pace;
    pace_open(&pace);
    pace_painted(&pace, 1);
    pace_answered(&pace, 2 * SECOND);
    int64_t now = 9 * (int64_t)SECOND;
    ck_assert(!pace_painted(&pace, now));
    for (int i = 0; i < 30; i++) {
        now += KEY;
        ck_assert(pace_may_paint(&pace, now));
        ck_assert(pace_painted(&pace, now));
        pace_answered(&pace, now + (i % 6 == 0 ? KEY - 1 : 1000));
    }
}
END_TEST

START_TEST(answers_nobody_asked_for)
{
    Pace pace;
    pace_open(&pace);
    for (int i = 0; i < 20; i++) {
        pace_answered(&pace, i);
    }
    ck_assert_int_eq(pace.waiting, 0);
    ck_assert(pace_may_paint(&pace, 100));
}
END_TEST

/* While keys follow each other the panel stays as it was; the view, which is all there is, does not. */
START_TEST(a_picture_waits_for_the_hand)
{
    Scenario scenario;
    load_board("deepseek-v3", &scenario);
    int before = timeline_now(&app, true)->stages;
    app.now.plan.pipeline_parallel = before / 2;
    app.hurried = true;
    ck_assert_int_eq(timeline_now(&app, true)->stages, before);
    ck_assert(app.late);
    app.hurried = false;
    ck_assert_int_eq(timeline_now(&app, true)->stages, before / 2);
    app.now.plan.pipeline_parallel = before;
    app.hurried = true;
    ck_assert_int_eq(timeline_now(&app, false)->stages, before);
}
END_TEST

Suite *pace_suite(void)
{
    Suite *suite = suite_create("pace");
    TCase *tests = tcase_create("pace");
    tcase_add_test(tests, a_fast_line_is_not_held_up);
    tcase_add_test(tests, a_slow_line_stays_in_step);
    tcase_add_test(tests, a_long_line_is_kept_busy);
    tcase_add_test(tests, without_answers_there_is_no_pacing);
    tcase_add_test(tests, single_keys_are_not_asked_after);
    tcase_add_test(tests, a_lost_answer_holds_up_for_a_while);
    tcase_add_test(tests, two_lost_answers_end_it_and_a_late_one_begins_it);
    tcase_add_test(tests, a_buffer_does_not_look_like_a_fast_line);
    tcase_add_test(tests, answers_nobody_asked_for);
    suite_add_tcase(suite, tests);

    TCase *board = tcase_create("board");
    tcase_add_checked_fixture(board, open_board, close_board);
    tcase_add_test(board, a_picture_waits_for_the_hand);
    suite_add_tcase(suite, board);
    return suite;
}
