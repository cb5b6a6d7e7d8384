#include "tui/tour.h"

#include "tui/actions.h"
#include "tui/decode.h"
#include "tui/keys.h"

#include <stdio.h>

static const char default_tour[] = "deepseek-faq";

/* -- steps --------------------------------------------------------------------------------------- */

static const Step *this_step(const App *app)
{
    return &app->stage.tour->steps[app->stage.step];
}

/* The step as it is written: what was moved on stage before is gone. */
void tour_step(App *app, int number, long now)
{
    Stage *stage = &app->stage;
    stage->step = number < 0 ? 0 : number < stage->tour->count ? number : stage->tour->count - 1;
    const Step *step = this_step(app);
    app->now = step->plan;
    app->dragging = -1;
    app->pane = PANE_FIGURES;
    app->input = step->input_count ? step->inputs[0] : app->input;
    for (int i = step->figure_count - 1; i >= 0; i--) {
        app->figure = step->figures[i].kind == A_FIGURE ? step->figures[i].row : app->figure;
    }
    app_changed(app, -1, now);
    app->before = app->figures;
    app->a = (Slot){ app->now, app->figures };
    app->unsaved = false;
    stage->jump = 0;
    stage->blank = false;
}

static void enter(App *app, int step, long now)
{
    app->stage.on = true;
    app->stage.mark = app->history.now;
    app->stage.first = app->history.first;
    app->menu.kind = NO_MENU;
    app->view.kind = NO_VIEW;
    app->goal.held = false; /* a step's values are its own */
    tour_step(app, step, now);
}

/* All of the tour is one change in the history: undo brings back the plan before it. */
static void leave(App *app, long now)
{
    Stage *stage = &app->stage;
    stage->on = false;
    if (stage->first == app->history.first) { /* the ring has not gone round */
        app->history.now = stage->mark;
        app->history.count = stage->mark + 1;
        app->history.control = -1;
        history_note(&app->history, &app->now, -1, now);
    }
    app->path[0] = '\0'; /* it is another plan than that of the file */
    app_say(app, STYLE_TEXT, "step %d of the tour, yours to change; F5 comes back to it",
            stage->step + 1);
}

bool tour_open(App *app, const Scenario *scenario, bool alone, long now, Error *error)
{
    const Tour *tour = tour_read(app->library, scenario, error);
    if (!tour) {
        return false;
    }
    app->stage.tour = tour;
    app->stage.start = *scenario;
    app->stage.alone = alone;
    enter(app, 0, now);
    return true;
}

bool tour_replace(App *app, const Scenario *scenario, long now, Error *error)
{
    Stage *stage = &app->stage;
    const Tour *tour = tour_read(app->library, scenario, error);
    if (!tour) {
        return false;
    }
    stage->tour = tour;
    stage->start = *scenario;
    if (!stage->on) {
        stage->step = stage->step < tour->count ? stage->step : tour->count - 1;
        return true;
    }
    Scenario moved = app->now;
    Pane pane = app->pane;
    int input = app->input;
    tour_step(app, stage->step, now);
    const Step *step = this_step(app);
    for (int i = 0; i < step->input_count; i++) {
        int slider = step->inputs[i];
        if (moved.origin[slider].from == FROM_HAND) {
            scenario_set(&app->now, slider, moved.plan.at[slider], FROM_HAND);
        }
        if (pane == PANE_INPUTS && slider == input) {
            app->pane = pane;
            app->input = input;
        }
    }
    app_changed(app, -1, now);
    app->unsaved = false;
    return true;
}

/* -- F5 and :tour -------------------------------------------------------------------------------- */

/* The tour that is named, else that of the scenario on screen, else the essay. */
static void open_named(App *app, const char *name, long now)
{
    Scenario scenario = app->now;
    Error error;
    bool own = !*name && has_tour(app->library, &app->now);
    if (app->read_only &&
        names_file(name)) { /* what is wrong with a file would show what is in it */
        app_say(app, STYLE_WARNING, "read-only: a tour of the catalogue, not of a file");
        return;
    }
    if ((!own && !scenario_load(app->library, &scenario, *name ? name : default_tour, &error)) ||
        !tour_open(app, &scenario, false, now, &error)) {
        app_say(app, STYLE_BROKEN, "%s", error.text);
    }
}

