/* tour_draw.c -- a step on the screen: title, numbers in large, words, sliders, a picture. */
#include "model/quantity.h"
#include "tui/digits.h"
#include "tui/panels.h"
#include "tui/tour.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WIDEST_WORDS = 96, LEAST_CHART = 6 };

/* Rows of each part, and of the air between them. */
typedef struct {
    int margin, width, scale;
    int top, subtitle, below_title, numbers, below_numbers, words, above_sliders, sliders, spread,
        above_bars, bars, above_chart, chart;
} Layout;

/* -- words --------------------------------------------------------------------------------------- */

/* Breaks the text between words; draws as many lines as there may be (0: counts only).  Returns how
 * many there are. */
static int wrap(Canvas *canvas, int row, int column, int columns, int most, const char *text)
{
    int lines = 0;
    for (; *text; lines++) {
        char line[512];
        text = break_line(text, columns, line, sizeof line - 5);
        if (lines < most) {
            strcat(line, lines == most - 1 && *text ? " …" : "");
            canvas_text(canvas, row + lines, column, columns, STYLE_TEXT, line);
        }
    }
    return lines;
}

static void print_subtitle(const App *app, char *out, size_t size)
{
    const Catalogue *catalogue = &app->library->catalogue;
    const Item *model = catalogue_find(catalogue, MODEL_PROFILE, app->now.model);
    const Item *hardware = catalogue_find(catalogue, HARDWARE_PROFILE, app->now.hardware);
    Printed devices = print_input(INPUT_devices, app->now.plan.devices);
    snprintf(out, size, "%s · %s × %s", model ? model->name : app->now.model, devices.number,
             hardware ? hardware->name : app->now.hardware);
}

/* -- numbers ------------------------------------------------------------------------------------- */

static Printed print_row(Row row, double value)
{
    Printed printed =
        row.kind == A_FIGURE ? print_figure(row.row, value) : print_input(row.row, value);
    return dollars_in_front(printed);
}

/* The largest digits in which every number of the step fits its column; 0: plain ones. */
static int fit_scale(const App *app, const Canvas *canvas, const Step *step, int width)
{
    int most = canvas->rows >= 30 ? 2 : canvas->rows >= 18 ? 1 : 0;
    for (int scale = canvas->charset == CHARSET_ASCII ? 0 : most; scale > 0; scale--) {
        bool fits = scale > 1 || canvas->charset == CHARSET_FULL;
        for (int i = 0; i < step->figure_count; i++) {
            Row row = step->figures[i];
            Printed printed = print_row(row, row_value(row, &app->now.plan, &app->figures));
            int columns = digits_columns(printed.number, scale);
            fits = fits && columns > 0 && columns <= width / step->figure_count - scale;
        }
        if (fits) {
            return scale;
        }
    }
    return 0;
}

/* The unit, where there was no room for it; then what moving did to the number, else what others
 * published. */
static void draw_under(const App *app, Canvas *canvas, int row, int column, int columns, Row number,
                       double value, double before, const char *unit)
{
    char text[160], was[80];
    Published published;
    Printed printed = print_row(number, before);
    int used = canvas_text(canvas, row, column, columns, STYLE_VALUE, unit);
    used += used ? 2 : 0;
    column += used;
    columns -= used;
    if (columns < 6) {
        return;
    }
    if (value != before && !(isnan(value) && isnan(before))) {
        char delta[72];
        print_delta(delta, sizeof delta, value, before);
        snprintf(text, sizeof text, "%s  was %s", delta, join_printed(was, sizeof was, &printed));
        canvas_text(canvas, row, column, columns, STYLE_MARK, text);
    } else if (number.kind == A_FIGURE &&
               scenario_published(app->library, &app->now, number.row, &published)) {
        printed = trim_printed(print_figure(number.row, published.value));
        snprintf(text, sizeof text, "published: %s", join_printed(was, sizeof was, &printed));
        canvas_text(canvas, row, column, text_columns(text) <= columns ? columns : 0, STYLE_DIM,
                    text);
    }
}

