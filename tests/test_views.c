/* test_views.c -- lists and views in front of the dashboard: whatever their size, by key and mouse. */
#include "tests/board.h"
#include "tests/suites.h"

#include "tui/panels.h"

#include <stdlib.h>
#include <string.h>

static void open_view(int rows, int columns, const char *words)
{
    Scenario scenario;
    load_board("deepseek-v3", &scenario);
    canvas_resize(&canvas, rows, columns);
    keys(words);
}

static void press(int row, int column)
{
    app_event(
        &app,
        &(Event){
            .kind = EVENT_MOUSE, .act = MOUSE_PRESS, .button = 1, .row = row, .column = column },
        0);
    screen_draw(&app, &canvas);
}

/* What is in front stays there whatever becomes of the screen, with its focus in sight. */
START_TEST(views_are_resized)
{
    static const char *const views[] = { "D Down*2",  "V Down*3", "W Down*4",  "N Down*12",
                                         "C Down*40", "E",        "F Down*9",  "f Down*9",
                                         "z Down*2",  "B Down",   "? Down*30", "/ Down*90",
                                         "m Down*40", "o Down*2" };
    static const int sizes[][2] = { { 60, 200 }, { 16, 60 },  { 10, 40 },  { 24, 80 }, { 45, 160 },
                                    { 16, 60 },  { 70, 250 }, { 30, 100 }, { 40, 120 } };
    open_view(40, 120, "p Right*4");
    keys(views[_i]);
    ViewKind view = app.view.kind;
    MenuKind menu = app.menu.kind;
    int focus = app.view.line, selected = app.menu.selected;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        canvas_resize(&canvas, sizes[i][0], sizes[i][1]);
        screen_draw(&app, &canvas);
        questions_settle(&app);
        screen_draw(&app, &canvas);
        if (sizes[i][0] >= 16) {
            ck_assert_int_eq(app.view.kind, view);
            ck_assert_int_eq(app.menu.kind, menu);
            ck_assert_int_eq(app.view.line, focus);
            ck_assert_int_eq(app.menu.selected, selected);
            ck_assert_msg(canvas.cursor_row > 0 && canvas.cursor_row < canvas.rows - 3,
                          "%dx%d: cursor in row %d", sizes[i][1], sizes[i][0], canvas.cursor_row);
        }
    }
    app_close(&app);
}
END_TEST

/* What the bottom line says can be pressed, in views and lists; a line that is only read cannot. */
START_TEST(hints_are_pressed)
{
    open_view(16, 60, "");
    static const char *const views[] = {
        "B", "D", "z", "W", "N", "C", "E", "F", "f", "?", "o", "e"
    };
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        keys(views[i]);
        char *text = canvas_words(&canvas), *back = strstr(text, "Esc back");
        ck_assert_msg(back != NULL, "%s:\n%s", views[i], text);
        while (back > text && back[-1] != '\n') {
            back--;
        }
        *strstr(back, "Esc back") = '\0';
        press(15, text_columns(back) + 1);
        ck_assert(app.view.kind == NO_VIEW && app.menu.kind == NO_MENU);
        free(text);
    }
    keys("D");
    press(15, 11); /* "Tab figure" */
    ck_assert_int_ne(app.figure, FIGURE_train_cost);
    keys("Escape Tab e");
    int selected = app.menu.selected;
    ck_assert_int_gt(selected, 0);
    press(4, 5);
    ck_assert_int_eq(app.menu.kind, MENU_EXPLAIN);
    ck_assert_int_eq(app.menu.selected, selected);
    app_close(&app);
}
END_TEST

static void turn_wheel(MouseAct act)
{
    app_event(&app, &(Event){ .kind = EVENT_MOUSE, .act = act, .row = 5, .column = 5 }, 0);
    screen_draw(&app, &canvas);
}

/* The wheel moves in a list or view; a press on what is no line does nothing, one beside the box leaves. */
START_TEST(lists_know_the_mouse)
{
    open_view(40, 120, "o");
    int rows = app.menu.count;
    ck_assert_int_lt(rows, 30);
    turn_wheel(MOUSE_WHEEL_DOWN);
    ck_assert_int_eq(app.menu.selected, 3);
    turn_wheel(MOUSE_WHEEL_UP);
    ck_assert_int_eq(app.menu.selected, 0);
    press(canvas.cursor_row + rows, 60); /* below the last line */
    ck_assert_int_eq(app.menu.kind, MENU_SCENARIO);
    press(2, 60);
    ck_assert_int_eq(app.menu.kind, NO_MENU);
    keys("C");
    turn_wheel(MOUSE_WHEEL_DOWN);
    ck_assert_int_eq(app.view.line, 3);
    app_close(&app);
}
END_TEST

Suite *views_suite(void)
{
    Suite *suite = suite_create("views");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, open_board, close_board);
    tcase_add_loop_test(all, views_are_resized, 0, 14);
    tcase_add_test(all, hints_are_pressed);
    tcase_add_test(all, lists_know_the_mouse);
    tcase_set_timeout(all, 120);
    suite_add_tcase(suite, all);
    return suite;
}
