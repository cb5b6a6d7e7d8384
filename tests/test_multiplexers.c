/* test_multiplexers.c -- the program inside tmux, GNU screen and mosh, where they are installed. */
#include "tests/suites.h"

#include "tests/play.h"
#include "tests/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Commands of the shell: $FOLDER is of this test, $FLOPDECK the program. */
#define INSIDE "'echo $$ >$FOLDER/pid; exec $FLOPDECK deepseek-v3'"

static const struct {
    const char *needs, *start, *attach, *detach, *end;
    bool mouse, clipboard; /* which it passes on */
} multiplexers[] = {
    { .needs = "tmux",
      .start = "printf 'set -g status off\\nset -g mouse on\\nset -g set-clipboard on\\n"
               "set -g default-terminal tmux-256color\\nset -g assume-paste-time 0\\n' "
               ">$FOLDER/tmux.conf;"
               "exec tmux -u -f $FOLDER/tmux.conf -S $FOLDER/tmux new-session " INSIDE,
      .attach = "exec tmux -u -S $FOLDER/tmux attach-session",
      .detach = "\002d",
      .end = "tmux -S $FOLDER/tmux kill-session",
      .mouse = true,
      .clipboard = true },
    { .needs = "screen",
      .start = "printf 'startup_message off\\ndefutf8 on\\naltscreen on\\nterm screen-256color\\n' "
               ">$FOLDER/screenrc; export SCREENDIR=$FOLDER/screen; mkdir -pm 700 $SCREENDIR;"
               "exec screen -U -c $FOLDER/screenrc -S test sh -c " INSIDE,
      .attach = "export SCREENDIR=$FOLDER/screen; exec screen -U -r test",
      .detach = "\001d",
      .end = "SCREENDIR=$FOLDER/screen screen -S test -X quit",
      .mouse = true },
    { .needs = "mosh-server",
      .start = "mosh-server new -i 127.0.0.1 -- sh -c " INSIDE " >$FOLDER/mosh 2>&1;"
               "set -- $(sed -n 's/^MOSH CONNECT //p' $FOLDER/mosh);"
               "MOSH_KEY=$2 exec mosh-client 127.0.0.1 $1",
      .end = "kill $(sed -n 's/.*pid = \\([0-9]*\\).*/\\1/p' $FOLDER/mosh)",
      .mouse = true,
      .clipboard = true },
};
enum { MULTIPLEXERS = sizeof multiplexers / sizeof *multiplexers };

static bool shell(const char *words, const char *name)
{
    char command[600];
    snprintf(command, sizeof command, words, name);
    return system(command) == 0;
}

static Pty *inside(const char *command)
{
    static const char *environment[5];
    char folder[300];
    snprintf(folder, sizeof folder, "FOLDER=%s", test_folder());
    memcpy(environment, play_environment(folder), sizeof environment);
    return pty_start(&(PtyOptions){ .environment = environment },
                     (const char *const[]){ "/bin/sh", "-c", command, NULL });
}

/* Q does nothing, and the marks of what moved weaken with each key. */
#define UNDO "uQQQ"

/* What 80x24 must show; keys that were pressed are undone. */
static void expect_as_reported(Pty *pty)
{
    expect(pty, "as reported");
    expect(pty, "$5.576 M");
    expect(pty, "q quit");
    expect_golden(pty, "tests/screens/80x24.screen");
}

static void slide(Pty *pty)
{
    enum { KEYS = 40, MOST_BEHIND = SANITIZED ? LIMIT : 500 };
    pty_send(pty, RIGHT);
    expect(pty, "39.00 %");
    expect(pty, "$5.571 M");
    for (int i = 1; i < KEYS; i++) { /* held, at 30 Hz */
        pty_send(pty, RIGHT);
        pass_time(pty, 33);
    }
    int64_t last = pty_clock();
    expect(pty, "58.50 %"); /* 39, and 39 half percents */
    ck_assert_int_le(pty_clock() - last, MOST_BEHIND);
    pty_send(pty, UNDO);
    expect_as_reported(pty);
}

