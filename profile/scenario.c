#include "profile/scenario.h"

#include "profile/profile.h"

#include <stdio.h>
#include <string.h>

/* Copies as many whole characters as there is room for. */
static void copy_name(char *out, size_t size, const char *text)
{
    size_t length = strlen(text);
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80) {
            length--;
        }
    }
    memcpy(out, text, length);
    out[length] = '\0';
}

static void give(Scenario *scenario, int input, double value, Origin origin)
{
    scenario->plan.at[input] = scenario->reported.at[input] = value;
    scenario->origin[input] = scenario->reported_origin[input] = origin;
}

static void apply(Scenario *scenario, const Profile *profile, short file, From from)
{
    for (int i = 0; i < INPUT_COUNT; i++) {
        const Given *given = &profile->given[i];
        if (given->line > 0) {
            give(scenario, i, given->value, (Origin){ (unsigned char)from, file, given->line });
        }
    }
}

void scenario_clear(Scenario *scenario)
{
    memset(scenario, 0, sizeof *scenario);
    for (int i = 0; i < INPUT_COUNT; i++) {
        give(scenario, i, input_preset(i), (Origin){ .from = FROM_PRESET });
    }
}

/* -- profiles ----------------------------------------------------------------------------------- */

static bool check_kind(const Profile *profile, FileKind wanted, const char *shown, Error *error)
{
    static const char *const kinds[FILE_KINDS] = { "a model profile", "a hardware profile",
                                                   "a scenario" };
    static const char *const options[FILE_KINDS] = { "-m", "-w", "-s" };
    return profile->kind == wanted ||
           fail(error, "%s:1:1: this is %s, not %s; with %s it would be right", shown,
                kinds[profile->kind], kinds[wanted], options[profile->kind]);
}

/* Whether picking a profile of that kind sets the input back. */
static bool is_replaced(int input, FileKind kind)
{
    const InputInfo *row = &input_info[input];
    return kind == MODEL_PROFILE ? row->group == GROUP_MODEL || row->of_run
                                 : row->group == GROUP_HARDWARE && !row->of_plan;
}

static void pick_file(const Library *library, Scenario *scenario, FileKind kind, int file)
{
    const Profile *profile = library->files[file];
    bool model = kind == MODEL_PROFILE;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (is_replaced(i, kind)) {
            give(scenario, i, input_preset(i), (Origin){ .from = FROM_PRESET });
        }
    }
    apply(scenario, profile, (short)file, FROM_PROFILE);
    copy_name(model ? scenario->model : scenario->hardware, sizeof scenario->model, profile->id);
    *(model ? &scenario->model_file : &scenario->hardware_file) = (short)file;
}

static bool pick(Library *library, Scenario *scenario, FileKind kind, const char *name_or_file,
                 const char *folder, Error *error)
{
    int file = library_read(library, kind, name_or_file, folder, error);
    const Profile *profile = library->files[file];
    if (!file ||
        !check_kind(profile, kind, profile->path ? profile->path : profile->label, error)) {
        return false;
    }
    pick_file(library, scenario, kind, file);
    return true;
}

bool scenario_pick(Library *library, Scenario *scenario, FileKind kind, const char *name_or_file,
                   Error *error)
{
    short model = scenario->model_file;
    if (!pick(library, scenario, kind, name_or_file, NULL, error)) {
        return false;
    }
    if (scenario->model_file != model) {
        scenario->file = 0; /* it told of another model */
    }
    return true;
}

/* -- scenarios ---------------------------------------------------------------------------------- */

/* Picks the profile that a scenario names; a name that does not exist is an error of the scenario. */
static bool follow(Library *library, Scenario *scenario, FileKind kind, const Profile *file,
                   const Reference *reference, Error *error)
{
    char folder[4096] = ".";
    Error why;
    const char *shown = file->path ? file->path : file->label;
    if (!reference->name) {
        return true;
    }
    if (strcmp(reference->name, "-") == 0) {
        return fail(
            error,
            "%s:%d:%d: a scenario cannot name standard input; a profile's name would be right",
            shown, reference->line, reference->column);
    }
    if (file->path && strchr(file->path, '/')) {
        int length = (int)(base_name(file->path) - file->path);
        snprintf(folder, sizeof folder, "%.*s", length > 1 ? length - 1 : 1, file->path);
    }
    if (pick(library, scenario, kind, reference->name, strcmp(folder, ".") == 0 ? NULL : folder,
             &why)) {
        return true;
    }
    if (names_file(reference->name) && !why.system) { /* it has a place of its own */
        if (error) {
            *error = why;
        }
        return false;
    }
    return fail(error, "%s:%d:%d: %s", shown, reference->line, reference->column, why.text);
}

bool scenario_load(Library *library, Scenario *scenario, const char *name_or_file, Error *error)
{
    int file = library_read(library, SCENARIO_FILE, name_or_file, NULL, error);
    if (!file) {
        return false;
    }
    const Profile *profile = library->files[file];
    Scenario read;
    scenario_clear(&read);
    if (profile->kind != SCENARIO_FILE) { /* a profile alone is a plan too, on presets */
        pick_file(library, &read, profile->kind, file);
    } else if (!follow(library, &read, MODEL_PROFILE, profile, &profile->model, error) ||
               !follow(library, &read, HARDWARE_PROFILE, profile, &profile->hardware, error)) {
        return false;
    } else {
        apply(&read, profile, (short)file, FROM_SCENARIO);
    }
    copy_name(read.name, sizeof read.name, *profile->name ? profile->name : profile->id);
    read.file = (short)file;
    *scenario = read;
    return true;
}

/* -- single values ------------------------------------------------------------------------------ */

void scenario_set(Scenario *scenario, int input, double value, From from)
{
    scenario->plan.at[input] = value;
    scenario->origin[input] = (Origin){ .from = (unsigned char)from };
}

void scenario_reset(Scenario *scenario, int input)
{
    scenario->plan.at[input] = scenario->reported.at[input];
    scenario->origin[input] = scenario->reported_origin[input];
}

int scenario_changes(const Scenario *scenario)
{
    int count = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        count += scenario->plan.at[i] != scenario->reported.at[i];
    }
    return count;
}

bool scenario_published(const Library *library, const Scenario *scenario, int figure,
                        Published *published)
{
    return library_published(library, scenario->file, scenario->model_file, figure, published) ||
           library_published(library, scenario->hardware_file, 0, figure, published);
}
