/* timeline_read.c -- what a timeline says: slots, times, and which slot each column of a picture shows. */
#include "model/training/timeline.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/quantity.h"

const SlotInfo slot_info[SLOT_KINDS] = {
    [SLOT_FORWARD] = { "forward", "F", "forward" },
    [SLOT_BACKWARD] = { "backward", "B", "backward" },
    [SLOT_INPUT] = { "input_gradient", "I", "input gradient" },
    [SLOT_WEIGHT] = { "weight_gradient", "W", "weight gradient" },
    [SLOT_PAIR] = { "forward_backward", "&", "both overlapped" },
    [SLOT_BUBBLE] = { "bubble", "", "bubble" },
    [SLOT_EXCHANGE] = { "exchange", "X", "exchange" },
    [SLOT_OPTIMIZER] = { "optimizer", "O", "optimizer" },
    [SLOT_REST] = { "rest", "R", "rest of step" },
};

const TimelineSlot *timeline_slot(const Timeline *timeline, int stage, int i)
{
    return &timeline->slots[stage * timeline->capacity + i];
}

TimelineSlot timeline_at(const Timeline *timeline, int stage, double time)
{
    int low = 0, high = timeline->counts[stage];
    while (low < high) { /* the first slot that ends later */
        int middle = (low + high) / 2;
        if (timeline_slot(timeline, stage, middle)->end > time) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    const TimelineSlot *next =
        low < timeline->counts[stage] ? timeline_slot(timeline, stage, low) : NULL;
    if (next && next->start <= time) {
        return *next;
    }
    const TimelineSlot *last = low > 0 ? timeline_slot(timeline, stage, low - 1) : NULL;
    double from = last ? last->end : 0, to = next ? next->start : timeline->end;
    if (timeline->skipped > 0 && next && next->repeat && (!last || !last->repeat)) {
        /* Only what is stored of it: before or after what is left out. */
        from = time < timeline->cut ? from : timeline->cut + timeline->skipped;
        to = time < timeline->cut ? timeline->cut : to;
    }
    return (TimelineSlot){
        .start = from, .end = to, .micro_batch = -1, .other = -1, .kind = SLOT_BUBBLE
    };
}

double timeline_idle(const Timeline *timeline, int stage)
{
    return timeline->end - timeline->busy[stage];
}

const char *timeline_words(TimelineState state)
{
    static const char *const words[] = {
        [TIMELINE_SHOWN] = "",
        [TIMELINE_NO_SCHEDULE] =
            "DualPipe needs even stages, and even micro-batches: at least two a stage",
        [TIMELINE_TOO_LARGE] = "more stages and chunks than a timeline has room for",
        [TIMELINE_NO_TIMES] = "the plan gives its passes no durations",
    };
    return words[state];
}

/* -- pictures -------------------------------------------------------------------------------------- */

int timeline_break(const Timeline *timeline, int columns)
{
    if (timeline->skipped <= 0 || columns < 5) {
        return -1;
    }
    int column = (int)(timeline->cut / (timeline->end - timeline->skipped) * (columns - 1) + 0.5);
    return column < 1 ? 1 : column > columns - 2 ? columns - 2 : column;
}

double timeline_edge(const Timeline *timeline, int columns, int column)
{
    int at = timeline_break(timeline, columns);
    if (at < 0) {
        return timeline->end * column / columns;
    }
    double from = timeline->cut + timeline->skipped;
    return column <= at ? timeline->cut * column / at
                        : from + (timeline->end - from) * (column - at - 1) / (columns - at - 1);
}

void timeline_cells(const Timeline *timeline, int stage, int columns, int cells[])
{
    double owed[SLOT_KINDS] = { 0 }; /* seconds of a kind that no column has shown yet */
    int at = timeline_break(timeline, columns), next = 0, count = timeline->counts[stage];
    for (int column = 0; column < columns; column++) {
        double from = timeline_edge(timeline, columns, column);
        double to = timeline_edge(timeline, columns, column + 1), gap = to - from;
        int first[SLOT_KINDS], best = -1;
        if (column == at) {
            cells[column] = CELL_BREAK;
            memset(owed, 0, sizeof owed);
            while (next < count && !timeline_slot(timeline, stage, next)->repeat) {
                next++;
            }
            continue;
        }
        for (int kind = 0; kind < SLOT_KINDS; kind++) {
            first[kind] = CELL_BUBBLE;
        }
        while (next < count && timeline_slot(timeline, stage, next)->end <= from) {
            next++;
        }
        for (int i = next; i < count; i++) {
            const TimelineSlot *slot = timeline_slot(timeline, stage, i);
            double share = fmin(slot->end, to) - fmax(slot->start, from);
            if (slot->start >= to) {
                break;
            }
            owed[slot->kind] += share;
            gap -= share;
            first[slot->kind] = first[slot->kind] < 0 ? i : first[slot->kind];
        }
        owed[SLOT_BUBBLE] += fmax(0, gap);
        for (int kind = 0; kind < SLOT_KINDS; kind++) {
            bool there = kind == SLOT_BUBBLE ? gap > 1e-9 * (to - from) : first[kind] >= 0;
            best = there && (best < 0 || owed[kind] > owed[best]) ? kind : best;
        }
        best = best < 0 ? SLOT_BUBBLE : best;
        owed[best] -= to - from;
        cells[column] = first[best];
    }
}

void timeline_name(const Timeline *timeline, char *out, size_t size)
{
    char count[32], chunks[32] = "";
    print_grouped(count, sizeof count, timeline->micro_batches);
    if (timeline->chunks > 1) {
        snprintf(chunks, sizeof chunks, " of %d chunks", timeline->chunks);
    }
    snprintf(out, size, "%d stage%s%s, %s, %s micro-batch%s", timeline->stages,
             timeline->stages == 1 ? "" : "s", chunks,
             input_word(INPUT_schedule, timeline->schedule), count,
             timeline->micro_batches == 1 ? "" : "es");
}
