#include "tui/detail.h"

#include "model/quantity.h"
#include "tui/app.h"

#include <stdio.h>
#include <string.h>

/* Bytes of the text that fit into so many columns, broken after a word; all: 0 if the first word
 * does not fit. */
static size_t fitting(const char *text, int columns)
{
    size_t whole = 0;
    int used = 0;
    for (const char *at = text;; used++) {
        if (*at == ' ' || *at == '\0') {
            whole = (size_t)(at - text);
        }
        if (*at == '\0' || used >= columns) {
            return whole;
        }
        read_utf8(&at);
    }
}

/* Draws a text from a place on; moves the place behind it. */
static void flow(Canvas *canvas, Rect rect, int *row, int *column, Style style, const char *text)
{
    char line[512];
    while (*text) {
        int room = rect.columns - *column;
        size_t bytes = *row == rect.rows - 1 ? strlen(text) : fitting(text, room);
        snprintf(line, sizeof line, "%.*s", (int)bytes, text);
        *column += canvas_text(canvas, rect.row + *row, rect.column + *column, room, style, line);
        text += bytes + strspn(text + bytes, " ");
        if (*text) {
            (*row)++;
            *column = 0;
        }
    }
}

void detail_lines(Canvas *canvas, Rect rect, Style style, const char *text, Style more_style,
                  const char *more)
{
    enum { BETWEEN = 2, WORTH = 24 }; /* fewer columns of a source say nothing */
    int row = 0, column = 0;
    flow(canvas, rect, &row, &column, style, text);
    int room = rect.columns - column - BETWEEN, needed = text_columns(more);
    if (row < rect.rows - 1 && (needed <= rect.columns || room < WORTH)) {
        row++;
        column = 0;
    } else if (needed <= room || room >= WORTH) {
        column += BETWEEN;
    } else {
        return;
    }
    flow(canvas, rect, &row, &column, more_style, more);
}

/* In the rule, at its right end: "0.1 % … 100 %".  False: it has no room beside the label. */
static bool draw_in_rule(Canvas *canvas, Rect rect, const char *label, Style style,
                         const char *text)
{
    char words[240];
    int width = snprintf(words, sizeof words, " %s ", text) > 2 ? text_columns(words) : 0;
    if (!width || width > rect.columns - text_columns(label) - 6) {
        return false;
    }
    canvas_text(canvas, rect.row, rect.column + rect.columns - width - 1, width, style, words);
    return true;
}

/* -- an input, a figure ---------------------------------------------------------------------------- */

static void draw_input_detail(const App *app, Canvas *canvas, Rect rect, bool limit)
{
    const InputInfo *info = &input_info[app->input];
    char text[512], low[48], high[48], origin[96];
    Origin from = app->now.origin[app->input];
    Rect lines = { rect.row + 1, rect.column + 1, 2, rect.columns - 2 };
    Printed least = trim_printed(print_input(app->input, input_lowest(app->input))),
            most = trim_printed(print_input(app->input, input_highest(app->input)));
    if (info->kind == CHOICE) {
        snprintf(text, sizeof text, "%s: %s", input_word(app->input, app->now.plan.at[app->input]),
                 option_info[info->options + (int)app->now.plan.at[app->input]].help);
    } else {
        const char *source = origin_source(app->library, from, app->input);
        snprintf(text, sizeof text, "%s … %s%s", join_printed(low, sizeof low, &least),
                 join_printed(high, sizeof high, &most), info->scale == LOG ? ", log" : "");
        if (!limit) {
            draw_in_rule(canvas, rect, info->label, STYLE_DIM, text);
        }
        origin_text(app->library, from, origin, sizeof origin);
        snprintf(text, sizeof text, "%s%s%s", source, *source ? "  " : "", origin);
    }
    detail_lines(canvas, lines, STYLE_TEXT, info->help, STYLE_DIM, text);
}

/* The formula and what the number leaves out; its source too where the rule has no room for it. */
static void draw_figure_detail(const App *app, Canvas *canvas, Rect rect, bool limit)
{
    const FigureInfo *info = &figure_info[app->figure];
    char formula[600], text[640], more[600];
    Rect lines = { rect.row + 1, rect.column + 1, 2, rect.columns - 2 };
    bool told = !limit && draw_in_rule(canvas, rect, info->label, STYLE_DIM, info->source);
    const char *source = told ? "" : info->source, *caveat = info->caveat ? info->caveat : "";
    formula_pretty(info->formula, formula, sizeof formula);
    snprintf(text, sizeof text, "= %s", formula);
    snprintf(more, sizeof more, "%s%s%s", source, *source && *caveat ? "; " : "",
             *caveat ? "but " : "");
    snprintf(more + strlen(more), sizeof more - strlen(more), "%s", caveat);
    if (*more && text_columns(text) > lines.columns) { /* explain has the rest of the formula */
        canvas_text(canvas, lines.row, lines.column, lines.columns, STYLE_TEXT, text);
        canvas_text(canvas, lines.row + 1, lines.column, lines.columns, STYLE_DIM, more);
    } else {
        detail_lines(canvas, lines, STYLE_TEXT, text, STYLE_DIM, more);
    }
}

/* -- limits, what was said ------------------------------------------------------------------------- */

/* The first limit that is broken, the worst first; -1: none is. */
static int worst_limit(const Limits *limits)
{
    for (int severity = BROKEN; severity >= WARNING; severity--) {
        for (int i = 0; i < LIMIT_COUNT; i++) {
            if (limits->broken[i] && (int)limit_info[i].severity == severity) {
                return i;
            }
        }
    }
    return -1;
}

void detail_draw(const App *app, Canvas *canvas, Rect rect)
{
    bool inputs = app->pane == PANE_INPUTS;
    int limit = worst_limit(&app->limits);
    const char *label = inputs ? input_info[app->input].label : figure_info[app->figure].label;
    canvas_rule(canvas, rect.row, rect.column, rect.columns, label);
    (inputs ? draw_input_detail : draw_figure_detail)(app, canvas, rect, limit >= 0);
    const char *said = app->status[0] ? app->status : app->quiet < MARK_KEYS ? app->change : "";
    if (*said) {
        int row = rect.row + 2;
        canvas_fill(canvas, (Rect){ row, rect.column, 1, rect.columns }, STYLE_TEXT, ' ');
        canvas_text(canvas, row, rect.column + 1, rect.columns - 2,
                    app->status[0] ? app->status_style
                    : app->quiet   ? STYLE_FADED
                                   : STYLE_CHANGED,
                    said);
    }
    if (limit >= 0) { /* in the rule, so that it hides no more than the label, which is above too */
        bool broken = limit_info[limit].severity == BROKEN;
        char text[200];
        snprintf(text, sizeof text, " %s: %s ", broken ? "BROKEN" : "warning",
                 limit_info[limit].say);
        int room = rect.columns - 2, width = text_columns(text) < room ? text_columns(text) : room;
        if (width > room - text_columns(label) - 4) {
            canvas_rule(canvas, rect.row, rect.column, rect.columns, "");
        }
        canvas_text(canvas, rect.row, rect.column + rect.columns - width - 1, width,
                    broken ? STYLE_BROKEN : STYLE_WARNING, text);
    }
}
