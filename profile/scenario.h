/* scenario.h -- a plan with a name, and who set each of its values.
 *
 * A Scenario points to nothing: copying it by assignment is how undo, A/B and jobs keep one. */
#ifndef PROFILE_SCENARIO_H
#define PROFILE_SCENARIO_H

#include "profile/library.h"

typedef struct {
    char name[64];     /* in full: "DeepSeek-V3 as reported" */
    char model[64];    /* id, or the file's name; empty: presets */
    char hardware[64]; /* likewise */
    short file;        /* of the scenario itself, in the library; 0: none */
    short model_file, hardware_file;
    Plan plan;
    Origin origin[INPUT_COUNT];
    Plan reported; /* what profiles and scenario gave: marked on tracks, "go back" returns to it */
    Origin reported_origin[INPUT_COUNT];
} Scenario;

/* Presets, no profile, no name. */
void scenario_clear(Scenario *scenario);

/* Reads a scenario (an id, a file, "-") with the profiles it names.  A file that is a profile alone
 * is taken with presets for the rest.  On failure *scenario is as it was. */
bool scenario_load(Library *library, Scenario *scenario, const char *name_or_file, Error *error);

/* Replaces all inputs of the group by their presets, then by what the profile says.  A model also
 * sets facts about a run (.of_run) back, and may bring run and serving values of its own; hardware
 * keeps what is of the plan (.of_plan: devices).
 * What the scenario's file says of itself and of published figures goes with its model.  On failure *scenario is as it was. */
bool scenario_pick(Library *library, Scenario *scenario, FileKind kind, const char *name_or_file,
                   Error *error);

/* value: in base units, already checked (parse_input). */
void scenario_set(Scenario *scenario, int input, double value, From from);

/* Back to what profiles and scenario gave. */
void scenario_reset(Scenario *scenario, int input);

/* How many values differ from what profiles and scenario gave. */
int scenario_changes(const Scenario *scenario);

/* The text of a file that reads back as this scenario: only what differs from its profiles and the
 * presets.  free() it. */
char *scenario_text(const Library *library, const Scenario *scenario);

/* Likewise with every value: complete without its profiles.  free() it. */
char *scenario_full_text(const Library *library, const Scenario *scenario);

/* Writes the first of these texts.  A path without '/' and without ".yaml" is an id in the person's folder.  The
 * file is replaced as a whole or not at all; what was there is kept as NAME~.  Fails on what is
 * built in and on what is no regular file. */
bool scenario_save(const Library *library, const Scenario *scenario, const char *path,
                   Error *error);

/* What others state about a figure, from the files of this scenario. */
bool scenario_published(const Library *library, const Scenario *scenario, int figure,
                        Published *published);

#endif
