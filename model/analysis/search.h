/* search.h -- the best layouts of a plan: every way to divide its devices that fits in memory.
 *
 * Tried are tensor, pipeline, expert and context degrees, virtual stages, schedule, micro-batch,
 * ZeRO stage and recomputation, as far as they divide devices, heads, sequence, experts, layers and
 * batch.  Everything else of the plan stays.  The search is exhaustive: what it cuts off cannot be
 * among the best.  It runs in slices and holds no memory but its own, so it can be stopped at any
 * time and be copied. */
#ifndef MODEL_ANALYSIS_SEARCH_H
#define MODEL_ANALYSIS_SEARCH_H

#include "model/model.h"
#include "model/training/constants.h"
#include "model/training/machine.h"

enum { SEARCH_AXES = 9, MOST_FOUND = 100, MOST_DEGREES = 128 };

/* The inputs that are tried, in the order of their rows. */
extern const int search_axes[SEARCH_AXES];

typedef struct {
    double at[SEARCH_AXES]; /* value of each axis */
    double value;           /* of the figure that is ranked by */
    double step_time;       /* NaN while it was not asked for */
    double device_memory;
} Found;

/* Numbers that a degree can be. */
typedef struct {
    int count;
    double at[MOST_DEGREES];
} Degrees;

typedef struct {
    Plan plan; /* with efficiency predicted */
    Machine machine;
    int by;         /* figure */
    bool by_time;   /* ranked by step time, which the figure follows */
    bool by_memory; /* ranked by the memory of the fullest device */
    double sign;    /* -1: the figure that is largest is best */
    Degrees tensors, contexts, experts, micro_batches, pipelines;
    int interleaved[MOST_DEGREES]; /* of a pipeline degree: how many numbers of virtual stages */
    int at[4];                     /* where it is: of the first four */
    bool done;
    double cells, cells_done;
    double tried, fitted, pruned; /* layouts; tried holds the other two and those that do not fit */
    double least_memory;          /* of any layout that was not cut off; bytes */
    int most, count;
    Found found[MOST_FOUND]; /* the best first; ties in the order of the axes' values */
} Search;

/* by: FIGURE_*; the least is best, or the most where more is better (mfu, tokens_per_second).
 * most: how many are kept, up to MOST_FOUND. */
void search_start(Search *search, const Plan *plan, int by, int most);

/* Goes on for about that many layouts.  False when the search is complete. */
bool search_run(Search *search, double layouts);

/* How much is done: 0 to 1. */
double search_progress(const Search *search);

/* The plan with a layout that was found. */
Plan search_plan(const Search *search, int place);

#endif
