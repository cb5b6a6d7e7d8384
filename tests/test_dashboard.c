/* test_dashboard.c -- the program itself in a pseudo-terminal: keys in, its screen read back. */
#include "tests/suites.h"

#include "tests/pty.h"

#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* A frame is written once by ncurses, into memory, and once to the terminal. */
enum { LIMIT = 20000, WRITES = 2 };

/* -- helpers ------------------------------------------------------------------------------------- */

/* Starts it with one word and one more NAME=VALUE; each may be NULL. */
static Pty *start_with(PtyOptions options, const char *word, const char *setting)
{
    char home[300], config[300], runtime[300];
    const char *program = getenv("FLOPDECK");
    const char *environment[] = { home, config, runtime, setting, NULL };
    ck_assert_msg(program != NULL, "FLOPDECK says where the program is");
    snprintf(home, sizeof home, "HOME=%s", test_folder());
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", test_folder());
    snprintf(runtime, sizeof runtime, "XDG_RUNTIME_DIR=%s", test_folder());
    options.environment = environment;
    return pty_start(&options, (const char *const[]){ program, word, NULL });
}

static void expect(Pty *pty, const char *text)
{
    if (!pty_wait_text(pty, text, LIMIT)) {
        ck_abort_msg("'%s' does not appear:\n%s", text, pty_screen(pty));
    }
}

static void idle(Pty *pty)
{
    ck_assert_msg(pty_wait_idle(pty, LIMIT), "it does not come to rest:\n%s", pty_screen(pty));
}

/* Starts it at 80x24 and waits for its first frame. */
static Pty *start(const char *word)
{
    Pty *pty = start_with((PtyOptions){ 0 }, word, NULL);
    expect(pty, "q quit");
    idle(pty);
    return pty;
}

static void press(Pty *pty, const char *bytes)
{
    pty_send(pty, bytes);
    idle(pty);
}

static void expect_clean(Pty *pty)
{
    ck_assert_str_eq(pty_left(pty), "");
}

static void expect_end(Pty *pty)
{
    int status = pty_wait_end(pty, LIMIT);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x:\n%s", (unsigned)status,
                  pty_screen(pty));
    expect_clean(pty);
    pty_stop(pty);
}

static void quit(Pty *pty)
{
    pty_send(pty, "q");
    expect_end(pty);
}

/* The screen is the golden one; the message is the first row that is not. */
static void expect_golden(Pty *pty, const char *path)
{
    size_t size;
    char *whole = read_whole(path, &size);
    int row = 0;
    ck_assert_msg(whole != NULL, "%s", path);
    for (char *wanted = whole, *end; (end = strchr(wanted, '\n')); wanted = end + 1) {
        *end = '\0';
        if (strcmp(wanted, pty_row(pty, row)) !=
            0) { /* an answer from a thread may be on its way */
            pty_wait_text(pty, wanted, LIMIT);
        }
        ck_assert_msg(strcmp(wanted, pty_row(pty, row)) == 0, "%s:%d\n  want %s\n  have %s", path,
                      row + 1, wanted, pty_row(pty, row));
        row++;
    }
    free(whole);
}

static int row_of(Pty *pty, const char *text)
{
    for (int row = 0; row < 24; row++) {
        if (strstr(pty_row(pty, row), text)) {
            return row;
        }
    }
    ck_abort_msg("no row shows '%s'", text);
}

static int count_of(const char *bytes, size_t count, unsigned char least)
{
    int found = 0;
    for (size_t i = 0; i < count; i++) {
        found += (unsigned char)bytes[i] >= least;
    }
    return found;
}

#define RIGHT "\033[C"
#define LEFT  "\033[D"
#define UP    "\033[A"
#define DOWN  "\033[B"

/* -- what is drawn is what the terminal shows ------------------------------------------------------ */

static glob_t scripts;

