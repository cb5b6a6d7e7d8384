#include "profile/library.h"

#include "profile/file.h"
#include "profile/profile.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const from_word[FROMS] = { "preset", "profile", "scenario", "flag", "hand", "solver" };

void library_open(Library *library)
{
    memset(library, 0, sizeof *library);
    catalogue_open(&library->catalogue);
    library->room = 16;
    library->files = xmalloc((size_t)library->room * sizeof(Profile *));
    library->files[0] = NULL;
    library->count = 1;
}

void library_close(Library *library)
{
    for (int i = 1; i < library->count; i++) {
        profile_close(library->files[i]);
    }
    free(library->files);
    catalogue_close(&library->catalogue);
    memset(library, 0, sizeof *library);
}

void library_refresh(Library *library)
{
    catalogue_close(&library->catalogue);
    catalogue_open(&library->catalogue);
}

/* -- reading ------------------------------------------------------------------------------------ */

/* A file that was read before and has not changed since, or 0. */
static int find_read(const Library *library, const char *path, const FileStamp *stamp,
                     const char *text)
{
    for (int i = library->count - 1; i > 0; i--) {
        const Profile *file = library->files[i];
        bool same = path ? file->path && strcmp(file->path, path) == 0 &&
                               memcmp(&file->stamp, stamp, sizeof *stamp) == 0
                         : file->text == text;
        if (same) {
            return i;
        }
    }
    return 0;
}

static int add_profile(Library *library, Profile *profile)
{
    if (library->count == library->room) {
        library->room *= 2;
        library->files = xrealloc(library->files, (size_t)library->room * sizeof(Profile *));
    }
    for (int i = 0; i < profile->published_count; i++) {
        profile->published[i].file = (short)library->count;
    }
    library->files[library->count] = profile;
    return library->count++;
}

/* A copy that a terminal can show. */
static const char *label_copy(Arena *arena, const char *label)
{
    char *copy = arena_copy(arena, label, strlen(label));
    for (char *at = copy; *at; at++) {
        *at = (unsigned char)*at < 0x20 || *at == 0x7f ? '?' : *at;
    }
    return copy;
}

static int read_path(Library *library, const char *path, const Item *item, Error *error)
{
    bool standard = strcmp(path, "-") == 0;
    FileStamp stamp;
    memset(&stamp, 0, sizeof stamp);
    int before = !standard && file_stamp(path, &stamp) ? find_read(library, path, &stamp, NULL) : 0;
    char *bytes;
    size_t size;
    if (before || !file_read(path, &bytes, &size, error)) {
        return before;
    }
    Profile *profile = profile_read(standard ? "standard input" : path, bytes, size, error);
    free(bytes);
    if (!profile) {
        return 0;
    }
    Arena *arena = profile->arena;
    profile->label = label_copy(arena, standard ? "standard input" : base_name(path));
    profile->path = arena_copy(arena, path, strlen(path));
    profile->id = item ? arena_copy(arena, item->id, strlen(item->id)) : profile->label;
    profile->listed = item != NULL;
    profile->stamp = stamp;
    return add_profile(library, profile);
}

static int read_item(Library *library, const Item *item, Error *error)
{
    if (item->path) {
        return read_path(library, item->path, item, error);
    }
    int before = find_read(library, NULL, NULL, item->text);
    if (before) {
        return before;
    }
    char label[300]; /* a scenario and its model often have the same id */
    snprintf(label, sizeof label, "%s%s.yaml", item->kind == SCENARIO_FILE ? "scenarios/" : "",
             item->id);
    Profile *profile = profile_read(label, item->text, item->size, error);
    if (!profile) {
        return 0;
    }
    profile->label = arena_copy(profile->arena, label, strlen(label));
    profile->id = item->id; /* lives as long as the program */
    profile->listed = true;
    profile->text = item->text;
    return add_profile(library, profile);
}

