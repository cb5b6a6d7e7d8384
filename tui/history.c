#include "tui/history.h"

static Scenario *entry(History *history, int number)
{
    return &history->entries[(history->first + number) % HISTORY_ENTRIES];
}

void history_start(History *history, const Scenario *scenario)
{
    history->first = 0;
    history->count = 1;
    history->now = 0;
    history->control = -1;
    history->when = 0;
    history->entries[0] = *scenario;
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
