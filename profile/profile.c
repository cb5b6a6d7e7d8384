#include "profile/profile.h"

#include "model/quantity.h"
#include "profile/yaml.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Profile *profile;
    const char *file; /* what messages call it */
    Error *error;
} Reader;

/* -- messages ----------------------------------------------------------------------------------- */

/* FILE:LINE:COLUMN: … for the key of a member, or for its value. */
static bool refuse_key(const Reader *reader, const Node *node, const char *what)
{
    return fail(reader->error, "%s:%d:%d: %s", reader->file, node->key_line, node->key_column,
                what);
}

static bool refuse_value(const Reader *reader, const Node *node, const char *what)
{
    return fail(reader->error, "%s:%d:%d: %s", reader->file, node->line, node->column, what);
}

/* "no input is called 'x'; 'y' would be right" */
static bool refuse_name(const Reader *reader, const Node *node, const char *what,
                        const char *nearest)
{
    char sentence[300];
    snprintf(sentence, sizeof sentence, "%s '%.60s'%s%s%s", what, node->key,
             nearest ? "; '" : "; see `flopdeck list inputs`", nearest ? nearest : "",
             nearest ? "' would be right" : "");
    return refuse_key(reader, node, sentence);
}

static const char *nearest_of(const char *word, const char *const *words, size_t count)
{
    const char *best = NULL;
    int most = (int)strlen(word) / 3 + 1, distance = most + 1;
    for (size_t i = 0; i < count; i++) {
        int edits = edit_distance(word, words[i], most);
        if (edits < distance) {
            distance = edits;
            best = words[i];
        }
    }
    return best;
}

/* -- values ------------------------------------------------------------------------------------- */

static bool read_text(const Reader *reader, const Node *node, const char **text)
{
    if (node->kind != A_TEXT) {
        char what[120];
        snprintf(what, sizeof what, "'%.60s' is a text; a line of words would be right", node->key);
        return refuse_value(reader, node, what);
    }
    *text = node->text;
    return true;
}

/* The value of an input, in its range. */
static bool read_value(const Reader *reader, const Node *node, int input, double *value)
{
    Error why;
    if (node->kind != A_TEXT) {
        return refuse_value(reader, node, "this is a group of values; one value would be right");
    }
    if (parse_input(node->text, input, value, &why)) {
        return true;
    }
    const InputInfo *row = &input_info[input];
    char example[80] = "", what[sizeof why.text + 200];
    double read;
    if (row->kind != CHOICE && row->kind != SWITCH &&
        !parse_quantity(node->text, row->unit, &read, NULL)) {
        write_input(example, sizeof example, input, input_preset(input));
    }
    bool named = strstr(why.text, row->name) != NULL;
    snprintf(what, sizeof what, "%s%s%s%s%s%s", named ? "" : row->name, named ? "" : ": ", why.text,
             *example ? "; '" : "", example, *example ? "' would be right" : "");
    return refuse_value(reader, node, what);
}

static bool check_span(const Reader *reader, const Node *node, const Given *given)
{
    bool good = !(given->low > given->value) && !(given->high < given->value);
    return good || refuse_value(reader, node, "low, value and high are not in this order");
}

/* `{value: …, source: …, note: …, low: …, high: …}` */
static bool read_given(const Reader *reader, const Node *node, int input, Given *given)
{
    static const char *const words[] = { "value", "source", "note", "low", "high" };
    bool valued = false, spans = input_info[input].kind == REAL || input_info[input].kind == WHOLE;
    for (const Node *member = node->first; member; member = member->next) {
        bool good = false;
        if (strcmp(member->key, "value") == 0) {
            good = read_value(reader, member, input, &given->value);
            valued = true;
        } else if (strcmp(member->key, "source") == 0) {
            good = read_text(reader, member, &given->source);
        } else if (strcmp(member->key, "note") == 0) {
            good = read_text(reader, member, &given->note);
        } else if (strcmp(member->key, "low") == 0 && spans) {
            good = read_value(reader, member, input, &given->low);
        } else if (strcmp(member->key, "high") == 0 && spans) {
            good = read_value(reader, member, input, &given->high);
        } else {
            return refuse_name(reader, member, "beside a value there is no",
                               nearest_of(member->key, words, sizeof words / sizeof *words));
        }
        if (!good) {
            return false;
        }
    }
    return (valued || refuse_value(reader, node, "'value:' is missing")) &&
           check_span(reader, node, given);
}

