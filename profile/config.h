/* config.h -- a config.json as a set of keys.
 *
 * A key may have several spellings, tried in order: "num_hidden_layers|n_layer"; a dot enters an
 * object: "attn_config.kv_n_heads".  What a file leaves out is looked for in the words that the
 * family assumes; what it gives as null is not.  The first mistake is kept, with its place, and
 * stops nothing: every function then answers something, and config_failed says it at the end.  Which
 * keys were asked for is remembered, so that the others can be named. */
#ifndef PROFILE_CONFIG_H
#define PROFILE_CONFIG_H

#include "model/error.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Config Config;

/* Reads the text (UTF-8, with Python's NaN and Infinity, which no input can be).  file: what messages call it.
 * NULL with `FILE:LINE:COLUMN: ...` in error. */
Config *config_read(const char *file, const char *text, size_t length, Error *error);
void config_close(Config *config); /* NULL: nothing */

/* From here on keys are those of the object under that key; the outer ones are a second choice.
 * False, and nothing changes, when there is no such object. */
bool config_enter(Config *config, const char *key);

/* Words "key=value key=value" for what the file leaves out: earlier ones win. */
void config_assume(Config *config, const char *words);

/* Words: keys whose list has values of several kinds, of which config_number answers the first.  NULL: as before. */
void config_first(Config *config, const char *words);

/* Whether the file has the key, and not as null; assumed words do not count. */
bool config_has(Config *config, const char *keys);

/* The number under the first spelling that is there; true is 1; of a list whose members agree,
 * that member.  Neither there nor assumed: otherwise. */
double config_number(Config *config, const char *keys, double otherwise);
bool config_flag(Config *config, const char *keys, bool otherwise);

/* As config_number, but a mistake when it is missing. */
double config_need(Config *config, const char *keys);

/* Sets an input; a mistake at the first spelling that is there when it is outside of what the input
 * can be. */
void config_set(Config *config, Plan *plan, int input, const char *keys, double number);

/* Sets an input from a key. */
void config_input(Config *config, Plan *plan, int input, const char *keys, double otherwise);

/* The text under a key, "" if there is none.  Borrowed until config_close. */
const char *config_text(Config *config, const char *keys);
bool config_is(Config *config, const char *keys, const char *word);

/* Members of a list: how many, and one of them as a number or as a text ("" if it is none). */
int config_list(Config *config, const char *key);
double config_list_number(Config *config, const char *key, int member);
const char *config_list_text(Config *config, const char *key, int member);

/* How many of the first `most` members are that word, or that number. */
int config_count(Config *config, const char *key, const char *word, int most);
int config_count_number(Config *config, const char *key, double number, int most);

/* The number under a path in a member of a list of objects; 0: none. */
double config_block(Config *config, const char *key, int member, const char *path);

/* Marks keys as read that say nothing about size; "*x": every key that ends in x, "x*": that begins so. */
void config_ignore(Config *config, const char *keys);

/* Whether the key is that of a pattern, of which the first `length` bytes count. */
bool config_key_fits(const char *pattern, size_t length, const char *key);

/* A mistake in the file: `FILE:LINE:COLUMN: ` of the key, then the sentence. */
void config_wrong(Config *config, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether something was wrong; then the sentence is in error. */
bool config_failed(const Config *config, Error *error);

/* Keys of the inner object (and of the outer one, where it was not entered) that nobody asked
 * for, each handed to the function. */
void config_unread(const Config *config, void (*tell)(void *context, const char *key, bool number),
                   void *context);

#endif
