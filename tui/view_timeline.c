/* view_timeline.c -- the pipeline's schedule as it plays out, with the sliders that shape it. */
#include "model/quantity.h"
#include "model/training/memory.h"
#include "tui/detail.h"
#include "tui/keys.h"
#include "tui/panels.h"
#include "tui/timeline.h"

#include <math.h>
#include <stdio.h>

enum {
    LABEL = 6,
    WIDE = 100,
    HEADS = 3,
    SLIDERS = 4,
    SLIDER_ROWS = 2,
    MOST_HEIGHT = 4,
    BARS = 8,
    FEW_STAGES = 4
};

static const int sliders[SLIDERS] = { INPUT_schedule, INPUT_pipeline_parallel, INPUT_micro_batch,
                                      INPUT_virtual_stages };

static int side_columns(int columns)
{
    return columns >= WIDE ? 36 : 18;
}

static int shaping(const App *app)
{
    for (int i = 0; i < SLIDERS; i++) {
        if (sliders[i] == app->input) {
            return i;
        }
    }
    return -1;
}

static void open_timeline(App *app)
{
    app->pane = PANE_INPUTS;
    app->view.column = 0;
    if (shaping(app) < 0) {
        app->input = INPUT_pipeline_parallel;
    }
}

static int timeline_count(const App *app)
{
    double stages = app->now.plan.pipeline_parallel;
    return stages < 1 ? 1 : stages > MOST_STAGES ? MOST_STAGES : (int)stages;
}

/* -- drawing ------------------------------------------------------------------------------------- */

/* The figure that the largest share of the step goes to. */
static int largest(const Figures *figures)
{
    static const int parts[] = {
        FIGURE_step_compute_time, FIGURE_step_attention_time, FIGURE_step_elementwise_time,
        FIGURE_step_host_time,    FIGURE_step_tensor_time,    FIGURE_step_expert_time,
        FIGURE_step_context_time, FIGURE_step_data_time,      FIGURE_step_transfer_time,
        FIGURE_step_bubble_time,  FIGURE_step_optimizer_time, FIGURE_step_straggler_time,
    };
    int most = parts[0];
    for (size_t i = 1; i < sizeof parts / sizeof *parts; i++) {
        most = figures->at[parts[i]] > figures->at[most] ? parts[i] : most;
    }
    return most;
}

/* "Step 19.91 s (15.93 s to 23.90 s)   Bubble 10.4 %   Most: matrix products, 46.1 %" */
static void draw_numbers(const App *app, Canvas *canvas, Rect rect)
{
    const Figures *f = &app->figures;
    int most = largest(f);
    char values[3][96], a[40], b[40], c[40];
    Printed step = print_quantity(f->predicted_step_time, UNIT_SECOND),
            low = print_quantity(f->predicted_step_low, UNIT_SECOND),
            high = print_quantity(f->predicted_step_high, UNIT_SECOND);
    snprintf(values[0], sizeof values[0], "%s (%s to %s)", join_printed(a, sizeof a, &step),
             join_printed(b, sizeof b, &low), join_printed(c, sizeof c, &high));
    snprintf(values[1], sizeof values[1], "%.1f %%", 100 * f->bubble_fraction);
    snprintf(values[2], sizeof values[2], "%s %.0f %%", figure_info[most].label,
             100 * f->at[most] / f->predicted_step_time);
    static const char *const labels[] = { "Step ", "Bubble ", "Most " };
    int column = rect.column + 1, end = rect.column + rect.columns - 1;
    for (int i = 0; i < 3; i++) {
        if (column + text_columns(labels[i]) + text_columns(values[i]) > end) {
            break; /* a number and half a word say nothing */
        }
        column += canvas_text(canvas, rect.row, column, end - column, STYLE_LABEL, labels[i]);
        column += canvas_text(canvas, rect.row, column, end - column, STYLE_VALUE, values[i]) + 3;
    }
}

/* Idle share, and memory against what a device has: a bar, and a word where it is over. */
static void draw_side(const App *app, Canvas *canvas, int row, int column, int columns,
                      const Timeline *timeline, int stage)
{
    char text[64], number[40];
    double capacity = app->now.plan.memory_capacity;
    double memory = training_memory_stage(&app->now.plan, stage).total;
    bool over = memory > capacity, wide = columns >= 30;
    Style style = over ? STYLE_BROKEN : STYLE_TEXT;
    Printed printed = print_quantity(memory, UNIT_DEVICE_BYTE);
    snprintf(text, sizeof text, "%.1f %%", 100 * timeline_idle(timeline, stage) / timeline->end);
    canvas_right(canvas, row, column, 7, STYLE_TEXT, text);
    join_printed(number, sizeof number, &printed);
    snprintf(text, sizeof text, over ? "%s over" : "%s", over && !wide ? printed.number : number);
    if (wide) {
        canvas_fill(canvas, (Rect){ row, column + 9, 1, 10 }, STYLE_TRACK, 0xB7);
        canvas_bar(canvas, row, column + 9, 10, over ? STYLE_WARNING : STYLE_FILL,
                   fmin(1, memory / capacity));
    }
    canvas_text(canvas, row, column + (wide ? 20 : 8), columns - (wide ? 20 : 8), style, text);
}

