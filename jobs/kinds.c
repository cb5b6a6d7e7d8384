/* kinds.c -- what can be asked in the background: one row for each kind of job. */
#include "jobs/jobs.h"

#include "model/analysis/implied.h"

enum { CHUNK = 1024, COARSE = 2048, BAND_SAMPLES = 16384, SLICE = 4000, MOST_LAYOUTS = 40 };

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

/* Progress is not told: it is soon over, and nothing shows it. */
static bool run_band(const Order *order, Answer *answer, Job *job, void *scratch)
{
    double *values = scratch;
    answer->of.band.count = order->with.band.count;
    for (int i = 0; i < order->with.band.count; i++) {
        int figure = order->with.band.figures[i];
        Sampling sampling = sample_of(&order->plan, &order->spans, figure, 1);
        for (long first = 0; first < BAND_SAMPLES; first += CHUNK) {
            if (job_passed(job, 0)) {
                return false;
            }
            sample_range(&sampling, figure, (uint64_t)first, CHUNK, values + first);
        }
        Distribution distribution = sample_summary(values, BAND_SAMPLES);
        answer->of.band.bands[i] =
            (Band){ figure, distribution.quantile[0], distribution.quantile[QUANTILES - 1] };
    }
    return !job_passed(job, 0);
}

/* One input after another, those that move the figure most first: the list fills while it is read. */
static bool run_solve(const Order *order, Answer *answer, Job *job, void *scratch)
{
    Sway sways[MOST_SWAYS];
    /* by half: a target may be far, and of one shared expert a tenth is none */
    int count = tornado(&order->plan, order->figure, 0.5, sways, MOST_SWAYS);
    (void)scratch;
    answer->of.solve.count = 0;
    for (int i = 0; i < count; i++) {
        if (job_passed(job, (double)i / count)) {
            return false;
        }
        answer->of.solve.ways[i] =
            (Way){ sways[i].input,
                   solve(&order->plan, sways[i].input, order->figure, order->with.solve.target) };
        answer->of.solve.count = i + 1;
        job_publish(job, answer);
    }
    return !job_passed(job, 1);
}

/* The best so far is handed out as the search goes on. */
static bool run_search(const Order *order, Answer *answer, Job *job, void *scratch)
{
    Search *search = &answer->of.search;
    double told = 0;
    (void)scratch;
    search_start(search, &order->plan, order->figure, MOST_LAYOUTS);
    while (search_run(search, SLICE)) {
        double progress = search_progress(search);
        if (job_passed(job, progress)) {
            return false;
        }
        if (progress >= told + 0.1) {
            told = progress;
            job_publish(job, answer);
        }
    }
    return !job_passed(job, 1);
}

const JobInfo job_info[JOB_KINDS] = {
    [JOB_SAMPLE] = { "sample", "Sampling", run_sample, MOST_SAMPLES * sizeof(double) },
    [JOB_TORNADO] = { "tornado", "Ranking inputs", run_tornado, 0 },
    [JOB_GRID] = { "grid", "Heat map", run_grid, 0 },
    [JOB_ATTRIBUTION] = { "attribution", "Comparing", run_attribution, 0 },
    [JOB_WATERFALL] = { "waterfall", "Waterfall", run_waterfall, 0 },
    [JOB_SEARCH] = { "search", "Searching layouts", run_search, 0 },
    [JOB_BAND] = { "band", "How sure", run_band, BAND_SAMPLES * sizeof(double) },
    [JOB_SOLVE] = { "solve", "Solving", run_solve, 0 },
};
