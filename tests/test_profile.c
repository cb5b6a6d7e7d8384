/* test_profile.c -- files of profiles: good, bad and hostile. */
#include "tests/suites.h"

#include "profile/profile.h"
#include "profile/scenario.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static Profile *read_string(const char *text, Error *error)
{
    return profile_read("x.yaml", text, strlen(text), error);
}

START_TEST(reads_everything)
{
    Error error = { .text = "" };
    Profile *profile = read_string(
        "# a comment\n"
        "flopdeck: 1\n"
        "name: \"A model\"\n"
        "about: 'It''s one'\n"
        "note: >\n  two\n  lines\n"
        "source: a paper\n"
        "unverified: yes\n"
        "model:\n"
        "  layers: 61\n"
        "  hidden-size: 7168\n"
        "  attention: MLA\n"
        "  gated_ffn: off\n"
        "  kv_rank: {value: 512, source: \"its paper, p. 3\", note: why, low: 500, high: 600}\n"
        "run:\n"
        "  train_tokens: 14.8 T\n"
        "layout:\n"
        "published:\n"
        "  total_params: {value: 671 B, source: them}\n"
        "  train_cost: $5.576 M\n"
        "tour:\n  - say: hello\n",
        &error);
    ck_assert_msg(profile != NULL, "%s", error.text);
    ck_assert_int_eq(profile->kind, MODEL_PROFILE);
    ck_assert_str_eq(profile->name, "A model");
    ck_assert_str_eq(profile->about, "It's one");
    ck_assert_str_eq(profile->note, "two lines");
    ck_assert(profile->unverified);
    ck_assert_int_eq(profile_values(profile), 6);
    ck_assert_double_eq(profile->given[INPUT_layers].value, 61);
    ck_assert_int_eq(profile->given[INPUT_layers].line, 11);
    ck_assert_double_eq(profile->given[INPUT_hidden_size].value, 7168);
    ck_assert_double_eq(profile->given[INPUT_attention].value, attention_MLA);
    ck_assert_double_eq(profile->given[INPUT_gated_ffn].value, 0);
    ck_assert_double_eq(profile->given[INPUT_train_tokens].value, 14.8e12);
    const Given *rank = &profile->given[INPUT_kv_rank];
    ck_assert_str_eq(rank->source, "its paper, p. 3");
    ck_assert_str_eq(rank->note, "why");
    ck_assert_double_eq(rank->low, 500);
    ck_assert_double_eq(rank->high, 600);
    ck_assert_int_eq(profile->published_count, 2);
    ck_assert_double_eq(profile->published[0].value, 671e9);
    ck_assert_str_eq(profile->published[0].text, "671 B");
    ck_assert_double_eq(profile->published[1].value, 5.576e6);
    ck_assert_str_eq(
        profile->kept,
        "published:\n  total_params: {value: 671 B, source: them}\n  train_cost: $5.576 M\n"
        "tour:\n  - say: hello\n");
    profile_close(profile);
}
END_TEST

START_TEST(reads_json)
{
    Error error = { .text = "" };
    Profile *profile = read_string("{\"flopdeck\": 1, \"hardware\": {\"peak_bf16\": \"989.4 "
                                   "TFLOP/s\", \"memory_capacity\": 80}}",
                                   &error);
    ck_assert_msg(profile != NULL, "%s", error.text);
    ck_assert_int_eq(profile->kind, HARDWARE_PROFILE);
    ck_assert_double_eq(profile->given[INPUT_memory_capacity].value, 80e9);
    profile_close(profile);
}
END_TEST