static void draw_number(App *app, Canvas *canvas, Rect rect, int scale, Row number)
{
    double value = row_value(number, &app->now.plan, &app->figures);
    double before = row_value(number, &app->a.scenario.plan, &app->a.figures);
    Printed printed = print_row(number, value);
    bool moved = value != before && !(isnan(value) && isnan(before));
    Style style = moved ? STYLE_CHANGED : STYLE_VALUE;
    int column = rect.column, right = rect.column + rect.columns - 1;
    int row = rect.row + 1, rows = scale ? scale * DIGIT_ROWS : 1;
    canvas_text(canvas, rect.row, column, rect.columns - 1, STYLE_TITLE, row_label(number));
    const char *rest = printed.number;
    if (scale > 0) {
        rest = draw_digits(canvas, row, &column, scale, style, printed.number);
    }
    row += rows - 1;
    int base = scale > 1 ? row - 1 : row; /* the last half row of a digit is blank */
    column += canvas_text(canvas, row, column, right - column, style, rest);
    column += !scale;
    bool beside = text_columns(printed.unit) <= right - column;
    if (beside) {
        canvas_text(canvas, base, column, right - column, scale ? style : STYLE_UNIT, printed.unit);
    }
    draw_under(app, canvas, row + 1, rect.column, rect.columns - 1, number, value, before,
               beside ? "" : printed.unit);
}

/* -- bars ---------------------------------------------------------------------------------------- */

/* By what tells it from the others: the hardware, or the model, or neither. */
static const char *plan_name(const App *app, FileKind against, bool same_model)
{
    bool hardware = against == HARDWARE_PROFILE;
    const Item *item =
        catalogue_find(&app->library->catalogue, hardware ? HARDWARE_PROFILE : MODEL_PROFILE,
                       hardware ? app->now.hardware : app->now.model);
    return !item || (same_model && !hardware) ? "this plan" : item->name;
}

static void draw_bar(Canvas *canvas, Rect rect, const char *name, Row number, double value,
                     double now, double greatest, bool first)
{
    char text[80], times[32];
    int label = rect.columns >= 90 ? 32 : 25, right = 24;
    int columns = rect.columns - label - right - 2;
    Printed printed = print_row(number, value);
    canvas_text(canvas, rect.row, rect.column, label, first ? STYLE_VALUE : STYLE_LABEL, name);
    double share = greatest > 0 ? value / greatest : 0;
    if (first) {
        canvas_bar(canvas, rect.row, rect.column + label + 1, columns, STYLE_MARK, share);
    } else if (share > 0) { /* in a shade: without colour it would be one with this plan's above */
        int cells = (int)(share * columns + 0.5);
        canvas_fill(canvas, (Rect){ rect.row, rect.column + label + 1, 1, cells < 1 ? 1 : cells },
                    STYLE_SERIES_A, 0x2593);
    }
    join_printed(text, sizeof text, &printed);
    canvas_right(canvas, rect.row, rect.column + rect.columns - right, 15,
                 first ? STYLE_VALUE : STYLE_TEXT, text);
    double ratio = now > 0 ? value / now : NAN;
    snprintf(times, sizeof times,
             ratio >= 99.5   ? "× %.0f"
             : ratio >= 9.95 ? "× %.1f"
                             : "× %.2f",
             ratio);
    canvas_right(canvas, rect.row, rect.column + rect.columns - 8, 8, STYLE_DIM,
                 isfinite(ratio) ? first ? "× 1" : times : "");
}

/* The step's first number here and elsewhere, the longest bar over the whole width. */
static void draw_bars(App *app, Canvas *canvas, Rect rect, const Step *step)
{
    double values[STEP_RIVALS + 1];
    Row number = step->figures[0];
    bool same_model = false;
    double greatest = values[0] = row_value(number, &app->now.plan, &app->figures);
    for (int i = 0; i < step->rival_count; i++) {
        Scenario plan;
        Figures figures;
        values[i + 1] = NAN;
        if (rival_plan(app->library, &step->rivals[i], &app->now, &plan)) {
            figures = evaluate_unpredicted(&plan.plan);
            if (plan.plan.efficiency == efficiency_PREDICTED) {
                figures = evaluate(&plan.plan);
            }
            values[i + 1] = row_value(number, &plan.plan, &figures);
            same_model = same_model || strcmp(plan.model, app->now.model) == 0;
        }
        greatest = fmax(greatest, values[i + 1]);
    }
    for (int i = 0; i <= step->rival_count && i < rect.rows; i++) {
        draw_bar(canvas, (Rect){ rect.row + i, rect.column, 1, rect.columns },
                 i ? step->rivals[i - 1].name : plan_name(app, step->rivals[0].kind, same_model),
                 number, values[i], values[0], greatest, i == 0);
    }
}

