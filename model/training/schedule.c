/*
 * Sources: 1F1B and interleaved, arXiv:2104.04473 section 2.2 (warm-up of 2(p - s - 1) + (v - 1)p
 * chunks, micro-batches in rounds of p); ZB-H1, arXiv:2401.10241 section 2.1 (stage s keeps s weight
 * gradients back); DualPipe, the eight steps of its published schedule (github.com/deepseek-ai/DualPipe),
 * whose counts arXiv:2412.19437 Figure 5 shows.
 */
#include "model/training/schedule.h"

/* -- one chain ---------------------------------------------------------------------------------- */

/* A round takes the first chunk, then the second, and so on; the last has what is left. */
static Pass forward_pass(const Pipeline *pipeline, int device, int number)
{
    int stages = pipeline->stages, chunks = pipeline->chunks;
    if (chunks == 1) {
        return (Pass){ 0, device, number };
    }
    int before = number / (pipeline->round * chunks) * pipeline->round; /* in earlier rounds */
    int inside = number - before * chunks, left = pipeline->micro_batches - before;
    int size = left < pipeline->round ? left : pipeline->round;
    return (Pass){ 0, inside / size * stages + device, before + inside % size };
}

/* The same order with the chunks from the last to the first. */
static Pass backward_pass(const Pipeline *pipeline, int device, int number)
{
    Pass pass = forward_pass(pipeline, device, number);
    pass.link += (pipeline->chunks - 1 - 2 * (pass.link / pipeline->stages)) * pipeline->stages;
    return pass;
}

static Op next_of_chain(const Pipeline *pipeline, int device, const Progress *done)
{
    int all = pipeline->micro_batches * pipeline->chunks, after = pipeline->stages - 1 - device;
    int warm = pipeline->chunks > 1 ? 2 * after + (pipeline->chunks - 1) * pipeline->round : after;
    bool zero = pipeline->schedule == SCHEDULE_ZERO_BUBBLE;
    int forward = done->forward[0], backward = done->backward[0];
    bool weights_left = done->postponed > 0;
    if (weights_left && (done->postponed > device || backward == all)) {
        return (Op){ .kind = OP_WEIGHT };
    }
    if (forward < all && forward - backward <= warm) {
        return (Op){ .kind = OP_FORWARD, .forward = forward_pass(pipeline, device, forward) };
    }
    if (backward < all) {
        return (Op){ .kind = zero ? OP_INPUT : OP_BACKWARD,
                     .backward = backward_pass(pipeline, device, backward) };
    }
    return (Op){ 0 };
}

/* -- DualPipe ----------------------------------------------------------------------------------- */

/* What a device does: with the chain that enters at the nearer end, and with the other. */
typedef enum {
    END,
    NEAR_FORWARD,
    FAR_FORWARD,
    FAR_INPUT, /* its weight gradient waits */
    NEAR_INPUT,
    FAR_BACKWARD, /* in the first half of its step whole, then without the weights */
    NEAR_BACKWARD,
    FAR_WHOLE,
    NEAR_PAIR, /* a forward of the near chain with a backward of the far one */
    FAR_PAIR,
    WEIGHTS,
    MOST_MOVES = 4
} Move;

/* The eight steps; a turn of each. */
static const unsigned char moves[8][MOST_MOVES] = {
    { NEAR_FORWARD },
    { NEAR_FORWARD, FAR_FORWARD },
    { FAR_INPUT, WEIGHTS, FAR_FORWARD },
    { NEAR_PAIR, FAR_PAIR },
    { FAR_WHOLE, FAR_PAIR },
    { FAR_BACKWARD, NEAR_BACKWARD },
    { WEIGHTS, NEAR_INPUT },
    { WEIGHTS },
};
/* Before the first pair of the devices in the middle there is nothing to run into each other. */
static const unsigned char apart[MOST_MOVES] = { NEAR_FORWARD, FAR_WHOLE, FAR_PAIR };

/* Devices between this one and the nearer end. */
static int from_end(const Pipeline *pipeline, int device)
{
    int other = pipeline->stages - 1 - device;
    return device < other ? device : other;
}

static int turns(const Pipeline *pipeline, int device, int step)
{
    int inside = pipeline->stages / 2 - 1 - from_end(pipeline, device),
        nearer = from_end(pipeline, device);
    switch (step) {
    case 0:
        return 2 * inside;
    case 1:
    case 5:
    case 7:
        return nearer + 1;
    case 3:
        return pipeline->micro_batches / 2 - pipeline->stages + nearer + 1;
    default:
        return inside;
    }
}

