/* jobs.c -- slots, threads and the pipe.
 *
 * One mutex guards all slots, and is held for copies only.  A slot's ticket counts what was asked of
 * it; a worker that sees another ticket than its own gives up. */
#include "jobs/jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PROGRESS_STEPS = 20 }; /* how often progress wakes the asker */

typedef struct {
    /* immutable while the thread lives */
    Jobs *jobs;
    JobKind kind;
    pthread_t thread;
    void *scratch;

    atomic_ulong ticket; /* of the newest order; an older one need not go on */
    atomic_int progress; /* of what runs, in millionths */

    /* guarded by lock */
    bool has_thread, waiting, running, answered;
    unsigned long answer_ticket;
    uint64_t generation; /* of the newest order */
    Order order;         /* while waiting */
    Answer answer;       /* while answered */
} Slot;

struct Jobs {
    int pipe[2]; /* immutable: [0] is polled, [1] is written to */
    pthread_mutex_t lock;
    pthread_cond_t asked, idle;
    bool closing; /* guarded by lock */
    Slot slots[JOB_KINDS];
};

struct Job {
    Slot *slot;
    unsigned long ticket;
    uint64_t generation;
    int figure;
    struct timespec start;
    int told; /* progress that the asker was woken for */
};

/* A full pipe wakes as well as a fuller one. */
static void wake(Jobs *jobs)
{
    ssize_t written;
    do {
        written = write(jobs->pipe[1], "", 1);
    } while (written < 0 && errno == EINTR);
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) * 1e-9;
}

/* -- in a worker -------------------------------------------------------------------------------- */

bool job_passed(Job *job, double progress)
{
    Slot *slot = job->slot;
    if (atomic_load(&slot->ticket) != job->ticket) {
        return true;
    }
    atomic_store(&slot->progress, (int)(progress * 1e6));
    int step = (int)(progress * PROGRESS_STEPS);
    if (step > job->told) {
        job->told = step;
        wake(slot->jobs);
    }
    return false;
}

static void publish(Job *job, const Answer *answer, bool finished)
{
    Slot *slot = job->slot;
    pthread_mutex_lock(&slot->jobs->lock);
    if (job->ticket >= slot->answer_ticket) { /* not cancelled since */
        slot->answer = *answer;
        slot->answer.kind = slot->kind;
        slot->answer.generation = job->generation;
        slot->answer.figure = job->figure;
        slot->answer.finished = finished;
        slot->answer.seconds = seconds_since(&job->start);
        slot->answered = true;
    }
    pthread_mutex_unlock(&slot->jobs->lock);
    wake(slot->jobs);
}

void job_publish(Job *job, const Answer *answer)
{
    publish(job, answer, false);
}

/* Waits for an order.  False: the end. */
static bool take_order(Slot *slot, Order *order, Job *job)
{
    Jobs *jobs = slot->jobs;
    pthread_mutex_lock(&jobs->lock);
    while (!slot->waiting && !jobs->closing) {
        pthread_cond_wait(&jobs->asked, &jobs->lock);
    }
    bool found = slot->waiting && !jobs->closing;
    if (found) {
        *order = slot->order;
        *job = (Job){ .slot = slot,
                      .ticket = atomic_load(&slot->ticket),
                      .generation = order->generation,
                      .figure = order->figure };
        slot->waiting = false;
        slot->running = true;
        atomic_store(&slot->progress, 0);
    }
    pthread_mutex_unlock(&jobs->lock);
    return found;
}

/* Orders and answers are too large for a thread's stack on some systems. */
typedef struct {
    Order order;
    Answer answer;
} Desk;

static void *work(void *argument)
{
    Slot *slot = argument;
    Jobs *jobs = slot->jobs;
    Desk *desk = slot->scratch;
    void *scratch = desk + 1;
    Job job;
    while (take_order(slot, &desk->order, &job)) {
        clock_gettime(CLOCK_MONOTONIC, &job.start);
        if (job_info[slot->kind].run(&desk->order, &desk->answer, &job, scratch)) {
            publish(&job, &desk->answer, true);
        }
        pthread_mutex_lock(&jobs->lock);
        slot->running = false;
        pthread_cond_broadcast(&jobs->idle);
        pthread_mutex_unlock(&jobs->lock);
    }
    return NULL;
}

/* -- in the asker ------------------------------------------------------------------------------- */

