/* ledger.h -- claims about plans, each computed again: the folder claims/, and ledgers that people write.
 *
 *     flopdeck: 1
 *     name: …  about: …  source: …
 *     scenario: deepseek-v3            of rows that name no plan of their own
 *     claims:
 *       - id: A4
 *         says: "3.7 days for a trillion tokens"
 *         claimed: 3.7 days
 *         scenario: … model: … hardware: …      the plan; a model alone is on top of the presets
 *         set: {train_tokens: 1 T}
 *         figure: pretrain_time                 or formula: "gpu_hours / devices"
 *         over: {scenario: …, set: …, figure: …}   compared with that of another plan
 *         as: ratio                             ratio (the usual), saving (1 - ratio), difference
 *         tolerance: 1 %
 *         source: "arXiv:2412.19437, section 1"  none: no source was found
 *         verdict: rounding                     that is expected; another is out of bounds
 *         note: …
 *       - id: C15
 *         says: …
 *         not_checked: why nothing here computes it */
#ifndef PROFILE_LEDGER_H
#define PROFILE_LEDGER_H

#include "model/analysis/claims.h"
#include "profile/arena.h"
#include "profile/scenario.h"

typedef enum { AS_IT_IS, AS_RATIO, AS_SAVING, AS_DIFFERENCE } Comparison;

typedef struct {
    int input;
    double value; /* base units */
} ClaimSetting;

/* A plan, and what is looked at in it. */
typedef struct {
    const char *scenario, *model, *hardware; /* NULL: not named */
    ClaimSetting *settings;
    int setting_count;
    const char *formula; /* a figure's name is one; NULL: none */
    int line, column;    /* of it */
} ClaimPlan;

typedef struct {
    const char *id, *says, *source, *note; /* "": nothing */
    const char *reason;                    /* why it is not checked; "": it is */
    const char *text;                      /* the claimed value as it is written; "": none */
    ClaimPlan plan, over;                  /* over.formula NULL: not compared */
    Comparison comparison;
    int unit;                    /* of claimed and computed */
    double claimed, computed;    /* base units; NaN: none */
    double deviation, tolerance; /* shares */
    Verdict verdict;
    int expected; /* Verdict; -1: none is stated */
    int line;
} Claim;

/* Everything it points to lives until ledger_close. */
typedef struct {
    Arena *arena;
    const char *label, *name, *about, *source; /* "": nothing */
    Claim *claims;
    int count;
} Ledger;

/* Reads a ledger (an id of the catalogue, a file, "-") and computes every row.  NULL with
 * `FILE:LINE:COLUMN: …` in error. */
Ledger *ledger_open(Library *library, const char *name_or_file, Error *error);
void ledger_close(Ledger *ledger); /* NULL: nothing */

/* Computes and judges a claim whose other members are read.  file: what messages call it; line,
 * column: of the claimed value. */
bool claim_compute(Library *library, const char *file, Claim *claim, int line, int column,
                   Error *error);

/* The plan behind a claim. */
bool claim_scenario(Library *library, const Claim *claim, Scenario *scenario, Error *error);

/* The verdict is the expected one; without one, no contradiction. */
bool claim_in_bounds(const Claim *claim);

/* Whether a file's text has claims, and is no profile. */
bool holds_claims(const char *bytes);

#endif
