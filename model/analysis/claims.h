/* claims.h -- what a computed value says about a claimed one. */
#ifndef MODEL_ANALYSIS_CLAIMS_H
#define MODEL_ANALYSIS_CLAIMS_H

#include "model/model.h"

typedef enum {
    EXACT,       /* the same, but for the last bits of a double */
    ROUNDING,    /* the same in the digits that are printed */
    CONSISTENT,  /* within the tolerance of the row */
    CONTRADICTS, /* its source, or what follows from it */
    NO_SOURCE,   /* nobody says where the claim comes from; what was computed stands beside it */
    NOT_CHECKED, /* nothing here computes it */
    VERDICTS
} Verdict;

/* "exact", "rounding", "consistent", "contradicts its source", "no source found", "not checked". */
extern const char *const verdict_word[VERDICTS];

/* The verdict of that word, or -1. */
int find_verdict(const char *word);

/* Half of the last digit of a number as it is written, in base units: 0.05 for "3.7", 500 for
 * "180 k".  value: what the text says, in base units. */
double claim_grain(const char *text, double value);

/* How far the claim is off, as a share of what is computed: 0.01 for 1 % too much. */
double claim_deviation(double claimed, double computed);

/* tolerance: a share.  computed: NaN is not checked. */
Verdict claim_verdict(double claimed, double grain, double computed, double tolerance,
                      bool sourced);

#endif
