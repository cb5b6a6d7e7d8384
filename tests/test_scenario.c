/* test_scenario.c -- plans with origins: loading and picking. */
#include "tests/suites.h"

#include "profile/scenario.h"
#include "tests/given.h"

#include <stdio.h>
#include <string.h>

/* -- origins ------------------------------------------------------------------------------------ */

START_TEST(origins)
{
    Scenario scenario;
    char text[200];
    given_scenario(&scenario, "deepseek-v3");
    ck_assert_str_eq(scenario.name, "DeepSeek-V3 as reported");
    ck_assert_str_eq(scenario.model, "deepseek-v3");
    ck_assert_str_eq(scenario.hardware, "h800-sxm");
    ck_assert_int_eq(scenario.origin[INPUT_layers].from, FROM_PROFILE);
    ck_assert_int_eq(scenario.origin[INPUT_train_tokens].from, FROM_SCENARIO);
    ck_assert_int_eq(scenario.origin[INPUT_count_mtp].from, FROM_PRESET);
    origin_text(&given_library, scenario.origin[INPUT_layers], text, sizeof text);
    ck_assert_str_eq(text, "deepseek-v3.yaml:6");
    origin_text(&given_library, scenario.origin[INPUT_count_mtp], text, sizeof text);
    ck_assert_str_eq(text, "preset");
    ck_assert_str_eq(
        origin_source(&given_library, scenario.origin[INPUT_train_tokens], INPUT_train_tokens),
        "arXiv:2412.19437, section 4.1");
    /* Without one of its own the value has its file's. */
    ck_assert_ptr_nonnull(
        strstr(origin_source(&given_library, scenario.origin[INPUT_layers], INPUT_layers),
               "arXiv:2412.19437"));
    scenario_set(&scenario, INPUT_layers, 80, FROM_HAND);
    origin_text(&given_library, scenario.origin[INPUT_layers], text, sizeof text);
    ck_assert_str_eq(text, "set by you");
    ck_assert_str_eq(origin_source(&given_library, scenario.origin[INPUT_layers], INPUT_layers),
                     "");
    ck_assert_double_eq(scenario.reported.layers, 61);
    ck_assert_int_eq(scenario_changes(&scenario), 1);
    scenario_reset(&scenario, INPUT_layers);
    ck_assert_double_eq(scenario.plan.layers, 61);
    ck_assert_int_eq(scenario.origin[INPUT_layers].from, FROM_PROFILE);
    ck_assert_int_eq(scenario_changes(&scenario), 0);
}
END_TEST

START_TEST(published)
{
    Scenario scenario;
    Published stated;
    given_scenario(&scenario, "deepseek-v3");
    ck_assert(scenario_published(&given_library, &scenario, FIGURE_gpu_hours, &stated));
    ck_assert_double_eq(stated.value, 2788e3 * 3600);
    ck_assert_str_eq(stated.source, "arXiv:2412.19437, table 1");
    ck_assert(!scenario_published(&given_library, &scenario, FIGURE_energy, &stated));
    /* They are about this model, and go with it. */
    ck_assert(scenario_pick(&given_library, &scenario, MODEL_PROFILE, "llama3.1-405b", NULL));
    ck_assert(!scenario_published(&given_library, &scenario, FIGURE_gpu_hours, &stated));
    ck_assert(scenario_published(&given_library, &scenario, FIGURE_total_params, &stated));
    ck_assert_double_eq(stated.value, 405e9);
}
END_TEST

START_TEST(picks_model)
{
    Scenario scenario;
    Error error = { .text = "" };
    given_scenario(&scenario, "deepseek-v3");
    must(scenario_pick(&given_library, &scenario, MODEL_PROFILE, "llama3.1-405b", &error), &error);
    ck_assert_str_eq(scenario.model, "llama3.1-405b");
    ck_assert_double_eq(scenario.plan.layers, 126);
    /* What the new model does not have is as the presets say, not as the old one. */
    ck_assert_double_eq(scenario.plan.moe_layers, 0);
    ck_assert_double_eq(scenario.plan.attention, attention_GQA);
    /* Facts about the old run are gone, choices for the new one stay. */
    ck_assert_double_eq(scenario.plan.reported_gpu_hours, 0);
    ck_assert_double_eq(scenario.plan.post_training_gpu_hours, 0);
    ck_assert_double_eq(scenario.plan.train_tokens, 14.8e12);
    ck_assert_double_eq(scenario.plan.devices, 2048);
    ck_assert_double_eq(evaluate(&scenario.plan).total_params, 405853388800);
}
END_TEST

START_TEST(picks_hardware)
{
    Scenario scenario;
    Error error = { .text = "" };
    given_scenario(&scenario, "deepseek-v3");
    scenario_set(&scenario, INPUT_devices, 512, FROM_HAND);
    must(scenario_pick(&given_library, &scenario, HARDWARE_PROFILE, "a100-80", &error), &error);
    ck_assert_double_eq(scenario.plan.devices, 512);
    ck_assert_double_eq(scenario.plan.peak_bf16, 312e12);
    ck_assert_double_eq(scenario.plan.peak_fp8, 0);
    ck_assert_double_eq(scenario.plan.layers, 61);
    ck_assert_str_eq(scenario.hardware, "a100-80");
}
END_TEST

