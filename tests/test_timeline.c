/*
 * Schedules played out: against what their papers say of bubbles and memory, against what any schedule must
 * keep to, and against the predicted step of every measured row. Run from the root of the repository.
 */
#include "tests/suites.h"

#include <math.h>

#include "model/quantity.h"
#include "model/training/step.h"
#include "model/training/timeline.h"
#include "profile/measured.h"
#include "profile/scenario.h"

static Timeline timeline; /* large */

static Durations even(Schedule schedule, int stages, int chunks, int micro_batches, Chunk chunk)
{
    return (Durations){ .schedule = schedule,
                        .stages = stages,
                        .chunks = chunks,
                        .micro_batches = micro_batches,
                        .first = chunk,
                        .middle = chunk,
                        .last = chunk,
                        .pair_ends = chunk_total(chunk),
                        .pair_middle = chunk_total(chunk) };
}

static void play(Durations durations)
{
    timeline_play(&durations, &timeline);
    ck_assert_int_eq(timeline.state, TIMELINE_SHOWN);
}

/* --- bubbles, as their papers give them -------------------------------------------------------- */

/* Stages are alike, so each of them waits as long. */
static void assert_bubble(double seconds, const char *citation)
{
    for (int stage = 0; stage < timeline.stages; stage++) {
        ck_assert_msg(fabs(timeline_idle(&timeline, stage) - seconds) < 1e-9 * timeline.end,
                      "%s: %d stages, %g micro-batches: stage %d waits %g s, not %g", citation,
                      timeline.stages, timeline.micro_batches, stage,
                      timeline_idle(&timeline, stage), seconds);
    }
}

static const int stage_counts[] = { 2, 4, 6, 8, 16, 32 };

START_TEST(bubbles_of_the_papers)
{
    int p = stage_counts[_i];
    for (int m = 2 * p; m <= 2048; m *= 2) { /* from all played to most left out */
        Chunk chunk = { .forward = 1, .backward = 1.25, .weight = 0.875 };
        double whole = chunk_total(chunk);
        play(even(SCHEDULE_1F1B, p, 1, m, chunk));
        assert_bubble((p - 1) * whole, "arXiv:2104.04473 section 2.2.1");
        ck_assert_double_eq_tol(timeline.end, (m + p - 1) * whole, 1e-9 * timeline.end);
        for (int v = 2; v <= 4; v++) {
            play(even(SCHEDULE_INTERLEAVED, p, v, m, chunk));
            assert_bubble((p - 1) * whole / v, "arXiv:2104.04473 section 2.2.2");
        }
        play(even(SCHEDULE_ZERO_BUBBLE, p, 1, m, chunk));
        assert_bubble((p - 1) * (1 + 1.25 - 0.875), "arXiv:2401.10241 Table 1, ZB-H1");
        /* F = B = W, as Table 2 is drawn; B there has both gradients. */
        Chunk ones = { .forward = 1, .backward = 1, .weight = 1 };
        for (double pair = 2; pair <= 4; pair++) {
            Durations dualpipe = even(SCHEDULE_DUALPIPE, p, 1, m, ones);
            dualpipe.pair_ends = dualpipe.pair_middle = pair;
            play(dualpipe);
            double wanted = (p / 2.0 - 1) * (pair + 2 - 3);
            double idle = timeline_idle(&timeline, p / 2); /* the ends run fewer pairs */
            ck_assert_msg(fabs(idle - wanted) < 1e-9 * timeline.end,
                          "arXiv:2412.19437 Table 2, F&B %g: %d stages wait %g, not %g", pair, p,
                          idle, wanted);
            if (pair == 3) {
                assert_bubble(wanted, "arXiv:2412.19437 Table 2");
            }
        }
    }
}
END_TEST

