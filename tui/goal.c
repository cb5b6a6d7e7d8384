#include "tui/goal.h"

#include "model/quantity.h"
#include "tui/actions.h"
#include "tui/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *print_target(const App *app, char *out, size_t size)
{
    Printed printed = trim_printed(print_figure(app->goal.figure, app->goal.target));
    return join_printed(out, size, &printed);
}

/* -- asking -------------------------------------------------------------------------------------- */

void act_solve(App *app, long now)
{
    (void)now;
    app->goal.holding = false;
    begin_typing(app, TYPING_TARGET, "");
}

void goal_target(App *app, const char *text)
{
    Error error;
    double target;
    if (!parse_quantity(text, figure_info[app->figure].unit, &target, &error)) {
        app_say(app, STYLE_BROKEN, "%s", error.text);
        if (text == app->entry.text) {
            app->entry.typing = TYPING_TARGET; /* the person mends it */
        }
        return;
    }
    app->goal = (Goal){ .figure = app->figure, .target = target };
    goal_list(app);
}

void act_hold(App *app, long now)
{
    Goal *goal = &app->goal;
    char text[80];
    (void)now;
    if (goal->held) {
        goal->held = goal->chosen = false;
        app_say(app, STYLE_TEXT, "%s follows again", figure_info[goal->figure].label);
        return;
    }
    if (goal->chosen && goal->figure == app->figure) {
        goal->held = true;
        app_say(app, STYLE_TEXT, "%s stays at %s while other sliders move; G lets it go",
                figure_info[goal->figure].label, print_target(app, text, sizeof text));
        return;
    }
    double value = app->figures.at[app->figure];
    if (!isfinite(value)) {
        app_say(app, STYLE_WARNING, "%s has no value in this plan", figure_info[app->figure].label);
        return;
    }
    *goal = (Goal){ .figure = app->figure, .target = value, .holding = true };
    goal_list(app);
}

/* -- the list ------------------------------------------------------------------------------------ */

static void add_way(App *app, const Way *way)
{
    char now[120], then[120], text[80];
    const Solution *solution = &way->solution;
    bool none = solution->how == NO_EFFECT || solution->how == OUT_OF_REACH;
    Printed printed = print_input(way->input, app->now.plan.at[way->input]);
    view_pad(now, sizeof now, join_printed(text, sizeof text, &printed), 14, true);
    printed = print_input(way->input, solution->value);
    view_pad(then, sizeof then, none ? "" : join_printed(text, sizeof text, &printed), 14, true);
    MenuItem *item =
        menu_add(&app->menu, way->input, none ? STYLE_DIM : STYLE_TEXT,
                 input_info[way->input].label, "%s%s%s", now, none ? "" : "  → ", none ? "" : then);
    if (!item) {
        return;
    }
    if (solution->how == NO_EFFECT) {
        snprintf(item->note, sizeof item->note, "does not move it");
    } else if (none) {
        snprintf(item->note, sizeof item->note, "no value in range");
    } else { /* said only where it is not what was asked for */
        char reached[80], wanted[80];
        printed = print_figure(app->goal.figure, solution->reached);
        join_printed(reached, sizeof reached, &printed);
        printed = print_figure(app->goal.figure, app->goal.target);
        if (strcmp(reached, join_printed(wanted, sizeof wanted, &printed)) != 0) {
            snprintf(item->note, sizeof item->note, "gives %.30s", reached);
        }
    }
}

void goal_list(App *app)
{
    const Answer *answer = question_answer(app, JOB_SOLVE);
    bool again = app->menu.kind == MENU_SOLVE;
    Menu *menu = &app->menu;
    char text[80], filter[sizeof menu->filter];
    int selected = menu->selected, length = menu->length;
    snprintf(filter, sizeof filter, "%s", menu->filter);
    menu_open(menu, MENU_SOLVE, true, "%s%s = %s: which input gives way?",
              app->goal.holding ? "Hold " : "", figure_info[app->goal.figure].label,
              print_target(app, text, sizeof text));
    for (int i = 0; answer && i < answer->of.solve.count; i++) {
        add_way(app, &answer->of.solve.ways[i]);
    }
    if (menu->count == 0) {
        bool known = answer && answer->finished;
        menu_add(menu, -1, STYLE_DIM, "", "%s",
                 known ? "no number moves this figure" : "looking …");
    }
    if (again) {
        menu->selected = selected;
        menu->length = length;
        snprintf(menu->filter, sizeof menu->filter, "%s", filter);
    }
    menu_move(menu, 0);
}

