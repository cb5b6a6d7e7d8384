/* view_bars.c -- answers in bars: what moves a figure, what accounts for a difference. */
#include "tui/bars.h"

#include "model/analysis/implied.h"
#include "model/quantity.h"
#include "profile/uncertainty.h"
#include "tui/detail.h"
#include "tui/keys.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>

const char *bar_value(int figure, char *out, size_t size, double value)
{
    Printed printed = print_figure(figure, value);
    return join_printed(out, size, &printed);
}

const char *bar_signed(int figure, char *out, size_t size, double value)
{
    char text[80];
    snprintf(out, size, "%s%s", value < 0 ? "−" : "+",
             bar_value(figure, text, sizeof text, fabs(value)));
    return out;
}

Fields bar_fields(Rect rect, int number)
{
    Fields at = { .label = rect.column + 1,
                  .label_columns = rect.columns >= 100  ? 28
                                   : rect.columns >= 70 ? 24
                                                        : 20 };
    at.number = number;
    at.left = at.label + at.label_columns;
    at.bar = at.left + number + 2;
    at.right = rect.column + rect.columns - number - 1;
    at.bar_columns = at.right - 2 - at.bar;
    return at;
}

/* The input, where a figure has a curve along it; -1: it is words. */
static int curve_of(int input)
{
    bool words =
        input >= 0 && (input_info[input].kind == CHOICE || input_info[input].kind == SWITCH);
    return words ? -1 : input;
}

/* -- tornado over spans -------------------------------------------------------------------------- */

static int tornado_count(const App *app)
{
    const Answer *answer = question_answer(app, JOB_TORNADO);
    return answer ? answer->of.tornado.count : 0;
}

/* Both sides of the present value; hollow: the input's lower end, solid: its upper end. */
static void draw_sway(Canvas *canvas, int row, Fields at, const Sway *sway, double now,
                      double least, double most)
{
    double span = most - least;
    int middle = at.bar + (int)((now - least) / span * (at.bar_columns - 1) + 0.5);
    for (int side = 0; side < 2; side++) {
        double value = side ? sway->high : sway->low;
        int end = at.bar + (int)((value - least) / span * (at.bar_columns - 1) + 0.5);
        int from = end < middle ? end : middle + 1, to = end < middle ? middle - 1 : end;
        canvas_fill(canvas, (Rect){ row, from, 1, to - from + 1 },
                    side ? STYLE_SERIES_A : STYLE_SERIES_C, side ? 0x2588 : 0x2592);
    }
    canvas_put(canvas, row, middle, STYLE_MARK, 0x2502);
}

static void tornado_detail(const App *app, Canvas *canvas, Rect detail, const Sway *sway)
{
    char from[64], to[64], source[400], text[240];
    Printed low = print_input(sway->input, sway->from), high = print_input(sway->input, sway->to);
    Spans spans = scenario_spans(app->library, &app->now);
    snprintf(text, sizeof text, "%s %s to %s; one percent more moves the figure %.2f %%",
             input_info[sway->input].label, join_printed(from, sizeof from, &low),
             join_printed(to, sizeof to, &high), sway->elasticity);
    detail_lines(canvas, detail, STYLE_TEXT, text, STYLE_DIM,
                 span_source(app->library, &app->now, &spans, sway->input, source, sizeof source));
}

