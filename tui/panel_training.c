/* panel_training.c -- the predicted step and the memory of the fullest device as stacked bars. */
#include "model/quantity.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>

enum { MOST_SEGMENTS = 4, MOST_FIGURES = 6 };

/* Figures that are drawn as one part of the bar. */
typedef struct {
    const char *label;
    Style style;
    uint32_t glyph; /* told apart without colour too */
    int figures[MOST_FIGURES];
    int count;
} Segment;

static const Segment step_segments[MOST_SEGMENTS] = {
    { "arithmetic",
      STYLE_SERIES_A,
      0x2588,
      { FIGURE_step_compute_time, FIGURE_step_attention_time },
      2 },
    { "memory, host",
      STYLE_SERIES_B,
      0x2593,
      { FIGURE_step_elementwise_time, FIGURE_step_host_time, FIGURE_step_optimizer_time,
        FIGURE_step_overhead_time },
      4 },
    { "exchange",
      STYLE_SERIES_C,
      0x2592,
      { FIGURE_step_tensor_time, FIGURE_step_expert_time, FIGURE_step_context_time,
        FIGURE_step_data_time, FIGURE_step_transfer_time },
      5 },
    { "bubble, waiting",
      STYLE_SERIES_D,
      0x2591,
      { FIGURE_step_bubble_time, FIGURE_step_straggler_time },
      2 },
};

static const Segment memory_segments[MOST_SEGMENTS] = {
    { "weights, gradients",
      STYLE_SERIES_A,
      0x2588,
      { FIGURE_weight_memory, FIGURE_gradient_memory },
      2 },
    { "optimizer", STYLE_SERIES_B, 0x2593, { FIGURE_optimizer_memory }, 1 },
    { "activations",
      STYLE_SERIES_C,
      0x2592,
      { FIGURE_activation_memory, FIGURE_logits_memory },
      2 },
    { "framework", STYLE_SERIES_D, 0x2591, { FIGURE_overhead_memory }, 1 },
};

static double segment_value(const App *app, const Segment *segment)
{
    double value = 0;
    for (int i = 0; i < segment->count; i++) {
        value += app->figures.at[segment->figures[i]];
    }
    return value;
}

/* The bar in `rect`'s first row, the legend in as many of the others as it needs. */
static void draw_segments(const App *app, Canvas *canvas, Rect rect, const Segment *segments,
                          double whole, int unit)
{
    double before = 0;
    int column = rect.column, row = rect.row + 1, at = rect.column;
    for (int i = 0; i < MOST_SEGMENTS; i++) {
        double value = segment_value(app, &segments[i]);
        before += value;
        int end = rect.column + (int)(fmin(before / whole, 1) * rect.columns + 0.5);
        for (; column < end; column++) {
            canvas_put(canvas, rect.row, column, segments[i].style, segments[i].glyph);
        }
        char text[96], number[64];
        Printed printed = print_quantity(value, unit);
        snprintf(text, sizeof text, "%s %s", segments[i].label,
                 join_printed(number, sizeof number, &printed));
        int width = text_columns(text) + 2;
        if (at + width > rect.column + rect.columns) {
            at = rect.column;
            row++;
        }
        if (row < rect.row + rect.rows) {
            canvas_put(canvas, row, at, segments[i].style, segments[i].glyph);
            at += 2 + canvas_text(canvas, row, at + 2, rect.columns, STYLE_DIM, text) + 2;
        }
    }
    for (; column < rect.column + rect.columns; column++) {
        canvas_put(canvas, rect.row, column, STYLE_DIM, 0xB7);
    }
}

static void draw(App *app, Canvas *canvas, Rect rect)
{
    char title[160], a[64], b[64], c[64];
    const Figures *f = &app->figures;
    double capacity = app->now.plan.memory_capacity;
    Printed step = print_quantity(f->predicted_step_time, UNIT_SECOND);
    Printed low = print_quantity(f->predicted_step_low, UNIT_SECOND),
            high = print_quantity(f->predicted_step_high, UNIT_SECOND);
    snprintf(title, sizeof title, "Predicted step: %s (%s to %s), MFU %.1f %%",
             join_printed(a, sizeof a, &step), join_printed(b, sizeof b, &low),
             join_printed(c, sizeof c, &high), f->predicted_mfu * 100);
    canvas_rule(canvas, rect.row, rect.column, rect.columns, title);
    draw_segments(app, canvas, (Rect){ rect.row + 1, rect.column, 3, rect.columns }, step_segments,
                  f->predicted_step_time, UNIT_SECOND);
    app_hit(app, (Rect){ rect.row, rect.column, 4, rect.columns }, HIT_FIGURE,
            FIGURE_predicted_step_time);
    if (rect.rows < 8) {
        return;
    }
    bool over = f->device_memory > capacity;
    Printed used = print_quantity(f->device_memory, UNIT_DEVICE_BYTE),
            room = print_quantity(capacity, UNIT_DEVICE_BYTE);
    Printed excess = print_quantity(fabs(f->memory_left), UNIT_DEVICE_BYTE);
    int row = rect.row + 4;
    snprintf(title, sizeof title, "Memory of the fullest device: %s of %s",
             join_printed(a, sizeof a, &used), join_printed(b, sizeof b, &room));
    canvas_rule(canvas, row, rect.column, rect.columns, title);
    draw_segments(app, canvas, (Rect){ row + 1, rect.column, 3, rect.columns }, memory_segments,
                  fmax(capacity, f->device_memory), UNIT_DEVICE_BYTE);
    if (over) { /* beyond the mark it does not fit */
        int mark = rect.column + (int)(capacity / f->device_memory * rect.columns);
        char text[96];
        snprintf(text, sizeof text, " %s too much ", join_printed(c, sizeof c, &excess));
        int width = text_columns(text), after = rect.column + rect.columns - mark - 1;
        canvas_put(canvas, row + 1, mark, STYLE_BROKEN, '|');
        canvas_text(canvas, row + 1, after < width ? mark - width : mark + 1, width, STYLE_BROKEN,
                    text);
    }
    app_hit(app, (Rect){ row, rect.column, 4, rect.columns }, HIT_FIGURE, FIGURE_device_memory);
}

static int rows(const App *app, int columns)
{
    (void)app;
    (void)columns;
    return 9;
}

const Panel panel_training = { "training", draw, rows, 4, false };
