/* yaml.h -- a YAML file as a tree.  The only user of libyaml.
 *
 * A subset: mappings, lists and scalars of one document.  Anchors, aliases, merge keys, tags and
 * keys that are no words are refused, and so are duplicate keys: a person who writes them has
 * something else in mind than we would understand. */
#ifndef PROFILE_YAML_H
#define PROFILE_YAML_H

#include "model/error.h"
#include "profile/arena.h"

#include <stdint.h>

typedef enum { A_TEXT, A_LIST, A_MAP } NodeKind;

typedef struct Node {
    NodeKind kind;
    int line, column;         /* of the value, from 1 */
    const char *key;          /* in a mapping, else NULL */
    int key_line, key_column; /* of the key */
    uint32_t key_hash;
    const char *text;   /* of a scalar; line ends and tabs are blanks */
    struct Node *first; /* member of a list or mapping */
    struct Node *next;  /* in the same list or mapping */
} Node;

/* The tree of the text, in the arena; NULL with `FILE:LINE:COLUMN: …` in error.
 * file: what messages call it. */
Node *yaml_read(Arena *arena, const char *file, const char *bytes, size_t size, Error *error);

/* The member of a mapping; NULL: there is none. */
const Node *yaml_member(const Node *map, const char *key);

/* The lines of the text that hold these members of the root, as they are; "" when there are none, or
 * when the root is not laid out in lines. */
const char *yaml_lines(Arena *arena, const Node *root, const char *bytes, size_t size,
                       const char *const keys[], size_t count);

/* Whether a text can be written as it is, without quotes. */
bool yaml_is_plain(const char *text);

#endif
