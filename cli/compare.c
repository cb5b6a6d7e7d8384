/* compare.c -- `flopdeck compare A B`: two plans, row by row, with the ratio. */
#include "cli/commands.h"

#include "model/analysis/attribution.h"
#include "model/analysis/implied.h"
#include "model/quantity.h"

#include <math.h>

typedef struct {
    Session *session;
    Scenario scenarios[2];
    Plan implied[2]; /* reported hours as the efficiency that they imply */
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

/* -- which input accounts for how much ------------------------------------------------------------ */

enum { SHOWN = 12 };

static void add_part(const Compare *compare, int figure, const Attribution *answer,
                     const Contribution *part)
{
    char text[80], number[90];
    const Plan *a = &compare->implied[0], *b = &compare->implied[1];
    bool group = part->input < 0;
    Printed printed = print_figure(figure, fabs(part->part));
    join_printed(text, sizeof text, &printed);
    snprintf(number, sizeof number, "%s%s", part->part < 0 ? "−" : "+", text);
    table_text(compare->table, group ? group_info[part->group].name : input_info[part->input].name);
    table_text(compare->table,
               group ? group_info[part->group].label : input_info[part->input].label);
    for (int side = 0; side < 2; side++) {
        if (group) {
            table_text(compare->table, "");
        } else {
            add_value(compare->table, (Row){ AN_INPUT, part->input },
                      (side ? b : a)->at[part->input]);
        }
    }
    table_number(compare->table, number, plain_value(part->part, figure_info[figure].unit));
    double share = part->part / (answer->to - answer->from);
    printed = print_quantity(share, UNIT_FRACTION);
    table_number(compare->table, join_printed(text, sizeof text, &printed), share);
}

static void add_parts(Compare *compare, int figure, Parting parting)
{
    Attribution answer = attribute(&compare->implied[0], &compare->implied[1], figure, parting);
    char title[200];
    bool every = compare->session->arguments.all || compare->session->arguments.format != AS_TEXT;
    int count = every || answer.count <= SHOWN ? answer.count : SHOWN;
    double rest = 0;
    snprintf(title, sizeof title, "%s, by %s (%s)", figure_info[figure].label,
             parting == BY_GROUP ? "group" : "input",
             answer.exact        ? "mean over all orders"
             : answer.orders > 0 ? "mean over a sample of orders"
                                 : "no order of changes has a value all the way");
    table_title(compare->table, title);
    for (int i = 0; i < answer.count; i++) {
        if (i < count) {
            add_part(compare, figure, &answer, &answer.parts[i]);
        } else {
            rest += answer.parts[i].part;
        }
    }
    if (count < answer.count) {
        char text[80], number[90];
        Printed printed = print_figure(figure, fabs(rest));
        join_printed(text, sizeof text, &printed);
        snprintf(number, sizeof number, "%s%s", rest < 0 ? "−" : "+", text);
        table_text(compare->table, "");
        table_text(compare->table, "the rest");
        table_text(compare->table, "");
        table_text(compare->table, "");
        table_number(compare->table, number, plain_value(rest, figure_info[figure].unit));
        printed = print_quantity(rest / (answer.to - answer.from), UNIT_FRACTION);
        table_number(compare->table, join_printed(text, sizeof text, &printed),
                     rest / (answer.to - answer.from));
    }
}

/* The parts of one figure; JSON and CSV hold them by input. */
static void print_parts(Compare *compare, int figure)
{
    const Column columns[] = { { "name", "", false },
                               { "label", "", false },
                               { "a", compare->scenarios[0].name, true },
                               { "b", compare->scenarios[1].name, true },
                               { "part", "accounts for", true },
                               { "share", "", true } };
    Format format = compare->session->arguments.format;
    compare->table = table_open(columns, 6);
    if (format == AS_TEXT || format == AS_MARKDOWN) {
        add_parts(compare, figure, BY_GROUP);
    }
    add_parts(compare, figure, BY_INPUT);
    table_print(compare->table, &compare->session->out, format, "attribution");
    table_close(compare->table);
}

/* --by FIGURE, or for people the figure that most ask about. */
static bool attributed_figure(Session *session, int *figure)
{
    Row row;
    *figure = FIGURE_train_cost;
    if (!session->arguments.by) {
        return true;
    }
    if (!read_figure(session, session->arguments.by, &row)) {
        return false;
    }
    *figure = row.row;
    return true;
}

static void print_rows(Compare *compare)
{
    const Column columns[] = { { "name", "", false },
                               { "label", "", false },
                               { "a", compare->scenarios[0].name, true },
                               { "b", compare->scenarios[1].name, true },
                               { "ratio", "ratio", true } };
    compare->table = table_open(columns, 5);
    for (int group = 0; group < GROUP_COUNT; group++) {
        if (group != GROUP_PARTS || compare->session->arguments.all) {
            add_group(compare, group);
        }
    }
    table_print(compare->table, &compare->session->out, compare->session->arguments.format,
                "compare");
    table_close(compare->table);
}

Status run_compare(Session *session)
{
    Compare compare = { .session = session };
    int figure;
    if (!attributed_figure(session, &figure)) {
        return FAILED;
    }
    for (int side = 0; side < 2; side++) {
        if (!scenario_load(&session->library, &compare.scenarios[side], session->words[side],
                           &session->error) ||
            !adjust_plan(session, &compare.scenarios[side])) {
            return FAILED;
        }
        compare.implied[side] = implied_plan(&compare.scenarios[side].plan);
        compare.figures[side] = evaluate(&compare.scenarios[side].plan);
    }
    bool people = session->arguments.format == AS_TEXT || session->arguments.format == AS_MARKDOWN;
    if (people || !session->arguments.by) {
        print_rows(&compare);
    }
    double from = compare.figures[0].at[figure], to = compare.figures[1].at[figure];
    bool differs = from != to && isfinite(from) && isfinite(to);
    if (session->arguments.by || (people && differs)) {
        fputs(people ? "\n" : "", session->out.file);
        print_parts(&compare, figure);
    }
    Status status = strict_status(session, &compare.scenarios[0], &compare.figures[0]);
    return status != DONE ? status
                          : strict_status(session, &compare.scenarios[1], &compare.figures[1]);
}
