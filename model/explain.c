#include "model/explain.h"

enum { MOST_ROWS = 32 };

static bool names(int figure, Row wanted)
{
    Row rows[MOST_ROWS];
    int count = formula_rows(figure_info[figure].formula, rows, MOST_ROWS);
    for (int i = 0; i < count; i++) {
        if (rows[i].kind == wanted.kind && rows[i].row == wanted.row) {
            return true;
        }
    }
    return false;
}

int explain_feeds(Row row, int figures[], int most)
{
    int count = 0;
    for (int i = 0; i < FIGURE_COUNT && count < most; i++) {
        if (names(i, row)) {
            figures[count++] = i;
        }
    }
    return count;
}

/* Rows only name rows above them, so one pass down the list finds all that depend. */
bool explain_depends(int figure, int input)
{
    bool depends[FIGURE_COUNT] = { false };
    for (int i = 0; i <= figure; i++) {
        Row rows[MOST_ROWS];
        int count = formula_rows(figure_info[i].formula, rows, MOST_ROWS);
        for (int j = 0; j < count; j++) {
            depends[i] = depends[i] || (rows[j].kind == AN_INPUT && rows[j].row == input) ||
                         (rows[j].kind == A_FIGURE && depends[rows[j].row]);
        }
    }
    return depends[figure];
}
