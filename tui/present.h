/* present.h -- what is presented, told to the terminals that follow it: notes.h. */
#ifndef TUI_PRESENT_H
#define TUI_PRESENT_H

#include "tui/app.h"
#include "tui/message.h"

/* Tells the followers what is on stage, when it is not what they were told last.  The socket is
 * opened with the first tour. */
void present_follow(App *app);

/* What to wait for, at most 1 + MOST_FOLLOWERS descriptors.  Returns how many. */
int present_fds(int fds[]);

/* After a wake: new followers, and what they ask for.  True: something was done. */
bool present_take(App *app, long now);

void present_close(void);

/* What the followers are told. */
void present_message(const App *app, Message *message);

/* Does what a follower asks for: "next"; what is not known is nothing. */
void present_act(App *app, const char *act, long now);

#endif
