/* timeline.c -- the pictures of pipeline schedules that papers print, from what the plan really takes.
 *
 * Letters and numbers say what a slot is, blanks after them that it goes on, dots that the stage waits;
 * colour only repeats it. */
#include "tui/timeline.h"

#include "model/quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const Timeline *timeline_now(App *app, bool patient)
{
    static Timeline timeline; /* large; only as much of it is used as there are slots */
    static Plan plan;         /* that it is of: a cursor that moves in it plays nothing out again */
    static bool played;
    bool same = played && memcmp(&plan, &app->now.plan, sizeof plan) == 0;
    if (!same && played && patient && app->hurried) {
        app->late = true;
    } else if (!same) {
        timeline_of(&app->now.plan, &timeline);
        plan = app->now.plan;
        played = true;
    }
    return &timeline;
}

/* -- drawing ------------------------------------------------------------------------------------- */

/* "F12", "12&107", "F12.1": as much of it as fits, at least the letter. */
static void label_of(const Timeline *timeline, const TimelineSlot *slot, int columns, char *out,
                     size_t size)
{
    const char *letter = slot_info[slot->kind].letter;
    out[0] = '\0';
    if (slot->kind == SLOT_PAIR) {
        snprintf(out, size, "%d%s%d", slot->micro_batch, letter, slot->other);
    } else if (slot->micro_batch >= 0 && timeline->chunks > 1) {
        snprintf(out, size, "%s%d.%d", letter, slot->micro_batch, slot->chunk);
        if ((int)strlen(out) > columns) {
            snprintf(out, size, "%s%d", letter, slot->micro_batch);
        }
    } else if (slot->micro_batch >= 0) {
        snprintf(out, size, "%s%d", letter, slot->micro_batch);
    } else if ((int)strlen(slot_info[slot->kind].label) < columns) {
        snprintf(out, size, "%s", slot_info[slot->kind].label);
    }
    if (!*out || (int)strlen(out) > columns) {
        snprintf(out, size, "%s", letter);
    }
}

void timeline_row(const Timeline *timeline, Canvas *canvas, int row, int column, int columns,
                  int stage, bool labels)
{
    int cells[MOST_CELLS];
    columns = columns < MOST_CELLS ? columns : MOST_CELLS;
    timeline_cells(timeline, stage, columns, cells);
    for (int i = 0, end; i < columns; i = end) {
        for (end = i + 1; end < columns && cells[end] == cells[i]; end++) {
        }
        if (cells[i] < 0) {
            bool gap = cells[i] == CELL_BUBBLE;
            canvas_fill(canvas, (Rect){ row, column + i, 1, end - i },
                        gap ? STYLE_SLOT_BUBBLE : STYLE_MARK, gap ? 0xB7 : 0x250A);
            continue;
        }
        const TimelineSlot *slot = timeline_slot(timeline, stage, cells[i]);
        Style style = (Style)(STYLE_SLOT_FORWARD + slot->kind);
        char text[64];
        label_of(timeline, slot, end - i, text, sizeof text);
        canvas_fill(canvas, (Rect){ row, column + i, 1, end - i }, style, ' ');
        canvas_text(canvas, row, column + i, end - i, style, labels ? text : "");
    }
}

static void put_time(Canvas *canvas, int row, int column, int columns, int at, double time,
                     int *free)
{
    char text[64];
    Printed printed = trim_printed(print_quantity(time, UNIT_SECOND));
    join_printed(text, sizeof text, &printed);
    int width = text_columns(text);
    int from = at - width / 2;
    from = from < 0 ? 0 : from > columns - width ? columns - width : from;
    if (from >= *free) {
        canvas_text(canvas, row, column + from, width, STYLE_DIM, text);
        *free = from + width + 2;
    }
}

void timeline_axis(const Timeline *timeline, Canvas *canvas, int row, int column, int columns)
{
    int at = timeline_break(timeline, columns), free = 0, ticks = columns >= 100 ? 8 : 4;
    char text[80];
    int end_columns = 10;
    for (int i = 0; i < ticks; i++) {
        int tick = i * columns / ticks;
        bool near = at >= 0 && tick > at - 8 && tick < at + 8;
        if (!near && tick < columns - end_columns) {
            put_time(canvas, row, column, columns, tick, timeline_edge(timeline, columns, tick),
                     &free);
        }
        if (at >= 0 && tick <= at && (i + 1) * columns / ticks > at) {
            char count[32];
            print_grouped(count, sizeof count, timeline->left_out);
            snprintf(text, sizeof text, columns >= 60 ? "┊ %s more micro-batches" : "┊ %s more",
                     count);
            int width = text_columns(text), from = at;
            if (from >= free && from + width < columns - end_columns) {
                canvas_text(canvas, row, column + from, width, STYLE_MARK, text);
                free = from + width + 2;
            }
        }
    }
    put_time(canvas, row, column, columns, columns, timeline->end, &free);
}

int timeline_legend(const Timeline *timeline, Canvas *canvas, Rect rect)
{
    unsigned there = 1u << SLOT_BUBBLE;
    int row = 0, at = 0;
    for (int i = 0; i < timeline->counts[0]; i++) {
        there |= 1u << timeline_slot(timeline, 0, i)->kind;
    }
    for (int kind = 0; kind < SLOT_KINDS; kind++) {
        const SlotInfo *info = &slot_info[kind];
        Style style = (Style)(STYLE_SLOT_FORWARD + kind);
        int width = 4 + text_columns(info->label) + 2;
        if (!(there >> kind & 1)) {
            continue;
        }
        if (at + width - 2 > rect.columns) {
            row++;
            at = 0;
        }
        if (row < rect.rows) {
            int column = rect.column + at;
            canvas_fill(canvas, (Rect){ rect.row + row, column, 1, 3 }, style,
                        kind == SLOT_BUBBLE ? 0xB7 : ' ');
            canvas_text(canvas, rect.row + row, column + 1, 2, style, info->letter);
            canvas_text(canvas, rect.row + row, column + 4, width, STYLE_DIM, info->label);
        }
        at += width;
    }
    return row + 1;
}
