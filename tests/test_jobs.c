/* test_jobs.c -- background work under a storm of questions; run with SAN=thread too. */
#include "tests/suites.h"

#include "jobs/jobs.h"

#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { STORM = 300, SAMPLES = 20000 };

/* Orders tell their generation by the price too, so that an answer can be checked against it. */
static double price_of(uint64_t generation)
{
    return (1 + (double)generation / 1000) / 3600;
}

static Order order_of(JobKind kind, uint64_t generation)
{
    Order order = { .generation = generation, .plan = preset_plan(), .figure = FIGURE_train_cost };
    order.plan.device_price = price_of(generation);
    order.spans = usual_spans(&order.plan);
    if (kind == JOB_SAMPLE) {
        order.with.sample.samples = SAMPLES;
        order.with.sample.seed = generation;
    } else if (kind == JOB_GRID) {
        order.with.grid.across = INPUT_assumed_mfu;
        order.with.grid.columns = 32;
        order.with.grid.down = INPUT_train_tokens;
        order.with.grid.rows = 24;
    } else if (kind == JOB_ATTRIBUTION) {
        order.with.attribution.other = preset_plan();
        order.with.attribution.other.train_tokens /= 2;
    } else if (kind == JOB_BAND) {
        order.with.band.count = 1;
        order.with.band.figures[0] = FIGURE_train_cost;
    } else if (kind == JOB_SOLVE) {
        order.with.solve.target = 2 * evaluate(&order.plan).train_cost;
    }
    return order;
}

/* The answer is the one to the order of its generation, and not of any other. */
static void check_answer(JobKind kind, const Answer *answer)
{
    Order order = order_of(kind, answer->generation);
    double cost = evaluate(&order.plan).train_cost;
    ck_assert_int_eq(answer->kind, kind);
    ck_assert_int_eq(answer->figure, order.figure);
    if (kind == JOB_SAMPLE) {
        const Sampling *sampling = &answer->of.sample.sampling;
        ck_assert_uint_eq(sampling->seed, answer->generation);
        ck_assert_double_eq(sampling->plan.device_price, order.plan.device_price);
        ck_assert_int_eq(answer->of.sample.distribution.count, answer->finished ? SAMPLES : 2048);
    } else if (kind == JOB_GRID) {
        Plan corner = order.plan;
        corner.assumed_mfu = answer->of.grid.x[31];
        corner.train_tokens = answer->of.grid.y[23];
        ck_assert_double_eq(answer->of.grid.z[23][31], evaluate(&corner).train_cost);
    } else if (kind == JOB_ATTRIBUTION) {
        ck_assert_double_eq(answer->of.attribution.to, cost);
    } else if (kind == JOB_WATERFALL) {
        ck_assert_double_eq(answer->of.waterfall.drops[0].plan.device_price,
                            order.plan.device_price);
    } else if (kind == JOB_BAND) {
        const Band *band = &answer->of.band.bands[0];
        ck_assert_int_eq(answer->of.band.count, 1);
        ck_assert(band->low < cost && cost < band->high);
    } else if (kind == JOB_SEARCH) {
        ck_assert_double_eq(answer->of.search.plan.device_price, order.plan.device_price);
    } else if (kind == JOB_SOLVE) { /* the price that doubles the cost is twice the price */
        const Way *ways = answer->of.solve.ways;
        for (int i = 0; i < answer->of.solve.count; i++) {
            bool price = ways[i].input == INPUT_device_price;
            double off = ways[i].solution.value / (2 * order.plan.device_price) - 1;
            ck_assert(!price || fabs(off) < 1e-9);
        }
    } else {
        ck_assert_int_gt(answer->of.tornado.count, 0);
    }
}

static Jobs *jobs;
static Answer *answer; /* large */

static void open_jobs(void)
{
    jobs = jobs_open(NULL);
    answer = malloc(sizeof *answer);
    ck_assert(jobs && answer);
}

static void close_jobs(void)
{
    jobs_close(jobs);
    free(answer);
}

/* 1 when the asker is woken, 0 after so many milliseconds. */
static int woken_within(int milliseconds)
{
    return poll(&(struct pollfd){ .fd = jobs_fd(jobs), .events = POLLIN }, 1, milliseconds);
}

/* Three hundred replacements of every kind; answers are taken as they come. */
START_TEST(newest_wins_in_a_storm)
{
    uint64_t last[JOB_KINDS] = { 0 };
    bool ended[JOB_KINDS] = { false };
    for (uint64_t generation = 1; generation <= STORM; generation++) {
        for (int kind = 0; kind < JOB_KINDS; kind++) {
            Order order = order_of((JobKind)kind, generation);
            ck_assert(jobs_ask(jobs, (JobKind)kind, &order));
            if (jobs_take(jobs, (JobKind)kind, answer)) {
                ck_assert_uint_ge(answer->generation, last[kind]); /* never back in time */
                last[kind] = answer->generation;
                ended[kind] = answer->generation == STORM && answer->finished;
                check_answer((JobKind)kind, answer);
            }
        }
        jobs_woken(jobs);
        if (generation % 50 == 0) { /* let some of them end */
            nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
        }
    }
    jobs_finish(jobs);
    for (int kind = 0; kind < JOB_KINDS; kind++) {
        if (!ended[kind]) { /* the last answer may have been quicker than the loop */
            ck_assert(jobs_take(jobs, (JobKind)kind, answer));
            ck_assert_uint_eq(answer->generation, STORM);
            ck_assert(answer->finished);
            check_answer((JobKind)kind, answer);
        }
        ck_assert(!jobs_take(jobs, (JobKind)kind, answer)); /* once */
        ck_assert_int_eq(jobs_status(jobs, (JobKind)kind).state, JOB_IDLE);
    }
}
END_TEST

