/* test_record.c -- recordings: the file, the keys of a script, the program in its pseudo-terminal. */
#include "tests/suites.h"

#include "profile/cast.h"
#include "tests/play.h"
#include "tui/decode.h"
#include "tui/keys.h"
#include "tui/script.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

/* -- reading a recording back -------------------------------------------------------------------- */

typedef struct {
    json_t *header, *events; /* events: a list of the lines after the header */
} Recording;

/* Every line is JSON of the form that the format asks for, and times do not go back. */
static Recording read_recording(const char *path)
{
    Recording recording = { NULL, json_array() };
    size_t size;
    double last = 0;
    char *whole = read_whole(path, &size);
    ck_assert_msg(whole != NULL, "%s", path);
    ck_assert_uint_gt(size, 0);
    ck_assert_int_eq(whole[size - 1], '\n');
    for (char *line = whole, *end; *line; line = end + 1) {
        json_error_t error;
        end = strchr(line, '\n');
        json_t *value = json_loadb(line, (size_t)(end - line), 0, &error);
        ck_assert_msg(value != NULL, "%s: %.*s", error.text, (int)(end - line), line);
        if (!recording.header) {
            recording.header = value;
            ck_assert_int_eq(json_integer_value(json_object_get(value, "version")), 2);
            continue;
        }
        ck_assert_uint_eq(json_array_size(value), 3);
        ck_assert(json_is_real(json_array_get(value, 0)));
        const char *kind = json_string_value(json_array_get(value, 1));
        ck_assert(kind && strlen(kind) == 1 && strchr("oir", *kind));
        ck_assert(json_is_string(json_array_get(value, 2)));
        ck_assert_double_ge(json_real_value(json_array_get(value, 0)), last);
        last = json_real_value(json_array_get(value, 0));
        json_array_append_new(recording.events, value);
    }
    free(whole);
    return recording;
}

static void close_recording(Recording *recording)
{
    json_decref(recording->header);
    json_decref(recording->events);
}

static int number(const Recording *recording, const char *name)
{
    return (int)json_integer_value(json_object_get(recording->header, name));
}

/* The data of all events of a kind, one after the other.  free() it. */
static char *all_of(const Recording *recording, char kind)
{
    char *text = NULL;
    size_t size, i;
    json_t *event;
    FILE *out = open_memstream(&text, &size);
    json_array_foreach(recording->events, i, event)
    {
        if (*json_string_value(json_array_get(event, 1)) == kind) {
            fputs(json_string_value(json_array_get(event, 2)), out);
        }
    }
    fclose(out);
    return text;
}

/* The screen at the end of the events, as vt_text prints one.  free() it. */
static char *replay(const Recording *recording)
{
    int rows = number(recording, "height"), columns = number(recording, "width");
    VTerm *vterm = vterm_new(rows, columns);
    VTermScreen *screen = vterm_obtain_screen(vterm);
    size_t i, size;
    json_t *event;
    char *text = NULL;
    vterm_set_utf8(vterm, 1);
    vterm_screen_enable_altscreen(screen, 1);
    vterm_screen_reset(screen, 1);
    json_array_foreach(recording->events, i, event)
    {
        const char *kind = json_string_value(json_array_get(event, 1));
        const char *data = json_string_value(json_array_get(event, 2));
        if (*kind == 'r') {
            ck_assert_int_eq(sscanf(data, "%dx%d", &columns, &rows), 2);
            vterm_set_size(vterm, rows, columns);
        } else if (*kind == 'o') {
            vterm_input_write(vterm, data, strlen(data));
        }
    }
    vterm_screen_flush_damage(screen);
    FILE *out = open_memstream(&text, &size);
    for (int row = 0; row < rows; row++) {
        int blanks = 0;
        for (int column = 0; column < columns; column++) {
            VTermScreenCell cell;
            char letter[8];
            vterm_screen_get_cell(screen, (VTermPos){ .row = row, .col = column }, &cell);
            if (cell.chars[0] == 0 || cell.chars[0] == ' ') {
                blanks++;
            } else if (cell.chars[0] != (uint32_t)-1) {
                fprintf(out, "%*s", blanks, "");
                blanks = 0;
                fwrite(letter, 1, (size_t)encode_letter(cell.chars[0], letter), out);
            }
        }
        putc('\n', out);
    }
    fclose(out);
    vterm_free(vterm);
    return text;
}

/* -- the file ------------------------------------------------------------------------------------ */

static void path_of(char *path, size_t size, const char *name)
{
    snprintf(path, size, "%s/%s", test_folder(), name);
}

