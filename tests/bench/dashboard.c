/* dashboard.c -- the program at a terminal: its first paint, a slider step, idleness. */
#include "tests/bench/bench.h"

#include "tests/process.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STEPS = 40 };

static Pty *start(const char *program, const char *const *environment, int rows, int columns)
{
    PtyOptions options = {
        .rows = rows, .columns = columns, .mute = true, .environment = environment
    };
    return pty_start(&options, (const char *const[]){ program, "deepseek-v3", NULL });
}

static void stop(Pty *pty)
{
    pty_send(pty, "q");
    pty_wait_end(pty, LIMIT);
    pty_stop(pty);
}

/* Milliseconds and bytes from exec to the first screen with its last line. */
static double first_paint(const char *program, const char *const *environment, int rows,
                          int columns, size_t *bytes)
{
    double best = INFINITY;
    for (int i = 0; i < RUNS; i++) {
        double begin = bench_seconds();
        Pty *pty = start(program, environment, rows, columns);
        if (pty_wait_text(pty, "q quit", LIMIT)) {
            best = fmin(best, (bench_seconds() - begin) * 1e3);
        }
        pty_wait_idle(pty, LIMIT);
        pty_output(pty, bytes);
        stop(pty);
    }
    return best;
}

static void bench_steps(Pty *pty, bool held, const char *name)
{
    size_t before, after;
    double best = INFINITY;
    char label[64];
    pty_send(pty, "\033[C");
    pty_wait_idle(pty, LIMIT);
    long writes = process_writes(pty_program(pty));
    pty_output(pty, &before);
    for (int i = 0; i < STEPS; i++) {
        size_t count;
        double begin = bench_seconds();
        pty_output(pty, &count);
        pty_send(pty, held || i % 2 ? "\033[C" : "\033[D");
        for (size_t now = count;
             now == count && bench_seconds() - begin < 1;) { /* until it shows */
            pty_wait_text(pty, "no such text", 1);
            pty_output(pty, &now);
        }
        best = fmin(best, (bench_seconds() - begin) * 1e3);
        pty_wait_idle(pty, LIMIT);
    }
    pty_output(pty, &after);
    snprintf(label, sizeof label, "slider step, %s", name);
    bench_say(label, (double)(after - before) / STEPS, "bytes");
    bench_say(label, (double)(process_writes(pty_program(pty)) - writes) / STEPS,
              "writes (one is into memory)");
    bench_say(label, best, "ms at best");
}

void bench_dashboard(const char *program, const char *const *environment)
{
    static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 60, 200 } };
    for (int i = 0; i < 3; i++) {
        size_t bytes = 0, after = 0;
        double paint = first_paint(program, environment, sizes[i][0], sizes[i][1], &bytes);
        printf("\n%dx%d\n", sizes[i][1], sizes[i][0]);
        bench_say("first paint", paint, "ms");
        bench_say("first paint", (double)bytes, "bytes");
        Pty *pty = start(program, environment, sizes[i][0], sizes[i][1]);
        pty_wait_text(pty, "q quit", LIMIT);
        pty_wait_idle(pty, LIMIT);
        bench_steps(pty, false, "back and forth");
        bench_steps(pty, true, "held");
        long switches = process_switches(pty_program(pty));
        pty_output(pty, &bytes);
        pty_wait_text(pty, "no such text", 1000);
        pty_output(pty, &after);
        bench_say("a second of idleness", (double)(after - bytes), "bytes");
        bench_say("a second of idleness", (double)(process_switches(pty_program(pty)) - switches),
                  "wake-ups");
        bench_say("peak memory", (double)process_peak_memory(pty_program(pty)) / 1024, "MiB");
        stop(pty);
    }
}

/* -- instructions -------------------------------------------------------------------------------- */

/* Instructions of a run with so many steps; 0: valgrind is not there. */
static double instructions(const char *program, const char *const *environment,
                           const char *valgrind, int steps)
{
    char file[] = "/tmp/flopdeck-bench-XXXXXX", line[256], option[64];
    double count = 0;
    int fd = mkstemp(file);
    if (fd < 0) {
        return 0;
    }
    close(fd);
    snprintf(option, sizeof option, "--callgrind-out-file=%s", file);
    PtyOptions options = { .mute = true, .environment = environment };
    Pty *pty = pty_start(&options, (const char *const[]){ valgrind, "-q", "--tool=callgrind",
                                                          option, program, "deepseek-v3", NULL });
    pty_wait_text(pty, "q quit", LIMIT);
    for (int i = 0; i < steps; i++) {
        pty_wait_idle(pty, LIMIT);
        pty_send(pty, i % 2 ? "\033[D" : "\033[C");
    }
    pty_wait_idle(pty, LIMIT);
    stop(pty);
    FILE *lines = fopen(file, "r");
    while (lines && fgets(line, sizeof line, lines)) {
        if (strncmp(line, "summary:", 8) == 0 || strncmp(line, "totals:", 7) == 0) {
            count = strtod(strchr(line, ':') + 1, NULL);
        }
    }
    if (lines) {
        fclose(lines);
    }
    remove(file);
    return count;
}

void bench_instructions(const char *program, const char *const *environment)
{
    const char *valgrind = "/usr/bin/valgrind";
    if (access(valgrind, X_OK) != 0) {
        return;
    }
    double few = instructions(program, environment, valgrind, 2);
    double many = instructions(program, environment, valgrind, 2 + STEPS);
    printf("\n80x24, callgrind\n");
    bench_say("start and end", few, "instructions");
    bench_say("slider step", (many - few) / STEPS, "instructions");
}
