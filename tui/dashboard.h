/* dashboard.h -- the one door into the dashboard. */
#ifndef TUI_DASHBOARD_H
#define TUI_DASHBOARD_H

#include "profile/scenario.h"

#include <stdio.h>

typedef struct {
    const char *theme;   /* NULL: dark, or mono without colours */
    const char *charset; /* NULL: by locale and terminal */
} DashboardOptions;

/* Runs the dashboard on the scenario until the person leaves.  path: the file that "save" writes;
 * NULL: it asks.  Returns the exit status; failures are said on standard error. */
int dashboard(Library *library, Scenario *scenario, const char *path,
              const DashboardOptions *options);

/* Calls print for each action of the key table: for docs and the manual. */
void dashboard_each_key(void (*print)(FILE *file, const char *keys, const char *name,
                                      const char *help),
                        FILE *file);

#endif
