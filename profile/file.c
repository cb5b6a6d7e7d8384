#include "profile/file.h"

#include "profile/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* -- reading ------------------------------------------------------------------------------------ */

static const char *kind_of(mode_t mode)
{
    return S_ISDIR(mode)                    ? "a folder"
           : S_ISFIFO(mode)                 ? "a pipe"
           : S_ISSOCK(mode)                 ? "a socket"
           : S_ISCHR(mode) || S_ISBLK(mode) ? "a device"
                                            : "no regular file";
}

/* A pipe that the shell opened for us, as `<(command)` does. */
static bool is_open_pipe(const char *path, mode_t mode)
{
    return S_ISFIFO(mode) && (strncmp(path, "/dev/fd/", 8) == 0 || strcmp(path, "/dev/stdin") == 0);
}

int file_open(const char *path, long long most, Error *error)
{
    struct stat status;
    if (strcmp(path, "-") == 0) {
        return STDIN_FILENO;
    }
    /* Looked at before it is opened: opening alone can set a device off. */
    if (stat(path, &status) != 0) {
        fail_system(error, "%s:1:1: cannot be read: %s", path, strerror(errno));
        return -1;
    }
    bool pipe = is_open_pipe(path, status.st_mode);
    if (!S_ISREG(status.st_mode) && !pipe) {
        fail(error, "%s:1:1: this is %s; a regular file would be right, or - for standard input",
             path, kind_of(status.st_mode));
        return -1;
    }
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (pipe ? 0 : O_NONBLOCK));
    if (file < 0) {
        fail_system(error, "%s:1:1: cannot be read: %s", path, strerror(errno));
        return -1;
    }
    if (fstat(file, &status) != 0 || (!S_ISREG(status.st_mode) && !pipe)) {
        fail(error, "%s:1:1: this is no regular file any more", path);
        close(file);
        return -1;
    }
    if (status.st_size > most) {
        fail(error, "%s:1:1: the file has %lld bytes; at most %lld MB would be right", path,
             (long long)status.st_size, most >> 20);
        close(file);
        return -1;
    }
    return file;
}

/* Length of the UTF-8 character at `at`, 0 when it is none.  Unicode 15, table 3-7. */
static size_t character_length(const unsigned char *at, size_t left)
{
    unsigned char lead = at[0];
    size_t length = lead < 0x80   ? 1
                    : lead < 0xc2 ? 0
                    : lead < 0xe0 ? 2
                    : lead < 0xf0 ? 3
                    : lead < 0xf5 ? 4
                                  : 0;
    if (length == 0 || length > left) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool wrong = (lead == 0xe0 && at[1] < 0xa0) || (lead == 0xed && at[1] > 0x9f) ||
                 (lead == 0xf0 && at[1] < 0x90) || (lead == 0xf4 && at[1] > 0x8f);
    return wrong ? 0 : length;
}

bool text_check(const char *path, int line, const char *bytes, size_t size, Error *error)
{
    int column = 1;
    if (size >= 4 && memcmp(bytes, "GGUF", 4) == 0) {
        return fail(error,
                    "%s:%d:%d: a GGUF file; the config.json beside the weights would be right",
                    path, line, column);
    }
    for (size_t i = 0; i < size;) {
        size_t length = character_length((const unsigned char *)bytes + i, size - i);
        if (length == 0) {
            return fail(error, "%s:%d:%d: byte 0x%02x is not UTF-8; text in UTF-8 would be right",
                        path, line, column, (unsigned char)bytes[i]);
        }
        if (bytes[i] == '\0') {
            return fail(error, "%s:%d:%d: a NUL byte; text in UTF-8 would be right", path, line,
                        column);
        }
        column = bytes[i] == '\n' ? 1 : column + 1;
        line += bytes[i] == '\n';
        i += length;
    }
    return true;
}

bool file_read(const char *path, char **bytes, size_t *size, Error *error)
{
    int file = file_open(path, LARGEST_FILE, error);
    if (file < 0) {
        return false;
    }
    const char *label = strcmp(path, "-") == 0 ? "standard input" : path;
    bool good = false;
    size_t used = 0, room = 16384;
    char *read_bytes = xmalloc(room + 1);
    for (;;) {
        ssize_t got = read(file, read_bytes + used, room - used);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            fail_system(error, "%s:1:1: cannot be read: %s", label, strerror(errno));
            goto done;
        }
        used += (size_t)got;
        if (got == 0) {
            break;
        }
        if (used > LARGEST_FILE) {
            fail(error, "%s:1:1: more than %d MB; a profile or scenario of a few kB would be right",
                 label, LARGEST_FILE >> 20);
            goto done;
        }
        if (used == room) {
            room *= 4;
            read_bytes = xrealloc(read_bytes, room + 1);
        }
    }
    read_bytes[used] = '\0';
    good = text_check(label, 1, read_bytes, used, error);
done:
    if (file != STDIN_FILENO) {
        close(file);
    }
    if (good) {
        *bytes = read_bytes;
        *size = used;
    } else {
        free(read_bytes);
    }
    return good;
}

