/*
 * Devices run their next operation as soon as what it needs is there, over and over until all are
 * done. With more micro-batches than fill and drain the pipeline, those in the middle repeat at the
 * pace of the busiest stage: as many as show the pattern are played, and the rest is put in between.
 */
#include "model/training/timeline.h"

#include <math.h>

#include "model/training/timing.h"

static const double most_micro_batches = 1e9; /* numbers stay whole in an int */

/* -- playing ------------------------------------------------------------------------------------ */

typedef struct Device {
    Progress progress;
    Op next;     /* OP_NONE: it has done all */
    double free; /* when it has done its last */
    int scanned; /* slots before hold no gradient of an input whose weights wait */
} Device;

typedef struct Play {
    const Durations *durations;
    Pipeline pipeline; /* of what is played */
    Timeline *timeline;
    Device *devices;
    int per_chain;                                      /* micro-batches of a chain */
    double forward[MOST_PASSES], backward[MOST_PASSES]; /* ends by chain, link, micro-batch; < 0 */
} Play;

static int place_of(const Play *play, Pass pass)
{
    return (pass.chain * pipeline_links(&play->pipeline) + pass.link) * play->per_chain +
           pass.micro_batch;
}

/* Seconds of a whole stage: in a chain a device is at another stage. */
static const Chunk *chunk_of(const Play *play, int link)
{
    int stage = link % play->pipeline.stages;
    const Durations *d = play->durations;
    return stage == 0 ? &d->first : stage == play->pipeline.stages - 1 ? &d->last : &d->middle;
}

/* When a pass may start; negative: not yet known. */
static double forward_ready(const Play *play, Pass pass)
{
    if (pass.link == 0) {
        return 0;
    }
    bool way = pass.micro_batch == 0 && pass.link < play->pipeline.stages;
    pass.link--;
    return play->forward[place_of(play, pass)] + (way ? play->durations->way : 0);
}

static double backward_ready(const Play *play, Pass pass)
{
    if (pass.link == pipeline_links(&play->pipeline) - 1) {
        return play->forward[place_of(play, pass)];
    }
    bool way = pass.micro_batch == play->per_chain - 1 && pass.link < play->pipeline.stages - 1;
    pass.link++;
    double end = play->backward[place_of(play, pass)];
    return end < 0 ? end : end + (way ? play->durations->way : 0);
}

static bool goes_forward(OpKind kind)
{
    return kind == OP_FORWARD || kind == OP_PAIR;
}

static bool goes_backward(OpKind kind)
{
    return kind == OP_BACKWARD || kind == OP_INPUT || kind == OP_PAIR;
}

static double ready(const Play *play, const Op *op)
{
    double forward = goes_forward(op->kind) ? forward_ready(play, op->forward) : 0;
    double backward = goes_backward(op->kind) ? backward_ready(play, op->backward) : 0;
    return forward < 0 || backward < 0 ? -1 : fmax(forward, backward);
}

static double pair_time(const Durations *durations, int device)
{
    bool end = device == 0 || device == durations->stages - 1;
    return end ? durations->pair_ends : durations->pair_middle;
}

static double duration(const Play *play, int device, const Op *op)
{
    const Durations *d = play->durations;
    double chunks = d->chunks;
    switch (op->kind) {
    case OP_FORWARD:
        return chunk_of(play, op->forward.link)->forward / chunks + d->held;
    case OP_BACKWARD:
        return (chunk_of(play, op->backward.link)->backward +
                chunk_of(play, op->backward.link)->weight) /
                   chunks +
               d->held;
    case OP_INPUT:
        return chunk_of(play, op->backward.link)->backward / chunks + d->held;
    case OP_WEIGHT:
        return chunk_of(play, op->backward.link)->weight / chunks;
    case OP_PAIR:
        return pair_time(d, device);
    case OP_NONE:
        break;
    }
    return 0;
}

