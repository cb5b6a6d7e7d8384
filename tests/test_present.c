/* test_present.c -- presenting: the presenter's notes, a screen that is read-only, two terminals. */
#include "tests/suites.h"

#include "profile/tour.h"
#include "tests/process.h"
#include "tests/pty.h"
#include "tui/actions.h"
#include "tui/channel.h"
#include "tui/keys.h"
#include "tui/notes.h"
#include "tui/panels.h"
#include "tui/present.h"
#include "tui/snapshot.h"
#include "tui/tour.h"

#include <errno.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LIMIT = 20000, MOMENT = 2000 };

static Library library;
static App app; /* large: the undo ring is in it */
static Canvas canvas;
static char runtime[300];

static void open_all(void)
{
    char nowhere[300];
    snprintf(nowhere, sizeof nowhere, "%s/nowhere", test_folder());
    snprintf(runtime, sizeof runtime, "%s/run-%ld", test_folder(), (long)getpid());
    mkdir(runtime, 0700);
    setenv("XDG_CONFIG_HOME", nowhere, 1);
    setenv("XDG_RUNTIME_DIR", runtime, 1);
    library_open(&library);
    canvas_open(&canvas, 24, 80, CHARSET_FULL);
}

static void close_all(void)
{
    canvas_close(&canvas);
    library_close(&library);
}

static void load(const char *name, Scenario *scenario)
{
    Error error = { .text = "" };
    ck_assert_msg(scenario_load(&library, scenario, name, &error), "%s", error.text);
    app_open(&app, &library, scenario, NULL);
}

static void keys(const char *words)
{
    Error error = { .text = "" };
    ck_assert_msg(play_keys(&app, &canvas, words, &error), "%s", error.text);
}

static char *screen_text(void)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    canvas_print(&canvas, out);
    fclose(out);
    return text;
}

static const Message example = { .tour = "The FAQ",
                                 .title = "How large?",
                                 .next = "How long?",
                                 .step = 3,
                                 .count = 12,
                                 .started = 77,
                                 .place = "on stage",
                                 .said = "x was 3",
                                 .notes = { "one", "two · ä" },
                                 .note_count = 2,
                                 .labels = { "Cost" },
                                 .values = { "$5.576 M" },
                                 .label_count = 1,
                                 .value_count = 1 };

static mode_t mode_of(const char *path)
{
    struct stat status;
    ck_assert_msg(lstat(path, &status) == 0, "%s", path);
    return status.st_mode & 07777;
}

/* -- what is told, what is asked for ------------------------------------------------------------- */

START_TEST(the_tour_is_told)
{
    Scenario scenario;
    Message message;
    load("deepseek-faq", &scenario);
    keys("F5 Right*2");
    present_message(&app, &message);
    ck_assert_int_eq(message.step, 3);
    ck_assert_int_eq(message.count, 12);
    ck_assert_str_eq(message.title, "How much work is one token?");
    ck_assert_str_eq(message.next, "What can the fleet do?");
    ck_assert_str_eq(message.place, "on stage");
    ck_assert_str_eq(message.labels[0], "FLOP per token");
    ck_assert_str_eq(message.values[0], "249.8 GFLOP");
    ck_assert_int_gt(message.note_count, 1);
    keys("Tab Right");
    present_message(&app, &message);
    ck_assert_str_ne(message.values[0], "249.8 GFLOP"); /* they are live */
    ck_assert_msg(strstr(message.said, "was 8") != NULL, "%s", message.said);
    keys("Escape d");
    present_message(&app, &message);
    ck_assert_str_eq(message.place, "in the dashboard");
    ck_assert_str_eq(message.labels[0], "Training cost");
    present_act(&app, "next", 0); /* back to the stage */
    ck_assert(app.stage.on && app.stage.step == 2);
    present_act(&app, "next", 0);
    ck_assert_int_eq(app.stage.step, 3);
    present_act(&app, "last", 0);
    present_message(&app, &message);
    ck_assert_str_eq(message.next, "");
    present_act(&app, "first", 0);
    present_act(&app, "back", 0);
    ck_assert_int_eq(app.stage.step, 0);
    present_act(&app, "blank", 0);
    ck_assert(app.stage.blank);
    present_act(&app, "quit", 0); /* is not for them to say */
    ck_assert(!app.quit && app.stage.on);
}
END_TEST

/* -- the notes' screen --------------------------------------------------------------------------- */