START_TEST(deepseek_runs_the_published_schedule)
{
    Library library;
    Scenario scenario;
    Error error;
    library_open(&library);
    ck_assert(scenario_load(&library, &scenario, "deepseek-v3", &error));
    timeline_of(&scenario.plan, &timeline);
    ck_assert_int_eq(timeline.state, TIMELINE_SHOWN);
    ck_assert_int_eq(timeline.schedule, SCHEDULE_DUALPIPE);
    int kinds[SLOT_KINDS] = { 0 };
    for (int i = 0; i < timeline.counts[0]; i++) {
        kinds[timeline_slot(&timeline, 0, i)->kind]++;
    }
    /* The published schedule of the first rank: 23 F, 23 B of which 15 without W, 97 F&B. */
    ck_assert_int_eq(kinds[SLOT_FORWARD], 23);
    ck_assert_int_eq(kinds[SLOT_BACKWARD] + kinds[SLOT_INPUT], 23);
    ck_assert_int_eq(kinds[SLOT_WEIGHT], 15);
    ck_assert_int_eq(kinds[SLOT_PAIR] + (int)timeline.left_out, 97);
    ck_assert(fabs(timeline.end / 19.926 - 1) < 0.05); /* arXiv:2505.09343 Table 4, time per step */
    library_close(&library);
}
END_TEST

/* --- micro-batches alive at once ---------------------------------------------------------------- */

/* The most passes whose forward has begun and whose last gradient has not ended, at any time. */
static int alive(int stage)
{
    int now = 0, most = 0;
    bool zero = timeline.schedule == SCHEDULE_ZERO_BUBBLE;
    for (int i = 0; i < timeline.counts[stage]; i++) {
        int kind = timeline_slot(&timeline, stage, i)->kind;
        now += kind == SLOT_FORWARD || kind == SLOT_PAIR;
        most = now > most ? now : most;
        now -= kind == SLOT_PAIR || kind == SLOT_BACKWARD || (kind == SLOT_INPUT && !zero) ||
               (kind == SLOT_WEIGHT && zero);
    }
    return most;
}

START_TEST(alive_as_the_papers_say)
{
    int p = stage_counts[_i], m = 4 * p;
    Chunk chunk = { .forward = 1, .backward = 1.25, .weight = 0.875 };
    play(even(SCHEDULE_1F1B, p, 1, m, chunk));
    for (int stage = 0; stage < p; stage++) { /* arXiv:2205.05198 section 5 */
        ck_assert_int_eq(alive(stage), p - stage);
    }
    for (int v = 2; v <= 4;
         v++) { /* the first stage: p (1 + (p - 1) / p v) micro-batches, there too */
        play(even(SCHEDULE_INTERLEAVED, p, v, m, chunk));
        ck_assert_int_eq(alive(0), p * v + p - 1);
        ck_assert_int_eq(alive(p - 1), (v - 1) * p + 1);
    }
    play(even(SCHEDULE_ZERO_BUBBLE, p, 1, m, chunk));
    for (int stage = 0; stage < p; stage++) { /* arXiv:2401.10241 section 2.1: as 1F1B's worst */
        ck_assert_int_eq(alive(stage), p);
    }
    play(even(SCHEDULE_DUALPIPE, p, 1, m, chunk));
    for (int stage = 0; stage < p; stage++) { /* arXiv:2412.19437 Table 2: p + 1 */
        ck_assert_int_le(alive(stage), p + 1);
    }
    ck_assert_int_eq(alive(0), p + 1);
}
END_TEST

/* --- what every schedule keeps to ---------------------------------------------------------------- */

enum { MOST_LINKS = 64, MOST_COUNT = 1024 };

static double forward_end[2][MOST_LINKS][MOST_COUNT], backward_end[2][MOST_LINKS][MOST_COUNT],
    weight_end[2][MOST_LINKS][MOST_COUNT], forward_start[2][MOST_LINKS][MOST_COUNT],
    backward_start[2][MOST_LINKS][MOST_COUNT];

static void once(double *place, double value)
{
    ck_assert_msg(isnan(*place), "a pass is done twice");
    *place = value;
}

static void forget(int links, int count)
{
    for (int chain = 0; chain < 2; chain++) {
        for (int link = 0; link < links; link++) {
            for (int i = 0; i < count; i++) {
                forward_end[chain][link][i] = backward_end[chain][link][i] =
                    weight_end[chain][link][i] = forward_start[chain][link][i] =
                        backward_start[chain][link][i] = NAN;
            }
        }
    }
}

