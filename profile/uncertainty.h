/* uncertainty.h -- the spans of a scenario: what its files say, and usual ones for the rest. */
#ifndef PROFILE_UNCERTAINTY_H
#define PROFILE_UNCERTAINTY_H

#include "model/analysis/span.h"
#include "profile/scenario.h"

/* A span that a file gives beside a value holds as long as the value is that file's; what was set
 * since, or has no span, gets the usual one of uncertain.def where there is one.  A file that says
 * low = high = value makes an input certain. */
Spans scenario_spans(const Library *library, const Scenario *scenario);

/* Where the span of an input comes from.  Returns out. */
const char *span_source(const Library *library, const Scenario *scenario, const Spans *spans,
                        int input, char *out, size_t size);

#endif
