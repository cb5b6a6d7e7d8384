/* test_leaving.c -- the terminal is given back as it was, whatever ends or stops the program, and
 * unsaved work is there the next time. */
#include "tests/play.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

/* -- stopping ------------------------------------------------------------------------------------- */

/* By key, by signal, by a signal it cannot catch. */
START_TEST(stops_and_comes_back)
{
    Pty *pty = start("deepseek-v3");
    size_t before, after;
    if (_i == 0) {
        pty_send(pty, "\032");
    } else {
        pty_signal(pty, _i == 1 ? SIGTSTP : SIGSTOP);
    }
    ck_assert(pty_wait_stop(pty, LIMIT));
    if (_i < 2) {
        expect_clean(pty);
    }
    pty_output(pty, &before);
    pty_signal(pty, SIGCONT);
    idle(pty);
    pty_output(pty, &after);
    ck_assert_uint_gt(after - before, 2000); /* all of it again */
    ck_assert_ptr_nonnull(strstr(pty_left(pty), "SGR mouse"));
    expect_golden(pty, "tests/screens/80x24.screen");
    press(pty, RIGHT);
    expect(pty, "1 changed");
    quit(pty);
}
END_TEST

/* -- ending --------------------------------------------------------------------------------------- */

static const struct {
    int number;
    bool keeps; /* unsaved work: after a fault nothing can be trusted */
} endings[] = {
    { SIGTERM, true },  { SIGHUP, true },   { SIGINT, true },  { SIGQUIT, true },
    { SIGSEGV, false }, { SIGBUS, false },  { SIGFPE, false }, { SIGILL, false },
    { SIGABRT, false }, { SIGTRAP, false }, { SIGSYS, false },
};
enum { ENDINGS = sizeof endings / sizeof *endings };

static const char *recovered(void)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/config/flopdeck/scenarios/recovered.yaml", test_folder());
    return path;
}

/* What was changed when it ended stands there again, or there is nothing. */
static void expect_kept(bool keeps)
{
    if (keeps) { /* the next start says so */
        Pty *next = start("deepseek-v3");
        expect(next, "unsaved work was kept as 'recovered': o opens it");
        quit(next);
    }
    Pty *pty = start_with((PtyOptions){ 0 }, "recovered", NULL);
    if (keeps) {
        expect(pty, "39.00 %");
        quit(pty);
    } else {
        ck_assert_int_ne(pty_wait_end(pty, LIMIT), 0);
        pty_stop(pty);
    }
    ck_assert_int_eq(remove(recovered()) == 0, keeps);
}

START_TEST(signals_leave_the_terminal_as_it_was)
{
    remove(recovered());
    Pty *pty = start("deepseek-v3");
    press(pty, RIGHT);
    pty_signal(pty, endings[_i].number);
    int status = pty_wait_end(pty, LIMIT);
    expect_clean(pty);
    if (!SANITIZED) { /* which print their report below */
        ck_assert_str_eq(vt_row(pty_vt(pty), 0), "");
    }
    ck_assert_msg(WIFSIGNALED(status) ? WTERMSIG(status) == endings[_i].number : SANITIZED,
                  "signal %d gave status %x", endings[_i].number, (unsigned)status);
    pty_stop(pty);
    expect_kept(endings[_i].keeps);
}
END_TEST

/* Nobody passes SIGHUP on: the end of the line has to be noticed, and not be tried again. */
START_TEST(ends_at_once_when_the_terminal_is_gone)
{
    enum { MOST = SANITIZED ? 2000 : 100 };
    remove(recovered());
    Pty *pty = start("deepseek-v3");
    press(pty, RIGHT);
    int64_t gone = pty_clock();
    pty_hang_up(pty);
    ck_assert_int_ne(pty_wait_end(pty, LIMIT), -1);
    ck_assert_int_le(pty_clock() - gone, MOST);
    pty_stop(pty);
    expect_kept(true);
}
END_TEST

Suite *leaving_suite(void)
{
    Suite *suite = suite_create("leaving");
    TCase *tests = tcase_create("leaving");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, stops_and_comes_back, 0, 3);
    tcase_add_loop_test(tests, signals_leave_the_terminal_as_it_was, 0, ENDINGS);
    tcase_add_test(tests, ends_at_once_when_the_terminal_is_gone);
    suite_add_tcase(suite, tests);
    return suite;
}
