/* test_broken.c -- config.json files that are broken, cut or absurd: refused at once, with a place. */
#include "tests/configs.h"
#include "tests/suites.h"

#include "profile/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const ids[] = {
#define MODEL(id, ...)    id,
#define RELEASED(id, ...) id,
#define PRINTED(...)
#include "tests/families.def"
};

enum { IDS = sizeof ids / sizeof *ids };

/* Long, deep and broken texts end with a sentence, at once. */
START_TEST(hostile_texts_end_at_once)
{
    enum { SIZE = LARGEST_FILE };
    static const char *const fills[] = {
        "[", "{\"a\":", "[[],", "0,", "\"\\u0000\",", "\xff", "{},"
    };
    char *text = malloc(SIZE + 1);
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
        size_t length = strlen(fills[i]);
        memcpy(text, "{\"x\":[", 6);
        for (size_t at = 6; at < SIZE; at++) {
            text[at] = fills[i][(at - 6) % length];
        }
        Plan plan = preset_plan();
        ImportReport report;
        Error error = { .text = "" };
        clock_t start = clock();
        ck_assert(!huggingface_read("config.json", text, SIZE, &plan, &report, &error));
        ck_assert_msg((double)(clock() - start) / CLOCKS_PER_SEC < (SANITIZED ? 10 : 1),
                      "fill %zu took long", i);
        ck_assert_msg(strncmp(error.text, "config.json:", 12) == 0, "%s", error.text);
    }
    free(text);
}
END_TEST

/* Every beginning of a config is refused with a place, or read; none is undefined. */
START_TEST(cut_texts_are_refused)
{
    size_t size;
    char *text = config_text_of("kimi-k3", &size);
    ck_assert_ptr_nonnull(text);
    for (size_t length = 0; length < size - 2; length++) {
        Plan plan = preset_plan();
        ImportReport report;
        Error error;
        ck_assert(!huggingface_read("config.json", text, length, &plan, &report, &error));
    }
    free(text);
}
END_TEST

/* Each number of a config, one after the other, becomes a value that no model has. */
START_TEST(absurd_numbers_end_at_once)
{
    static const char *const absurd[] = { "1e38", "-1e38", "0", "null", "0.5", "[]", "[0]" };
    size_t size;
    char *text = config_text_of(ids[_i], &size), *changed = text ? malloc(size + 16) : NULL;
    if (!text) {
        return; /* a profile alone */
    }
    ck_assert_ptr_nonnull(changed);
    clock_t start = clock();
    /* a sanitizer is slow: one of the values for each number, another in each config */
    size_t count = sizeof absurd / sizeof *absurd, next = (size_t)_i;
    for (char *at = strchr(text, ':'); at; at = strchr(at + 1, ':')) {
        size_t before = (size_t)(at - text) + 1, value = strcspn(at, ",}\n");
        for (size_t i = SANITIZED ? next++ % count : 0; i < count; i += SANITIZED ? count : 1) {
            int length =
                snprintf(changed, size + 16, "%.*s%s%s", (int)before, text, absurd[i], at + value);
            Plan plan = preset_plan();
            ImportReport report;
            Error error;
            if (length < (int)size + 16 &&
                huggingface_read("config.json", changed, (size_t)length, &plan, &report, &error)) {
                ck_assert_int_gt((int)plan.layers, 0);
            }
        }
    }
    ck_assert_msg((double)(clock() - start) / CLOCKS_PER_SEC < 2, "%s took long", ids[_i]);
    free(changed);
    free(text);
}
END_TEST

START_TEST(reading_is_fast)
{
    enum { TIMES = 50 };
    size_t size;
    char *text = config_text_of("kimi-k3", &size);
    double sum = 0;
    clock_t start = clock();
    for (int i = 0; i < TIMES; i++) {
        Plan plan = preset_plan();
        ImportReport report;
        ck_assert(huggingface_read("config.json", text, size, &plan, &report, NULL));
        sum += evaluate(&plan).total_params;
    }
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC / TIMES;
    ck_assert_msg(sum > 0 && seconds < (SANITIZED ? 0.05 : 0.005), "%g s for one config", seconds);
    free(text);
}
END_TEST

/* A quantised model may list every matrix of every expert, with an object for each: the same model, soon. */
START_TEST(long_quantisations_are_read)
{
    size_t size, length;
    char *text = config_text_of("minimax-m3", &size), *longer = NULL;
    FILE *out = open_memstream(&longer, &length);
    ck_assert(text && out);
    fprintf(out, "%.*s,\n\"quantization_config\": {\"quant_method\": \"modelopt\", \"layers\": {",
            (int)(strrchr(text, '}') - text), text);
    for (int i = 0; i < 57 * 128 * 3; i++) {
        fprintf(out,
                "%s\n\"model.layers.%d.block_sparse_moe.experts.%d.w%d\": {\"algo\": \"NVFP4\"}",
                i ? "," : "", i / 384 + 3, i / 3 % 128, i % 3 + 1);
    }
    fputs("}}}", out);
    fclose(out);
    ck_assert_int_gt((int)length, 1 << 20);
    ck_assert_int_lt((int)length, LARGEST_FILE);
    Plan plan, same;
    ImportReport report;
    Error error = { .text = "" };
    ck_assert(plan_of_config("minimax-m3", &same));
    clock_t start = clock();
    ck_assert_msg(read_text(longer, &plan, &report, &error), "%s", error.text);
    ck_assert((double)(clock() - start) / CLOCKS_PER_SEC < 2);
    ck_assert_int_eq(memcmp(&plan, &same, sizeof plan), 0);
    free(longer);
    free(text);
}
END_TEST

Suite *broken_suite(void)
{
    Suite *suite = suite_create("broken");
    TCase *texts = tcase_create("texts");
    tcase_set_timeout(texts, 60);
    tcase_add_test(texts, hostile_texts_end_at_once);
    tcase_add_test(texts, cut_texts_are_refused);
    tcase_add_loop_test(texts, absurd_numbers_end_at_once, 0, IDS);
    tcase_add_test(texts, reading_is_fast);
    tcase_add_test(texts, long_quantisations_are_read);
    suite_add_tcase(suite, texts);
    return suite;
}
