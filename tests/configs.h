/* configs.h -- tests/configs/: what the suites of families and of reading share. */
#ifndef TESTS_CONFIGS_H
#define TESTS_CONFIGS_H

#include "profile/huggingface.h"

/* The text of tests/configs/ID.json, or NULL.  free() it. */
char *config_text_of(const char *id, size_t *size);

/* Reads the text of a config.json over the preset; false: the error says why not. */
bool read_text(const char *text, Plan *plan, ImportReport *report, Error *error);

/* The plan of tests/configs/ID.json, all of whose keys are known; false: there is no such file. */
bool plan_of_config(const char *id, Plan *plan);

void must_be(const char *id, const char *what, double value, double wanted);

#endif
