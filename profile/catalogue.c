#include "profile/catalogue.h"

#include "model/model.h"
#include "profile/arena.h"
#include "profile/builtin.h"
#include "profile/file.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const file_kind_word[FILE_KINDS] = { "model", "hardware", "scenario", "ledger" };
const char *const file_kind_words[FILE_KINDS] = { "models", "hardware", "scenarios", "claims" };

enum { MOST_FILES = 10000 }; /* in one folder */

bool names_file(const char *argument)
{
    static const char *const endings[] = { ".yaml", ".yml", ".json" };
    size_t length = strlen(argument);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && strcasecmp(argument + length - ending, endings[i]) == 0) {
            return true;
        }
    }
    return strchr(argument, '/') || strcmp(argument, "-") == 0;
}

/* -- the person's own files --------------------------------------------------------------------- */

/* XDG Base Directory Specification 0.8: a relative path there is ignored. */
static void find_folders(Catalogue *catalogue)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    for (int kind = 0; kind < FILE_KINDS; kind++) {
        char *folder = catalogue->folders[kind];
        size_t size = sizeof catalogue->folders[kind];
        int used = -1;
        if (config && *config == '/') {
            used = snprintf(folder, size, "%s/flopdeck/%s", config, file_kind_words[kind]);
        } else if (home && *home == '/') {
            used = snprintf(folder, size, "%s/.config/flopdeck/%s", home, file_kind_words[kind]);
        }
        if (used < 0 || (size_t)used >= size) {
            folder[0] = '\0';
        }
    }
}

/* The text of the line `NAME: text` among the unindented lines, without quotes; NULL: none. */
static const char *line_text(Arena *arena, const char *bytes, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = bytes; at; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncmp(at, name, length) != 0 || at[length] != ':') {
            continue;
        }
        const char *from = at + length + 1;
        from += strspn(from, " ");
        size_t size = strcspn(from, "\r\n");
        while (size > 0 && from[size - 1] == ' ') {
            size--;
        }
        if (size >= 2 && (*from == '"' || *from == '\'') && from[size - 1] == *from) {
            from++;
            size -= 2;
        }
        char *copy = arena_copy(arena, from, size);
        for (char *letter = copy; *letter; letter++) {
            *letter = iscntrl((unsigned char)*letter) ? ' ' : *letter;
        }
        return copy;
    }
    return NULL;
}

static void add_item(Catalogue *catalogue, Item item)
{
    if ((catalogue->count & (catalogue->count - 1)) == 0) { /* grows at powers of two */
        size_t room = catalogue->count > 0 ? 2 * (size_t)catalogue->count : 1;
        catalogue->items = xrealloc(catalogue->items, room * sizeof *catalogue->items);
    }
    catalogue->items[catalogue->count++] = item;
}

static void add_file(Catalogue *catalogue, FileKind kind, const char *file)
{
    Arena *arena = catalogue->arena;
    char path[sizeof catalogue->folders[0] + 300];
    const char *dot = strrchr(file, '.');
    if (file[0] == '.' || !dot || dot == file || !names_file(file)) {
        return;
    }
    snprintf(path, sizeof path, "%s/%s", catalogue->folders[kind], file);
    Item item = { .kind = kind, .id = arena_copy(arena, file, (size_t)(dot - file)), .about = "" };
    item.name = item.id;
    item.path = arena_copy(arena, path, strlen(path));
    char *bytes;
    size_t size;
    if (file_read(path, &bytes, &size,
                  NULL)) { /* a bad file is listed, and refused when asked for */
        const char *name = line_text(arena, bytes, "name");
        const char *about = line_text(arena, bytes, "about");
        const char *unverified = line_text(arena, bytes, "unverified");
        item.name = name && *name ? name : item.id;
        item.about = about ? about : "";
        item.unverified = unverified && strcasecmp(unverified, "no") != 0;
        free(bytes);
    }
    add_item(catalogue, item);
}

static void add_folder(Catalogue *catalogue, FileKind kind)
{
    DIR *folder = *catalogue->folders[kind] ? opendir(catalogue->folders[kind]) : NULL;
    if (!folder) {
        return;
    }
    int left = MOST_FILES;
    for (struct dirent *entry; left-- > 0 && (entry = readdir(folder));) {
        add_file(catalogue, kind, entry->d_name);
    }
    closedir(folder);
}

/* -- the list ----------------------------------------------------------------------------------- */

/* By kind and id; of the same id the person's own first. */
static int compare_items(const void *left, const void *right)
{
    const Item *a = left, *b = right;
    int order = a->kind != b->kind ? (a->kind < b->kind ? -1 : 1) : strcasecmp(a->id, b->id);
    return order != 0 ? order : (b->path != NULL) - (a->path != NULL);
}

static void sort_items(Catalogue *catalogue)
{
    int count = 0;
    if (catalogue->count > 0) {
        qsort(catalogue->items, (size_t)catalogue->count, sizeof *catalogue->items, compare_items);
    }
    for (int i = 0; i < catalogue->count; i++) {
        const Item *item = &catalogue->items[i],
                   *last = &catalogue->items[count > 0 ? count - 1 : 0];
        if (count == 0 || last->kind != item->kind || strcasecmp(last->id, item->id) != 0) {
            catalogue->items[count++] = *item;
        }
    }
    catalogue->count = count;
}

void catalogue_open(Catalogue *catalogue)
{
    memset(catalogue, 0, sizeof *catalogue);
    catalogue->arena = arena_open();
    for (int i = 0; i < builtin_count; i++) {
        const Builtin *file = &builtin_files[i];
        Item item = { .kind = (FileKind)file->kind,
                      .id = file->id,
                      .name = file->name,
                      .about = file->about,
                      .text = (const char *)builtin_text + file->offset,
                      .size = file->size,
                      .unverified = file->unverified };
        add_item(catalogue, item);
    }
    find_folders(catalogue);
    int builtin = catalogue->count;
    for (int kind = 0; kind < FILE_KINDS; kind++) {
        add_folder(catalogue, (FileKind)kind);
    }
    if (catalogue->count > builtin) { /* what is built in is sorted already */
        sort_items(catalogue);
    }
}

void catalogue_close(Catalogue *catalogue)
{
    arena_close(catalogue->arena);
    free(catalogue->items);
    memset(catalogue, 0, sizeof *catalogue);
}

int catalogue_first(const Catalogue *catalogue, FileKind kind, int *count)
{
    int first = 0;
    while (first < catalogue->count && catalogue->items[first].kind < kind) {
        first++;
    }
    *count = 0;
    while (first + *count < catalogue->count && catalogue->items[first + *count].kind == kind) {
        ++*count;
    }
    return first;
}

const Item *catalogue_find(const Catalogue *catalogue, FileKind kind, const char *id)
{
    int count, first = catalogue_first(catalogue, kind, &count);
    for (int i = first; i < first + count; i++) {
        if (strcasecmp(catalogue->items[i].id, id) == 0) {
            return &catalogue->items[i];
        }
    }
    return NULL;
}

const char *catalogue_nearest(const Catalogue *catalogue, FileKind kind, const char *id)
{
    int count, first = catalogue_first(catalogue, kind, &count);
    const char *best = NULL;
    int length = (int)strlen(id), most = length / 3 + 1, distance = most + 1;
    for (int i = first; i < first + count; i++) {
        const char *other = catalogue->items[i].id;
        int edits = edit_distance(id, other, most);
        bool begins = length >= 2 && strncasecmp(other, id, strlen(id)) == 0;
        edits = begins ? 0 : edits;
        if (edits < distance) {
            distance = edits;
            best = other;
        }
    }
    return best;
}
