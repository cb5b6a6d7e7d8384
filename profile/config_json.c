#include "profile/config_json.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A file with more than this is no config, and would cost memory beyond its size. */
enum { DEEPEST = 100, MOST_OBJECTS = 100000, MOST_MEMBERS = 300000 };

typedef struct {
    size_t at;
    int line, column, depth, objects, members;
} Scan;

/* Writes the second text over the first, if that is there; they are as long. */
static bool replace_at(char *text, size_t length, size_t at, const char *there, const char *instead)
{
    size_t size = strlen(there);
    if (at + size > length || strncmp(text + at, there, size) != 0) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        text[at + i] = instead[i];
    }
    return true;
}

/* Python writes NaN and Infinity, which JSON does not have: they become a text, and numbers that
 * are too large for any input, in place.  Keys that say nothing about size may hold them.  How many
 * characters to skip. */
static size_t mend_number(char *text, size_t length, size_t at)
{
    bool mended = replace_at(text, length, at, "NaN", "\"?\"");
    (void)(replace_at(text, length, at, "-Infinity", "-1e308   ") ||
           replace_at(text, length, at, "Infinity", "1e308   "));
    return mended ? 2 : 0; /* past the quotes that are now there */
}

/* One pass before jansson: what a hostile file could cost is bounded here. */
static bool scan_text(char *text, size_t length, Scan *scan)
{
    bool quoted = false;
    for (scan->at = 0; scan->at < length; scan->at++) {
        char c = text[scan->at];
        scan->column = c == '\n' ? 0 : scan->column + 1;
        scan->line += c == '\n';
        if (quoted) {
            scan->at += c == '\\';
            quoted = c != '"';
            continue;
        }
        quoted = c == '"';
        scan->depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        scan->objects += c == '{';
        scan->members += c == ',';
        if (scan->depth > DEEPEST || scan->objects > MOST_OBJECTS || scan->members > MOST_MEMBERS) {
            return false;
        }
        if (c == 'N' || c == '-' || c == 'I') {
            scan->at += mend_number(text, length, scan->at);
        }
    }
    return true;
}

/* What people write in JSON that it does not have. */
static const char *what_else(const char *wrong)
{
    return strstr(wrong, "near '/") || strstr(wrong, "near '#") ? "; JSON has no comments"
           : strstr(wrong, "near '}") || strstr(wrong, "near ']")
               ? "; JSON has no comma after the last member"
               : "";
}

json_t *config_json(const char *file, const char *text, size_t length, Error *error)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    char *mended = malloc(length + 1);
    if (!mended) {
        fail(error, "%s: no memory left", file);
        return NULL;
    }
    memcpy(mended, text, length);
    mended[length] = '\0';
    if (length >= 3 && memcmp(mended, byte_order_mark, 3) == 0) {
        memset(mended, ' ', 3);
    }
    Scan scan = { .line = 1 };
    json_error_t wrong;
    bool sane = scan_text(mended, length, &scan);
    json_t *root = sane ? json_loadb(mended, length, JSON_REJECT_DUPLICATES, &wrong) : NULL;
    free(mended);
    if (!sane) {
        fail(error, "%s:%d:%d: nested or filled beyond any config.json; is this one?", file,
             scan.line, scan.column);
    } else if (!root) {
        fail(error, "%s:%d:%d: %s%s", file, wrong.line > 0 ? wrong.line : 1,
             wrong.column > 0 ? wrong.column : 1, wrong.text, what_else(wrong.text));
    } else if (!json_is_object(root)) {
        fail(error, "%s:1:1: a config.json is an object: {\"model_type\": ...}", file);
        json_decref(root);
        root = NULL;
    }
    return root;
}
