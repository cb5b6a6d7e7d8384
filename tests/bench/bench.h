/* bench.h -- what is measured, and how it is said: line by line NAME VALUE UNIT, for scripts. */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include "tests/pty.h"

/* How often something is measured, and milliseconds that anything may take. */
enum { RUNS = 7, LIMIT = 20000 };

double bench_seconds(void);
void bench_say(const char *name, double value, const char *unit);

/* program: its path; environment: NAME=VALUE of a folder for what it keeps, NULL last. */
void bench_engine(void);
void bench_dashboard(const char *program, const char *const *environment);
void bench_instructions(const char *program, const char *const *environment);
void bench_peers(const char *program, const char *const *environment);

#endif