/* -- layout -------------------------------------------------------------------------------------- */

static void give(int *left, int *rows, int wanted)
{
    int given = *left < wanted ? *left : wanted;
    *rows += given > 0 ? given : 0;
    *left -= given > 0 ? given : 0;
}

/* A picture along the first slider of the first figure. */
static bool has_chart(const Step *step)
{
    Kind kind = step->input_count ? input_info[step->inputs[0]].kind : CHOICE;
    return kind != CHOICE && kind != SWITCH && step->figure_count > 0 &&
           step->figures[0].kind == A_FIGURE;
}

/* What must be there takes its rows, then air, then the picture, then more air. */
static Layout lay_out(const App *app, const Canvas *canvas, const Step *step)
{
    Layout at = { .margin = canvas->columns >= 160   ? canvas->columns / 10
                            : canvas->columns >= 100 ? 6
                            : canvas->columns >= 76  ? 3
                                                     : 1 };
    at.width = canvas->columns - 2 * at.margin;
    at.scale = fit_scale(app, canvas, step, at.width);
    at.numbers = step->figure_count ? (at.scale ? at.scale * DIGIT_ROWS : 1) + 2 : 0;
    at.sliders = step->input_count;
    int left = canvas->rows - 3 - at.numbers - at.sliders; /* title, status, bottom line */
    int words =
        wrap(NULL, 0, 0, at.width < WIDEST_WORDS ? at.width : WIDEST_WORDS, 0, step->caption);
    int bars = step->rival_count && step->figure_count ? step->rival_count + 1 : 0;
    bool chart = has_chart(step);
    give(&left, &at.words, words);
    give(&left, &at.bars, left >= bars ? bars : 0);
    give(&left, &at.below_numbers, at.words > 0);
    give(&left, &at.above_sliders, at.sliders > 0);
    give(&left, &at.below_title, 1);
    give(&left, &at.above_bars, at.bars > 0);
    give(&left, &at.subtitle, 1);
    give(&left, &at.above_sliders, at.sliders > 0 && left > 1);
    give(&left, &at.top, 1);
    if (left > LEAST_CHART + at.sliders && chart) {
        give(&left, &at.above_bars, at.bars > 0);
        give(&left, &at.spread, at.sliders - 1);
        give(&left, &at.above_chart, 1);
        give(&left, &at.chart, canvas->rows * 3 / 10);
    }
    for (int round = 0; round < 2 && left > 0; round++) {
        give(&left, &at.below_title, 1);
        give(&left, &at.below_numbers, at.words > 0);
        give(&left, &at.above_sliders, at.sliders > 0 && round == 0);
        give(&left, &at.above_bars, at.bars > 0);
        give(&left, &at.top, 1);
    }
    if (!at.spread && left >= at.sliders - 1) {
        give(&left, &at.spread, at.sliders - 1);
    }
    return at;
}

static int draw_sliders(App *app, Canvas *canvas, int row, const Layout *at, const Step *step)
{
    Rect rect = { row, at->margin - 1, 1, at->width + 1 };
    if (at->sliders > 0 && at->above_sliders > 0) {
        canvas_rule(canvas, row + at->above_sliders - 1, at->margin, at->width,
                    app->pane == PANE_INPUTS ? "← → moves it" : "Tab, and move these");
    }
    row += at->above_sliders;
    for (int i = 0; i < at->sliders; i++) {
        draw_slider(app, canvas, rect, row, step->inputs[i]);
        row += 1 + (at->spread > 0 && i < at->sliders - 1);
    }
    return row;
}

/* -- the last line ------------------------------------------------------------------------------- */

