/* test_hostile.c -- files that nobody should give to a program, and that people will. */
#include "tests/suites.h"

#include "profile/scenario.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    const char *name;
    void (*write)(FILE *file);
    const char *message;
} Hostile;

static void repeat(FILE *file, const char *text, int times)
{
    for (int i = 0; i < times; i++) {
        fputs(text, file);
    }
}

static void deep_lists(FILE *file)
{
    fputs("flopdeck: 1\ntour: ", file);
    repeat(file, "[", 10000);
}

static void deep_maps(FILE *file)
{
    fputs("flopdeck: 1\ntour: ", file);
    repeat(file, "{a: ", 10000);
}

static void deep_blocks(FILE *file)
{
    for (int i = 0; i < 1000; i++) {
        fprintf(file, "%*sa:\n", i, "");
    }
}

static void deep_dashes(FILE *file)
{
    repeat(file, "- ", 500000);
}

static void deep_questions(FILE *file)
{
    repeat(file, "? ", 500000);
}

static void deep_keys(FILE *file)
{
    fputs("flopdeck: 1\n", file);
    repeat(file, "a: ", 300000);
}

static void million_aliases(FILE *file)
{
    fputs("flopdeck: 1\ntour: [", file);
    repeat(file, "*a,", 340000);
}

static void laughs(FILE *file)
{
    fputs("a: &a [x,x,x,x,x,x,x,x,x]\n", file);
    for (int i = 1; i < 20; i++) {
        fprintf(file, "%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", 'a' + i, 'a' + i,
                'a' + i - 1, 'a' + i - 1, 'a' + i - 1, 'a' + i - 1, 'a' + i - 1, 'a' + i - 1,
                'a' + i - 1, 'a' + i - 1, 'a' + i - 1);
    }
}

static void many_keys(FILE *file)
{
    fputs("flopdeck: 1\ntour:\n", file);
    for (int i = 0; i < 80000; i++) {
        fprintf(file, "  k%d: 1\n", i);
    }
}

static void long_word(FILE *file)
{
    fputs("flopdeck: 1\nmodel:\n  layers: ", file);
    repeat(file, "9999999999", 100000);
}

static void long_key(FILE *file)
{
    fputs("flopdeck: 1\n", file);
    repeat(file, "kkkkkkkkkk", 100000);
    fputs(": 1\n", file);
}

static void long_name(FILE *file)
{
    fputs("flopdeck: 1\nmodle", file);
    repeat(file, "e", 900);
    fputs(": 1\n", file);
}

static void long_quote(FILE *file)
{
    fputs("flopdeck: 1\nname: \"", file);
    repeat(file, "\\x41", 250000);
}

static void many_commas(FILE *file)
{
    fputs("flopdeck: 1\ntour: [", file);
    repeat(file, "a,", 500000);
}

static void many_documents(FILE *file)
{
    repeat(file, "---\n", 250000);
}

static void many_comments(FILE *file)
{
    repeat(file, "#\n", 500000);
}

static void many_tags(FILE *file)
{
    repeat(file, "%TAG !a! tag:x,2000:\n", 40000);
    fputs("--- 1\n", file);
}

static void nuls(FILE *file)
{
    fputs("flopdeck: 1\nname: a", file);
    fputc('\0', file);
}

static void latin(FILE *file)
{
    fputs("flopdeck: 1\nname: caf\xe9\n", file);
}

static void overlong(FILE *file)
{
    fputs("flopdeck: 1\nname: \xc0\xaf\n", file);
}

static void surrogate(FILE *file)
{
    fputs("flopdeck: 1\nname: \xed\xa0\x80\n", file);
}

static void utf16(FILE *file)
{
    fputs("\xff\xfe", file);
}

static void escapes(FILE *file)
{
    fputs("flopdeck: 1\nname: \033[2J\n", file);
}

static void noise(FILE *file)
{
    uint32_t state = 1;
    for (int i = 0; i < 1000000; i++) {
        state = state * 1664525 + 1013904223;
        fputc(" -:{}[]&*!|>'\"%@`#,?\na1"[(state >> 16) % 23], file);
    }
}

static void large(FILE *file)
{
    fputs("flopdeck: 1\n", file);
    repeat(file, "# too long a comment\n", 450000);
}

static void gigabytes(FILE *file)
{
    fflush(file);
    ck_assert_int_eq(ftruncate(fileno(file), 8LL << 30), 0);
}