static void draw_tornado_view(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    const Answer *answer = question_answer(app, JOB_TORNADO);
    double now = app->figures.at[app->figure], least = now, most = now;
    char title[160], text[80];
    int first;
    snprintf(title, sizeof title, "What moves it: %s, now %s", figure_info[app->figure].label,
             bar_value(app->figure, text, sizeof text, now));
    view_title(app, canvas, rect, title, JOB_TORNADO);
    if (!answer || answer->of.tornado.count == 0) {
        canvas_text(canvas, rect.row + 2, rect.column + 2, rect.columns - 4, STYLE_TEXT,
                    answer ? "Nothing that is uncertain moves it in this plan." : "");
        return;
    }
    const Sway *sways = answer->of.tornado.sways;
    for (int i = 0; i < answer->of.tornado.count; i++) {
        least = fmin(least, fmin(sways[i].low, sways[i].high));
        most = fmax(most, fmax(sways[i].low, sways[i].high));
    }
    Fields at = bar_fields(rect, 13);
    canvas_text(canvas, rect.row + 1, at.label, at.label_columns, STYLE_DIM, "uncertain");
    canvas_right(canvas, rect.row + 1, at.left, at.number, STYLE_DIM, "least");
    static const char legend[] = "  lower end    upper end";
    if (at.bar_columns >= (int)sizeof legend - 1) {
        canvas_text(canvas, rect.row + 1, at.bar, at.bar_columns, STYLE_DIM, legend);
        canvas_put(canvas, rect.row + 1, at.bar, STYLE_SERIES_C, 0x2592);
        canvas_put(canvas, rect.row + 1, at.bar + 13, STYLE_SERIES_A, 0x2588);
    }
    canvas_right(canvas, rect.row + 1, at.right, at.number, STYLE_DIM, "most");
    int shown =
        view_lines(app, canvas, (Rect){ rect.row + 3, rect.column, rect.rows - 3, rect.columns },
                   answer->of.tornado.count, &first);
    for (int i = 0; i < shown; i++) {
        const Sway *sway = &sways[first + i];
        int row = rect.row + 3 + i * app->view.pitch;
        view_field(canvas, row, at.label, at.label_columns, false,
                   view_style(app, first + i, STYLE_LABEL), input_info[sway->input].label);
        bar_value(app->figure, text, sizeof text, fmin(sway->low, sway->high));
        canvas_right(canvas, row, at.left, at.number, STYLE_VALUE, text);
        draw_sway(canvas, row, at, sway, now, least, most);
        bar_value(app->figure, text, sizeof text, fmax(sway->low, sway->high));
        canvas_right(canvas, row, at.right, at.number, STYLE_VALUE, text);
    }
    const Below below = { .figures = { NULL, &app->figures },
                          .plan = &app->now.plan,
                          .input = curve_of(sways[app->view.line].input),
                          .figure = app->figure };
    view_below(app, canvas, (Rect){ rect.row + 3, rect.column, rect.rows - 3, rect.columns }, shown,
               &below);
    tornado_detail(app, canvas, detail, &sways[app->view.line]);
}

static void tornado_act(App *app, int line, long now)
{
    const Answer *answer = question_answer(app, JOB_TORNADO);
    (void)now;
    if (answer) {
        view_to_input(app, answer->of.tornado.sways[line].input);
    }
}

const ViewInfo view_tornado = { "tornado",
                                "Tab figure|←→ slider|Enter to the slider",
                                NULL,
                                tornado_count,
                                draw_tornado_view,
                                tornado_act,
                                NULL };

/* -- this plan against A -------------------------------------------------------------------------- */

static int versus_count(const App *app)
{
    const Answer *answer = question_answer(app, JOB_ATTRIBUTION);
    return answer ? answer->of.attribution.count : 0;
}

static void part_values(const App *app, const Contribution *part, char *out, size_t size)
{
    char a[64], b[64];
    if (part->input < 0) {
        snprintf(out, size, "everything of this group that differs");
        return;
    }
    Plan from = implied_plan(&app->a.scenario.plan), to = implied_plan(&app->now.plan);
    Printed before = print_input(part->input, from.at[part->input]),
            after = print_input(part->input, to.at[part->input]);
    snprintf(out, size, "%s → %s", join_printed(a, sizeof a, &before),
             join_printed(b, sizeof b, &after));
}

