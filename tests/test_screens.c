/* test_screens.c -- golden screens: keys in, text out, no terminal.
 *
 * screens/NAME.keys holds a line `ROWSxCOLUMNS CHARSET SCENARIO`, then key names, one or more a
 * line (`Right*3`, `Shift-Left`, `text:mixtral`; `notes:7`: the presenter's notes after 7 minutes); screens/NAME.screen is what the canvas must hold
 * afterwards.  On a mismatch the new screen is left in build/screens/; `make accept` takes it. */
#include "tests/suites.h"

#include "tests/board.h"
#include "tui/keys.h"
#include "tui/notes.h"
#include "tui/panels.h"
#include "tui/present.h"

#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static glob_t scripts;

static long clock_now; /* an hour a key: every key is a change of its own */

static void press(const Event *event)
{
    clock_now += 3600000;
    app_event(&app, event, clock_now);
    questions_settle(&app);
    screen_draw(&app, &canvas);
}

/* One word of a script; false: no such key. */
static bool play(const char *word)
{
    Event event;
    if (strncmp(word, "text:", 5) == 0) {
        for (const char *at = word + 5; *at; at++) {
            event = (Event){ .kind = EVENT_KEY, .key = (unsigned char)(*at == '_' ? ' ' : *at) };
            press(&event);
        }
        return true;
    }
    int row, column, minutes;
    if (sscanf(word, "notes:%d", &minutes) == 1) { /* what the presenter has beside it */
        static Notes notes;
        Message message;
        present_message(&app, &message);
        notes_take(&notes, &message);
        notes_draw(&notes, &canvas, message.started + 60 * minutes);
        return true;
    }
    if (sscanf(word, "click:%d:%d", &row, &column) == 2) {
        event = (Event){
            .kind = EVENT_MOUSE, .act = MOUSE_PRESS, .button = 1, .row = row, .column = column
        };
        press(&event);
        event.act = MOUSE_RELEASE;
        press(&event);
        return true;
    }
    const char *star = strlen(word) > 1 ? strrchr(word, '*') : NULL;
    int times = star ? atoi(star + 1) : 1;
    if (!read_key(word, star ? (size_t)(star - word) : strlen(word), &event)) {
        return false;
    }
    for (int i = 0; i < times; i++) {
        press(&event);
    }
    return true;
}

/* The first line that differs, for the message. */
static void differing_line(const char *a, const char *b, char *out, size_t size)
{
    int line = 1;
    while (*a && *b && strcspn(a, "\n") == strcspn(b, "\n") &&
           strncmp(a, b, strcspn(a, "\n")) == 0) {
        a += strcspn(a, "\n") + 1;
        b += strcspn(b, "\n") + 1;
        line++;
    }
    snprintf(out, size, "line %d\n  want %.*s\n  have %.*s", line, (int)strcspn(b, "\n"), b,
             (int)strcspn(a, "\n"), a);
}

static void open_screen(const char *name, int rows, int columns, Charset charset)
{
    Scenario scenario;
    open_given();
    given_scenario(&scenario, name);
    canvas_open(&canvas, rows, columns, charset);
    app_open(&app, &given_library, &scenario, NULL);
}

static void close_screen(void)
{
    app_close(&app);
    canvas_close(&canvas);
    close_given();
}

static void run_script(const char *path)
{
    int rows, columns;
    char charset[16], name[64], word[128];
    FILE *script = fopen(path, "r");
    ck_assert_ptr_nonnull(script);
    ck_assert_int_eq(fscanf(script, "%dx%d %15s %63s", &columns, &rows, charset, name), 4);
    open_screen(name, rows, columns,
                strcmp(charset, "ascii") == 0    ? CHARSET_ASCII
                : strcmp(charset, "compat") == 0 ? CHARSET_COMPAT
                                                 : CHARSET_FULL);
    screen_draw(&app, &canvas);
    while (fscanf(script, "%127s", word) == 1) {
        ck_assert_msg(play(word), "%s: no key is called '%s'", path, word);
    }
    fclose(script);
}

START_TEST(golden)
{
    const char *path = scripts.gl_pathv[_i], *base = strrchr(path, '/') + 1;
    char wanted_path[256], left_path[256], where[1200];
    run_script(path);
    char *text = canvas_words(&canvas);
    snprintf(wanted_path, sizeof wanted_path, "%.*s.screen", (int)(strlen(path) - 5), path);
    size_t size;
    char *wanted = read_whole(wanted_path, &size);
    if (!wanted || strcmp(text, wanted) != 0) {
        mkdir("build", 0777);
        mkdir("build/screens", 0777);
        snprintf(left_path, sizeof left_path, "build/screens/%.*s.screen", (int)(strlen(base) - 5),
                 base);
        FILE *left = fopen(left_path, "w");
        fputs(text, left);
        fclose(left);
        differing_line(text, wanted ? wanted : "", where, sizeof where);
        ck_abort_msg("%s differs from %s at %s", left_path, wanted_path, where);
    }
    free(text);
    free(wanted);
    close_screen();
}
END_TEST

