/* main.c -- runs the suites; `run NAME` runs one. */
#include "tests/suites.h"

#include <stdio.h>
#include <stdlib.h>

/* One a line, so that several people can add theirs. */
/* clang-format off */
static Suite *(*const suites[])(void) = {
    quantity_suite,
    tables_suite,
    evaluate_suite,
    solve_suite,
    catalogue_suite,
    profile_suite,
    hostile_suite,
    scenario_suite,
    save_suite,
    families_suite,
    reading_suite,
    broken_suite,
    cli_suite,
    training_suite,
    measured_suite,
    search_suite,
    screens_suite,
    views_suite,
    tui_suite,
    decode_suite,
    theme_suite,
    analysis_suite,
    sample_suite,
    jobs_suite,
    claims_suite,
    detail_suite,
    dashboard_suite,
    terminals_suite,
    leaving_suite,
    thrift_suite,
    multiplexers_suite,
    pace_suite,
    tour_suite,
    snapshot_suite,
    present_suite,
    notes_suite,
    record_suite,
    channel_suite,
    timeline_suite,
};
/* clang-format on */

int main(int argc, char *argv[])
{
    SRunner *runner = srunner_create(NULL);
    const char *only = argc > 1 ? argv[1] : NULL;
    for (size_t i = 0; i < sizeof suites / sizeof *suites; i++) {
        srunner_add_suite(runner, suites[i]());
    }
    /* Before the first test forks: all share one folder, and only this process removes it.  What the
     * user has is nobody's business here. */
    char config[300];
    snprintf(config, sizeof config, "%s/config", test_folder());
    setenv("XDG_CONFIG_HOME", config, 1);
    srunner_run(runner, only, NULL, CK_ENV);
    int run = srunner_ntests_run(runner), failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (run == 0) {
        fprintf(stderr, "tests: no suite is called '%s'\n", only ? only : "");
        return EXIT_FAILURE;
    }
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
