/* test_tour.c -- tours: what is shipped, what is refused, the stage; files that
 * change while they are shown. */
#include "tests/board.h"
#include "tests/suites.h"

#include "profile/tour.h"
#include "tui/panels.h"
#include "tui/watch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Tour *load(const char *name, Scenario *scenario)
{
    Error error = { .text = "" };
    given_scenario(scenario, name);
    const Tour *tour = tour_read(&given_library, scenario, &error);
    must(tour != NULL, &error);
    return tour;
}

/* -- what is shipped ----------------------------------------------------------------------------- */

static const char *const shipped[] = { "deepseek-faq", "memory-wall" };

static void check_step(const Tour *tour, const Step *step)
{
    Figures figures = evaluate(&step->plan.plan);
    Limits limits = check_limits(&step->plan.plan, &figures);
    ck_assert_msg(step->figure_count > 0 && step->input_count > 0, "%s", step->title);
    ck_assert_msg(strstr(step->caption, "arXiv:") || strstr(step->caption, "https://") ||
                      strstr(step->caption, "data sheet"),
                  "%s, '%s': the caption cites nothing", tour->name, step->title);
    for (int i = 0; i < step->figure_count; i++) {
        double value = row_value(step->figures[i], &step->plan.plan, &figures);
        ck_assert_msg(isfinite(value) && value > 0, "'%s': %s is %g", step->title,
                      row_name(step->figures[i]), value);
    }
    for (int i = 0; i < step->input_count; i++) {
        ck_assert_msg(input_matters(step->inputs[i], &step->plan.plan), "'%s': %s does nothing",
                      step->title, input_info[step->inputs[i]].name);
    }
    for (int i = 0; i < step->rival_count; i++) {
        Scenario plan;
        ck_assert(rival_plan(&given_library, &step->rivals[i], &step->plan, &plan));
    }
    for (int i = 0; i < LIMIT_COUNT; i++) {
        ck_assert_msg(!limits.broken[i] || limit_info[i].severity != BROKEN, "'%s': %s",
                      step->title, limit_info[i].say);
    }
}

START_TEST(shipped_tours)
{
    Scenario scenario;
    const Tour *tour = load(shipped[_i], &scenario);
    ck_assert(tour->count >= 8 && tour->count <= 12);
    app_open(&app, &given_library, &scenario, NULL);
    keys("F5");
    for (int i = 0; i < tour->count; i++) {
        const Step *step = &tour->steps[i];
        check_step(tour, step);
        char *text = canvas_words(&canvas); /* all of the caption is on 24 rows */
        const char *last = strrchr(step->caption, ' ') + 1;
        ck_assert_msg(strstr(text, last) != NULL, "'%s' is too long for 80x24:\n%s", step->title,
                      text);
        ck_assert_msg(strstr(text, step->title) != NULL, "%s", text);
        free(text);
        keys("Space");
    }
}
END_TEST

/* The numbers that the essay and the papers have. */
START_TEST(essay_numbers)
{
    static const struct {
        int step, figure;
        double value, within;
    } rows[] = {
        { 1, FIGURE_train_cost, 5.576e6, 1e-3 },
        { 1, FIGURE_gpu_hours, 2.788e6 * 3600, 1e-3 },
        { 2, FIGURE_total_params, 671e9, 1e-3 },
        { 2, FIGURE_active_params, 37e9, 2e-2 },
        { 3, FIGURE_train_flop_per_token, 249.8e9, 1e-3 },
        { 4, FIGURE_cluster_peak, 4.053e18, 1e-3 },
        { 5, FIGURE_implied_mfu, 0.3894, 1e-3 },
        { 6, FIGURE_pretrain_time, 54.2 * 86400, 1e-3 },
        { 9, FIGURE_kv_bytes_per_token, 70272, 0 },
        { 12, FIGURE_train_flop_per_token, 333.3e9, 0 },
        { 12, FIGURE_cluster_peak, 3.97e18, 1e-6 },
        { 12, FIGURE_mfu, 0.2535, 1e-3 },
    };
    Scenario scenario;
    const Tour *tour = load("deepseek-faq", &scenario);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Figures figures = evaluate(&tour->steps[rows[i].step - 1].plan.plan);
        double value = figures.at[rows[i].figure];
        ck_assert_msg(fabs(value / rows[i].value - 1) <= rows[i].within, "step %d, %s is %g",
                      rows[i].step, figure_info[rows[i].figure].name, value);
    }
    /* What a step sets stays until another sets it, or begins from another scenario. */
    ck_assert_double_eq(tour->steps[7].plan.plan.active_experts, 256);
    ck_assert_double_eq(tour->steps[7].plan.reported.active_experts, 256);
    ck_assert_double_eq(tour->steps[8].plan.plan.active_experts, 8);
}
END_TEST

