/* arguments.h -- the command line as a struct. */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "model/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum { AS_TEXT, AS_JSON, AS_CSV, AS_MARKDOWN, AS_YAML } Format;
enum { FORMATS = 5 };

extern const char *const format_word[FORMATS];

enum { MOST_WORDS = 256, MOST_SETTINGS = 256 };

typedef struct {
    int input;
    const char *text;
} Setting;

/* Strings are borrowed from argv. */
typedef struct {
    const char *words[MOST_WORDS]; /* what is no option: the command and its operands */
    int count;
    const char *model, *hardware, *scenario; /* NULL: not given */
    const char *figures, *output;
    const char *samples, *seed, *by, *top;
    const char *size, *keys, *theme;
    Format format;
    bool strict, all, deep, read_only, typed, help, version;
    Setting settings[MOST_SETTINGS]; /* in the order they were given */
    int setting_count;
} Arguments;

bool arguments_read(Arguments *arguments, int argc, char *argv[], Error *error);

/* The row of an option that is no input: for help and for the manual. */
typedef struct {
    char letter; /* 0: none */
    const char *name;
    const char *argument; /* NULL: none */
    const char *help;
} OptionRow;

extern const OptionRow option_rows[];
extern const size_t option_row_count;

#endif
