/* test_catalogue.c -- every file that is built in: it loads, makes sense, and gives what others
 * published. */
#include "tests/suites.h"

#include "model/quantity.h"
#include "profile/file.h"
#include "profile/profile.h"
#include "profile/scenario.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Profiles and scenarios; ledgers come after them, and have tests of their own. */
static int builtin_items(void)
{
    Catalogue catalogue;
    int ledgers;
    catalogue_open(&catalogue);
    int count = catalogue_first(&catalogue, LEDGER_FILE, &ledgers);
    catalogue_close(&catalogue);
    return count;
}

static void no_own_files(void)
{
    char nowhere[300];
    snprintf(nowhere, sizeof nowhere, "%s/nowhere", test_folder());
    setenv("XDG_CONFIG_HOME", nowhere, 1);
}

static void load_item(Library *library, Scenario *scenario, const Item *item)
{
    Error error = { .text = "" };
    scenario_clear(scenario);
    bool read = item->kind == SCENARIO_FILE
                    ? scenario_load(library, scenario, item->id, &error)
                    : scenario_pick(library, scenario, item->kind, item->id, &error);
    ck_assert_msg(read, "%s", error.text);
}

START_TEST(item_loads)
{
    Library library;
    Scenario scenario;
    library_open(&library);
    const Item *item = &library.catalogue.items[_i];
    load_item(&library, &scenario, item);
    const Profile *profile = library.files[item->kind == SCENARIO_FILE   ? scenario.file
                                           : item->kind == MODEL_PROFILE ? scenario.model_file
                                                                         : scenario.hardware_file];
    ck_assert_int_eq(profile->kind, item->kind);
    ck_assert_msg(strcmp(item->name, *profile->name ? profile->name : item->id) == 0,
                  "%s: the index calls it '%s', the file '%s'", item->id, item->name,
                  profile->name);
    ck_assert_str_eq(item->about, profile->about);
    ck_assert_int_eq(item->unverified, profile->unverified);
    ck_assert_msg(strlen(profile->name) < sizeof scenario.name, "%s: the name is too long",
                  item->id);
    ck_assert_msg(strspn(item->id, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen(item->id),
                  "%s: letters, digits, . and -", item->id);
    library_close(&library);
}
END_TEST

START_TEST(values_have_sources)
{
    Library library;
    Scenario scenario;
    library_open(&library);
    const Item *item = &library.catalogue.items[_i];
    load_item(&library, &scenario, item);
    for (int i = 0; i < INPUT_COUNT; i++) {
        Origin origin = scenario.origin[i];
        double value = scenario.plan.at[i];
        ck_assert_msg(value >= input_lowest(i) * (1 - 1e-12) &&
                          value <= input_highest(i) * (1 + 1e-12),
                      "%s: %s", item->id, input_info[i].name);
        if (origin.from != FROM_PRESET) {
            ck_assert_msg(*origin_source(&library, origin, i) || *origin_note(&library, origin, i),
                          "%s: %s has no source", item->id, input_info[i].name);
        }
    }
    library_close(&library);
}
END_TEST

START_TEST(nothing_is_broken)
{
    Library library;
    Scenario scenario;
    library_open(&library);
    const Item *item = &library.catalogue.items[_i];
    load_item(&library, &scenario, item);
    Figures figures = evaluate(&scenario.plan);
    Limits limits = check_limits(&scenario.plan, &figures);
    for (int i = 0; i < LIMIT_COUNT; i++) {
        /* Hardware alone meets a plan that is not made for it. */
        bool counts = item->kind != HARDWARE_PROFILE && limit_info[i].severity == BROKEN;
        ck_assert_msg(!counts || !limits.broken[i], "%s: %s", item->id, limit_info[i].say);
    }
    library_close(&library);
}
END_TEST

/* -- published figures -------------------------------------------------------------------------- */

/* Half a unit of the last digit that is written: 0.5 B for "671 B", 0.5e8 for "3.3 B"; whole
 * numbers without a prefix are exact when they end in no 0. */
static double half_digit(const Published *published)
{
    char number[64];
    int decimals = 0, zeros = 0;
    const char *at = published->text + strspn(published->text, "$ ");
    size_t length = strspn(at, "0123456789.,");
    snprintf(number, sizeof number, "%.*s", (int)(length < 63 ? length : 63), at);
    const char *point = strchr(number, '.');
    if (point) {
        decimals = (int)strlen(point + 1);
    } else {
        for (const char *end = number + strlen(number); end > number + 1 && end[-1] == '0'; end--) {
            zeros++;
        }
    }
    char plain[64];
    size_t used = 0;
    for (const char *digit = number; *digit; digit++) {
        if (*digit != ',') {
            plain[used++] = *digit;
        }
    }
    plain[used] = '\0';
    double scale = published->value / strtod(plain, NULL);
    return 0.5 * scale * pow(10, zeros - decimals) * (1 + 1e-9);
}

/* Rounded or cut to the digits that are written. */
static bool agrees(const Published *published, double computed)
{
    double half = half_digit(published), above = computed - published->value;
    return fabs(above) <= half || (above > 0 && above < 2 * half);
}

/* In one of the conventions of counting active parameters. */
static bool matches(const Plan *plan, const Published *published)
{
    for (int count = 0; count < input_options(INPUT_active_count); count++) {
        Plan tried = *plan;
        tried.active_count = count;
        if (agrees(published, evaluate(&tried).at[published->figure])) {
            return true;
        }
    }
    return false;
}

/* A note owns to a deviation when it says what is computed: "352.8 B", as the program prints it. */
static bool owns_deviation(const Published *published, double computed, char *text, size_t size)
{
    Printed printed = print_figure(published->figure, computed);
    join_printed(text, size, &printed);
    return strstr(published->note, text) != NULL;
}

START_TEST(published_figures)
{
    Library library;
    Scenario scenario;
    library_open(&library);
    const Item *item = &library.catalogue.items[_i];
    load_item(&library, &scenario, item);
    for (int i = 0; i < FIGURE_COUNT; i++) {
        Published published;
        double computed = evaluate(&scenario.plan).at[i];
        char text[80];
        bool stated = item->kind == SCENARIO_FILE
                          ? library_published(&library, scenario.file, 0, i, &published)
                          : library_published(&library, scenario.model_file, scenario.hardware_file,
                                              i, &published);
        if (!stated || matches(&scenario.plan, &published)) {
            continue;
        }
        ck_assert_msg(
            owns_deviation(&published, computed, text, sizeof text),
            "%s: %s is stated as %s, computed %s (%+.3g %%), which its note does not say; %s",
            item->id, figure_info[i].name, published.text, text,
            (computed / published.value - 1) * 100, published.source);
    }
    library_close(&library);
}
END_TEST

/* -- the list ----------------------------------------------------------------------------------- */

START_TEST(sorted_and_found)
{
    Catalogue catalogue;
    int count;
    catalogue_open(&catalogue);
    for (int i = 1; i < catalogue.count; i++) {
        const Item *a = &catalogue.items[i - 1], *b = &catalogue.items[i];
        ck_assert_msg(a->kind < b->kind || (a->kind == b->kind && strcmp(a->id, b->id) < 0),
                      "%s before %s", a->id, b->id);
    }
    for (int kind = 0; kind < FILE_KINDS; kind++) {
        catalogue_first(&catalogue, (FileKind)kind, &count);
        ck_assert_msg(count > 0, "no %s", file_kind_words[kind]);
    }
    ck_assert_ptr_nonnull(catalogue_find(&catalogue, MODEL_PROFILE, "DeepSeek-V3"));
    ck_assert_ptr_null(catalogue_find(&catalogue, MODEL_PROFILE, "h800-sxm"));
    ck_assert_str_eq(catalogue_nearest(&catalogue, MODEL_PROFILE, "deepsek-v3"), "deepseek-v3");
    ck_assert_str_eq(catalogue_nearest(&catalogue, HARDWARE_PROFILE, "h800"), "h800-pcie");
    ck_assert_ptr_null(catalogue_nearest(&catalogue, HARDWARE_PROFILE, "zzzzzzzz"));
    catalogue_close(&catalogue);
}
END_TEST

START_TEST(own_files_win)
{
    static const char text[] =
        "flopdeck: 1\nname: 'Mine'\nabout: \"my own\"\nmodel:\n  layers: 3\n";
    char folder[400], path[500];
    Library library;
    Scenario scenario;
    snprintf(folder, sizeof folder, "%s/own/flopdeck/models", test_folder());
    ck_assert(make_folder(folder));
    snprintf(path, sizeof path, "%s/DeepSeek-V3.yaml", folder);
    ck_assert(file_replace(path, text, sizeof text - 1, NULL));
    snprintf(path, sizeof path, "%s/broken.yaml", folder);
    ck_assert(file_replace(path, "a: [\n", 5, NULL));
    snprintf(path, sizeof path, "%s/pipe.yaml", folder);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/.hidden.yaml", folder);
    ck_assert(file_replace(path, text, sizeof text - 1, NULL));
    snprintf(path, sizeof path, "%s/own", test_folder());
    setenv("XDG_CONFIG_HOME", path, 1);
    library_open(&library);
    const Item *item = catalogue_find(&library.catalogue, MODEL_PROFILE, "deepseek-v3");
    ck_assert_ptr_nonnull(item);
    ck_assert_ptr_nonnull(item->path);
    ck_assert_str_eq(item->name, "Mine");
    ck_assert_str_eq(item->about, "my own");
    scenario_clear(&scenario);
    ck_assert(scenario_pick(&library, &scenario, MODEL_PROFILE, "deepseek-v3", NULL));
    ck_assert_double_eq(scenario.plan.layers, 3);
    ck_assert_ptr_nonnull(catalogue_find(&library.catalogue, MODEL_PROFILE, "broken"));
    ck_assert_ptr_null(catalogue_find(&library.catalogue, MODEL_PROFILE, ".hidden"));
    ck_assert(!scenario_pick(&library, &scenario, MODEL_PROFILE, "pipe", NULL));
    ck_assert_ptr_nonnull(catalogue_find(&library.catalogue, MODEL_PROFILE, "llama3.1-405b"));
    library_close(&library);
}
END_TEST

START_TEST(file_arguments)
{
    static const char *const files[] = { "a.yaml", "a.YML", "config.json", "a/b", "./a", "-" };
    static const char *const names[] = { "a", "llama3.1-405b", ".yaml", "yaml", "--" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        ck_assert_msg(names_file(files[i]), "%s", files[i]);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert_msg(!names_file(names[i]), "%s", names[i]);
    }
}
END_TEST

Suite *catalogue_suite(void)
{
    Suite *suite = suite_create("catalogue");
    TCase *test = tcase_create("items");
    no_own_files();
    int count = builtin_items();
    tcase_add_unchecked_fixture(test, no_own_files, NULL);
    tcase_add_loop_test(test, item_loads, 0, count);
    tcase_add_loop_test(test, values_have_sources, 0, count);
    tcase_add_loop_test(test, nothing_is_broken, 0, count);
    tcase_add_loop_test(test, published_figures, 0, count);
    tcase_add_test(test, sorted_and_found);
    tcase_add_test(test, own_files_win);
    tcase_add_test(test, file_arguments);
    suite_add_tcase(suite, test);
    return suite;
}
