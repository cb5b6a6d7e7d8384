/* bars.h -- what views of bars share: the fields of a line, a figure's value and a difference. */
#ifndef TUI_BARS_H
#define TUI_BARS_H

#include "tui/canvas.h"

/* Where the fields of a line are: label, number, bar, number. */
typedef struct {
    int label, label_columns, left, number, bar, bar_columns, right;
} Fields;

/* number: columns of each of the two numbers. */
Fields bar_fields(Rect rect, int number);

/* "$57.79 M" and "−$57.79 M" of a figure.  Return out. */
const char *bar_value(int figure, char *out, size_t size, double value);
const char *bar_signed(int figure, char *out, size_t size, double value);

#endif
