/* test_snapshot.c -- screens as files. */
#include "tests/board.h"
#include "tests/suites.h"

#include "tui/actions.h"
#include "tui/dashboard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *snapshot(const char *path, const char *words)
{
    ScreenOrder order = { .size = "80x24", .keys = words, .path = path };
    Scenario scenario;
    Error error = { .text = "" };
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert(scenario_load(&given_library, &scenario, "deepseek-v3", &error));
    bool good = dashboard_screen(&given_library, &scenario, &order, out, &error);
    fclose(out);
    ck_assert_msg(good, "%s", error.text);
    return text;
}

static int count_of(const char *text, const char *wanted)
{
    int count = 0;
    for (; (text = strstr(text, wanted)); text += strlen(wanted)) {
        count++;
    }
    return count;
}

START_TEST(formats)
{
    char *text = snapshot("x.txt", "Right*3"), *ansi = snapshot("x.ans", "Right*3"),
         *svg = snapshot("a/b.svg", ": text:<&>"), *html = snapshot("x.html", ": text:<&>");
    ck_assert_int_eq(count_of(text, "\n"), 24);
    ck_assert_ptr_null(strchr(text, '\033'));
    ck_assert_ptr_nonnull(strstr(text, "DeepSeek-V3"));
    ck_assert_int_eq(count_of(ansi, "\n"), 24);
    ck_assert_ptr_nonnull(strstr(ansi, "\033[0;1;93m"));
    ck_assert_int_eq(strncmp(svg, "<svg xmlns", 10), 0);
    ck_assert_ptr_nonnull(strstr(svg, "&lt;&amp;&gt;"));
    ck_assert_int_eq(count_of(svg, "<text"), count_of(svg, "</text>"));
    ck_assert_ptr_nonnull(strstr(svg, "</svg>"));
    ck_assert_ptr_null(strstr(svg, "href")); /* self-contained */
    ck_assert_int_eq(count_of(html, "<span"), count_of(html, "</span>"));
    ck_assert_ptr_nonnull(strstr(html, "&lt;&amp;&gt;"));
    free(text);
    free(ansi);
    free(svg);
    free(html);
}
END_TEST

/* Nobody looks while it is computed: the picture has the answer. */
START_TEST(answers)
{
    static const char *const views[] = { "B", "D", "z", "W", "F", "Right p Right*3 V" };
    char *text = snapshot("x.txt", views[_i]);
    ck_assert_ptr_null(strstr(text, "computing"));
    free(text);
}
END_TEST

START_TEST(wrong_orders)
{
    static const ScreenOrder orders[] = { { .size = "80" },        { .size = "80x24x" },
                                          { .size = "0x0" },       { .size = "9999x9999" },
                                          { .keys = "Rihgt" },     { .theme = "darker" },
                                          { .path = "screen.png" } };
    Scenario scenario;
    Error error = { .text = "" };
    ck_assert(scenario_load(&given_library, &scenario, "deepseek-v3", &error));
    FILE *out = fopen("/dev/null", "w");
    ck_assert(!dashboard_screen(&given_library, &scenario, &orders[_i], out, &error));
    ck_assert_msg(strstr(error.text, "would be right") || strstr(error.text, "is written as"), "%s",
                  error.text);
    fclose(out);
}
END_TEST

START_TEST(screen_action)
{
    Scenario scenario;
    size_t size;
    const char *path = test_file("shot.html", "", 0);
    given_scenario(&scenario, "deepseek-faq");
    app_open(&app, &given_library, &scenario, NULL);
    keys("F5");
    snprintf(app.argument, sizeof app.argument, "%s", path);
    act_screen(&app, 0);
    ck_assert_msg(strstr(app.status, "the screen is in") != NULL, "%s", app.status);
    char *text = read_whole(path, &size);
    ck_assert_ptr_nonnull(strstr(text, "What did DeepSeek announce?"));
    free(text);
    app.argument[0] = '\0';
    keys(": text:screen_x.png Enter");
    ck_assert_msg(strstr(app.status, ".svg") != NULL, "%s", app.status);
    ck_assert(app.stage.on); /* said on the step */
    keys("F6");
    ck_assert_int_eq(app.entry.typing, TYPING_COMMAND);
}
END_TEST

Suite *snapshot_suite(void)
{
    Suite *suite = suite_create("snapshot");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, open_board, close_board);
    tcase_add_test(all, formats);
    tcase_add_loop_test(all, answers, 0, 6);
    tcase_add_loop_test(all, wrong_orders, 0, 7);
    tcase_add_test(all, screen_action);
    tcase_set_timeout(all, 120);
    suite_add_tcase(suite, all);
    return suite;
}