void act_tour(App *app, long now)
{
    Stage *stage = &app->stage;
    bool other = has_tour(app->library, &app->now) && stage->tour &&
                 app->now.file != stage->tour->file && app->now.file != this_step(app)->plan.file;
    if (stage->on && !*app->argument) {
        leave(app, now);
    } else if (app->path[0] && app->unsaved) {
        app_say(app, STYLE_WARNING, "not saved: s saves it, then the tour brings its own plans");
    } else if (stage->tour && !other && !*app->argument) {
        enter(app, stage->step, now);
    } else {
        open_named(app, app->argument, now);
    }
}

/* -- keys ---------------------------------------------------------------------------------------- */

/* The next slider of the step, or none after the last one. */
static void focus_slider(App *app, int direction)
{
    const Step *step = this_step(app);
    int place = direction > 0 ? -1 : step->input_count;
    for (int i = 0; app->pane == PANE_INPUTS && i < step->input_count; i++) {
        place = step->inputs[i] == app->input ? i : place;
    }
    place += direction;
    app->pane = place >= 0 && place < step->input_count ? PANE_INPUTS : PANE_FIGURES;
    if (app->pane == PANE_INPUTS) {
        app->input = step->inputs[place];
    }
    if (step->input_count == 0) {
        app_say(app, STYLE_TEXT, "this step has no slider; d opens the dashboard with all of them");
    }
}

/* Steps by number: digits, then Enter. */
static bool jump_event(App *app, const Event *event, long now)
{
    Stage *stage = &app->stage;
    uint32_t letter = event_letter(event);
    if (letter >= '0' && letter <= '9') {
        stage->jump = (stage->jump * 10 + (int)letter - '0') % 1000;
        return true;
    }
    if (stage->jump && any_key(event, "Enter")) {
        tour_step(app, stage->jump - 1, now);
        return true;
    }
    stage->jump = 0;
    return false;
}

/* Keys of the steps, while no slider has the focus. */
static bool step_event(App *app, const Event *event, long now)
{
    if (jump_event(app, event, now)) {
        return true;
    }
    if (any_key(event, "Right l Down j PageDown n")) { /* clickers send PageDown */
        tour_step(app, app->stage.step + 1, now);
    } else if (any_key(event, "Left h Up k PageUp p")) {
        tour_step(app, app->stage.step - 1, now);
    } else if (any_key(event, "Home g")) {
        tour_step(app, 0, now);
    } else if (any_key(event, "End G")) {
        tour_step(app, app->stage.tour->count - 1, now);
    } else {
        return false;
    }
    return true;
}

/* Keys of the slider in focus; those that move it are the dashboard's own. */
static bool slider_event(App *app, const Event *event)
{
    if (any_key(event, "Up k")) {
        focus_slider(app, -1);
    } else if (any_key(event, "Down j")) {
        focus_slider(app, 1);
    } else if (any_key(event, "Escape")) {
        app->pane = PANE_FIGURES;
    } else {
        return false;
    }
    return true;
}

/* What is done on the stage, and not in the dashboard. */
static bool stays(const App *app, const Action *action)
{
    static void (*const everywhere[])(App *, long) = { act_command, act_theme,   act_charset,
                                                       act_mouse,   act_suspend, act_repaint,
                                                       act_screen,  act_copy,    act_copy_command };
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++) {
        if (action->act == everywhere[i]) {
            return true;
        }
    }
    return app->pane == PANE_INPUTS && (action->where == ON_INPUTS || action->act == act_type);
}

bool tour_event(App *app, const Event *event, long now)
{
    Stage *stage = &app->stage;
    if (!stage->on) {
        return false;
    }
    bool moving = app->pane == PANE_INPUTS;
    app->status[0] = '\0';
    if (stage->blank) {
        stage->blank = false;
    } else if (moving ? slider_event(app, event) : step_event(app, event, now)) {
    } else if (any_key(event, "Space Enter")) {
        tour_step(app, stage->step + 1, now);
    } else if (any_key(event, "Backspace")) {
        tour_step(app, stage->step - 1, now);
    } else if (any_key(event, "Tab Shift-Tab")) {
        focus_slider(app, event->with & WITH_SHIFT ? -1 : 1);
    } else if (any_key(event, "b")) {
        stage->blank = true;
    } else if (any_key(event, "q Ctrl-C") && stage->alone) {
        app->quit = true;
    } else if (any_key(event, "Escape d F5 q Ctrl-C")) {
        leave(app, now);
    } else {
        const Action *action = find_action(app, event);
        if (action && may_do(app, action) && !stays(app, action)) {
            leave(app, now);
        }
        return !action && !moving;
    }
    return true;
}