START_TEST(a_letter_in_pieces)
{
    static const char text[] = "a\xC3\xA4\xE2\x96\x88\xF0\x9F\x98\x80z\033[31m";
    char path[400];
    Cast cast;
    Error error;
    CastHeader header = { .columns = 80, .rows = 24 };
    path_of(path, sizeof path, "pieces.cast");
    for (size_t cut = 1; cut < sizeof text - 1; cut++) {
        ck_assert(cast_open(&cast, path, &header, &error));
        cast_text(&cast, 0.5, 'o', text, cut);
        cast_text(&cast, 1, 'i', "\xC3", 1); /* what is typed is held apart */
        cast_text(&cast, 1.5, 'o', text + cut, sizeof text - 1 - cut);
        cast_text(&cast, 1.5, 'i', "\xB6", 1);
        ck_assert(cast_close(&cast, 2));
        Recording recording = read_recording(path);
        char *output = all_of(&recording, 'o'), *input = all_of(&recording, 'i');
        ck_assert_str_eq(output, text);
        ck_assert_str_eq(input, "\xC3\xB6");
        free(output);
        free(input);
        close_recording(&recording);
    }
}
END_TEST

/* RFC 3629: overlong, surrogates, beyond U+10FFFF, cut off at the end. */
START_TEST(what_is_no_letter)
{
    static const char bytes[] = "x\xFFy\xC0\x80z\xED\xA0\x80w\xF5\x80v\x80u\xE2\x96";
    char path[400];
    Cast cast;
    Error error;
    CastHeader header = { .columns = 80, .rows = 24, .title = "t", .timestamp = 3 };
    path_of(path, sizeof path, "letters.cast");
    ck_assert(cast_open(&cast, path, &header, &error));
    cast_text(&cast, 0, 'o', bytes, sizeof bytes - 1);
    cast_text(&cast, 0, 'o', "", 0);
    cast_resize(&cast, 1, 100, 30);
    ck_assert(cast_close(&cast, 2));
    Recording recording = read_recording(path);
    char *output = all_of(&recording, 'o'), *sizes = all_of(&recording, 'r');
#define NO "\xEF\xBF\xBD"
    ck_assert_str_eq(output, "x" NO "y" NO NO "z" NO NO NO "w" NO NO "v" NO "u" NO NO);
    ck_assert_str_eq(sizes, "100x30");
    ck_assert_int_eq(number(&recording, "timestamp"), 3);
    free(output);
    free(sizes);
    close_recording(&recording);
}
END_TEST

START_TEST(where_it_cannot_be_written)
{
    Cast cast;
    Error error = { .text = "" };
    CastHeader header = { .columns = 80, .rows = 24 };
    ck_assert(!cast_open(&cast, test_folder(), &header, &error));
    ck_assert_msg(strstr(error.text, "no regular file"), "%s", error.text);
    ck_assert(!cast_open(&cast, "/dev/null", &header, &error));
    char path[400];
    path_of(path, sizeof path, "no/such/folder.cast");
    ck_assert(!cast_open(&cast, path, &header, &error));
    ck_assert(error.system);
}
END_TEST

/* -- scripts ------------------------------------------------------------------------------------- */

/* The bytes of every key of the table mean that key again. */
START_TEST(keys_come_back)
{
    for (int i = 0; i < action_count; i++) {
        for (const char *at = actions[i].keys; *at;) {
            size_t length = strcspn(at, " ");
            Event event, back;
            char bytes[LONGEST_KEY];
            ck_assert(read_key(at, length, &event));
            size_t count = encode_key(&event, bytes);
            ck_assert_uint_eq(decode((const unsigned char *)bytes, count, true, &back), count);
            ck_assert_msg(is_key(&back, at, length), "%.*s", (int)length, at);
            at += length + (at[length] == ' ');
        }
    }
}
END_TEST

static bool note(void *user, const Event *event)
{
    char *said = user;
    size_t used = strlen(said);
    snprintf(said + used, 200 - used, "%d:%x/%dx%d ", (int)event->kind, (unsigned)event->key,
             event->columns, event->rows);
    return true;
}

START_TEST(words_are_read)
{
    char said[200] = "";
    Error error = { .text = "" };
    ck_assert(script_play(" a*2\ttext:b_ wait:70\nresize:100x30 ", note, said, &error));
    ck_assert_str_eq(said, "1:61/0x0 1:61/0x0 1:62/0x0 1:20/0x0 7:46/0x0 3:0/100x30 ");
    static const char *const wrong[] = { "Rihgt", "wait:x", "wait:-1", "resize:80", "a wait:" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert(!script_play(wrong[i], note, said, &error));
        ck_assert_msg(strstr(error.text, "would be right"), "%s", error.text);
        said[0] = '\0';
    }
}
END_TEST

