/* jobs.h -- questions that take longer than a key press, answered by threads.
 *
 * The only user of pthreads.  Each kind of job has one slot and at most one thread; asking again
 * replaces what waits and makes what runs give up: the newest wins, nothing queues.  Orders and
 * answers go by value; a worker shares nothing with the asker but the slot.
 *
 * One thread asks and takes (the dashboard's):
 *
 *     Jobs *jobs = jobs_open(&error);
 *     Order order = { .generation = app.generation, .plan = plan, .figure = figure, … };
 *     jobs_ask(jobs, JOB_SAMPLE, &order);
 *     poll(… jobs_fd(jobs) …);           readable: there is an answer, or progress
 *     jobs_woken(jobs);                  empties the pipe
 *     if (jobs_take(jobs, JOB_SAMPLE, &answer)) { answer.generation == app.generation? draw : dim }
 *     jobs_close(jobs); */
#ifndef JOBS_JOBS_H
#define JOBS_JOBS_H

#include "model/analysis/attribution.h"
#include "model/analysis/sample.h"
#include "model/analysis/search.h"
#include "model/analysis/solve.h"
#include "model/analysis/sweep.h"
#include "model/analysis/tornado.h"
#include "model/analysis/waterfall.h"
#include "model/error.h"

enum { MOST_SAMPLES = 1000000, MOST_SWAYS = 32, MOST_BANDS = 4 };

typedef enum {
    JOB_SAMPLE,
    JOB_TORNADO,
    JOB_GRID,
    JOB_ATTRIBUTION,
    JOB_WATERFALL,
    JOB_BAND,
    JOB_SOLVE,
    JOB_SEARCH,
    JOB_KINDS
} JobKind;

/* A question, as a whole: workers see nothing else. */
typedef struct {
    uint64_t generation; /* of the asker; comes back with the answer */
    Plan plan;
    int figure;  /* asked about; a waterfall has its own */
    Spans spans; /* sample, tornado, band */
    union {
        struct {
            long samples; /* at most MOST_SAMPLES */
            uint64_t seed;
        } sample;
        struct {
            int across, down, columns, rows;
        } grid;
        struct {
            Plan other; /* that the difference is counted from */
            Parting parting;
        } attribution;
        struct {
            int count, figures[MOST_BANDS];
        } band;
        struct {
            double target; /* base units */
        } solve;
    } with;
} Order;

/* Where a figure lies in nine of ten samples: p5 to p95.  Equal: nothing uncertain moves it. */
typedef struct {
    int figure;
    double low, high;
} Band;

/* What one input would have to be. */
typedef struct {
    int input;
    Solution solution;
} Way;

typedef struct {
    JobKind kind;
    uint64_t generation; /* of its order */
    int figure;
    bool finished;  /* false: a first, coarse answer; a better one follows */
    double seconds; /* that it took */
    union {
        struct {
            Sampling sampling;
            Distribution distribution;
        } sample;
        struct {
            int count;
            Sway sways[MOST_SWAYS];
        } tornado;
        Grid grid;
        Attribution attribution;
        Waterfall waterfall;
        Search search;
        struct {
            int count;
            Band bands[MOST_BANDS];
        } band;
        struct {
            int count;
            Way ways[MOST_SWAYS]; /* the input that moves the figure most first */
        } solve;
    } of;
} Answer;

typedef enum { JOB_IDLE, JOB_WAITING, JOB_RUNNING } JobState;

typedef struct {
    JobState state;
    uint64_t generation; /* of the order that waits or runs; else of the last one */
    double progress;     /* 0..1 of what runs */
} JobStatus;

typedef struct Jobs Jobs;

/* Threads are made when first asked for.  NULL with a sentence in error. */
Jobs *jobs_open(Error *error);

/* Cancels everything and waits for the threads; NULL: nothing. */
void jobs_close(Jobs *jobs);

/* Readable when something happened since jobs_woken. */
int jobs_fd(const Jobs *jobs);
void jobs_woken(Jobs *jobs);

/* Replaces what waits in the slot of that kind; what runs gives up soon.  The order is copied.
 * False when no thread could be made. */
bool jobs_ask(Jobs *jobs, JobKind kind, const Order *order);

/* Copies the newest answer out, once.  False: nothing new.  While newer orders wait this can be the
 * answer to an older one: its generation says so. */
bool jobs_take(Jobs *jobs, JobKind kind, Answer *answer);

/* Drops what waits, makes what runs give up, forgets what was not taken. */
void jobs_cancel(Jobs *jobs, JobKind kind);

JobStatus jobs_status(Jobs *jobs, JobKind kind);

/* Waits until no slot waits or runs. */
void jobs_finish(Jobs *jobs);

/* -- kinds: one row each (kinds.c) ---------------------------------------------------------------- */

/* The hold of a running job on its slot. */
typedef struct Job Job;

/* Called every thousand evaluations or so: notes the progress (0..1).  True: a newer order waits,
 * or this one was cancelled; give up. */
bool job_passed(Job *job, double progress);

/* Hands out an answer before the end; the worker goes on. */
void job_publish(Job *job, const Answer *answer);

typedef struct {
    const char *name, *label;
    /* Fills answer->of.  False: it gave up.  scratch: of scratch_size bytes, as the last run left
     * them. */
    bool (*run)(const Order *order, Answer *answer, Job *job, void *scratch);
    size_t scratch_size;
} JobInfo;

extern const JobInfo job_info[JOB_KINDS];

#endif
