/* view_bars.c -- answers in bars: what moves a figure, what accounts for a difference, what each
 * innovation saved. */
#include "model/analysis/implied.h"
#include "model/quantity.h"
#include "profile/uncertainty.h"
#include "tui/keys.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>

static const char *print_value(int figure, char *out, size_t size, double value)
{
    Printed printed = print_figure(figure, value);
    return join_printed(out, size, &printed);
}

/* "−$57.79 M" */
static const char *print_signed(int figure, char *out, size_t size, double value)
{
    char text[80];
    snprintf(out, size, "%s%s", value < 0 ? "−" : "+",
             print_value(figure, text, sizeof text, fabs(value)));
    return out;
}

/* Where the fields of a line are: label, number, bar, number. */
typedef struct {
    int label, label_columns, left, number, bar, bar_columns, right;
} Fields;

static Fields fields(Rect rect, int number)
{
    Fields at = { .label = rect.column + 1, .label_columns = rect.columns >= 100 ? 28 : 24 };
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
    snprintf(text, sizeof text, "%s from %s to %s; one percent more of it moves the figure %.2f %%",
             input_info[sway->input].label, join_printed(from, sizeof from, &low),
             join_printed(to, sizeof to, &high), sway->elasticity);
    canvas_text(canvas, detail.row, detail.column, detail.columns, STYLE_TEXT, text);
    canvas_text(canvas, detail.row + 1, detail.column, detail.columns, STYLE_DIM,
                span_source(app->library, &app->now, &spans, sway->input, source, sizeof source));
}

