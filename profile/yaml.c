#include "profile/yaml.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

enum { DEEPEST = 32, MOST_NODES = 10000 };

typedef struct {
    yaml_parser_t parser;
    Arena *arena;
    const char *file, *bytes;
    Error *error;
    int depth, nodes;
} Reader;

/* -- messages ----------------------------------------------------------------------------------- */

static Node *refuse(Reader *reader, const yaml_mark_t *mark, const char *what)
{
    fail(reader->error, "%s:%d:%d: %s", reader->file, (int)mark->line + 1, (int)mark->column + 1,
         what);
    return NULL;
}

/* What is no text at all has an offset only. */
static Node *refuse_character(Reader *reader, const char *problem)
{
    int line = 1, column = 1;
    for (size_t i = 0; i < reader->parser.problem_offset; i++) {
        bool begins = ((unsigned char)reader->bytes[i] & 0xc0) != 0x80;
        column = reader->bytes[i] == '\n' ? 1 : column + begins;
        line += reader->bytes[i] == '\n';
    }
    fail(reader->error, "%s:%d:%d: %s; text that can be printed would be right", reader->file, line,
         column, problem);
    return NULL;
}

static Node *refuse_syntax(Reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    const yaml_mark_t *mark = &parser->problem_mark;
    const char *problem = parser->problem ? parser->problem : "not YAML";
    char what[300];
    snprintf(what, sizeof what, "%s%s%s; the form NAME: VALUE would be right", problem,
             parser->context ? " " : "", parser->context ? parser->context : "");
    if (parser->error == YAML_READER_ERROR) {
        return refuse_character(reader, problem);
    }
    if (parser->error == YAML_SCANNER_ERROR || parser->error == YAML_PARSER_ERROR) {
        return refuse(reader, mark, what);
    }
    fail_system(reader->error, "%s:1:1: cannot be read: out of memory", reader->file);
    return NULL;
}

/* -- scalars ------------------------------------------------------------------------------------ */

/* Control characters, which could steer a terminal, and marks that turn the direction of writing. */
static bool is_unprintable(const unsigned char *at)
{
    if (at[0] < 0x20 || at[0] == 0x7f) {
        return at[0] != '\n' && at[0] != '\t';
    }
    if (at[0] == 0xc2) {
        return at[1] < 0xa0;
    }
    return at[0] == 0xe2 && ((at[1] == 0x80 && at[2] >= 0xa8 && at[2] <= 0xae) ||
                             (at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9));
}

static const char *copy_text(Reader *reader, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    char *copy = arena_copy(reader->arena, text, length);
    for (size_t i = 0; i < length; i++) {
        if (is_unprintable((const unsigned char *)copy + i)) {
            refuse(reader, &event->start_mark,
                   "a control character; text that can be printed would be right");
            return NULL;
        }
        copy[i] = copy[i] == '\n' || copy[i] == '\t' ? ' ' : copy[i];
    }
    while (length > 0 && copy[length - 1] == ' ') {
        copy[--length] = '\0';
    }
    return copy;
}

static uint32_t hash(const char *text)
{
    uint32_t value = 2166136261u; /* FNV-1a */
    for (; *text; text++) {
        value = (value ^ (unsigned char)*text) * 16777619u;
    }
    return value;
}

/* -- nodes -------------------------------------------------------------------------------------- */

/* The next event; anchors, aliases and tags end the reading here. */
static bool next_event(Reader *reader, yaml_event_t *event)
{
    if (!yaml_parser_parse(&reader->parser, event)) {
        refuse_syntax(reader);
        return false;
    }
    const yaml_char_t *anchor = NULL, *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    if (!anchor && !tag && event->type != YAML_ALIAS_EVENT) {
        return true;
    }
    refuse(reader, &event->start_mark,
           tag ? "tags (!name) are not read here; the plain value would be right"
               : "anchors (&name) and aliases (*name) are not read here; the value itself would be "
                 "right");
    yaml_event_delete(event);
    return false;
}

static Node *read_node(Reader *reader, const yaml_event_t *event);

static bool read_members(Reader *reader, Node *parent, yaml_event_type_t end);

static bool is_duplicate(const Node *map, const Node *node)
{
    for (const Node *other = map->first; other; other = other->next) {
        if (other->key_hash == node->key_hash && strcmp(other->key, node->key) == 0) {
            return true;
        }
    }
    return false;
}

/* A key whose value comes next.  NULL: refused. */
static const char *read_key(Reader *reader, const yaml_event_t *event)
{
    if (event->type != YAML_SCALAR_EVENT) {
        refuse(reader, &event->start_mark, "a key must be a word");
        return NULL;
    }
    const char *key = copy_text(reader, event);
    if (key && strcmp(key, "<<") == 0) {
        refuse(reader, &event->start_mark,
               "merge keys (<<) are not read here; the values themselves would be right");
        return NULL;
    }
    return key;
}

static bool read_members(Reader *reader, Node *parent, yaml_event_type_t end)
{
    Node **link = &parent->first;
    for (;;) {
        yaml_event_t event;
        if (!next_event(reader, &event)) {
            return false;
        }
        if (event.type == end) {
            yaml_event_delete(&event);
            return true;
        }
        yaml_mark_t mark = event.start_mark;
        const char *key = NULL;
        if (parent->kind == A_MAP) {
            key = read_key(reader, &event);
            yaml_event_delete(&event);
            if (!key || !next_event(reader, &event)) {
                return false;
            }
        }
        Node *node = read_node(reader, &event);
        yaml_event_delete(&event);
        if (!node) {
            return false;
        }
        node->key = key;
        node->key_line = (int)mark.line + 1;
        node->key_column = (int)mark.column + 1;
        if (key) {
            node->key_hash = hash(key);
            if (is_duplicate(parent, node)) {
                char what[200];
                snprintf(what, sizeof what, "'%.60s' is here twice; once would be right", key);
                refuse(reader, &mark, what);
                return false;
            }
        }
        *link = node;
        link = &node->next;
    }
}

