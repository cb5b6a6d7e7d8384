#include "profile/tour.h"

#include "model/quantity.h"
#include "profile/profile.h"
#include "profile/yaml.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    Library *library;
    Arena *arena;
    const char *file; /* what messages call it */
    Error *error;
} Reader;

static bool refuse(const Reader *reader, int line, int column, const char *what)
{
    return fail(reader->error, "%s:%d:%d: %s", reader->file, line, column, what);
}

static bool refuse_value(const Reader *reader, const Node *node, const char *what)
{
    return refuse(reader, node->line, node->column, what);
}

/* "no figure is called 'x'; 'y' would be right" */
static bool refuse_name(const Reader *reader, int line, int column, const char *what,
                        const char *name, const char *nearest, const char *list)
{
    char sentence[300];
    snprintf(sentence, sizeof sentence, "%s '%.60s'; %s%s%s", what, name, nearest ? "'" : list,
             nearest ? nearest : "", nearest ? "' would be right" : "");
    return refuse(reader, line, column, sentence);
}

/* -- lists of names ------------------------------------------------------------------------------ */

typedef bool ReadName(const Reader *reader, const Node *node, Step *step);
static ReadName read_note;

/* One name, or a list of at most `most`. */
static bool read_names(const Reader *reader, const Node *node, int most, ReadName *read, Step *step)
{
    char what[120];
    const char *right = read == read_note ? "words, or a list of points," : "names such as [a, b]";
    if (node->kind == A_TEXT && *node->text) {
        return read(reader, node, step);
    }
    if (node->kind != A_LIST) {
        snprintf(what, sizeof what, "'%s' is a list; %s would be right", node->key, right);
        return refuse_value(reader, node, what);
    }
    for (const Node *member = node->first; member; member = member->next) {
        if (most-- == 0) {
            snprintf(what, sizeof what, "'%s' has too many for one screen; fewer would be right",
                     node->key);
            return refuse_value(reader, member, what);
        }
        if (member->kind != A_TEXT) {
            return refuse_value(reader, member,
                                read == read_note ? "words would be right"
                                                  : "a name would be right");
        }
        if (!read(reader, member, step)) {
            return false;
        }
    }
    return true;
}

static bool read_figure(const Reader *reader, const Node *node, Step *step)
{
    int figure = find_figure(node->text), input = find_input(node->text);
    if (figure < 0 && input < 0) {
        return refuse_name(reader, node->line, node->column, "no figure is called", node->text,
                           nearest_figure(node->text), "see `flopdeck list figures`");
    }
    step->figures[step->figure_count++] =
        figure >= 0 ? (Row){ A_FIGURE, figure } : (Row){ AN_INPUT, input };
    return true;
}

static bool read_slider(const Reader *reader, const Node *node, Step *step)
{
    int input = find_input(node->text);
    if (input < 0 && find_figure(node->text) >= 0) {
        char what[160];
        snprintf(what, sizeof what,
                 "'%.60s' is a figure: it follows; under 'figures:' it would be right", node->text);
        return refuse_value(reader, node, what);
    }
    if (input < 0) {
        return refuse_name(reader, node->line, node->column, "no input is called", node->text,
                           nearest_input(node->text), "see `flopdeck list inputs`");
    }
    step->inputs[step->input_count++] = input;
    return true;
}

/* A point of the presenter's notes. */
static bool read_note(const Reader *reader, const Node *node, Step *step)
{
    (void)reader;
    step->notes[step->note_count++] = node->text;
    return true;
}

/* A scenario, else a model, else hardware, of that id. */
static bool read_rival(const Reader *reader, const Node *node, Step *step)
{
    static const FileKind kinds[] = { SCENARIO_FILE, MODEL_PROFILE, HARDWARE_PROFILE };
    const Catalogue *catalogue = &reader->library->catalogue;
    const char *nearest = NULL;
    for (int i = 0; i < 3; i++) {
        const Item *item = catalogue_find(catalogue, kinds[i], node->text);
        if (item) { /* copied: the catalogue may be read again */
            step->rivals[step->rival_count++] =
                (Rival){ kinds[i], arena_copy(reader->arena, item->id, strlen(item->id)),
                         arena_copy(reader->arena, item->name, strlen(item->name)) };
            return true;
        }
        nearest = nearest ? nearest : catalogue_nearest(catalogue, kinds[i], node->text);
    }
    return refuse_name(reader, node->line, node->column, "no scenario, model or hardware is called",
                       node->text, nearest, "see `flopdeck list scenarios`");
}

/* -- the plan ------------------------------------------------------------------------------------ */

static bool read_scenario(const Reader *reader, const Node *node, Step *step)
{
    Error why;
    if (node->kind != A_TEXT || !*node->text || strcmp(node->text, "-") == 0) {
        return refuse_value(reader, node, "the name of a scenario would be right");
    }
    if (scenario_load(reader->library, &step->plan, node->text, &why)) {
        return true;
    }
    if (names_file(node->text) && !why.system) { /* it has a place of its own */
        return fail(reader->error, "%s", why.text);
    }
    return refuse_value(reader, node, why.text);
}

