/* claim.c -- the plans behind a claim, computed and judged. */
#include "profile/ledger.h"

#include "model/formula.h"
#include "model/quantity.h"

#include <math.h>
#include <string.h>

typedef struct {
    Library *library;
    const char *file; /* what messages call it */
    int line, column; /* of the claimed value */
    Error *error;
} Place;

static bool refuse(const Place *place, const char *what)
{
    return fail(place->error, "%s:%d:%d: %s", place->file, place->line, place->column, what);
}

static bool load(Library *library, const ClaimPlan *plan, Scenario *scenario, Error *error)
{
    scenario_clear(scenario);
    if ((plan->scenario && !scenario_load(library, scenario, plan->scenario, error)) ||
        (plan->model && !scenario_pick(library, scenario, MODEL_PROFILE, plan->model, error)) ||
        (plan->hardware &&
         !scenario_pick(library, scenario, HARDWARE_PROFILE, plan->hardware, error))) {
        return false;
    }
    for (int i = 0; i < plan->setting_count; i++) {
        scenario_set(scenario, plan->settings[i].input, plan->settings[i].value, FROM_SCENARIO);
    }
    return true;
}

static bool compute(const Place *place, ClaimPlan *plan, Quantity *result)
{
    Scenario scenario;
    Error why;
    if (load(place->library, plan, &scenario, &why)) {
        Figures figures = evaluate(&scenario.plan);
        if (formula_value(plan->formula, &scenario.plan, &figures, result, &why)) {
            return true;
        }
    }
    return fail(place->error, "%s:%d:%d: %s", place->file, plan->line, plan->column, why.text);
}

static bool compute_claim(const Place *place, Claim *claim, Quantity *result)
{
    Quantity over = { 0 };
    if (!compute(place, &claim->plan, result)) {
        return false;
    }
    if (claim->comparison == AS_IT_IS) {
        return true;
    }
    claim->over.formula = claim->over.formula ? claim->over.formula : claim->plan.formula;
    if (!compute(place, &claim->over, &over)) {
        return false;
    }
    if (!same_dimension(result->dimension, over.dimension)) {
        return fail(place->error, "%s:%d:%d: '%s' and '%s' are two kinds of thing", place->file,
                    claim->over.line, claim->over.column, claim->plan.formula, claim->over.formula);
    }
    double ratio = result->value / over.value;
    if (claim->comparison == AS_DIFFERENCE) {
        result->value -= over.value;
    } else {
        *result = (Quantity){ claim->comparison == AS_SAVING ? 1 - ratio : ratio, { 0 }, false };
    }
    return true;
}

/* Reads the claimed value in a unit of the kind that was computed. */
static bool read_claimed(const Place *place, Claim *claim, const Quantity *computed)
{
    static const Dimension none = { 0 };
    Error why = { .text = "" };
    Row row;
    bool plain = same_dimension(computed->dimension, none);
    if (claim->comparison == AS_IT_IS &&
        find_row(claim->plan.formula, strlen(claim->plan.formula), &row)) {
        claim->unit = row_unit(row);
    } else if (plain) {
        claim->unit = strchr(claim->text, '%') ? UNIT_FRACTION : UNIT_RATIO;
    } else {
        claim->unit = -1;
    }
    for (int unit = 0; claim->unit < 0 && unit < UNIT_COUNT; unit++) {
        if (same_dimension(unit_info[unit].dimension, computed->dimension)) {
            claim->unit = unit;
        }
    }
    if (claim->unit < 0) {
        return refuse(place, "what is computed has no unit; a ratio would be right");
    }
    return parse_quantity(claim->text, claim->unit, &claim->claimed, &why) ||
           refuse(place, why.text);
}

bool claim_compute(Library *library, const char *file, Claim *claim, int line, int column,
                   Error *error)
{
    Place place = { library, file, line, column, error };
    Quantity computed = { 0 };
    if (!compute_claim(&place, claim, &computed) || !read_claimed(&place, claim, &computed)) {
        return false;
    }
    bool sourced = *claim->source && strcmp(claim->source, "none") != 0;
    claim->computed = isfinite(computed.value) ? computed.value : NAN;
    claim->deviation = claim_deviation(claim->claimed, claim->computed);
    claim->verdict = claim_verdict(claim->claimed, claim_grain(claim->text, claim->claimed),
                                   claim->computed, claim->tolerance, sourced);
    claim->reason = claim->verdict == NOT_CHECKED ? "the figure has no value for this plan" : "";
    return true;
}

bool claim_scenario(Library *library, const Claim *claim, Scenario *scenario, Error *error)
{
    Scenario read;
    if (!load(library, &claim->plan, &read, error)) {
        return false;
    }
    *scenario = read;
    return true;
}

bool claim_in_bounds(const Claim *claim)
{
    return claim->expected >= 0 ? (int)claim->verdict == claim->expected
                                : claim->verdict != CONTRADICTS;
}
