/* json_yaml.h -- JSON that the program wrote, as YAML. */
#ifndef PROFILE_JSON_YAML_H
#define PROFILE_JSON_YAML_H

#include "model/error.h"

#include <stddef.h>
#include <stdio.h>

/* Writes the JSON text to the file as block YAML 1.1, which reads back as the same values: numbers
 * to the last digit, text always in quotes.  False when memory runs out, with a sentence in error. */
bool json_to_yaml(const char *json, size_t size, FILE *file, Error *error);

#endif
