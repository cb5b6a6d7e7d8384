/* process.h -- what the system says about a program that runs.  -1: it does not say. */
#ifndef TESTS_PROCESS_H
#define TESTS_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

/* Kilobytes of memory at most so far. */
long process_peak_memory(pid_t program);

/* Calls of write(2) so far. */
long process_writes(pid_t program);

/* How often its first thread went to sleep. */
long process_sleeps(pid_t program);

/* How often any of its threads went to sleep or was put aside: it does not change while all rest. */
long process_switches(pid_t program);

/* Whether it has not ended; true where the system does not say. */
bool process_runs(pid_t program);

/* Whether each of its threads sleeps. */
bool process_rests(pid_t program);

#endif
