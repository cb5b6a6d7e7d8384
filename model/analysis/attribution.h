/* attribution.h -- which input accounts for how much of the difference between two plans.
 *
 * Each input that differs is moved from the one plan's value to the other's, and gets the mean of
 * what that changes over orders of moving them (Shapley 1953): the parts sum to the difference.
 * All orders when there are few inputs; else ORDERS of them and their reverses.  Orders that pass
 * through a plan without a value are left out. */
#ifndef MODEL_ANALYSIS_ATTRIBUTION_H
#define MODEL_ANALYSIS_ATTRIBUTION_H

#include "model/model.h"

enum { MOST_EXACT = 10, ORDERS = 128 };

/* By input: each with those that only it makes matter (the experts come with the MoE layers); by
 * group: a model is one choice, not thirty. */
typedef enum { BY_INPUT, BY_GROUP } Parting;

typedef struct {
    int input; /* BY_INPUT; else -1 */
    Group group;
    double part; /* of the difference */
} Contribution;

typedef struct {
    double from, to; /* the figure of a and of b */
    bool exact;      /* over all orders */
    long orders;     /* that were walked; 0: no order has a value all the way, nothing is parted */
    int count;
    Contribution parts[INPUT_COUNT]; /* the largest first; what changes nothing is left out */
} Attribution;

Attribution attribute(const Plan *a, const Plan *b, int figure, Parting parting);

#endif
