/* catalogue.h -- the list of what there is: models, hardware, scenarios, claims.
 *
 * What is built in comes from an index made when the program was built, so nothing is parsed to
 * list it.  Files in $XDG_CONFIG_HOME/flopdeck/{models,hardware,scenarios,claims}/ add to it, and win over
 * what is built in under the same id. */
#ifndef PROFILE_CATALOGUE_H
#define PROFILE_CATALOGUE_H

#include "model/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum { MODEL_PROFILE, HARDWARE_PROFILE, SCENARIO_FILE, LEDGER_FILE } FileKind;
enum { FILE_KINDS = 4 };

/* "model", "hardware", "scenario", "ledger"; "models", "hardware", "scenarios", "claims". */
extern const char *const file_kind_word[FILE_KINDS];
extern const char *const file_kind_words[FILE_KINDS];

typedef struct {
    FileKind kind;
    const char *id;    /* "deepseek-v3": what -m, -w and -s take */
    const char *name;  /* "DeepSeek-V3"; never empty */
    const char *about; /* one sentence; may be empty */
    const char *path;  /* of a file of the person's own; NULL: built in */
    const char *text;  /* of what is built in; NULL: a file */
    size_t size;       /* of that text */
    bool unverified;   /* the profile itself says that it is a rumour */
} Item;

typedef struct {
    Item *items; /* sorted by kind, then by id */
    int count;
    struct Arena *arena;            /* holds what items point to */
    char folders[FILE_KINDS][4096]; /* where files of the person's own are; empty: nowhere */
} Catalogue;

/* Reads the index and the names of the files in the person's folders.  Folders that cannot be read
 * count as empty. */
void catalogue_open(Catalogue *catalogue);
void catalogue_close(Catalogue *catalogue);

/* The rows of a kind are items[first] .. items[first + count - 1]. */
int catalogue_first(const Catalogue *catalogue, FileKind kind, int *count);

/* The item of that id, letters of either case; NULL: there is none.  Borrowed until close. */
const Item *catalogue_find(const Catalogue *catalogue, FileKind kind, const char *id);

/* The id nearest to a mistyped one; NULL: none is near.  Borrowed until close. */
const char *catalogue_nearest(const Catalogue *catalogue, FileKind kind, const char *id);

/* Whether an argument means a file, not an id: it holds a '/', ends in .yaml, .yml or .json, or is
 * "-", standard input. */
bool names_file(const char *argument);

#endif
