/* compare.c -- `flopdeck compare A B`: two plans, row by row, with the ratio. */
#include "cli/commands.h"

#include "model/quantity.h"

#include <math.h>

typedef struct {
    Session *session;
    Scenario scenarios[2];
    Figures figures[2];
    Table *table;
} Compare;

static void add_value(Table *table, Row row, double value)
{
    char text[100];
    bool input = row.kind == AN_INPUT;
    Printed printed = input ? print_input(row.row, value) : print_figure(row.row, value);
    join_printed(text, sizeof text, &printed);
    if (input && (input_info[row.row].kind == CHOICE || input_info[row.row].kind == SWITCH)) {
        table_text(table, text);
    } else {
        table_number(table, text, plain_value(value, row_unit(row)));
    }
}

static bool is_number(Row row)
{
    return row.kind == A_FIGURE || input_info[row.row].kind == REAL ||
           input_info[row.row].kind == WHOLE;
}

static void add_row(const Compare *compare, Row row, double a, double b)
{
    char text[64] = "";
    double ratio = is_number(row) && a != 0 ? b / a : NAN;
    table_text(compare->table, row_name(row));
    table_text(compare->table, row_label(row));
    add_value(compare->table, row, a);
    add_value(compare->table, row, b);
    if (isfinite(ratio)) {
        Printed printed = print_quantity(ratio, UNIT_RATIO);
        snprintf(text, sizeof text, "%s×", printed.number);
    }
    table_number(compare->table, text, ratio);
}

static double value_of(const Compare *compare, Row row, int side)
{
    return row.kind == AN_INPUT ? compare->scenarios[side].plan.at[row.row]
                                : compare->figures[side].at[row.row];
}

static void add_group(const Compare *compare, int group)
{
    RowKind kind = group <= GROUP_SERVING ? AN_INPUT : A_FIGURE;
    int rows = kind == AN_INPUT ? INPUT_COUNT : FIGURE_COUNT;
    bool all = compare->session->arguments.all, titled = false;
    for (int i = 0; i < rows; i++) {
        Row row = { kind, i };
        int of = kind == A_FIGURE ? (int)figure_info[i].group : (int)input_info[i].group;
        double a = value_of(compare, row, 0), b = value_of(compare, row, 1);
        bool equal = a == b || (isnan(a) && isnan(b));
        if (of != group || (equal && !all)) {
            continue;
        }
        bool matters = kind == A_FIGURE || input_matters(i, &compare->scenarios[0].plan) ||
                       input_matters(i, &compare->scenarios[1].plan);
        if (!matters && !all) {
            continue;
        }
        if (!titled) {
            table_title(compare->table, group_info[group].label);
            titled = true;
        }
        add_row(compare, row, a, b);
    }
}

Status run_compare(Session *session)
{
    Compare compare = { .session = session };
    for (int side = 0; side < 2; side++) {
        if (!scenario_load(&session->library, &compare.scenarios[side], session->words[side],
                           &session->error) ||
            !adjust_plan(session, &compare.scenarios[side])) {
            return FAILED;
        }
        compare.figures[side] = evaluate(&compare.scenarios[side].plan);
    }
    const Column columns[] = { { "name", "", false },
                               { "label", "", false },
                               { "a", compare.scenarios[0].name, true },
                               { "b", compare.scenarios[1].name, true },
                               { "ratio", "ratio", true } };
    compare.table = table_open(columns, 5);
    for (int group = 0; group < GROUP_COUNT; group++) {
        if (group != GROUP_PARTS || session->arguments.all) {
            add_group(&compare, group);
        }
    }
    table_print(compare.table, &session->out, session->arguments.format, "compare");
    table_close(compare.table);
    Status status = strict_status(session, &compare.scenarios[0], &compare.figures[0]);
    return status != DONE ? status
                          : strict_status(session, &compare.scenarios[1], &compare.figures[1]);
}
