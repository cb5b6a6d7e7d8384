/* message.h -- what a tour and its followers tell each other: lines of text.
 *
 *     flopdeck 1
 *     step 3
 *     title How much work is one token?
 *     .
 *
 * The first line is the version, a lone dot the end; between them a field's name, a blank and its
 * value.  Fields that are not known are left out; a message that is not well-formed, of another
 * version or too long is dropped as a whole, and the next one is read. */
#ifndef TUI_MESSAGE_H
#define TUI_MESSAGE_H

#include "profile/tour.h"

#include <stdbool.h>
#include <stddef.h>

enum { MOST_MESSAGE = 16384, MOST_WORDS_SAID = 1024 };

/* From the tour to those who follow it; `act` the other way. */
typedef struct {
    char tour[200], title[256], next[256]; /* next: title of the next step; "": this is the last */
    int step, count;                       /* from 1 */
    int started;                           /* seconds of the system's monotonic clock */
    char place[32];                        /* "on stage" */
    char said[256];                        /* what was done last */
    char notes[STEP_NOTES][MOST_WORDS_SAID];
    int note_count;
    char labels[STEP_FIGURES][80], values[STEP_FIGURES][80]; /* headline figures */
    int label_count, value_count;
    char act[16]; /* what the tour is asked to do: "next" */
} Message;

/* Puts text into a member, cut between letters. */
void message_put(char *out, size_t size, const char *text);

/* Writes the message; returns its length, 0 when it does not fit.  Control characters become
 * blanks. */
size_t message_write(const Message *message, char *out, size_t size);

/* Reads one without its last line.  False: it is not well-formed. */
bool message_read(const char *text, Message *message);

/* Bytes that came, until they are messages. */
typedef struct {
    char bytes[MOST_MESSAGE];
    size_t length;
    bool skips; /* what comes belongs to a message that was too long */
} Inbox;

/* Adds bytes; calls take for each message that is whole. */
void inbox_add(Inbox *inbox, const char *bytes, size_t count,
               void (*take)(void *user, const Message *message), void *user);

#endif
