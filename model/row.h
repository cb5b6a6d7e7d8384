/* row.h -- a row of any of the lists that formulas name: constants, inputs, figures. */
#ifndef MODEL_ROW_H
#define MODEL_ROW_H

#include "model/model.h"

typedef enum { A_CONSTANT, AN_INPUT, A_FIGURE } RowKind;

/* A row of one of the three lists. */
typedef struct {
    RowKind kind;
    int row;
} Row;

/* The row of that name (length bytes of it) among constants, inputs and figures. */
bool find_row(const char *name, size_t length, Row *row);
const char *row_name(Row row);
const char *row_label(Row row);
int row_unit(Row row);
double row_value(Row row, const Plan *plan, const Figures *figures);

/* Letters, digits and underscores at the start of a text: how many. */
size_t row_word(const char *at);

#endif
