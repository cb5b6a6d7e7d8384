/* questions.h -- what the dashboard asks of the background, and the newest answers.
 *
 * Before each frame questions_ask compares what is looked at with what was asked last, and asks anew
 * where they differ.  Nobody waits: until the answer comes, the old one is drawn dim. */
#ifndef TUI_QUESTIONS_H
#define TUI_QUESTIONS_H

#include "jobs/jobs.h"

struct App;

typedef struct {
    bool asked, answered;
    Order order; /* the newest */
    Answer answer;
} Question;

typedef struct {
    Jobs *jobs; /* made when first asked for */
    bool refused;
    uint64_t generation;
    Question of[JOB_KINDS];
} Questions;

/* Nothing was asked. */
void questions_open(Questions *questions);

/* -1: nothing was ever asked. */
int questions_fd(const Questions *questions);

void questions_ask(struct App *app);
void questions_take(struct App *app);

/* Asks and waits for every answer: where nobody looks meanwhile. */
void questions_settle(struct App *app);

void questions_close(Questions *questions);

/* The newest answer about what is in focus, perhaps of an older plan; NULL: there is none. */
const Answer *question_answer(const struct App *app, JobKind kind);

/* Whether that answer is about this plan, and final. */
bool question_fresh(const struct App *app, JobKind kind);

/* 0..1 of what runs; 1: nothing does. */
double question_progress(const struct App *app, JobKind kind);

#endif