static void resize(Pty *pty)
{
    pty_resize(pty, 40, 120);
    expect_golden(pty, "tests/screens/120x40.screen");
    pty_resize(pty, 24, 80);
    expect_as_reported(pty);
}

static void use_mouse(Pty *pty)
{
    char bytes[80];
    int row = row_of(pty, "▸MFU") + 1;
    snprintf(bytes, sizeof bytes, "\033[<0;21;%dM\033[<32;25;%dM\033[<0;25;%dm", row, row, row);
    pty_send(pty, bytes);
    expect(pty, "1 changed");
    pty_send(pty, UNDO);
    expect_as_reported(pty);
}

static void paste(Pty *pty, bool clipboard)
{
    size_t count;
    pty_send(pty, "\033[200~50%\r\033[201~");
    expect(pty, "50.00 %");
    pty_send(pty, "y");
    for (int i = 0; i < 50 && !strstr(pty_output(pty, &count), "NTAgJQ==\a"); i++) {
        pass_time(pty, 10); /* base64 of "50 %" */
    }
    ck_assert_int_eq(strstr(pty_output(pty, &count), "NTAgJQ==\a") != NULL, clipboard);
    pty_send(pty, UNDO);
    expect_as_reported(pty);
}

static pid_t program_inside(void)
{
    char path[300];
    int program = 0;
    snprintf(path, sizeof path, "%s/pid", test_folder());
    FILE *file = fopen(path, "r");
    ck_assert(file && fscanf(file, "%d", &program) == 1 && process_runs(program));
    fclose(file);
    return program;
}

START_TEST(works_inside)
{
    enum { MOST = SANITIZED ? 2000 : 200 };
    if (!shell("command -v %s >/dev/null", multiplexers[_i].needs)) {
        fprintf(stderr, "skipped: there is no %s here\n", multiplexers[_i].needs);
        return;
    }
    Pty *pty = inside(multiplexers[_i].start);
    expect_as_reported(pty);
    slide(pty);
    resize(pty);
    if (multiplexers[_i].mouse) {
        use_mouse(pty);
    }
    paste(pty, multiplexers[_i].clipboard);
    if (multiplexers[_i].attach) {
        pty_send(pty, multiplexers[_i].detach);
        ck_assert_int_eq(pty_wait_end(pty, LIMIT), 0);
        pty_stop(pty);
        pty = inside(multiplexers[_i].attach);
        expect_as_reported(pty);
        slide(pty);
    }
    pid_t program = program_inside();
    int64_t ended = pty_clock();
    ck_assert(shell(multiplexers[_i].end, ""));
    while (process_runs(program) && pty_clock() - ended < LIMIT) {
        pass_time(pty, 1);
    }
    ck_assert_int_le(pty_clock() - ended, MOST);
    pty_stop(pty);
}
END_TEST

/* What a test that failed has left. */
static void end_all(void)
{
    for (int i = 0; i < MULTIPLEXERS; i++) {
        char command[600];
        snprintf(command, sizeof command, "(%s) >/dev/null 2>&1", multiplexers[i].end);
        shell(command, "");
    }
}

/* mosh changes to another folder: the program's path is whole. */
static void name_places(void)
{
    char *program = realpath(getenv("FLOPDECK"), NULL);
    setenv("FOLDER", test_folder(), 1);
    setenv("FLOPDECK", program ? program : "", 1);
    free(program);
}

Suite *multiplexers_suite(void)
{
    Suite *suite = suite_create("multiplexers");
    TCase *tests = tcase_create("multiplexers");
    tcase_set_timeout(tests, 60);
    tcase_add_unchecked_fixture(tests, name_places, end_all);
    tcase_add_loop_test(tests, works_inside, 0, MULTIPLEXERS);
    suite_add_tcase(suite, tests);
    return suite;
}
