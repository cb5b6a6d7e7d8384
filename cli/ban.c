/* ban.c -- `flopdeck ban [HARDWARE...]`: the same plan on other accelerators. */
#include "cli/commands.h"

#include "model/quantity.h"
#include "profile/ban.h"

/* What is shown of each plan. */
static const Row shown[] = {
    { AN_INPUT, INPUT_peak_bf16 },       { AN_INPUT, INPUT_scale_up_bandwidth },
    { AN_INPUT, INPUT_memory_capacity }, { AN_INPUT, INPUT_device_price },
    { A_FIGURE, FIGURE_train_time },     { A_FIGURE, FIGURE_train_cost },
    { A_FIGURE, FIGURE_energy },
};
enum { SHOWN = sizeof shown / sizeof *shown, COLUMNS = SHOWN + 4 };

static void add_row(Table *table, const Plan *plan, const char *hardware, const char *compute,
                    const char *variant, const char *changed)
{
    Figures figures = evaluate(plan);
    table_text(table, hardware);
    table_text(table, compute);
    for (int i = 0; i < SHOWN; i++) {
        char text[80];
        double value = row_value(shown[i], plan, &figures);
        Printed printed = shown[i].kind == AN_INPUT ? print_input(shown[i].row, value)
                                                    : print_figure(shown[i].row, value);
        table_number(table, join_printed(text, sizeof text, &printed),
                     plain_value(value, row_unit(shown[i])));
    }
    table_text(table, variant);
    table_text(table, changed);
}

static bool add_hardware(Session *session, Table *table, const Scenario *scenario,
                         const char *hardware, bool *predicted)
{
    Scenario banned;
    char changed[80];
    if (!ban_scenario(&session->library, scenario, hardware, &banned, changed, sizeof changed,
                      &session->error)) {
        return false;
    }
    const char *compute = input_word(INPUT_compute, banned.plan.compute);
    add_row(table, &banned.plan, banned.hardware, compute, "same efficiency", changed);
    for (int i = 0; i < BAN_VARIANTS; i++) {
        Plan plan;
        if (ban_variant(&banned, i, &plan)) {
            add_row(table, &plan, banned.hardware, compute, ban_variants[i].label, changed);
            *predicted = true;
        }
    }
    return true;
}

Status run_ban(Session *session)
{
    Column columns[COLUMNS] = { { "hardware", "hardware", false }, { "compute", "in", false } };
    Scenario scenario;
    bool predicted = false;
    if (!load_plan(session, NULL, &scenario)) {
        return FAILED;
    }
    for (int i = 0; i < SHOWN; i++) {
        columns[2 + i] = (Column){ row_name(shown[i]), row_label(shown[i]), true };
    }
    columns[SHOWN + 2] = (Column){ "variant", "at", false };
    columns[SHOWN + 3] = (Column){ "changed", "", false };
    Table *table = table_open(columns, COLUMNS);
    int count = session->count > 0 ? session->count : ban_row_count;
    for (int i = 0; i < count; i++) {
        const char *hardware = session->count > 0 ? session->words[i] : ban_rows[i].hardware;
        if (!add_hardware(session, table, &scenario, hardware, &predicted)) {
            table_close(table);
            return FAILED;
        }
    }
    table_print(table, &session->out, session->arguments.format, "ban");
    table_close(table);
    if (session->arguments.format == AS_TEXT && !predicted) {
        fputs(
            "\nWhat cut links cost follows from a predicted step time, which nothing computes for "
            "this plan: the rows differ by compute and price alone.\n",
            session->out.file);
    }
    return DONE;
}