static bool read_set(const Reader *reader, const Node *node, Step *step)
{
    Error why;
    double value;
    if (node->kind != A_MAP) {
        return refuse_value(reader, node, "under 'set:' INPUT: VALUE would be right");
    }
    for (const Node *member = node->first; member; member = member->next) {
        int input = find_input(member->key);
        if (input < 0) {
            return refuse_name(reader, member->key_line, member->key_column, "no input is called",
                               member->key, nearest_input(member->key),
                               "see `flopdeck list inputs`");
        }
        if (member->kind != A_TEXT) {
            return refuse_value(reader, member, "one value would be right");
        }
        if (!parse_input(member->text, input, &value, &why)) {
            return refuse_value(reader, member, why.text);
        }
        step->plan.plan.at[input] = step->plan.reported.at[input] = value;
        step->plan.origin[input] = step->plan.reported_origin[input] =
            (Origin){ .from = FROM_SCENARIO };
    }
    return true;
}

/* -- steps --------------------------------------------------------------------------------------- */

static const char *const step_keys[] = { "title",  "caption", "notes", "figures",
                                         "inputs", "against", "set",   "scenario" };

static bool refuse_step_key(const Reader *reader, const Node *node)
{
    const char *best = "title";
    int most = (int)strlen(node->key) / 3 + 1, distance = most + 1;
    for (size_t i = 0; i < sizeof step_keys / sizeof *step_keys; i++) {
        int edits = edit_distance(node->key, step_keys[i], most);
        if (edits < distance) {
            distance = edits;
            best = step_keys[i];
        }
    }
    return refuse_name(reader, node->key_line, node->key_column, "a step has no", node->key, best,
                       "");
}

static bool read_member(const Reader *reader, const Node *node, Step *step)
{
    const char *key = node->key;
    const char **text = strcmp(key, "title") == 0     ? &step->title
                        : strcmp(key, "caption") == 0 ? &step->caption
                                                      : NULL;
    if (text) {
        *text = node->text;
        return node->kind == A_TEXT || refuse_value(reader, node, "words would be right");
    }
    if (strcmp(key, "notes") == 0) {
        return read_names(reader, node, STEP_NOTES, read_note, step);
    }
    if (strcmp(key, "figures") == 0) {
        return read_names(reader, node, STEP_FIGURES, read_figure, step);
    }
    if (strcmp(key, "inputs") == 0) {
        return read_names(reader, node, STEP_INPUTS, read_slider, step);
    }
    if (strcmp(key, "against") == 0) {
        return read_names(reader, node, STEP_RIVALS, read_rival, step);
    }
    return strcmp(key, "set") == 0 || strcmp(key, "scenario") == 0 || refuse_step_key(reader, node);
}

/* The members in any order; the scenario goes first, what is set on top of it. */
static bool read_step(const Reader *reader, const Node *node, Step *step)
{
    if (node->kind != A_MAP) {
        return refuse_value(reader, node, "a step is 'title:', 'caption:', 'figures:' and so on");
    }
    step->title = step->caption = "";
    for (const Node *member = node->first; member; member = member->next) {
        if (!read_member(reader, member, step)) {
            return false;
        }
    }
    const Node *scenario = yaml_member(node, "scenario"), *set = yaml_member(node, "set");
    if (!*step->title) {
        return refuse_value(reader, node, "the step has no 'title:'");
    }
    return (!scenario || read_scenario(reader, scenario, step)) &&
           (!set || read_set(reader, set, step));
}

static const Profile *tour_file(const Library *library, const Scenario *scenario)
{
    bool known = scenario->file > 0 && scenario->file < library->count;
    return known ? library->files[scenario->file] : NULL;
}

bool has_tour(const Library *library, const Scenario *scenario)
{
    const Profile *profile = tour_file(library, scenario);
    return profile && profile->tour;
}

const Tour *tour_read(Library *library, const Scenario *scenario, Error *error)
{
    const Profile *profile = tour_file(library, scenario);
    const char *file = profile ? profile->path ? profile->path : profile->label : "";
    if (!profile || !profile->tour) {
        fail(error, "%s%s%s has no 'tour:'; a scenario that has one is deepseek-faq",
             profile ? file : "'", profile ? "" : scenario->name, profile ? "" : "'");
        return NULL;
    }
    Reader reader = { library, profile->arena, strcmp(file, "-") ? file : "standard input", error };
    const Node *node = profile->tour;
    int count = 0;
    for (const Node *step = node->kind == A_LIST ? node->first : NULL; step; step = step->next) {
        count++;
    }
    if (count < 1 || count > MOST_STEPS) {
        refuse_value(&reader, node, "under 'tour:' a list of 1 to 99 steps would be right");
        return NULL;
    }
    Tour *tour = arena_take(profile->arena, sizeof *tour);
    *tour = (Tour){ *profile->name ? profile->name : profile->id, scenario->file, 0, NULL };
    tour->steps = arena_take(profile->arena, (size_t)count * sizeof *tour->steps);
    const Scenario *before = scenario;
    for (const Node *member = node->first; member; member = member->next) {
        Step *step = &tour->steps[tour->count++];
        step->plan = *before;
        if (before == scenario) { /* what a hand changed is no part of it */
            step->plan.plan = step->plan.reported;
            memcpy(step->plan.origin, step->plan.reported_origin, sizeof step->plan.origin);
        }
        if (!read_step(&reader, member, step)) {
            return NULL;
        }
        before = &step->plan;
    }
    return tour;
}

bool rival_plan(Library *library, const Rival *rival, const Scenario *now, Scenario *plan)
{
    if (rival->kind == SCENARIO_FILE) {
        return scenario_load(library, plan, rival->id, NULL);
    }
    *plan = *now;
    return scenario_pick(library, plan, rival->kind, rival->id, NULL);
}