static void draw_part(App *app, Canvas *canvas, int row, Fields at, int line,
                      const Attribution *answer, double greatest)
{
    const Contribution *part = &answer->parts[line];
    char text[160];
    bool less = part->part < 0;
    view_field(canvas, row, at.label, at.label_columns, false, view_style(app, line, STYLE_LABEL),
               part->input < 0 ? group_info[part->group].label : input_info[part->input].label);
    canvas_right(canvas, row, at.left, at.number, STYLE_VALUE,
                 bar_signed(app->figure, text, sizeof text, part->part));
    int columns = at.bar_columns >= 60 ? at.bar_columns - 34 : at.bar_columns;
    if (canvas->charset == CHARSET_FULL && !less) {
        canvas_bar(canvas, row, at.bar, columns, STYLE_SERIES_A, fabs(part->part) / greatest);
    } else {
        int cells = (int)(fabs(part->part) / greatest * columns + 0.5);
        canvas_fill(canvas, (Rect){ row, at.bar, 1, cells < 1 ? 1 : cells },
                    less ? STYLE_SERIES_B : STYLE_SERIES_A, less ? 0x2592 : 0x2588);
    }
    if (columns < at.bar_columns) {
        part_values(app, part, text, sizeof text);
        canvas_text(canvas, row, at.bar + columns + 2, 32, STYLE_DIM, text);
    }
    double share = part->part / (answer->to - answer->from) * 100;
    snprintf(text, sizeof text, "%s%.1f %%",
             fabs(share) < 0.05 ? " "
             : share < 0        ? "−"
                                : "+",
             fabs(share));
    canvas_right(canvas, row, at.right, at.number, STYLE_TEXT, text);
}

static void draw_versus(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    const Answer *answer = question_answer(app, JOB_ATTRIBUTION);
    char title[200], a[80], b[80], text[160];
    int first;
    snprintf(title, sizeof title, "%s: A %s, now %s", figure_info[app->figure].label,
             bar_value(app->figure, a, sizeof a, app->a.figures.at[app->figure]),
             bar_value(app->figure, b, sizeof b, app->figures.at[app->figure]));
    view_title(app, canvas, rect, title, JOB_ATTRIBUTION);
    if (!answer || answer->of.attribution.count == 0) {
        canvas_text(canvas, rect.row + 2, rect.column + 2, rect.columns - 4, STYLE_TEXT,
                    answer ? "A and this plan are alike here: move a slider first." : "");
        return;
    }
    const Attribution *attribution = &answer->of.attribution;
    double greatest = fabs(attribution->parts[0].part);
    Fields at = bar_fields(rect, 12);
    canvas_text(canvas, rect.row + 1, at.label, at.label_columns, STYLE_DIM,
                app->view.by_group ? "group" : "input");
    canvas_right(canvas, rect.row + 1, at.left, at.number, STYLE_DIM, "adds");
    canvas_text(canvas, rect.row + 1, at.bar, at.bar_columns, STYLE_DIM,
                at.bar_columns < 20  ? "mean"
                : attribution->exact ? "mean of all orders"
                                     : "mean of some orders");
    canvas_right(canvas, rect.row + 1, at.right, at.number, STYLE_DIM, "of the whole");
    int shown =
        view_lines(app, canvas, (Rect){ rect.row + 3, rect.column, rect.rows - 3, rect.columns },
                   attribution->count, &first);
    for (int i = 0; i < shown; i++) {
        draw_part(app, canvas, rect.row + 3 + i * app->view.pitch, at, first + i, attribution,
                  greatest);
    }
    const Contribution *part = &attribution->parts[app->view.line];
    const Below below = { .title = "A and this plan",
                          .names = { app->a.scenario.model, app->now.model },
                          .figures = { &app->a.figures, &app->figures },
                          .plan = &app->now.plan,
                          .input = curve_of(part->input),
                          .figure = app->figure };
    view_below(app, canvas, (Rect){ rect.row + 3, rect.column, rect.rows - 3, rect.columns }, shown,
               &below);
    part_values(app, part, text, sizeof text);
    detail_lines(canvas, detail, STYLE_TEXT, text, STYLE_DIM,
                 part->input < 0 ? "" : input_info[part->input].help);
}

static void versus_act(App *app, int line, long now)
{
    const Answer *answer = question_answer(app, JOB_ATTRIBUTION);
    (void)now;
    if (answer && answer->of.attribution.parts[line].input >= 0) {
        view_to_input(app, answer->of.attribution.parts[line].input);
    }
}

static bool versus_key(App *app, const Event *event, long now)
{
    (void)now;
    if (!is_key(event, "Space", 5)) {
        return false;
    }
    app->view.by_group = !app->view.by_group;
    app->view.line = 0;
    return true;
}

const ViewInfo view_versus = { "versus",    "Tab figure|Space by group|Enter to the slider",
                               NULL,        versus_count,
                               draw_versus, versus_act,
                               versus_key };
