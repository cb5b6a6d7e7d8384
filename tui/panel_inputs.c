/* panel_inputs.c -- the sliders, by group. */
#include "model/quantity.h"
#include "model/slider.h"
#include "tui/panels.h"

#include <stdio.h>
#include <string.h>

enum { MOST_LINES = 256, NUMBER_COLUMNS = 8, UNIT_COLUMNS = 7 };

/* Where the parts of a slider's line are. */
typedef struct {
    int label, label_columns, track, track_columns, number, number_columns, unit;
} Fields;

static Fields fields(Rect rect)
{
    Fields at;
    at.label = rect.column + 1;
    bool narrow = rect.columns < 36; /* the track is what moves */
    at.label_columns = rect.columns >= 60 ? 24 : rect.columns >= 56 ? 20 : narrow ? 10 : 12;
    at.track = at.label + at.label_columns + 1;
    at.unit = rect.column + rect.columns - UNIT_COLUMNS;
    at.number_columns = NUMBER_COLUMNS - narrow;
    at.number = at.unit - 1 - at.number_columns;
    at.track_columns = at.number - 1 - at.track;
    return at;
}

/* ━━━━━━┿━●─────: filled up to the knob, the reported value marked. */
static void draw_track(App *app, Canvas *canvas, int row, Fields at, int input, bool focus)
{
    double value = app->now.plan.at[input], reported = app->now.reported.at[input];
    int last = at.track_columns - 1;
    bool gives = app->goal.held && input == app->goal.input; /* moves by itself */
    int knob = (int)(slider_position(input, value) * last + 0.5);
    int mark = (int)(slider_position(input, reported) * last + 0.5);
    for (int i = 0; i <= last; i++) {
        bool filled = i < knob;
        uint32_t glyph = i == knob                        ? (gives ? 0x25C6 : 0x25CF)
                         : i == mark && value != reported ? (filled ? 0x253F : 0x253C)
                         : filled                         ? 0x2501
                                                          : 0x2500;
        Style style = i == knob                        ? (gives   ? STYLE_MARK
                                                          : focus ? STYLE_VALUE
                                                                  : STYLE_FILL)
                      : i == mark && value != reported ? STYLE_MARK
                      : filled                         ? STYLE_FILL
                                                       : STYLE_TRACK;
        canvas_put(canvas, row, at.track + i, style, glyph);
    }
    app_hit(app, (Rect){ row, at.track, 1, at.track_columns }, HIT_TRACK, input);
}

/* bf16 ▪fp8▪ fp4, or ‹ fp8 › where the words do not fit. */
static void draw_words(Canvas *canvas, int row, int column, int columns, int input, double value,
                       Style style_on)
{
    const InputInfo *info = &input_info[input];
    int count = info->kind == SWITCH ? 2 : input_options(input), needed = 0;
    for (int i = 0; i < count; i++) {
        needed += (int)strlen(input_word(input, i)) + 2;
    }
    if (needed > columns) {
        int used = canvas_text(canvas, row, column, columns, STYLE_DIM, "‹ ");
        used += canvas_text(canvas, row, column + used, columns - used, style_on,
                            input_word(input, value));
        canvas_text(canvas, row, column + used, columns - used, STYLE_DIM, " ›");
        return;
    }
    for (int i = 0; i < count; i++) {
        bool on = i == (int)value;
        Style style = on ? style_on : STYLE_DIM;
        canvas_put(canvas, row, column, style, on ? 0x25AA : ' ');
        column += 2 + canvas_text(canvas, row, column + 1, columns, style, input_word(input, i));
    }
}

void draw_slider(App *app, Canvas *canvas, Rect rect, int row, int input)
{
    const InputInfo *info = &input_info[input];
    Fields at = fields(rect);
    bool focus = input == app->input && app->pane == PANE_INPUTS;
    double value = app->now.plan.at[input];
    Style style = value != app->now.reported.at[input]
                      ? app_mark_style(app, input == app->history.control)
                      : STYLE_VALUE;
    if (focus) {
        canvas_put(canvas, row, rect.column, STYLE_FILL, 0x25B8);
        canvas_fill(canvas, (Rect){ row, at.label, 1, at.label_columns }, STYLE_FOCUS, ' ');
        canvas->cursor_row = row;
        canvas->cursor_column = at.label;
    }
    app_hit(app, (Rect){ row, rect.column, 1, rect.columns }, HIT_INPUT, input);
    canvas_text(canvas, row, at.label, at.label_columns, focus ? STYLE_FOCUS : STYLE_LABEL,
                at.label_columns >= 20 ? info->label : info->brief);
    if (info->kind == CHOICE || info->kind == SWITCH) {
        int columns = rect.column + rect.columns - at.track;
        draw_words(canvas, row, at.track, columns, input, value, style);
        return;
    }
    draw_track(app, canvas, row, at, input, focus);
    Printed printed = print_input(input, value);
    canvas_right(canvas, row, at.number, at.number_columns, style, printed.number);
    canvas_text(canvas, row, at.unit, UNIT_COLUMNS, STYLE_UNIT, printed.unit);
}

static void draw_heading(App *app, Canvas *canvas, Rect rect, int row, int group)
{
    const char *profile = group == GROUP_MODEL      ? app->now.model
                          : group == GROUP_HARDWARE ? app->now.hardware
                                                    : "";
    char title[160];
    snprintf(title, sizeof title, "%s%s%s", group_info[group].label, *profile ? " · " : "",
             profile);
    canvas_rule(canvas, row, rect.column, rect.columns, title);
}

/* Scrolls so that the row in focus is in view, with its heading where that is the line above. */
static void scroll(App *app, const int *lines, int count, int room)
{
    int place = 0;
    for (int i = 0; i < count; i++) {
        place = lines[i] == app->input ? i : place;
    }
    int above = place > 0 && lines[place - 1] < 0 ? place - 1 : place;
    if (above < app->top) {
        app->top = above;
    }
    if (place >= app->top + room) {
        app->top = place - room + 1;
    }
    if (app->top > count - room) {
        app->top = count - room;
    }
    if (app->top < 0) {
        app->top = 0;
    }
}

static void draw(App *app, Canvas *canvas, Rect rect)
{
    int lines[MOST_LINES], count = app_input_lines(app, lines, MOST_LINES);
    bool overflows = count > rect.rows;
    int room = rect.rows - overflows;
    scroll(app, lines, count, room);
    for (int i = 0; i < room && app->top + i < count; i++) {
        int line = lines[app->top + i];
        if (line < 0) {
            draw_heading(app, canvas, rect, rect.row + i, -1 - line);
        } else {
            draw_slider(app, canvas, rect, rect.row + i, line);
        }
    }
    if (overflows) {
        char more[80];
        int above = app->top, below = count - app->top - room;
        snprintf(more, sizeof more,
                 above && below ? "▲ %d above  ▼ %d below"
                 : above        ? "▲ %d above"
                                : "▼ %d more",
                 above ? above : below, below);
        canvas_text(canvas, rect.row + room, rect.column + 1, rect.columns - 1, STYLE_DIM, more);
    }
}

static int rows(const App *app, int columns)
{
    int lines[MOST_LINES];
    (void)columns;
    return app_input_lines(app, lines, MOST_LINES);
}

const Panel panel_inputs = { "inputs", draw, rows, 3, true };
