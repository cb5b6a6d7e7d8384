/* peers.c -- beside other programs of terminals, in one run: rounds in which each starts, is given
 * keys and ends, so that what the machine does meanwhile meets all.  What counts is the ratio. */
#include "tests/bench/bench.h"

#include "tests/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 20, KEYS = 25, WORDS = 4 };

/* What each is given: its words, two keys of which one undoes the other, what its first screen ends
 * with, and what it is started on. */
static const struct {
    const char *name, *words[WORDS], *keys[2], *shown;
} programs[] = {
    { "flopdeck", { "deepseek-v3" }, { "\033[C", "\033[D" }, "q quit" },
    { "htop", { "-d", "100" }, { "\033[B", "\033[A" }, "F10" },
    { "sc", { "tests/bench/sheet.sc" }, { "\033OB", "\033OA" }, "2048" },
    { "tig", { NULL }, { "\033OB", "\033OA" }, "[main]" },
    { "ncdu", { "tests" }, { "\033OB", "\033OA" }, "Total disk usage" },
};
enum { PROGRAMS = sizeof programs / sizeof *programs };

typedef enum { PAINT, MEDIAN, SLOWEST, BYTES, MEMORY, MEASURES } Measure;
static const struct {
    const char *name, *unit;
} measures[MEASURES] = {
    [PAINT] = { "first paint", "ms" },   [MEDIAN] = { "key, p50", "ms" },
    [SLOWEST] = { "key, p99", "ms" },    [BYTES] = { "key", "bytes" },
    [MEMORY] = { "peak memory", "MiB" },
};

static double measured[PROGRAMS][MEASURES][ROUNDS];
static double keys[PROGRAMS][ROUNDS * KEYS]; /* milliseconds from key to last byte */

static int order(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double percentile(const double *values, int count, int percent)
{
    double sorted[ROUNDS * KEYS];
    memcpy(sorted, values, (size_t)count * sizeof *values);
    qsort(sorted, (size_t)count, sizeof *sorted, order);
    return sorted[(count - 1) * percent / 100];
}

/* The file that a word of the shell would run; false: there is none. */
static bool find_program(const char *name, char path[300])
{
    char places[4000];
    snprintf(places, sizeof places, "%s", getenv("PATH") ? getenv("PATH") : "");
    for (char *place = strtok(places, ":"); place; place = strtok(NULL, ":")) {
        snprintf(path, 300, "%.200s/%.90s", place, name);
        if (access(path, X_OK) == 0) {
            return true;
        }
    }
    return false;
}

/* One round of one; false: its first screen did not come. */
static bool measure(int program, int round, const char *path, const char *const *environment)
{
    const char *words[WORDS + 2] = { path };
    memcpy(words + 1, programs[program].words, sizeof programs[program].words);
    int64_t begin = (int64_t)(bench_seconds() * 1e6);
    Pty *pty = pty_start(&(PtyOptions){ .environment = environment }, words);
    bool good = pty_wait_text(pty, programs[program].shown, LIMIT);
    measured[program][PAINT][round] = (double)(pty_heard(pty) - begin) / 1e3;
    pty_wait_idle(pty, LIMIT);
    size_t before, after;
    pty_output(pty, &before);
    double *took = keys[program] + (size_t)round * KEYS;
    for (int i = 0; good && i < KEYS; i++) {
        begin = (int64_t)(bench_seconds() * 1e6);
        pty_send(pty, programs[program].keys[i % 2]);
        good = pty_wait_idle(pty, LIMIT) && pty_heard(pty) > begin;
        took[i] = (double)(pty_heard(pty) - begin) / 1e3;
    }
    pty_output(pty, &after);
    measured[program][MEDIAN][round] = percentile(took, KEYS, 50);
    measured[program][SLOWEST][round] = percentile(took, KEYS, 99);
    measured[program][BYTES][round] = (double)(after - before) / KEYS;
    measured[program][MEMORY][round] = (double)process_peak_memory(pty_program(pty)) / 1024;
    pty_stop(pty);
    return good;
}

/* The median of the rounds' ratios: what came between struck both. */
static double ratio(int program, Measure measure)
{
    double ratios[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        ratios[i] = measured[0][measure][i] / measured[program][measure][i];
    }
    return percentile(ratios, ROUNDS, 50);
}

void bench_peers(const char *program, const char *const *environment)
{
    char paths[PROGRAMS][300], label[80];
    bool there[PROGRAMS];
    printf("\n80x24, %d keys each, in %d rounds\n", ROUNDS * KEYS, ROUNDS);
    for (int i = 0; i < PROGRAMS; i++) {
        there[i] = i == 0 || find_program(programs[i].name, paths[i]);
        if (!there[i]) {
            printf("skipped: there is no %s here\n", programs[i].name);
        }
    }
    snprintf(paths[0], sizeof paths[0], "%s", program);
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < PROGRAMS; i++) {
            bool good = !there[i] || measure(i, round, paths[i], environment);
            if (!good) {
                printf("skipped: %s does not answer as it should\n", programs[i].name);
                there[i] = false;
            }
        }
    }
    for (int k = 0; k < MEASURES; k++) {
        for (int i = 0; i < PROGRAMS; i++) {
            if (!there[i]) {
                continue;
            }
            double value = k == SLOWEST ? percentile(keys[i], ROUNDS * KEYS, 99)
                                        : percentile(measured[i][k], ROUNDS, 50);
            snprintf(label, sizeof label, "%s, %s", programs[i].name, measures[k].name);
            bench_say(label, value, measures[k].unit);
            if (i > 0) {
                snprintf(label, sizeof label, "flopdeck / %s, %s", programs[i].name,
                         measures[k].name);
                bench_say(label, ratio(i, (Measure)k), "times");
            }
        }
    }
}