/* All that is to be said at each step of what is shipped is on 80x24, and fits a message. */
START_TEST(shipped_notes)
{
    static const char *const shipped[] = { "deepseek-faq", "memory-wall" };
    char bytes[MOST_MESSAGE];
    Scenario scenario;
    load(shipped[_i], &scenario);
    keys("F5");
    for (int i = 0; i < app.stage.tour->count; i++) {
        static Notes notes;
        Message message;
        const Step *step = &app.stage.tour->steps[i];
        present_message(&app, &message);
        ck_assert_msg(step->note_count >= 2, "'%s' has no notes", step->title);
        ck_assert_uint_gt(message_write(&message, bytes, sizeof bytes), 0);
        notes_take(&notes, &message);
        notes_draw(&notes, &canvas, message.started + 754);
        char *text = screen_text();
        ck_assert_msg(notes.hidden == 0, "%s", text);
        ck_assert_msg(strstr(text, step->title) != NULL, "%s", text);
        ck_assert_msg(strstr(text, message.values[0]) != NULL, "%s", text);
        ck_assert_msg(strstr(text, *message.next ? message.next : "the last step"), "%s", text);
        for (int k = 0; k < step->note_count; k++) {
            const char *last = strrchr(step->notes[k], ' ') + 1;
            ck_assert_msg(strlen(step->notes[k]) < MOST_WORDS_SAID && strstr(text, last), "%s",
                          text);
        }
        free(text);
        keys("Space");
    }
}
END_TEST

START_TEST(notes_at_any_size)
{
    static Notes notes;
    notes_take(&notes, &example);
    for (int columns = 1; columns <= 200; columns += 7) {
        for (int rows = 1; rows <= 60; rows += 3) {
            canvas_resize(&canvas, rows, columns);
            canvas.charset = (Charset)_i;
            notes_draw(&notes, &canvas, 77 + 13 * 60);
            char *text = screen_text();
            bool fits = rows >= 8 && columns >= 30;
            ck_assert_msg(!fits || (strstr(text, "How large?") && strstr(text, "of 12")), "%dx%d",
                          columns, rows);
            ck_assert_msg(!fits || rows >= 20 || strstr(text, "13 min"), "%s", text);
            free(text);
        }
    }
}
END_TEST

static const char *press(Notes *notes, const char *key)
{
    Event event;
    ck_assert(read_key(key, strlen(key), &event));
    return notes_event(notes, &event);
}

START_TEST(notes_scroll)
{
    static Notes notes;
    Message message = example;
    message_put(message.notes[1], sizeof message.notes[1],
                "many words that take more than a line each on a screen as small as this one is, "
                "so that the last of them are only to be seen further down: here");
    canvas_resize(&canvas, 10, 40);
    notes_take(&notes, &message);
    notes_draw(&notes, &canvas, 77);
    ck_assert_int_gt(notes.hidden, 0);
    for (int i = 0; i < 20; i++) {
        ck_assert_ptr_null(press(&notes, "Down"));
        notes_draw(&notes, &canvas, 77);
    }
    char *text = screen_text();
    ck_assert_int_eq(notes.hidden, 0);
    ck_assert_msg(strstr(text, "here") != NULL, "%s", text);
    free(text);
    message.said[0] = 'y'; /* the same step: it stays where it is read */
    int top = notes.top;
    notes_take(&notes, &message);
    ck_assert_int_eq(notes.top, top);
    message.step++;
    notes_take(&notes, &message);
    ck_assert_int_eq(notes.top, 0);
    ck_assert_str_eq(press(&notes, "Space"), "next");
    ck_assert_str_eq(press(&notes, "p"), "back");
    ck_assert_str_eq(press(&notes, "q"), "quit");
    notes.read_only = true;
    ck_assert_ptr_null(press(&notes, "n"));
    ck_assert_ptr_nonnull(strstr(notes.status, "read-only"));
    ck_assert_str_eq(press(&notes, "q"), "quit");
}
END_TEST

/* -- read-only ----------------------------------------------------------------------------------- */

START_TEST(nothing_reaches_outside)
{
    Scenario scenario;
    int outside = 0;
    char words[64], path[400];
    load("deepseek-v3", &scenario);
    snprintf(path, sizeof path, "%s/never.yaml", test_folder());
    snprintf(app.path, sizeof app.path, "%s", path); /* s would write at once */
    app.read_only = true;
    keys("Right*2"); /* exploring is the point */
    ck_assert_double_ne(app.now.plan.assumed_mfu, app.now.reported.assumed_mfu);
    for (int i = 0; i < action_count; i++) {
        if (!(actions[i].where & OUTSIDE)) {
            ck_assert(may_do(&app, &actions[i]));
            continue;
        }
        for (int way = 0; way < 2; way++) { /* by its key, by its name */
            if (way) {
                snprintf(words, sizeof words, ": text:%s Enter", actions[i].name);
            } else {
                snprintf(words, sizeof words, "%.*s", (int)strcspn(actions[i].keys, " "),
                         actions[i].keys);
            }
            app.status[0] = '\0';
            keys(words);
            ck_assert_msg(strstr(app.status, "read-only"), "%s: '%s'", words, app.status);
            ck_assert_int_eq(app.entry.typing, NOT_TYPING);
            ck_assert(!app.copy[0] && !app.suspend);
        }
        outside++;
    }
    ck_assert_int_ge(outside, 6); /* save, save-as, screen, copy, copy-command, suspend */
    ck_assert_int_ne(access(path, F_OK), 0);
    keys(": text:screen_x.svg Enter");
    ck_assert_ptr_nonnull(strstr(app.status, "'screen' is shut off"));
    ck_assert_int_ne(access("x.svg", F_OK), 0);
    app.path[0] = '\0';
    keys(": text:tour_/etc/passwd Enter");
    ck_assert_ptr_nonnull(strstr(app.status, "read-only"));
}
END_TEST