/* Every size draws: nothing outside the canvas, nothing that asserts, with lists and without. */
START_TEST(every_size)
{
    static const char *const before[] = { "",  "Enter", "?", "m", ":", "Tab", "a", "B", "D",
                                          "V", "z",     "W", "N", "C", "E",   "b", "F", "f" };
    /* Corners of every layout, and what lies just inside and outside of them. */
    static const int sizes[][2] = { { 1, 1 },    { 2, 300 },  { 70, 3 },   { 15, 60 },  { 16, 59 },
                                    { 16, 60 },  { 17, 61 },  { 24, 79 },  { 24, 80 },  { 33, 99 },
                                    { 34, 100 }, { 30, 100 }, { 40, 120 }, { 44, 160 }, { 24, 160 },
                                    { 45, 159 }, { 60, 200 }, { 16, 250 }, { 80, 60 } };
    Scenario scenario;
    open_given();
    given_scenario(&scenario, _i % 2 ? "deepseek-v3" : "llama3.1-405b");
    canvas_open(&canvas, 1, 1, CHARSET_FULL);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        app_open(&app, &given_library, &scenario, NULL);
        app.rows = 24;
        app.columns = 80;
        if (*before[i]) {
            ck_assert(play(before[i]));
        }
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++) {
            canvas_resize(&canvas, sizes[j][0], sizes[j][1]);
            canvas.charset = (Charset)_i;
            screen_draw(&app, &canvas);
            if (*before[i] == 'z' && j % 3 == 0) {
                questions_settle(&app); /* its answer is as large as the screen */
                screen_draw(&app, &canvas);
            }
            bool ascii = true; /* one check a screen: each costs a write */
            for (int k = 0; k < canvas.rows * canvas.columns; k++) {
                ascii = ascii && canvas.cells[k].glyph < 0x80;
            }
            ck_assert(canvas.charset != CHARSET_ASCII || ascii);
        }
        app_close(&app);
    }
    canvas_close(&canvas);
    close_given();
}
END_TEST

/* A screen without colour says the same: styles never change the text. */
START_TEST(storm)
{
    unsigned state = 12345;
    open_screen("deepseek-v3", 24, 80, CHARSET_FULL);
    screen_draw(&app, &canvas);
    for (int i = 0; i < 3000; i++) { /* any keys in any order: no crash, values in range */
        static const uint32_t keys[] = { CODE_UP,        CODE_DOWN, CODE_LEFT,    CODE_RIGHT,
                                         CODE_HOME,      CODE_END,  CODE_ENTER,   CODE_ESCAPE,
                                         CODE_BACKSPACE, CODE_TAB,  CODE_PAGE_UP, CODE_PAGE_DOWN };
        state = state * 1664525 + 1013904223;
        unsigned pick = state >> 16;
        Event event = { .kind = EVENT_KEY,
                        .key = pick % 3 ? keys[pick / 3 % 12] : 32 + pick / 3 % 95,
                        .with = pick / 300 % 8 == 0 ? WITH_SHIFT : 0 };
        if (event.key == 's' || event.key == 'S') {
            continue; /* nothing is written by a storm */
        }
        clock_now += pick % 2000;
        app_event(&app, &event, clock_now);
        app.quit = false;
        if (app.entry.typing == TYPING_PATH) {
            app.entry.typing = NOT_TYPING;
        }
        if (i % 16 == 0) { /* while the background works */
            questions_take(&app);
            questions_ask(&app);
            screen_draw(&app, &canvas);
        }
        for (int j = 0; j < INPUT_COUNT; j++) {
            double value = app.now.plan.at[j];
            if (!(value >= input_lowest(j) * (1 - 1e-9) &&
                  value <= input_highest(j) * (1 + 1e-9))) {
                ck_abort_msg("%s is %g", input_info[j].name, value);
            }
        }
    }
    close_screen();
}
END_TEST