static bool read_input(const Reader *reader, const Node *node, Group group)
{
    int input = find_input(node->key);
    char what[200];
    if (input < 0 && find_figure(node->key) >= 0) {
        snprintf(what, sizeof what,
                 "'%.60s' is a figure: it follows from the inputs; under 'published:' "
                 "it would be right",
                 node->key);
        return refuse_key(reader, node, what);
    }
    if (input < 0) {
        return refuse_name(reader, node, "no input is called", nearest_input(node->key));
    }
    if (input_info[input].group != group) {
        snprintf(what, sizeof what,
                 "'%s' does not belong under '%s:'; under '%s:' it would be right",
                 input_info[input].name, group_info[group].name,
                 group_info[input_info[input].group].name);
        return refuse_key(reader, node, what);
    }
    assert(reader->profile && input >= 0);
    Given *given = &reader->profile->given[input];
    if (given->line > 0) { /* a name with dashes and the same one with underscores */
        snprintf(what, sizeof what, "'%s' is here twice; once would be right",
                 input_info[input].name);
        return refuse_key(reader, node, what);
    }
    given->line = node->key_line;
    if (node->kind == A_MAP) {
        return read_given(reader, node, input, given);
    }
    return read_value(reader, node, input, &given->value);
}

/* -- groups ------------------------------------------------------------------------------------- */

static bool read_reference(const Reader *reader, const Node *node, Reference *reference)
{
    if (node->kind != A_TEXT || !*node->text) {
        return refuse_value(reader, node, "the name of a profile would be right");
    }
    *reference = (Reference){ node->text, node->line, node->column };
    return true;
}

static bool read_group(const Reader *reader, const Node *node, Group group)
{
    Reference *reference = group == GROUP_MODEL      ? &reader->profile->model
                           : group == GROUP_HARDWARE ? &reader->profile->hardware
                                                     : NULL;
    if (node->kind == A_TEXT && reference) {
        return read_reference(reader, node, reference);
    }
    if (node->kind == A_TEXT && !*node->text) {
        return true; /* `run:` with nothing under it */
    }
    if (node->kind != A_MAP) {
        char what[120];
        snprintf(what, sizeof what, "under '%s:' lines of the form NAME: VALUE would be right",
                 group_info[group].name);
        return refuse_value(reader, node, what);
    }
    for (const Node *member = node->first; member; member = member->next) {
        bool good = reference && strcmp(member->key, "profile") == 0
                        ? read_reference(reader, member, reference)
                        : read_input(reader, member, group);
        if (!good) {
            return false;
        }
    }
    return true;
}

static bool read_published_value(const Reader *reader, const Node *node, Published *published)
{
    int unit = UNIT_COUNT;
    Error why;
    published->name = node->key;
    published->line = node->key_line;
    published->source = published->note = published->text = "";
    published->figure = find_figure(node->key);
    if (published->figure >= 0) {
        unit = figure_info[published->figure].unit;
    }
    if (unit == UNIT_COUNT) {
        return refuse_name(reader, node, "no figure is called", nearest_figure(node->key));
    }
    const Node *value = node->kind == A_MAP ? yaml_member(node, "value") : node;
    for (const Node *member = node->first; member; member = member->next) {
        const char **text = strcmp(member->key, "source") == 0 ? &published->source
                            : strcmp(member->key, "note") == 0 ? &published->note
                                                               : NULL;
        if (member != value && !text) {
            return refuse_name(reader, member, "beside a published value there is no", "note");
        }
        if (text && !read_text(reader, member, text)) {
            return false;
        }
    }
    if (!value || value->kind != A_TEXT) {
        return refuse_value(reader, node, "'value:' is missing");
    }
    published->text = value->text;
    return parse_quantity(value->text, unit, &published->value, &why) ||
           refuse_value(reader, value, why.text);
}

static bool read_published(const Reader *reader, const Node *node)
{
    Profile *profile = reader->profile;
    size_t count = 0;
    if (node->kind != A_MAP) {
        return refuse_value(reader, node,
                            "under 'published:' lines of the form FIGURE: VALUE would be right");
    }
    for (const Node *member = node->first; member; member = member->next) {
        count++;
    }
    profile->published = arena_take(profile->arena, (count + 1) * sizeof *profile->published);
    for (const Node *member = node->first; member; member = member->next) {
        if (member->kind == A_LIST ||
            !read_published_value(reader, member, &profile->published[profile->published_count])) {
            return member->kind == A_LIST ? refuse_value(reader, member, "one value would be right")
                                          : false;
        }
        profile->published_count++;
    }
    return true;
}

/* What followed when `show` wrote the file; it follows anew when the file is read. */
static bool check_figures(const Reader *reader, const Node *node)
{
    if (node->kind != A_MAP) {
        return refuse_value(reader, node,
                            "under 'figures:' lines of the form FIGURE: VALUE would be right");
    }
    for (const Node *member = node->first; member; member = member->next) {
        if (find_figure(member->key) < 0) {
            return refuse_name(reader, member, "no figure is called", nearest_figure(member->key));
        }
    }
    return true;
}

/* -- the file ----------------------------------------------------------------------------------- */

static bool read_version(const Reader *reader, const Node *node)
{
    return (node->kind == A_TEXT && strcmp(node->text, "1") == 0) ||
           refuse_value(reader, node,
                        "of this format there is version 1 only; 'flopdeck: 1' would be right");
}

