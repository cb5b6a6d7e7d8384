/* builtin.h -- the files that are inside the program, made by embed.sh when it is built. */
#ifndef PROFILE_BUILTIN_H
#define PROFILE_BUILTIN_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    unsigned char kind; /* FileKind */
    bool unverified;
    const char *id, *name, *about; /* of the lines `name:` and `about:` */
    size_t offset, size;           /* in builtin_text */
} Builtin;

extern const Builtin builtin_files[]; /* sorted by kind, then by id */
extern const int builtin_count;
extern const unsigned char builtin_text[];

#endif
