/* solve.c -- bisection between the input's lowest and highest value.
 *
 * The range is cut into pieces first, because figures need not be monotone; of the pieces in which
 * the figure crosses the target the one nearest to the present value is bisected.  Where a figure
 * jumps over the target this ends at the jump. */
#include "model/analysis/solve.h"

#include "model/analysis/cheap.h"

#include <math.h>

enum { PIECES = 512, FEW = 4096 };

typedef struct {
    Plan plan;
    int input, figure;
    double low, high;
} Question;

static double figure_at(Question *question, double value)
{
    question->plan.at[question->input] = value;
    return evaluate_figure(&question->plan, question->figure);
}

/* The cut between two pieces; even, or by equal factors on a logarithmic row. */
static double cut(const Question *question, int piece)
{
    double share = (double)piece / PIECES, low = question->low, high = question->high;
    bool geometric = input_info[question->input].scale == LOG;
    double value = low + share * (high - low);
    if (geometric && low > 0) {
        value = low * pow(high / low, share);
    } else if (geometric && piece > 0) { /* from 0: seven orders of magnitude, then 0 itself */
        value = high * pow(1e-12, 1 - share);
    }
    return piece == 0 ? low : piece == PIECES ? high : value;
}

static double distance(const Question *question, double value, double from)
{
    bool geometric = input_info[question->input].scale == LOG && value > 0 && from > 0;
    return geometric ? fabs(log(value / from)) : fabs(value - from);
}

static double bisect(Question *question, double low, double high, double target)
{
    bool rising = figure_at(question, low) < target;
    for (int i = 0; i < 200; i++) {
        double middle = low + (high - low) / 2;
        if (middle == low || middle == high) {
            break;
        }
        double figure = figure_at(question, middle);
        if (figure == target) {
            return middle;
        }
        if ((figure < target) == rising) {
            low = middle;
        } else {
            high = middle;
        }
    }
    double below = fabs(figure_at(question, low) - target),
           above = fabs(figure_at(question, high) - target);
    return below <= above ? low : high;
}

static void widen(Solution *solution, double figure)
{
    solution->least = solution->least <= figure ? solution->least : figure;
    solution->most = solution->most >= figure ? solution->most : figure;
}

/* Takes the value when it comes nearer to the target. */
static void try_value(Question *question, double value, double target, Solution *best)
{
    double figure = figure_at(question, value);
    if (isnan(figure)) {
        return;
    }
    if (isnan(best->value) || fabs(figure - target) < fabs(best->reached - target)) {
        best->value = value;
        best->reached = figure;
    }
}

static Solution solve_few(Question *question, double target)
{
    Solution best = { NEAREST_WHOLE, NAN, NAN, NAN, NAN };
    for (double value = question->low; value <= question->high; value++) {
        try_value(question, value, target, &best);
        double figure = figure_at(question, value);
        if (!isnan(figure)) {
            widen(&best, figure);
        }
    }
    bool within = target >= best.least && target <= best.most;
    best.how = best.reached == target         ? SOLVED
               : isnan(best.value) || !within ? OUT_OF_REACH
                                              : NEAREST_WHOLE;
    best.how = best.least == best.most && best.how != SOLVED ? NO_EFFECT : best.how;
    return best;
}

/* The numbers around a crossing that the input can have. */
static void round_solution(Question *question, double crossing, double target, Solution *solution)
{
    double unit = unit_info[input_info[question->input].unit].size;
    double below = floor(crossing / unit) * unit, above = ceil(crossing / unit) * unit;
    solution->value = NAN;
    try_value(question, below < question->low ? question->low : below, target, solution);
    try_value(question, above > question->high ? question->high : above, target, solution);
    solution->how = solution->reached == target ? SOLVED : NEAREST_WHOLE;
}

Solution solve(const Plan *plan, int input, int figure, double target)
{
    Question question = { *plan, input, figure, input_lowest(input), input_highest(input) };
    Kind kind = input_info[input].kind;
    if (kind == CHOICE || kind == SWITCH ||
        (kind == WHOLE && question.high - question.low <= FEW)) {
        return solve_few(&question, target);
    }
    Solution solution = { OUT_OF_REACH, NAN, NAN, NAN, NAN };
    double present = plan->at[input], found_low = NAN, found_high = NAN, nearest = INFINITY;
    double before = NAN, from = question.low;
    for (int piece = 0; piece <= PIECES; piece++) {
        double to = cut(&question, piece), here = figure_at(&question, to);
        if (!isnan(here)) {
            widen(&solution, here);
        }
        bool crosses = !isnan(before) && !isnan(here) && (before <= target) != (here < target) &&
                       !(before == target && here == target);
        double away = from <= present && present <= to ? 0
                                                       : fmin(distance(&question, from, present),
                                                              distance(&question, to, present));
        if ((crosses || before == target) && away < nearest) {
            nearest = away;
            found_low = from;
            found_high = to;
        }
        before = here;
        from = to;
    }
    if (solution.least == solution.most) {
        solution.how = NO_EFFECT;
        return solution;
    }
    if (isnan(found_low)) {
        return solution;
    }
    double crossing = bisect(&question, found_low, found_high, target);
    if (kind == WHOLE) {
        round_solution(&question, crossing, target, &solution);
        return solution;
    }
    solution.value = crossing;
    solution.reached = figure_at(&question, crossing);
    solution.how = SOLVED;
    return solution;
}

Solution solve_near(const Plan *plan, int input, int figure, double target)
{
    Question question = { *plan, input, figure, input_lowest(input), input_highest(input) };
    double present = plan->at[input], now = figure_at(&question, present);
    bool number = input_info[input].kind == REAL && present > 0 && isfinite(now);
    Solution solution = { SOLVED, present, now, NAN, NAN };
    if (now == target) {
        return solution;
    }
    for (double factor = 1.02; number && factor < 4; factor *= factor) {
        for (int side = 0; side < 2; side++) {
            double other = side ? present * factor : present / factor;
            other = fmin(fmax(other, question.low), question.high);
            double there = figure_at(&question, other);
            if (isfinite(there) && (now < target) != (there < target)) {
                solution.value = other < present ? bisect(&question, other, present, target)
                                                 : bisect(&question, present, other, target);
                solution.reached = figure_at(&question, solution.value);
                if (fabs(solution.reached - target) <= 1e-9 * fabs(target)) {
                    return solution;
                }
                number = false; /* a jump, or a hole: look everywhere */
                break;
            }
        }
    }
    return solve(plan, input, figure, target);
}
