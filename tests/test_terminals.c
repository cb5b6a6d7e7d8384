/* test_terminals.c -- the program on terminals of every type, in every locale, at every size.  Each
 * table's rows meet all rows of the others. */
#include "tests/play.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static const struct {
    const char *locale, *setting;
    int most; /* of its bytes */
    bool plain;
} looks[] = {
    { "C.UTF-8", NULL, 0xFF, false },
    { "C", NULL, 0x7F, false },
    { "en_US.ISO-8859-1", NULL, 0x7F, false },
    { "C.UTF-8", "NO_COLOR=1", 0xFF, true },
};
enum { LOOKS = sizeof looks / sizeof *looks };

static const struct {
    int rows, columns;
    const char *shown[4], *stepped[4]; /* at first, and after the first slider was moved right */
} sizes[] = {
    { 1, 1, { NULL }, { NULL } },
    { 5, 20, { "needs 60" }, { "needs 60" } },
    { 16, 60, { "DeepSeek-V3", "$5.576 M", "q quit" }, { "39.00 %", "$5.571 M", "56.67 days" } },
    { 24, 80, { "DeepSeek-V3", "$5.576 M", "q quit" }, { "39.00 %", "$5.571 M", "56.67 days" } },
    { 40, 120, { "DeepSeek-V3", "$5.576 M", "q quit" }, { "39.00 %", "$5.571 M", "2.786 M" } },
    { 60, 200, { "DeepSeek-V3", "$5.576 M", "q quit" }, { "39.00 %", "$5.571 M", "2.786 M" } },
    { 70, 250, { "DeepSeek-V3", "$5.576 M", "q quit" }, { "39.00 %", "$5.571 M", "2.786 M" } },
};
enum { SIZES = sizeof sizes / sizeof *sizes };

static void expect_all(Pty *pty, const char *const texts[4])
{
    for (int i = 0; i < 4 && texts[i]; i++) {
        expect(pty, texts[i]);
    }
}

/* Its bytes are of the locale; without colours none is named (30..38, 40..48, 90..107). */
static void expect_bytes(Pty *pty, int most, bool plain)
{
    size_t count;
    const char *output = pty_output(pty, &count);
    for (size_t i = 0; i < count; i++) {
        if ((unsigned char)output[i] > most) {
            ck_abort_msg("byte %zu is 0x%02X", i, (unsigned char)output[i]);
        }
        size_t length = output[i] == '\033' ? strspn(output + i + 2, "0123456789;:") : 0;
        if (!plain || length == 0 || output[i + 1] != '[' || output[i + 2 + length] != 'm') {
            continue;
        }
        for (const char *at = output + i + 1; at < output + i + 2 + length;
             at += strcspn(at, ";m")) {
            int number = atoi(++at);
            ck_assert_msg(number < 30 || number == 39 || number == 49 || number > 107,
                          "byte %zu sets colour %d: %.60s", i, number, output + i + 1);
        }
    }
}

/* Colours are of the table that every terminal has: a number of 8 and more is a shade of black where
 * colours are direct. */
static void expect_indexed(const VtCell *cells, int count)
{
    int most = -1;
    for (int i = 0; i < count; i++) {
        most = cells[i].foreground > most ? cells[i].foreground : most;
        most = cells[i].background > most ? cells[i].background : most;
    }
    ck_assert_int_lt(most, 256);
}

/* Started at each size, resized to the next, where it must show what it shows when it starts there;
 * then a step. */