static void draw_tornado_view(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    const Answer *answer = question_answer(app, JOB_TORNADO);
    double now = app->figures.at[app->figure], least = now, most = now;
    char title[160], text[80];
    int first;
    snprintf(title, sizeof title, "What moves it: %s, now %s", figure_info[app->figure].label,
             print_value(app->figure, text, sizeof text, now));
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
    Fields at = fields(rect, 13);
    canvas_text(canvas, rect.row + 1, at.label, at.label_columns, STYLE_DIM, "uncertain");
    canvas_right(canvas, rect.row + 1, at.left, at.number, STYLE_DIM, "least");
    canvas_text(canvas, rect.row + 1, at.bar, at.bar_columns, STYLE_DIM,
                canvas->charset == CHARSET_ASCII ? "- lower end  # upper end"
                                                 : "▒ lower end  █ upper end");
    canvas_right(canvas, rect.row + 1, at.right, at.number, STYLE_DIM, "most");
    int shown =
        view_lines(app, canvas, (Rect){ rect.row + 3, rect.column, rect.rows - 3, rect.columns },
                   answer->of.tornado.count, &first);
    for (int i = 0; i < shown; i++) {
        const Sway *sway = &sways[first + i];
        int row = rect.row + 3 + i * app->view.pitch;
        view_field(canvas, row, at.label, at.label_columns, false,
                   view_style(app, first + i, STYLE_LABEL), input_info[sway->input].label);
        print_value(app->figure, text, sizeof text, fmin(sway->low, sway->high));
        canvas_right(canvas, row, at.left, at.number, STYLE_VALUE, text);
        draw_sway(canvas, row, at, sway, now, least, most);
        print_value(app->figure, text, sizeof text, fmax(sway->low, sway->high));
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
                 print_signed(app->figure, text, sizeof text, part->part));
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
             print_value(app->figure, a, sizeof a, app->a.figures.at[app->figure]),
             print_value(app->figure, b, sizeof b, app->figures.at[app->figure]));
    view_title(app, canvas, rect, title, JOB_ATTRIBUTION);
    if (!answer || answer->of.attribution.count == 0) {
        canvas_text(canvas, rect.row + 2, rect.column + 2, rect.columns - 4, STYLE_TEXT,
                    !answer ? ""
                            : "A and this plan are alike here: move sliders, pick another model, "
                              "or pin another A with p.");
        return;
    }
    const Attribution *attribution = &answer->of.attribution;
    double greatest = fabs(attribution->parts[0].part);
    Fields at = fields(rect, 12);
    canvas_text(canvas, rect.row + 1, at.label, at.label_columns, STYLE_DIM,
                app->view.by_group ? "group" : "input");
    canvas_right(canvas, rect.row + 1, at.left, at.number, STYLE_DIM, "adds");
    canvas_text(canvas, rect.row + 1, at.bar, at.bar_columns, STYLE_DIM,
                attribution->exact ? "mean over all orders of changing them"
                                   : "mean over a sample of orders");
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
    canvas_text(canvas, detail.row, detail.column, detail.columns, STYLE_TEXT, text);
    canvas_text(canvas, detail.row + 1, detail.column, detail.columns, STYLE_DIM,
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

/* -- waterfall ----------------------------------------------------------------------------------- */

/* Steps that a plan does without are told in the detail of the last line. */
static int waterfall_count(const App *app)
{
    const Answer *answer = question_answer(app, JOB_WATERFALL);
    return answer ? answer->of.waterfall.count : 0;
}

/* The last drop before this one that has a value; NULL: none. */
static const Drop *drop_before(const Waterfall *fall, int line)
{
    while (--line >= 0) {
        if (!fall->drops[line].left_out) {
            return &fall->drops[line];
        }
    }
    return NULL;
}

/* Logarithmic where the steps lie far apart: a length is a factor then. */
typedef struct {
    double least, most;
    bool log;
} Reach;

static Reach reach_of(const Waterfall *fall, int figure)
{
    Reach reach = { INFINITY, 0, false };
    for (int i = 0; i < fall->count; i++) {
        double value = fall->drops[i].left_out ? NAN : fall->drops[i].figures.at[figure];
        reach.least = fmin(reach.least, value);
        reach.most = fmax(reach.most, value);
    }
    reach.log = reach.least > 0 && reach.most > 5 * reach.least;
    return reach;
}

static int reach_columns(const Reach *reach, double value, int columns)
{
    double from = reach->log ? reach->least / 2 : 0;
    double share = reach->log ? log(value / from) / log(reach->most / from) : value / reach->most;
    return isfinite(share) ? (int)(share * columns + 0.5) : 0;
}

static void draw_drop(App *app, Canvas *canvas, int row, Fields at, int line, const Waterfall *fall,
                      const Reach *reach)
{
    const Drop *drop = &fall->drops[line], *before = drop_before(fall, line);
    int figure = fall->figures[app->view.pick % fall->figure_count];
    char text[90];
    view_field(canvas, row, at.label, at.label_columns, false, view_style(app, line, STYLE_LABEL),
               drop->label);
    if (drop->left_out) {
        canvas_text(canvas, row, at.left + 2, at.bar_columns + at.number, STYLE_DIM,
                    drop->left_out);
        return;
    }
    double value = drop->figures.at[figure], was = before ? before->figures.at[figure] : value;
    int now = reach_columns(reach, value, at.bar_columns),
        then = reach_columns(reach, was, at.bar_columns);
    canvas_right(canvas, row, at.left, at.number, STYLE_VALUE,
                 print_value(figure, text, sizeof text, value));
    canvas_fill(canvas, (Rect){ row, at.bar, 1, now < then ? now : then }, STYLE_FILL, 0x2588);
    canvas_fill(canvas, (Rect){ row, at.bar + now, 1, then - now }, STYLE_SERIES_B, 0x2592);
    canvas_fill(canvas, (Rect){ row, at.bar + then, 1, now - then }, STYLE_WARNING, 0x2593);
    if (isfinite(was - value) && was != value) {
        canvas_right(canvas, row, at.right, at.number, was > value ? STYLE_GOOD : STYLE_WARNING,
                     print_signed(figure, text, sizeof text, value - was));
    }
}

static void draw_waterfall(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    const Answer *answer = question_answer(app, JOB_WATERFALL);
    char title[160];
    int first;
    if (!answer) {
        view_title(app, canvas, rect, "What each innovation saved", JOB_WATERFALL);
        return;
    }
    const Waterfall *fall = &answer->of.waterfall;
    int figure = fall->figures[app->view.pick % fall->figure_count];
    Reach reach = reach_of(fall, figure);
    Fields at = fields(rect, 12);
    snprintf(title, sizeof title, "What each innovation saved: %s%s", figure_info[figure].label,
             reach.log ? ", log" : "");
    view_title(app, canvas, rect, title, JOB_WATERFALL);
    canvas_text(canvas, rect.row + 1, at.label, at.label_columns, STYLE_DIM, "after");
    canvas_text(canvas, rect.row + 1, at.bar, at.bar_columns, STYLE_DIM,
                canvas->charset == CHARSET_ASCII ? "# left  - saved" : "█ left  ▒ saved");
    canvas_right(canvas, rect.row + 1, at.right, at.number, STYLE_DIM, "step");
    int shown =
        view_lines(app, canvas, (Rect){ rect.row + 3, rect.column, rect.rows - 3, rect.columns },
                   fall->count, &first);
    for (int i = 0; i < shown; i++) {
        draw_drop(app, canvas, rect.row + 3 + i * app->view.pitch, at, first + i, fall, &reach);
    }
    int foot = rect.row + 3 + shown * app->view.pitch;
    if (foot < rect.row + rect.rows) {
        canvas_text(canvas, foot, at.label, rect.columns - 2, STYLE_DIM,
                    fall->predicted ? "Efficiency is predicted at every step."
                                    : "At the efficiency of the plan throughout.");
    }
    const Drop *drop = &fall->drops[app->view.line], *before = drop_before(fall, app->view.line);
    if (!drop->left_out) {
        const Below below = { .title = drop->label,
                              .names = { before ? "before" : "start", "after" },
                              .figures = { before ? &before->figures : &drop->figures,
                                           &drop->figures },
                              .plan = &drop->plan,
                              .input = INPUT_devices,
                              .figure = figure };
        view_below(app, canvas, (Rect){ rect.row + 4, rect.column, rect.rows - 4, rect.columns },
                   shown, &below);
    }
    canvas_text(canvas, detail.row, detail.column, detail.columns, STYLE_TEXT, drop->help);
    canvas_text(canvas, detail.row + 1, detail.column, detail.columns,
                drop->broken >= 0 ? STYLE_WARNING : STYLE_DIM,
                drop->broken >= 0 ? limit_info[drop->broken].say : drop->source);
}

/* Enter: the plan as it is after that step. */
static void waterfall_act(App *app, int line, long now)
{
    const Answer *answer = question_answer(app, JOB_WATERFALL);
    if (!answer || answer->of.waterfall.drops[line].left_out) {
        return;
    }
    const Drop *drop = &answer->of.waterfall.drops[line];
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (app->now.plan.at[i] != drop->plan.at[i]) {
            scenario_set(&app->now, i, drop->plan.at[i], FROM_SOLVER);
        }
    }
    app->view.kind = NO_VIEW;
    app_changed(app, -1, now);
    app_name_change(app, drop->label);
    app_say(app, STYLE_TEXT, "the plan after '%s'; u goes back", drop->label);
}

static bool waterfall_key(App *app, const Event *event, long now)
{
    const Answer *answer = question_answer(app, JOB_WATERFALL);
    int count = answer ? answer->of.waterfall.figure_count : 1;
    (void)now;
    if (!is_key(event, "Tab", 3)) {
        return false;
    }
    app->view.pick = (app->view.pick + 1) % count;
    return true;
}

const ViewInfo view_waterfall = { "waterfall",    "Tab $ days FLOP bytes|Enter this plan",
                                  NULL,           waterfall_count,
                                  draw_waterfall, waterfall_act,
                                  waterfall_key };
