/* test_profile.c -- files of profiles: good and bad; test_hostile.c has worse. */
#include "tests/suites.h"

#include "profile/profile.h"

#include <stdio.h>
#include <string.h>

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

Suite *profile_suite(void)
{
    Suite *suite = suite_create("profile");
    TCase *test = tcase_create("test");
    tcase_add_test(test, reads_everything);
    tcase_add_test(test, reads_json);
    tcase_add_loop_test(test, refuses, 0, (int)(sizeof bad / sizeof *bad));
    tcase_add_test(test, cut_anywhere);
    suite_add_tcase(suite, test);
    return suite;
}
