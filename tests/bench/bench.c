/* bench.c -- what the engine and the dashboard cost: `make bench`.
 *
 * Times are the best of several runs, and beside each stands what a logarithm of libm takes in the
 * same run: the ratio hardly depends on the machine.  Bytes, writes and instructions do not either.
 * Line by line NAME VALUE UNIT, for scripts. */
#include "model/model.h"
#include "profile/scenario.h"
#include "tests/pty.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 7, LIMIT = 20000, STEPS = 40 };

static double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void say(const char *name, double value, const char *unit)
{
    printf("%-36s %12.6g %s\n", name, value, unit);
    fflush(stdout);
}

/* -- the engine ---------------------------------------------------------------------------------- */

static volatile double sink;

static void run_logs(const Plan *plan, int times)
{
    double sum = 0;
    for (int i = 0; i < times; i++) {
        sum += log(plan->devices + i);
    }
    sink = sum;
}

static void run_whole(const Plan *plan, int times)
{
    Plan changed = *plan;
    for (int i = 0; i < times; i++) {
        changed.devices = plan->devices + i % 8;
        sink = evaluate(&changed).train_cost;
    }
}

static void run_unpredicted(const Plan *plan, int times)
{
    Plan changed = *plan;
    for (int i = 0; i < times; i++) {
        changed.devices = plan->devices + i % 8;
        sink = evaluate_unpredicted(&changed).train_cost;
    }
}

/* Nanoseconds of one call: the best of RUNS. */
static double nanoseconds(void (*run)(const Plan *, int), const Plan *plan, int times)
{
    double best = INFINITY;
    for (int i = 0; i < RUNS; i++) {
        double start = seconds();
        run(plan, times);
        best = fmin(best, (seconds() - start) / times * 1e9);
    }
    return best;
}

static void bench_engine(void)
{
    Library library;
    Scenario scenario;
    Error error;
    library_open(&library);
    if (scenario_load(&library, &scenario, "deepseek-v3", &error)) {
        double reference = nanoseconds(run_logs, &scenario.plan, 1000000);
        double whole = nanoseconds(run_whole, &scenario.plan, 5000);
        double unpredicted = nanoseconds(run_unpredicted, &scenario.plan, 20000);
        say("log() of libm", reference, "ns");
        say("evaluate()", whole, "ns");
        say("evaluate()", 1e9 / whole, "a second");
        say("evaluate(), in logarithms", whole / reference, "log()");
        say("evaluate_unpredicted()", unpredicted, "ns");
        say("evaluate_unpredicted()", 1e9 / unpredicted, "a second");
        say("evaluate_unpredicted(), in logarithms", unpredicted / reference, "log()");
    }
    library_close(&library);
}

/* -- the dashboard ------------------------------------------------------------------------------- */

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
        double begin = seconds();
        Pty *pty = start(program, environment, rows, columns);
        if (pty_wait_text(pty, "q quit", LIMIT)) {
            best = fmin(best, (seconds() - begin) * 1e3);
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
    long writes = pty_writes(pty);
    pty_output(pty, &before);
    for (int i = 0; i < STEPS; i++) {
        size_t count;
        double begin = seconds();
        pty_output(pty, &count);
        pty_send(pty, held || i % 2 ? "\033[C" : "\033[D");
        for (size_t now = count; now == count && seconds() - begin < 1;) { /* until it shows */
            pty_wait_text(pty, "no such text", 1);
            pty_output(pty, &now);
        }
        best = fmin(best, (seconds() - begin) * 1e3);
        pty_wait_idle(pty, LIMIT);
    }
    pty_output(pty, &after);
    snprintf(label, sizeof label, "slider step, %s", name);
    say(label, (double)(after - before) / STEPS, "bytes");
    say(label, (double)(pty_writes(pty) - writes) / STEPS, "writes (one is into memory)");
    say(label, best, "ms at best");
}

static void bench_dashboard(const char *program, const char *const *environment)
{
    static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 60, 200 } };
    for (int i = 0; i < 3; i++) {
        size_t bytes = 0, after = 0;
        double paint = first_paint(program, environment, sizes[i][0], sizes[i][1], &bytes);
        printf("\n%dx%d\n", sizes[i][1], sizes[i][0]);
        say("first paint", paint, "ms");
        say("first paint", (double)bytes, "bytes");
        Pty *pty = start(program, environment, sizes[i][0], sizes[i][1]);
        pty_wait_text(pty, "q quit", LIMIT);
        pty_wait_idle(pty, LIMIT);
        bench_steps(pty, false, "back and forth");
        bench_steps(pty, true, "held");
        long switches = pty_switches(pty);
        pty_output(pty, &bytes);
        pty_wait_text(pty, "no such text", 1000);
        pty_output(pty, &after);
        say("a second of idleness", (double)(after - bytes), "bytes");
        say("a second of idleness", (double)(pty_switches(pty) - switches), "wake-ups");
        say("peak memory", (double)pty_peak_memory(pty) / 1024, "MiB");
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

static void bench_instructions(const char *program, const char *const *environment)
{
    const char *valgrind = "/usr/bin/valgrind";
    if (access(valgrind, X_OK) != 0) {
        return;
    }
    double few = instructions(program, environment, valgrind, 2);
    double many = instructions(program, environment, valgrind, 2 + STEPS);
    printf("\n80x24, callgrind\n");
    say("start and end", few, "instructions");
    say("slider step", (many - few) / STEPS, "instructions");
}

int main(int argc, char *argv[])
{
    char home[] = "/tmp/flopdeck-bench-XXXXXX", setting[64], config[80];
    if (argc < 2 || !mkdtemp(home)) {
        fprintf(stderr, "bench: the program's path would be right\n");
        return EXIT_FAILURE;
    }
    snprintf(setting, sizeof setting, "HOME=%s", home);
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", home);
    const char *const environment[] = { setting, config, NULL };
    bench_engine();
    bench_dashboard(argv[1], environment);
    bench_instructions(argv[1], environment);
    return rmdir(home) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
