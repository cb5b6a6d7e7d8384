/* families.h -- the rows of families.def, and what their functions share.  Only huggingface.c and
 * the families_*.c include it. */
#ifndef PROFILE_FAMILIES_H
#define PROFILE_FAMILIES_H

#include "profile/config.h"
#include "profile/huggingface.h"

/* One import on its way. */
typedef struct {
    Config *config;
    Plan *plan;
    ImportReport *report;
    bool nested; /* the keys are those of a text part */
} Import;

typedef struct {
    const char *type;   /* model_type */
    const char *name;   /* "Qwen3 MoE" */
    const char *like;   /* a row further up, whose words come after these and whose function is used
                           unless there is one here; NULL: none */
    const char *assume; /* "key=value": what the class assumes for a key that is left out */
    const char *nested; /* likewise, in a text part only */
    const char *fixed;  /* "input=value": what the code has and no key says */
    const char
        *first; /* keys whose list has values of several kinds, of which the first is meant */
    void (*read)(Import *import); /* what words cannot say; after all of the above */
    const char *refuse;           /* why it is not read; NULL: it is */
} Family;

/* The row of a model_type; NULL: there is none. */
const Family *family_find(const char *type);
const Family *family_at(int row); /* NULL past the last */

/* Layers whose entry in a list is the word, or that hold the number. */
int layers_of(Import *import, const char *list, const char *word);

/* A part of the model that has no row: added to other_params, with its name as a note. */
void other_part(Import *import, double params, const char *what);
void stored_part(Import *import, double elements, const char *what);
void import_warn(Import *import, const char *format, ...) __attribute__((format(printf, 2, 3)));
void import_note(Import *import, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The shape that nearly all families have: dense or experts, grouped or latent attention. */
void read_transformer(Import *import);

/* Sets inputs by words "input=value"; a choice by its word. */
void set_inputs(Plan *plan, const char *words);

/* Number of layers for which the experts' keys say that they have experts. */
int count_moe_layers(Import *import);

#endif
