/* profile.h -- one file as it was read: a part of a plan, with a source for every value.
 *
 * Profiles of models and of hardware, and scenarios, are the same thing: groups of values.  A
 * scenario also names a model and a hardware profile. */
#ifndef PROFILE_PROFILE_H
#define PROFILE_PROFILE_H

#include "profile/arena.h"
#include "profile/file.h"
#include "profile/huggingface.h"
#include "profile/library.h"

/* A value that the file gives to an input. */
typedef struct {
    double value, low, high;   /* base units; NaN: no span is given */
    const char *source, *note; /* "": none of its own */
    int line;                  /* 0: the file does not give this input */
} Given;

/* The name of another file in a scenario. */
typedef struct {
    const char *name; /* NULL: none is named */
    int line, column;
} Reference;

struct Profile {
    Arena *arena; /* holds this object and all it points to */
    FileKind kind;
    const char *label;                        /* "h800-sxm.yaml" */
    const char *path;                         /* of a file; NULL: built in */
    const char *id;                           /* in the catalogue, else the label */
    const char *name, *about, *note, *source; /* "": none */
    bool unverified;
    bool listed;      /* has an id in the catalogue */
    FileStamp stamp;  /* of a file */
    const char *text; /* of what is built in: tells it apart */
    Reference model, hardware;
    Given given[INPUT_COUNT];
    Published *published; /* .file of each is set by the library */
    int published_count;
    const ImportReport *import; /* of a config.json; NULL: a profile or scenario of our own */
    const struct Node *tour;    /* as it stands in the file; NULL: none.  tour.h reads it */
    const char *kept; /* lines of `published:` and `tour:` as they are, for saving; "": none */
};

/* Reads a file's text.  label and path as above (copied); file: what messages call it.  NULL with
 * `FILE:LINE:COLUMN: …` in error; the file is taken as a whole or not at all. */
Profile *profile_read(const char *file, const char *bytes, size_t size, Error *error);
/* Likewise for a config.json: a model profile.  profile_read calls it. */
Profile *profile_import(const char *file, const char *bytes, size_t size, Error *error);
void profile_close(Profile *profile); /* NULL: nothing */

/* How many inputs it gives. */
int profile_values(const Profile *profile);

#endif