static const Hostile hostile[] = {
    { "deep-lists", deep_lists, ":2:38: nested deeper than 32" },
    { "deep-maps", deep_maps, "nested deeper than 32" },
    { "deep-blocks", deep_blocks, "nested deeper than 32" },
    { "deep-dashes", deep_dashes, "nested deeper than 32" },
    { "deep-questions", deep_questions, "" },
    { "deep-keys", deep_keys, "" },
    { "million-aliases", million_aliases, ":2:8: anchors" },
    { "laughs", laughs, ":1:4: anchors" },
    { "many-keys", many_keys, "more than 10,000 values" },
    { "long-word", long_word, ":3:11:" },
    { "long-key", long_key, "" },
    { "long-name", long_name, ":2:1: a file has no" },
    { "long-quote", long_quote, "" },
    { "many-commas", many_commas, "more than 10,000 values" },
    { "many-documents", many_documents, "" },
    { "many-comments", many_comments, "the file is empty" },
    { "many-tags", many_tags, "" },
    { "nuls", nuls, ":2:8: a NUL byte" },
    { "latin", latin, ":2:10: byte 0xe9 is not UTF-8" },
    { "overlong", overlong, ":2:7: byte 0xc0 is not UTF-8" },
    { "surrogate", surrogate, ":2:7: byte 0xed is not UTF-8" },
    { "utf16", utf16, ":1:1: byte 0xff is not UTF-8" },
    { "escapes", escapes, ":2:7:" },
    { "noise", noise, "" },
    { "large", large, "at most 8 MB" },
    { "gigabytes", gigabytes, ":1:1: the file has 8589934592 bytes; at most 8 MB" },
};

static double seconds_used(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The whole library refuses the path with a place and a reason, quickly and in little memory. */
static void refuse_path(const char *path, const char *message)
{
    static const FileKind kinds[] = { MODEL_PROFILE, HARDWARE_PROFILE, SCENARIO_FILE };
    Library library;
    Scenario scenario;
    struct rusage before, after;
    double most = SANITIZED ? 10 : 1;
    getrusage(RUSAGE_SELF, &before);
    for (int i = 0; i < 3; i++) {
        Error error = { .text = "" };
        double start = seconds_used();
        library_open(&library);
        scenario_clear(&scenario);
        bool read = i == 2 ? scenario_load(&library, &scenario, path, &error)
                           : scenario_pick(&library, &scenario, kinds[i], path, &error);
        library_close(&library);
        ck_assert_msg(!read, "%s was read", path);
        ck_assert_msg(strncmp(error.text, path, strlen(path)) == 0 &&
                          error.text[strlen(path)] == ':',
                      "'%s' names no file", error.text);
        ck_assert_msg(strstr(error.text, message), "'%s' does not say '%s'", error.text, message);
        ck_assert_msg(seconds_used() - start < most, "%s took %.2f s", path,
                      seconds_used() - start);
    }
    getrusage(RUSAGE_SELF, &after);
    ck_assert_msg(after.ru_maxrss - before.ru_maxrss < 64 * 1024, "%s took %ld kB", path,
                  after.ru_maxrss - before.ru_maxrss);
}

START_TEST(hostile_file)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s.yaml", test_folder(), hostile[_i].name);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    hostile[_i].write(file);
    ck_assert_int_eq(fclose(file), 0);
    refuse_path(path, hostile[_i].message);
    unlink(path);
}
END_TEST

START_TEST(hostile_path)
{
    char path[400], other[400];
    snprintf(path, sizeof path, "%s/fifo.yaml", test_folder());
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    refuse_path(path, ":1:1: this is a pipe");
    refuse_path("/dev/zero", ":1:1: this is a device");
    refuse_path("/dev/null", ":1:1: this is a device");
    refuse_path(test_folder(), ":1:1: this is a folder");
    snprintf(path, sizeof path, "%s/loop.yaml", test_folder());
    snprintf(other, sizeof other, "%s/pool.yaml", test_folder());
    ck_assert_int_eq(symlink(path, other), 0);
    ck_assert_int_eq(symlink(other, path), 0);
    refuse_path(path, ":1:1: cannot be read: Too many levels");
    snprintf(path, sizeof path, "%s/none.yaml", test_folder());
    refuse_path(path, ":1:1: cannot be read: No such file");
}
END_TEST

/* Standard input that does not end. */
START_TEST(endless_input)
{
    Library library;
    Scenario scenario;
    Error error = { .text = "" };
    int zero = open("/dev/zero", O_RDONLY), before = dup(STDIN_FILENO);
    ck_assert_int_ge(dup2(zero, STDIN_FILENO), 0);
    library_open(&library);
    ck_assert(!scenario_load(&library, &scenario, "-", &error));
    library_close(&library);
    dup2(before, STDIN_FILENO);
    close(before);
    close(zero);
    ck_assert_msg(strstr(error.text, "standard input:1:1: more than 8 MB"), "%s", error.text);
}
END_TEST

Suite *hostile_suite(void)
{
    Suite *suite = suite_create("hostile");
    TCase *slow = tcase_create("slow");
    tcase_set_timeout(slow, 60);
    tcase_add_loop_test(slow, hostile_file, 0, (int)(sizeof hostile / sizeof *hostile));
    tcase_add_test(slow, hostile_path);
    tcase_add_test(slow, endless_input);
    suite_add_tcase(suite, slow);
    return suite;
}
