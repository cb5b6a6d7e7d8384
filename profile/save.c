/* save.c -- a scenario as the text of a file, and into a file.
 *
 * What equals the presets and the profiles is left out.  Sources and notes of values that a
 * scenario's file gave are kept, and so are its `published:` and `tour:`. */
#include "profile/file.h"
#include "profile/profile.h"
#include "profile/scenario.h"
#include "profile/yaml.h"

#include "model/quantity.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The profile's file, when a scenario can name it. */
static const Profile *referred(const Library *library, short file)
{
    const Profile *profile = file > 0 && file < library->count ? library->files[file] : NULL;
    bool nameless =
        profile && !profile->listed && (!profile->path || strcmp(profile->path, "-") == 0);
    return nameless ? NULL : profile;
}

static void give_base(Plan *base, const Profile *profile)
{
    for (int i = 0; profile && i < INPUT_COUNT; i++) {
        if (profile->given[i].line > 0) {
            base->at[i] = profile->given[i].value;
        }
    }
}

/* What reading the file without any value of its own would give. */
static Plan base_plan(const Library *library, const Scenario *scenario)
{
    Plan base = preset_plan();
    give_base(&base, referred(library, scenario->model_file));
    give_base(&base, referred(library, scenario->hardware_file));
    return base;
}

static void write_text(FILE *out, const char *text)
{
    if (yaml_is_plain(text)) {
        fputs(text, out);
        return;
    }
    putc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            putc('\\', out);
        }
        putc(*text, out);
    }
    putc('"', out);
}

static void write_line(FILE *out, const char *key, const char *text)
{
    if (*text) {
        fprintf(out, "%s: ", key);
        write_text(out, text);
        putc('\n', out);
    }
}

/* `  train_tokens: 14.8 T tok`, or with its source and note. */
static void write_value(FILE *out, const Library *library, const Scenario *scenario, int input)
{
    char text[80], low[80], high[80];
    Origin origin = scenario->origin[input];
    const Profile *file =
        origin.file > 0 && origin.file < library->count ? library->files[origin.file] : NULL;
    const Given *given = file && file->given[input].line > 0 ? &file->given[input] : NULL;
    double from, to;
    bool spans = given && origin_span(library, origin, input, &from, &to);
    write_input(text, sizeof text, input, scenario->plan.at[input]);
    if (!given || (!*given->source && !*given->note && !spans)) {
        fprintf(out, "  %s: %s\n", input_info[input].name, text);
        return;
    }
    fprintf(out, "  %s: {value: %s", input_info[input].name, text);
    if (*given->source) {
        fputs(", source: ", out);
        write_text(out, given->source);
    }
    if (*given->note) {
        fputs(", note: ", out);
        write_text(out, given->note);
    }
    if (spans) {
        write_input(low, sizeof low, input, from);
        write_input(high, sizeof high, input, to);
        fprintf(out, ", low: %s, high: %s", low, high);
    }
    fputs("}\n", out);
}

static void write_reference(FILE *out, const Profile *profile, bool alone)
{
    char *real = profile->listed ? NULL : realpath(profile->path, NULL);
    fputs(alone ? " " : "\n  profile: ", out);
    write_text(out, profile->listed ? profile->id : real ? real : profile->path);
    putc('\n', out);
    free(real);
}

static void write_group(FILE *out, const Library *library, const Scenario *scenario, Group group,
                        const Plan *base, const Profile *profile)
{
    int count = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        count += input_info[i].group == group && scenario->plan.at[i] != base->at[i];
    }
    if (count == 0 && !profile) {
        return;
    }
    fprintf(out, "%s:", group_info[group].name);
    if (profile) {
        write_reference(out, profile, count == 0);
    } else {
        putc('\n', out);
    }
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (input_info[i].group == group && scenario->plan.at[i] != base->at[i]) {
            write_value(out, library, scenario, i);
        }
    }
}

/* The file, with what differs from the base. */
static char *write_scenario(const Library *library, const Scenario *scenario, const Plan *base)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    const Profile *file = scenario->file > 0 && scenario->file < library->count
                              ? library->files[scenario->file]
                              : NULL;
    if (!out) {
        abort();
    }
    fputs("flopdeck: 1\n", out);
    write_line(out, "name", scenario->name);
    if (file) {
        write_line(out, "about", file->about);
        write_line(out, "note", file->note);
        write_line(out, "source", file->source);
        fputs(file->unverified ? "unverified: yes\n" : "", out);
    }
    for (int group = GROUP_MODEL; group <= GROUP_SERVING; group++) {
        const Profile *profile = group == GROUP_MODEL ? referred(library, scenario->model_file)
                                 : group == GROUP_HARDWARE
                                     ? referred(library, scenario->hardware_file)
                                     : NULL;
        write_group(out, library, scenario, (Group)group, base, profile);
    }
    if (file) {
        fputs(file->kept, out);
    }
    if (fclose(out) != 0 || !text) {
        abort();
    }
    return text;
}

char *scenario_text(const Library *library, const Scenario *scenario)
{
    Plan base = base_plan(library, scenario);
    return write_scenario(library, scenario, &base);
}

char *scenario_full_text(const Library *library, const Scenario *scenario)
{
    Plan base;
    for (int i = 0; i < INPUT_COUNT; i++) {
        base.at[i] = NAN; /* equal to nothing */
    }
    return write_scenario(library, scenario, &base);
}

/* Where a scenario of that name is kept. */
static bool find_path(const Library *library, const char *name, char *path, size_t size,
                      Error *error)
{
    if (names_file(name)) {
        int used = snprintf(path, size, "%s", name);
        return (used >= 0 && (size_t)used < size) ||
               fail(error, "%.80s…: the path is too long", name);
    }
    const Item *item = catalogue_find(&library->catalogue, SCENARIO_FILE, name);
    const char *folder = library->catalogue.folders[SCENARIO_FILE];
    if (!*name || *name == '.') {
        return fail(error, "'%s' is no name for a scenario; letters and digits would be right",
                    name);
    }
    if (item && !item->path) {
        return fail(error, "'%s' is built in; another name would be right", name);
    }
    if (!*folder) {
        return fail_system(error, "there is no home folder to keep '%s' in; a path would be right",
                           name);
    }
    int used = snprintf(path, size, "%s/%s.yaml", folder, name);
    if (used < 0 || (size_t)used >= size) {
        return fail(error, "%.80s…: the name is too long", name);
    }
    return make_folder(folder) ||
           fail_system(error, "%s: cannot be made: %s", folder, strerror(errno));
}

bool scenario_save(const Library *library, const Scenario *scenario, const char *path, Error *error)
{
    char file[4096];
    if (strcmp(path, "-") == 0) {
        return fail(error, "a scenario is saved in a file; its name would be right");
    }
    if (!find_path(library, path, file, sizeof file, error)) {
        return false;
    }
    char *text = scenario_text(library, scenario);
    bool good = file_replace(file, text, strlen(text), error);
    free(text);
    return good;
}
