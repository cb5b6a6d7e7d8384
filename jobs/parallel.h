/* parallel.h -- a loop over all processors, for commands that wait for its end anyway. */
#ifndef JOBS_PARALLEL_H
#define JOBS_PARALLEL_H

/* Calls body(context, first, count) for pieces of at most `piece` that together are 0..total - 1,
 * each once, from `threads` threads (at most 64; 0: as many as processors).  The body must not
 * touch what another piece does.  Returns when all are done; where no thread can be made, the caller's
 * own does the work. */
void parallel_for(long total, long piece, int threads,
                  void (*body)(void *context, long first, long count), void *context);

#endif
