/* fuzz_profile.c -- any bytes as a profile, scenario or config: refused with a place, or read and
 * saved so that the text reads back as the same plan. */
#include "profile/library.h"
#include "profile/profile.h"
#include "profile/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

/* What scenario_load does with a file, without the file. */
static void read_scenario(Scenario *scenario, Library *library, Profile *profile)
{
    scenario_clear(scenario);
    library->files[1] = profile;
    library->count = 2;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (profile->given[i].line > 0) {
            scenario->plan.at[i] = profile->given[i].value;
            scenario->origin[i] = (Origin){ FROM_SCENARIO, 1, profile->given[i].line };
        }
    }
    scenario->file = 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Error error = { .text = "" };
    Profile *files[2] = { NULL, NULL };
    Library library = { .files = files };
    Scenario scenario, back;
    Profile *profile = profile_read("f.yaml", (const char *)data, size, &error);
    if (!profile) {
        require(strncmp(error.text, "f.yaml:", 7) == 0, error.text);
        return 0;
    }
    read_scenario(&scenario, &library, profile);
    char *text = scenario_text(&library, &scenario);
    /* Values only: published: and tour: are kept as they are, whatever they are. */
    Profile *again = profile_read("g.yaml", text, strlen(text), &error);
    require(again != NULL, error.text);
    read_scenario(&back, &library, again);
    require(memcmp(&back.plan, &scenario.plan, sizeof back.plan) == 0, text);
    free(text);
    profile_close(again);
    profile_close(profile);
    return 0;
}