void goal_choose(App *app, int input, long now)
{
    const Answer *answer = question_answer(app, JOB_SOLVE);
    const Solution *found = NULL;
    char text[80], least[80], most[80];
    for (int i = 0; answer && i < answer->of.solve.count; i++) {
        if (answer->of.solve.ways[i].input == input) {
            found = &answer->of.solve.ways[i].solution;
        }
    }
    if (!found || found->how == NO_EFFECT || found->how == OUT_OF_REACH) {
        Printed low = print_figure(app->goal.figure, found ? found->least : NAN),
                high = print_figure(app->goal.figure, found ? found->most : NAN);
        app_say(app, STYLE_WARNING, "no value of %s gives %s: it goes from %s to %s",
                input_info[input].label, print_target(app, text, sizeof text),
                join_printed(least, sizeof least, &low), join_printed(most, sizeof most, &high));
        return;
    }
    app->menu.kind = NO_MENU;
    app->goal.input = app->input = input;
    app->goal.chosen = true;
    app->goal.held = false;
    if (app->now.plan.at[input] != found->value) {
        app->history.control = -1; /* a change of its own, before and after */
        scenario_set(&app->now, input, found->value, FROM_SOLVER);
        app_changed(app, input, now);
        app->history.control = -1;
    }
    if (app->goal.holding) {
        app->goal.held = true;
        app_say(app, STYLE_TEXT, "%s stays at %s, %s gives way; G lets it go",
                figure_info[app->goal.figure].label, print_target(app, text, sizeof text),
                input_info[input].label);
    }
}

/* -- holding ------------------------------------------------------------------------------------- */

void goal_hold(App *app)
{
    Goal *goal = &app->goal;
    if (!goal->held) {
        return;
    }
    Solution solution = solve_near(&app->now.plan, goal->input, goal->figure, goal->target);
    goal->missed = solution.how == NO_EFFECT || solution.how == OUT_OF_REACH;
    if (!goal->missed && app->now.plan.at[goal->input] != solution.value) {
        scenario_set(&app->now, goal->input, solution.value, FROM_SOLVER);
    }
}

void goal_say(App *app)
{
    const Goal *goal = &app->goal;
    char text[80], target[80];
    if (!goal->held) {
        return;
    }
    if (goal->missed) {
        app_say(app, STYLE_WARNING, "no value of %s gives %s now", input_info[goal->input].label,
                print_target(app, target, sizeof target));
        return;
    }
    Printed value = print_input(goal->input, app->now.plan.at[goal->input]);
    const char *effect = strstr(app->change, ": "); /* "Price $2 → $3: same time, $1 M more" */
    app_say(app, STYLE_CHANGED, "%.*s%s%s gives way: %s",
            effect ? (int)(effect - app->change) : (int)strlen(app->change), app->change,
            app->change[0] ? "; " : "", input_info[goal->input].label,
            join_printed(text, sizeof text, &value));
}

bool goal_gives_way(App *app, int input)
{
    bool gives = app->goal.held && input == app->goal.input;
    if (gives) {
        app_say(app, STYLE_WARNING, "%s gives way to hold %s; G lets it go",
                input_info[input].label, figure_info[app->goal.figure].label);
    }
    return gives;
}

void goal_text(const App *app, bool brief, char *out, size_t size)
{
    const Goal *goal = &app->goal;
    const FigureInfo *figure = &figure_info[goal->figure];
    const InputInfo *input = &input_info[goal->input];
    char target[80];
    out[0] = '\0';
    if (!goal->held) {
        return;
    }
    double off = fabs(app->figures.at[goal->figure] / goal->target - 1);
    bool missed = goal->missed || !(off < (input->kind == WHOLE ? 0.05 : 1e-6));
    print_target(app, target, sizeof target);
    if (missed) {
        snprintf(out, size, "%s: no %s gives it", target, brief ? input->brief : input->label);
    } else {
        snprintf(out, size, "%s held at %s by %s",
                 brief && figure->brief ? figure->brief : figure->label, target,
                 brief ? input->brief : input->label);
    }
}
