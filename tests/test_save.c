/* test_save.c -- scenarios into files and back: to the last bit, and without losing anything. */
#include "tests/suites.h"

#include "profile/file.h"
#include "profile/scenario.h"
#include "tests/given.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void same_plan(const Plan *a, const Plan *b)
{
    for (int i = 0; i < INPUT_COUNT; i++) {
        ck_assert_msg(a->at[i] == b->at[i], "%s: %.17g and %.17g", input_info[i].name, a->at[i],
                      b->at[i]);
    }
}

/* -- saving ------------------------------------------------------------------------------------- */

static const char *folder_path(const char *name)
{
    static char path[400];
    snprintf(path, sizeof path, "%s/%s", test_folder(), name);
    return path;
}

static void save(const Scenario *scenario, const char *path)
{
    Error error = { .text = "" };
    must(scenario_save(&given_library, scenario, path, &error), &error);
}

/* Every input on its own, at several values: saved and read again it is the same double. */
START_TEST(saves_input)
{
    static const double shares[] = { 0, 0.001, 0.1234567890123, 1 / 3.0, 0.7, 1 };
    const char *path = folder_path("input.yaml");
    char name[400];
    snprintf(name, sizeof name, "%s", path);
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        Scenario scenario, back;
        given_scenario(&scenario, "deepseek-v3");
        double low = input_lowest(_i), high = input_highest(_i);
        double value = low > 0 && input_info[_i].scale == LOG ? low * pow(high / low, shares[i])
                                                              : low + shares[i] * (high - low);
        value = value > high ? high : input_info[_i].kind == REAL ? value : nearbyint(value);
        scenario_set(&scenario, _i, value, FROM_HAND);
        save(&scenario, name);
        given_scenario(&back, name);
        same_plan(&back.plan, &scenario.plan);
        ck_assert_str_eq(back.model, "deepseek-v3");
        ck_assert_str_eq(back.hardware, "h800-sxm");
        ck_assert_str_eq(back.name, scenario.name);
    }
}
END_TEST

START_TEST(saves_all_at_once)
{
    Scenario scenario, back;
    char path[400];
    snprintf(path, sizeof path, "%s", folder_path("all.yaml"));
    for (int round = 1; round < 8; round++) {
        scenario_clear(&scenario);
        snprintf(scenario.name, sizeof scenario.name, "a \"name\": with \\ and # and 'é' %d",
                 round);
        for (int i = 0; i < INPUT_COUNT; i++) {
            double low = input_lowest(i), high = input_highest(i),
                   share = (double)((i * 37 + round * 101) % 1000) / 999;
            double value = low + share * share * share * (high - low);
            scenario_set(&scenario, i, input_info[i].kind == REAL ? value : nearbyint(value),
                         FROM_HAND);
        }
        save(&scenario, path);
        given_scenario(&back, path);
        same_plan(&back.plan, &scenario.plan);
        ck_assert_str_eq(back.name, scenario.name);
    }
}
END_TEST

START_TEST(saves_only_what_differs)
{
    Scenario scenario;
    given_scenario(&scenario, "deepseek-v3");
    must(scenario_pick(&given_library, &scenario, HARDWARE_PROFILE, "h100-sxm", NULL),
         &(Error){ .text = "pick" });
    scenario_set(&scenario, INPUT_layers, 80, FROM_HAND);
    char *text = scenario_text(&given_library, &scenario);
    ck_assert_ptr_nonnull(
        strstr(text, "model:\n  profile: deepseek-v3\n  layers: 80\nhardware: h100-sxm\n"));
    ck_assert_ptr_null(strstr(text, "hidden_size"));
    ck_assert_ptr_null(strstr(text, "tensor_parallel"));
    /* A value that a file gave keeps its source, and what others published stays. */
    ck_assert_ptr_nonnull(strstr(
        text,
        "  batch_sequences: {value: 15360, source: \"arXiv:2412.19437, section 4.2\", note: "));
    ck_assert_ptr_nonnull(strstr(text, "\npublished:\n  total_params: {value: 671 B"));
    free(text);
}
END_TEST

START_TEST(every_scenario_round_trips)
{
    int count, first = catalogue_first(&given_library.catalogue, SCENARIO_FILE, &count);
    char path[400];
    snprintf(path, sizeof path, "%s", folder_path("round.yaml"));
    for (int i = first; i < first + count; i++) {
        Scenario scenario, back;
        given_scenario(&scenario, given_library.catalogue.items[i].id);
        save(&scenario, path);
        given_scenario(&back, path);
        same_plan(&back.plan, &scenario.plan);
        char *once = scenario_text(&given_library, &scenario),
             *twice = scenario_text(&given_library, &back);
        ck_assert_str_eq(once, twice);
        free(once);
        free(twice);
        char *full = scenario_full_text(&given_library, &scenario);
        given_scenario(&back, test_file("full.yaml", full, strlen(full)));
        same_plan(&back.plan, &scenario.plan);
        free(full);
    }
}
END_TEST

