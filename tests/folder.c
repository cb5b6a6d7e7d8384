/* folder.c -- files for tests. */
#include "tests/suites.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[200];
static pid_t owner;

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_folder(void)
{
    if (getpid() == owner) {
        nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    }
}

const char *test_folder(void)
{
    if (!*folder) {
        const char *place = getenv("TMPDIR");
        snprintf(folder, sizeof folder, "%.150s/flopdeck-test-XXXXXX",
                 place && *place ? place : "/tmp");
        if (!mkdtemp(folder)) {
            perror(folder);
            exit(EXIT_FAILURE);
        }
        owner = getpid();
        atexit(remove_folder);
    }
    return folder;
}

const char *test_file(const char *name, const char *bytes, size_t size)
{
    static char path[400];
    snprintf(path, sizeof path, "%s/%.150s", test_folder(), name);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

char *read_whole(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    size_t room = 4096, used = 0;
    if (!file) {
        return NULL;
    }
    char *bytes = malloc(room + 1);
    for (size_t got; bytes && (got = fread(bytes + used, 1, room - used, file)) > 0;) {
        used += got;
        if (used == room) {
            bytes = realloc(bytes, (room *= 2) + 1);
        }
    }
    fclose(file);
    if (bytes) {
        bytes[used] = '\0';
        *size = used;
    }
    return bytes;
}
