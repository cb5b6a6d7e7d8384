#include "profile/ban.h"

#include "model/analysis/implied.h"
#include "model/quantity.h"

#include <math.h>
#include <stdio.h>

const BanRow ban_rows[] = {
    { "h100-sxm", "forbidden to China since October 2022" },
    { "h800-sxm", "the same with links cut to 400 GB/s; forbidden since October 2023" },
    { "h20", "made for the rule of 2023: a seventh of the compute, more memory" },
    { "a800-sxm", "an A100 with links cut to 400 GB/s; forbidden since October 2023" },
    { "ascend-910b", "made in China" },
    { "mi300x", "AMD's; forbidden as the H100" },
};
const int ban_row_count = sizeof ban_rows / sizeof *ban_rows;

const BanVariant ban_variants[BAN_VARIANTS] = {
    { "communication hidden", INPUT_schedule, schedule_DUALPIPE },
    { "not hidden", INPUT_schedule, schedule_1F1B },
};

/* What takes the place of a choice that the accelerator lacks: the nearest word before it. */
static const struct {
    int limit, input;
} gives_way[] = { { LIMIT_precision_exists, INPUT_compute } };

static const struct {
    int input;
    double number;
    const char *figure; /* by name: the row may not exist yet */
} predicted = { INPUT_efficiency, efficiency_PREDICTED, "predicted_mfu" };

static bool breaks(const Plan *plan, int limit)
{
    Figures figures = evaluate(plan);
    return check_limits(plan, &figures).broken[limit];
}

static void give_way(Scenario *scenario, char *changed, size_t size)
{
    changed[0] = '\0';
    for (size_t i = 0; i < sizeof gives_way / sizeof *gives_way; i++) {
        int input = gives_way[i].input;
        double before = scenario->plan.at[input];
        while (breaks(&scenario->plan, gives_way[i].limit) && scenario->plan.at[input] > 0) {
            scenario_set(scenario, input, scenario->plan.at[input] - 1, FROM_SOLVER);
        }
        if (scenario->plan.at[input] != before) {
            snprintf(changed, size, "%s for lack of %s",
                     input_word(input, scenario->plan.at[input]), input_word(input, before));
        }
    }
}

bool ban_scenario(Library *library, const Scenario *scenario, const char *hardware,
                  Scenario *banned, char *changed, size_t size, Error *error)
{
    Scenario moved = *scenario;
    moved.plan = implied_plan(&scenario->plan);
    if (!scenario_pick(library, &moved, HARDWARE_PROFILE, hardware, error)) {
        return false;
    }
    give_way(&moved, changed, size);
    *banned = moved;
    return true;
}

bool ban_variant(const Scenario *scenario, int variant, Plan *plan)
{
    int figure = find_figure(predicted.figure);
    *plan = scenario->plan;
    plan->at[ban_variants[variant].input] = ban_variants[variant].value;
    plan->at[predicted.input] = predicted.number;
    return figure >= 0 && isfinite(evaluate(plan).at[figure]);
}