/* A model that came from standard input cannot be named: it is written out. */
START_TEST(saves_inline_model)
{
    static const char text[] = "flopdeck: 1\nmodel:\n  layers: 7\n  hidden_size: 512\n";
    Scenario scenario, back;
    Error error = { .text = "" };
    char path[400];
    int file = open(test_file("in.yaml", text, sizeof text - 1), O_RDONLY),
        before = dup(STDIN_FILENO);
    dup2(file, STDIN_FILENO);
    scenario_clear(&scenario);
    must(scenario_pick(&given_library, &scenario, MODEL_PROFILE, "-", &error), &error);
    dup2(before, STDIN_FILENO);
    close(before);
    close(file);
    snprintf(path, sizeof path, "%s", folder_path("inline.yaml"));
    save(&scenario, path);
    given_scenario(&back, path);
    same_plan(&back.plan, &scenario.plan);
    ck_assert_double_eq(back.plan.layers, 7);
}
END_TEST

START_TEST(keeps_previous)
{
    Scenario scenario;
    struct stat status;
    size_t size;
    char path[400], kept[410];
    static const char old[] = "flopdeck: 1\nmodel: deepseek-v3\n";
    snprintf(path, sizeof path, "%s", test_file("kept.yaml", old, sizeof old - 1));
    snprintf(kept, sizeof kept, "%s~", path);
    ck_assert_int_eq(chmod(path, 0640), 0);
    given_scenario(&scenario, path);
    scenario_set(&scenario, INPUT_layers, 80, FROM_HAND);
    for (int i = 0; i < 2; i++) {
        save(&scenario, path);
        char *bytes = read_whole(kept, &size);
        ck_assert_ptr_nonnull(bytes);
        ck_assert_int_eq(strcmp(bytes, old) == 0, i == 0);
        free(bytes);
    }
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_int_eq(status.st_mode & 07777, 0640);
}
END_TEST

START_TEST(saves_through_link)
{
    Scenario scenario, back;
    struct stat status;
    char real[400], link_path[400];
    static const char old[] = "flopdeck: 1\nmodel: deepseek-v3\n";
    snprintf(real, sizeof real, "%s", test_file("real.yaml", old, sizeof old - 1));
    snprintf(link_path, sizeof link_path, "%s", folder_path("link.yaml"));
    ck_assert_int_eq(symlink(real, link_path), 0);
    given_scenario(&scenario, link_path);
    scenario_set(&scenario, INPUT_layers, 80, FROM_HAND);
    save(&scenario, link_path);
    ck_assert_int_eq(lstat(link_path, &status), 0);
    ck_assert(S_ISLNK(status.st_mode));
    given_scenario(&back, real);
    ck_assert_double_eq(back.plan.layers, 80);
}
END_TEST

START_TEST(refuses_to_save)
{
    Scenario scenario;
    Error error = { .text = "" };
    char path[400];
    given_scenario(&scenario, "deepseek-v3");
    ck_assert(!scenario_save(&given_library, &scenario, "deepseek-v3", &error));
    ck_assert_ptr_nonnull(strstr(error.text, "is built in"));
    ck_assert(!scenario_save(&given_library, &scenario, "-", &error));
    ck_assert(!scenario_save(&given_library, &scenario, "", &error));
    ck_assert(!scenario_save(&given_library, &scenario, "/dev/null", &error));
    ck_assert_ptr_nonnull(strstr(error.text, "this is a device"));
    ck_assert(!scenario_save(&given_library, &scenario, test_folder(), &error));
    ck_assert_ptr_nonnull(strstr(error.text, "this is a folder"));
    snprintf(path, sizeof path, "%s", folder_path("pipe.yaml"));
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_assert(!scenario_save(&given_library, &scenario, path, &error));
    ck_assert(!scenario_save(&given_library, &scenario, "/nonexistent/x.yaml", &error));
    ck_assert(error.system);
}
END_TEST

