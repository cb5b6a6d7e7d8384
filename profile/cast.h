/* cast.h -- a recording of a terminal: an asciicast of version 2
 * (https://docs.asciinema.org/manual/asciicast/v2).
 *
 * One line of JSON is the header, one line each event: [seconds, "o", "what was written"].  A line is
 * written at once, so that the file is whole whatever ends the recorder. */
#ifndef PROFILE_CAST_H
#define PROFILE_CAST_H

#include "model/error.h"

#include <stddef.h>

typedef struct {
    int fd;
    char held[2][4]; /* of output and of input: the start of a letter whose rest is to come */
    size_t held_count[2];
    bool failed; /* the disk is full, say */
} Cast;

/* timestamp: seconds since 1970; 0: not said, so that the same run gives the same file. */
typedef struct {
    int columns, rows;
    long long timestamp;
    const char *command, *title, *terminal; /* NULL: not said */
} CastHeader;

/* Opens a new file, or empties one that is a regular file. */
bool cast_open(Cast *cast, const char *path, const CastHeader *header, Error *error);

/* Output ('o') or input ('i'): bytes that are no UTF-8 become U+FFFD. */
void cast_text(Cast *cast, double seconds, char kind, const char *bytes, size_t count);

/* The window has another size. */
void cast_resize(Cast *cast, double seconds, int columns, int rows);

/* What was held back goes out.  False: something could not be written. */
bool cast_close(Cast *cast, double seconds);

#endif
