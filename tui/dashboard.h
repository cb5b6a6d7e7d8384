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
