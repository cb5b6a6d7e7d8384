/* test_present.c -- presenting: what a tour and its followers tell each other, the socket, the
 * presenter's notes, a screen that is read-only. */
#include "tests/suites.h"

#include "profile/tour.h"
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

/* -- messages ------------------------------------------------------------------------------------ */

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

START_TEST(messages_come_back)
{
    char bytes[MOST_MESSAGE];
    Message back;
    size_t length = message_write(&example, bytes, sizeof bytes);
    ck_assert_uint_eq(length, strlen(bytes));
    ck_assert_str_eq(bytes + length - 3, "\n.\n");
    bytes[length - 2] = '\0';
    ck_assert(message_read(bytes, &back));
    ck_assert_mem_eq(&back, &example, sizeof back);
    ck_assert_uint_eq(message_write(&example, bytes, 40), 0); /* there is no room */
}
END_TEST

START_TEST(text_is_made_fit)
{
    char bytes[MOST_MESSAGE], small[8];
    Message message = { .step = 1, .title = "a\nstep 9\033[31m" }, back;
    size_t length = message_write(&message, bytes, sizeof bytes);
    bytes[length - 2] = '\0';
    ck_assert(message_read(bytes, &back));
    ck_assert_str_eq(back.title, "a step 9 [31m"); /* a text makes no lines */
    ck_assert_int_eq(back.step, 1);
    message_put(small, sizeof small, "abcdefä");
    ck_assert_str_eq(small, "abcdef"); /* whole letters */
}
END_TEST

static const struct {
    const char *text;
    bool good;
} texts[] = {
    { "flopdeck 1\nstep 3\n", true },
    { "flopdeck 1\nstep 3\nwhat of a later version\n", true },
    { "flopdeck 1\n", true },
    { "", false },
    { "flopdeck 2\nstep 3\n", false },
    { "flopdeck\nstep 3\n", false },
    { "step 3\n", false },
    { "flopdeck 1\nstep 3", false },
    { "flopdeck 1\nstep\n", false },
    { "flopdeck 1\n\nstep 3\n", false },
    { "flopdeck 1\nstep -3\n", false },
    { "flopdeck 1\nstep 3x\n", false },
    { "flopdeck 1\nstep 99999999999999999999\n", false },
    { "flopdeck 1\ntitle a\033[2Jb\n", false },
    { "flopdeck 1\ntitle \xFF\n", false },
    { "flopdeck 1\nplace 0123456789012345678901234567890123456789\n", false },
    { "flopdeck 1\nlabel a\nlabel b\nlabel c\nlabel d\n", false },
};

START_TEST(what_is_malformed_is_dropped)
{
    Message message;
    ck_assert_msg(message_read(texts[_i].text, &message) == texts[_i].good, "%s", texts[_i].text);
}
END_TEST

typedef struct {
    int count, step;
} Taken;

static void take(void *user, const Message *message)
{
    Taken *taken = user;
    taken->count++;
    taken->step = message->step;
}

static void give(Inbox *inbox, const char *bytes, size_t count, Taken *taken)
{
    inbox_add(inbox, bytes, count, take, taken);
}

START_TEST(messages_come_in_pieces)
{
    static Inbox inbox;
    static const char two[] = "flopdeck 1\nstep 1\n.\nflopdeck 1\nstep 2\n.\nflop";
    Taken taken = { 0, 0 };
    give(&inbox, two, strlen(two), &taken);
    ck_assert_int_eq(taken.count, 2);
    static const char rest[] = "deck 1\nstep 7\n.\n";
    for (size_t i = 0; rest[i]; i++) {
        give(&inbox, rest + i, 1, &taken);
    }
    ck_assert_int_eq(taken.count, 3);
    ck_assert_int_eq(taken.step, 7);
}
END_TEST

