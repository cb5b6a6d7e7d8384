/* config.c -- a config.json as a set of keys. */
#include "profile/config.h"

#include "profile/config_json.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_READ = 512, MOST_ASSUMED = 8 };

struct Config {
    char file[256];
    char *text; /* as it was, for places */
    json_t *root, *inner;
    const char *entered; /* key of inner; NULL: inner is root */
    const char *assumed[MOST_ASSUMED];
    int assumed_count;
    const char *first;     /* keys of which the first member of a list is meant; NULL: none */
    char *read[MOST_READ]; /* keys that were asked for */
    int read_count;
    Error error;
};

/* -- reading ------------------------------------------------------------------------------------ */

static bool parse(Config *config, const char *text, size_t length, Error *error)
{
    config->text = malloc(length + 1);
    if (!config->text) {
        return fail(error, "%s: no memory left", config->file);
    }
    memcpy(config->text, text, length);
    config->text[length] = '\0';
    config->root = config_json(config->file, config->text, length, error);
    config->inner = config->root;
    return config->root != NULL;
}

Config *config_read(const char *file, const char *text, size_t length, Error *error)
{
    Config *config = calloc(1, sizeof *config);
    if (!config) {
        fail(error, "%s: no memory left", file);
        return NULL;
    }
    snprintf(config->file, sizeof config->file, "%s", file);
    if (!parse(config, text, length, error)) {
        config_close(config);
        return NULL;
    }
    return config;
}

void config_close(Config *config)
{
    if (config) {
        json_decref(config->root);
        for (int i = 0; i < config->read_count; i++) {
            free(config->read[i]);
        }
        free(config->text);
        free(config);
    }
}

/* -- places and mistakes ------------------------------------------------------------------------ */

/* Where the key stands: the first time after the object that was entered. */
static const char *find_key(const Config *config, const char *key)
{
    const char *from = config->text;
    char quoted[128];
    if (config->entered) {
        snprintf(quoted, sizeof quoted, "\"%s\"", config->entered);
        const char *entered = strstr(from, quoted);
        from = entered ? entered : from;
    }
    const char *last = strrchr(key, '.');
    snprintf(quoted, sizeof quoted, "\"%s\"", last ? last + 1 : key);
    const char *found = strstr(from, quoted);
    return found ? found : strstr(config->text, quoted);
}