static Op dualpipe_op(const Pipeline *pipeline, int device, const Progress *done, int move)
{
    int nearer = from_end(pipeline, device), last = pipeline->stages - 1;
    int near_chain = device < pipeline->stages / 2 ? 0 : 1, far_chain = 1 - near_chain;
    bool far_first = move == FAR_FORWARD || move == FAR_PAIR;
    int forth = far_first ? far_chain : near_chain;
    bool near_back = move == NEAR_INPUT || move == NEAR_BACKWARD || move == FAR_PAIR;
    int back = near_back ? near_chain : far_chain;
    Pass forward = { forth, forth == near_chain ? nearer : last - nearer, done->forward[forth] };
    Pass backward = { back, back == near_chain ? nearer : last - nearer, done->backward[back] };
    /* In step 6 weights wait from the middle on: after an odd or before an even device's turn. */
    int half = (nearer + 1) / 2;
    bool waits = done->turn > half || (done->turn == half && (nearer % 2 == 1 || near_back));
    switch (move) {
    case NEAR_FORWARD:
    case FAR_FORWARD:
        return (Op){ .kind = OP_FORWARD, .forward = forward };
    case FAR_INPUT:
    case NEAR_INPUT:
        return (Op){ .kind = OP_INPUT, .backward = backward };
    case FAR_BACKWARD:
    case NEAR_BACKWARD:
        return (Op){ .kind = waits ? OP_INPUT : OP_BACKWARD, .backward = backward };
    case FAR_WHOLE:
        return (Op){ .kind = OP_BACKWARD, .backward = backward };
    case WEIGHTS:
        return (Op){ .kind = OP_WEIGHT };
    default:
        return (Op){ OP_PAIR, forward, backward };
    }
}

static Op next_of_dualpipe(const Pipeline *pipeline, int device, Progress *done)
{
    bool middle = from_end(pipeline, device) == pipeline->stages / 2 - 1;
    while (done->step < 8) {
        bool first = done->step == 3 && done->turn == 0 && middle;
        const unsigned char *row = first ? apart : moves[done->step];
        if (done->turn < turns(pipeline, device, done->step)) {
            if (done->place < MOST_MOVES && row[done->place] != END) {
                return dualpipe_op(pipeline, device, done, row[done->place]);
            }
            done->turn++;
        } else {
            done->step++;
            done->turn = 0;
        }
        done->place = 0;
    }
    return (Op){ 0 };
}

/* -- all ---------------------------------------------------------------------------------------- */

bool pipeline_exists(Schedule schedule, int stages, double micro_batches)
{
    int count = (int)micro_batches;
    return schedule != SCHEDULE_DUALPIPE ||
           (stages % 2 == 0 && count % 2 == 0 && count >= 2 * stages);
}

int pipeline_round(Schedule schedule, int stages, int chunks, double micro_batches)
{
    if (schedule == SCHEDULE_DUALPIPE) {
        return 2;
    }
    int all = (int)micro_batches, size = stages;
    while (chunks > 1 && size < all && all % size > 0 && all % size < stages) {
        size++;
    }
    return chunks > 1 ? size : 1;
}

int pipeline_chains(const Pipeline *pipeline)
{
    return pipeline->schedule == SCHEDULE_DUALPIPE ? 2 : 1;
}

int pipeline_links(const Pipeline *pipeline)
{
    return pipeline->stages * pipeline->chunks;
}

Op pipeline_next(const Pipeline *pipeline, int device, Progress *progress)
{
    return pipeline->schedule == SCHEDULE_DUALPIPE ? next_of_dualpipe(pipeline, device, progress)
                                                   : next_of_chain(pipeline, device, progress);
}

void pipeline_did(Progress *progress, const Op *op)
{
    bool forward = op->kind == OP_FORWARD || op->kind == OP_PAIR;
    bool backward = op->kind == OP_BACKWARD || op->kind == OP_INPUT || op->kind == OP_PAIR;
    progress->forward[op->forward.chain] += forward;
    progress->backward[op->backward.chain] += backward;
    progress->postponed += (op->kind == OP_INPUT) - (op->kind == OP_WEIGHT);
    progress->weight += op->kind == OP_WEIGHT;
    progress->place++;
}