/* "no model is called 'x'; did you mean 'y'?": all that begin like it, else the nearest. */
static bool suggest(const Catalogue *catalogue, FileKind kind, const char *name, Error *error)
{
    static const char *const kinds[FILE_KINDS] = { "model", "hardware profile", "scenario" };
    char names[200] = "";
    int count, first = catalogue_first(catalogue, kind, &count), found = 0;
    const char *nearest = catalogue_nearest(catalogue, kind, name);
    for (int i = first; i < first + count && strlen(name) >= 2; i++) {
        const char *id = catalogue->items[i].id;
        size_t used = strlen(names);
        if (strncasecmp(id, name, strlen(name)) == 0 && found++ < 4 &&
            used + strlen(id) + 8 < sizeof names) {
            snprintf(names + used, sizeof names - used, "%s'%s'", used ? ", " : "", id);
        }
    }
    if (found == 0 && nearest) {
        snprintf(names, sizeof names, "'%.180s'", nearest);
    }
    for (int other = 0; other < FILE_KINDS; other++) {
        static const char *const options[FILE_KINDS] = { "-m", "-w", "-s" };
        const Item *item = catalogue_find(catalogue, (FileKind)other, name);
        if (item) {
            return fail(error, "'%s' is a %s, not a %s; %s %s would be right", item->id,
                        kinds[other], kinds[kind], options[other], item->id);
        }
    }
    return *names
               ? fail(error, "no %s is called '%.80s'; did you mean %s?", kinds[kind], name, names)
               : fail(error, "no %s is called '%.80s'; see `flopdeck list %s`", kinds[kind], name,
                      file_kind_words[kind]);
}

int library_read(Library *library, FileKind kind, const char *name_or_file, const char *folder,
                 Error *error)
{
    char path[PATH_MAX];
    if (library->count > SHRT_MAX) {
        fail(error, "more than %d files were read", SHRT_MAX);
        return 0;
    }
    const Item *item = catalogue_find(&library->catalogue, kind, name_or_file);
    if (item) {
        return read_item(library, item, error);
    }
    if (names_file(name_or_file)) {
        bool relative = folder && *name_or_file != '/' && strcmp(name_or_file, "-") != 0;
        int used = snprintf(path, sizeof path, "%s%s%s", relative ? folder : "",
                            relative ? "/" : "", name_or_file);
        if (used < 0 || (size_t)used >= sizeof path) {
            fail(error, "%.80s…: the path is too long", name_or_file);
            return 0;
        }
        return read_path(library, path, NULL, error);
    }
    suggest(&library->catalogue, kind, name_or_file, error);
    return 0;
}

/* -- what files say about values ---------------------------------------------------------------- */

static const Given *given_at(const Library *library, Origin origin, int input)
{
    if (origin.file <= 0 || origin.file >= library->count || input < 0 || input >= INPUT_COUNT) {
        return NULL;
    }
    const Given *given = &library->files[origin.file]->given[input];
    return given->line > 0 ? given : NULL;
}

const char *origin_text(const Library *library, Origin origin, char *out, size_t size)
{
    static const char *const words[FROMS] = { "preset",       "profile",    "scenario",
                                              "command line", "set by you", "solved for" };
    if (origin.file > 0 && origin.file < library->count) {
        snprintf(out, size, "%s:%d", library->files[origin.file]->label, origin.line);
    } else {
        snprintf(out, size, "%s", words[origin.from < FROMS ? origin.from : 0]);
    }
    return out;
}

const char *origin_source(const Library *library, Origin origin, int input)
{
    const Given *given = given_at(library, origin, input);
    if (given) {
        return *given->source ? given->source : library->files[origin.file]->source;
    }
    const char *source = origin.from == FROM_PRESET ? input_info[input].source : NULL;
    return source ? source : "";
}

const char *origin_note(const Library *library, Origin origin, int input)
{
    const Given *given = given_at(library, origin, input);
    return given ? given->note : "";
}

bool origin_span(const Library *library, Origin origin, int input, double *low, double *high)
{
    const Given *given = given_at(library, origin, input);
    if (!given || (isnan(given->low) && isnan(given->high))) {
        return false;
    }
    *low = isnan(given->low) ? given->value : given->low;
    *high = isnan(given->high) ? given->value : given->high;
    return true;
}

bool library_published(const Library *library, short first, short second, int figure,
                       Published *published)
{
    short files[2] = { first, second };
    for (int i = 0; i < 2; i++) {
        const Profile *file =
            files[i] > 0 && files[i] < library->count ? library->files[files[i]] : NULL;
        for (int j = 0; file && j < file->published_count; j++) {
            if (file->published[j].figure == figure) {
                *published = file->published[j];
                return true;
            }
        }
    }
    return false;
}