/* Sliders move while every kind of question is asked: the last answers are about the last plan. */
START_TEST(storm_of_questions)
{
    static const char *const views[] = { "B", "D", "V", "z", "W", "F" };
    open_screen("deepseek-v3", 40, 120, CHARSET_FULL);
    app.band = true;
    for (int i = 0; i < 240; i++) {
        Event event;
        const char *key = i % 40 == 0 ? views[i / 40] : i % 3 ? "]" : i % 2 ? "[" : "{";
        ck_assert(read_key(key, strlen(key), &event));
        app_event(&app, &event, clock_now += 10);
        questions_take(&app);
        questions_ask(&app);
        screen_draw(&app, &canvas);
    }
    questions_settle(&app);
    for (int i = 0; i < JOB_KINDS; i++) {
        const Question *question = &app.questions.of[i];
        if (question->asked) {
            ck_assert(question_fresh(&app, (JobKind)i));
            ck_assert_mem_eq(&question->order.plan, &app.now.plan, sizeof(Plan));
        }
    }
    ck_assert(app.questions.of[JOB_BAND].asked);
    close_screen();
}
END_TEST

/* A held figure stays where it is whatever moves; undo takes both changes back at once. */
START_TEST(held)
{
    open_screen("deepseek-v3", 24, 80, CHARSET_FULL);
    Plan before = app.now.plan;
    double cost = app.figures.train_cost;
    const char *const keys[] = {
        "G", "text:Price", "Enter", ":", "text:train-tokens=20_T", "Enter"
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        ck_assert(play(keys[i]));
    }
    ck_assert(app.goal.held && !app.goal.missed);
    ck_assert_double_eq_tol(app.figures.train_cost, cost, 1e-9 * cost);
    ck_assert_double_lt(app.now.plan.device_price, before.device_price);
    ck_assert_int_eq(app.now.origin[INPUT_device_price].from, FROM_SOLVER);
    ck_assert(play("u"));
    ck_assert_mem_eq(&app.now.plan, &before, sizeof before);
    close_screen();
}
END_TEST

/* A press in the timeline takes the cursor there, its sliders move under the view, and it follows. */
START_TEST(timeline_follows)
{
    open_screen("deepseek-v3", 40, 120, CHARSET_ASCII);
    screen_draw(&app, &canvas);
    ck_assert(play("f"));
    ck_assert_int_eq(app.view.kind, VIEW_TIMELINE);
    ck_assert(play("click:8:36")); /* rows begin at 4, the picture at column 6 */
    ck_assert_int_eq(app.view.line, 4);
    ck_assert_int_eq(app.view.column, 30);
    ck_assert_int_eq(canvas.cursor_row, 8);
    ck_assert_int_eq(canvas.cursor_column, 36);
    char *before = canvas_words(&canvas);
    ck_assert_ptr_nonnull(strstr(before, "Stage 4: forward of 107 & backward of 39"));
    ck_assert_ptr_nonnull(strstr(before, "16 stages, dualpipe"));
    ck_assert(play("Shift-Tab"));
    ck_assert(play("-")); /* dualpipe, zero_bubble */
    ck_assert_int_eq((int)app.now.plan.schedule, schedule_ZERO_BUBBLE);
    char *after = canvas_words(&canvas);
    ck_assert_ptr_nonnull(strstr(after, "16 stages, zero_bubble"));
    ck_assert(play("Tab"));
    ck_assert(play("-"));
    ck_assert_double_lt(app.now.plan.pipeline_parallel, 16);
    ck_assert_int_eq(app.view.kind, VIEW_TIMELINE);
    free(before);
    free(after);
    close_screen();
}
END_TEST

/* What a change moved is marked, and says which way without colour; the mark weakens with the next
 * keys, in stages, and is gone after MARK_KEYS of them.  A further change marks afresh. */
START_TEST(marks_weaken)
{
    open_screen("deepseek-v3", 24, 80, CHARSET_FULL);
    ck_assert_uint_eq(app_figure_arrow(&app, FIGURE_train_cost), ' ');
    for (int round = 0; round < 2; round++) {
        ck_assert(play(round ? "Left*2" : "Right"));
        ck_assert_int_eq(app_figure_style(&app, FIGURE_train_cost), STYLE_CHANGED);
        ck_assert_int_eq(app_figure_style(&app, FIGURE_total_params), STYLE_VALUE);
        ck_assert_uint_eq(app_figure_arrow(&app, FIGURE_train_cost), round ? 0x2191 : 0x2193);
        ck_assert_uint_eq(app_figure_arrow(&app, FIGURE_mfu), round ? 0x2193 : 0x2191);
        for (int key = 1; key < MARK_KEYS; key++) {
            ck_assert(play(key % 2 ? "Down" : "Up"));
            ck_assert_int_eq(app_figure_style(&app, FIGURE_train_cost), STYLE_FADED);
        }
        ck_assert(play("Escape"));
        ck_assert_int_eq(app_figure_style(&app, FIGURE_train_cost), STYLE_VALUE);
        ck_assert_uint_eq(app_figure_arrow(&app, FIGURE_train_cost), ' ');
    }
    close_screen();
}
END_TEST

