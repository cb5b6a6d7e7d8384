/* test_notes.c -- a tour and its notes in two terminals, and a shared one. */
#include "tests/play.h"
#include "tests/process.h"
#include "tui/channel.h"

#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char runtime[300];

static mode_t mode_of(const char *path)
{
    struct stat status;
    ck_assert_msg(lstat(path, &status) == 0, "%s", path);
    return status.st_mode & 07777;
}

/* A folder of its own, so that no other tour is found. */
static void open_runtime(void)
{
    snprintf(runtime, sizeof runtime, "%s/run-%ld", test_folder(), (long)getpid());
    mkdir(runtime, 0700);
    setenv("XDG_RUNTIME_DIR", runtime, 1);
}

static Pty *start_notes_with(const char *const *words)
{
    char setting[320];
    snprintf(setting, sizeof setting, "XDG_RUNTIME_DIR=%s", runtime);
    return start_words((PtyOptions){ 0 }, words, setting);
}
#define START(...) start_notes_with((const char *const[]){ __VA_ARGS__, NULL })

static Pty *start_tour(void)
{
    Pty *tour = START("tour");
    expect(tour, "step 1 / 12");
    idle(tour);
    return tour;
}

static Pty *start_notes(void)
{
    Pty *notes = START("notes");
    expect(notes, "Ask for guesses first");
    idle(notes);
    return notes;
}

/* Sockets of tours that there are. */
static size_t sockets(char *path, size_t size)
{
    char pattern[400];
    glob_t found;
    snprintf(pattern, sizeof pattern, "%s/flopdeck/*.tour", runtime);
    size_t count = glob(pattern, 0, NULL, &found) == 0 ? found.gl_pathc : 0;
    if (count > 0) {
        snprintf(path, size, "%s", found.gl_pathv[0]);
    }
    globfree(&found);
    return count;
}

START_TEST(steps_show_in_the_other)
{
    char path[400];
    Pty *tour = start_tour(), *notes = start_notes(), *third = start_notes();
    ck_assert_uint_eq(sockets(path, sizeof path), 1);
    ck_assert_uint_eq(mode_of(path), 0600);
    pty_send(tour, "\033[C");
    expect(notes, "Two numbers to remember");
    expect(third, "Two numbers to remember");
    expect(notes, "next  How much work is one token?");
    pty_send(notes, "n"); /* and the other way */
    expect(tour, "step 3 / 12");
    expect(third, "Six for each active parameter");
    pty_send(tour, "\t\033[C"); /* figures follow a slider */
    expect(notes, "Active experts was 8");
    pty_send(notes, "p");
    expect(tour, "step 2 / 12");
    pty_send(tour, "d");
    expect(notes, "in the dashboard");
    quit(notes);
    pty_send(tour, "\033[15~");
    expect(third, "on stage");
    pty_send(tour, "q");
    expect(third, "The tour has ended: The DeepSeek FAQ, step by step, step 2 of 12");
    expect_end(third);
    expect_end(tour);
    ck_assert_uint_eq(sockets(path, sizeof path), 0);
}
END_TEST

static const int endings[] = { SIGTERM, SIGHUP, SIGSEGV, SIGKILL, 0 };
enum { ENDINGS = sizeof endings / sizeof *endings };

/* However the tour ends, its followers end with a sentence; what it leaves is recognised. */
START_TEST(the_end_of_the_tour_ends_the_notes)
{
    Pty *tour = start_tour(), *notes = start_notes();
    if (endings[_i]) {
        pty_signal(tour, endings[_i]);
    } else {
        pty_hang_up(tour);
    }
    expect(notes, "The tour has ended:");
    expect_end(notes);
    pty_wait_end(tour, LIMIT);
    pty_stop(tour);
    Pty *late = START("notes");
    int status = pty_wait_end(late, LIMIT);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    expect(late, "no tour is running");
    pty_stop(late);
    char path[400];
    ck_assert_uint_eq(sockets(path, sizeof path), 0);
    tour = start_tour();
    notes = start_notes();
    quit(notes);
    pty_stop(tour);
}
END_TEST

/* A follower that is killed or stopped is nothing to the tour. */
START_TEST(the_end_of_the_notes_is_nothing_to_the_tour)
{
    Pty *tour = start_tour(), *notes = start_notes();
    pty_signal(notes, _i ? SIGSTOP : SIGKILL);
    if (_i) {
        ck_assert(pty_wait_stop(notes, LIMIT));
    } else {
        ck_assert(WIFSIGNALED(pty_wait_end(notes, LIMIT)));
    }
    for (int i = 0; i < 200; i++) {
        pty_send(tour, i % 2 ? "\033[D" : "\033[C");
        idle(tour);
    }
    pty_send(tour, "\033[C");
    expect(tour, "step 2 / 12");
    pty_stop(notes);
    notes = START("notes");
    expect(notes, "Two numbers to remember");
    quit(tour);
    expect(notes, "The tour has ended:");
    expect_end(notes);
}
END_TEST

