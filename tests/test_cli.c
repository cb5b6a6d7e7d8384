/* test_cli.c -- the program itself: command lines and what they print, in tests/cli/NAME.test.
 *
 * A line that begins with "$ " is a command for sh, in which flopdeck is the program under test;
 * the lines below it are what it prints on both outputs, and "[N]" its exit status when that is
 * not 0.  Lines before the first command are a comment.  With FLOPDECK_ACCEPT=1 the files are
 * written anew with what the program prints now: read the difference before you keep it. */
#include "tests/suites.h"

#include "cli/commands.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_FILES = 64 };

static char files[MOST_FILES][256];
static int file_count;

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void find_files(void)
{
    DIR *folder = opendir("tests/cli");
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot && strcmp(dot, ".test") == 0 && file_count < MOST_FILES) {
            snprintf(files[file_count++], sizeof files[0], "tests/cli/%.200s", entry->d_name);
        }
    }
    if (folder) {
        closedir(folder);
    }
    qsort(files, (size_t)file_count, sizeof files[0], compare_names);
}

/* The folder of the program under test comes first in PATH. */
static void set_environment(void)
{
    const char *program = getenv("FLOPDECK"), *path = getenv("PATH");
    char folder[4096], all[8192];
    ck_assert_msg(program != NULL, "FLOPDECK says where the program is");
    char *real = realpath(program, NULL);
    ck_assert_msg(real != NULL, "%s: not built", program);
    snprintf(folder, sizeof folder, "%s", real);
    free(real);
    *strrchr(folder, '/') = '\0';
    snprintf(all, sizeof all, "%s:%s", folder, path ? path : "");
    setenv("PATH", all, 1);
    char nowhere[300]; /* of this run: with one process for all tests, others see it too */
    snprintf(nowhere, sizeof nowhere, "%s/nowhere", test_folder());
    setenv("XDG_CONFIG_HOME", nowhere, 1);
    setenv("XDG_RUNTIME_DIR", test_folder(), 1);
    setenv("LC_ALL", "C", 1);
    setenv("T", test_folder(), 1);
}

/* Runs the command and adds what it prints, and "[N]". */
static void run(const char *command, FILE *out)
{
    char text[8192], last = '\n';
    snprintf(text, sizeof text, "exec 2>&1; %.8000s", command);
    FILE *pipe = popen(text, "r");
    ck_assert_ptr_nonnull(pipe);
    for (size_t got; (got = fread(text, 1, sizeof text, pipe)) > 0;) {
        fwrite(text, 1, got, out);
        last = text[got - 1];
    }
    int status = pclose(pipe);
    if (last != '\n') {
        fputs("\n(no line end)\n", out);
    }
    if (WIFSIGNALED(status)) {
        fprintf(out, "[signal %d]\n", WTERMSIG(status));
    } else if (WEXITSTATUS(status) != 0) {
        fprintf(out, "[%d]\n", WEXITSTATUS(status));
    }
}

/* The file as it would be with what the program prints now. */
static char *run_file(const char *text)
{
    char *written = NULL;
    size_t size;
    FILE *out = open_memstream(&written, &size);
    bool comment = true;
    while (*text) {
        size_t length = strcspn(text, "\n");
        if (strncmp(text, "$ ", 2) == 0) {
            char command[8192];
            snprintf(command, sizeof command, "%.*s", (int)length - 2, text + 2);
            fprintf(out, "$ %s\n", command);
            run(command, out);
            comment = false;
        } else if (comment) {
            fprintf(out, "%.*s\n", (int)length, text);
        }
        text += length + (text[length] == '\n');
    }
    fclose(out);
    return written;
}

/* The first line that differs, for the message. */
static void first_difference(const char *wanted, const char *got, char *out, size_t size)
{
    int line = 1;
    const char *from = wanted, *other = got, *command = wanted;
    while (*from && strcspn(from, "\n") == strcspn(other, "\n") &&
           strncmp(from, other, strcspn(from, "\n")) == 0) {
        size_t length = strcspn(from, "\n");
        if (strncmp(from, "$ ", 2) == 0) {
            command = from;
        }
        from += length + (from[length] == '\n');
        other += length + (other[length] == '\n');
        line++;
    }
    snprintf(out, size, "line %d, of `%.*s`:\n  wanted: %.*s\n  got:    %.*s", line,
             (int)strcspn(command, "\n"), command, (int)strcspn(from, "\n"), from,
             (int)strcspn(other, "\n"), other);
}

START_TEST(golden)
{
    size_t size;
    char message[2000];
    set_environment();
    char *wanted = read_whole(files[_i], &size);
    ck_assert_ptr_nonnull(wanted);
    char *got = run_file(wanted);
    if (getenv("FLOPDECK_ACCEPT")) {
        FILE *file = fopen(files[_i], "w");
        fputs(got, file);
        fclose(file);
    } else if (strcmp(wanted, got) != 0) {
        first_difference(wanted, got, message, sizeof message);
        ck_abort_msg("%s: %s\n  (FLOPDECK_ACCEPT=1 takes the new output)", files[_i], message);
    }
    free(wanted);
    free(got);
}
END_TEST

/* Each command at least answers --help, and each is in a golden file. */
START_TEST(command_is_tested)
{
    char wanted[100];
    bool found = false;
    snprintf(wanted, sizeof wanted, "flopdeck %s", command_rows[_i].name);
    for (int i = 0; i < file_count; i++) {
        size_t size;
        char *text = read_whole(files[i], &size);
        found = found || strstr(text, wanted);
        free(text);
    }
    ck_assert_msg(found, "no file of tests/cli runs `%s`", wanted);
}
END_TEST

Suite *cli_suite(void)
{
    Suite *suite = suite_create("cli");
    TCase *test = tcase_create("cli");
    find_files();
    tcase_set_timeout(test, 60);
    tcase_add_loop_test(test, golden, 0, file_count);
    tcase_add_loop_test(test, command_is_tested, 0, (int)command_row_count);
    suite_add_tcase(suite, test);
    return suite;
}