/* Undo and redo say which change they took back or made again. */
START_TEST(undo_says_what)
{
    open_screen("deepseek-v3", 24, 80, CHARSET_FULL);
    ck_assert(play(":") && play("text:devices=4096") && play("Enter") && play("u"));
    ck_assert_str_eq(app.status, "undone: Devices 2,048 GPU → 4,096 GPU");
    ck_assert(play("Ctrl-R"));
    ck_assert_str_eq(app.status, "redone: Devices 2,048 GPU → 4,096 GPU");
    ck_assert(play("u") && play("u"));
    ck_assert_str_eq(app.status, "nothing to undo");
    close_screen();
}
END_TEST

/* A plan that never ends is not some days later. */
START_TEST(a_change_without_a_number)
{
    open_screen("deepseek-v3", 24, 80, CHARSET_FULL);
    ck_assert(play(":") && play("text:compute=fp4") && play("Enter"));
    ck_assert(play(":") && play("text:mfu-peak=compute") && play("Enter"));
    ck_assert(!isfinite(app.figures.train_time));
    const char *name = history_entry_name(&app.history, app.history.now);
    ck_assert_msg(strstr(name, "time —, cost —") != NULL, "%s", name);
    ck_assert_ptr_null(strstr(app.change, "+—"));
    close_screen();
}
END_TEST

static const struct {
    const char *typed;
    int input; /* -1: it is told why not */
    double value;
    const char *said;
} commands[] = {
    { "text:price=3", INPUT_device_price, 3.0 / 3600, "" },
    { "text:DEVICE-PR=3", INPUT_device_price, 3.0 / 3600, "" },
    { "text:scale=3", -1, 0, "'scale' could be scale_" },
    { "text:zzz=3", -1, 0, "no action, input or figure is called 'zzz'" },
};

START_TEST(inputs_are_abbreviated)
{
    open_screen("deepseek-v3", 24, 80, CHARSET_FULL);
    Plan before = app.now.plan;
    ck_assert(play(":") && play(commands[_i].typed) && play("Enter"));
    if (commands[_i].input >= 0) {
        ck_assert_double_eq_tol(app.now.plan.at[commands[_i].input], commands[_i].value, 1e-12);
        ck_assert_str_eq(app.status, "");
    } else {
        ck_assert_mem_eq(&before, &app.now.plan, sizeof before);
        ck_assert_msg(strstr(app.status, commands[_i].said) != NULL, "%s", app.status);
    }
    close_screen();
}
END_TEST

START_TEST(figures_and_actions_are_abbreviated)
{
    open_screen("deepseek-v3", 24, 80, CHARSET_FULL);
    ck_assert(play(":") && play("text:train-c") && play("Enter"));
    ck_assert_int_eq(app.pane, PANE_FIGURES);
    ck_assert_int_eq(app.figure, FIGURE_train_cost);
    ck_assert(play(":") && play("text:redo") && play("Enter"));
    ck_assert_str_eq(app.status, "nothing to redo"); /* a name in full is no beginning */
    ck_assert(play(":") && play("text:swa") && play("Enter"));
    ck_assert_str_eq(app.status, "this plan and A changed places");
    ck_assert(play(":") && play("text:page") && play("Enter"));
    ck_assert_str_eq(app.status, "'page' could be page-down or page-up");
    ck_assert(!app.quit && play(":") && play("text:q") && play("Enter"));
    ck_assert(app.leaving || app.quit);
    close_screen();
}
END_TEST

Suite *screens_suite(void)
{
    Suite *suite = suite_create("screens");
    TCase *golden_case = tcase_create("golden"), *sizes = tcase_create("sizes");
    glob("tests/screens/*.keys", 0, NULL, &scripts);
    tcase_add_loop_test(golden_case, golden, 0, (int)scripts.gl_pathc);
    tcase_add_loop_test(sizes, every_size, 0, 3);
    tcase_add_test(sizes, storm);
    tcase_add_test(sizes, storm_of_questions);
    tcase_add_test(sizes, held);
    tcase_add_test(sizes, timeline_follows);
    tcase_add_test(sizes, marks_weaken);
    tcase_add_test(sizes, undo_says_what);
    tcase_add_test(sizes, a_change_without_a_number);
    tcase_add_loop_test(sizes, inputs_are_abbreviated, 0, sizeof commands / sizeof *commands);
    tcase_add_test(sizes, figures_and_actions_are_abbreviated);
    tcase_set_timeout(sizes, 120);
    suite_add_tcase(suite, golden_case);
    suite_add_tcase(suite, sizes);
    return suite;
}
