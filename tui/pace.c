#include "tui/pace.h"

enum {
    SECOND = 1000000,
    FRAME = SECOND / 30,       /* of a held key */
    ROW = SECOND / 4,          /* frames closer than this are in a row, and worth asking after */
    NOW_AND_THEN = 3 * SECOND, /* between questions on a fast line */
    FAST = 8,                  /* quick answers in a row: a fast line */
    MOST_MISSED = 2,           /* answers missing in a row: it has stopped */
    SHORTEST = SECOND / 2,     /* for which an answer is waited, at least */
    LONGEST = 2 * SECOND,      /* and at most; a late one is no harm, a lost one must not hold up */
    CALM = 32,                 /* answers without growth after a queue was seen */
    PATIENCE_TIMES = 8,        /* times the fastest answer so far */
};

void pace_open(Pace *pace)
{
    *pace = (Pace){ .window = 1 };
}

static int64_t patience(const Pace *pace)
{
    int64_t long_time = PATIENCE_TIMES * pace->fastest;
    return pace->fastest == 0     ? LONGEST
           : long_time < SHORTEST ? SHORTEST
           : long_time > LONGEST  ? LONGEST
                                  : long_time;
}

static void drop_oldest(Pace *pace)
{
    pace->waiting--;
    for (int i = 0; i < pace->waiting; i++) {
        pace->asked[i] = pace->asked[i + 1];
    }
}

bool pace_may_paint(Pace *pace, int64_t now)
{
    if (!pace->answers || pace->off) {
        return true;
    }
    while (pace->waiting > 0 && now - pace->asked[0] >= patience(pace)) {
        drop_oldest(pace);
        pace->missed++;
    }
    pace->off = pace->missed >= MOST_MISSED;
    bool may = pace->off || pace->waiting < pace->window;
    pace->held_back = pace->held_back || !may;
    return may;
}

bool pace_painted(Pace *pace, int64_t now)
{
    bool first = pace->painted == 0;
    bool in_a_row = !first && (pace->held_back || now - pace->painted < ROW);
    bool fast = pace->missed == 0 && pace->quick >= FAST && now - pace->last_asked < NOW_AND_THEN;
    pace->painted = now;
    pace->held_back = false;
    if (!first && (!pace->answers || !in_a_row || fast)) {
        return false;
    }
    if (pace->off || pace->waiting == PACE_MOST) {
        return false;
    }
    pace->last_asked = now;
    pace->asked[pace->waiting++] = now;
    return true;
}

/* As TCP Vegas does: answers that come as fast as ever while we hold back mean that the line is long and
   has room; answers that take longer mean that frames are queueing in it. */
static void adapt(Pace *pace, int64_t took)
{
    if (took > pace->fastest + FRAME / 2) {
        pace->window = pace->window > 1 ? pace->window - 1 : 1;
        pace->calm = CALM;
    } else if (pace->calm > 0) {
        pace->calm--;
    } else if (pace->held_back && took > FRAME && pace->window < PACE_MOST) {
        pace->window++;
    }
}

void pace_answered(Pace *pace, int64_t now)
{
    bool sure = pace->missed == 0; /* whose answer it is */
    pace->missed = 0;
    pace->off = false;
    if (pace->waiting == 0) { /* too late to measure, or nobody asked */
        return;
    }
    int64_t took = now - pace->asked[0];
    /* A full paint that arrives at once says it all; a frame may just have found a buffer empty. */
    pace->quick = took >= FRAME / 2 ? 0 : pace->answers ? pace->quick + 1 : FAST;
    drop_oldest(pace);
    /* The first answer came behind the first full paint: it says how slow the line is, not how
       far. */
    if (pace->answers && sure && (pace->fastest == 0 || took < pace->fastest)) {
        pace->fastest = took;
    }
    if (pace->answers && sure) {
        adapt(pace, took);
    }
    pace->answers = true;
}

int64_t pace_deadline(const Pace *pace)
{
    if (!pace->answers || pace->off || pace->waiting < pace->window) {
        return -1;
    }
    return pace->asked[0] + patience(pace);
}

void pace_forget(Pace *pace)
{
    pace->waiting = 0;
    pace->missed = 0;
}
