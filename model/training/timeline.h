/*
 * Who does what when in one training step: the schedule played out, stage by stage.
 *
 * Durations are those of timing.c; only the order and the waiting are found here. The work and the
 * waiting of predict_step are a closed form, this is the schedule as it runs, so the ends differ a
 * little where stages are uneven; tests/test_timeline.c holds the bound.
 */
#ifndef MODEL_TRAINING_TIMELINE_H
#define MODEL_TRAINING_TIMELINE_H

#include <stddef.h>

#include "model/model.h"
#include "model/training/schedule.h"

typedef enum {
    SLOT_FORWARD,
    SLOT_BACKWARD,
    SLOT_INPUT,
    SLOT_WEIGHT,
    SLOT_PAIR,
    SLOT_BUBBLE, /* the stage waits; never stored: see timeline_at */
    SLOT_EXCHANGE,
    SLOT_OPTIMIZER,
    SLOT_REST, /* the loop around the step, and waiting for the slowest replica */
    SLOT_KINDS
} SlotKind;

typedef struct SlotInfo {
    const char *name;   /* "input_gradient": for files */
    const char *letter; /* "W" */
    const char *label;  /* "weight gradient" */
} SlotInfo;

extern const SlotInfo slot_info[SLOT_KINDS];

typedef struct TimelineSlot {
    double start, end;    /* seconds from the start of the step */
    int micro_batch;      /* from 0; of a pair the one that goes forward; -1: none */
    int other;            /* of a pair the one that goes backward; else -1 */
    short chunk;          /* of the stage's chunks, from 0; of DualPipe the direction */
    unsigned char kind;   /* SlotKind */
    unsigned char repeat; /* 1: after the micro-batches that are left out */
} TimelineSlot;

enum { MOST_STAGES = 128, MOST_PASSES = 1 << 15, MOST_SLOTS = 3 * (MOST_PASSES + MOST_STAGES) };

typedef enum {
    TIMELINE_SHOWN,
    TIMELINE_NO_SCHEDULE, /* DualPipe of these counts */
    TIMELINE_TOO_LARGE,   /* more passes than are kept */
    TIMELINE_NO_TIMES     /* durations that are no numbers, or all 0 */
} TimelineState;

/*
 * Micro-batches beyond those that fill and drain the pipeline repeat themselves and are not stored:
 * all stages break at the time `cut`, go on `skipped` seconds later, and what follows has the times
 * and numbers that it really has.
 */
typedef struct Timeline {
    TimelineState state;
    Schedule schedule;
    int stages, chunks;
    double micro_batches, left_out;
    double cut, skipped; /* seconds; 0: nothing is left out */
    double drained;      /* the last backward pass is done */
    double end;          /* of the step */

    double busy[MOST_STAGES]; /* seconds at work, what is left out included */
    int counts[MOST_STAGES];
    int capacity;                   /* slots[stage * capacity + i], i < counts[stage] */
    TimelineSlot slots[MOST_SLOTS]; /* in order of time */
} Timeline;

/* Durations of a pipeline: seconds of one micro-batch on a whole stage. */
typedef struct Durations {
    Schedule schedule;
    int stages, chunks;
    double micro_batches;
    Chunk first, middle, last;
    double pair_ends, pair_middle; /* of DualPipe */
    double held;                   /* a send that holds a chunk's pass up, in each direction */
    double way; /* a send that only the first micro-batch down and the last one up wait for */
} Durations;

/* Plays a plan's step; every plan gives a state.  The result is large and the caller's; slots beyond
 * the counts are left as they were. */
void timeline_of(const Plan *plan, Timeline *timeline);

/* The pipeline alone: drained and end are the same. */
void timeline_play(const Durations *durations, Timeline *timeline);

/* What a stage does at a time: a slot, or the bubble between two. */
TimelineSlot timeline_at(const Timeline *timeline, int stage, double time);

/* The i-th slot of a stage, and the bubble before it (start == end: none). */
const TimelineSlot *timeline_slot(const Timeline *timeline, int stage, int i);

/* Seconds of the step that a stage waits in bubbles. */
double timeline_idle(const Timeline *timeline, int stage);

/* Why there is no timeline, for people; "" when there is one. */
const char *timeline_words(TimelineState state);

/* -- pictures -------------------------------------------------------------------------------------- */

enum { CELL_BUBBLE = -1, CELL_BREAK = -2, MOST_CELLS = 512 };

/* Which slot of a stage each column shows: its number, CELL_BUBBLE, or CELL_BREAK where the
 * micro-batches that repeat are left out.  cells[columns], at most MOST_CELLS.  Where several slots share a
 * column, each kind gets as many columns as its share of the time. */
void timeline_cells(const Timeline *timeline, int stage, int columns, int cells[]);

/* Seconds at the left edge of a column. */
double timeline_edge(const Timeline *timeline, int columns, int column);

/* The column where micro-batches are left out; -1: there is none. */
int timeline_break(const Timeline *timeline, int columns);

/* "16 stages, dualpipe, 120 micro-batches" */
void timeline_name(const Timeline *timeline, char *out, size_t size);

#endif