/* -- the program --------------------------------------------------------------------------------- */

static char path[400];

static void set_path(void)
{
    char name[64];
    snprintf(name, sizeof name, "run-%ld.cast", (long)getpid());
    path_of(path, sizeof path, name);
    unlink(path);
}

/* `record PATH WORDS...` in its terminal. */
#define RECORD(...) (set_path(), START_WORDS("record", path, __VA_ARGS__))

/* Until what was recorded shows what the terminal shows. */
static void expect_replay(Pty *pty)
{
    int64_t end = pty_clock() + LIMIT;
    for (bool same = false; !same;) {
        pty_wait_text(pty, "no such text", 50);
        Recording recording = read_recording(path);
        char *wanted = vt_text(pty_vt(pty)), *have = replay(&recording);
        same = strcmp(wanted, have) == 0;
        ck_assert_msg(same || pty_clock() < end, "shown:\n%s\nreplayed:\n%s", wanted, have);
        free(wanted);
        free(have);
        close_recording(&recording);
    }
}

START_TEST(what_is_recorded_is_what_is_shown)
{
    Pty *pty = RECORD("--typed", "--", "deepseek-v3");
    expect(pty, "q quit");
    pty_send(pty, "\033[C");
    expect(pty, "1 changed");
    expect_replay(pty);
    pty_resize(pty, 40, 120);
    expect(pty, "vs A");
    pty_send(pty, "?");
    expect(pty, "Enter does it");
    expect_replay(pty);
    pty_send(pty, "\033");
    expect(pty, "Assumed MFU");
    quit(pty);
    Recording recording = read_recording(path);
    char *sizes = all_of(&recording, 'r'), *typed = all_of(&recording, 'i');
    ck_assert_int_eq(number(&recording, "width"), 80);
    ck_assert_str_eq(sizes, "120x40");
    ck_assert_ptr_nonnull(strstr(typed, "\033[C"));
    ck_assert_str_eq(json_string_value(json_object_get(recording.header, "command")),
                     "flopdeck deepseek-v3");
    free(sizes);
    free(typed);
    close_recording(&recording);
}
END_TEST

/* What is typed is nobody's business unless it is asked for. */
START_TEST(what_is_typed_is_left_out)
{
    Pty *pty = RECORD("tour");
    expect(pty, "step 1 / 12");
    pty_send(pty, " ");
    expect(pty, "step 2 / 12");
    quit(pty);
    Recording recording = read_recording(path);
    char *typed = all_of(&recording, 'i');
    ck_assert_str_eq(typed, "");
    free(typed);
    close_recording(&recording);
}
END_TEST

static const int ending_signals[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGKILL };
enum { ENDING = sizeof ending_signals / sizeof *ending_signals };

/* The file is whole, and the terminal is as it was, whatever ends the recorder. */
START_TEST(signals_leave_a_whole_file)
{
    Pty *pty = RECORD("--", "deepseek-v3");
    expect(pty, "q quit");
    pty_signal(pty, ending_signals[_i]);
    int status = pty_wait_end(pty, LIMIT);
    ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == ending_signals[_i], "status %x",
                  (unsigned)status);
    if (ending_signals[_i] != SIGKILL) {
        expect_clean(pty);
    }
    Recording recording = read_recording(path);
    ck_assert_uint_gt(json_array_size(recording.events), 0);
    close_recording(&recording);
    pty_stop(pty);
}
END_TEST

START_TEST(the_terminal_goes_away)
{
    Pty *pty = RECORD("--", "deepseek-v3");
    expect(pty, "q quit");
    pty_hang_up(pty);
    ck_assert_int_ne(pty_wait_end(pty, LIMIT), -1);
    Recording recording = read_recording(path);
    close_recording(&recording);
    pty_stop(pty);
}
END_TEST

/* The program is killed: the recorder gives the terminal back for it, in the recording too. */
START_TEST(the_program_is_killed)
{
    char name[120], bytes[64] = "";
    Pty *pty = RECORD("--", "deepseek-v3");
    expect(pty, "q quit");
    snprintf(name, sizeof name, "/proc/%d/task/%d/children", (int)pty_program(pty),
             (int)pty_program(pty));
    FILE *children = fopen(name, "r");
    if (!children || !fgets(bytes, sizeof bytes, children) || atol(bytes) <= 0) {
        if (children) {
            fclose(children);
        }
        pty_stop(pty); /* the system does not say which it is */
        return;
    }
    fclose(children);
    kill((pid_t)atol(bytes), SIGKILL);
    int status = pty_wait_end(pty, LIMIT);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGKILL);
    expect_clean(pty);
    Recording recording = read_recording(path);
    char *output = all_of(&recording, 'o');
    ck_assert_ptr_nonnull(strstr(output, "\033[?1049l"));
    free(output);
    close_recording(&recording);
    pty_stop(pty);
}
END_TEST