START_TEST(saves_by_name)
{
    Scenario scenario, back;
    given_scenario(&scenario, "deepseek-v3");
    scenario_set(&scenario, INPUT_layers, 80, FROM_HAND);
    save(&scenario, "my-plan");
    library_refresh(&given_library);
    const Item *item = catalogue_find(&given_library.catalogue, SCENARIO_FILE, "my-plan");
    ck_assert_ptr_nonnull(item);
    ck_assert_ptr_nonnull(item->path);
    given_scenario(&back, "my-plan");
    ck_assert_double_eq(back.plan.layers, 80);
    save(&back, "my-plan");
}
END_TEST

/* -- a disk that is full ------------------------------------------------------------------------ */

static int files_in(const char *pattern)
{
    char command[600];
    int count = -1;
    snprintf(command, sizeof command, "ls -A %s | wc -l", pattern);
    FILE *pipe = popen(command, "r");
    ck_assert_int_eq(fscanf(pipe, "%d", &count), 1);
    pclose(pipe);
    return count;
}

/* A limit on file size makes write() come back short and then fail, as a full disk does. */
START_TEST(short_write_loses_nothing)
{
    Scenario scenario;
    Error error = { .text = "" };
    size_t size;
    char folder[400], path[500];
    static const char old[] = "flopdeck: 1\nmodel: deepseek-v3\n";
    snprintf(folder, sizeof folder, "%s", folder_path("short"));
    ck_assert_int_eq(mkdir(folder, 0700), 0);
    snprintf(path, sizeof path, "%s/short.yaml", folder);
    ck_assert(file_replace(path, old, sizeof old - 1, NULL));
    given_scenario(&scenario, "deepseek-v3");
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    for (rlim_t most = 0; most < 600; most += 50) {
        struct rlimit small = { most, limit.rlim_max };
        setrlimit(RLIMIT_FSIZE, &small);
        bool saved = scenario_save(&given_library, &scenario, path, &error);
        setrlimit(RLIMIT_FSIZE, &limit);
        ck_assert(!saved && error.system);
        ck_assert_ptr_nonnull(strstr(error.text, "what was there is as it was"));
        char *bytes = read_whole(path, &size);
        ck_assert_str_eq(bytes, old);
        free(bytes);
        ck_assert_int_eq(files_in(folder), 1);
    }
}
END_TEST

/* A real full disk, where the tests may mount one. */
START_TEST(full_disk_loses_nothing)
{
    Scenario scenario;
    Error error = { .text = "" };
    size_t size;
    char folder[400], path[500], filler[500];
    static const char old[] = "flopdeck: 1\nmodel: deepseek-v3\n";
    static char block[4096];
    snprintf(folder, sizeof folder, "%s", folder_path("full"));
    ck_assert_int_eq(mkdir(folder, 0700), 0);
    if (mount("tmpfs", folder, "tmpfs", 0, "size=64k") != 0) {
        return;
    }
    snprintf(path, sizeof path, "%s/plan.yaml", folder);
    ck_assert(file_replace(path, old, sizeof old - 1, NULL));
    snprintf(filler, sizeof filler, "%s/filler", folder);
    int file = open(filler, O_WRONLY | O_CREAT, 0600);
    while (write(file, block, sizeof block) > 0) {
    }
    close(file);
    given_scenario(&scenario, "deepseek-v3");
    bool saved = scenario_save(&given_library, &scenario, path, &error);
    char *bytes = read_whole(path, &size);
    int count = files_in(folder);
    ck_assert_int_eq(umount(folder), 0);
    ck_assert(!saved && error.system);
    ck_assert_ptr_nonnull(strstr(error.text, "No space left"));
    ck_assert_str_eq(bytes, old);
    ck_assert_int_eq(count, 2);
    free(bytes);
}
END_TEST

Suite *save_suite(void)
{
    Suite *suite = suite_create("save");
    TCase *saving = tcase_create("save");
    tcase_set_timeout(saving, 60);
    tcase_add_checked_fixture(saving, open_given, close_given);
    tcase_add_loop_test(saving, saves_input, 0, INPUT_COUNT);
    tcase_add_test(saving, saves_all_at_once);
    tcase_add_test(saving, saves_only_what_differs);
    tcase_add_test(saving, every_scenario_round_trips);
    tcase_add_test(saving, saves_inline_model);
    tcase_add_test(saving, keeps_previous);
    tcase_add_test(saving, saves_through_link);
    tcase_add_test(saving, refuses_to_save);
    tcase_add_test(saving, saves_by_name);
    tcase_add_test(saving, short_write_loses_nothing);
    tcase_add_test(saving, full_disk_loses_nothing);
    suite_add_tcase(suite, saving);
    return suite;
}