Jobs *jobs_open(Error *error)
{
    Jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs || pipe(jobs->pipe) != 0) {
        fail_system(error, "no background work: %s", strerror(errno));
        free(jobs);
        return NULL;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(jobs->pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(jobs->pipe[i], F_SETFD, FD_CLOEXEC);
    }
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->asked, NULL);
    pthread_cond_init(&jobs->idle, NULL);
    for (int i = 0; i < JOB_KINDS; i++) {
        jobs->slots[i].jobs = jobs;
        jobs->slots[i].kind = (JobKind)i;
        atomic_init(&jobs->slots[i].ticket, 0);
        atomic_init(&jobs->slots[i].progress, 0);
    }
    return jobs;
}

void jobs_close(Jobs *jobs)
{
    if (!jobs) {
        return;
    }
    pthread_mutex_lock(&jobs->lock);
    jobs->closing = true;
    for (int i = 0; i < JOB_KINDS; i++) {
        atomic_fetch_add(&jobs->slots[i].ticket, 1);
    }
    pthread_cond_broadcast(&jobs->asked);
    pthread_mutex_unlock(&jobs->lock);
    for (int i = 0; i < JOB_KINDS; i++) {
        if (jobs->slots[i].has_thread) {
            pthread_join(jobs->slots[i].thread, NULL);
        }
        free(jobs->slots[i].scratch);
    }
    pthread_cond_destroy(&jobs->idle);
    pthread_cond_destroy(&jobs->asked);
    pthread_mutex_destroy(&jobs->lock);
    close(jobs->pipe[0]);
    close(jobs->pipe[1]);
    free(jobs);
}

int jobs_fd(const Jobs *jobs)
{
    return jobs->pipe[0];
}

void jobs_woken(Jobs *jobs)
{
    char bytes[256];
    ssize_t got;
    do {
        got = read(jobs->pipe[0], bytes, sizeof bytes);
    } while (got == (ssize_t)sizeof bytes || (got < 0 && errno == EINTR));
}

/* Makes the slot's thread, which hears no signals: they are for the thread that owns the screen. */
static bool start(Slot *slot)
{
    sigset_t all, before;
    if (slot->has_thread) {
        return true;
    }
    free(slot->scratch);
    slot->scratch = malloc(sizeof(Desk) + job_info[slot->kind].scratch_size);
    if (!slot->scratch) {
        return false;
    }
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    slot->has_thread = pthread_create(&slot->thread, NULL, work, slot) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return slot->has_thread;
}

bool jobs_ask(Jobs *jobs, JobKind kind, const Order *order)
{
    Slot *slot = &jobs->slots[kind];
    pthread_mutex_lock(&jobs->lock);
    bool started = start(slot);
    if (started) {
        slot->order = *order;
        slot->generation = order->generation;
        slot->waiting = true;
        atomic_fetch_add(&slot->ticket, 1);
        pthread_cond_broadcast(&jobs->asked);
    }
    pthread_mutex_unlock(&jobs->lock);
    return started;
}

bool jobs_take(Jobs *jobs, JobKind kind, Answer *answer)
{
    Slot *slot = &jobs->slots[kind];
    pthread_mutex_lock(&jobs->lock);
    bool answered = slot->answered;
    if (answered) {
        *answer = slot->answer;
        slot->answered = false;
    }
    pthread_mutex_unlock(&jobs->lock);
    return answered;
}

void jobs_cancel(Jobs *jobs, JobKind kind)
{
    Slot *slot = &jobs->slots[kind];
    pthread_mutex_lock(&jobs->lock);
    slot->waiting = slot->answered = false;
    slot->answer_ticket = atomic_fetch_add(&slot->ticket, 1) + 1;
    pthread_cond_broadcast(&jobs->idle);
    pthread_mutex_unlock(&jobs->lock);
}

JobStatus jobs_status(Jobs *jobs, JobKind kind)
{
    Slot *slot = &jobs->slots[kind];
    pthread_mutex_lock(&jobs->lock);
    JobStatus status = { slot->running   ? JOB_RUNNING
                         : slot->waiting ? JOB_WAITING
                                         : JOB_IDLE,
                         slot->generation, atomic_load(&slot->progress) / 1e6 };
    pthread_mutex_unlock(&jobs->lock);
    return status;
}

static bool is_busy(const Jobs *jobs)
{
    for (int i = 0; i < JOB_KINDS; i++) {
        if (jobs->slots[i].waiting || jobs->slots[i].running) {
            return true;
        }
    }
    return false;
}

void jobs_finish(Jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    while (is_busy(jobs)) {
        pthread_cond_wait(&jobs->idle, &jobs->lock);
    }
    pthread_mutex_unlock(&jobs->lock);
}