START_TEST(read_only_is_seen)
{
    Scenario scenario;
    canvas_resize(&canvas, 40, 200);
    load("deepseek-faq", &scenario);
    keys("Right Left");
    char *text = screen_text();
    ck_assert_ptr_nonnull(strstr(text, "s save"));
    ck_assert_ptr_null(strstr(text, "read-only"));
    free(text);
    app.read_only = true;
    keys("Right Left");
    text = screen_text();
    ck_assert_ptr_null(strstr(text, "s save"));
    ck_assert_ptr_nonnull(strstr(text, "read-only"));
    free(text);
    keys("? text:save_the");
    text = screen_text();
    ck_assert_msg(strstr(text, "not in read-only"), "%s", text);
    free(text);
    keys("Escape F5");
    text = screen_text();
    ck_assert_msg(strstr(text, "read-only"), "%s", text);
    free(text);
    keys("s"); /* refused on the stage, which stays */
    ck_assert(app.stage.on);
    ck_assert_ptr_nonnull(strstr(app.status, "read-only"));
}
END_TEST

/* -- two terminals ------------------------------------------------------------------------------- */

static Pty *start(const char *const *words)
{
    char home[320], config[340], run[320];
    const char *environment[] = { home, config, run, NULL };
    const PtyOptions options = { .environment = environment };
    const char *program[8] = { getenv("FLOPDECK") };
    ck_assert_msg(program[0] != NULL, "FLOPDECK says where the program is");
    for (int i = 0; words[i]; i++) {
        program[1 + i] = words[i];
    }
    snprintf(home, sizeof home, "HOME=%s", test_folder());
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", runtime);
    snprintf(run, sizeof run, "XDG_RUNTIME_DIR=%s", runtime);
    return pty_start(&options, program);
}
#define START(...) start((const char *const[]){ __VA_ARGS__, NULL })

static void expect(Pty *pty, const char *text, int limit)
{
    if (!pty_wait_text(pty, text, limit)) {
        ck_abort_msg("'%s' does not appear:\n%s", text, vt_text(pty_vt(pty)));
    }
}

static Pty *start_tour(void)
{
    Pty *tour = START("tour");
    expect(tour, "step 1 / 12", LIMIT);
    ck_assert(pty_wait_idle(tour, LIMIT));
    return tour;
}

static Pty *start_notes(void)
{
    Pty *notes = START("notes");
    expect(notes, "Ask for guesses first", LIMIT);
    ck_assert(pty_wait_idle(notes, LIMIT));
    return notes;
}

static void expect_end(Pty *pty, const char *text)
{
    int status = pty_wait_end(pty, LIMIT);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x:\n%s", (unsigned)status,
                  vt_text(pty_vt(pty)));
    ck_assert_str_eq(pty_left(pty), "");
    if (text) {
        expect(pty, text, 0);
    }
    pty_stop(pty);
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
    expect(notes, "Two numbers to remember", MOMENT);
    expect(third, "Two numbers to remember", MOMENT);
    expect(notes, "next  How much work is one token?", 0);
    pty_send(notes, "n"); /* and the other way */
    expect(tour, "step 3 / 12", MOMENT);
    expect(third, "Six for each active parameter", MOMENT);
    pty_send(tour, "\t\033[C"); /* figures follow a slider */
    expect(notes, "Active experts was 8", MOMENT);
    pty_send(notes, "p");
    expect(tour, "step 2 / 12", MOMENT);
    pty_send(tour, "d");
    expect(notes, "in the dashboard", MOMENT);
    pty_send(notes, "q");
    expect_end(notes, NULL);
    pty_send(tour, "\033[15~");
    expect(third, "on stage", MOMENT);
    pty_send(tour, "q");
    expect_end(third, "The tour has ended: The DeepSeek FAQ, step by step, step 2 of 12");
    expect_end(tour, NULL);
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
    expect_end(notes, "The tour has ended:");
    pty_wait_end(tour, LIMIT);
    pty_stop(tour);
    Pty *late = START("notes");
    int status = pty_wait_end(late, LIMIT);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    expect(late, "no tour is running", 0);
    pty_stop(late);
    char path[400];
    ck_assert_uint_eq(sockets(path, sizeof path), 0);
    tour = start_tour();
    notes = start_notes();
    pty_send(notes, "q");
    expect_end(notes, NULL);
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
        ck_assert(pty_wait_idle(tour, LIMIT));
    }
    pty_send(tour, "\033[C");
    expect(tour, "step 2 / 12", MOMENT);
    pty_stop(notes);
    notes = START("notes");
    expect(notes, "Two numbers to remember", LIMIT);
    pty_send(tour, "q");
    expect_end(tour, NULL);
    expect_end(notes, "The tour has ended:");
}
END_TEST