static void draw_heads(const App *app, Canvas *canvas, int row, Rect rect, int side)
{
    char text[64], number[40];
    Printed room = trim_printed(print_quantity(app->now.plan.memory_capacity, UNIT_DEVICE_BYTE));
    int at = rect.column + rect.columns - side;
    join_printed(number, sizeof number, &room);
    snprintf(text, sizeof text, side >= 30 ? "memory of %s" : "of %s", number);
    canvas_text(canvas, row, rect.column + 1, LABEL, STYLE_DIM, "stage");
    canvas_right(canvas, row, at, 7, STYLE_DIM, "waits");
    canvas_text(canvas, row, at + (side >= 30 ? 9 : 8), side - 8, STYLE_DIM, text);
}

/* What the slot under the cursor is. */
static void draw_readout(const App *app, Canvas *canvas, Rect rect, const Timeline *timeline,
                         const int cells[])
{
    char played[120];
    snprintf(played, sizeof played,
             "Played out, it ends %+.2f %% from the prediction, whose bubble is a closed form",
             100 * (timeline->end / app->figures.predicted_step_time - 1));
    char text[200], from[40], to[40], length[40], which[80];
    int stage = app->view.line, column = app->view.column;
    double edge = timeline_edge(timeline, app->view.grid_columns, column);
    double next = timeline_edge(timeline, app->view.grid_columns, column + 1);
    if (cells[column] == CELL_BREAK) {
        char count[32];
        Printed left = print_quantity(timeline->skipped, UNIT_SECOND);
        print_grouped(count, sizeof count, timeline->left_out);
        snprintf(text, sizeof text, "%s more micro-batches like those around, %s, are left out",
                 count, join_printed(length, sizeof length, &left));
        detail_lines(canvas, rect, STYLE_TEXT, text, STYLE_DIM, played);
        return;
    }
    TimelineSlot slot = cells[column] >= 0 ? *timeline_slot(timeline, stage, cells[column])
                                           : timeline_at(timeline, stage, (edge + next) / 2);
    if (slot.kind == SLOT_PAIR) {
        snprintf(which, sizeof which, "forward of %d & backward of %d", slot.micro_batch,
                 slot.other);
    } else if (slot.micro_batch < 0) {
        snprintf(which, sizeof which, "%s", slot_info[slot.kind].label);
    } else if (timeline->chunks > 1) {
        snprintf(which, sizeof which, "%s of micro-batch %d, chunk %d", slot_info[slot.kind].label,
                 slot.micro_batch, slot.chunk);
    } else {
        snprintf(which, sizeof which, "%s of micro-batch %d", slot_info[slot.kind].label,
                 slot.micro_batch);
    }
    Printed start = print_quantity(slot.start, UNIT_SECOND),
            end = print_quantity(slot.end, UNIT_SECOND),
            long_is = print_quantity(slot.end - slot.start, UNIT_SECOND);
    snprintf(text, sizeof text, "Stage %d: %s, %s to %s (%s)", stage, which,
             join_printed(from, sizeof from, &start), join_printed(to, sizeof to, &end),
             join_printed(length, sizeof length, &long_is));
    detail_lines(canvas, rect, STYLE_TEXT, text, STYLE_DIM, played);
}

static void draw_sliders(App *app, Canvas *canvas, Rect rect)
{
    int half = rect.columns / 2;
    for (int i = 0; i < SLIDERS; i++) {
        Rect place = { rect.row, rect.column + i % 2 * half, 1, half - 1 };
        draw_slider(app, canvas, place, rect.row + i / 2, sliders[i]);
    }
}