/* Too long in one line, and in many; after its end the next one is read. */
START_TEST(what_is_too_long_is_dropped)
{
    static Inbox inbox;
    Taken taken = { 0, 0 };
    give(&inbox, "flopdeck 1\n", 11, &taken);
    for (int i = 0; i < 40000; i++) {
        give(&inbox, _i ? "title x\n" : "x", _i ? 8 : 1, &taken);
    }
    give(&inbox, "\n.\n", 3, &taken);
    ck_assert_int_eq(taken.count, 0);
    give(&inbox, "flopdeck 1\nstep 4\n.\n", 20, &taken);
    ck_assert_int_eq(taken.count, 1);
    ck_assert_int_eq(taken.step, 4);
}
END_TEST

/* The message damaged in every place, and noise. */
START_TEST(noise_does_no_harm)
{
    static Inbox inbox;
    char bytes[MOST_MESSAGE], noise[256];
    Taken taken = { 0, 0 };
    unsigned seed = 1;
    size_t length = message_write(&example, bytes, sizeof bytes);
    for (size_t i = 0; i < length; i++) {
        char kept = bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            bytes[i] = (char)(kept ^ 1 << bit);
            give(&inbox, bytes, length, &taken);
        }
        bytes[i] = kept;
    }
    for (int i = 0; i < 4000; i++) {
        for (size_t k = 0; k < sizeof noise; k++) {
            seed = seed * 1664525u + 1013904223u;
            noise[k] = (char)(seed >> 24);
            noise[k] = k % 5 == 0 ? '\n' : k % 5 == 1 ? '.' : noise[k];
        }
        give(&inbox, noise, sizeof noise, &taken);
    }
    give(&inbox, "\n.\n", 3, &taken);
    int before = taken.count;
    give(&inbox, bytes, length, &taken);
    ck_assert_int_eq(taken.count, before + 1);
    ck_assert_int_eq(taken.step, 3);
}
END_TEST

/* -- the socket ---------------------------------------------------------------------------------- */

static Channel channel; /* large */

static mode_t mode_of(const char *path)
{
    struct stat status;
    ck_assert_msg(lstat(path, &status) == 0, "%s", path);
    return status.st_mode & 07777;
}

static void leave_socket(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    unlink(path);
    ck_assert_int_eq(bind(fd, (const struct sockaddr *)(const void *)&address, sizeof address), 0);
    close(fd); /* the file stays, and nobody listens */
}

