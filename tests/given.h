/* given.h -- what tests start from: a library without the person's own files, and what is in it.  What
 * is not there ends the test. */
#ifndef TESTS_GIVEN_H
#define TESTS_GIVEN_H

#include "profile/scenario.h"
#include "profile/uncertainty.h"

/* Folders of this run, and nothing in them at first: as fixtures. */
extern Library given_library;
void open_given(void);
void close_given(void);

/* The error's text says why it is not good. */
void must(bool good, const Error *error);

/* A scenario of the given library, which is open. */
void given_scenario(Scenario *scenario, const char *name);

/* The plan of a scenario; no library has to be open. */
Plan given_plan(const char *name);

/* Everything certain but one input. */
Spans given_span(int input, double low, double high);

#endif
