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