START_TEST(the_socket_is_ones_own)
{
    Error error = { .text = "" };
    char folder[320], path[400];
    snprintf(folder, sizeof folder, "%s/flopdeck", runtime);
    snprintf(path, sizeof path, "%s/%ld.tour", folder, (long)getpid());
    mkdir(folder, 0700);
    leave_socket(path); /* of another process of this number */
    ck_assert_msg(channel_open(&channel, &error), "%s", error.text);
    ck_assert_str_eq(channel.path, path);
    ck_assert_uint_eq(mode_of(path), 0600);
    ck_assert_uint_eq(mode_of(folder), 0700);
    channel_close(&channel);
    ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

START_TEST(a_folder_of_others_is_refused)
{
    Error error = { .text = "" };
    char folder[320], other[320];
    snprintf(folder, sizeof folder, "%s/flopdeck", runtime);
    snprintf(other, sizeof other, "%s/other", runtime);
    if (_i == 0) {
        mkdir(folder, 0700);
        chmod(folder, 0770);
    } else if (_i == 1) {
        mkdir(other, 0700);
        ck_assert_int_eq(symlink(other, folder), 0);
    } else {
        fclose(fopen(folder, "w"));
    }
    ck_assert(!channel_open(&channel, &error));
    ck_assert_msg(strstr(error.text, "mode 0700 would be right"), "%s", error.text);
    unlink(folder);
    rmdir(folder);
}
END_TEST

START_TEST(what_nobody_listens_to_is_removed)
{
    Error error = { .text = "" };
    char folder[320], path[400];
    pid_t found;
    int others;
    snprintf(folder, sizeof folder, "%s/flopdeck", runtime);
    snprintf(path, sizeof path, "%s/999999.tour", folder);
    mkdir(folder, 0700);
    leave_socket(path);
    ck_assert_int_lt(channel_connect(0, &found, &others, &error), 0);
    ck_assert_msg(strstr(error.text, "no tour is running"), "%s", error.text);
    ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

/* A follower that takes nothing is dropped as soon as its line is full, and others are not. */
START_TEST(a_stalled_follower_is_dropped)
{
    static char bytes[8192];
    Error error = { .text = "" };
    pid_t found;
    int others, sent = 0;
    ck_assert_msg(channel_open(&channel, &error), "%s", error.text);
    int stalled = channel_connect(0, &found, &others, &error);
    ck_assert_int_ge(stalled, 0);
    ck_assert_int_eq(found, getpid());
    ck_assert_int_eq(others, 0);
    ck_assert_int_eq(channel_accept(&channel), 0);
    int reader = channel_connect(getpid(), &found, &others, &error);
    ck_assert_int_eq(channel_accept(&channel), 1);
    memset(bytes, 'x', sizeof bytes);
    while (channel.count == 2 && sent < 10000) {
        ck_assert(channel_send(&channel, 1, bytes, sizeof bytes));
        while (read(reader, bytes, sizeof bytes) > 0) {
        }
        channel_send(&channel, 0, bytes, sizeof bytes);
        sent++;
    }
    ck_assert_int_eq(channel.count, 1);
    ck_assert(channel_send(&channel, 0, "y", 1));
    ck_assert_int_eq(read(reader, bytes, sizeof bytes), 1);
    close(stalled);
    close(reader);
    channel_close(&channel);
}
END_TEST

START_TEST(there_are_not_too_many)
{
    Error error = { .text = "" };
    int fds[MOST_FOLLOWERS + 2], others;
    pid_t found;
    ck_assert_msg(channel_open(&channel, &error), "%s", error.text);
    for (int i = 0; i < MOST_FOLLOWERS + 2; i++) {
        fds[i] = channel_connect(0, &found, &others, &error);
        ck_assert_int_ge(fds[i], 0);
        ck_assert_int_eq(channel_accept(&channel), i < MOST_FOLLOWERS ? i : -1);
    }
    ck_assert_int_eq(channel.count, MOST_FOLLOWERS);
    channel_close(&channel);
    for (int i = 0; i < MOST_FOLLOWERS + 2; i++) {
        char byte;
        ck_assert_int_eq(read(fds[i], &byte, 1), 0); /* all see the end */
        close(fds[i]);
    }
}
END_TEST

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
        ck_abort_msg("'%s' does not appear:\n%s", text, pty_screen(pty));
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
                  pty_screen(pty));
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
    snprintf(number, sizeof number, "%ld", pty_process(old));
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
    long before = pty_switches(notes), tours = pty_switches(tour);
    ck_assert(!pty_wait_text(notes, "no such text", 700));
    ck_assert_int_eq(pty_switches(notes), before);
    ck_assert_int_eq(pty_switches(tour), tours);
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
    tcase_add_test(all, messages_come_back);
    tcase_add_test(all, text_is_made_fit);
    tcase_add_loop_test(all, what_is_malformed_is_dropped, 0, sizeof texts / sizeof *texts);
    tcase_add_test(all, messages_come_in_pieces);
    tcase_add_loop_test(all, what_is_too_long_is_dropped, 0, 2);
    tcase_add_test(all, noise_does_no_harm);
    tcase_add_test(all, the_socket_is_ones_own);
    tcase_add_loop_test(all, a_folder_of_others_is_refused, 0, 3);
    tcase_add_test(all, what_nobody_listens_to_is_removed);
    tcase_add_test(all, a_stalled_follower_is_dropped);
    tcase_add_test(all, there_are_not_too_many);
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
    tcase_add_test(all, notes_are_idle);
    tcase_add_test(all, a_shared_screen);
    suite_add_tcase(suite, all);
    return suite;
}
