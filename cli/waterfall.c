/* waterfall.c -- `flopdeck waterfall [NAME|FILE]`: what each innovation saved. */
#include "cli/commands.h"

#include "model/analysis/waterfall.h"
#include "model/quantity.h"

#include <math.h>

enum { MOST_COLUMNS = 4 + 2 * MOST_WATERFALL_FIGURES };

/* The figure after the step, and what the step takes off it. */
static void add_figure(Table *table, int figure, double value, double before)
{
    char text[80], number[80] = "";
    double saved = before - value;
    Printed printed = print_figure(figure, value);
    table_number(table, join_printed(text, sizeof text, &printed),
                 plain_value(value, figure_info[figure].unit));
    if (isfinite(saved) && saved != 0) {
        printed = print_figure(figure, fabs(saved));
        snprintf(number, sizeof number, "%s%s", saved > 0 ? "−" : "+",
                 join_printed(text, sizeof text, &printed));
    }
    table_number(table, number, plain_value(saved, figure_info[figure].unit));
}

static void add_steps(Table *table, const Waterfall *fall, bool text)
{
    for (int i = 0; i < fall->count; i++) {
        const Drop *drop = &fall->drops[i];
        if (text && drop->left_out) {
            continue; /* said below */
        }
        table_text(table, drop->label);
        for (int j = 0; j < fall->figure_count; j++) {
            int figure = fall->figures[j];
            double value = drop->left_out ? NAN : drop->figures.at[figure];
            double before = i > 0 ? fall->drops[i - 1].figures.at[figure] : NAN;
            if (drop->left_out) {
                table_number(table, "", NAN);
                table_number(table, "", NAN);
            } else {
                add_figure(table, figure, value, before);
            }
        }
        if (!text) {
            table_text(table, drop->left_out ? drop->left_out : drop->help);
            table_text(table, drop->source);
        }
    }
}

static void print_rest(const Output *out, const Waterfall *fall)
{
    for (int i = 0; i < fall->count; i++) {
        const Drop *drop = &fall->drops[i];
        if (drop->left_out || drop->broken >= 0) {
            fputs(drop->left_out ? "\nleft out  " : "\nbut       ", out->file);
            put_padded(out, PLAIN, drop->label, 24);
            put_styled(out, DIM, drop->left_out ? drop->left_out : limit_info[drop->broken].say);
        }
    }
    fprintf(out->file, "\n\n%s\n",
            fall->predicted ? "Efficiency is predicted at every step."
                            : "At the efficiency of the plan throughout.");
}

Status run_waterfall(Session *session)
{
    Waterfall fall;
    Column columns[MOST_COLUMNS] = { { "step", "after", false } };
    char names[MOST_WATERFALL_FIGURES][64];
    Scenario scenario;
    const char *name = session->count > 0 ? session->words[0] : NULL;
    int used = 1;
    if (!load_plan(session, name, &scenario)) {
        return FAILED;
    }
    bool text = session->arguments.format == AS_TEXT;
    waterfall(&scenario.plan, &fall);
    for (int i = 0; i < fall.figure_count; i++) {
        const FigureInfo *row = &figure_info[fall.figures[i]];
        snprintf(names[i], sizeof names[i], "%.50s_saved", row->name);
        columns[used++] = (Column){ row->name, row->label, true };
        columns[used++] = (Column){ names[i], "", true };
    }
    if (!text) {
        columns[used++] = (Column){ "note", "", false };
        columns[used++] = (Column){ "source", "source", false };
    }
    Table *table = table_open(columns, used);
    add_steps(table, &fall, text);
    table_print(table, &session->out, session->arguments.format, "waterfall");
    table_close(table);
    if (text) {
        print_rest(&session->out, &fall);
    }
    return DONE;
}
