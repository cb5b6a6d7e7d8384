/* suites.h -- every suite, and what several of them need. */
#ifndef TESTS_SUITES_H
#define TESTS_SUITES_H

#include <check.h>
#undef fail /* an old name of ck_abort_msg; here it is how errors are handed up */

/* With a sanitizer, faults end in its report, memory is its own, and all takes ten times as long. */
#ifndef SANITIZED
#define SANITIZED false
#endif

Suite *quantity_suite(void);
Suite *tables_suite(void);
Suite *evaluate_suite(void);
Suite *solve_suite(void);
Suite *catalogue_suite(void);
Suite *profile_suite(void);
Suite *hostile_suite(void);
Suite *scenario_suite(void);
Suite *save_suite(void);
Suite *families_suite(void);
Suite *reading_suite(void);
Suite *broken_suite(void);
Suite *cli_suite(void);
Suite *training_suite(void);
Suite *measured_suite(void);
Suite *search_suite(void);
Suite *screens_suite(void);
Suite *views_suite(void);
Suite *tui_suite(void);
Suite *decode_suite(void);
Suite *theme_suite(void);
Suite *detail_suite(void);
Suite *dashboard_suite(void);
Suite *terminals_suite(void);
Suite *leaving_suite(void);
Suite *thrift_suite(void);
Suite *multiplexers_suite(void);
Suite *pace_suite(void);
Suite *analysis_suite(void);
Suite *sample_suite(void);
Suite *jobs_suite(void);
Suite *claims_suite(void);
Suite *tour_suite(void);
Suite *snapshot_suite(void);
Suite *timeline_suite(void);
Suite *channel_suite(void);
Suite *present_suite(void);
Suite *notes_suite(void);
Suite *record_suite(void);

/* A folder of this run, made when first asked for and removed at the end of the program that made
 * it. */
const char *test_folder(void);

/* The path of a new file in that folder, with these bytes.  Borrowed until the next call. */
const char *test_file(const char *name, const char *bytes, size_t size);

/* The whole file, or NULL.  free() it. */
char *read_whole(const char *path, size_t *size);

#endif