/* The oldest gradient of an input whose weights wait. */
static const TimelineSlot *postponed(Play *play, int device)
{
    const Timeline *timeline = play->timeline;
    const TimelineSlot *slots = timeline_slot(timeline, device, 0);
    int i = play->devices[device].scanned;
    while (i < timeline->counts[device] && slots[i].kind != SLOT_INPUT) {
        i++;
    }
    play->devices[device].scanned = i + 1;
    return &slots[i];
}

static void put(Timeline *timeline, int device, TimelineSlot slot)
{
    timeline->slots[device * timeline->capacity + timeline->counts[device]++] = slot;
    timeline->busy[device] += slot.end - slot.start;
}

static void run(Play *play, int device, double start)
{
    Op op = play->devices[device].next;
    static const SlotKind kinds[] = {
        [OP_FORWARD] = SLOT_FORWARD, [OP_PAIR] = SLOT_PAIR,     [OP_BACKWARD] = SLOT_BACKWARD,
        [OP_INPUT] = SLOT_INPUT,     [OP_WEIGHT] = SLOT_WEIGHT, [OP_NONE] = SLOT_BUBBLE
    };
    TimelineSlot slot = { .start = start, .kind = (unsigned char)kinds[op.kind], .other = -1 };
    if (op.kind == OP_WEIGHT) {
        const TimelineSlot *input = postponed(play, device);
        slot.micro_batch = input->micro_batch;
        slot.chunk = input->chunk;
        op.backward.chain = play->pipeline.schedule == SCHEDULE_DUALPIPE ? input->chunk : 0;
        op.backward.link = op.backward.chain == 0 ? device : play->pipeline.stages - 1 - device;
    } else {
        Pass pass = goes_forward(op.kind) ? op.forward : op.backward;
        bool dualpipe = play->pipeline.schedule == SCHEDULE_DUALPIPE;
        slot.micro_batch = pass.micro_batch;
        slot.chunk = (short)(dualpipe ? pass.chain : pass.link / play->pipeline.stages);
    }
    slot.end = start + duration(play, device, &op);
    if (op.kind == OP_PAIR) {
        slot.other = op.backward.micro_batch;
    }
    if (goes_forward(op.kind)) {
        play->forward[place_of(play, op.forward)] = slot.end;
    }
    if (goes_backward(op.kind)) {
        play->backward[place_of(play, op.backward)] = slot.end;
    }
    if (op.kind == OP_WEIGHT) { /* the chain is only borrowed for the duration */
        op.backward = (Pass){ 0 };
    }
    put(play->timeline, device, slot);
    play->devices[device].free = slot.end;
    pipeline_did(&play->devices[device].progress, &op);
    play->devices[device].next =
        pipeline_next(&play->pipeline, device, &play->devices[device].progress);
}

/* All that a device can do with what is there.  Returns whether it did anything. */
static bool advance(Play *play, int device)
{
    bool moved = false;
    while (play->devices[device].next.kind != OP_NONE) {
        double start = ready(play, &play->devices[device].next);
        if (start < 0) {
            break;
        }
        run(play, device, fmax(start, play->devices[device].free));
        moved = true;
    }
    return moved;
}

static void play_all(Play *play)
{
    int passes =
        pipeline_chains(&play->pipeline) * pipeline_links(&play->pipeline) * play->per_chain;
    for (int i = 0; i < passes; i++) {
        play->forward[i] = play->backward[i] = -1;
    }
    int stages = play->pipeline.stages;
    bool waiting[MOST_STAGES], any = true; /* a neighbour has moved since it last looked */
    for (int i = 0; i < stages; i++) {
        waiting[i] = true;
    }
    while (any) { /* forward goes down, backward goes up, and around where stages have chunks */
        any = false;
        for (int k = 0; k < 2 * stages; k++) {
            int i = k < stages ? k : 2 * stages - 1 - k;
            if (waiting[i] && advance(play, i)) {
                waiting[(i + 1) % stages] = waiting[(i + stages - 1) % stages] = any = true;
            }
            waiting[i] = false;
        }
    }
}

/* -- what repeats ------------------------------------------------------------------------------- */

