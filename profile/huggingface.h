/* huggingface.h -- the model of a Hugging Face config.json, as inputs of a plan.
 *
 * Which keys a family has, what its class assumes for those left out, and what its released code
 * stores beside them, is a row of families.def; docs/FAMILIES.md says how to add one. */
#ifndef PROFILE_HUGGINGFACE_H
#define PROFILE_HUGGINGFACE_H

#include "model/error.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

enum { MOST_WARNINGS = 12, WARNING_SIZE = 480 };

typedef struct {
    char type[64];     /* model_type, as in the file: of the text part, where there is one */
    char outer[64];    /* of the whole */
    const char *name;  /* of the family it was read as: "Qwen3 MoE" */
    bool known;        /* false: no such family; what is certain was read as llama */
    bool multimodal;   /* only the text part was read */
    int unused_count;  /* keys that nothing was made of */
    char unused[400];  /* "a, b, c" */
    int warning_count; /* with --strict each is an error */
    char warning[MOST_WARNINGS][WARNING_SIZE];
    int note_count; /* what is in other_params and stored_extra, and the like: no warnings */
    char note[MOST_WARNINGS][WARNING_SIZE];
} ImportReport;

/* Whether the text looks like a config.json: it begins with a brace, and is none of our files. */
bool huggingface_looks_like(const char *text, size_t length);

/* Sets all inputs of the model group from the text; the other inputs of *plan stay.  file: what
 * messages call it.  False with `FILE:LINE:COLUMN: ...` in error; then *plan is as it was.  A
 * family that is not known is read as llama with a warning, or refused where that would mislead. */
bool huggingface_read(const char *file, const char *text, size_t length, Plan *plan,
                      ImportReport *report, Error *error);

/* The plan's model as the text of a profile, with the report as comments.  free() it; NULL: no
 * memory. */
char *huggingface_profile(const Plan *plan, const ImportReport *report, const char *name);

#endif
