#include "profile/cast.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- lines --------------------------------------------------------------------------------------- */

/* Takes the value. */
static void put_line(Cast *cast, json_t *value)
{
    char *text = value ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(12)) : NULL;
    json_decref(value);
    size_t length = text ? strlen(text) : 0;
    char *line = text ? realloc(text, length + 2) : NULL;
    if (!line) {
        free(text);
        cast->failed = true;
        return;
    }
    line[length++] = '\n';
    for (size_t done = 0; done < length && !cast->failed;) {
        ssize_t wrote = write(cast->fd, line + done, length - done);
        cast->failed = wrote < 0 && errno != EINTR;
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    free(line);
}

static void put_event(Cast *cast, double seconds, char kind, const char *text, size_t length)
{
    const char name[2] = { kind, '\0' };
    put_line(cast, json_pack("[f,s,s%]", seconds, name, text, length));
}

bool cast_open(Cast *cast, const char *path, const CastHeader *header, Error *error)
{
    struct stat status;
    *cast = (Cast){ .fd = -1 };
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        return fail(error, "%s is no regular file; a recording goes into one, such as talk.cast",
                    path);
    }
    cast->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (cast->fd < 0) {
        return fail_system(error, "%s: %s", path, strerror(errno));
    }
    json_t *line =
        json_pack("{s:i,s:i,s:i}", "version", 2, "width", header->columns, "height", header->rows);
    if (line && header->timestamp) {
        json_object_set_new(line, "timestamp", json_integer(header->timestamp));
    }
    if (line && header->command) {
        json_object_set_new(line, "command", json_string(header->command));
    }
    if (line && header->title) {
        json_object_set_new(line, "title", json_string(header->title));
    }
    if (line && header->terminal) {
        json_object_set_new(line, "env", json_pack("{s:s}", "TERM", header->terminal));
    }
    put_line(cast, line);
    return !cast->failed || fail_system(error, "%s: %s", path, strerror(errno));
}

/* -- text ---------------------------------------------------------------------------------------- */

/* Bytes of the letter that begins there: 1 to 4; 0: its end has not come; -1: it is none. */
static int letter_bytes(const unsigned char *at, size_t count)
{
    int wanted = at[0] < 0x80    ? 1
                 : at[0] < 0xC2  ? -1
                 : at[0] < 0xE0  ? 2
                 : at[0] < 0xF0  ? 3
                 : at[0] <= 0xF4 ? 4
                                 : -1;
    for (int i = 1; i < wanted; i++) {
        if ((size_t)i == count) {
            return 0;
        }
        unsigned least = 0x80, most = 0xBF; /* RFC 3629, section 4 */
        if (i == 1) {
            least = at[0] == 0xE0 ? 0xA0 : at[0] == 0xF0 ? 0x90 : least;
            most = at[0] == 0xED ? 0x9F : at[0] == 0xF4 ? 0x8F : most;
        }
        if (at[i] < least || at[i] > most) {
            return -1;
        }
    }
    return wanted;
}

/* last: nothing more comes, so that what is held back is no letter any more. */
static void put_text(Cast *cast, double seconds, char kind, const char *bytes, size_t count,
                     bool last)
{
    static const char unknown[] = "\xEF\xBF\xBD"; /* U+FFFD */
    int which = kind == 'i';
    size_t held = cast->held_count[which], size = held + count, length = 0;
    unsigned char *whole = malloc(size + 1);
    char *text = malloc(3 * size + 1);
    if (whole && text) {
        memcpy(whole, cast->held[which], held);
        memcpy(whole + held, bytes, count);
        size_t at = 0;
        while (at < size) {
            int letter = letter_bytes(whole + at, size - at);
            if (letter == 0 && !last) {
                break;
            }
            memcpy(text + length, letter > 0 ? (const char *)whole + at : unknown,
                   letter > 0 ? (size_t)letter : 3);
            length += letter > 0 ? (size_t)letter : 3;
            at += letter > 0 ? (size_t)letter : 1;
        }
        cast->held_count[which] = size - at;
        memcpy(cast->held[which], whole + at, size - at);
        if (length > 0) {
            put_event(cast, seconds, kind, text, length);
        }
    }
    cast->failed = cast->failed || !whole || !text;
    free(whole);
    free(text);
}

void cast_text(Cast *cast, double seconds, char kind, const char *bytes, size_t count)
{
    put_text(cast, seconds, kind, bytes, count, false);
}

void cast_resize(Cast *cast, double seconds, int columns, int rows)
{
    char size[32];
    int length = snprintf(size, sizeof size, "%dx%d", columns, rows);
    put_event(cast, seconds, 'r', size, (size_t)length);
}

bool cast_close(Cast *cast, double seconds)
{
    put_text(cast, seconds, 'o', "", 0, true);
    put_text(cast, seconds, 'i', "", 0, true);
    bool good = close(cast->fd) == 0 && !cast->failed;
    cast->fd = -1;
    return good;
}