static Node *read_node(Reader *reader, const yaml_event_t *event)
{
    if (++reader->nodes > MOST_NODES) {
        return refuse(reader, &event->start_mark,
                      "more than 10,000 values; a profile of some dozens would be right");
    }
    Node *node = arena_take(reader->arena, sizeof *node);
    node->line = (int)event->start_mark.line + 1;
    node->column = (int)event->start_mark.column + 1;
    if (event->type == YAML_SCALAR_EVENT) {
        node->kind = A_TEXT;
        node->text = copy_text(reader, event);
        return node->text ? node : NULL;
    }
    bool map = event->type == YAML_MAPPING_START_EVENT;
    node->kind = map ? A_MAP : A_LIST;
    if (++reader->depth > DEEPEST) {
        return refuse(reader, &event->start_mark,
                      "nested deeper than 32 levels; two or three would be right");
    }
    bool good = read_members(reader, node, map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT);
    reader->depth--;
    return good ? node : NULL;
}

/* Reads up to and including an event of that type.  False: refused. */
static bool expect(Reader *reader, yaml_event_type_t type, const char *otherwise)
{
    yaml_event_t event;
    if (!next_event(reader, &event)) {
        return false;
    }
    bool good = event.type == type;
    if (!good) {
        refuse(reader, &event.start_mark, otherwise);
    }
    yaml_event_delete(&event);
    return good;
}

static Node *read_document(Reader *reader)
{
    yaml_event_t event;
    if (!expect(reader, YAML_STREAM_START_EVENT, "not YAML") ||
        !expect(reader, YAML_DOCUMENT_START_EVENT,
                "the file is empty; 'flopdeck: 1' and values would be right") ||
        !next_event(reader, &event)) {
        return NULL;
    }
    Node *root = read_node(reader, &event);
    yaml_event_delete(&event);
    if (!root || !expect(reader, YAML_DOCUMENT_END_EVENT, "one document would be right") ||
        !expect(reader, YAML_STREAM_END_EVENT, "a second document begins; one would be right")) {
        return NULL;
    }
    return root;
}

Node *yaml_read(Arena *arena, const char *file, const char *bytes, size_t size, Error *error)
{
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) { /* some editors mark UTF-8 so */
        bytes += 3;
        size -= 3;
    }
    Reader reader = { .arena = arena, .file = file, .bytes = bytes, .error = error };
    if (!yaml_parser_initialize(&reader.parser)) {
        fail_system(error, "%s:1:1: cannot be read: out of memory", file);
        return NULL;
    }
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)bytes, size);
    Node *root = read_document(&reader);
    yaml_parser_delete(&reader.parser);
    return root;
}

const Node *yaml_member(const Node *map, const char *key)
{
    for (const Node *node = map->first; node; node = node->next) {
        if (node->key && strcmp(node->key, key) == 0) {
            return node;
        }
    }
    return NULL;
}

/* -- lines -------------------------------------------------------------------------------------- */

/* Length of the line end at `at`, 0 when there is none: YAML 1.1, section 4.1.4, knows more than
 * line feeds. */
static size_t line_end(const char *at, const char *end)
{
    size_t left = (size_t)(end - at);
    if (*at == '\r') {
        return left > 1 && at[1] == '\n' ? 2 : 1;
    }
    if (left > 1 && memcmp(at, "\xc2\x85", 2) == 0) {
        return 2;
    }
    if (left > 2 && memcmp(at, "\xe2\x80", 2) == 0 && (at[2] == '\xa8' || at[2] == '\xa9')) {
        return 3;
    }
    return *at == '\n';
}

/* Where a line begins (from 1); `end` when there are fewer. */
static const char *find_line(const char *bytes, const char *end, int line)
{
    while (line > 1 && bytes < end) {
        size_t length = line_end(bytes, end);
        bytes += length > 0 ? length : 1;
        line -= length > 0;
    }
    return bytes;
}

const char *yaml_lines(Arena *arena, const Node *root, const char *bytes, size_t size,
                       const char *const keys[], size_t count)
{
    const char *end = bytes + size;
    char *lines = arena_take(arena, size + 2);
    size_t used = 0;
    for (const Node *node = root->first; node; node = node->next) {
        bool wanted = false;
        for (size_t i = 0; i < count; i++) {
            wanted = wanted || strcmp(node->key, keys[i]) == 0;
        }
        if (!wanted || root->column != 1 || node->key_column != 1) {
            continue; /* or not laid out in lines */
        }
        const char *from = find_line(bytes, end, node->key_line);
        const char *to = node->next ? find_line(bytes, end, node->next->key_line) : end;
        memcpy(lines + used, from, (size_t)(to - from));
        used += (size_t)(to - from);
        if (used > 0 && lines[used - 1] != '\n') {
            lines[used++] = '\n';
        }
    }
    return lines;
}

/* -- writing ------------------------------------------------------------------------------------ */

bool yaml_is_plain(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char others[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+";
    return strspn(text, letters) > 0 && text[strspn(text, others)] == '\0';
}
