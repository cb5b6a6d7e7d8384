/* test_channel.c -- what a tour and its followers tell each other, and the socket that they tell it
 * over. */
#include "tests/board.h"
#include "tests/suites.h"

#include "tui/channel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static char runtime[300];

static void open_runtime(void)
{
    snprintf(runtime, sizeof runtime, "%s/channel-%ld", test_folder(), (long)getpid());
    mkdir(runtime, 0700);
    setenv("XDG_RUNTIME_DIR", runtime, 1);
}

/* -- messages ------------------------------------------------------------------------------------ */

START_TEST(messages_come_back)
{
    char bytes[MOST_MESSAGE];
    Message back;
    size_t length = message_write(&message_example, bytes, sizeof bytes);
    ck_assert_uint_eq(length, strlen(bytes));
    ck_assert_str_eq(bytes + length - 3, "\n.\n");
    bytes[length - 2] = '\0';
    ck_assert(message_read(bytes, &back));
    ck_assert_mem_eq(&back, &message_example, sizeof back);
    ck_assert_uint_eq(message_write(&message_example, bytes, 40), 0); /* there is no room */
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
    size_t length = message_write(&message_example, bytes, sizeof bytes);
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

Suite *channel_suite(void)
{
    Suite *suite = suite_create("channel");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, open_runtime, NULL);
    tcase_set_timeout(all, 60);
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
    suite_add_tcase(suite, all);
    return suite;
}