/* a begins only when b has ended; where either is left out there is nothing to see. */
static void assert_after(double start, double end)
{
    ck_assert_msg(isnan(start) || isnan(end) || start >= end - 1e-9 * timeline.end,
                  "%d stages, %d chunks, %g micro-batches, %s: starts at %g, needs what ends at %g",
                  timeline.stages, timeline.chunks, timeline.micro_batches,
                  input_word(INPUT_schedule, timeline.schedule), start, end);
}

/* Where the passes of all slots are, by chain and link. */
static void collect(void)
{
    bool dualpipe = timeline.schedule == SCHEDULE_DUALPIPE;
    int half = (int)timeline.micro_batches / 2, last = timeline.stages - 1;
    for (int stage = 0; stage < timeline.stages; stage++) {
        double before = 0;
        for (int i = 0; i < timeline.counts[stage]; i++) {
            const TimelineSlot *slot = timeline_slot(&timeline, stage, i);
            int chain = dualpipe ? slot->chunk : 0;
            int link =
                dualpipe ? (chain ? last - stage : stage) : slot->chunk * timeline.stages + stage;
            int number = slot->micro_batch - (chain ? half : 0);
            ck_assert_double_ge(slot->start, before);
            ck_assert_double_gt(slot->end, slot->start);
            before = slot->end;
            if (slot->kind == SLOT_FORWARD || slot->kind == SLOT_PAIR) {
                once(&forward_end[chain][link][number], slot->end);
                forward_start[chain][link][number] = slot->start;
            }
            if (slot->kind == SLOT_WEIGHT || slot->kind == SLOT_BACKWARD) {
                once(&weight_end[chain][link][number], slot->end);
            }
            if (slot->kind == SLOT_WEIGHT) {
                assert_after(slot->start, backward_end[chain][link][number]);
            }
            if (slot->kind == SLOT_PAIR) { /* its backward goes with the other chain */
                chain = 1 - chain;
                link = last - link;
                number = slot->other - (chain ? half : 0);
                once(&weight_end[chain][link][number], slot->end);
            }
            if (slot->kind == SLOT_BACKWARD || slot->kind == SLOT_INPUT ||
                slot->kind == SLOT_PAIR) {
                once(&backward_end[chain][link][number], slot->end);
                backward_start[chain][link][number] = slot->start;
            }
        }
    }
}

static void assert_legal(void)
{
    bool dualpipe = timeline.schedule == SCHEDULE_DUALPIPE;
    int chains = dualpipe ? 2 : 1, count = (int)timeline.micro_batches / chains;
    int links = timeline.stages * timeline.chunks;
    int left_out = (int)timeline.left_out / chains;
    forget(links, count);
    collect();
    for (int chain = 0; chain < chains; chain++) {
        for (int link = 0; link < links; link++) {
            int forward = 0, backward = 0, weight = 0;
            for (int i = 0; i < count; i++) {
                forward += !isnan(forward_end[chain][link][i]);
                backward += !isnan(backward_end[chain][link][i]);
                weight += !isnan(weight_end[chain][link][i]);
                assert_after(backward_start[chain][link][i], forward_end[chain][link][i]);
                if (link > 0) {
                    assert_after(forward_start[chain][link][i], forward_end[chain][link - 1][i]);
                    assert_after(backward_start[chain][link - 1][i], backward_end[chain][link][i]);
                }
            }
            /* Each once: those that are not stored are exactly those that are said to be left out. */
            ck_assert_int_eq(forward, count - left_out);
            ck_assert_int_eq(backward, count - left_out);
            ck_assert_int_eq(weight, count - left_out);
        }
    }
}

START_TEST(every_schedule_is_legal)
{
    static const int counts[] = { 1, 2, 3, 5, 7, 8, 9, 12, 16, 17, 31, 32, 33, 60, 257, 1000 };
    Schedule schedule = (Schedule)_i;
    for (int p = 1; p <= 9; p++) {
        for (int v = 1; v <= (schedule == SCHEDULE_INTERLEAVED ? 5 : 1); v++) {
            for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
                Chunk middle = { .forward = 1, .backward = 1.1, .weight = 0.7 };
                Durations uneven = even(schedule, p, v, counts[i], middle);
                uneven.first = (Chunk){ .forward = 0.6, .backward = 0.8, .weight = 0.4 };
                uneven.last = (Chunk){ .forward = 1.3, .backward = 1.7, .weight = 1.1 };
                uneven.pair_ends = 2.2;
                uneven.held = 0.05;
                uneven.way = 0.1;
                timeline_play(&uneven, &timeline);
                bool exists = pipeline_exists(schedule, p, counts[i]);
                ck_assert_int_eq(timeline.state, exists ? TIMELINE_SHOWN : TIMELINE_NO_SCHEDULE);
                if (exists) {
                    assert_legal();
                }
            }
        }
    }
}
END_TEST

