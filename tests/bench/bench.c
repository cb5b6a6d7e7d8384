/* bench.c -- what the engine and the dashboard cost: `make bench`.
 *
 * Times are the best of several runs, and beside each stands what a logarithm of libm takes in the
 * same run: the ratio hardly depends on the machine.  Bytes, writes and instructions do not either. */
#include "tests/bench/bench.h"

#include "model/model.h"
#include "profile/scenario.h"
#include "tests/suites.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double bench_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void bench_say(const char *name, double value, const char *unit)
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
        double start = bench_seconds();
        run(plan, times);
        best = fmin(best, (bench_seconds() - start) / times * 1e9);
    }
    return best;
}

void bench_engine(void)
{
    Library library;
    Scenario scenario;
    Error error;
    library_open(&library);
    if (scenario_load(&library, &scenario, "deepseek-v3", &error)) {
        double reference = nanoseconds(run_logs, &scenario.plan, 1000000);
        double whole = nanoseconds(run_whole, &scenario.plan, 5000);
        double unpredicted = nanoseconds(run_unpredicted, &scenario.plan, 20000);
        bench_say("log() of libm", reference, "ns");
        bench_say("evaluate()", whole, "ns");
        bench_say("evaluate()", 1e9 / whole, "a second");
        bench_say("evaluate(), in logarithms", whole / reference, "log()");
        bench_say("evaluate_unpredicted()", unpredicted, "ns");
        bench_say("evaluate_unpredicted()", 1e9 / unpredicted, "a second");
        bench_say("evaluate_unpredicted(), in logarithms", unpredicted / reference, "log()");
    }
    library_close(&library);
}

int main(int argc, char *argv[])
{
    char home[300], config[300];
    if (argc < 2) {
        fprintf(stderr, "bench: the program's path would be right\n");
        return EXIT_FAILURE;
    }
    snprintf(home, sizeof home, "HOME=%s", test_folder());
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", test_folder());
    const char *const environment[] = { home, config, NULL };
    bench_engine();
    bench_dashboard(argv[1], environment);
    bench_instructions(argv[1], environment);
    bench_peers(argv[1], environment);
    return EXIT_SUCCESS;
}
