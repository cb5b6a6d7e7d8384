#include "tui/questions.h"

#include "profile/uncertainty.h"
#include "tui/panels.h"

#include <string.h>

enum { SAMPLES = 100000 };

void questions_open(Questions *questions)
{
    questions->jobs = NULL;
    questions->refused = false;
    questions->generation = 0;
    for (int i = 0; i < JOB_KINDS; i++) {
        questions->of[i].asked = questions->of[i].answered = false;
    }
}

int questions_fd(const Questions *questions)
{
    return questions->jobs ? jobs_fd(questions->jobs) : -1;
}

/* -- asking -------------------------------------------------------------------------------------- */

/* Whether anything on the screen needs the answer; fills what the order says beyond plan and
 * figure. */
static bool wanted(const App *app, JobKind kind, Order *order)
{
    ViewKind view = app->view.kind;
    order->figure = app->figure;
    switch (kind) {
    case JOB_SAMPLE:
        order->with.sample.samples = SAMPLES;
        order->with.sample.seed = 1;
        return view == VIEW_SURE;
    case JOB_TORNADO:
        return view == VIEW_TORNADO;
    case JOB_GRID:
        order->with.grid.across = app->view.across;
        order->with.grid.down = app->view.down;
        order->with.grid.columns = app->view.grid_columns;
        order->with.grid.rows = app->view.grid_rows;
        return view == VIEW_HEAT;
    case JOB_ATTRIBUTION:
        order->with.attribution.other = app->a.scenario.plan;
        order->with.attribution.parting = app->view.by_group ? BY_GROUP : BY_INPUT;
        return view == VIEW_VERSUS;
    case JOB_WATERFALL:
        order->figure = 0;
        return view == VIEW_WATERFALL;
    case JOB_BAND:
        order->figure = 0;
        order->with.band.count = answer_figures(order->with.band.figures, MOST_BANDS);
        return app->band;
    case JOB_SOLVE:
        order->figure = app->goal.figure;
        order->with.solve.target = app->goal.target;
        return app->menu.kind == MENU_SOLVE;
    case JOB_SEARCH:
        order->figure = FIGURE_predicted_step_time;
        return view == VIEW_SEARCH;
    case JOB_KINDS:
        break;
    }
    return false;
}

static bool needs_spans(JobKind kind)
{
    return kind == JOB_SAMPLE || kind == JOB_TORNADO || kind == JOB_BAND;
}

static bool same(const Order *a, const Order *b)
{
    return a->figure == b->figure && memcmp(&a->plan, &b->plan, sizeof a->plan) == 0 &&
           memcmp(&a->with, &b->with, sizeof a->with) == 0 &&
           memcmp(a->spans.low, b->spans.low, sizeof a->spans.low) == 0 &&
           memcmp(a->spans.high, b->spans.high, sizeof a->spans.high) == 0;
}

static void ask(App *app, JobKind kind, Order *order)
{
    Questions *questions = &app->questions;
    Question *question = &questions->of[kind];
    Error error;
    order->plan = app->now.plan;
    if (needs_spans(kind)) {
        order->spans = scenario_spans(app->library, &app->now);
    }
    if (question->asked && same(&question->order, order)) {
        return;
    }
    if (!questions->jobs && !questions->refused) {
        questions->jobs = jobs_open(&error);
        questions->refused = !questions->jobs;
        if (questions->refused) {
            app_say(app, STYLE_WARNING, "%s", error.text);
        }
    }
    order->generation = ++questions->generation;
    question->order = *order;
    question->asked = questions->jobs && jobs_ask(questions->jobs, kind, order);
}

void questions_ask(App *app)
{
    static Order order; /* one thread, and large */
    for (int i = 0; i < JOB_KINDS; i++) {
        JobKind kind = (JobKind)i;
        memset(&order, 0, sizeof order);
        if (wanted(app, kind, &order)) {
            ask(app, kind, &order);
        } else if (app->questions.of[i].asked) {
            jobs_cancel(app->questions.jobs, kind);
            app->questions.of[i].asked = false;
        }
    }
}

/* -- answers ------------------------------------------------------------------------------------- */

void questions_take(App *app)
{
    Questions *questions = &app->questions;
    if (!questions->jobs) {
        return;
    }
    jobs_woken(questions->jobs);
    for (int i = 0; i < JOB_KINDS; i++) {
        Question *question = &questions->of[i];
        if (question->asked && jobs_take(questions->jobs, (JobKind)i, &question->answer)) {
            question->answered = true;
            if (i == JOB_SOLVE && app->menu.kind == MENU_SOLVE) {
                goal_list(app);
            }
        }
    }
}

void questions_settle(App *app)
{
    questions_ask(app);
    if (app->questions.jobs) {
        jobs_finish(app->questions.jobs);
        questions_take(app);
    }
}

void questions_close(Questions *questions)
{
    jobs_close(questions->jobs);
    questions->jobs = NULL;
}

/* An answer about another figure or along other sliders is none; one about another plan is old. */
const Answer *question_answer(const App *app, JobKind kind)
{
    const Question *question = &app->questions.of[kind];
    const Answer *answer = &question->answer;
    static Order order;
    memset(&order, 0, sizeof order);
    if (!question->answered || !wanted(app, kind, &order) || answer->figure != order.figure) {
        return NULL;
    }
    bool mine = true;
    if (kind == JOB_GRID) {
        mine = answer->of.grid.across == app->view.across && answer->of.grid.down == app->view.down;
    } else if (kind == JOB_SOLVE) {
        const Order *of = &question->order;
        mine = answer->generation == of->generation &&
               of->with.solve.target == order.with.solve.target &&
               memcmp(&of->plan, &app->now.plan, sizeof of->plan) == 0;
    }
    return mine ? answer : NULL;
}

bool question_fresh(const App *app, JobKind kind)
{
    const Question *question = &app->questions.of[kind];
    return question->asked && question->answered && question->answer.finished &&
           question->answer.generation == question->order.generation;
}

double question_progress(const App *app, JobKind kind)
{
    if (!app->questions.jobs || !app->questions.of[kind].asked) {
        return 1;
    }
    JobStatus status = jobs_status(app->questions.jobs, kind);
    return status.state == JOB_IDLE ? 1 : status.progress;
}
