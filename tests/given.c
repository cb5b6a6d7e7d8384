/* given.c -- what tests start from. */
#include "tests/given.h"

#include "tests/suites.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

Library given_library;

void open_given(void)
{
    char home[300];
    snprintf(home, sizeof home, "%s/config", test_folder());
    setenv("XDG_CONFIG_HOME", home, 1);
    library_open(&given_library);
}

void close_given(void)
{
    library_close(&given_library);
}

void must(bool good, const Error *error)
{
    ck_assert_msg(good, "%s", error->text);
}

void given_scenario(Scenario *scenario, const char *name)
{
    Error error = { .text = "" };
    must(scenario_load(&given_library, scenario, name, &error), &error);
}

Plan given_plan(const char *name)
{
    Library library;
    Scenario scenario;
    library_open(&library);
    ck_assert(scenario_load(&library, &scenario, name, NULL));
    library_close(&library);
    return scenario.plan;
}

Spans given_span(int input, double low, double high)
{
    Plan plan = preset_plan();
    Spans spans = usual_spans(&plan);
    for (int i = 0; i < INPUT_COUNT; i++) {
        spans.low[i] = spans.high[i] = NAN;
    }
    spans.low[input] = low;
    spans.high[input] = high;
    return spans;
}