/* -- what is refused ----------------------------------------------------------------------------- */

static const struct {
    const char *tour, *error;
} refused[] = {
    { "tour: 3\n", "t.yaml:2:7: under 'tour:' a list of 1 to 99 steps would be right" },
    { "tour: []\n", ":2:7: under 'tour:' a list" },
    { "tour: [a]\n", ":2:8: a step is" },
    { "tour:\n  - caption: x\n", ":3:5: the step has no 'title:'" },
    { "tour:\n  - title: x\n    captoin: y\n", ":4:5: a step has no 'captoin'; 'caption' would" },
    { "tour:\n  - title: x\n    figures: [train_cots]\n",
      ":4:15: no figure is called 'train_cots'; 'train_cost' would be right" },
    { "tour:\n  - title: x\n    figures: [mfu, mfu, mfu, mfu]\n", ":4:30: 'figures' has too many" },
    { "tour:\n  - title: x\n    figures: {a: b}\n", ":4:14: 'figures' is a list" },
    { "tour:\n  - title: x\n    inputs: [train_cost]\n", ":4:14: 'train_cost' is a figure" },
    { "tour:\n  - title: x\n    inputs: [device]\n", "'devices' would be right" },
    { "tour:\n  - title: x\n    inputs: [[a]]\n", ":4:14: a name would be right" },
    { "tour:\n  - title: x\n    set: {layer: 3}\n", ":4:11: no input is called 'layer'; 'layers'" },
    { "tour:\n  - title: x\n    set: {layers: many}\n", ":4:19: " },
    { "tour:\n  - title: x\n    set: {layers: [1]}\n", ":4:19: one value would be right" },
    { "tour:\n  - title: x\n    set: 4\n", ":4:10: under 'set:'" },
    { "tour:\n  - title: x\n    scenario: deepsek-v3\n", ":4:15: no scenario is called" },
    { "tour:\n  - title: x\n    scenario: -\n", ":4:" },
    { "tour:\n  - title: x\n    against: [llama3.1-405c]\n", "'llama3.1-405b' would be right" },
    { "tour:\n  - title: [x]\n", ":3:12: words would be right" },
};

START_TEST(errors)
{
    char text[500];
    Scenario scenario;
    Error error = { .text = "" };
    int size = snprintf(text, sizeof text, "flopdeck: 1\n%s", refused[_i].tour);
    const char *path = test_file("t.yaml", text, (size_t)size);
    bool good = scenario_load(&given_library, &scenario, path, &error) &&
                tour_read(&given_library, &scenario, &error);
    ck_assert_msg(!good, "%s", refused[_i].tour);
    ck_assert_msg(strstr(error.text, refused[_i].error) != NULL, "%s", error.text);
}
END_TEST

START_TEST(without_a_tour)
{
    Scenario scenario;
    Error error = { .text = "" };
    ck_assert(scenario_load(&given_library, &scenario, "deepseek-v3", &error));
    ck_assert(!has_tour(&given_library, &scenario));
    ck_assert_ptr_null(tour_read(&given_library, &scenario, &error));
    ck_assert_msg(strstr(error.text, "has no 'tour:'") != NULL, "%s", error.text);
}
END_TEST

/* -- the stage ----------------------------------------------------------------------------------- */

START_TEST(stage)
{
    Scenario scenario;
    load("deepseek-faq", &scenario);
    app_open(&app, &given_library, &scenario, NULL);
    keys("F5 Right*3");
    ck_assert_int_eq(app.stage.step, 3);
    keys("Tab Right*2");
    ck_assert_int_eq(app.input, INPUT_devices);
    ck_assert_double_gt(app.now.plan.devices, 2048);
    keys("Escape Right Left"); /* what was moved is undone when the step is left */
    ck_assert_double_eq(app.now.plan.devices, 2048);
    keys("1 2 Enter");
    ck_assert_int_eq(app.stage.step, 11);
    keys("9 9 Enter Backspace");
    ck_assert_int_eq(app.stage.step, 10);
    keys("b");
    ck_assert(app.stage.blank);
    keys("Space");
    ck_assert(!app.stage.blank && app.stage.step == 10);
    keys("Home");
    ck_assert_int_eq(app.stage.step, 0);
}
END_TEST