START_TEST(failure_changes_nothing)
{
    Scenario scenario, before;
    Error error = { .text = "" };
    static const char hardware[] = "flopdeck: 1\nhardware:\n  peak_bf16: 1\n";
    given_scenario(&scenario, "deepseek-v3");
    before = scenario;
    ck_assert(!scenario_pick(&given_library, &scenario, MODEL_PROFILE, "deepseek-v33", &error));
    ck_assert_str_eq(error.text, "no model is called 'deepseek-v33'; did you mean 'deepseek-v3'?");
    ck_assert(!scenario_pick(&given_library, &scenario, MODEL_PROFILE,
                             test_file("hw.yaml", hardware, sizeof hardware - 1), &error));
    ck_assert_ptr_nonnull(strstr(
        error.text,
        "hw.yaml:1:1: this is a hardware profile, not a model profile; with -w it would be right"));
    ck_assert(!scenario_load(&given_library, &scenario, "nothing-like-it", &error));
    ck_assert_str_eq(error.text,
                     "no scenario is called 'nothing-like-it'; see `flopdeck list scenarios`");
    ck_assert_mem_eq(&scenario, &before, sizeof scenario);
}
END_TEST

START_TEST(names_relative_files)
{
    Scenario scenario;
    Error error = { .text = "" };
    static const char model[] = "flopdeck: 1\nmodel:\n  layers: 7\n";
    static const char good[] =
        "flopdeck: 1\nmodel:\n  profile: ./mine.yaml\n  hidden_size: 256\nhardware: h100-sxm\n";
    static const char wrong[] = "flopdeck: 1\nmodel: ./none.yaml\n";
    static const char typo[] = "flopdeck: 1\nmodel: deepsek-v3\n";
    static const char input[] = "flopdeck: 1\nmodel: \"-\"\n";
    test_file("mine.yaml", model, sizeof model - 1);
    given_scenario(&scenario, test_file("good.yaml", good, sizeof good - 1));
    ck_assert_double_eq(scenario.plan.layers, 7);
    ck_assert_double_eq(scenario.plan.hidden_size, 256);
    ck_assert_str_eq(scenario.model, "mine.yaml");
    ck_assert(!scenario_load(&given_library, &scenario,
                             test_file("wrong.yaml", wrong, sizeof wrong - 1), &error));
    ck_assert_ptr_nonnull(strstr(error.text, "wrong.yaml:2:8: "));
    ck_assert_ptr_nonnull(strstr(error.text, "none.yaml:1:1: cannot be read"));
    ck_assert(!scenario_load(&given_library, &scenario,
                             test_file("typo.yaml", typo, sizeof typo - 1), &error));
    ck_assert_ptr_nonnull(strstr(
        error.text, "typo.yaml:2:8: no model is called 'deepsek-v3'; did you mean 'deepseek-v3'?"));
    ck_assert(!scenario_load(&given_library, &scenario,
                             test_file("input.yaml", input, sizeof input - 1), &error));
    ck_assert_ptr_nonnull(
        strstr(error.text, "input.yaml:2:8: a scenario cannot name standard input"));
}
END_TEST

/* A file that changed is read again; an old scenario still finds what it cites. */
START_TEST(changed_file)
{
    Scenario before, after;
    static const char one[] =
        "flopdeck: 1\nmodel: deepseek-v3\nrun:\n  train_tokens: {value: 1 T, source: first}\n";
    static const char two[] =
        "flopdeck: 1\nmodel: deepseek-v3\nrun:\n  train_tokens: {value: 22 T, source: second}\n";
    const char *path = test_file("changes.yaml", one, sizeof one - 1);
    given_scenario(&before, path);
    int count = given_library.count;
    given_scenario(&before, path);
    ck_assert_int_eq(given_library.count, count);
    given_scenario(&after, test_file("changes.yaml", two, sizeof two - 1));
    ck_assert_double_eq(after.plan.train_tokens, 22e12);
    ck_assert_str_eq(
        origin_source(&given_library, before.origin[INPUT_train_tokens], INPUT_train_tokens),
        "first");
    ck_assert_str_eq(
        origin_source(&given_library, after.origin[INPUT_train_tokens], INPUT_train_tokens),
        "second");
}
END_TEST

Suite *scenario_suite(void)
{
    Suite *suite = suite_create("scenario");
    TCase *test = tcase_create("scenario");
    tcase_add_checked_fixture(test, open_given, close_given);
    tcase_add_test(test, origins);
    tcase_add_test(test, published);
    tcase_add_test(test, picks_model);
    tcase_add_test(test, picks_hardware);
    tcase_add_test(test, failure_changes_nothing);
    tcase_add_test(test, names_relative_files);
    tcase_add_test(test, changed_file);
    suite_add_tcase(suite, test);
    return suite;
}
