/* evaluate.c -- the formulas of figures.def as C, in the order of the list.
 *
 * Each row becomes a local constant, so a formula reads as algebra and may only use what stands
 * above it: the compiler refuses anything else, at the row's own line. */
#include "model/model.h"
#include "model/parts.h"
#include "model/training/memory.h"
#include "model/training/step.h"

/* clang-format off */
#define INPUT(name, ...) const double name = plan->name; (void)name;
#define CHOICE_INPUT INPUT
#define SWITCH_INPUT INPUT
#define CONSTANT(name, UNIT, value, ...) const double name = (value) * size_of_##UNIT; (void)name;

/* Sizes of units, as constants the compiler folds. */
#define UNIT(ID, symbol, base, ...) static const double size_of_##ID = base;
#include "model/units.def"
#undef UNIT

/* The rows are expanded once; whether the training model runs is all that differs. */
static inline Figures evaluate_with(const Plan *plan, Step step, TrainingMemory memory)
{
    Figures figures;
#include "model/inputs.def"
#include "model/constants.def"
#define FIGURE(name, UNIT, formula, ...) const double name = (formula); figures.name = name;
#include "model/figures.def"
#undef FIGURE
    return figures;
}

Figures evaluate(const Plan *plan)
{
    return evaluate_with(plan, predict_step(plan), training_memory(plan));
}

Figures evaluate_stretched(const Plan *plan, double factor)
{
    Step step = predict_step(plan);
    step.step_time *= factor;
    return evaluate_with(plan, step, training_memory(plan));
}

Figures evaluate_unpredicted(const Plan *plan)
{
    static const Step no_step = {
#define PREDICTED(member, UNIT) .member = NAN,
#define HELD(member, UNIT)
#include "model/training/step.def"
#undef PREDICTED
#undef HELD
    };
    static const TrainingMemory no_memory = {
#define PREDICTED(member, UNIT)
#define HELD(member, UNIT) .member = NAN,
#include "model/training/step.def"
#undef PREDICTED
#undef HELD
    };
    return evaluate_with(plan, no_step, no_memory);
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