bool file_stamp(const char *path, FileStamp *stamp)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        return false;
    }
    *stamp = (FileStamp){ (unsigned long long)status.st_dev, (unsigned long long)status.st_ino,
                          (unsigned long long)status.st_size, status.st_mtim.tv_sec,
                          status.st_mtim.tv_nsec };
    return true;
}

/* -- writing ------------------------------------------------------------------------------------ */

static bool write_all(int file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(file, bytes, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            errno = written == 0 ? ENOSPC : errno;
            return false;
        }
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

/* A new file beside `path`, of a name that nothing has; its name goes to `name`. */
static int open_beside(const char *path, char *name, size_t size, mode_t mode)
{
    int length = (int)(base_name(path) - path);
    for (int try = 0; try < 100; try++) {
        int used = snprintf(name, size, "%.*s.%s.%ld-%d", length, path, base_name(path),
                            (long)getpid(), try);
        if (used < 0 || (size_t)used >= size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (file >= 0 || errno != EEXIST) {
            return file;
        }
    }
    return -1;
}

/* The file at `path` also as NAME~, without a moment in which there is no `path`. */
static bool keep_previous(const char *path)
{
    char kept[4096], fresh[4096];
    int used = snprintf(kept, sizeof kept, "%s~", path);
    int also = snprintf(fresh, sizeof fresh, "%.*s.%s.%ld~", (int)(base_name(path) - path), path,
                        base_name(path), (long)getpid());
    if (used < 0 || (size_t)used >= sizeof kept || also < 0 || (size_t)also >= sizeof fresh) {
        errno = ENAMETOOLONG;
        return false;
    }
    unlink(fresh);
    if (link(path, fresh) != 0) { /* a file system without links */
        return rename(path, kept) == 0;
    }
    bool good = rename(fresh, kept) == 0;
    unlink(fresh); /* rename does nothing when both are the same file already */
    return good;
}

/* Makes renames last through a crash; not every file system can. */
static void sync_folder_of(const char *path)
{
    char folder[4096];
    int length = (int)(base_name(path) - path);
    snprintf(folder, sizeof folder, "%.*s", length > 0 ? length : 1, length > 0 ? path : ".");
    int file = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (file >= 0) {
        fsync(file);
        close(file);
    }
}

static bool replace(const char *path, const char *bytes, size_t size, bool keep, Error *error)
{
    char target[4096], fresh[4096];
    struct stat status;
    bool there = stat(path, &status) == 0;
    if (!there && errno != ENOENT) {
        return fail_system(error, "%s: cannot be written: %s", path, strerror(errno));
    }
    if (there && !S_ISREG(status.st_mode)) {
        return fail(error, "%s: this is %s; a regular file would be right", path,
                    kind_of(status.st_mode));
    }
    /* Through a symbolic link: the file it leads to is replaced, not the link. */
    char *real = there ? realpath(path, NULL) : NULL;
    int used = snprintf(target, sizeof target, "%s", real ? real : path);
    free(real);
    mode_t mode = there ? status.st_mode & 07777 : 0666;
    int file = used < (int)sizeof target ? open_beside(target, fresh, sizeof fresh, mode) : -1;
    if (file < 0) {
        return fail_system(error, "%s: cannot be written: %s", path, strerror(errno));
    }
    bool good =
        (!there || fchmod(file, mode) == 0) && write_all(file, bytes, size) && fsync(file) == 0;
    int reason = errno;
    if (close(file) != 0 && good) {
        good = false;
        reason = errno;
    }
    if (good && ((there && keep && !keep_previous(target)) || rename(fresh, target) != 0)) {
        good = false;
        reason = errno;
    }
    if (!good) {
        unlink(fresh);
        return fail_system(error, "%s: cannot be written: %s; what was there is as it was", path,
                           strerror(reason));
    }
    sync_folder_of(target);
    return true;
}

bool file_replace(const char *path, const char *bytes, size_t size, Error *error)
{
    return replace(path, bytes, size, true, error);
}

bool file_write(const char *path, const char *bytes, size_t size, Error *error)
{
    struct stat status;
    bool standard = strcmp(path, "-") == 0;
    bool special = !standard && stat(path, &status) == 0 && !S_ISREG(status.st_mode);
    if (!standard && !special) {
        return replace(path, bytes, size, false, error);
    }
    int file = standard ? STDOUT_FILENO : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    bool good = file >= 0 && write_all(file, bytes, size);
    int reason = errno;
    if (file >= 0 && !standard && close(file) != 0 && good) {
        good = false;
        reason = errno;
    }
    if (!good && reason == EPIPE) {
        return fail_system(error, "%s", "");
    }
    return good || fail_system(error, "%s: cannot be written: %s",
                               standard ? "standard output" : path, strerror(reason));
}

bool make_folder(const char *path)
{
    char part[4096];
    size_t length = strlen(path);
    if (length >= sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    for (size_t i = 1; i <= length; i++) {
        if (path[i] == '/' || path[i] == '\0') {
            memcpy(part, path, i);
            part[i] = '\0';
            if (mkdir(part, 0777) != 0 && errno != EEXIST) {
                return false;
            }
        }
    }
    return true;
}