START_TEST(wakes_the_asker)
{
    Order order = order_of(JOB_TORNADO, 9);
    ck_assert_int_eq(woken_within(0), 0);
    ck_assert(jobs_ask(jobs, JOB_TORNADO, &order));
    ck_assert_int_eq(woken_within(20000), 1);
    jobs_finish(jobs);
    jobs_woken(jobs);
    ck_assert_int_eq(woken_within(0), 0);
    ck_assert(jobs_take(jobs, JOB_TORNADO, answer));
    ck_assert_uint_eq(answer->generation, 9);
}
END_TEST

/* An order that would take long gives up, and what it had published is forgotten. */
START_TEST(cancel_forgets)
{
    Order order = order_of(JOB_SAMPLE, 4);
    order.with.sample.samples = MOST_SAMPLES;
    order.plan.efficiency = efficiency_PREDICTED; /* slow */
    ck_assert(jobs_ask(jobs, JOB_SAMPLE, &order));
    ck_assert_int_eq(woken_within(20000), 1); /* the coarse answer is there */
    ck_assert_int_eq(jobs_status(jobs, JOB_SAMPLE).state, JOB_RUNNING);
    jobs_cancel(jobs, JOB_SAMPLE);
    jobs_finish(jobs);
    ck_assert(!jobs_take(jobs, JOB_SAMPLE, answer));
    ck_assert_int_eq(jobs_status(jobs, JOB_SAMPLE).state, JOB_IDLE);
    order = order_of(JOB_SAMPLE, 5); /* and works again */
    ck_assert(jobs_ask(jobs, JOB_SAMPLE, &order));
    jobs_finish(jobs);
    ck_assert(jobs_take(jobs, JOB_SAMPLE, answer));
    check_answer(JOB_SAMPLE, answer);
}
END_TEST

START_TEST(coarse_answer_first_and_progress)
{
    Order order = order_of(JOB_SAMPLE, 4);
    double progress = 0;
    bool coarse = false, grew = false;
    order.with.sample.samples = 200000;
    order.plan.efficiency = efficiency_PREDICTED;
    ck_assert(jobs_ask(jobs, JOB_SAMPLE, &order));
    for (bool finished = false; !finished;) {
        ck_assert_int_eq(woken_within(60000), 1);
        jobs_woken(jobs);
        JobStatus status = jobs_status(jobs, JOB_SAMPLE);
        ck_assert_uint_eq(status.generation, 4);
        grew = grew || (status.progress > progress && status.progress < 1);
        progress = status.progress;
        if (jobs_take(jobs, JOB_SAMPLE, answer)) {
            coarse = coarse || !answer->finished;
            finished = answer->finished;
        }
    }
    ck_assert(coarse && grew);
    ck_assert(answer->seconds > 0);
}
END_TEST

START_TEST(closes_while_running)
{
    for (int i = 0; i < 20; i++) {
        Jobs *busy = jobs_open(NULL);
        for (int kind = 0; kind < JOB_KINDS; kind++) {
            Order order = order_of((JobKind)kind, 1);
            if (kind == JOB_SAMPLE) {
                order.with.sample.samples = MOST_SAMPLES;
            }
            ck_assert(jobs_ask(busy, (JobKind)kind, &order));
        }
        jobs_close(busy);
    }
    jobs_close(NULL);
}
END_TEST

/* A signal that the asker blocks stays pending: no worker takes it. */
START_TEST(workers_hear_no_signals)
{
    sigset_t blocked, pending;
    Order order = order_of(JOB_TORNADO, 1);
    ck_assert(jobs_ask(jobs, JOB_TORNADO, &order));
    jobs_finish(jobs);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    ck_assert_int_eq(sigprocmask(SIG_BLOCK, &blocked, NULL), 0);
    ck_assert_int_eq(kill(getpid(), SIGUSR1), 0); /* would end the program */
    nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
    ck_assert_int_eq(sigpending(&pending), 0);
    ck_assert(sigismember(&pending, SIGUSR1));
    int taken;
    ck_assert_int_eq(sigwait(&blocked, &taken), 0); /* taken off, for the tests that follow */
    ck_assert_int_eq(sigprocmask(SIG_UNBLOCK, &blocked, NULL), 0);
}
END_TEST

START_TEST(row_of_a_kind)
{
    ck_assert(*job_info[_i].name && *job_info[_i].label);
    ck_assert(job_info[_i].run != NULL);
}
END_TEST

Suite *jobs_suite(void)
{
    Suite *suite = suite_create("jobs");
    TCase *test = tcase_create("jobs");
    tcase_set_timeout(test, 240);
    tcase_add_checked_fixture(test, open_jobs, close_jobs);
    tcase_add_test(test, newest_wins_in_a_storm);
    tcase_add_test(test, wakes_the_asker);
    tcase_add_test(test, cancel_forgets);
    tcase_add_test(test, coarse_answer_first_and_progress);
    tcase_add_test(test, closes_while_running);
    tcase_add_test(test, workers_hear_no_signals);
    tcase_add_loop_test(test, row_of_a_kind, 0, JOB_KINDS);
    suite_add_tcase(suite, test);
    return suite;
}