START_TEST(leaving)
{
    Scenario scenario;
    Error error;
    ck_assert(scenario_load(&given_library, &scenario, "llama3.1-405b", &error));
    app_open(&app, &given_library, &scenario, NULL);
    keys("F5 Right Tab Right d"); /* no tour of its own: the essay's */
    ck_assert(!app.stage.on);
    ck_assert_str_eq(app.now.model, "deepseek-v3");
    ck_assert_double_ne(app.now.plan.routed_experts, app.a.scenario.plan.routed_experts);
    keys("F5");
    ck_assert(app.stage.on && app.stage.step == 1);
    ck_assert_double_eq(app.now.plan.routed_experts, 256);
    keys("Escape u"); /* one change in the history */
    keys("u");
    ck_assert_str_eq(app.now.model, "llama3.1-405b");
    keys("F5 ?");
    ck_assert(!app.stage.on && app.menu.kind == MENU_HELP);
    keys("Escape : text:tour_memory-wall Enter");
    ck_assert(app.stage.on && app.stage.step == 0);
    ck_assert_str_eq(app.now.model, "llama3.1-70b");
    keys("q");
    ck_assert(!app.stage.on && !app.quit);
    keys(": text:tour_nonsense Enter");
    ck_assert(!app.stage.on && app.status[0]);
}
END_TEST

/* Any size draws, and leaves nothing outside the canvas. */
START_TEST(sizes)
{
    Scenario scenario;
    const Tour *tour = load(shipped[_i % 2], &scenario);
    app_open(&app, &given_library, &scenario, NULL);
    keys("F5");
    for (int step = 0; step < tour->count; step++) {
        for (int columns = 60; columns <= 220; columns += 16) {
            for (int rows = 16; rows <= 70; rows += 9) {
                canvas_resize(&canvas, rows, columns);
                canvas.charset = (Charset)(_i % 3);
                screen_draw(&app, &canvas);
                char *text = canvas_words(&canvas);
                ck_assert_msg(strstr(text, tour->steps[step].title) != NULL, "%dx%d", columns,
                              rows);
                ck_assert_msg(strstr(text, "step ") != NULL, "%dx%d", columns, rows);
                free(text);
            }
        }
        keys("Space");
    }
}
END_TEST

/* -- files that change --------------------------------------------------------------------------- */

static void write_file(const char *tokens)
{
    char text[200];
    int size = snprintf(text, sizeof text,
                        "flopdeck: 1\nmodel: deepseek-v3\nrun:\n  train_tokens: %s\n", tokens);
    test_file("live.yaml", text, (size_t)size);
}

START_TEST(live)
{
    Scenario scenario;
    Error error = { .text = "" };
    char path[300];
    write_file("10 T");
    snprintf(path, sizeof path, "%s/live.yaml", test_folder());
    ck_assert_msg(scenario_load(&given_library, &scenario, path, &error), "%s", error.text);
    app_open(&app, &given_library, &scenario, path);
    keys(": text:layers=70 Enter");
    watch_open();
    watch_follow(&app);
    write_file("12.5 T");
    watch_event(&app, 0);
    ck_assert_double_eq(app.now.plan.train_tokens, 12.5e12);
    ck_assert_double_eq(app.now.plan.layers, 70); /* a hand's value stays */
    ck_assert_msg(strstr(app.status, "live.yaml was read again: 1 value") != NULL, "%s",
                  app.status);
    write_file("12.5 Q!");
    watch_follow(&app);
    watch_event(&app, 0);
    ck_assert_double_eq(app.now.plan.train_tokens, 12.5e12);
    ck_assert_msg(strstr(app.status, "live.yaml:4:17: ") != NULL, "%s", app.status);
    write_file("9 T");
    watch_follow(&app);
    watch_event(&app, 0);
    ck_assert_double_eq(app.now.plan.train_tokens, 9e12);
    watch_close();
}
END_TEST

static const char *write_tour(const char *title, const char *price)
{
    char text[400];
    int size = snprintf(text, sizeof text,
                        "flopdeck: 1\nmodel: deepseek-v3\ntour:\n  - title: one\n  - title: %s\n"
                        "    figures: [train_cost]\n    inputs: [devices, device_price]\n"
                        "    set: {device_price: %s}\n",
                        title, price);
    return test_file("tour.yaml", text, (size_t)size);
}

