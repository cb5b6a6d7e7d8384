#include "jobs/parallel.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MOST_THREADS = 64 };

typedef struct {
    atomic_long next;
    long total, piece;
    void (*body)(void *context, long first, long count);
    void *context;
} Loop;

/* At least 1. */
static int processor_count(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > MOST_THREADS ? MOST_THREADS : (int)count;
}

static void *work(void *argument)
{
    Loop *loop = argument;
    for (;;) {
        long first = atomic_fetch_add(&loop->next, loop->piece), left = loop->total - first;
        if (left <= 0) {
            return NULL;
        }
        loop->body(loop->context, first, left < loop->piece ? left : loop->piece);
    }
}

void parallel_for(long total, long piece, int threads,
                  void (*body)(void *context, long first, long count), void *context)
{
    pthread_t helpers[MOST_THREADS];
    Loop loop = {
        .total = total, .piece = piece < 1 ? 1 : piece, .body = body, .context = context
    };
    int wanted = threads < 1 ? processor_count() : threads, made = 0;
    sigset_t all, before;
    wanted = wanted > MOST_THREADS ? MOST_THREADS : wanted;
    atomic_init(&loop.next, 0);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are for the caller's thread */
    while (made < wanted - 1 && pthread_create(&helpers[made], NULL, work, &loop) == 0) {
        made++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    work(&loop);
    for (int i = 0; i < made; i++) {
        pthread_join(helpers[i], NULL);
    }
}
