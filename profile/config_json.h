/* config_json.h -- the text of a config.json, as Python writes it, becomes JSON. */
#ifndef PROFILE_CONFIG_JSON_H
#define PROFILE_CONFIG_JSON_H

#include "model/error.h"

#include <jansson.h>

/* Reads UTF-8 text with Python's NaN and Infinity, within bounds that no config needs.  file: what
 * messages call it.  The object, for json_decref; NULL with `FILE:LINE:COLUMN: ...` in error. */
json_t *config_json(const char *file, const char *text, size_t length, Error *error);

#endif
