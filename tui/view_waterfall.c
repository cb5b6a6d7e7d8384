/* view_waterfall.c -- what each innovation saved, step after step. */
#include "tui/bars.h"
#include "tui/detail.h"
#include "tui/keys.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>

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
                 bar_value(figure, text, sizeof text, value));
    canvas_fill(canvas, (Rect){ row, at.bar, 1, now < then ? now : then }, STYLE_FILL, 0x2588);
    canvas_fill(canvas, (Rect){ row, at.bar + now, 1, then - now }, STYLE_SERIES_B, 0x2592);
    canvas_fill(canvas, (Rect){ row, at.bar + then, 1, now - then }, STYLE_WARNING, 0x2593);
    if (isfinite(was - value) && was != value) {
        canvas_right(canvas, row, at.right, at.number, was > value ? STYLE_GOOD : STYLE_WARNING,
                     bar_signed(figure, text, sizeof text, value - was));
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
    Fields at = bar_fields(rect, 12);
    snprintf(title, sizeof title, "What each innovation saved: %s%s", figure_info[figure].label,
             reach.log ? ", log" : "");
    view_title(app, canvas, rect, title, JOB_WATERFALL);
    canvas_text(canvas, rect.row + 1, at.label, at.label_columns, STYLE_DIM, "after");
    static const char legend[] = "  left    saved";
    if (at.bar_columns >= (int)sizeof legend - 1) {
        canvas_text(canvas, rect.row + 1, at.bar, at.bar_columns, STYLE_DIM, legend);
        canvas_put(canvas, rect.row + 1, at.bar, STYLE_FILL, 0x2588);
        canvas_put(canvas, rect.row + 1, at.bar + 8, STYLE_SERIES_B, 0x2592);
    }
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
    if (drop->broken >= 0) { /* a warning keeps its line */
        detail_lines(canvas, detail, STYLE_TEXT, drop->help, STYLE_WARNING,
                     limit_info[drop->broken].say);
    } else {
        detail_lines(canvas, detail, STYLE_TEXT, drop->help, STYLE_DIM, drop->source);
    }
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