/* step 3 / 12  ━━━━●──────────        → next  ← back  Tab sliders  Esc dashboard */
static void draw_bottom(App *app, Canvas *canvas, const Layout *at)
{
    static const char *const hints[] = {
        "→ next  ← back  wheel, click ●  Tab sliders  b blank  d dashboard  q quit",
        "→ next  ← back  Tab sliders  b blank  d dashboard  q quit",
        "→ next  ← back  Tab sliders  d dashboard",
        "→ ←  Tab  d dashboard",
    };
    const Stage *stage = &app->stage;
    int row = canvas->rows - 1, count = stage->tour->count;
    char text[120];
    if (stage->jump) {
        snprintf(text, sizeof text, "to step %d of %d: Enter", stage->jump, count);
        canvas_text(canvas, row, at->margin, at->width, STYLE_VALUE, text);
        return;
    }
    snprintf(text, sizeof text, "step %d / %d  ", stage->step + 1, count);
    int column = at->margin + canvas_text(canvas, row, at->margin, at->width, STYLE_LABEL, text);
    int track = canvas->columns >= 76 ? count <= 10 ? 2 * count - 1 : count < 24 ? count : 0 : 0;
    int place = count > 1 && track ? stage->step * (track - 1) / (count - 1) : 0;
    for (int i = 0; i < track; i++) {
        canvas_put(canvas, row, column + i, i > place ? STYLE_TRACK : STYLE_FILL,
                   i == place  ? 0x25CF
                   : i < place ? 0x2501
                               : 0x2500);
        app_hit(app, (Rect){ row, column + i, 1, 1 }, HIT_STEP,
                (i * (count - 1) + (track - 1) / 2) / (track > 1 ? track - 1 : 1));
    }
    column += track + 2;
    const char *moving = "← → moves it  Tab next slider  Esc steps";
    for (size_t i = !app->mouse; i < sizeof hints / sizeof *hints; i++) {
        const char *hint = app->pane == PANE_INPUTS ? moving : hints[i];
        if (text_columns(hint) <= at->margin + at->width - column) {
            canvas_right(canvas, row, column, at->margin + at->width - column, STYLE_DIM, hint);
            break;
        }
    }
}

/* -- the step ------------------------------------------------------------------------------------ */

void tour_draw(App *app, Canvas *canvas)
{
    const Step *step = &app->stage.tour->steps[app->stage.step];
    char subtitle[200];
    if (app->stage.blank) {
        return;
    }
    Layout at = lay_out(app, canvas, step);
    int row = at.top;
    canvas_text(canvas, row, at.margin, at.width, STYLE_VALUE, step->title);
    if (app->read_only) {
        canvas_right(canvas, row, canvas->columns - at.margin - 9, 9, STYLE_DIM, "read-only");
    }
    canvas->cursor_row = row;
    canvas->cursor_column = at.margin - 1;
    row++;
    if (at.subtitle) {
        print_subtitle(app, subtitle, sizeof subtitle);
        canvas_text(canvas, row++, at.margin, at.width, STYLE_DIM, subtitle);
    }
    row += at.below_title;
    for (int i = 0; i < step->figure_count; i++) {
        int columns = at.width / step->figure_count;
        draw_number(app, canvas, (Rect){ row, at.margin + i * columns, at.numbers, columns },
                    at.scale, step->figures[i]);
    }
    row += at.numbers + at.below_numbers;
    int words = at.width < WIDEST_WORDS ? at.width : WIDEST_WORDS;
    wrap(canvas, row, at.margin, words, at.words, step->caption);
    row = draw_sliders(app, canvas, row + at.words, &at, step);
    if (at.bars) {
        row += at.above_bars;
        if (at.above_bars) {
            canvas_rule(canvas, row - 1, at.margin, at.width, row_label(step->figures[0]));
        }
        draw_bars(app, canvas, (Rect){ row, at.margin, at.bars, at.width }, step);
        row += at.bars;
    }
    if (at.chart) {
        panel_chart.draw(app, canvas,
                         (Rect){ row + at.above_chart, at.margin, at.chart, at.width });
    }
    bool say = app->status[0];
    canvas_text(canvas, canvas->rows - 2, at.margin, at.width,
                say ? app->status_style : STYLE_CHANGED, say ? app->status : app->change);
    draw_bottom(app, canvas, &at);
}