/* How many are played: filling, draining, and some in between; 0: not even those fit. */
static double played(const Durations *durations, double size)
{
    double all = durations->micro_batches, stages = durations->stages;
    double each = stages * durations->chunks;
    double least = durations->schedule == SCHEDULE_DUALPIPE ? 2 * stages : stages;
    double wanted = durations->chunks > 1 ? 3 * size : least + stages + 8;
    double most = floor(MOST_PASSES / each);
    double count = all - size * ceil(fmax(0, all - fmin(wanted, most)) / size);
    return count >= fmin(all, least) ? count : 0;
}

static double busiest(const Play *play)
{
    const Durations *d = play->durations;
    if (d->schedule == SCHEDULE_DUALPIPE) {
        return d->stages > 2 ? fmax(d->pair_ends, d->pair_middle) : d->pair_ends;
    }
    double most = fmax(chunk_total(d->first), d->stages > 1 ? chunk_total(d->last) : 0);
    most = fmax(most, d->stages > 2 ? chunk_total(d->middle) : 0);
    return most + 2 * d->held * d->chunks;
}

/* The work of one micro-batch on a device. */
static double work_of(const Play *play, int device)
{
    const Durations *d = play->durations;
    return d->schedule == SCHEDULE_DUALPIPE
               ? pair_time(d, device)
               : chunk_total(*chunk_of(play, device)) + 2 * d->held * d->chunks;
}

/* Micro-batches of DualPipe's second chain have the second half of the numbers. */
static int number_of(const Timeline *timeline, int micro_batch, int chain)
{
    return micro_batch + (chain ? (int)(timeline->micro_batches / 2) : 0);
}

/* Puts what is left out in the middle of the first stage's slots, and numbers in place. */
static void spread(const Play *play)
{
    Timeline *timeline = play->timeline;
    bool dualpipe = timeline->schedule == SCHEDULE_DUALPIPE;
    int later = (int)(timeline->left_out / pipeline_chains(&play->pipeline));
    timeline->cut = timeline->slots[timeline->counts[0] / 2].start;
    timeline->skipped = timeline->left_out * busiest(play);
    for (int stage = 0; stage < timeline->stages; stage++) {
        TimelineSlot *slots = &timeline->slots[(size_t)stage * (size_t)timeline->capacity];
        timeline->busy[stage] += timeline->left_out * work_of(play, stage);
        for (int i = 0; i < timeline->counts[stage]; i++) {
            bool repeat = timeline->left_out > 0 && slots[i].start >= timeline->cut;
            slots[i].repeat = repeat;
            slots[i].start += repeat ? timeline->skipped : 0;
            slots[i].end += repeat ? timeline->skipped : 0;
            slots[i].micro_batch = number_of(timeline, slots[i].micro_batch + repeat * later,
                                             dualpipe && slots[i].chunk);
            if (slots[i].other >= 0) {
                slots[i].other =
                    number_of(timeline, slots[i].other + repeat * later, !slots[i].chunk);
            }
            timeline->drained = fmax(timeline->drained, slots[i].end);
        }
    }
}

static void check_times(Timeline *timeline)
{
    if (!isfinite(timeline->end) || !isfinite(timeline->cut) || timeline->end <= 0) {
        timeline->state = TIMELINE_NO_TIMES;
    }
}

void timeline_play(const Durations *durations, Timeline *timeline)
{
    Play play; /* large, and set as far as it is used */
    Durations d = *durations;
    d.micro_batches = fmin(d.micro_batches, most_micro_batches);
    int size = pipeline_round(d.schedule, d.stages, d.chunks, d.micro_batches);
    double count = d.stages <= MOST_STAGES ? played(&d, size) : 0;
    timeline->state = d.stages > MOST_STAGES ? TIMELINE_TOO_LARGE
                      : !pipeline_exists(d.schedule, d.stages, d.micro_batches)
                          ? TIMELINE_NO_SCHEDULE
                      : count <= 0 ? TIMELINE_TOO_LARGE
                                   : TIMELINE_SHOWN;
    timeline->schedule = d.schedule;
    timeline->stages = d.stages;
    timeline->chunks = d.chunks;
    timeline->micro_batches = d.micro_batches;
    timeline->left_out = d.micro_batches - count;
    timeline->cut = timeline->skipped = timeline->drained = timeline->end = 0;
    if (timeline->state != TIMELINE_SHOWN) {
        return;
    }
    Device devices[MOST_STAGES] = { 0 };
    play.devices = devices;
    play.durations = &d;
    play.timeline = timeline;
    play.pipeline = (Pipeline){ d.schedule, d.stages, d.chunks, (int)count, size };
    play.per_chain = (int)count / pipeline_chains(&play.pipeline);
    /* Three passes at most, and what follows; no more, so that the stages share the cache. */
    timeline->capacity = 3 * ((int)count * d.chunks + 1);
    for (int i = 0; i < d.stages; i++) {
        devices[i].next = pipeline_next(&play.pipeline, i, &devices[i].progress);
        timeline->busy[i] = 0;
        timeline->counts[i] = 0;
    }
    play_all(&play);
    spread(&play);
    timeline->end = timeline->drained;
    check_times(timeline);
}