/* -- without a terminal -------------------------------------------------------------------------- */

static int run(const char *words)
{
    char command[2000];
    set_path();
    snprintf(command, sizeof command,
             "HOME='%s' XDG_CONFIG_HOME='%s/config' XDG_RUNTIME_DIR='%s' '%s' record '%s' %s "
             "</dev/null >/dev/null 2>'%s.said'",
             test_folder(), test_folder(), test_folder(), getenv("FLOPDECK"), path, words, path);
    int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The same keys, the same file; its last screen is the golden one of the same keys. */
START_TEST(keys_make_the_same_file)
{
    size_t first_size, second_size, golden_size;
    char first_path[420];
    static const char words[] = "--size 120x40 --keys 'F5' -- deepseek-faq";
    ck_assert_int_eq(run(words), 0);
    snprintf(first_path, sizeof first_path, "%s.first", path);
    ck_assert_int_eq(rename(path, first_path), 0);
    ck_assert_int_eq(run(words), 0);
    char *first = read_whole(first_path, &first_size), *second = read_whole(path, &second_size);
    ck_assert_uint_eq(first_size, second_size);
    ck_assert_mem_eq(first, second, first_size);
    Recording recording = read_recording(path);
    char *have = replay(&recording),
         *golden = read_whole("tests/screens/120x40-tour.screen", &golden_size);
    ck_assert_str_eq(have, golden);
    ck_assert_ptr_null(json_object_get(recording.header, "timestamp"));
    char *output = all_of(&recording, 'o'); /* no question to whoever plays it */
    ck_assert_ptr_null(strstr(output, "\033[5n"));
    ck_assert_ptr_null(strstr(output, "$p"));
    free(output);
    free(first);
    free(second);
    free(have);
    free(golden);
    close_recording(&recording);
}
END_TEST

START_TEST(scripted_waits_and_sizes)
{
    ck_assert_int_eq(run("--keys 'Right wait:5000 resize:100x30 Right q' -- deepseek-v3"), 0);
    Recording recording = read_recording(path);
    char *sizes = all_of(&recording, 'r'), *output = all_of(&recording, 'o');
    size_t count = json_array_size(recording.events);
    json_t *last = json_array_get(recording.events, count - 1);
    ck_assert_str_eq(sizes, "100x30");
    ck_assert_ptr_nonnull(strstr(output, "\033[?1049l")); /* q is part of it */
    ck_assert_double_ge(json_real_value(json_array_get(last, 0)), 5.0);
    ck_assert_double_le(json_real_value(json_array_get(last, 0)), 7.0);
    free(sizes);
    free(output);
    close_recording(&recording);
}
END_TEST

static const struct {
    const char *words, *said;
    int status;
} wrong[] = {
    { "-- tour", "record needs a terminal; --keys", 2 },
    { "--keys Rihgt", "no key is called 'Rihgt'", 2 },
    { "--keys q --size 80", "--size 80: COLUMNSxROWS", 2 },
};

START_TEST(what_record_refuses)
{
    char name[420];
    size_t size;
    ck_assert_int_eq(run(wrong[_i].words), wrong[_i].status);
    snprintf(name, sizeof name, "%s.said", path);
    char *said = read_whole(name, &size);
    ck_assert_msg(strstr(said, wrong[_i].said) != NULL, "%s", said);
    ck_assert_int_ne(access(path, F_OK), 0); /* nothing was begun */
    free(said);
}
END_TEST

Suite *record_suite(void)
{
    Suite *suite = suite_create("record");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 90);
    tcase_add_test(all, a_letter_in_pieces);
    tcase_add_test(all, what_is_no_letter);
    tcase_add_test(all, where_it_cannot_be_written);
    tcase_add_test(all, keys_come_back);
    tcase_add_test(all, words_are_read);
    tcase_add_test(all, what_is_recorded_is_what_is_shown);
    tcase_add_test(all, what_is_typed_is_left_out);
    tcase_add_loop_test(all, signals_leave_a_whole_file, 0, ENDING);
    tcase_add_test(all, the_terminal_goes_away);
    tcase_add_test(all, the_program_is_killed);
    tcase_add_test(all, keys_make_the_same_file);
    tcase_add_test(all, scripted_waits_and_sizes);
    tcase_add_loop_test(all, what_record_refuses, 0, sizeof wrong / sizeof *wrong);
    suite_add_tcase(suite, all);
    return suite;
}
