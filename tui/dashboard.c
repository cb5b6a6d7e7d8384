/* dashboard.c -- the dashboard's loop: ask, draw, show, wait. */
#include "tui/dashboard.h"

#include "tui/panels.h"
#include "tui/present.h"
#include "tui/theme.h"
#include "tui/tour.h"
#include "tui/watch.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { REST_MILLISECONDS = 120 }; /* longer than a held key takes to come again */

static long milliseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Work that a signal would have lost is kept for the next time. */
static const char kept[] = "recovered";

static void keep(App *app)
{
    if (app->unsaved && scenario_changes(&app->now) && !app->read_only) {
        scenario_save(app->library, &app->now, kept, NULL);
    }
}

/* Said until the file is gone: whoever opened the program may not be whoever needs it. */
static void tell_kept(App *app)
{
    bool there = catalogue_find(&app->library->catalogue, SCENARIO_FILE, kept) != NULL;
    if (there && !app->read_only && !app->stage.on && strcmp(app->path, kept) != 0) {
        app_say(app, STYLE_WARNING,
                "unsaved work was kept as '%s': o opens it, removing its file ends this", kept);
    }
}

static void follow_wishes(App *app, Canvas *canvas)
{
    if (app->theme >= 0) {
        term_use_theme(app->theme);
    }
    if (app->charset >= 0) {
        canvas->charset = (Charset)app->charset;
    }
    if (app->repaint) {
        term_repaint();
    }
    if (app->copy[0] && !term_copy(app->copy)) {
        app_say(app, STYLE_WARNING, "this terminal has no clipboard that a program can reach");
    }
    app->copy[0] = '\0';
    if (app->suspend) {
        term_suspend();
    }
    term_use_mouse(app->mouse);
    app->repaint = app->suspend = false;
}

/* Takes all that waits, then shows once: a held key is never behind.  Returns the signal that asks
 * the program to end, -1 when the terminal is gone, 0 to go on.  pressed: when the last key came. */
static int take_events(App *app, Canvas *canvas, long *pressed)
{
    for (bool wait = true;; wait = false) {
        int others[MOST_OTHERS] = { questions_fd(&app->questions), watch_fd() };
        Event event = term_event(wait, others, 2 + present_fds(others + 2));
        switch (event.kind) {
        case EVENT_NONE:
            return 0;
        case EVENT_GONE:
            return -1;
        case EVENT_LEAVE:
            return (int)event.key;
        case EVENT_RESIZE:
            canvas_resize(canvas, event.rows, event.columns);
            app->top = 0; /* more room shows more, whatever the size was before */
            break;
        case EVENT_KEY:
        case EVENT_MOUSE:
            *pressed = milliseconds();
            app_event(app, &event, *pressed);
            break;
        case EVENT_WAKE:
            questions_take(app);
            watch_event(app, milliseconds());
            if (present_take(app, milliseconds())) {
                return 0; /* shown at once, however much more a follower asks for */
            }
            break;
        case EVENT_FRAME:
        case EVENT_ANSWER:
            break;
        }
        if (app->quit) {
            return 0;
        }
    }
}

int dashboard(Library *library, Scenario *scenario, const char *path,
              const DashboardOptions *options)
{
    static App app; /* one, and large: the undo ring is in it */
    Canvas canvas;
    Error error;
    int rows, columns, end = 0;
    long pressed = milliseconds() - REST_MILLISECONDS;
    bool known = theme_known(options ? options->theme : NULL, &error);
    if (!known || !term_open(&error)) {
        fprintf(stderr, "flopdeck: %s\n", error.text);
        return known ? 1 : 2;
    }
    bool read_only = options && options->read_only;
    app_open(&app, library, scenario, read_only ? NULL : path);
    app.read_only = read_only;
    term_allow_stop(!app.read_only);
    term_size(&rows, &columns);
    canvas_open(&canvas, rows, columns, term_charset());
    if (options && options->tour && !tour_open(&app, scenario, true, milliseconds(), &error)) {
        app_say(&app, STYLE_BROKEN, "%s", error.text);
    }
    tell_kept(&app);
    app.theme = options && options->theme ? find_theme(options->theme) : term_theme();
    term_use_theme(app.theme);
    watch_open();
    while (!app.quit && end == 0) {
        watch_follow(&app);
        present_follow(&app);
        questions_ask(&app);
        if (term_may_show()) {
            app.hurried = milliseconds() - pressed < REST_MILLISECONDS;
            app.late = false;
            screen_draw(&app, &canvas);
            term_show(&canvas);
            term_alarm(app.late ? REST_MILLISECONDS : 0);
        }
        end = take_events(&app, &canvas, &pressed);
        int theme = app.theme;
        bool repaint = app.repaint;
        app.theme = repaint ? theme : -1;
        follow_wishes(&app, &canvas);
        app.theme = theme;
    }
    term_close();
    present_close();
    watch_close();
    canvas_close(&canvas);
    if (end != 0) {
        keep(&app);
    }
    app_close(&app);
    if (end > 0) {
        raise(end); /* the shell sees which signal ended it */
    }
    return end ? 1 : 0;
}
