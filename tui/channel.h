/* channel.h -- a socket of this person's own, over which a tour is followed from other terminals.
 *
 * It lies in a folder that nobody else can enter: $XDG_RUNTIME_DIR/flopdeck, or /tmp/flopdeck-UID
 * where there is no such place.  Nothing here waits: a follower that does not take what it is sent
 * is dropped. */
#ifndef TUI_CHANNEL_H
#define TUI_CHANNEL_H

#include "model/error.h"
#include "tui/message.h"

#include <sys/types.h>

enum { MOST_FOLLOWERS = 16, CHANNEL_PATH = 108 };

typedef struct {
    int fd; /* -1: it takes no new follower */
    Inbox inbox;
} Follower;

typedef struct {
    int fd; /* -1: closed */
    char path[CHANNEL_PATH];
    Follower followers[MOST_FOLLOWERS];
    int count;
} Channel;

/* Opens the socket of this process.  What a process of the same number has left is replaced.  False,
 * with a sentence: the folder is not safe, or the system has no sockets. */
bool channel_open(Channel *channel, Error *error);

/* Followers see the end; the socket is gone. */
void channel_close(Channel *channel);

/* What to wait for, at most 1 + MOST_FOLLOWERS.  Returns how many. */
int channel_fds(const Channel *channel, int fds[]);

/* Takes a follower that waits at the door; its place, or -1. */
int channel_accept(Channel *channel);

/* Sends bytes to one, or drops it. */
bool channel_send(Channel *channel, int follower, const char *bytes, size_t count);

/* Takes what a follower has sent; drops one that has gone.  False: it was dropped. */
bool channel_take(Channel *channel, int follower, void (*take)(void *user, const Message *message),
                  void *user);

/* Connects to the tour of the process `wanted` (0: to the newest), and says its number and how many
 * others there are.  Sockets that nobody listens to are removed.  -1 with a sentence. */
int channel_connect(pid_t wanted, pid_t *found, int *others, Error *error);

#endif
