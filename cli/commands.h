/* commands.h -- what the program does without a screen: one row for each command. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/arguments.h"
#include "cli/output.h"
#include "model/formula.h"
#include "profile/huggingface.h"
#include "profile/scenario.h"

typedef enum { DONE = 0, NOT_READ = 1, BAD_INPUT = 2, LIMIT_BROKEN = 3, FAILED = 4 } Status;

/* A screen without a terminal: what the options say; NULL: not said. */
typedef struct {
    const char *size, *keys, *theme, *path;
} ScreenWish;

/* What is recorded, and where; keys NULL: what the person does. */
typedef struct {
    const char *path;
    const char *const *words;
    int count;
    const char *keys, *size;
    bool typed;
} RecordWish;

typedef struct {
    Arguments arguments;
    const char *const *words; /* after the command */
    int count;
    Library library;
    Output out; /* kept in memory, so that it is written at once or not at all */
    void (*each_key)(void (*print)(FILE *file, const char *keys, const char *name,
                                   const char *help),
                     FILE *file); /* the dashboard's keys, from main: this layer cannot see them */
    int (*present)(Library *library, Scenario *scenario, bool read_only); /* likewise: its tour, */
    bool (*notes)(const char *which, bool read_only, int *status, Error *error);
    bool (*record)(const RecordWish *wish, int *status, Error *error);
    bool (*screen)(Library *library, const Scenario *scenario, const ScreenWish *wish, FILE *out,
                   Error *error); /* and its screen as a file */
    Error error;
} Session;

/* FAILED: session->error says why. */
typedef Status Command(Session *session);

typedef struct {
    const char *name;
    const char *operands; /* "FIGURE" */
    const char *help;
    int least, most;  /* operands */
    unsigned formats; /* 1 << Format, for each that it prints */
    Command *run;
} CommandRow;

extern const CommandRow command_rows[];
extern const size_t command_row_count;

/* NULL: there is none of that name. */
const CommandRow *find_command(const char *name);
const char *nearest_command(const char *name);

/* The usage of the program, or of one command (NULL: of all). */
void print_usage(const Output *out, const CommandRow *command);

/* The plan that the options ask for: -s (or `fallback`), then -m and -w, then what is set. */
bool load_plan(Session *session, const char *fallback, Scenario *scenario);

/* The options' values on top of a scenario that was read: -m, -w, --set. */
bool adjust_plan(Session *session, Scenario *scenario);

/* What was said about the config.json that the model is from; NULL: it is from none. */
const ImportReport *imported(const Session *session, const Scenario *scenario);

/* Its warnings, to standard error. */
void warn_imported(const ImportReport *report, const char *file);

/* DONE, or with --strict LIMIT_BROKEN, and which limit to standard error: also for a model that was
 * read with warnings. */
Status strict_status(const Session *session, const Scenario *scenario, const Figures *figures);

/* The rows of --figures: inputs and figures; false: a name is wrong. */
bool read_figures(Session *session, Row rows[], int most, int *count);

/* A figure by name; false: there is none, or it is an input. */
bool read_figure(Session *session, const char *name, Row *row);

/* An input or figure by name, with the nearest name in the message. */
bool read_row(const char *name, Row *row, Error *error);

/* The manual page (man 7 macros): `flopdeck docs manual`. */
void docs_manual(const Session *session);

/* The table of the training model's errors on a file of measured steps. */
bool docs_accuracy(Session *session, const char *path);

extern Command run_import, run_show, run_explain, run_compare, run_list, run_check, run_docs,
    run_solve, run_sweep, run_tornado, run_sample, run_claims, run_waterfall, run_ban, run_search,
    run_validate, run_tour, run_notes, run_record, run_screen;

#endif
