/* dashboard.h -- the one door into the dashboard. */
#ifndef TUI_DASHBOARD_H
#define TUI_DASHBOARD_H

#include "profile/scenario.h"

typedef struct {
    const char *theme;   /* NULL: dark, or mono without colours */
    const char *charset; /* NULL: by locale and terminal */
} DashboardOptions;

/* Runs the dashboard on the scenario until the person leaves.  path: the file that "save" writes;
 * NULL: it asks.  Returns the exit status; failures are said on standard error. */
int dashboard(Library *library, Scenario *scenario, const char *path,
              const DashboardOptions *options);

#endif
