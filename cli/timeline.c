/* timeline.c -- `flopdeck timeline [NAME|FILE]`: which pipeline stage does what when. */
#include "cli/commands.h"

#include "model/quantity.h"
#include "model/training/memory.h"
#include "model/training/timeline.h"
#include "profile/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PICTURE = 80 };

/* -- for people: a row a stage, a letter a column ------------------------------------------------ */

static void print_letters(const Timeline *timeline, int stage, char out[4 * PICTURE + 1])
{
    int cells[PICTURE];
    size_t used = 0;
    timeline_cells(timeline, stage, PICTURE, cells);
    for (int i = 0; i < PICTURE; i++) {
        const char *letter = cells[i] == CELL_BUBBLE ? "·"
                             : cells[i] == CELL_BREAK
                                 ? "┊"
                                 : slot_info[timeline_slot(timeline, stage, cells[i])->kind].letter;
        size_t bytes = strlen(letter);
        memcpy(out + used, letter, bytes);
        used += bytes;
    }
    out[used] = '\0';
}

static void print_picture(Session *session, const Scenario *scenario, const Timeline *timeline)
{
    const Output *out = &session->out;
    char title[200], text[100], head[120], letters[4 * PICTURE + 1];
    Printed end = print_quantity(timeline->end, UNIT_SECOND);
    snprintf(head, sizeof head, "0 s to %s", join_printed(text, sizeof text, &end));
    const Column columns[] = { { "stage", "stage", true },
                               { "waits", "waits", true },
                               { "memory", "memory", true },
                               { "timeline", head, false } };
    timeline_name(timeline, title, sizeof title);
    put_styled(out, TITLE, title);
    fputs("\n", out->file);
    Table *table = table_open(columns, 4);
    for (int stage = 0; stage < timeline->stages; stage++) {
        double idle = timeline_idle(timeline, stage);
        double memory = training_memory_stage(&scenario->plan, stage).total;
        snprintf(text, sizeof text, "%d", stage);
        table_number(table, text, stage);
        snprintf(text, sizeof text, "%.1f %%", 100 * idle / timeline->end);
        table_number(table, text, idle);
        Printed bytes = print_quantity(memory, UNIT_DEVICE_BYTE);
        table_number(table, join_printed(text, sizeof text, &bytes), memory);
        print_letters(timeline, stage, letters);
        table_text(table, letters);
    }
    table_print(table, out, session->arguments.format, "stages");
    table_close(table);
    fputs("\n", out->file);
    for (int kind = 0; kind < SLOT_KINDS; kind++) {
        fprintf(out->file, "%s%s %s", kind ? ", " : "",
                kind == SLOT_BUBBLE ? "·" : slot_info[kind].letter, slot_info[kind].label);
    }
    if (timeline->left_out > 0) {
        Printed skipped = print_quantity(timeline->skipped, UNIT_SECOND);
        print_grouped(head, sizeof head, timeline->left_out);
        fprintf(out->file, ", ┊ %s more micro-batches, %s", head,
                join_printed(text, sizeof text, &skipped));
    }
    fputs("\n", out->file);
}

/* -- for programs: a row a slot ------------------------------------------------------------------- */

static void add_slot(Table *table, int stage, const char *name, const TimelineSlot *slot)
{
    const int numbers[] = { slot->micro_batch, slot->other,
                            slot->micro_batch < 0 ? -1 : slot->chunk };
    char text[40];
    snprintf(text, sizeof text, "%d", stage);
    table_number(table, text, stage);
    table_text(table, name);
    for (int i = 0; i < 3; i++) {
        snprintf(text, sizeof text, "%d", numbers[i]);
        table_number(table, numbers[i] < 0 ? "" : text, numbers[i] < 0 ? NAN : (double)numbers[i]);
    }
    table_number(table, "", slot->start);
    table_number(table, "", slot->end);
}

static void print_slots(Session *session, const Timeline *timeline)
{
    static const Column columns[] = {
        { "stage", "stage", true },  { "slot", "slot", false },
        { "micro_batch", "", true }, { "backward_micro_batch", "", true },
        { "chunk", "", true },       { "start", "start", true },
        { "end", "end", true },
    };
    Table *table = table_open(columns, 7);
    for (int stage = 0; stage < timeline->stages; stage++) {
        double before = 0;
        for (int i = 0; i < timeline->counts[stage]; i++) {
            const TimelineSlot *slot = timeline_slot(timeline, stage, i);
            bool breaks =
                slot->repeat && (i == 0 || !timeline_slot(timeline, stage, i - 1)->repeat);
            if (slot->start > before) {
                TimelineSlot gap = {
                    .start = before, .end = slot->start, .micro_batch = -1, .other = -1
                };
                add_slot(table, stage, breaks ? "left_out" : slot_info[SLOT_BUBBLE].name, &gap);
            }
            add_slot(table, stage, slot_info[slot->kind].name, slot);
            before = slot->end;
        }
    }
    table_print(table, &session->out, session->arguments.format, "slots");
    table_close(table);
}

Status run_timeline(Session *session)
{
    Scenario scenario;
    const char *name = session->count > 0 ? session->words[0] : NULL;
    if (!load_plan(session, name, &scenario)) {
        return FAILED;
    }
    Timeline *timeline = xmalloc(sizeof *timeline);
    timeline_of(&scenario.plan, timeline);
    bool shown = timeline->state == TIMELINE_SHOWN;
    if (!shown) {
        fail(&session->error, "no timeline: %s", timeline_words(timeline->state));
    } else if (session->arguments.format == AS_TEXT || session->arguments.format == AS_MARKDOWN) {
        print_picture(session, &scenario, timeline);
    } else {
        print_slots(session, timeline);
    }
    free(timeline);
    return shown ? DONE : FAILED;
}
