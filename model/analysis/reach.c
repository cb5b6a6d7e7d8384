#include "model/analysis/reach.h"

#include <string.h>

#include "model/formula.h"

enum { MOST_ROWS = 64 };

/* Rows only name rows above them, so one pass up the list finds all. */
void figure_reach(int figure, bool figures[FIGURE_COUNT])
{
    memset(figures, 0, FIGURE_COUNT * sizeof *figures);
    figures[figure] = true;
    for (int i = figure; i >= 0; i--) {
        Row rows[MOST_ROWS];
        int count = figures[i] ? formula_rows(figure_info[i].formula, rows, MOST_ROWS) : 0;
        for (int j = 0; j < count; j++) {
            if (rows[j].kind == A_FIGURE) {
                figures[rows[j].row] = true;
            }
        }
    }
}

static bool names_any(const Row rows[], int count, const int inputs[], int input_count)
{
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < input_count && rows[i].kind == AN_INPUT; j++) {
            if (rows[i].row == inputs[j]) {
                return true;
            }
        }
    }
    return false;
}

bool follows_step_time(int figure, const int inputs[], int count)
{
    bool reached[FIGURE_COUNT];
    figure_reach(figure, reached);
    for (int i = 0; i < FIGURE_COUNT; i++) {
        Row rows[MOST_ROWS];
        const char *formula = figure_info[i].formula;
        if (!reached[i] || i == FIGURE_predicted_step_time) {
            continue;
        }
        if (strstr(formula, "predicted(") || strstr(formula, "held(") ||
            names_any(rows, formula_rows(formula, rows, MOST_ROWS), inputs, count)) {
            return false;
        }
    }
    return reached[FIGURE_predicted_step_time];
}
