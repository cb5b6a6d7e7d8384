/* goal.h -- "30 days": a figure is given a value, and one input gives way.
 *
 * Once, or held: then every change of another slider solves again in the same frame. */
#ifndef TUI_GOAL_H
#define TUI_GOAL_H

#include <stdbool.h>
#include <stddef.h>

struct App;

typedef struct {
    int figure, input;
    double target; /* base units */
    bool chosen;   /* an input was chosen for it */
    bool held;     /* it stays so */
    bool holding;  /* the list in front is about holding */
    bool missed;   /* held, and no value of the input gives it */
} Goal;

/* The text typed for the figure in focus. */
void goal_target(struct App *app, const char *text);

/* Lists what would have to change; again whenever more is known. */
void goal_list(struct App *app);

/* An input was chosen from the list. */
void goal_choose(struct App *app, int input, long now);

/* Before figures are computed: the input gives way. */
void goal_hold(struct App *app);

/* After: says what it gave. */
void goal_say(struct App *app);

/* Whether the input cannot be moved because it gives way; says so. */
bool goal_gives_way(struct App *app, int input);

/* "Days to train = 30 days, Devices gives way"; empty: nothing is held. */
void goal_text(const struct App *app, bool brief, char *out, size_t size);

#endif