static const struct {
    const char *name, *bytes;
} names[] = {
    { "Up", UP },
    { "Down", DOWN },
    { "Right", RIGHT },
    { "Shift-Right", "\033[1;2C" },
    { "Shift-Tab", "\033[Z" },
    { "Enter", "\r" },
    { "Tab", "\t" },
    { "PageUp", "\033[5~" },
    { "F5", "\033[15~" },
};

static void play(Pty *pty, const char *word)
{
    char text[128];
    int times = 1, length = (int)strlen(word);
    if (strncmp(word, "text:", 5) == 0) {
        snprintf(text, sizeof text, "%s", word + 5);
        for (char *blank; (blank = strchr(text, '_'));) {
            *blank = ' ';
        }
        press(pty, text);
        return;
    }
    const char *star = strchr(word, '*');
    if (star && star > word) {
        times = atoi(star + 1);
        length = (int)(star - word);
    }
    const char *bytes = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((int)strlen(names[i].name) == length &&
            memcmp(names[i].name, word, strlen(names[i].name)) == 0) {
            bytes = names[i].bytes;
        }
    }
    snprintf(text, sizeof text, "%.*s", length, word);
    for (int i = 0; i < times; i++) {
        press(pty, bytes ? bytes : text);
    }
}

START_TEST(golden)
{
    const char *path = scripts.gl_pathv[_i];
    int rows, columns;
    char charset[16], name[64], word[128], wanted[256];
    FILE *script = fopen(path, "r");
    ck_assert_ptr_nonnull(script);
    ck_assert_int_eq(fscanf(script, "%dx%d %15s %63s", &columns, &rows, charset, name), 4);
    static const char *const timed[] = {
        "-step.",   "-undo.", "-held",   "-history", "-hold",      "-band",      "-heat", "-sure",
        "-tornado", "-solve", "-search", "-versus",  "-waterfall", "-tour-move", "-notes"
    };
    for (size_t i = 0; i < sizeof timed / sizeof *timed; i++) {
        if (strstr(path, timed[i])) {
            fclose(script);
            return; /* the clock or a thread says what they show */
        }
    }
    bool ascii = strcmp(charset, "ascii") == 0, compat = strcmp(charset, "compat") == 0;
    PtyOptions options = { .rows = rows, .columns = columns };
    options.locale = ascii ? "C" : NULL;
    /* libvterm forgets that a repeated letter (REP) has filled the row; screen's entry has none */
    options.type = compat ? "linux" : ascii ? "screen-256color" : NULL;
    Pty *pty = start_with(options, name, NULL);
    expect(pty, "q quit");
    idle(pty);
    while (fscanf(script, "%127s", word) == 1) {
        play(pty, word);
    }
    fclose(script);
    snprintf(wanted, sizeof wanted, "%.*s.screen", (int)(strlen(path) - 5), path);
    expect_golden(pty, wanted);
    pty_stop(pty);
}
END_TEST

/* -- journeys ------------------------------------------------------------------------------------ */

START_TEST(a_step_changes_everything_in_one_frame)
{
    Pty *pty = start("deepseek-v3");
    long writes = pty_writes(pty);
    press(pty, RIGHT);
    expect(pty, "39.00 %");
    expect(pty, "$5.571 M");
    expect(pty, "56.67 days");
    if (writes >= 0) {
        ck_assert_int_eq(pty_writes(pty) - writes, WRITES);
    }
    quit(pty);
}
END_TEST

START_TEST(a_value_is_typed_and_undone)
{
    Pty *pty = start("deepseek-v3");
    press(pty, "50%");
    expect(pty, "MFU = 50%");
    press(pty, "\r");
    expect(pty, "50.00 %");
    expect(pty, "1 changed");
    press(pty, "u");
    expect(pty, "as reported");
    expect(pty, "$5.576 M");
    press(pty, "U");
    expect(pty, "1 changed");
    press(pty, "u5 TB\r"); /* not a share */
    expect(pty, "MFU = 5 TB");
    press(pty, "\033");
    expect(pty, "q quit");
    expect(pty, "as reported");
    quit(pty);
}
END_TEST

