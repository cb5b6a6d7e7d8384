/* recorder.h -- a program in a pseudo-terminal, and the file that what it shows goes to. */
#ifndef TUI_RECORDER_H
#define TUI_RECORDER_H

#include "profile/cast.h"
#include "tui/dashboard.h"

#include <stdint.h>
#include <sys/types.h>

enum { GRACE = 2000 }; /* milliseconds to end in, after it was asked to */

typedef struct {
    Cast cast;
    int master;
    pid_t child;
    int64_t start; /* microseconds */
    double script; /* seconds, when keys are scripted */
    bool typed, gone;
    int status;        /* of the child, as waitpid has it */
    char waiting[512]; /* typed, and not taken yet */
    size_t length;
    char held[16]; /* the start of what may be a question */
    size_t held_count;
} Recorder;

/* Runs this program with the order's words.  False, with a sentence: the system does not let it. */
bool recorder_start(Recorder *recorder, const RecordOrder *order, int columns, int rows,
                    Error *error);

/* Waits for its end; kills it after GRACE. */
void recorder_reap(Recorder *recorder);

/* Its terminal has another size. */
void recorder_size(const Recorder *recorder, int columns, int rows);

/* Output goes to the file, without the questions that are in it. */
void recorder_put(Recorder *recorder, double seconds, const char *bytes, size_t count);

#endif