START_TEST(live_tour)
{
    Scenario scenario;
    load(write_tour("two", "$3"), &scenario);
    app_open(&app, &given_library, &scenario, NULL);
    keys("F5 Right Tab Right"); /* devices were moved on stage */
    double devices = app.now.plan.devices;
    ck_assert_double_eq_tol(app.now.plan.device_price, 3.0 / 3600, 1e-9);
    watch_open();
    watch_follow(&app);
    write_tour("another two", "$5");
    watch_event(&app, 0);
    ck_assert_msg(strstr(app.status, "was read again") != NULL, "%s", app.status);
    screen_draw(&app, &canvas);
    char *text = canvas_words(&canvas);
    ck_assert_ptr_nonnull(strstr(text, "another two"));
    free(text);
    ck_assert(app.stage.on && app.stage.step == 1);
    ck_assert_int_eq(app.pane, PANE_INPUTS);
    ck_assert_int_eq(app.input, INPUT_devices);
    ck_assert_double_eq_tol(app.now.plan.device_price, 5.0 / 3600, 1e-9);
    ck_assert_double_eq(app.now.plan.devices, devices);
    ck_assert_double_ne(app.a.scenario.plan.devices, devices); /* what it is compared with */
    watch_follow(&app);
    write_tour("[x]", "$7"); /* broken: the last good one stays */
    watch_event(&app, 0);
    ck_assert_msg(strstr(app.status, "tour.yaml:5:12: words would be right"), "%s", app.status);
    ck_assert_str_eq(app.stage.tour->steps[1].title, "another two");
    ck_assert_double_eq_tol(app.now.plan.device_price, 5.0 / 3600, 1e-9);
    keys("Escape Escape"); /* off the stage it is followed too */
    ck_assert(!app.stage.on);
    watch_follow(&app);
    write_tour("mended", "$9");
    watch_event(&app, 0);
    keys("F5");
    ck_assert_str_eq(app.stage.tour->steps[app.stage.step].title, "mended");
    watch_close();
}
END_TEST

/* The wheel steps off the sliders, a press on the dots goes there. */
START_TEST(mouse)
{
    Scenario scenario;
    load("deepseek-faq", &scenario);
    canvas_resize(&canvas, 40, 120);
    app_open(&app, &given_library, &scenario, NULL);
    keys("F5");
    Event event = { .kind = EVENT_MOUSE, .act = MOUSE_WHEEL_DOWN, .row = 2, .column = 50 };
    app_event(&app, &event, 0);
    app_event(&app, &event, 0);
    ck_assert_int_eq(app.stage.step, 2);
    event.act = MOUSE_WHEEL_UP;
    app_event(&app, &event, 0);
    ck_assert_int_eq(app.stage.step, 1);
    screen_draw(&app, &canvas);
    bool slid = false, stepped = false;
    double value = app.now.plan.routed_experts;
    for (int i = 0; i < app.hit_count && !slid; i++) {
        if (app.hits[i].kind == HIT_TRACK && app.hits[i].id == INPUT_routed_experts) {
            event.row = app.hits[i].rect.row;
            event.column = app.hits[i].rect.column;
            app_event(&app, &event, 0); /* over a slider the wheel is the slider's */
            slid = app.stage.step == 1 && app.now.plan.routed_experts != value;
        }
    }
    ck_assert(slid);
    screen_draw(&app, &canvas);
    for (int i = 0; i < app.hit_count && !stepped; i++) {
        if (app.hits[i].kind == HIT_STEP && app.hits[i].id == 7) {
            event = (Event){ .kind = EVENT_MOUSE, .act = MOUSE_PRESS, .button = 1 };
            event.row = app.hits[i].rect.row;
            event.column = app.hits[i].rect.column;
            app_event(&app, &event, 0);
            stepped = true;
        }
    }
    ck_assert(stepped);
    ck_assert_int_eq(app.stage.step, 7);
}
END_TEST

Suite *tour_suite(void)
{
    Suite *suite = suite_create("tour");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, open_board, close_board);
    tcase_add_loop_test(all, shipped_tours, 0, 2);
    tcase_add_test(all, essay_numbers);
    tcase_add_loop_test(all, errors, 0, sizeof refused / sizeof *refused);
    tcase_add_test(all, without_a_tour);
    tcase_add_test(all, stage);
    tcase_add_test(all, leaving);
    tcase_add_loop_test(all, sizes, 0, 6);
    tcase_add_test(all, live);
    tcase_add_test(all, live_tour);
    tcase_add_test(all, mouse);
    tcase_set_timeout(all, 120);
    suite_add_tcase(suite, all);
    return suite;
}