START_TEST(another_model_is_picked)
{
    Pty *pty = start("deepseek-v3");
    press(pty, "mmixtral-8x7b\r");
    expect(pty, "Mixtral 8x7B");
    expect(pty, "─ Experts: 2 of 8 ");
    quit(pty);
}
END_TEST

START_TEST(a_figure_is_explained)
{
    Pty *pty = start("deepseek-v3");
    press(pty, "\t");
    press(pty, "\r");
    expect(pty, "Training cost");
    expect(pty, "is       gpu_hours × device_price");
    pty_send(pty, "\033"); /* a lone ESC is the key only after a while */
    expect(pty, "─ Experts: 8 of 256 + 1 ");
    quit(pty);
}
END_TEST

START_TEST(a_scenario_is_saved_and_opened)
{
    Pty *pty = start("deepseek-v3");
    press(pty, "50%\r");
    press(pty, "s");
    expect(pty, "save as:");
    press(pty, "of-a-test\r");
    expect(pty, "saved as of-a-test");
    quit(pty);
    pty = start("of-a-test");
    expect(pty, "50.00 %");
    expect(pty, "of-a-test.yaml");
    quit(pty);
}
END_TEST

/* What was copied, as the terminal was given it. */
START_TEST(the_value_and_the_command_are_copied)
{
    size_t count;
    Pty *pty = start("deepseek-v3");
    press(pty, "50%\r");
    press(pty, "y");
    ck_assert_ptr_nonnull(strstr(pty_output(pty, &count), "\033]52;c;NTAgJQ==\a")); /* 50 % */
    press(pty, "Y");
    expect(pty, "flopdeck show -s deepseek-v3 --set 'assumed_mfu=50 %'");
    press(pty, "mmixtral-8x7b\r");
    press(pty, "Y");
    expect(pty, "flopdeck show -s deepseek-v3 -m mixtral-8x7b");
    quit(pty);
}
END_TEST

START_TEST(the_mouse_drags_a_slider)
{
    char bytes[64];
    Pty *pty = start("deepseek-v3");
    int row = row_of(pty, "▸MFU") + 1;
    snprintf(bytes, sizeof bytes, "\033[<0;21;%dM\033[<32;25;%dM", row, row);
    press(pty, bytes);
    expect(pty, "1 changed");
    snprintf(bytes, sizeof bytes, "\033[<32;200;%dM\033[<0;200;%dm", row, row);
    press(pty, bytes);
    expect(pty, "▸MFU          ━━━━━━┿━━━━━━●    80.00 %");
    press(pty, "u"); /* one drag is one change */
    for (int key = 0; key < 3; key++) {
        press(pty, "Q"); /* no action: the marks of what moved weaken */
    }
    expect_golden(pty, "tests/screens/80x24.screen");
    quit(pty);
}
END_TEST

/* -- sizes, stops -------------------------------------------------------------------------------- */

START_TEST(sizes_change_in_a_storm)
{
    Pty *pty = start("deepseek-v3");
    for (int i = 0; i < 120; i++) {
        pty_resize(pty, 1 + i * 7 % 70, 1 + i * 13 % 220);
        if (i % 3 == 0) {
            pty_send(pty, i % 2 ? UP : DOWN);
        }
    }
    pty_resize(pty, 1, 1);
    idle(pty);
    pty_resize(pty, 60, 200);
    idle(pty);
    expect(pty, "Compare");
    pty_resize(pty, 24, 80);
    idle(pty);
    char *shown = pty_screen(pty);
    press(pty, "\f"); /* painted anew it is the same */
    char *painted = pty_screen(pty);
    ck_assert_str_eq(shown, painted);
    ck_assert_ptr_nonnull(strstr(shown, "q quit"));
    free(shown);
    free(painted);
    quit(pty);
}
END_TEST

