/* panel_chart.c -- one figure along one slider, and what moves a figure most. */
#include "model/analysis/tornado.h"
#include "model/quantity.h"
#include "model/slider.h"
#include "tui/curve.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    double low, high;
    bool log;
} Axis;

/* Linear from 0 where values lie within a factor of 50, logarithmic where they do not. */
static Axis fit_axis(const double *values, int count)
{
    Axis axis = { INFINITY, -INFINITY, false };
    for (int i = 0; i < count; i++) {
        if (isfinite(values[i])) {
            axis.low = fmin(axis.low, values[i]);
            axis.high = fmax(axis.high, values[i]);
        }
    }
    bool flat = axis.low > 0 && axis.high < axis.low * (1 + 1e-9);
    axis.log = axis.low > 0 && axis.high > 50 * axis.low;
    if (flat) { /* in the middle: a full plot would look like much */
        axis.high = 2 * axis.low;
    }
    if (!axis.log && axis.low > 0) {
        axis.low = 0;
    }
    if (!(axis.high > axis.low)) {
        axis.high = axis.low + (axis.low != 0 ? fabs(axis.low) : 1);
    }
    return axis;
}

static double on_axis(Axis axis, double value)
{
    return axis.log ? log(value / axis.low) / log(axis.high / axis.low)
                    : (value - axis.low) / (axis.high - axis.low);
}

static void print_axis(char *out, size_t size, double value, int unit)
{
    Printed printed = trim_printed(print_quantity(value, unit));
    join_printed(out, size, &printed);
}

/* The curve in the plot's area, and the point that is now. */
static void draw_curve(Canvas *canvas, Rect plot, const Plan *plan, int input, int figure,
                       double now, Style mark, Axis *axis)
{
    double x[MOST_POINTS], y[MOST_POINTS];
    int count = plot.columns < MOST_POINTS ? plot.columns : MOST_POINTS;
    curve(plan, input, figure, count, x, y);
    *axis = fit_axis(y, count);
    if (isfinite(now) && now > axis->high) {
        axis->high = now;
    }
    for (int i = 0; i < count; i++) {
        y[i] = on_axis(*axis, y[i]);
    }
    int at = (int)(slider_position(input, plan->at[input]) * (plot.columns - 1) + 0.5);
    int row = canvas_curve(canvas, plot, y, count, at);
    if (isfinite(now) && row >= 0) {
        canvas_put(canvas, row, plot.column + at, mark, 0x25C6);
    }
}

void draw_plot(Canvas *canvas, Rect rect, const Plan *plan, int input, int figure, double now,
               Style mark)
{
    char title[160], text[80];
    const InputInfo *info = &input_info[input];
    snprintf(title, sizeof title, "%s over %s", figure_info[figure].label,
             rect.columns >= 50 ? info->label : info->brief);
    canvas_rule(canvas, rect.row, rect.column, rect.columns, title);
    if (isfinite(now) &&
        rect.columns >= 40) { /* here, and not beside the point: only digits change */
        char value[80];
        print_axis(value, sizeof value, now, figure_info[figure].unit);
        snprintf(text, sizeof text, " ◆ %.60s ", value);
        canvas_right(canvas, rect.row, rect.column, rect.columns - 1, mark, text);
    }
    bool axes = rect.rows >= 6 && rect.columns >= 40;
    int left = axes ? 13 : 0;
    Rect plot = { rect.row + 1, rect.column + left, rect.rows - 1 - (axes ? 2 : 0),
                  rect.columns - left };
    Axis axis;
    draw_curve(canvas, plot, plan, input, figure, now, mark, &axis);
    if (!axes) {
        return;
    }
    print_axis(text, sizeof text, axis.high, figure_info[figure].unit);
    canvas_right(canvas, plot.row, rect.column, left - 1, STYLE_DIM, text);
    print_axis(text, sizeof text, axis.low, figure_info[figure].unit);
    canvas_right(canvas, plot.row + plot.rows - 1, rect.column, left - 1, STYLE_DIM, text);
    if (plot.rows >= 5) {
        double middle = axis.log ? sqrt(axis.low * axis.high) : (axis.low + axis.high) / 2;
        print_axis(text, sizeof text, middle, figure_info[figure].unit);
        canvas_right(canvas, plot.row + plot.rows / 2, rect.column, left - 1, STYLE_DIM, text);
    }
    for (int i = 0; i < plot.rows; i++) {
        canvas_put(canvas, plot.row + i, plot.column - 1, STYLE_TRACK, 0x2502);
    }
    canvas_fill(canvas, (Rect){ plot.row + plot.rows, plot.column, 1, plot.columns }, STYLE_TRACK,
                0x2500);
    canvas_put(canvas, plot.row + plot.rows, plot.column - 1, STYLE_TRACK, 0x2570);
    int labels = plot.columns >= 70 ? 4 : 2;
    for (int i = 0; i <= labels; i++) {
        print_axis(text, sizeof text, slider_value(input, (double)i / labels), info->unit);
        int width = text_columns(text), before = i == labels ? width - 1 : i ? width / 2 : 0;
        canvas_text(canvas, plot.row + plot.rows + 1,
                    plot.column + i * (plot.columns - 1) / labels - before, width, STYLE_DIM, text);
    }
}

