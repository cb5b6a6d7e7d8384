#include "model/analysis/sweep.h"

#include "model/analysis/cheap.h"
#include "model/slider.h"

#include <math.h>

void sweep(const Plan *plan, int input, int figure, int count, double x[], double y[])
{
    Plan moved = *plan;
    for (int i = 0; i < count; i++) {
        moved.at[input] = slider_at(input, count > 1 ? (double)i / (count - 1) : 0);
        x[i] = moved.at[input];
        y[i] = evaluate_figure(&moved, figure);
    }
}

/* -- two inputs --------------------------------------------------------------------------------- */

void grid_open(Grid *grid, int across, int columns, int down, int rows, int figure)
{
    *grid = (Grid){ .across = across, .down = down, .figure = figure };
    grid->columns = columns < 1 ? 1 : columns > MOST_GRID_COLUMNS ? MOST_GRID_COLUMNS : columns;
    grid->rows = rows < 1 ? 1 : rows > MOST_GRID_ROWS ? MOST_GRID_ROWS : rows;
    grid->least = grid->most = NAN;
    for (int i = 0; i < grid->columns; i++) {
        grid->x[i] = slider_at(across, grid->columns > 1 ? (double)i / (grid->columns - 1) : 0);
    }
    for (int i = 0; i < grid->rows; i++) {
        grid->y[i] = slider_at(down, grid->rows > 1 ? (double)i / (grid->rows - 1) : 0);
    }
}

void grid_row(Grid *grid, const Plan *plan, int row)
{
    Plan moved = *plan;
    bool numbers = input_info[grid->across].kind != CHOICE && input_info[grid->down].kind != CHOICE;
    Evaluator *evaluator = numbers ? cheap_evaluator(plan, grid->figure) : evaluate;
    for (int i = 0; i < grid->columns; i++) {
        moved.at[grid->across] = grid->x[i];
        moved.at[grid->down] = grid->y[row];
        grid->z[row][i] = evaluator(&moved).at[grid->figure];
    }
}

void grid_range(Grid *grid)
{
    grid->least = grid->most = NAN;
    for (int row = 0; row < grid->rows; row++) {
        for (int i = 0; i < grid->columns; i++) {
            if (isfinite(grid->z[row][i])) {
                grid->least = fmin(grid->least, grid->z[row][i]);
                grid->most = fmax(grid->most, grid->z[row][i]);
            }
        }
    }
}

/* -- crossings ---------------------------------------------------------------------------------- */

enum { PIECES = 512 };

/* How far the figure is above what it is compared with: another plan's, or a target. */
typedef struct {
    Plan a, b;
    int input, figure;
    bool to_target;
    double target;
} Gap;

static double gap_at(Gap *gap, double value)
{
    gap->a.at[gap->input] = value;
    double figure = evaluate_figure(&gap->a, gap->figure);
    if (gap->to_target) {
        return figure - gap->target;
    }
    gap->b.at[gap->input] = value;
    return figure - evaluate_figure(&gap->b, gap->figure);
}

static double bisect(Gap *gap, double low, double high)
{
    bool rising = gap_at(gap, low) < 0;
    for (int i = 0; i < 200; i++) {
        double middle = low + (high - low) / 2;
        if (middle == low || middle == high) {
            break;
        }
        if ((gap_at(gap, middle) < 0) == rising) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return fabs(gap_at(gap, low)) <= fabs(gap_at(gap, high)) ? low : high;
}

static int crossings(Gap *gap, double at[], int most)
{
    int count = 0;
    double from = NAN, before = NAN;
    Kind kind = input_info[gap->input].kind;
    if (kind == CHOICE || kind == SWITCH) {
        return 0;
    }
    for (int piece = 0; piece <= PIECES; piece++) {
        double to = slider_at(gap->input, (double)piece / PIECES), here = gap_at(gap, to);
        bool meets = here == 0 && before != 0;
        bool crosses = before != 0 && here != 0 && !isnan(before) && !isnan(here) &&
                       (before < 0) != (here < 0);
        if ((meets || crosses) && count < most) {
            at[count++] = meets ? to : bisect(gap, from, to);
        }
        before = here;
        from = to;
    }
    return count;
}

int sweep_crossings(const Plan *plan, int input, int figure, double target, double at[], int most)
{
    Gap gap = { *plan, *plan, input, figure, true, target };
    return crossings(&gap, at, most);
}

int sweep_break_even(const Plan *a, const Plan *b, int input, int figure, double at[], int most)
{
    Gap gap = { *a, *b, input, figure, false, 0 };
    return crossings(&gap, at, most);
}
