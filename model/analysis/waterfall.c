#include "model/analysis/waterfall.h"

#include "model/analysis/implied.h"
#include "model/analysis/solve.h"

#include <math.h>

/* -- the rows ----------------------------------------------------------------------------------- */

/* clang-format off */
#define TABLE_FIGURE(...)
#define PREDICTED(...)
#define START(...)
#define STEP(...)
#define BEFORE(...)
#define AS(...)
#define KEEPING(...)
#define NEEDS(...)

#undef STEP
#define STEP(ID, ...) STEP_##ID,
enum {
#include "model/analysis/waterfall.def"
    STEP_COUNT
};
#undef STEP
#undef START
#define START(text, words) { text, "", words },
#define STEP(ID, text, from, words) { text, from, words },
static const struct { const char *label, *source, *help; } steps[] = { /* [0]: the start */
#include "model/analysis/waterfall.def"
};
#undef START
#undef STEP
#define START(...)
#define STEP(...)

#undef TABLE_FIGURE
#define TABLE_FIGURE(figure) FIGURE_##figure,
static const int table_figures[] = {
#include "model/analysis/waterfall.def"
};
#undef TABLE_FIGURE
#define TABLE_FIGURE(...)

typedef enum { TO_NUMBER, TO_INPUT, TO_KEEP } How;
typedef struct { int step, input; How how; double number; int row; } Setting;

#undef BEFORE
#undef AS
#undef KEEPING
#define BEFORE(ID, input, number) { STEP_##ID, INPUT_##input, TO_NUMBER, number, 0 },
#define AS(ID, input, other) { STEP_##ID, INPUT_##input, TO_INPUT, 0, INPUT_##other },
#define KEEPING(ID, input, figure) { STEP_##ID, INPUT_##input, TO_KEEP, 0, FIGURE_##figure },
static const Setting settings[] = {
#include "model/analysis/waterfall.def"
};
#undef BEFORE
#undef AS
#undef KEEPING
#define BEFORE(...)
#define AS(...)
#define KEEPING(...)

#undef NEEDS
#define NEEDS(ID, figure, reason) { STEP_##ID, figure, reason },
static const struct { int step; const char *figure, *reason; } needs[] = {
#include "model/analysis/waterfall.def"
};
#undef NEEDS
#define NEEDS(...)

#undef PREDICTED
#define PREDICTED(input, number, figure) { INPUT_##input, number, figure },
static const struct { int input; double number; const char *figure; } predictions[] = {
#include "model/analysis/waterfall.def"
};
/* clang-format on */

#define COUNT(rows) ((int)(sizeof(rows) / sizeof *(rows)))
_Static_assert((int)STEP_COUNT < (int)MOST_STEPS_DOWN, "there is room for every step");
_Static_assert(COUNT(table_figures) <= (int)MOST_WATERFALL_FIGURES, "and for every figure");

/* -- the steps ---------------------------------------------------------------------------------- */

static bool has_value(const char *figure, const Figures *figures)
{
    int row = find_figure(figure);
    return row >= 0 && isfinite(figures->at[row]);
}

/* Whether the plan is without the step anyway: its first row says what the step is about. */
static bool is_absent(int step, const Plan *plan)
{
    for (int i = 0; i < COUNT(settings); i++) {
        const Setting *row = &settings[i];
        if (row->step == step) {
            double before = row->how == TO_INPUT ? plan->at[row->row] : row->number;
            return plan->at[row->input] == before;
        }
    }
    return true;
}

/* Why the step is left out; NULL: it is not. */
static const char *missing(int step, const Plan *plan, const Figures *figures)
{
    if (is_absent(step, plan)) {
        return "the plan does without";
    }
    for (int i = 0; i < COUNT(needs); i++) {
        if (needs[i].step == step && !has_value(needs[i].figure, figures)) {
            return needs[i].reason;
        }
    }
    return NULL;
}

/* The plan at the efficiency that every step is measured at. */
static Plan hold(const Plan *plan, bool *predicted)
{
    Plan based = implied_plan(plan);
    *predicted = false;
    for (int i = 0; i < COUNT(predictions); i++) {
        Plan tried = based;
        tried.at[predictions[i].input] = predictions[i].number;
        Figures after = evaluate(&tried);
        if (has_value(predictions[i].figure, &after)) {
            based = tried;
            *predicted = true;
        }
    }
    return based;
}

/* Undoes the step in a plan. */
static void undo(const Plan *plan, int step, Plan *plain)
{
    for (int i = 0; i < COUNT(settings); i++) {
        const Setting *row = &settings[i];
        if (row->step == step && row->how != TO_KEEP) {
            plain->at[row->input] = row->how == TO_INPUT ? plan->at[row->row] : row->number;
        }
    }
}

/* Chooses what keeps a figure as it is in the plan; after everything else is plain. */
static void keep(const Plan *plan, int step, Plan *plain)
{
    Figures figures = evaluate(plan);
    for (int i = 0; i < COUNT(settings); i++) {
        const Setting *row = &settings[i];
        if (row->step == step && row->how == TO_KEEP) {
            Solution solution = solve(plain, row->input, row->row, figures.at[row->row]);
            plain->at[row->input] =
                isfinite(solution.value) ? solution.value : plain->at[row->input];
        }
    }
}

static void redo(const Plan *plan, int step, Plan *plain)
{
    for (int i = 0; i < COUNT(settings); i++) {
        if (settings[i].step == step) {
            plain->at[settings[i].input] = plan->at[settings[i].input];
        }
    }
}

static int first_broken(const Plan *plan, const Figures *figures)
{
    Limits limits = check_limits(plan, figures);
    for (int i = 0; i < LIMIT_COUNT; i++) {
        if (limits.broken[i] && limit_info[i].severity == BROKEN) {
            return i;
        }
    }
    return -1;
}

void waterfall(const Plan *plan, Waterfall *answer)
{
    *answer = (Waterfall){ .figure_count = COUNT(table_figures) };
    for (int i = 0; i < COUNT(table_figures); i++) {
        answer->figures[i] = table_figures[i];
    }
    Plan whole = hold(plan, &answer->predicted), plain = whole;
    Figures figures = evaluate(&whole);
    for (int step = 0; step < STEP_COUNT; step++) {
        if (!missing(step, &whole, &figures)) {
            undo(&whole, step, &plain);
        }
    }
    for (int step = 0; step < STEP_COUNT; step++) {
        if (!missing(step, &whole, &figures)) {
            keep(&whole, step, &plain);
        }
    }
    for (int step = -1; step < STEP_COUNT; step++) {
        Drop *drop = &answer->drops[answer->count++];
        drop->label = steps[step + 1].label;
        drop->source = steps[step + 1].source;
        drop->help = steps[step + 1].help;
        drop->left_out = step >= 0 ? missing(step, &whole, &figures) : NULL;
        if (step >= 0 && !drop->left_out) {
            redo(&whole, step, &plain);
        }
        drop->plan = plain;
        drop->figures = evaluate(&plain);
        drop->broken = first_broken(&plain, &drop->figures);
    }
}
