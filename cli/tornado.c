/* tornado.c -- `flopdeck tornado FIGURE`: what moves it most.
 *
 * First what is uncertain, over its span; then everything, by the same tenth. */
#include "cli/commands.h"

#include "model/analysis/tornado.h"
#include "model/quantity.h"
#include "profile/uncertainty.h"

#include <math.h>
#include <string.h>

enum { SHOWN = 12, HALF = 12 };

typedef struct {
    const Scenario *scenario;
    int figure;
    double now, greatest; /* the figure; the longest bar, as a share of it */
    Table *table;
    bool bars;
} Chart;

static void add_input(Table *table, int input, double value)
{
    char text[80];
    Printed printed = print_input(input, value);
    table_number(table, join_printed(text, sizeof text, &printed),
                 plain_value(value, input_info[input].unit));
}

static void add_figure(const Chart *chart, double value)
{
    char text[80];
    Printed printed = print_figure(chart->figure, value);
    table_number(chart->table, join_printed(text, sizeof text, &printed),
                 plain_value(value, figure_info[chart->figure].unit));
}

/* From the middle: what the lower end of the input does is hollow, the upper end solid. */
static void add_bar(const Chart *chart, const Sway *sway)
{
    char bar[2 * HALF * 3 + 8] = "";
    double ends[2] = { sway->low / chart->now - 1, sway->high / chart->now - 1 };
    for (int column = -HALF; column <= HALF; column++) {
        const char *piece = column == 0 ? "│" : " ";
        for (int end = 0; end < 2; end++) {
            double reach = chart->greatest > 0 ? ends[end] / chart->greatest * HALF : 0;
            bool filled = column < 0 ? reach < column + 0.5 : column > 0 && reach > column - 0.5;
            piece = filled ? (end ? "█" : "▒") : piece;
        }
        strcat(bar, piece);
    }
    table_text(chart->table, bar);
}

static void add_sways(Chart *chart, const Sway sways[], int count, const char *range)
{
    char text[40];
    for (int i = 0; i < count; i++) {
        const Sway *sway = &sways[i];
        int input = sway->input;
        table_text(chart->table, input_info[input].name);
        table_text(chart->table, input_info[input].label);
        table_text(chart->table, range);
        add_input(chart->table, input, sway->from);
        add_input(chart->table, input, chart->scenario->plan.at[input]);
        add_input(chart->table, input, sway->to);
        add_figure(chart, sway->low);
        add_figure(chart, sway->high);
        text[0] = '\0';
        if (isfinite(sway->elasticity)) {
            snprintf(text, sizeof text, "%+.2f", sway->elasticity);
        }
        table_number(chart->table, text, sway->elasticity);
        if (chart->bars) {
            add_bar(chart, sway);
        }
    }
}

static void find_greatest(Chart *chart, const Sway sways[], int count)
{
    chart->greatest = 0;
    for (int i = 0; i < count; i++) {
        chart->greatest = fmax(chart->greatest, fmax(fabs(sways[i].low / chart->now - 1),
                                                     fabs(sways[i].high / chart->now - 1)));
    }
}

Status run_tornado(Session *session)
{
    static const Column columns[] = { { "name", "", false },
                                      { "label", "", false },
                                      { "range", "", false },
                                      { "from", "from", true },
                                      { "value", "value", true },
                                      { "to", "to", true },
                                      { "low", "low gives", true },
                                      { "high", "high gives", true },
                                      { "elasticity", "elasticity", true },
                                      { "", "", false } };
    Scenario scenario;
    Row row;
    Sway sways[INPUT_COUNT];
    if (!read_figure(session, session->words[0], &row) || !load_plan(session, NULL, &scenario)) {
        return FAILED;
    }
    Figures figures = evaluate(&scenario.plan);
    Spans spans = scenario_spans(&session->library, &scenario);
    bool text = session->arguments.format == AS_TEXT;
    Chart chart = { &scenario, row.row, figures.at[row.row], 0, NULL, text };
    chart.table = table_open(columns, text ? 10 : 9);
    int count = tornado_spans(&scenario.plan, row.row, &spans, sways, INPUT_COUNT);
    if (count > 0) {
        table_title(chart.table, "Where it is uncertain");
        find_greatest(&chart, sways, count);
        add_sways(&chart, sways, count, "span");
    }
    bool all = session->arguments.all || !text;
    count = tornado(&scenario.plan, row.row, 0.1, sways, all ? INPUT_COUNT : SHOWN);
    table_title(chart.table, "A tenth down, a tenth up");
    find_greatest(&chart, sways, count);
    add_sways(&chart, sways, count, "tenth");
    if (text) {
        char now[80];
        Printed printed = print_figure(row.row, chart.now);
        fprintf(session->out.file, "%s  %s\n", figure_info[row.row].label,
                join_printed(now, sizeof now, &printed));
    }
    table_print(chart.table, &session->out, session->arguments.format, "tornado");
    table_close(chart.table);
    return strict_status(session, &scenario, &figures);
}