START_TEST(a_size_comes_back_as_it_was)
{
    Pty *pty = start("deepseek-v3");
    for (int i = 0; i < 3; i++) {
        static const int sizes[][2] = { { 1, 1 }, { 15, 59 }, { 40, 120 } };
        pty_resize(pty, sizes[i][0], sizes[i][1]);
        idle(pty);
        pty_resize(pty, 24, 80);
        idle(pty);
        expect_golden(pty, "tests/screens/80x24.screen");
    }
    quit(pty);
}
END_TEST

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

/* -- terminals of every kind ---------------------------------------------------------------------- */

static const char *const types[] = { "xterm-256color", "xterm", "screen-256color", "tmux-256color",
                                     "linux",          "vt100", "vt220",           "xterm-direct" };
enum { TYPES = sizeof types / sizeof *types };

START_TEST(runs_on_every_terminal)
{
    static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 60, 200 }, { 10, 30 }, { 1, 1 } };
    bool ascii = _i % 2;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t count;
        Pty *pty = start_with((PtyOptions){ .rows = sizes[i][0],
                                            .columns = sizes[i][1],
                                            .type = types[_i / 2],
                                            .locale = ascii ? "C" : NULL },
                              NULL, NULL);
        if (!pty_wait_idle(pty, LIMIT)) { /* not every machine has every entry */
            ck_assert_int_eq(WEXITSTATUS(pty_wait_end(pty, LIMIT)), 1);
            ck_assert(pty_wait_text(pty, "is not known here", 0));
            pty_stop(pty);
            return;
        }
        if (i < 3) {
            expect(pty, "TRAINING COST");
            expect(pty, "DeepSeek-V3");
        }
        press(pty, RIGHT);
        const char *output = pty_output(pty, &count);
        ck_assert_int_eq(ascii ? count_of(output, count, 0x80) : 0, 0);
        quit(pty);
    }
}
END_TEST

static bool has_colour(Pty *pty)
{
    for (int row = 0; row < 24; row++) {
        for (int column = 0; column < 80; column++) {
            PtyCell cell = pty_cell(pty, row, column);
            if (cell.foreground >= 0 || cell.background >= 0) {
                return true;
            }
        }
    }
    return false;
}

START_TEST(no_color_means_none)
{
    Pty *pty = start_with((PtyOptions){ 0 }, NULL, "NO_COLOR=1");
    expect(pty, "q quit");
    idle(pty);
    ck_assert(!has_colour(pty));
    ck_assert(pty_cell(pty, 0, 40).reverse);
    expect_golden(pty, "tests/screens/80x24.screen");
    quit(pty);
    pty = start(NULL);
    ck_assert(has_colour(pty));
    quit(pty);
}
END_TEST

static const struct {
    const char *type, *words;
} refusals[] = {
    { "dumb", "a terminal of type 'dumb' cannot place its cursor" },
    { "nonsense", "the terminal type 'nonsense' is not known here" },
    { "", "TERM is not set" },
};
enum { REFUSALS = sizeof refusals / sizeof *refusals };

START_TEST(refuses_in_one_sentence)
{
    size_t count;
    Pty *pty = start_with((PtyOptions){ .type = refusals[_i].type, .columns = 200 }, NULL, NULL);
    int status = pty_wait_end(pty, LIMIT);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 1);
    ck_assert_msg(strstr(pty_row(pty, 0), refusals[_i].words), "%s", pty_row(pty, 0));
    ck_assert_ptr_nonnull(strstr(pty_row(pty, 0), "flopdeck show"));
    ck_assert_str_eq(pty_row(pty, 1), "");
    const char *output = pty_output(pty, &count);
    ck_assert_ptr_null(memchr(output, '\033', count));
    expect_clean(pty);
    pty_stop(pty);
}
END_TEST

