/* watch.h -- files of the person's own, edited in another window.
 *
 * inotify wakes the loop when something is written in their folders; nothing wakes it otherwise.
 * Elsewhere than on Linux nothing is watched. */
#ifndef TUI_WATCH_H
#define TUI_WATCH_H

#include "tui/app.h"

void watch_open(void);
void watch_close(void);

/* Can be read when something changed; -1: nothing can be watched. */
int watch_fd(void);

/* Follows the files that the scenario on screen was read from; cheap when they are the same. */
void watch_follow(const App *app);

/* After a wake: reads what changed again.  What was set by hand stays; a file that is broken is
 * said, and the plan stays as it was. */
void watch_event(App *app, long now);

#endif
