/* solve.c -- `flopdeck solve INPUT FIGURE=TARGET`. */
#include "cli/commands.h"

#include "model/analysis/solve.h"
#include "model/quantity.h"

#include <string.h>

static bool read_target(Session *session, const char *text, int *figure, double *target)
{
    char name[64];
    Row row;
    Error why;
    const char *equals = strchr(text, '=');
    if (!equals) {
        return fail(&session->error, "solve: '%.60s': FIGURE=TARGET would be right", text);
    }
    snprintf(name, sizeof name, "%.*s", (int)(equals - text < 63 ? equals - text : 63), text);
    if (!read_row(name, &row, &session->error)) {
        return false;
    }
    if (row.kind != A_FIGURE) {
        return fail(&session->error, "solve: %s is no figure; see `flopdeck list figures`", name);
    }
    *figure = row.row;
    return parse_quantity(equals + 1, figure_info[row.row].unit, target, &why) ||
           fail(&session->error, "solve: %s: %s", name, why.text);
}

static bool refuse(Session *session, const Solution *solution, int input, int figure)
{
    char least[80], most[80];
    Printed from = print_figure(figure, solution->least), to = print_figure(figure, solution->most);
    if (solution->how == NO_EFFECT) {
        return fail(&session->error, "solve: %s does not move %s in this plan",
                    input_info[input].name, figure_info[figure].name);
    }
    return fail(&session->error, "solve: no value of %s gives that; %s goes from %s to %s",
                input_info[input].name, figure_info[figure].name,
                join_printed(least, sizeof least, &from), join_printed(most, sizeof most, &to));
}

static void solve_json(const Output *out, const Solution *solution, int input, int figure,
                       double target)
{
    char unit[64] = "";
    FILE *file = out->file;
    plain_unit(unit, sizeof unit, input_info[input].unit);
    fprintf(file, "{\"input\": \"%s\", \"value\": ", input_info[input].name);
    put_json_input(file, input, solution->value);
    fputs(", \"unit\": ", file);
    put_json_string(file, unit);
    fprintf(file, ", \"figure\": \"%s\", \"target\": ", figure_info[figure].name);
    put_json_number(file, target, figure_info[figure].unit);
    fputs(", \"reached\": ", file);
    put_json_number(file, solution->reached, figure_info[figure].unit);
    fprintf(file, ", \"exact\": %s}\n", solution->how == SOLVED ? "true" : "false");
}

static void solve_table(const Session *session, const Solution *solution, int input, int figure,
                        double target)
{
    static const Column columns[] = {
        { "input", "input", false },   { "value", "value", true },   { "unit", "unit", false },
        { "figure", "figure", false }, { "target", "target", true }, { "reached", "reached", true },
        { "exact", "exact", false },
    };
    Table *table = table_open(columns, sizeof columns / sizeof *columns);
    char text[80], unit[64] = "";
    double values[] = { target, solution->reached };
    Printed printed = print_input(input, solution->value);
    plain_unit(unit, sizeof unit, input_info[input].unit);
    table_text(table, input_info[input].name);
    table_number(table, join_printed(text, sizeof text, &printed),
                 plain_value(solution->value, input_info[input].unit));
    table_text(table, unit);
    table_text(table, figure_info[figure].name);
    for (int i = 0; i < 2; i++) {
        printed = print_figure(figure, values[i]);
        table_number(table, join_printed(text, sizeof text, &printed),
                     plain_value(values[i], figure_info[figure].unit));
    }
    table_text(table, solution->how == SOLVED ? "yes" : "no");
    table_print(table, &session->out, session->arguments.format, "solution");
    table_close(table);
}

Status run_solve(Session *session)
{
    Scenario scenario;
    int figure = 0, input = find_input(session->words[0]);
    double target = 0;
    char text[80], before[80], reached[80];
    if (input < 0) {
        const char *nearest = nearest_input(session->words[0]);
        fail(&session->error, "solve: no input is called '%.60s'; %s%s%s", session->words[0],
             nearest ? "did you mean '" : "see `flopdeck list inputs`", nearest ? nearest : "",
             nearest ? "'?" : "");
        return FAILED;
    }
    if (!read_target(session, session->words[1], &figure, &target) ||
        !load_plan(session, NULL, &scenario)) {
        return FAILED;
    }
    Solution solution = solve(&scenario.plan, input, figure, target);
    if (solution.how == NO_EFFECT || solution.how == OUT_OF_REACH) {
        refuse(session, &solution, input, figure);
        return FAILED;
    }
    Printed now = print_input(input, scenario.plan.at[input]),
            then = print_input(input, solution.value), got = print_figure(figure, solution.reached);
    scenario_set(&scenario, input, solution.value, FROM_SOLVER);
    Figures figures = evaluate(&scenario.plan);
    if (session->arguments.format == AS_JSON) {
        solve_json(&session->out, &solution, input, figure, target);
    } else if (session->arguments.format != AS_TEXT) {
        solve_table(session, &solution, input, figure, target);
    } else {
        fprintf(session->out.file, "%s  %s  (was %s)\n  gives %s %s%s\n", input_info[input].label,
                join_printed(text, sizeof text, &then), join_printed(before, sizeof before, &now),
                figure_info[figure].label, join_printed(reached, sizeof reached, &got),
                solution.how == SOLVED ? "" : ", the nearest that whole numbers give");
    }
    return strict_status(session, &scenario, &figures);
}
