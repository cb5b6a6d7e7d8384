/* digits.h -- numbers in large, for the three answers and for a room. */
#ifndef TUI_DIGITS_H
#define TUI_DIGITS_H

#include "tui/canvas.h"

enum { DIGIT_ROWS = 3 }; /* at scale 1; twice that at scale 2 */

/* Columns that a number takes; -1: it has something that is no digit, '.', ',', '$' or '-'. */
int digits_columns(const char *number, int scale);

/* Draws as much of the number as has digits; returns where the rest begins, and adds the columns
 * drawn to *column.  Scale 1 needs half blocks, scale 2 whole ones only. */
const char *draw_digits(Canvas *canvas, int row, int *column, int scale, Style style,
                        const char *number);

#endif