static const struct {
    const char *text, *message;
} bad[] = {
    { "", "x.yaml:1:1: the file is empty" },
    { "# nothing\n", "the file is empty" },
    { "model:\n  layers: 61\n", "x.yaml:1:1: 'flopdeck: 1'" },
    { "flopdeck: 2\n", "x.yaml:1:11: of this format there is version 1 only" },
    { "just words\n", "x.yaml:1:1: lines of the form NAME: VALUE would be right" },
    { "- flopdeck\n", "x.yaml:1:1: lines of the form" },
    { "flopdeck: 1\nmodel:\n  layrs: 61\n",
      "x.yaml:3:3: no input is called 'layrs'; 'layers' would be right" },
    { "flopdeck: 1\nmodel:\n  train_tokens: 3T\n",
      "x.yaml:3:3: 'train_tokens' does not belong under 'model:'; under 'run:'" },
    { "flopdeck: 1\nmodel:\n  total_params: 3T\n", "x.yaml:3:3: 'total_params' is a figure" },
    { "flopdeck: 1\nlayers: 61\n",
      "x.yaml:2:1: 'layers' stands at the top; under 'model:' it would be right" },
    { "flopdeck: 1\nmodle:\n  layers: 61\n",
      "x.yaml:2:1: a file has no 'modle'; 'model' would be right" },
    { "flopdeck: 1\nmodel:\n  layers: many\n",
      "x.yaml:3:11: layers: 'many' is not a number; '32' would be right" },
    { "flopdeck: 1\nhardware:\n  memory_capacity: 80 TFLOP/s\n",
      "'TFLOP/s' is not a kind of 'GB'; '80 GB' would be right" },
    { "flopdeck: 1\nmodel:\n  layers: 0\n", "x.yaml:3:11: layers is below its lowest value, 1" },
    { "flopdeck: 1\nmodel:\n  layers: 2.5\n", "layers must be a whole number" },
    { "flopdeck: 1\nmodel:\n  layers:\n", "a value is missing" },
    { "flopdeck: 1\nmodel:\n  attention: mha\n",
      "'mha' is not a value of attention; it can be gqa, mla" },
    { "flopdeck: 1\nmodel:\n  gated_ffn: perhaps\n", "neither yes nor no" },
    { "flopdeck: 1\nmodel:\n  layers: [1, 2]\n",
      "x.yaml:3:11: this is a group of values; one value would be right" },
    { "flopdeck: 1\nmodel:\n  layers: {source: me}\n", "x.yaml:3:11: 'value:' is missing" },
    { "flopdeck: 1\nmodel:\n  layers: {value: 3, sauce: me}\n",
      "x.yaml:3:22: beside a value there is no 'sauce'; 'source' would be right" },
    { "flopdeck: 1\nmodel:\n  layers: {value: 3, low: 4}\n",
      "low, value and high are not in this order" },
    { "flopdeck: 1\nmodel:\n  layers: 3\n  layers: 4\n", "x.yaml:4:3: 'layers' is here twice" },
    { "flopdeck: 1\nmodel:\n  head_dim: 3\n  head-dim: 4\n",
      "x.yaml:4:3: 'head_dim' is here twice" },
    { "flopdeck: 1\nmodel: [a]\n",
      "x.yaml:2:8: under 'model:' lines of the form NAME: VALUE would be right" },
    { "flopdeck: 1\nrun: fast\n", "x.yaml:2:6: under 'run:' lines" },
    { "flopdeck: 1\nname: [a]\n", "x.yaml:2:7: 'name' is a text" },
    { "flopdeck: 1\nunverified: perhaps\n", "x.yaml:2:13: yes or no would be right" },
    { "flopdeck: 1\npublished:\n  totl_params: 3\n",
      "x.yaml:3:3: no figure is called 'totl_params'; 'total_params' would be right" },
    { "flopdeck: 1\npublished:\n  total_params: 3 GB\n",
      "x.yaml:3:17: 'GB' is not a kind of number" },
    { "flopdeck: 1\npublished:\n  total_params: {source: me}\n", "'value:' is missing" },
    { "flopdeck: 1\npublished:\n  total_params: [1]\n", "one value would be right" },
    { "flopdeck: 1\nfigures:\n  totl_params: 3\n",
      "x.yaml:3:3: no figure is called 'totl_params'" },
    { "flopdeck: 1\nmodel: &a\n  layers: 3\n", "x.yaml:2:8: anchors (&name) and aliases" },
    { "flopdeck: 1\nmodel: *a\n", "x.yaml:2:8: anchors (&name) and aliases" },
    { "flopdeck: 1\nmodel:\n  <<: {layers: 3}\n", "x.yaml:3:3: merge keys" },
    { "flopdeck: 1\nmodel:\n  layers: !!int 3\n", "x.yaml:3:11: tags" },
    { "flopdeck: 1\n---\nflopdeck: 1\n", "x.yaml:2:1: a second document" },
    { "flopdeck: 1\n? [a]\n: b\n", "x.yaml:2:3: a key must be a word" },
    { "flopdeck: 1\nmodel:\n\tlayers: 3\n",
      "x.yaml:3:1: found character that cannot start any token" },
    { "flopdeck: 1\nname: a: b\n", "x.yaml:2:8: mapping values are not allowed in this context" },
    { "flopdeck: 1\nname: \"open\n", "x.yaml:3:1: found unexpected end of stream" },
    { "flopdeck: 1\nname: \"\\e[2J\"\n", "x.yaml:2:7: a control character" },
    { "flopdeck: 1\nname: \"\\u202e\"\n", "x.yaml:2:7: a control character" },
    { "flopdeck: 1\nname: \"\\u009b\"\n", "x.yaml:2:7: a control character" },
};

START_TEST(refuses)
{
    Error error = { .text = "" };
    Profile *profile = read_string(bad[_i].text, &error);
    ck_assert_msg(profile == NULL, "read:\n%s", bad[_i].text);
    ck_assert_msg(strstr(error.text, bad[_i].message), "'%s' does not say '%s', of:\n%s",
                  error.text, bad[_i].message, bad[_i].text);
    ck_assert_msg(strncmp(error.text, "x.yaml:", 7) == 0, "'%s' says no place", error.text);
}
END_TEST

/* Every cut of a good file is refused or read, and never worse. */
START_TEST(cut_anywhere)
{
    static const char text[] = "flopdeck: 1\nname: \"x\"\nmodel:\n  layers: {value: 61, source: "
                               "\"a b\"}\n  attention: mla\npublished:\n"
                               "  total_params: {value: 671 B}\n";
    for (size_t length = 0; length < sizeof text; length++) {
        char cut[sizeof text];
        memcpy(cut, text, length);
        cut[length] = '\0';
        profile_close(profile_read("x.yaml", cut, length, NULL));
    }
}
END_TEST

/* -- hostile files ------------------------------------------------------------------------------ */

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
    repeat(file, "# too long a comment\n", 60000);
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
    { "large", large, "at most 1 MB" },
    { "gigabytes", gigabytes, ":1:1: the file has 8589934592 bytes; at most 1 MB" },
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
    ck_assert_msg(strstr(error.text, "standard input:1:1: more than 1 MB"), "%s", error.text);
}
END_TEST

Suite *profile_suite(void)
{
    Suite *suite = suite_create("profile");
    TCase *test = tcase_create("profile"), *slow = tcase_create("hostile");
    tcase_add_test(test, reads_everything);
    tcase_add_test(test, reads_json);
    tcase_add_loop_test(test, refuses, 0, (int)(sizeof bad / sizeof *bad));
    tcase_add_test(test, cut_anywhere);
    tcase_set_timeout(slow, 60);
    tcase_add_loop_test(slow, hostile_file, 0, (int)(sizeof hostile / sizeof *hostile));
    tcase_add_test(slow, hostile_path);
    tcase_add_test(slow, endless_input);
    suite_add_tcase(suite, test);
    suite_add_tcase(suite, slow);
    return suite;
}
