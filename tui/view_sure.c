/* view_sure.c -- how sure a figure is: a band under the answers, and the distribution. */
#include "model/quantity.h"
#include "profile/uncertainty.h"
#include "tui/detail.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>

/* Three digits: more than a band can be sure of. */
static const char *print_end(char *out, size_t size, int figure, double value)
{
    double grain = value != 0 ? pow(10, floor(log10(fabs(value))) - 2) : 1;
    Printed printed = trim_printed(print_figure(figure, nearbyint(value / grain) * grain));
    return join_printed(out, size, &printed);
}

void draw_band(const App *app, Canvas *canvas, int row, int column, int columns, int figure)
{
    const Answer *answer = question_answer(app, JOB_BAND);
    bool fresh = question_fresh(app, JOB_BAND);
    char low[64], high[64], text[160];
    const Band *band = NULL;
    for (int i = 0; answer && i < answer->of.band.count; i++) {
        band = answer->of.band.bands[i].figure == figure ? &answer->of.band.bands[i] : band;
    }
    if (!band) {
        canvas_text(canvas, row, column, columns, STYLE_DIM, "…");
        return;
    }
    if (!(band->high > band->low)) {
        snprintf(text, sizeof text, "nothing%s moves it", columns >= 34 ? " uncertain" : "");
    } else {
        snprintf(text, sizeof text, "%s%s … %s", columns >= 34 ? "p5-p95  " : "",
                 print_end(low, sizeof low, figure, band->low),
                 print_end(high, sizeof high, figure, band->high));
    }
    int used = canvas_text(canvas, row, column, columns, fresh ? STYLE_LABEL : STYLE_DIM, text);
    if (!fresh) {
        canvas_text(canvas, row, column + used + 1, columns - used - 1, STYLE_DIM, "…");
    }
}

/* -- the view ------------------------------------------------------------------------------------ */

enum { PERCENTILE_COLUMNS = 36 };

static void print_value(const App *app, char *out, size_t size, double value)
{
    Printed printed = print_figure(app->figure, value);
    join_printed(out, size, &printed);
}

enum { MIDDLE = 0x2588, TAIL = 0x2592 }; /* told apart without colour too */

static void draw_column(Canvas *canvas, Rect plot, int column, int width, uint32_t glyph,
                        double share)
{
    Style style = STYLE_FILL;
    double cells = share * plot.rows;
    int whole = (int)cells, eighths = (int)((cells - whole) * 8 + 0.5);
    int bottom = plot.row + plot.rows - 1;
    if (glyph == TAIL) { /* there are no eighths of a shade */
        whole = share > 0 && cells < 1 ? 1 : (int)(cells + 0.5);
        eighths = 0;
    }
    canvas_fill(canvas, (Rect){ bottom - whole + 1, column, whole, width }, style, glyph);
    if (canvas->charset != CHARSET_FULL) {
        eighths = eighths >= 4 ? 8 : 0;
    }
    if (eighths > 0 && whole < plot.rows) {
        canvas_fill(canvas, (Rect){ bottom - whole, column, 1, width }, style,
                    (uint32_t)(0x2580 + eighths));
    }
}

/* Columns of the histogram, the nine in ten solid, with an axis and the plan's own value on it. */
static void draw_histogram(const App *app, Canvas *canvas, Rect rect, const Distribution *answer)
{
    int width = rect.columns / HISTOGRAM_BINS, columns = width * HISTOGRAM_BINS;
    Rect plot = { rect.row, rect.column, rect.rows - 2, columns };
    double span = answer->to - answer->from, step = span / HISTOGRAM_BINS;
    long most = 1;
    char text[80];
    if (width < 1 || plot.rows < 2 || !(span > 0)) {
        return;
    }
    for (int i = 0; i < HISTOGRAM_BINS; i++) {
        most = answer->bins[i] > most ? answer->bins[i] : most;
    }
    canvas_fill(canvas, (Rect){ plot.row + plot.rows, plot.column, 1, columns }, STYLE_TRACK,
                0x2500);
    for (int i = 0; i < HISTOGRAM_BINS; i++) {
        double low = answer->from + step * i, high = low + step;
        bool inside = high > answer->quantile[0] && low < answer->quantile[QUANTILES - 1];
        draw_column(canvas, plot, plot.column + i * width, width, inside ? MIDDLE : TAIL,
                    (double)answer->bins[i] / (double)most);
    }
    double place = (app->figures.at[app->figure] - answer->from) / span;
    if (place >= 0 && place <= 1) {
        canvas_put(canvas, plot.row + plot.rows, plot.column + (int)(place * (columns - 1) + 0.5),
                   STYLE_MARK, 0x25C6);
    }
    for (int i = 0; i <= 2; i++) {
        print_value(app, text, sizeof text, answer->from + span * i / 2);
        int used = text_columns(text), before = i == 2 ? used - 1 : i ? used / 2 : 0;
        canvas_text(canvas, plot.row + plot.rows + 1, plot.column + i * (columns - 1) / 2 - before,
                    used, STYLE_DIM, text);
    }
}

