/* test_detail.c -- what is said about a row, a key, a limit can be read in full at 80 columns. */
#include "tests/board.h"
#include "tests/suites.h"
#include "tui/detail.h"
#include "tui/keys.h"
#include "tui/panels.h"

#include <stdlib.h>
#include <string.h>

static void open_detail(void)
{
    open_board();
    Scenario scenario;
    load_board("deepseek-v3", &scenario);
    app.quiet = MARK_KEYS;
    app.status[0] = '\0';
    memset(&app.limits, 0, sizeof app.limits);
}

static void must_show(const char *text, const char *name)
{
    screen_draw(&app, &canvas);
    char *words = canvas_words(&canvas);
    ck_assert_msg(strstr(words, text), "%s: cut at 80 columns: '%s'", name, text);
    free(words);
}

START_TEST(help_of_inputs_fits)
{
    app.pane = PANE_INPUTS;
    app.input = _i;
    must_show(input_info[_i].help, input_info[_i].name);
    for (int i = 0; i < input_options(_i); i++) {
        app.now.plan.at[_i] = i;
        must_show(option_info[input_info[_i].options + i].help, input_info[_i].name);
    }
}
END_TEST

START_TEST(sources_and_caveats_fit)
{
    int figures[256], count = app_figure_lines(&app, figures, 256);
    ck_assert_int_gt(count, 5);
    app.pane = PANE_FIGURES;
    for (int i = 0; i < count; i++) {
        const FigureInfo *info = &figure_info[figures[i]];
        app.figure = figures[i];
        must_show(info->source, info->name);
        must_show(info->caveat ? info->caveat : "", info->name);
    }
}
END_TEST

START_TEST(limits_fit)
{
    app.limits.broken[_i] = true;
    must_show(limit_info[_i].say, limit_info[_i].name);
}
END_TEST

START_TEST(help_of_keys_fits)
{
    char name[40];
    keys("?");
    for (int i = 0; i < action_count; i++) {
        app.menu.selected = i;
        snprintf(name, sizeof name, ":%s ", actions[i].name);
        must_show(actions[i].help, actions[i].name);
        must_show(name, actions[i].name);
    }
}
END_TEST

/* Which of the texts a rectangle shows, and how its lines begin. */
static const struct {
    int columns;
    const char *text, *more, *lines[2];
} flows[] = {
    { 20, "short", "also short", { "short", "also short" } },
    { 20, "twenty columns, just", "more", { "twenty columns, just", "more" } },
    { 40,
      "short",
      "more than one line of it, so it follows the text",
      { "short  more than one line of it, so it", "follows the text" } },
    { 20, "a text that takes two of them", "x", { "a text that takes", "two of them  x" } },
    { 20,
      "a text that takes two of them",
      "no room at all",
      { "a text that takes", "two of them" } },
    { 20,
      "a text of three lines, and so cut at its end",
      "",
      { "a text of three", "lines, and so cut a…" } },
    { 8, "äöü äöü äöü", "", { "äöü äöü", "äöü" } },
};
enum { FLOWS = sizeof flows / sizeof *flows };

START_TEST(two_lines_are_used)
{
    Canvas small;
    canvas_open(&small, 2, flows[_i].columns, CHARSET_FULL);
    detail_lines(&small, (Rect){ 0, 0, 2, flows[_i].columns }, STYLE_TEXT, flows[_i].text,
                 STYLE_DIM, flows[_i].more);
    char *words = canvas_words(&small), wanted[256];
    snprintf(wanted, sizeof wanted, "%s\n%s\n", flows[_i].lines[0], flows[_i].lines[1]);
    ck_assert_str_eq(words, wanted);
    free(words);
    canvas_close(&small);
}
END_TEST

Suite *detail_suite(void)
{
    Suite *suite = suite_create("detail");
    TCase *flow = tcase_create("flow"), *fits = tcase_create("fits");
    tcase_add_loop_test(flow, two_lines_are_used, 0, FLOWS);
    suite_add_tcase(suite, flow);
    tcase_add_checked_fixture(fits, open_detail, close_board);
    tcase_add_loop_test(fits, help_of_inputs_fits, 0, INPUT_COUNT);
    tcase_add_test(fits, sources_and_caveats_fit);
    tcase_add_loop_test(fits, limits_fit, 0, LIMIT_COUNT);
    tcase_add_test(fits, help_of_keys_fits);
    suite_add_tcase(suite, fits);
    return suite;
}
