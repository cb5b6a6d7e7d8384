/* dashboard.h -- the one door into the dashboard. */
#ifndef TUI_DASHBOARD_H
#define TUI_DASHBOARD_H

#include "profile/scenario.h"

#include <stdio.h>

typedef struct {
    const char *theme;   /* NULL: dark, or mono without colours */
    const char *charset; /* NULL: by locale and terminal */
    bool tour;           /* begins with the tour of the scenario's file */
    bool read_only;      /* nothing is written, copied or run */
} DashboardOptions;

/* A screen without a terminal. */
typedef struct {
    const char *size;  /* "120x40"; NULL: 80x24 */
    const char *keys;  /* pressed before: "F5 Right*3"; NULL: none */
    const char *theme; /* NULL: dark */
    const char *path;  /* its ending says the format: .txt .ans .svg .html; NULL: text */
} ScreenOrder;

/* A recording of this very program. */
typedef struct {
    const char *path;         /* of the .cast */
    const char *const *words; /* its command line */
    int count;
    const char *keys; /* pressed for it, without a terminal; NULL: by the person at this one */
    const char *size; /* with keys: "120x40"; NULL: 80x24 */
    bool typed;       /* what is typed is recorded too */
} RecordOrder;

/* Runs the program in a pseudo-terminal, and writes what it shows.  Sets the exit status to its;
 * false: it could not be begun. */
bool dashboard_record(const RecordOrder *order, int *status, Error *error);

/* Runs the dashboard on the scenario until the person leaves.  path: the file that "save" writes;
 * NULL: it asks.  Returns the exit status; failures are said on standard error. */
int dashboard(Library *library, Scenario *scenario, const char *path,
              const DashboardOptions *options);

/* The presenter's notes of a tour that runs in another terminal: of the process `which`, or the newest
 * (NULL).  read_only: keys do not step it.  Sets the exit status when either end leaves; false: there
 * is no such tour, or no terminal. */
bool dashboard_notes(const char *which, bool read_only, int *status, Error *error);

/* Writes what the screen would show.  False: size, keys, theme or ending are wrong. */
bool dashboard_screen(Library *library, const Scenario *scenario, const ScreenOrder *order,
                      FILE *out, Error *error);

/* Calls print for each action of the key table: for docs and the manual. */
void dashboard_each_key(void (*print)(FILE *file, const char *keys, const char *name,
                                      const char *help),
                        FILE *file);

#endif