static void draw_percentiles(const App *app, Canvas *canvas, Rect rect, const Distribution *answer,
                             Style style)
{
    char text[80], error[80], all[180];
    enum { LINE = 20, LINES = QUANTILES + 2 };
    int row = rect.row, column = rect.column;
    bool errors = rect.rows >= LINES || rect.columns < 2 * LINE;
    print_value(app, text, sizeof text, app->figures.at[app->figure]);
    canvas_text(canvas, row, column, 6, STYLE_MARK, "◆ now");
    canvas_right(canvas, row++, column + 6, 14, STYLE_VALUE, text);
    for (int i = 0; i <= QUANTILES; i++) {
        bool mean = i == QUANTILES;
        if (row == rect.row + rect.rows && errors) {
            return;
        } else if (row == rect.row + rect.rows) { /* the rest beside them, without errors */
            row = rect.row;
            column += LINE + 4;
        }
        double value = mean ? answer->mean : answer->quantile[i],
               off = mean ? answer->mean_error : answer->quantile_error[i];
        print_value(app, text, sizeof text, value);
        print_value(app, error, sizeof error, off);
        snprintf(all, sizeof all, "± %s", error);
        canvas_text(canvas, row, column, 6, STYLE_LABEL, mean ? "mean" : quantile_name[i]);
        canvas_right(canvas, row, column + 6, 14, style, text);
        if (errors) {
            canvas_text(canvas, row, column + 22, rect.columns - 22, STYLE_DIM, all);
        }
        row++;
    }
    if (row < rect.row + rect.rows && errors) {
        char count[40];
        print_grouped(count, sizeof count, (double)answer->count);
        snprintf(all, sizeof all, "%s samples, ± a standard error", count);
        canvas_text(canvas, row, rect.column, rect.columns, STYLE_DIM, all);
    }
    row += 2;
    if (row < rect.row + rect.rows && errors) {
        canvas_text(canvas, row, rect.column, rect.columns, STYLE_DIM, "  p5 to p95    beyond");
        canvas_put(canvas, row, rect.column, STYLE_FILL, MIDDLE);
        canvas_put(canvas, row, rect.column + 13, STYLE_FILL, TAIL);
    }
}

/* Label, low, value and high of what varies; the source of the one in focus below. */
static void draw_varying(App *app, Canvas *canvas, Rect rect, Rect detail, const Sampling *sampling)
{
    int columns = rect.columns, first,
        label = columns >= 100  ? 30
                : columns >= 70 ? 24
                                : 16,
        field = columns >= 100  ? 18
                : columns >= 70 ? 15
                                : 14;
    char text[80], source[400];
    canvas_rule(canvas, rect.row, rect.column, rect.columns, "What varies");
    int shown =
        view_lines(app, canvas, (Rect){ rect.row + 1, rect.column, rect.rows - 1, rect.columns },
                   sampling->count, &first);
    for (int i = 0; i < shown; i++) {
        const Uncertain *row = &sampling->uncertain[first + i];
        double values[] = { row->low, row->value, row->high };
        int at = rect.row + 1 + i, column = rect.column + 1;
        view_field(canvas, at, column, label, false, view_style(app, first + i, STYLE_LABEL),
                   input_info[row->input].label);
        for (int j = 0; j < 3; j++) {
            Printed printed = print_input(row->input, values[j]);
            canvas_right(canvas, at, column + label + field * j, field,
                         j == 1 ? STYLE_VALUE : STYLE_TEXT,
                         join_printed(text, sizeof text, &printed));
        }
    }
    if (sampling->count > 0) {
        Spans spans = scenario_spans(app->library, &app->now);
        int input = sampling->uncertain[app->view.line].input;
        detail_lines(canvas, detail, STYLE_TEXT, input_info[input].help, STYLE_DIM,
                     span_source(app->library, &app->now, &spans, input, source, sizeof source));
    }
}

static int count(const App *app)
{
    const Answer *answer = question_answer(app, JOB_SAMPLE);
    return answer ? answer->of.sample.sampling.count : 0;
}

static void draw(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    const Answer *answer = question_answer(app, JOB_SAMPLE);
    char title[140];
    snprintf(title, sizeof title, "How sure: %s", figure_info[app->figure].label);
    view_title(app, canvas, rect, title, JOB_SAMPLE);
    if (!answer) {
        return;
    }
    const Sampling *sampling = &answer->of.sample.sampling;
    const Distribution *distribution = &answer->of.sample.distribution;
    if (sampling->count == 0) {
        canvas_text(canvas, rect.row + 2, rect.column + 2, rect.columns - 4, STYLE_TEXT,
                    "Nothing that is uncertain moves it in this plan.");
        return;
    }
    int below = sampling->count + 1 < rect.rows / 2 ? sampling->count + 1 : rect.rows / 2;
    int above = rect.rows - below - 2, right = PERCENTILE_COLUMNS;
    Rect left = { rect.row + 2, rect.column + 2, above - 1, rect.columns - right - 4 };
    draw_histogram(app, canvas, left, distribution);
    Rect beside = { left.row, rect.columns - right, left.rows, right - 1 };
    if (left.columns < HISTOGRAM_BINS) { /* no room for a picture */
        beside = (Rect){ left.row, rect.column + 1, left.rows, rect.columns - 2 };
    }
    draw_percentiles(app, canvas, beside, distribution,
                     question_fresh(app, JOB_SAMPLE) ? STYLE_VALUE : STYLE_DIM);
    draw_varying(app, canvas,
                 (Rect){ rect.row + rect.rows - below, rect.column, below, rect.columns }, detail,
                 sampling);
}

static void act(App *app, int line, long now)
{
    const Answer *answer = question_answer(app, JOB_SAMPLE);
    (void)now;
    if (answer) {
        view_to_input(app, answer->of.sample.sampling.uncertain[line].input);
    }
}

const ViewInfo view_sure = {
    "sure", "Tab figure|←→ slider|Enter to the slider", NULL, count, draw, act, NULL
};
