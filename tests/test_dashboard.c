/* test_dashboard.c -- the program itself in a pseudo-terminal: keys in, its screen read back. */
#include "tests/play.h"
#include "tests/process.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    options.type = compat ? "linux" : NULL;
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
    long writes = process_writes(pty_program(pty));
    press(pty, RIGHT);
    expect(pty, "39.00 %");
    expect(pty, "$5.571 M");
    expect(pty, "56.67 days");
    ck_assert_int_eq(writes < 0 ? WRITES : process_writes(pty_program(pty)) - writes, WRITES);
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
    expect(pty, "is      gpu_hours × device_price");
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
    press(pty, "oof-a");
    expect(pty, "of-a   1 of 1");
    press(pty, "\r");
    expect(pty, "as reported  flopdeck");
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
    suite_add_tcase(suite, tests);
    return suite;
}
