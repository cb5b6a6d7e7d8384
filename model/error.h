/* error.h -- a failure is a sentence that is handed up.
 *
 * A function that can fail for a person's mistake takes an Error and ends with
 * `return fail(error, "FILE:LINE: what is wrong; what would be right", ...)`.
 * Only main and the status line of the dashboard print it. */
#ifndef MODEL_ERROR_H
#define MODEL_ERROR_H

#include <stdbool.h>

typedef struct {
    char text[512]; /* empty: no error */
    bool system;    /* something could not be read or written: no mistake in what was given */
} Error;

/* Writes the sentence (cut at the buffer's end).  Returns false, always.  error may be NULL. */
bool fail(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Likewise, for what the system refused. */
bool fail_system(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