/* The pace of what is left out is that of the busiest stage, and no stage is busier than the step. */
START_TEST(what_is_left_out_is_what_repeats)
{
    Chunk middle = { .forward = 1, .backward = 1.1, .weight = 0.7 };
    Chunk last = { .forward = 1.3, .backward = 1.7, .weight = 1.1 };
    for (int v = 1; v <= 3; v++) {
        Durations uneven = even(v > 1 ? SCHEDULE_INTERLEAVED : SCHEDULE_1F1B, 8, v, 16, middle);
        uneven.last = last;
        play(uneven);
        double end = timeline.end;
        ck_assert_double_eq(timeline.left_out, 0);
        uneven.micro_batches = 4096;
        play(uneven);
        ck_assert_double_gt(timeline.left_out, 4000);
        double work = chunk_total(last);
        ck_assert_double_eq_tol(timeline.end, end + (4096 - 16) * work, 0.5 * work);
        for (int stage = 0; stage < 8; stage++) {
            ck_assert_double_eq_tol(timeline.busy[stage],
                                    4096 * chunk_total(stage == 7 ? last : middle),
                                    1e-9 * timeline.end);
        }
    }
}
END_TEST

/* --- the prediction ------------------------------------------------------------------------------ */

START_TEST(ends_when_the_prediction_does)
{
    Library library;
    MeasuredTable table;
    Error error = { 0 };
    double sum = 0;
    int count = 0;
    library_open(&library);
    ck_assert_msg(measured_table_open(&table, &library, "tests/measured_steps.csv", &error), "%s",
                  error.text);
    for (int i = 0; i < table.count; i++) {
        const Plan *plan = &table.rows[i].plan;
        timeline_of(plan, &timeline);
        ck_assert_msg(timeline.state == TIMELINE_SHOWN, "%s: %s", table.rows[i].id,
                      timeline_words(timeline.state));
        double off = fabs(timeline.end / predict_step(plan).step_time - 1);
        ck_assert_msg(off < 0.01, "%s: the played step is %.2f %% off the predicted one",
                      table.rows[i].id, 100 * off);
        sum += off;
        count++;
    }
    ck_assert_int_gt(count, 600);
    ck_assert_double_lt(sum / count, 0.0001); /* nearly all are the same */
    measured_table_close(&table);
    library_close(&library);
}
END_TEST

START_TEST(senseless_plans_have_a_state)
{
    static const double values[] = { NAN, -1, 0, 1e300, INFINITY };
    Library library;
    Scenario scenario;
    Error error;
    library_open(&library);
    ck_assert(scenario_load(&library, &scenario, "deepseek-v3", &error));
    for (int input = 0; input < INPUT_COUNT; input++) {
        for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
            Plan plan = scenario.plan;
            plan.at[input] = values[i];
            if (input_info[input].kind == CHOICE && !isfinite(values[i])) {
                continue; /* never a word */
            }
            timeline_of(&plan, &timeline);
            ck_assert(timeline.state != TIMELINE_SHOWN || timeline.end > 0);
            ck_assert_ptr_nonnull(timeline_words(timeline.state));
        }
    }
    scenario.plan.pipeline_parallel = 1024;
    timeline_of(&scenario.plan, &timeline);
    ck_assert_int_eq(timeline.state, TIMELINE_TOO_LARGE);
    library_close(&library);
}
END_TEST

/* --- pictures ------------------------------------------------------------------------------------ */

