#include "tui/present.h"

#include "model/quantity.h"
#include "tui/actions.h"
#include "tui/channel.h"
#include "tui/panels.h"
#include "tui/tour.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* One program, one tour on its stage, one channel. */
static struct {
    bool open, tried;
    Channel channel;
    int started;
    char told[MOST_MESSAGE]; /* what all followers know */
    size_t length;
} present = { .channel = { .fd = -1 } };

/* -- what is told -------------------------------------------------------------------------------- */

static void add_figure(Message *message, Row row, double value)
{
    char text[80];
    Printed printed = trim_printed(row.kind == A_FIGURE ? print_figure(row.row, value)
                                                        : print_input(row.row, value));
    printed = dollars_in_front(printed);
    int place = message->label_count++;
    message->value_count++;
    message_put(message->labels[place], sizeof message->labels[place], row_label(row));
    message_put(message->values[place], sizeof message->values[place],
                join_printed(text, sizeof text, &printed));
}

/* Those of the step; in the dashboard its three answers. */
static void add_figures(const App *app, Message *message, const Step *step)
{
    int answers[STEP_FIGURES];
    int count = answer_figures(answers, STEP_FIGURES);
    if (app->stage.on && step->figure_count > 0) {
        for (int i = 0; i < step->figure_count; i++) {
            add_figure(message, step->figures[i],
                       row_value(step->figures[i], &app->now.plan, &app->figures));
        }
        return;
    }
    for (int i = 0; i < count; i++) {
        add_figure(message, (Row){ A_FIGURE, answers[i] }, app->figures.at[answers[i]]);
    }
}

void present_message(const App *app, Message *message)
{
    const Stage *stage = &app->stage;
    const Tour *tour = stage->tour;
    const Step *step = &tour->steps[stage->step];
    *message = (Message){ .step = stage->step + 1, .count = tour->count };
    message->started = present.started;
    message_put(message->tour, sizeof message->tour, tour->name);
    message_put(message->title, sizeof message->title, step->title);
    message_put(message->next, sizeof message->next,
                stage->step + 1 < tour->count ? step[1].title : "");
    message_put(message->place, sizeof message->place,
                !stage->on     ? "in the dashboard"
                : stage->blank ? "blank"
                               : "on stage");
    message_put(message->said, sizeof message->said, app->status[0] ? app->status : app->change);
    for (int i = 0; i < step->note_count; i++) {
        message_put(message->notes[message->note_count++], MOST_WORDS_SAID, step->notes[i]);
    }
    add_figures(app, message, step);
}

/* -- what is asked for --------------------------------------------------------------------------- */

static void act_next(App *app, long now)
{
    tour_step(app, app->stage.step + 1, now);
}

static void act_back(App *app, long now)
{
    tour_step(app, app->stage.step - 1, now);
}

static void act_first(App *app, long now)
{
    tour_step(app, 0, now);
}

static void act_last(App *app, long now)
{
    tour_step(app, app->stage.tour->count - 1, now);
}

static void act_blank(App *app, long now)
{
    (void)now;
    app->stage.blank = !app->stage.blank;
}

static const struct {
    const char *name;
    Act *act;
} acts[] = {
    { "next", act_next }, { "back", act_back },   { "first", act_first },
    { "last", act_last }, { "blank", act_blank },
};

void present_act(App *app, const char *act, long now)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (strcmp(acts[i].name, act) != 0) {
            continue;
        }
        app->status[0] = '\0';
        app->entry.typing = NOT_TYPING;
        if (app->stage.on) {
            acts[i].act(app, now);
        } else {
            act_tour(app, now); /* from the dashboard back to the step */
        }
    }
}

typedef struct {
    App *app;
    long now;
    bool done;
} Asked;

static void take_message(void *user, const Message *message)
{
    Asked *asked = user;
    asked->done = true;
    present_act(asked->app, message->act, asked->now);
}

/* -- the channel --------------------------------------------------------------------------------- */

static void open_channel(App *app)
{
    Error error;
    struct timespec time;
    present.tried = true;
    clock_gettime(CLOCK_MONOTONIC, &time);
    present.started = (int)time.tv_sec;
    present.open = channel_open(&present.channel, &error);
    if (!present.open) {
        app_say(app, STYLE_WARNING, "no notes in another terminal: %s", error.text);
    }
}

void present_follow(App *app)
{
    Message message;
    char bytes[MOST_MESSAGE];
    if (!app->stage.tour || app->read_only) {
        return;
    }
    if (!present.tried) {
        open_channel(app);
    }
    if (!present.open || present.channel.count == 0) {
        return;
    }
    present_message(app, &message);
    size_t length = message_write(&message, bytes, sizeof bytes);
    if (length == 0 || (length == present.length && memcmp(bytes, present.told, length) == 0)) {
        return;
    }
    memcpy(present.told, bytes, length);
    present.length = length;
    for (int i = present.channel.count - 1; i >= 0;
         i--) { /* the last takes a dropped one's place */
        channel_send(&present.channel, i, bytes, length);
    }
}

int present_fds(int fds[])
{
    return present.open ? channel_fds(&present.channel, fds) : 0;
}

bool present_take(App *app, long now)
{
    Asked asked = { app, now, false };
    if (!present.open) {
        return false;
    }
    while (channel_accept(&present.channel) >= 0) {
        present.length = 0; /* all are told again */
    }
    for (int i = present.channel.count - 1; i >= 0; i--) {
        channel_take(&present.channel, i, take_message, &asked);
    }
    return asked.done;
}

void present_close(void)
{
    if (present.open) {
        channel_close(&present.channel);
    }
    present.open = present.tried = false;
    present.length = 0;
}