static bool read_unverified(const Reader *reader, const Node *node)
{
    static const char *const words[] = { "no", "false", "off", "yes", "true", "on" };
    for (int i = 0; node->kind == A_TEXT && i < 6; i++) {
        if (strcmp(node->text, words[i]) == 0) {
            reader->profile->unverified = i >= 3;
            return true;
        }
    }
    return refuse_value(reader, node, "yes or no would be right");
}

static bool read_top(const Reader *reader, const Node *node)
{
    static const char *const words[] = { "flopdeck",   "name",      "about",    "note",   "source",
                                         "unverified", "model",     "hardware", "run",    "layout",
                                         "serving",    "published", "tour",     "figures" };
    Profile *profile = reader->profile;
    const char *key = node->key;
    if (strcmp(key, "flopdeck") == 0) {
        return read_version(reader, node);
    }
    if (strcmp(key, "unverified") == 0) {
        return read_unverified(reader, node);
    }
    if (strcmp(key, "published") == 0) {
        return read_published(reader, node);
    }
    if (strcmp(key, "tour") == 0) {
        profile->tour = node; /* tour.h reads it when it is presented */
        return true;
    }
    if (strcmp(key, "figures") == 0) {
        return check_figures(reader, node);
    }
    const char **text = strcmp(key, "name") == 0     ? &profile->name
                        : strcmp(key, "about") == 0  ? &profile->about
                        : strcmp(key, "note") == 0   ? &profile->note
                        : strcmp(key, "source") == 0 ? &profile->source
                                                     : NULL;
    if (text) {
        return read_text(reader, node, text);
    }
    for (int group = GROUP_MODEL; group <= GROUP_SERVING; group++) {
        if (strcmp(key, group_info[group].name) == 0) {
            return read_group(reader, node, (Group)group);
        }
    }
    int input = find_input(key);
    if (input >= 0) {
        char what[200];
        snprintf(what, sizeof what, "'%s' stands at the top; under '%s:' it would be right",
                 input_info[input].name, group_info[input_info[input].group].name);
        return refuse_key(reader, node, what);
    }
    const char *nearest = nearest_of(key, words, sizeof words / sizeof *words);
    return refuse_name(reader, node, "a file has no", nearest ? nearest : "model");
}

static FileKind kind_of(const Profile *profile)
{
    bool has[GROUP_COUNT] = { false };
    for (int i = 0; i < INPUT_COUNT; i++) {
        has[input_info[i].group] = has[input_info[i].group] || profile->given[i].line > 0;
    }
    if (profile->model.name || profile->hardware.name || has[GROUP_MODEL] == has[GROUP_HARDWARE]) {
        return SCENARIO_FILE;
    }
    if (has[GROUP_MODEL]) {
        return MODEL_PROFILE;
    }
    return has[GROUP_RUN] || has[GROUP_LAYOUT] || has[GROUP_SERVING] ? SCENARIO_FILE
                                                                     : HARDWARE_PROFILE;
}

static bool read_root(Reader *reader, const Node *root)
{
    if (root->kind != A_MAP) {
        return refuse_value(reader, root, "lines of the form NAME: VALUE would be right");
    }
    for (const Node *node = root->first; node; node = node->next) {
        if (!read_top(reader, node)) {
            return false;
        }
    }
    return yaml_member(root, "flopdeck") ||
           fail(reader->error, "%s:1:1: 'flopdeck: 1', the version of the format, is missing",
                reader->file);
}

Profile *profile_read(const char *file, const char *bytes, size_t size, Error *error)
{
    if (huggingface_looks_like(bytes, size)) {
        return profile_import(file, bytes, size, error);
    }
    Arena *arena = arena_open();
    Profile *profile = arena_take(arena, sizeof *profile);
    *profile = (Profile){ .arena = arena,
                          .label = "",
                          .id = "",
                          .name = "",
                          .about = "",
                          .note = "",
                          .source = "",
                          .kept = "" };
    for (int i = 0; i < INPUT_COUNT; i++) {
        profile->given[i] = (Given){ .low = NAN, .high = NAN, .source = "", .note = "" };
    }
    Reader reader = { profile, file, error };
    const Node *root = yaml_read(arena, file, bytes, size, error);
    if (!root || !read_root(&reader, root)) {
        arena_close(arena);
        return NULL;
    }
    /* What a scenario does not hold stays as it is, so that saving does not lose it. */
    static const char *const kept[] = { "published", "tour" };
    profile->kept = yaml_lines(arena, root, bytes, size, kept, sizeof kept / sizeof *kept);
    profile->kind = kind_of(profile);
    return profile;
}

void profile_close(Profile *profile)
{
    if (profile) {
        arena_close(profile->arena);
    }
}

int profile_values(const Profile *profile)
{
    int count = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        count += profile->given[i].line > 0;
    }
    return count;
}
