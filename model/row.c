#include "model/row.h"

#include <ctype.h>
#include <string.h>

size_t row_word(const char *at)
{
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '_') {
        length++;
    }
    return length;
}

bool find_row(const char *name, size_t length, Row *row)
{
    char word[64];
    if (length >= sizeof word) {
        return false;
    }
    memcpy(word, name, length);
    word[length] = '\0';
    for (int i = 0; i < CONSTANT_COUNT; i++) {
        if (strcmp(constant_info[i].name, word) == 0) {
            *row = (Row){ A_CONSTANT, i };
            return true;
        }
    }
    int input = find_input(word), figure = find_figure(word);
    *row = input >= 0 ? (Row){ AN_INPUT, input } : (Row){ A_FIGURE, figure };
    return input >= 0 || figure >= 0;
}

const char *row_name(Row row)
{
    return row.kind == A_CONSTANT ? constant_info[row.row].name
           : row.kind == AN_INPUT ? input_info[row.row].name
                                  : figure_info[row.row].name;
}

const char *row_label(Row row)
{
    return row.kind == A_CONSTANT ? constant_info[row.row].label
           : row.kind == AN_INPUT ? input_info[row.row].label
                                  : figure_info[row.row].label;
}

int row_unit(Row row)
{
    return row.kind == A_CONSTANT ? constant_info[row.row].unit
           : row.kind == AN_INPUT ? input_info[row.row].unit
                                  : figure_info[row.row].unit;
}

double row_value(Row row, const Plan *plan, const Figures *figures)
{
    return row.kind == A_CONSTANT ? constant_value(row.row)
           : row.kind == AN_INPUT ? plan->at[row.row]
                                  : figures->at[row.row];
}