START_TEST(refuses_without_a_terminal)
{
    char command[1200], said[400] = "";
    snprintf(command, sizeof command, "TERM=xterm '%s' </dev/null 2>&1", getenv("FLOPDECK"));
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    size_t size = fread(said, 1, sizeof said - 1, pipe);
    int status = pclose(pipe);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 1);
    ck_assert_ptr_nonnull(strstr(said, "the dashboard needs a terminal"));
    ck_assert_ptr_eq(strchr(said, '\n'), said + size - 1);
}
END_TEST

/* -- leaving ------------------------------------------------------------------------------------- */

static const int ending_signals[] = { SIGTERM, SIGHUP, SIGINT,  SIGQUIT, SIGSEGV, SIGBUS,
                                      SIGFPE,  SIGILL, SIGABRT, SIGTRAP, SIGSYS };
enum { ENDING = sizeof ending_signals / sizeof *ending_signals };

START_TEST(signals_leave_the_terminal_as_it_was)
{
    Pty *pty = start("deepseek-v3");
    press(pty, RIGHT);
    pty_signal(pty, ending_signals[_i]);
    int status = pty_wait_end(pty, LIMIT);
    expect_clean(pty);
    if (!SANITIZED) { /* which print their report below */
        ck_assert_str_eq(pty_row(pty, 0), "");
    }
    ck_assert_msg(WIFSIGNALED(status) ? WTERMSIG(status) == ending_signals[_i] : SANITIZED,
                  "signal %d gave status %x", ending_signals[_i], (unsigned)status);
    pty_stop(pty);
}
END_TEST

START_TEST(ends_when_the_terminal_is_gone)
{
    Pty *pty = start("deepseek-v3");
    press(pty, RIGHT);
    pty_hang_up(pty);
    ck_assert_int_ne(pty_wait_end(pty, 2000), -1);
    pty_stop(pty);
}
END_TEST

/* -- thrift -------------------------------------------------------------------------------------- */

START_TEST(idle_is_idle)
{
    Pty *pty = start("deepseek-v3");
    press(pty, RIGHT); /* what it moved is marked: no clock takes the mark away */
    long switches = pty_switches(pty);
    size_t before, after;
    pty_output(pty, &before);
    ck_assert(!pty_wait_text(pty, "no such text", 500));
    pty_output(pty, &after);
    ck_assert_uint_eq(after, before);
    ck_assert_int_eq(pty_switches(pty), switches);
    quit(pty);
}
END_TEST

/* Bytes and writes of so many steps, every other one with another key. */
static void count_steps(Pty *pty, int steps, const char *other, size_t most_bytes)
{
    size_t before, after;
    long writes = pty_writes(pty);
    pty_output(pty, &before);
    for (int i = 0; i < steps; i++) {
        press(pty, i % 2 ? other : RIGHT);
    }
    pty_output(pty, &after);
    ck_assert_uint_le(after - before, (size_t)steps * most_bytes);
    if (writes >= 0) {
        ck_assert_int_eq(pty_writes(pty) - writes, steps * WRITES);
    }
}

/* A step there and back takes every mark away and brings it again: it costs more. */
START_TEST(a_step_is_one_write_of_few_bytes)
{
    Pty *pty = start_with((PtyOptions){ .mute = true }, "deepseek-v3", NULL);
    expect(pty, "q quit");
    idle(pty);
    press(pty, RIGHT);
    count_steps(pty, 40, RIGHT, 130);
    count_steps(pty, 40, LEFT, 200);
    quit(pty);
}
END_TEST

START_TEST(a_storm_of_keys_is_one_step_after_another)
{
    Pty *pty = start("deepseek-v3");
    for (int i = 0; i < 100; i++) {
        pty_send(pty, RIGHT LEFT RIGHT LEFT RIGHT LEFT RIGHT LEFT RIGHT LEFT);
    }
    idle(pty);
    press(pty, RIGHT LEFT "x");
    expect(pty, "as reported");
    expect(pty, "$5.576 M");
    quit(pty);
}
END_TEST

