/* parts.h -- what formulas may call.
 *
 * Each part is a small pure function of doubles.  The table at the end tells formula.c its name,
 * its arity and how dimensions go through it, so that the text of a formula can be read again. */
#ifndef MODEL_PARTS_H
#define MODEL_PARTS_H

#include <math.h>

/* 1 if the choice input has the word of that option: is(attention, MLA). */
#define is(input, ID) ((input) == input##_##ID)

/* A part of the predicted step, or of the memory of the fullest device, in base units: predicted(
 * step_time), held(weights).  training/step.def lists them. */
#define predicted(part) (step.part)
#define held(part)      (memory.part)

/* The one or the other, as in C's ?:.  Both are computed; NaN in the one not chosen is harmless. */
static inline double choose(double condition, double yes, double no)
{
    return condition != 0 ? yes : no;
}

/* 1 if a value was given: 0 means "not known" in inputs such as stated_total_params. */
static inline double known(double value)
{
    return value > 0;
}

/* The value, or nothing (NaN, shown as a dash) where 0 means "not known". */
static inline double known_or_nothing(double value)
{
    return value > 0 ? value : NAN;
}

/* a / b, or nothing where b is 0. */
static inline double ratio(double a, double b)
{
    return b != 0 ? a / b : NAN;
}

static inline double lesser(double a, double b)
{
    return a < b ? a : b;
}

static inline double greater(double a, double b)
{
    return a > b ? a : b;
}

/* The value, but 0 for what is below 0: memory that is left, when none is. */
static inline double not_negative(double value)
{
    return value < 0 ? 0 : value;
}

/* Scales of a matrix that has one for each square block of it: blocks at the edges count too.
 * DeepSeek-V3, README_WEIGHTS.md: 128 x 128, the last ones padded. */
static inline double blocks(double rows, double columns, double side)
{
    return ceil(rows / side) * ceil(columns / side);
}

/* Tokens that a token sees, on average over a sequence, when it sees at most `window` of the last:
 * twice what causality leaves, w (2 - w / s) for w = min(window, s), so that halving it is right
 * for a window as it is for the whole sequence. */
static inline double window_span(double sequence, double window)
{
    double seen = window < sequence ? window : sequence;
    return seen * (2 - seen / sequence);
}

/* Share of E experts that t tokens touch when each is routed to k of them, independently:
 * 1 - (1 - k/E)^t; nothing where there are no experts. */
static inline double touched_share(double active, double experts, double tokens)
{
    return experts > 0 ? 1 - pow(1 - lesser(active / experts, 1), tokens) : 0;
}

/* Whether a count came out whole, up to rounding of the division before it. */
static inline int is_whole(double value)
{
    return fabs(value - nearbyint(value)) <= 1e-9 * fabs(value);
}

/* How the dimension of a call follows from those of its arguments. */
typedef enum {
    SAME_AS_FIRST,    /* not_negative(x) */
    SAME_AS_ALL,      /* lesser(x, y): the arguments must agree */
    SAME_AS_LAST_TWO, /* choose(condition, x, y): x and y must agree */
    QUOTIENT,         /* ratio(x, y) */
    NO_DIMENSION      /* known(x) */
} PartDimension;

typedef struct {
    const char *name;
    int arguments;
    double (*one)(double);
    double (*two)(double, double);
    double (*three)(double, double, double);
    PartDimension dimension;
} Part;

static const Part parts[] = {
    { "choose", 3, NULL, NULL, choose, SAME_AS_LAST_TWO },
    { "known", 1, known, NULL, NULL, NO_DIMENSION },
    { "known_or_nothing", 1, known_or_nothing, NULL, NULL, SAME_AS_FIRST },
    { "ratio", 2, NULL, ratio, NULL, QUOTIENT },
    { "touched_share", 3, NULL, NULL, touched_share, NO_DIMENSION },
    { "lesser", 2, NULL, lesser, NULL, SAME_AS_ALL },
    { "greater", 2, NULL, greater, NULL, SAME_AS_ALL },
    { "blocks", 3, NULL, NULL, blocks, NO_DIMENSION },
    { "window_span", 2, NULL, window_span, NULL, SAME_AS_ALL },
    { "not_negative", 1, not_negative, NULL, NULL, SAME_AS_FIRST },
};

#endif