START_TEST(the_newest_of_two_tours)
{
    char number[32];
    Pty *old = start_tour();
    snprintf(number, sizeof number, "%d", (int)pty_program(old));
    Pty *tour = START("tour", "memory-wall");
    expect(tour, "step 1 / 10");
    idle(tour);
    Pty *notes = START("notes");
    expect(notes, "The memory wall");
    expect(notes, "the newest of 2 tours");
    Pty *other = START("notes", number);
    expect(other, "Ask for guesses first");
    Pty *wrong = START("notes", "1");
    pty_wait_end(wrong, LIMIT);
    expect(wrong, "no tour of process 1 is running");
    pty_stop(wrong);
    pty_stop(notes);
    pty_stop(other);
    pty_stop(tour);
    pty_stop(old);
}
END_TEST

/* Where no socket can be had the tour goes on, and says so. */
START_TEST(a_tour_without_a_socket)
{
    char folder[320], path[400];
    snprintf(folder, sizeof folder, "%s/flopdeck", runtime);
    mkdir(folder, 0700);
    chmod(folder, 0755);
    Pty *tour = START("tour");
    expect(tour, "no notes in another terminal");
    idle(tour);
    pty_send(tour, " ");
    expect(tour, "step 2 / 12");
    quit(tour);
    ck_assert_uint_eq(sockets(path, sizeof path), 0);
    chmod(folder, 0700);
}
END_TEST

/* Whoever has the socket's rights and sends nonsense. */
START_TEST(nonsense_does_not_harm_the_tour)
{
    static char bytes[100000];
    Error error = { .text = "" };
    pid_t found;
    int others;
    Pty *tour = start_tour();
    int fd = channel_connect(0, &found, &others, &error);
    ck_assert_msg(fd >= 0, "%s", error.text);
    memset(bytes, '.', sizeof bytes);
    for (int i = 0; i < 100; i++) {
        bytes[i * 991] = '\n';
    }
    ssize_t sent = send(fd, bytes, sizeof bytes, MSG_NOSIGNAL);
    ck_assert_int_gt(sent, 0);
    idle(tour);
    Pty *notes = start_notes();
    pty_send(notes, " ");
    expect(tour, "step 2 / 12");
    close(fd);
    quit(tour);
    expect(notes, "The tour has ended");
    expect_end(notes);
}
END_TEST

START_TEST(notes_are_idle)
{
    Pty *tour = start_tour(), *notes = start_notes();
    long before = process_switches(pty_program(notes)), tours = process_switches(pty_program(tour));
    ck_assert(!pty_wait_text(notes, "no such text", 700));
    ck_assert_int_eq(process_switches(pty_program(notes)), before);
    ck_assert_int_eq(process_switches(pty_program(tour)), tours);
    quit(tour);
    expect(notes, "The tour has ended");
    expect_end(notes);
}
END_TEST

/* Ctrl-Z is no way to the shell, a signal saves nothing, no socket is opened. */
START_TEST(a_shared_screen)
{
    char pattern[400], path[400];
    glob_t found;
    Pty *pty = START("--read-only", "deepseek-v3");
    expect(pty, "read-only");
    idle(pty);
    pty_send(pty, "\033[C");
    expect(pty, "1 changed");
    pty_send(pty, "s");
    expect(pty, "'save' is shut off");
    pty_send(pty, "\032");
    expect(pty, "'suspend' is shut off");
    pty_send(pty, "y");
    expect(pty, "'copy' is shut off");
    size_t count;
    ck_assert_ptr_null(strstr(pty_output(pty, &count), "\033]52"));
    pty_send(pty, "\033[15~");
    expect(pty, "step 1 / 12");
    ck_assert_uint_eq(sockets(path, sizeof path), 0);
    pty_signal(pty, SIGTERM);
    ck_assert(WIFSIGNALED(pty_wait_end(pty, LIMIT)));
    expect_clean(pty);
    pty_stop(pty);
    snprintf(pattern, sizeof pattern, "%s/config/flopdeck/scenarios/recovered*", test_folder());
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), GLOB_NOMATCH);
}
END_TEST

Suite *notes_suite(void)
{
    Suite *suite = suite_create("notes");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, open_runtime, NULL);
    tcase_set_timeout(all, 120);
    tcase_add_test(all, steps_show_in_the_other);
    tcase_add_loop_test(all, the_end_of_the_tour_ends_the_notes, 0, ENDINGS);
    tcase_add_loop_test(all, the_end_of_the_notes_is_nothing_to_the_tour, 0, 2);
    tcase_add_test(all, the_newest_of_two_tours);
    tcase_add_test(all, nonsense_does_not_harm_the_tour);
    tcase_add_test(all, a_tour_without_a_socket);
    tcase_add_test(all, notes_are_idle);
    tcase_add_test(all, a_shared_screen);
    suite_add_tcase(suite, all);
    return suite;
}