/* A key is held at 30 Hz on a line of 2,400 bytes a second. */
START_TEST(a_slow_line_stays_in_step)
{
    enum { KEYS = 40, MOST_BEHIND = 200 };
    Pty *pty = start_with((PtyOptions){ .rate = 2400 }, "deepseek-v3", NULL);
    expect(pty, "q quit");
    idle(pty);
    int64_t first = pty_clock();
    for (int i = 0; i < KEYS; i++) {
        pty_send(pty, RIGHT);
        pty_wait_text(pty, "no such text", (int)(first + 33 * (i + 1) - pty_clock()));
    }
    int64_t last = pty_clock();
    expect(pty, "58.50 %"); /* 39, and 39 half percents */
    ck_assert_int_le(SANITIZED ? 0 : pty_clock() - last, MOST_BEHIND);
    quit(pty);
}
END_TEST

START_TEST(a_terminal_that_never_answers_is_not_waited_for)
{
    Pty *pty = start_with((PtyOptions){ .mute = true }, "deepseek-v3", NULL);
    expect(pty, "q quit");
    for (int i = 0; i < 10; i++) {
        press(pty, i % 2 ? LEFT : RIGHT);
        expect(pty, i % 2 ? "38.50 %" : "39.00 %");
    }
    quit(pty);
}
END_TEST

START_TEST(memory_is_bounded)
{
    Pty *pty = start_with((PtyOptions){ .rows = 60, .columns = 200 }, "deepseek-v3", NULL);
    expect(pty, "q quit");
    for (int i = 0; i < 20; i++) {
        press(pty, RIGHT);
    }
    ck_assert_int_le(SANITIZED ? 0 : pty_peak_memory(pty), 8192);
    quit(pty);
}
END_TEST

Suite *dashboard_suite(void)
{
    Suite *suite = suite_create("dashboard");
    TCase *tests = tcase_create("dashboard");
    glob("tests/screens/*.keys", 0, NULL, &scripts);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, golden, 0, (int)scripts.gl_pathc);
    tcase_add_test(tests, a_step_changes_everything_in_one_frame);
    tcase_add_test(tests, a_value_is_typed_and_undone);
    tcase_add_test(tests, another_model_is_picked);
    tcase_add_test(tests, a_figure_is_explained);
    tcase_add_test(tests, a_scenario_is_saved_and_opened);
    tcase_add_test(tests, the_value_and_the_command_are_copied);
    tcase_add_test(tests, the_mouse_drags_a_slider);
    tcase_add_test(tests, sizes_change_in_a_storm);
    tcase_add_test(tests, a_size_comes_back_as_it_was);
    tcase_add_loop_test(tests, stops_and_comes_back, 0, 3);
    tcase_add_loop_test(tests, runs_on_every_terminal, 0, 2 * TYPES);
    tcase_add_test(tests, no_color_means_none);
    tcase_add_loop_test(tests, refuses_in_one_sentence, 0, REFUSALS);
    tcase_add_test(tests, refuses_without_a_terminal);
    tcase_add_loop_test(tests, signals_leave_the_terminal_as_it_was, 0, ENDING);
    tcase_add_test(tests, ends_when_the_terminal_is_gone);
    tcase_add_test(tests, idle_is_idle);
    tcase_add_test(tests, a_step_is_one_write_of_few_bytes);
    tcase_add_test(tests, a_storm_of_keys_is_one_step_after_another);
    tcase_add_test(tests, a_slow_line_stays_in_step);
    tcase_add_test(tests, a_terminal_that_never_answers_is_not_waited_for);
    tcase_add_test(tests, memory_is_bounded);
    suite_add_tcase(suite, tests);
    return suite;
}