/* -- a plan ------------------------------------------------------------------------------------- */

static Schedule schedule_of(const Plan *plan, const Layout *layout, const Timing *timing)
{
    return timing->dualpipe                              ? SCHEDULE_DUALPIPE
           : plan->schedule == SCHEDULE_ZERO_BUBBLE      ? SCHEDULE_ZERO_BUBBLE
           : layout->interleaved && layout->pipeline > 1 ? SCHEDULE_INTERLEAVED
                                                         : SCHEDULE_1F1B;
}

/* What all stages do when the pipeline is empty, one after the other. */
static void finish(const Timing *timing, Timeline *timeline)
{
    const struct {
        SlotKind kind;
        double seconds;
    } rest[] = { { SLOT_EXCHANGE, timing->exchange },
                 { SLOT_OPTIMIZER, timing->optimizer },
                 { SLOT_REST, timing->overhead + timing->straggler } };
    for (int i = 0; i < 3; i++) {
        TimelineSlot slot = { .start = timeline->end,
                              .end = timeline->end + rest[i].seconds,
                              .micro_batch = -1,
                              .other = -1,
                              .kind = (unsigned char)rest[i].kind,
                              .repeat = timeline->left_out > 0 };
        for (int stage = 0; stage < timeline->stages && rest[i].seconds > 0; stage++) {
            put(timeline, stage, slot);
        }
        timeline->end = slot.end;
    }
}

void timeline_of(const Plan *plan, Timeline *timeline)
{
    StepParts parts;
    step_parts(plan, &training_constants, &parts);
    const Layout *layout = &parts.layout;
    const Timing *timing = &parts.timing;
    Schedule schedule = schedule_of(plan, layout, timing);
    bool dualpipe = schedule == SCHEDULE_DUALPIPE, several = layout->pipeline > 1;
    bool interleaved = schedule == SCHEDULE_INTERLEAVED;
    /* A share that does not divide is run as equal micro-batches, each a little smaller. */
    double count = ceil(layout->micro_batches), size = layout->micro_batches / count;
    /* Where a stage's chunks are run as one, they still are sent one by one. */
    double sends = dualpipe || interleaved ? 1 : layout->virtual_stages;
    Durations durations = {
        .schedule = schedule,
        .stages = (int)fmin(layout->pipeline, MOST_STAGES + 1),
        .chunks = interleaved ? (int)layout->virtual_stages : 1,
        .micro_batches = count,
        .first = chunk_add((Chunk){ 0 }, timing->stages.first, size),
        .middle = chunk_add((Chunk){ 0 }, timing->stages.middle, size),
        .last = chunk_add((Chunk){ 0 }, timing->stages.last, size),
        .pair_ends = timing->pair_ends * size,
        .pair_middle = timing->pair_middle * size,
        .held = size * (dualpipe  ? timing->send
                        : several ? timing->send * timing->seen * sends
                                  : 0),
        .way = dualpipe || !several ? 0 : timing->send * (1 - timing->seen),
    };
    timeline_play(&durations, timeline);
    if (timeline->state == TIMELINE_SHOWN) {
        finish(timing, timeline);
        check_times(timeline);
    }
}
