#include "tui/history.h"

#include <stdio.h>

static int place(const History *history, int number)
{
    return (history->first + number) % HISTORY_ENTRIES;
}

static Scenario *entry(History *history, int number)
{
    return &history->entries[place(history, number)];
}

void history_start(History *history, const Scenario *scenario)
{
    history->first = 0;
    history->count = 1;
    history->now = 0;
    history->control = -1;
    history->when = 0;
    history->entries[0] = *scenario;
    snprintf(history->names[0], HISTORY_NAME, "%s", "as it was opened");
}

bool history_note(History *history, const Scenario *scenario, int control, long now)
{
    bool joins = control >= 0 && control == history->control && history->now > 0 &&
                 now - history->when < GROUP_MILLISECONDS;
    if (!joins) {
        if (history->now == HISTORY_ENTRIES - 1) {
            history->first = (history->first + 1) % HISTORY_ENTRIES;
        } else {
            history->now++;
        }
    }
    history->count = history->now + 1; /* what was undone is gone */
    *entry(history, history->now) = *scenario;
    history->control = control;
    history->when = now;
    return !joins;
}

const Scenario *history_undo(History *history)
{
    history->control = -1;
    return history->now > 0 ? entry(history, --history->now) : NULL;
}

const Scenario *history_redo(History *history)
{
    history->control = -1;
    return history->now + 1 < history->count ? entry(history, ++history->now) : NULL;
}

void history_name(History *history, const char *name)
{
    snprintf(history->names[place(history, history->now)], HISTORY_NAME, "%s", name);
}

const Scenario *history_entry(const History *history, int number)
{
    bool there = number >= 0 && number < history->count;
    return there ? &history->entries[place(history, number)] : NULL;
}

const char *history_entry_name(const History *history, int number)
{
    bool there = number >= 0 && number < history->count;
    return there ? history->names[place(history, number)] : "";
}

const Scenario *history_go(History *history, int number)
{
    history->control = -1;
    if (number < 0 || number >= history->count) {
        return NULL;
    }
    history->now = number;
    return entry(history, number);
}
