/* evaluate.c -- the formulas of figures.def as C, in the order of the list.
 *
 * Each row becomes a local constant, so a formula reads as algebra and may only use what stands
 * above it: the compiler refuses anything else, at the row's own line. */
#include "model/model.h"
#include "model/parts.h"

/* clang-format off */
#define INPUT(name, ...) const double name = plan->name; (void)name;
#define CHOICE_INPUT INPUT
#define SWITCH_INPUT INPUT
#define CONSTANT(name, UNIT, value, ...) const double name = (value) * size_of_##UNIT; (void)name;

/* Sizes of units, as constants the compiler folds. */
#define UNIT(ID, symbol, base, ...) static const double size_of_##ID = base;
#include "model/units.def"
#undef UNIT

Figures evaluate(const Plan *plan)
{
    Figures figures;
#include "model/inputs.def"
#include "model/constants.def"
#define FIGURE(name, UNIT, formula, ...) const double name = (formula); figures.name = name;
#include "model/figures.def"
#undef FIGURE
    return figures;
}

Limits check_limits(const Plan *plan, const Figures *figures)
{
    Limits limits;
#include "model/inputs.def"
#include "model/constants.def"
#define FIGURE(name, ...) const double name = figures->name; (void)name;
#include "model/figures.def"
#undef FIGURE
#define LIMIT(name, condition, ...) limits.broken[LIMIT_##name] = !(condition);
#include "model/limits.def"
    return limits;
}
/* clang-format on */

Plan preset_plan(void)
{
    Plan plan;
    for (int i = 0; i < INPUT_COUNT; i++) {
        plan.at[i] = input_preset(i);
    }
    return plan;
}