START_TEST(runs_on_every_terminal)
{
    VtCell *fresh[SIZES + 1];
    char what[100];
    int margin = types[_i / LOOKS].margin, look = _i % LOOKS, count = 0;
    if (!setlocale(LC_CTYPE, looks[look].locale)) {
        fprintf(stderr, "skipped: there is no locale %s here\n", looks[look].locale);
        return;
    }
    for (int i = SIZES; i >= 0; i--) {
        int size = i % SIZES, next = (i + 1) % SIZES;
        Pty *pty = start_with((PtyOptions){ .rows = sizes[size].rows,
                                            .columns = sizes[size].columns + margin,
                                            .type = types[_i / LOOKS].name,
                                            .locale = looks[look].locale },
                              "deepseek-v3", looks[look].setting);
        snprintf(what, sizeof what, "%s, %s, %dx%d to %dx%d", types[_i / LOOKS].name,
                 looks[look].locale, sizes[size].columns, sizes[size].rows, sizes[next].columns,
                 sizes[next].rows);
        idle(pty);
        expect_all(pty, sizes[size].shown);
        fresh[i] = vt_cells(pty_vt(pty), &count);
        expect_indexed(fresh[i], count);
        if (i < SIZES) {
            pty_resize(pty, sizes[next].rows, sizes[next].columns + margin);
            idle(pty);
            expect_cells(pty, fresh[i + 1], what);
            press(pty, RIGHT);
            expect_all(pty, sizes[next].stepped);
        }
        expect_bytes(pty, looks[look].most, looks[look].plain);
        quit(pty);
    }
    for (int i = 0; i <= SIZES; i++) {
        free(fresh[i]);
    }
}
END_TEST

START_TEST(no_color_means_reverse_and_bold)
{
    for (int none = 0; none < 2; none++) {
        bool coloured = false;
        int count;
        Pty *pty = start_with((PtyOptions){ 0 }, NULL, none ? "NO_COLOR=1" : "NO_COLOR=");
        expect(pty, "q quit");
        idle(pty);
        VtCell *cells = vt_cells(pty_vt(pty), &count);
        for (int i = 0; i < count; i++) {
            coloured = coloured || cells[i].foreground >= 0 || cells[i].background >= 0;
        }
        ck_assert(coloured != (none == 1));
        ck_assert(!none || cells[40].reverse);
        expect_golden(pty, "tests/screens/80x24.screen");
        quit(pty);
        free(cells);
    }
}
END_TEST

/* A theme with a ground of its own has it everywhere, when it starts and at another size: white holes
 * would show where a terminal is white. */
START_TEST(ground_has_no_holes)
{
    Pty *pty = START_WORDS("--theme", "contrast");
    for (int i = 0; i < 2; i++) {
        int count, holes = 0;
        idle(pty);
        VtCell *cells = vt_cells(pty_vt(pty), &count);
        for (int j = 0; j < count; j++) {
            holes += cells[j].background < 0;
        }
        ck_assert_int_eq(holes, 0);
        free(cells);
        pty_resize(pty, 40, 120);
    }
    quit(pty);
}
END_TEST

/* -- sizes ------------------------------------------------------------------------------------------ */

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
    char *shown = vt_text(pty_vt(pty));
    press(pty, "\f"); /* painted anew it is the same */
    char *painted = vt_text(pty_vt(pty));
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
        static const int others[][2] = { { 1, 1 }, { 15, 59 }, { 40, 120 } };
        pty_resize(pty, others[i][0], others[i][1]);
        idle(pty);
        pty_resize(pty, 24, 80);
        idle(pty);
        expect_golden(pty, "tests/screens/80x24.screen");
    }
    quit(pty);
}
END_TEST

/* -- where it cannot run ---------------------------------------------------------------------------- */

static const struct {
    const char *type, *words;
} refusals[] = {
    { "dumb", "a terminal of type 'dumb' cannot place its cursor" },
    { "unknown", "the terminal type 'unknown' is not known here" },
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
    ck_assert_msg(strstr(vt_row(pty_vt(pty), 0), refusals[_i].words), "%s", vt_row(pty_vt(pty), 0));
    ck_assert_ptr_nonnull(strstr(vt_row(pty_vt(pty), 0), "flopdeck show"));
    ck_assert_str_eq(vt_row(pty_vt(pty), 1), "");
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

Suite *terminals_suite(void)
{
    Suite *suite = suite_create("terminals");
    TCase *tests = tcase_create("terminals");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, runs_on_every_terminal, 0, TYPES * LOOKS);
    tcase_add_test(tests, no_color_means_reverse_and_bold);
    tcase_add_test(tests, ground_has_no_holes);
    tcase_add_test(tests, sizes_change_in_a_storm);
    tcase_add_test(tests, a_size_comes_back_as_it_was);
    tcase_add_loop_test(tests, refuses_in_one_sentence, 0, REFUSALS);
    tcase_add_test(tests, refuses_without_a_terminal);
    suite_add_tcase(suite, tests);
    return suite;
}