static void draw_chart(App *app, Canvas *canvas, Rect rect)
{
    /* A choice has no curve: the slider that was in focus before it keeps its own. */
    const InputInfo *info = &input_info[app->input];
    if (info->kind != CHOICE && info->kind != SWITCH) {
        app->curve = app->input;
    } else if (!input_matters(app->curve, &app->now.plan)) {
        app->curve = INPUT_train_tokens;
    }
    draw_plot(canvas, rect, &app->now.plan, app->curve, app->figure, app->figures.at[app->figure],
              app_mark_style(app, true));
}

static int chart_rows(const App *app, int columns)
{
    (void)app;
    return columns >= 50 ? 10 : 4;
}

const Panel panel_chart = { "chart", draw_chart, chart_rows, 3, true };

static void draw_devices(App *app, Canvas *canvas, Rect rect)
{
    draw_plot(canvas, rect, &app->now.plan, INPUT_devices, FIGURE_train_time,
              app->figures.train_time, app_mark_style(app, true));
}

const Panel panel_devices_chart = { "devices-chart", draw_devices, chart_rows, 6, true };

/* -- tornado ------------------------------------------------------------------------------------- */

enum { PANEL_SWAYS = 24 };

/* What the panel shows: of the plan now, or, while keys follow each other, of the one before them. */
typedef struct {
    Plan plan;
    int figure, most, count;
    double value; /* of the figure */
    Sway sways[PANEL_SWAYS];
} Swayed;

static const Swayed *swayed_now(App *app, int most)
{
    static Swayed last;
    bool same = last.most == most && last.figure == app->figure;
    if (same && memcmp(&last.plan, &app->now.plan, sizeof last.plan) == 0) {
        return &last;
    }
    if (same && app->hurried) {
        app->late = true;
        return &last;
    }
    last.plan = app->now.plan;
    last.figure = app->figure;
    last.most = most;
    last.value = app->figures.at[app->figure];
    last.count = tornado(&last.plan, last.figure, 0.1, last.sways, most);
    return &last;
}

static void draw_tornado(App *app, Canvas *canvas, Rect rect)
{
    char title[120], text[80];
    const Swayed *swayed =
        swayed_now(app, rect.rows - 1 < PANEL_SWAYS ? rect.rows - 1 : PANEL_SWAYS);
    const Sway *sways = swayed->sways;
    int count = swayed->count;
    double now = swayed->value, greatest = 0;
    int label = 24, number = 9, half = (rect.columns - label - 2 * number - 4) / 2;
    int middle = rect.column + label + number + half + 1;
    snprintf(title, sizeof title, "What moves it most: %s, inputs ±10 %%",
             figure_info[app->figure].label);
    canvas_rule(canvas, rect.row, rect.column, rect.columns, title);
    for (int i = 0; i < count; i++) {
        greatest =
            fmax(greatest, fmax(fabs(sways[i].low / now - 1), fabs(sways[i].high / now - 1)));
    }
    for (int i = 0; i < count; i++) {
        int row = rect.row + 1 + i;
        canvas_text(canvas, row, rect.column, label - 1, STYLE_LABEL,
                    input_info[sways[i].input].label);
        canvas_put(canvas, row, middle, STYLE_TRACK, 0x2502);
        for (int side = 0; side < 2; side++) {
            double change = (side ? sways[i].high : sways[i].low) / now - 1;
            int columns = (int)(fabs(change) / greatest * half + 0.5);
            int from = change > 0 ? middle + 1 : middle - columns;
            /* the input's lower end is hollow, its upper end solid */
            canvas_fill(canvas, (Rect){ row, from, 1, columns },
                        side ? STYLE_SERIES_A : STYLE_SERIES_C, side ? 0x2588 : 0x2592);
        }
        double least = fmin(sways[i].low, sways[i].high) / now - 1,
               most = fmax(sways[i].low, sways[i].high) / now - 1;
        /* whole percents: tenths change with every step of any slider, and say nothing */
        snprintf(text, sizeof text, "%+.*f %%", fabs(least) < 0.01, least * 100);
        canvas_right(canvas, row, rect.column + label - 1, number, STYLE_DIM, text);
        snprintf(text, sizeof text, "%+.*f %%", fabs(most) < 0.01, most * 100);
        canvas_right(canvas, row, rect.column + rect.columns - number, number, STYLE_DIM, text);
    }
    app_hit(app, rect, HIT_ACTION, -1);
}

static int tornado_rows(const App *app, int columns)
{
    (void)app;
    (void)columns;
    return 14;
}

const Panel panel_tornado = { "tornado", draw_tornado, tornado_rows, 5, true };