START_TEST(columns_show_shares_of_time)
{
    Chunk chunk = { .forward = 1, .backward = 1.25, .weight = 0.875 };
    enum { COLUMNS = 150 };
    for (int schedule = 0; schedule < 4; schedule++) {
        play(even((Schedule)schedule, 8, schedule == SCHEDULE_INTERLEAVED ? 3 : 1, 512, chunk));
        int at = timeline_break(&timeline, COLUMNS);
        ck_assert_int_gt(at, 10);
        ck_assert_double_eq_tol(timeline_edge(&timeline, COLUMNS, at), timeline.cut, 1e-9);
        ck_assert_double_eq_tol(timeline_edge(&timeline, COLUMNS, at + 1),
                                timeline.cut + timeline.skipped, 1e-9 * timeline.end);
        ck_assert_double_eq_tol(timeline_edge(&timeline, COLUMNS, COLUMNS), timeline.end, 1e-9);
        for (int stage = 0; stage < 8; stage++) {
            int cells[COLUMNS], shown[SLOT_KINDS] = { 0 }, left_out = 0;
            double share[SLOT_KINDS] = { 0 };
            timeline_cells(&timeline, stage, COLUMNS, cells);
            for (int i = 0; i < COLUMNS; i++) {
                left_out += cells[i] == CELL_BREAK;
                if (cells[i] != CELL_BREAK) {
                    shown[cells[i] < 0 ? SLOT_BUBBLE
                                       : timeline_slot(&timeline, stage, cells[i])->kind]++;
                }
            }
            ck_assert_int_eq(left_out, 1);
            double visible = timeline.end - timeline.skipped;
            for (int i = 0; i < timeline.counts[stage]; i++) {
                const TimelineSlot *slot = timeline_slot(&timeline, stage, i);
                share[slot->kind] += (slot->end - slot->start) / visible * (COLUMNS - 1);
            }
            for (int kind = 0; kind < SLOT_KINDS; kind++) {
                if (kind != SLOT_BUBBLE) {
                    ck_assert_double_eq_tol(shown[kind], share[kind], 4);
                }
            }
        }
    }
}
END_TEST

START_TEST(any_time_has_its_slot)
{
    Chunk chunk = { .forward = 1, .backward = 1, .weight = 1 };
    play(even(SCHEDULE_1F1B, 4, 1, 100, chunk));
    TimelineSlot slot = timeline_at(&timeline, 3, 1.5); /* the first pass is three stages away */
    ck_assert_int_eq(slot.kind, SLOT_BUBBLE);
    ck_assert_double_eq(slot.start, 0);
    ck_assert_double_eq(slot.end, 3);
    slot = timeline_at(&timeline, 3, 3.5);
    ck_assert_int_eq(slot.kind, SLOT_FORWARD);
    ck_assert_int_eq(slot.micro_batch, 0);
    slot = timeline_at(&timeline, 3, 5);
    ck_assert_int_eq(slot.kind, SLOT_BACKWARD);
    slot = timeline_at(&timeline, 0, timeline.end - 0.5);
    ck_assert_int_eq(slot.kind, SLOT_BACKWARD);
    ck_assert_int_eq(slot.micro_batch, 99);
    char name[96];
    timeline_name(&timeline, name, sizeof name);
    ck_assert_str_eq(name, "4 stages, 1f1b, 100 micro-batches");
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

Suite *timeline_suite(void)
{
    Suite *suite = suite_create("timeline");
    TCase *known = tcase_create("known answers");
    tcase_add_loop_test(known, bubbles_of_the_papers, 0, COUNT(stage_counts));
    tcase_add_test(known, deepseek_runs_the_published_schedule);
    tcase_add_loop_test(known, alive_as_the_papers_say, 0, COUNT(stage_counts));
    suite_add_tcase(suite, known);

    TCase *laws = tcase_create("laws");
    tcase_add_loop_test(laws, every_schedule_is_legal, 0, 4);
    tcase_add_test(laws, what_is_left_out_is_what_repeats);
    tcase_add_test(laws, ends_when_the_prediction_does);
    tcase_add_test(laws, senseless_plans_have_a_state);
    tcase_set_timeout(laws, 120);
    suite_add_tcase(suite, laws);

    TCase *pictures = tcase_create("pictures");
    tcase_add_test(pictures, columns_show_shares_of_time);
    tcase_add_test(pictures, any_time_has_its_slot);
    suite_add_tcase(suite, pictures);
    return suite;
}
