/* play.c -- the program itself at a terminal. */
#include "tests/play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

const TerminalType types[TYPES] = {
    { "xterm-256color", 0 },  { "xterm", 0 },         { "xterm-direct", 0 },
    { "screen-256color", 0 }, { "tmux-256color", 0 }, { "linux", 0 },
    { "vt100", 0 },           { "vt220", 0 },         { "ansi", 1 },
};

const char *const *play_environment(const char *setting)
{
    static char home[300], config[300], runtime[300];
    static const char *environment[] = { home, config, runtime, NULL, NULL };
    snprintf(home, sizeof home, "HOME=%s", test_folder());
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", test_folder());
    snprintf(runtime, sizeof runtime, "XDG_RUNTIME_DIR=%s", test_folder());
    environment[3] = setting;
    return environment;
}

Pty *start_words(PtyOptions options, const char *const *words, const char *setting)
{
    const char *program[10] = { getenv("FLOPDECK") };
    ck_assert_msg(program[0] != NULL, "FLOPDECK says where the program is");
    for (size_t i = 0; words[i] && i + 2 < sizeof program / sizeof *program; i++) {
        program[1 + i] = words[i];
    }
    options.environment = play_environment(setting);
    return pty_start(&options, program);
}

Pty *start_with(PtyOptions options, const char *word, const char *setting)
{
    return start_words(options, (const char *const[]){ word, NULL }, setting);
}

void expect(Pty *pty, const char *text)
{
    if (!pty_wait_text(pty, text, LIMIT)) {
        ck_abort_msg("'%s' does not appear:\n%s", text, vt_text(pty_vt(pty)));
    }
}

void idle(Pty *pty)
{
    ck_assert_msg(pty_wait_idle(pty, LIMIT), "it does not come to rest:\n%s", vt_text(pty_vt(pty)));
}

Pty *start(const char *word)
{
    Pty *pty = start_with((PtyOptions){ 0 }, word, NULL);
    expect(pty, "q quit");
    idle(pty);
    return pty;
}

void press(Pty *pty, const char *bytes)
{
    pty_send(pty, bytes);
    idle(pty);
}

void expect_clean(Pty *pty)
{
    ck_assert_str_eq(pty_left(pty), "");
}

void expect_end(Pty *pty)
{
    int status = pty_wait_end(pty, LIMIT);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x:\n%s", (unsigned)status,
                  vt_text(pty_vt(pty)));
    expect_clean(pty);
    pty_stop(pty);
}

void quit(Pty *pty)
{
    pty_send(pty, "q");
    expect_end(pty);
}

void expect_golden(Pty *pty, const char *path)
{
    size_t size;
    char *whole = read_whole(path, &size);
    int row = 0;
    ck_assert_msg(whole != NULL, "%s", path);
    for (char *wanted = whole, *end; (end = strchr(wanted, '\n')); wanted = end + 1) {
        *end = '\0';
        if (strcmp(wanted, vt_row(pty_vt(pty), row)) != 0) {
            pty_wait_text(pty, wanted, LIMIT); /* an answer from a thread may be on its way */
        }
        ck_assert_msg(strcmp(wanted, vt_row(pty_vt(pty), row)) == 0, "%s:%d\n  want %s\n  have %s",
                      path, row + 1, wanted, vt_row(pty_vt(pty), row));
        row++;
    }
    free(whole);
}

static bool same_cell(const VtCell *a, const VtCell *b)
{
    bool blank = a->glyph == 0 || a->glyph == ' ', other = b->glyph == 0 || b->glyph == ' ';
    return (a->glyph == b->glyph || (blank && other)) && a->underline == b->underline &&
           a->reverse == b->reverse && a->background == b->background &&
           ((blank && other) || (a->bold == b->bold && a->foreground == b->foreground));
}

void expect_cells(Pty *pty, const VtCell *wanted, const char *what)
{
    int count;
    VtCell *cells = vt_cells(pty_vt(pty), &count);
    for (int i = 0; i < count; i++) {
        if (!same_cell(&cells[i],
                       &wanted[i])) { /* an assertion costs a write, even when it holds */
            ck_abort_msg("%s: cell %d of %d is U+%04X (%d on %d), not U+%04X (%d on %d):\n%s", what,
                         i, count, cells[i].glyph, cells[i].foreground, cells[i].background,
                         wanted[i].glyph, wanted[i].foreground, wanted[i].background,
                         vt_text(pty_vt(pty)));
        }
    }
    free(cells);
}

int row_of(Pty *pty, const char *text)
{
    for (int row = 0; row < 24; row++) {
        if (strstr(vt_row(pty_vt(pty), row), text)) {
            return row;
        }
    }
    ck_abort_msg("no row shows '%s'", text);
}

void pass_time(Pty *pty, int milliseconds)
{
    pty_wait_text(pty, "no such text", milliseconds);
}
