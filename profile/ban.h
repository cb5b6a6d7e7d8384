/* ban.h -- the same plan on other accelerators: what export bans cost.
 *
 * The rows say which accelerators, in the order in which they were allowed and forbidden, and what
 * has to change with them. */
#ifndef PROFILE_BAN_H
#define PROFILE_BAN_H

#include "profile/scenario.h"

typedef struct {
    const char *hardware; /* id of a profile */
    const char *about;
} BanRow;

extern const BanRow ban_rows[];
extern const int ban_row_count;

/* With communication hidden behind computation and without.  Only a predicted efficiency tells them
 * apart. */
typedef struct {
    const char *label;
    int input;
    double value;
} BanVariant;

enum { BAN_VARIANTS = 2 };
extern const BanVariant ban_variants[BAN_VARIANTS];

/* The plan with that accelerator, as many of them and the same efficiency; a precision that the
 * accelerator lacks gives way to one that it has, said in changed ("" otherwise).  Hours that were
 * reported for the old one become the efficiency that they imply.  On failure *banned is as it was. */
bool ban_scenario(Library *library, const Scenario *scenario, const char *hardware,
                  Scenario *banned, char *changed, size_t size, Error *error);

/* The variant of such a plan, at predicted efficiency.  False: nothing predicts it. */
bool ban_variant(const Scenario *scenario, int variant, Plan *plan);

#endif