START_TEST(the_newest_of_two_tours)
{
    char number[32];
    Pty *old = start_tour();
    snprintf(number, sizeof number, "%d", (int)pty_program(old));
    Pty *tour = START("tour", "memory-wall");
    expect(tour, "step 1 / 10", LIMIT);
    ck_assert(pty_wait_idle(tour, LIMIT));
    Pty *notes = START("notes");
    expect(notes, "The memory wall", LIMIT);
    expect(notes, "the newest of 2 tours", 0);
    Pty *other = START("notes", number);
    expect(other, "Ask for guesses first", LIMIT);
    Pty *wrong = START("notes", "1");
    pty_wait_end(wrong, LIMIT);
    expect(wrong, "no tour of process 1 is running", 0);
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
    expect(tour, "no notes in another terminal", LIMIT);
    ck_assert(pty_wait_idle(tour, LIMIT));
    pty_send(tour, " ");
    expect(tour, "step 2 / 12", LIMIT);
    pty_send(tour, "q");
    expect_end(tour, NULL);
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
    ck_assert(pty_wait_idle(tour, LIMIT));
    Pty *notes = start_notes();
    pty_send(notes, " ");
    expect(tour, "step 2 / 12", MOMENT);
    close(fd);
    pty_send(tour, "q");
    expect_end(tour, NULL);
    expect_end(notes, "The tour has ended");
}
END_TEST

START_TEST(notes_are_idle)
{
    Pty *tour = start_tour(), *notes = start_notes();
    long before = process_switches(pty_program(notes)), tours = process_switches(pty_program(tour));
    ck_assert(!pty_wait_text(notes, "no such text", 700));
    ck_assert_int_eq(process_switches(pty_program(notes)), before);
    ck_assert_int_eq(process_switches(pty_program(tour)), tours);
    pty_send(tour, "q");
    expect_end(tour, NULL);
    expect_end(notes, "The tour has ended");
}
END_TEST

/* Ctrl-Z is no way to the shell, a signal saves nothing, no socket is opened. */
START_TEST(a_shared_screen)
{
    char pattern[400], path[400];
    glob_t found;
    Pty *pty = START("--read-only", "deepseek-v3");
    expect(pty, "read-only", LIMIT);
    ck_assert(pty_wait_idle(pty, LIMIT));
    pty_send(pty, "\033[C");
    expect(pty, "1 changed", LIMIT);
    pty_send(pty, "s");
    expect(pty, "'save' is shut off", LIMIT);
    pty_send(pty, "\032");
    expect(pty, "'suspend' is shut off", LIMIT);
    pty_send(pty, "y");
    expect(pty, "'copy' is shut off", LIMIT);
    size_t count;
    ck_assert_ptr_null(strstr(pty_output(pty, &count), "\033]52"));
    pty_send(pty, "\033[15~");
    expect(pty, "step 1 / 12", LIMIT);
    ck_assert_uint_eq(sockets(path, sizeof path), 0);
    pty_signal(pty, SIGTERM);
    ck_assert(WIFSIGNALED(pty_wait_end(pty, LIMIT)));
    ck_assert_str_eq(pty_left(pty), "");
    pty_stop(pty);
    snprintf(pattern, sizeof pattern, "%s/config/flopdeck/scenarios/recovered*", runtime);
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), GLOB_NOMATCH);
}
END_TEST

Suite *present_suite(void)
{
    Suite *suite = suite_create("present");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, open_all, close_all);
    tcase_set_timeout(all, 120);
    tcase_add_test(all, the_tour_is_told);
    tcase_add_loop_test(all, shipped_notes, 0, 2);
    tcase_add_loop_test(all, notes_at_any_size, 0, 3);
    tcase_add_test(all, notes_scroll);
    tcase_add_test(all, nothing_reaches_outside);
    tcase_add_test(all, read_only_is_seen);
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
