#include "profile/json_yaml.h"

#include "model/quantity.h"

#include <jansson.h>
#include <string.h>
#include <yaml.h>

static bool emit(yaml_emitter_t *emitter, yaml_event_t *event, int made)
{
    return made && yaml_emitter_emit(emitter, event);
}

static bool emit_scalar(yaml_emitter_t *emitter, const char *text, bool quoted)
{
    yaml_event_t event;
    return emit(emitter, &event,
                yaml_scalar_event_initialize(
                    &event, NULL, NULL, (const yaml_char_t *)text, (int)strlen(text), !quoted,
                    quoted, quoted ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_PLAIN_SCALAR_STYLE));
}

/* YAML 1.1 knows a power of ten only behind a point: 1e+16 would be a word. */
static void write_number(char *out, size_t size, double value)
{
    char exact[40];
    print_exact(exact, sizeof exact, value);
    size_t mantissa = strcspn(exact, "e");
    bool bare = exact[mantissa] && !memchr(exact, '.', mantissa);
    snprintf(out, size, "%.*s%s%s", (int)mantissa, exact, bare ? ".0" : "", exact + mantissa);
}

/* Values and ends of a tree, by depth: our JSON is a few levels deep. */
static bool emit_value(yaml_emitter_t *emitter, json_t *value)
{
    yaml_event_t event;
    char number[48];
    const char *key;
    json_t *member;
    size_t i;
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        if (!emit(emitter, &event,
                  yaml_mapping_start_event_initialize(&event, NULL, NULL, 1,
                                                      YAML_BLOCK_MAPPING_STYLE))) {
            return false;
        }
        json_object_foreach(value, key, member)
        {
            if (!emit_scalar(emitter, key, false) || !emit_value(emitter, member)) {
                return false;
            }
        }
        return emit(emitter, &event, yaml_mapping_end_event_initialize(&event));
    case JSON_ARRAY:
        if (!emit(emitter, &event,
                  yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
                                                       YAML_BLOCK_SEQUENCE_STYLE))) {
            return false;
        }
        json_array_foreach(value, i, member)
        {
            if (!emit_value(emitter, member)) {
                return false;
            }
        }
        return emit(emitter, &event, yaml_sequence_end_event_initialize(&event));
    case JSON_STRING:
        return emit_scalar(emitter, json_string_value(value), true);
    case JSON_INTEGER:
    case JSON_REAL:
        write_number(number, sizeof number, json_number_value(value));
        return emit_scalar(emitter, number, false);
    case JSON_TRUE:
        return emit_scalar(emitter, "true", false);
    case JSON_FALSE:
        return emit_scalar(emitter, "false", false);
    case JSON_NULL:
        break;
    }
    return emit_scalar(emitter, "null", false);
}

static bool emit_document(yaml_emitter_t *emitter, json_t *root)
{
    yaml_event_t event;
    return emit(emitter, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING)) &&
           emit(emitter, &event,
                yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1)) &&
           emit_value(emitter, root) &&
           emit(emitter, &event, yaml_document_end_event_initialize(&event, 1)) &&
           emit(emitter, &event, yaml_stream_end_event_initialize(&event));
}

bool json_to_yaml(const char *json, size_t size, FILE *file, Error *error)
{
    yaml_emitter_t emitter;
    /* whole numbers beyond 64 bits are ours too: all are read as what they were written from */
    json_t *root = json_loadb(json, size, JSON_DECODE_INT_AS_REAL, NULL);
    if (!root || !yaml_emitter_initialize(&emitter)) {
        json_decref(root);
        return fail_system(error, "out of memory");
    }
    yaml_emitter_set_output_file(&emitter, file);
    yaml_emitter_set_unicode(&emitter, 1);
    yaml_emitter_set_width(&emitter, -1);
    bool good = emit_document(&emitter, root);
    yaml_emitter_delete(&emitter);
    json_decref(root);
    return good || fail_system(error, "out of memory");
}
