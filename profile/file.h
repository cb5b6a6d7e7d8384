/* file.h -- files as wholes: read with limits, replaced at once or not at all. */
#ifndef PROFILE_FILE_H
#define PROFILE_FILE_H

#include "model/error.h"

#include <stddef.h>

/* What a profile, scenario or config may be at most.  The longest of ours has 4 kB; a config.json that lists
 * every matrix of every expert that is not quantised has 2 MB. */
enum { LARGEST_FILE = 8 << 20 };

/* What tells whether a file is still the one that was read. */
typedef struct {
    unsigned long long device, inode, size;
    long long seconds, nanoseconds; /* last change */
} FileStamp;

/* An open descriptor of a regular file of at most `most` bytes, to be read to its end; standard
 * input for "-".  -1 with a sentence in error. */
int file_open(const char *path, long long most, Error *error);

/* Whether the bytes are UTF-8 without NUL; line: of the first one, for the message. */
bool text_check(const char *path, int line, const char *bytes, size_t size, Error *error);

/* Reads a regular file, or standard input for "-", of at most LARGEST_FILE bytes that are UTF-8
 * without NUL.  Never waits for a FIFO, never reads a device.  free(*bytes), which a 0 follows. */
bool file_read(const char *path, char **bytes, size_t *size, Error *error);

/* False: there is no such file.  path: no "-". */
bool file_stamp(const char *path, FileStamp *stamp);

/* Replaces or makes the file; what was there is kept as NAME~.  After a failure (a full disk, say)
 * the old file is as it was.  Refuses what exists and is no regular file. */
bool file_replace(const char *path, const char *bytes, size_t size, Error *error);

/* Writes the bytes to whatever the path is: as file_replace for a regular file, straight into a
 * pipe or a device, to standard output for "-".  Keeps no copy.  A pipe that was closed is a failure
 * without a sentence. */
bool file_write(const char *path, const char *bytes, size_t size, Error *error);

/* Makes the folder and those above it.  False, with errno, when that is not possible. */
bool make_folder(const char *path);

/* The part after the last '/'.  Points into path. */
const char *base_name(const char *path);

#endif