/* The rows of the stages; as high as there is room for, scrolled where there is too little. */
static void draw_stages(App *app, Canvas *canvas, Rect rect, const Timeline *timeline, Rect detail)
{
    View *view = &app->view;
    int count = timeline->stages, side = side_columns(rect.columns), cells[MOST_CELLS];
    int columns = rect.columns - LABEL - side, room = rect.rows < 1 ? 1 : rect.rows;
    columns = columns > MOST_CELLS ? MOST_CELLS : columns;
    int height = room / count < 1 ? 1 : room / count > MOST_HEIGHT ? MOST_HEIGHT : room / count;
    view->page = room;
    view->grid_columns = columns;
    view->line = view->line >= count ? count - 1 : view->line;
    view->column = view->column >= columns ? columns - 1 : view->column;
    int first = view->top > view->line           ? view->line
                : view->line >= view->top + room ? view->line - room + 1
                                                 : view->top;
    view->top = count <= room ? 0 : first > count - room ? count - room : first;
    int shown = count - view->top < room ? count - view->top : room;
    for (int i = 0; i < shown; i++) {
        int stage = view->top + i, row = rect.row + i * height, middle = height / 2;
        bool focus = stage == view->line;
        char text[16];
        snprintf(text, sizeof text, "%d", stage);
        canvas_right(canvas, row + middle, rect.column + 1, LABEL - 2,
                     focus ? STYLE_FOCUS : STYLE_LABEL, text);
        for (int j = 0; j < height; j++) {
            timeline_row(timeline, canvas, row + j, rect.column + LABEL, columns, stage,
                         j == middle);
        }
        app_hit(app, (Rect){ row, rect.column + LABEL, height, columns }, HIT_VIEW, stage);
        draw_side(app, canvas, row + middle, rect.column + rect.columns - side, side, timeline,
                  stage);
        if (focus) {
            canvas_put(canvas, row + middle, rect.column, STYLE_FILL, 0x25B8);
            timeline_cells(timeline, stage, columns, cells);
            draw_readout(app, canvas, detail, timeline, cells);
            /* a hole in the slots, whose colours are many: the focus has one of them */
            canvas_put(canvas, row + middle, rect.column + LABEL + view->column, STYLE_VALUE, '+');
            canvas->cursor_row = row + middle;
            canvas->cursor_column = rect.column + LABEL + view->column;
        }
    }
    int below = rect.row + (shown * height < rect.rows ? shown * height : rect.rows);
    timeline_axis(timeline, canvas, below, rect.column + LABEL, columns);
    Rect bars = { below + 2, rect.column + 1, BARS, rect.columns - 2 };
    if (bars.row + bars.rows <= rect.row + rect.rows + 1) { /* what the stages leave */
        panel_training.draw(app, canvas, bars);
    }
    if (shown < count) {
        char text[40];
        snprintf(text, sizeof text, "%d to %d of %d", view->top, view->top + shown - 1, count);
        canvas_right(canvas, below, rect.column + rect.columns - side, side, STYLE_DIM, text);
    }
}

static void draw(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    const Timeline *timeline = timeline_now(app, false);
    char title[160], name[96];
    timeline_name(timeline, name, sizeof name);
    snprintf(title, sizeof title, "%s%s", rect.columns < 70 ? "" : "Timeline of a step: ", name);
    canvas_rule(canvas, rect.row, rect.column, rect.columns, title);
    draw_numbers(app, canvas, (Rect){ rect.row + 1, rect.column, 1, rect.columns });
    int last = rect.row + rect.rows - SLIDER_ROWS; /* the sliders begin */
    Rect stages = { rect.row + HEADS, rect.column, last - rect.row - HEADS - 1, rect.columns };
    draw_sliders(app, canvas, (Rect){ last, rect.column, SLIDER_ROWS, rect.columns });
    if (timeline->state != TIMELINE_SHOWN) {
        canvas_text(canvas, stages.row + 1, rect.column + 1, rect.columns - 2, STYLE_WARNING,
                    timeline_words(timeline->state));
        if (stages.rows >= BARS + 3) {
            panel_training.draw(app, canvas,
                                (Rect){ stages.row + 3, rect.column + 1, BARS, rect.columns - 2 });
        }
    } else {
        draw_heads(app, canvas, rect.row + 2, rect, side_columns(rect.columns));
        Rect legend = { last, rect.column + 1, 0, rect.columns - 2 };
        legend.rows = timeline_legend(timeline, canvas, legend);
        if (stages.rows - legend.rows < FEW_STAGES) {
            legend.rows = 0; /* the slot under the cursor is told in words */
        }
        legend.row -= legend.rows;
        stages.rows -= legend.rows; /* and one for the axis */
        timeline_legend(timeline, canvas, legend);
        draw_stages(app, canvas, stages, timeline, detail);
    }
}

/* -- keys ---------------------------------------------------------------------------------------- */

/* To the next column that shows something else. */
static void move(App *app, int step)
{
    const Timeline *timeline = timeline_now(app, false);
    View *view = &app->view;
    int cells[MOST_CELLS], columns = view->grid_columns, column = view->column;
    if (timeline->state != TIMELINE_SHOWN || view->line >= timeline->stages || columns <= 0) {
        return;
    }
    timeline_cells(timeline, view->line, columns, cells);
    while (column + step >= 0 && column + step < columns &&
           cells[column + step] == cells[view->column]) {
        column += step;
    }
    column += step;
    view->column = column < 0 ? 0 : column >= columns ? columns - 1 : column;
    while (step < 0 && view->column > 0 && cells[view->column - 1] == cells[view->column]) {
        view->column--; /* to its start, as going right does */
    }
}

static bool key(App *app, const Event *event, long now)
{
    (void)now;
    bool back = is_key(event, "Shift-Tab", 9);
    if (back || is_key(event, "Tab", 3)) {
        int place = shaping(app);
        app->pane = PANE_INPUTS;
        app->input = sliders[(place + (back ? SLIDERS - 1 : 1)) % SLIDERS];
        return true;
    }
    if (is_key(event, "Left", 4) || is_key(event, "h", 1)) {
        move(app, -1);
        return true;
    }
    if (is_key(event, "Right", 5) || is_key(event, "l", 1)) {
        move(app, 1);
        return true;
    }
    return false;
}

const ViewInfo view_timeline = {
    "timeline", "←→ slot|-+ slider|Tab next slider", open_timeline, timeline_count, draw, NULL, key
};