void config_wrong(Config *config, const char *key, const char *format, ...)
{
    if (config->error.text[0]) {
        return;
    }
    const char *found = key ? find_key(config, key) : NULL;
    int line = 1, column = 1;
    for (const char *c = config->text; found && c < found; c++) {
        line += *c == '\n';
        column = *c == '\n' ? 1 : column + 1;
    }
    char sentence[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    fail(&config->error, "%s:%d:%d: %s", config->file, line, column, sentence);
}

bool config_failed(const Config *config, Error *error)
{
    if (config->error.text[0] && error) {
        *error = config->error;
    }
    return config->error.text[0] != '\0';
}

/* -- looking up --------------------------------------------------------------------------------- */

bool config_key_fits(const char *pattern, size_t length, const char *key)
{
    size_t size = strlen(key);
    if (length > 1 && pattern[0] == '*') {
        return size + 1 >= length && strncmp(key + size + 1 - length, pattern + 1, length - 1) == 0;
    }
    if (length > 1 && pattern[length - 1] == '*') {
        return strncmp(key, pattern, length - 1) == 0;
    }
    return size == length && strncmp(key, pattern, length) == 0;
}

/* Whether the key was asked for, by its name or by a pattern that was ignored. */
static bool was_read(const Config *config, const char *key)
{
    for (int i = 0; i < config->read_count; i++) {
        if (config_key_fits(config->read[i], strlen(config->read[i]), key)) {
            return true;
        }
    }
    return false;
}

static void mark_read(Config *config, const char *key, size_t length)
{
    char *copy = config->read_count < MOST_READ ? strndup(key, length) : NULL;
    if (copy && was_read(config, copy)) {
        free(copy);
    } else if (copy) {
        config->read[config->read_count++] = copy;
    }
}

static json_t *member(json_t *object, const char *path)
{
    char key[96];
    while (json_is_object(object)) {
        size_t length = strcspn(path, ".");
        if (length >= sizeof key) {
            return NULL;
        }
        memcpy(key, path, length);
        key[length] = '\0';
        object = json_object_get(object, key);
        if (!path[length]) {
            return json_is_null(object) ? NULL : object;
        }
        path += length + 1;
    }
    return NULL;
}

/* The value under the first spelling that is there, which goes to `key`; NULL: none is. */
static json_t *find(Config *config, const char *keys, char key[96])
{
    json_t *found = NULL;
    while (*keys) {
        size_t length = strcspn(keys, "|");
        if (length < 96) {
            char spelling[96];
            memcpy(spelling, keys, length);
            spelling[length] = '\0';
            mark_read(config, spelling, strcspn(spelling, "."));
            json_t *value = found ? NULL : member(config->inner, spelling);
            value = !value && !found ? member(config->root, spelling) : value;
            if (value) {
                found = value;
                memcpy(key, spelling, length + 1);
            }
        }
        keys += length + (keys[length] == '|');
    }
    return found;
}

/* Whether the file says null under one of the spellings: none, whatever the class assumes. */
static bool is_none(const Config *config, const char *keys)
{
    char spelling[96];
    for (; *keys; keys += *keys == '|') {
        size_t length = strcspn(keys, "|");
        if (length < sizeof spelling) {
            memcpy(spelling, keys, length);
            spelling[length] = '\0';
            if (json_is_null(json_object_get(config->inner, spelling))) {
                return true;
            }
        }
        keys += length;
    }
    return false;
}

/* The number that the words "key=value" give to a key; NaN: none.  Where a number is needed, null is no
 * answer, and what the class assumes is one. */
static double assumed(const Config *config, const char *keys, bool needed)
{
    if (!needed && is_none(config, keys)) {
        return NAN;
    }
    for (int i = 0; i < config->assumed_count; i++) {
        for (const char *spelling = keys; *spelling;) {
            size_t length = strcspn(spelling, "|");
            for (const char *word = config->assumed[i]; *word;) {
                if (strncmp(word, spelling, length) == 0 && word[length] == '=') {
                    return strtod(word + length + 1, NULL);
                }
                word += strcspn(word, " ");
                word += strspn(word, " ");
            }
            spelling += length + (spelling[length] == '|');
        }
    }
    return NAN;
}

bool config_enter(Config *config, const char *key)
{
    json_t *object = json_object_get(config->inner, key);
    if (!json_is_object(object)) {
        return false;
    }
    mark_read(config, key, strlen(key));
    config->inner = object;
    config->entered = key;
    return true;
}

void config_assume(Config *config, const char *words)
{
    if (words && config->assumed_count < MOST_ASSUMED) {
        config->assumed[config->assumed_count++] = words;
    }
}

void config_first(Config *config, const char *words)
{
    config->first = words ? words : config->first;
}

static bool is_first(const Config *config, const char *key)
{
    size_t length = strlen(key);
    for (const char *word = config->first; word && *word;) {
        size_t size = strcspn(word, " ");
        if (size == length && strncmp(word, key, size) == 0) {
            return true;
        }
        word += size + strspn(word + size, " ");
    }
    return false;
}

bool config_has(Config *config, const char *keys)
{
    char key[96];
    return find(config, keys, key) != NULL;
}

static double scalar(const json_t *value)
{
    return json_is_boolean(value)  ? json_is_true(value)
           : json_is_number(value) ? json_number_value(value)
                                   : NAN;
}

/* A JSON value as a number, of a list whose members agree that member; NaN: it is none. */
static double as_number(const json_t *value)
{
    if (!json_is_array(value) || json_array_size(value) == 0) {
        return scalar(value);
    }
    double first = scalar(json_array_get(value, 0));
    for (size_t i = 1; i < json_array_size(value); i++) {
        first = scalar(json_array_get(value, i)) == first ? first : NAN;
    }
    return first;
}

double config_number(Config *config, const char *keys, double otherwise)
{
    char key[96] = "";
    const json_t *value = find(config, keys, key);
    bool is_auto = json_is_string(value) && strcmp(json_string_value(value), "auto") == 0;
    if (!value || is_auto) {
        double number = assumed(config, keys, isnan(otherwise));
        return isnan(number) ? otherwise : number;
    }
    double number = json_is_array(value) && is_first(config, key) ? scalar(json_array_get(value, 0))
                                                                  : as_number(value);
    if (isnan(number)) {
        config_wrong(config, key,
                     json_is_array(value)
                         ? "%s differs between layers; only one value for all can be read"
                         : "%s is no number; a number is needed",
                     key);
        return otherwise;
    }
    return number;
}

bool config_flag(Config *config, const char *keys, bool otherwise)
{
    return config_number(config, keys, otherwise) != 0;
}

double config_need(Config *config, const char *keys)
{
    double number = config_number(config, keys, NAN);
    if (isnan(number)) {
        config_wrong(config, config->entered, "there is no %.*s; without it nothing can be counted",
                     (int)strcspn(keys, "|"), keys);
        return 1;
    }
    return number;
}

void config_set(Config *config, Plan *plan, int input, const char *keys, double number)
{
    char key[96] = "";
    if (!(number >= input_lowest(input) && number <= input_highest(input)) ||
        number != floor(number)) {
        find(config, keys, key);
        config_wrong(config, key[0] ? key : NULL,
                     "%s is %.12g; a whole number from %.12g to %.12g is needed",
                     key[0] ? key : input_info[input].name, number, input_lowest(input),
                     input_highest(input));
        return;
    }
    plan->at[input] = number;
}

void config_input(Config *config, Plan *plan, int input, const char *keys, double otherwise)
{
    double number =
        isnan(otherwise) ? config_need(config, keys) : config_number(config, keys, otherwise);
    config_set(config, plan, input, keys, number);
}

const char *config_text(Config *config, const char *keys)
{
    char key[96];
    const json_t *value = find(config, keys, key);
    return json_is_string(value) ? json_string_value(value) : "";
}

bool config_is(Config *config, const char *keys, const char *word)
{
    return strcmp(config_text(config, keys), word) == 0;
}

/* -- lists -------------------------------------------------------------------------------------- */

int config_list(Config *config, const char *key)
{
    char found[96];
    const json_t *value = find(config, key, found);
    return json_is_array(value) ? (int)json_array_size(value) : 0;
}

double config_list_number(Config *config, const char *key, int at)
{
    char found[96];
    const json_t *value = find(config, key, found);
    double number = json_is_array(value) ? as_number(json_array_get(value, (size_t)at)) : NAN;
    return isnan(number) ? 0 : number;
}

const char *config_list_text(Config *config, const char *key, int at)
{
    char found[96];
    const json_t *value = find(config, key, found);
    value = json_is_array(value) ? json_array_get(value, (size_t)at) : NULL;
    return json_is_string(value) ? json_string_value(value) : "";
}

int config_count(Config *config, const char *key, const char *word, int most)
{
    int count = 0, size = config_list(config, key);
    for (int i = 0; i < size && i < most; i++) {
        count += strcmp(config_list_text(config, key, i), word) == 0;
    }
    return count;
}

int config_count_number(Config *config, const char *key, double number, int most)
{
    int count = 0, size = config_list(config, key);
    for (int i = 0; i < size && i < most; i++) {
        count += config_list_number(config, key, i) == number;
    }
    return count;
}

double config_block(Config *config, const char *key, int at, const char *path)
{
    char found[96];
    const json_t *value = find(config, key, found);
    double number =
        json_is_array(value) ? as_number(member(json_array_get(value, (size_t)at), path)) : NAN;
    return isnan(number) ? 0 : number;
}

/* -- what was not read -------------------------------------------------------------------------- */

void config_ignore(Config *config, const char *keys)
{
    while (*keys) {
        size_t length = strcspn(keys, "|");
        mark_read(config, keys, length);
        keys += length + (keys[length] == '|');
    }
}

void config_unread(const Config *config, void (*tell)(void *context, const char *key, bool number),
                   void *context)
{
    const char *key;
    json_t *value;
    json_object_foreach(config->inner, key, value)
    {
        if (!was_read(config, key) && !json_is_null(value)) {
            tell(context, key, json_is_number(value) && json_number_value(value) != 0);
        }
    }
}
