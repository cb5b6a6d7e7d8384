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
