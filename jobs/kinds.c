/* kinds.c -- what can be asked in the background: one row for each kind of job. */
#include "jobs/jobs.h"

#include "model/analysis/implied.h"

enum { CHUNK = 1024, COARSE = 2048 };

/* A coarse answer first, within a blink; then all samples. */
static bool run_sample(const Order *order, Answer *answer, Job *job, void *scratch)
{
    double *values = scratch;
    long samples = order->with.sample.samples;
    samples = samples < 1 ? 1 : samples > MOST_SAMPLES ? MOST_SAMPLES : samples;
    Sampling *sampling = &answer->of.sample.sampling;
    *sampling = sample_of(&order->plan, &order->spans, order->figure, order->with.sample.seed);
    for (int pass = samples > COARSE ? 0 : 1; pass < 2; pass++) {
        long count = pass == 0 ? COARSE : samples;
        for (long first = 0; first < count; first += CHUNK) {
            if (job_passed(job, pass == 0 ? 0 : (double)first / (double)count)) {
                return false;
            }
            long length = count - first < CHUNK ? count - first : CHUNK;
            sample_range(sampling, order->figure, (uint64_t)first, length, values + first);
        }
        answer->of.sample.distribution = sample_summary(values, count);
        if (pass == 0) {
            job_publish(job, answer);
        }
    }
    return !job_passed(job, 1);
}

static bool run_tornado(const Order *order, Answer *answer, Job *job, void *scratch)
{
    (void)scratch;
    answer->of.tornado.count = tornado_spans(&order->plan, order->figure, &order->spans,
                                             answer->of.tornado.sways, MOST_SWAYS);
    return !job_passed(job, 1);
}

static bool run_grid(const Order *order, Answer *answer, Job *job, void *scratch)
{
    (void)scratch;
    Grid *grid = &answer->of.grid;
    grid_open(grid, order->with.grid.across, order->with.grid.columns, order->with.grid.down,
              order->with.grid.rows, order->figure);
    for (int row = 0; row < grid->rows; row++) {
        if (job_passed(job, (double)row / grid->rows)) {
            return false;
        }
        grid_row(grid, &order->plan, row);
    }
    grid_range(grid);
    return !job_passed(job, 1);
}

static bool run_attribution(const Order *order, Answer *answer, Job *job, void *scratch)
{
    (void)scratch;
    Plan from = implied_plan(&order->with.attribution.other), to = implied_plan(&order->plan);
    answer->of.attribution = attribute(&from, &to, order->figure, order->with.attribution.parting);
    return !job_passed(job, 1);
}

static bool run_waterfall(const Order *order, Answer *answer, Job *job, void *scratch)
{
    (void)scratch;
    waterfall(&order->plan, &answer->of.waterfall);
    return !job_passed(job, 1);
}

const JobInfo job_info[JOB_KINDS] = {
    [JOB_SAMPLE] = { "sample", "Sampling", run_sample, MOST_SAMPLES * sizeof(double) },
    [JOB_TORNADO] = { "tornado", "Ranking inputs", run_tornado, 0 },
    [JOB_GRID] = { "grid", "Heat map", run_grid, 0 },
    [JOB_ATTRIBUTION] = { "attribution", "Comparing", run_attribution, 0 },
    [JOB_WATERFALL] = { "waterfall", "Waterfall", run_waterfall, 0 },
};
