#define _GNU_SOURCE /* struct ucred */

#include "tui/channel.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { FOLDER_PATH = CHANNEL_PATH - 24 }; /* less "/", a number and the ending */

static const char ending[] = ".tour";

/* -- the folder ---------------------------------------------------------------------------------- */

/* Makes it where it is not there; refuses one that others could have made or can look into. */
static bool find_folder(char *folder, size_t size, Error *error)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    bool known = runtime && *runtime == '/';
    struct stat status;
    int used = known ? snprintf(folder, size, "%s/flopdeck", runtime)
                     : snprintf(folder, size, "/tmp/flopdeck-%ld", (long)geteuid());
    if (used < 0 || (size_t)used >= size) {
        return fail(error, "%.60s...: the path is too long for a socket", folder);
    }
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        return fail_system(error, "%s: %s", folder, strerror(errno));
    }
    if (lstat(folder, &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != geteuid() ||
        (status.st_mode & 077) != 0) {
        return fail(error,
                    "%s is not a folder of your own that others are kept out of; mode 0700 "
                    "would be right",
                    folder);
    }
    return true;
}

static bool fill_address(struct sockaddr_un *address, const char *path)
{
    *address = (struct sockaddr_un){ .sun_family = AF_UNIX };
    size_t length = strlen(path);
    if (length >= sizeof address->sun_path) {
        return false;
    }
    memcpy(address->sun_path, path, length + 1);
    return true;
}

static int open_socket(void)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd >= 0) {
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        fcntl(fd, F_SETFL, O_NONBLOCK);
    }
    return fd;
}

/* The folder keeps others out; where the system says who the other end is, it is asked too. */
static bool is_own(int fd)
{
#ifdef SO_PEERCRED
    struct ucred peer;
    socklen_t size = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid();
#else
    (void)fd;
    return true;
#endif
}

/* -- the tour's end ------------------------------------------------------------------------------ */

bool channel_open(Channel *channel, Error *error)
{
    char folder[FOLDER_PATH];
    struct sockaddr_un address;
    channel->fd = -1;
    channel->count = 0;
    if (!find_folder(folder, sizeof folder, error)) {
        return false;
    }
    snprintf(channel->path, sizeof channel->path, "%s/%ld%s", folder, (long)getpid(), ending);
    if (!fill_address(&address, channel->path)) {
        return fail(error, "%s: the path is too long for a socket", channel->path);
    }
    unlink(channel->path); /* of a process that had this number before */
    int fd = open_socket();
    mode_t mask = umask(0177);
    bool bound =
        fd >= 0 && bind(fd, (const struct sockaddr *)(const void *)&address, sizeof address) == 0;
    umask(mask);
    if (!bound || listen(fd, MOST_FOLLOWERS) != 0) {
        fail_system(error, "%s: %s", channel->path, strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return false;
    }
    channel->fd = fd;
    return true;
}

static void drop(Channel *channel, int follower)
{
    close(channel->followers[follower].fd);
    channel->followers[follower] = channel->followers[--channel->count];
}

void channel_close(Channel *channel)
{
    if (channel->fd >= 0) {
        unlink(channel->path);
        close(channel->fd);
    }
    while (channel->count > 0) {
        drop(channel, 0);
    }
    channel->fd = -1;
}

int channel_fds(const Channel *channel, int fds[])
{
    fds[0] = channel->fd;
    for (int i = 0; i < channel->count; i++) {
        fds[1 + i] = channel->followers[i].fd;
    }
    return 1 + channel->count;
}

int channel_accept(Channel *channel)
{
    int fd = channel->fd >= 0 ? accept(channel->fd, NULL, NULL) : -1;
    if (fd < 0) {
        return -1;
    }
    if (channel->count == MOST_FOLLOWERS || !is_own(fd)) {
        close(fd);
        return -1;
    }
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    Follower *follower = &channel->followers[channel->count];
    follower->fd = fd;
    follower->inbox.length = 0;
    follower->inbox.skips = false;
    return channel->count++;
}

bool channel_send(Channel *channel, int follower, const char *bytes, size_t count)
{
    /* All of it or nothing: what is cut would be read as another message. */
    if (send(channel->followers[follower].fd, bytes, count, MSG_NOSIGNAL) == (ssize_t)count) {
        return true;
    }
    drop(channel, follower);
    return false;
}

bool channel_take(Channel *channel, int follower, void (*take)(void *user, const Message *message),
                  void *user)
{
    Follower *from = &channel->followers[follower];
    char bytes[512];
    ssize_t count = read(from->fd, bytes, sizeof bytes);
    if (count > 0) {
        inbox_add(&from->inbox, bytes, (size_t)count, take, user);
        return true;
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return true;
    }
    drop(channel, follower);
    return false;
}

/* -- the follower's end -------------------------------------------------------------------------- */

/* -1: nobody listens there, or it is not ours; what nobody listens to is removed. */
static int connect_to(const char *path)
{
    struct sockaddr_un address;
    int fd = open_socket();
    if (fd < 0 || !fill_address(&address, path)) {
        return -1;
    }
    if (connect(fd, (const struct sockaddr *)(const void *)&address, sizeof address) != 0) {
        if (errno == ECONNREFUSED) {
            unlink(path);
        }
    } else if (is_own(fd)) {
        return fd;
    }
    close(fd);
    return -1;
}

/* The number in "4242.tour"; 0: it is something else. */
static pid_t number_of(const char *name)
{
    char *end;
    long number = strtol(name, &end, 10);
    return end != name && strcmp(end, ending) == 0 && number > 0 ? (pid_t)number : 0;
}

int channel_connect(pid_t wanted, pid_t *found, int *others, Error *error)
{
    char folder[FOLDER_PATH], path[CHANNEL_PATH];
    struct stat status;
    struct timespec newest = { 0 };
    int best = -1, count = 0;
    if (!find_folder(folder, sizeof folder, error)) {
        return -1;
    }
    DIR *names = opendir(folder);
    for (struct dirent *entry; names && (entry = readdir(names));) {
        pid_t number = number_of(entry->d_name);
        snprintf(path, sizeof path, "%s/%.20s", folder, entry->d_name);
        if (!number || lstat(path, &status) != 0 || !S_ISSOCK(status.st_mode)) {
            continue;
        }
        int fd = connect_to(path);
        if (fd < 0) {
            continue;
        }
        bool newer =
            status.st_mtim.tv_sec > newest.tv_sec ||
            (status.st_mtim.tv_sec == newest.tv_sec && status.st_mtim.tv_nsec > newest.tv_nsec);
        count++;
        if (wanted ? number != wanted : best >= 0 && !newer) {
            close(fd);
            continue;
        }
        if (best >= 0) {
            close(best);
        }
        best = fd;
        newest = status.st_mtim;
        *found = number;
    }
    if (names) {
        closedir(names);
    }
    *others = count - 1;
    if (best < 0 && wanted) {
        fail_system(error, "no tour of process %ld is running", (long)wanted);
    } else if (best < 0) {
        fail_system(error, "no tour is running; `flopdeck tour` in another terminal begins one");
    }
    return best;
}
