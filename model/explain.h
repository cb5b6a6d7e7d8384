/* explain.h -- what a figure rests on, and what rests on it.  The numbers in a formula are
 * formula.h's business; here are the links between rows. */
#ifndef MODEL_EXPLAIN_H
#define MODEL_EXPLAIN_H

#include "model/formula.h"

/* Figures whose formula names the row, in the order of the list.  Returns how many (at most `most`
 * are stored). */
int explain_feeds(Row row, int figures[], int most);

#endif
