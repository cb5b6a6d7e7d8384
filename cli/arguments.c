#include "cli/arguments.h"

#include "model/model.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

const char *const format_word[FORMATS] = { "text", "json", "csv", "markdown", "yaml" };

const OptionRow option_rows[] = {
    { 'm', "model", "NAME|FILE", "the model: a profile, or a config.json as it is" },
    { 'w', "hardware", "NAME|FILE", "the accelerator: a hardware profile" },
    { 's', "scenario", "NAME|FILE", "the plan to start from (default deepseek-v3)" },
    { 0, "set", "NAME=VALUE", "sets an input; also as --name value" },
    { 'f', "format", "FORMAT", "text, json, csv, markdown or yaml" },
    { 0, "figures", "A,B,C", "these inputs and figures only" },
    { 'o', "output", "FILE", "writes there, not to standard output" },
    { 0, "all", NULL, "steps on the way too, and what says nothing about this plan" },
    { 0, "deep", NULL, "explain: down to the inputs" },
    { 0, "samples", "N", "sample: how many" },
    { 0, "seed", "S", "sample: where the random numbers start" },
    { 0, "by", "FIGURE", "search: what is best; compare: what is accounted for" },
    { 0, "top", "N", "search: how many are shown" },
    { 0, "size", "COLUMNSxROWS", "screen, record: how large (default 80x24)" },
    { 0, "keys", "KEYS",
      "screen, record: what is pressed, such as 'F5 Right*3 text:a_b wait:500'" },
    { 0, "theme", "THEME", "dashboard and screen: dark, light, contrast, blue-orange or mono" },
    { 0, "read-only", NULL,
      "for a shared screen: nothing is written, copied or run; notes: nothing is stepped" },
    { 0, "typed", NULL, "record: what is typed too, not only what is shown" },
    { 0, "strict", NULL, "exit status 3 when a limit is broken" },
    { 'V', "version", NULL, "prints the version" },
    { 'h', "help", NULL, "prints this; after a command, its own" },
};
const size_t option_row_count = sizeof option_rows / sizeof *option_rows;

enum {
    FIXED = sizeof option_rows / sizeof *option_rows,
    FIRST_FIXED = 1000,
    FIRST_INPUT = 2000,
    A_WORD = 1
};

typedef struct {
    char dashed[INPUT_COUNT][48];
    struct option rows[FIXED + 2 * INPUT_COUNT + 1];
} LongOptions;

/* Every input is an option, with dashes or underscores. */
static void list_options(LongOptions *list)
{
    int count = 0;
    for (int i = 0; i < FIXED; i++) {
        int argument = option_rows[i].argument ? required_argument : no_argument;
        list->rows[count++] =
            (struct option){ option_rows[i].name, argument, NULL, FIRST_FIXED + i };
    }
    for (int i = 0; i < INPUT_COUNT; i++) {
        const char *name = input_info[i].name;
        char *dashed = list->dashed[i];
        snprintf(dashed, sizeof list->dashed[i], "%s", name);
        for (char *at = dashed; *at; at++) {
            *at = *at == '_' ? '-' : *at;
        }
        list->rows[count++] = (struct option){ dashed, required_argument, NULL, FIRST_INPUT + i };
        if (strcmp(dashed, name) != 0) {
            list->rows[count++] = (struct option){ name, required_argument, NULL, FIRST_INPUT + i };
        }
    }
    list->rows[count] = (struct option){ 0 };
}

/* -- single options ----------------------------------------------------------------------------- */

static bool add_setting(Arguments *arguments, int input, const char *text, Error *error)
{
    if (arguments->setting_count == MOST_SETTINGS) {
        return fail(error, "more than %d values are set", MOST_SETTINGS);
    }
    arguments->settings[arguments->setting_count++] = (Setting){ input, text };
    return true;
}

static bool read_set(Arguments *arguments, const char *text, Error *error)
{
    char name[64];
    const char *equals = strchr(text, '=');
    size_t length = equals ? (size_t)(equals - text) : 0;
    if (!equals) {
        return fail(error, "--set %.60s: NAME=VALUE would be right", text);
    }
    snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1),
             text);
    int input = find_input(name);
    if (input < 0) {
        const char *nearest = nearest_input(name);
        return fail(error, "--set: no input is called '%s'; %s%s%s", name,
                    nearest ? "did you mean '" : "see `flopdeck list inputs`",
                    nearest ? nearest : "", nearest ? "'?" : "");
    }
    return add_setting(arguments, input, equals + 1, error);
}

static bool read_format(Arguments *arguments, const char *text, Error *error)
{
    for (int i = 0; i < FORMATS; i++) {
        if (strcmp(text, format_word[i]) == 0 || (i == AS_MARKDOWN && strcmp(text, "md") == 0)) {
            arguments->format = (Format)i;
            return true;
        }
    }
    return fail(error, "there is no format '%.40s'; it can be text, json, csv, markdown, yaml",
                text);
}

static bool read_fixed(Arguments *arguments, const char *name, const char *text, Error *error)
{
    const struct {
        const char *name;
        const char **text;
        bool *set;
    } places[] = {
        { "model", &arguments->model, NULL },
        { "hardware", &arguments->hardware, NULL },
        { "scenario", &arguments->scenario, NULL },
        { "figures", &arguments->figures, NULL },
        { "output", &arguments->output, NULL },
        { "samples", &arguments->samples, NULL },
        { "seed", &arguments->seed, NULL },
        { "by", &arguments->by, NULL },
        { "top", &arguments->top, NULL },
        { "all", NULL, &arguments->all },
        { "deep", NULL, &arguments->deep },
        { "strict", NULL, &arguments->strict },
        { "size", &arguments->size, NULL },
        { "keys", &arguments->keys, NULL },
        { "theme", &arguments->theme, NULL },
        { "version", NULL, &arguments->version },
        { "read-only", NULL, &arguments->read_only },
        { "typed", NULL, &arguments->typed },
        { "help", NULL, &arguments->help },
    };
    if (strcmp(name, "set") == 0) {
        return read_set(arguments, text, error);
    }
    if (strcmp(name, "format") == 0) {
        return read_format(arguments, text, error);
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (strcmp(name, places[i].name) == 0 && places[i].text) {
            *places[i].text = text;
        } else if (strcmp(name, places[i].name) == 0 && places[i].set) {
            *places[i].set = true;
        }
    }
    return true;
}

static bool add_word(Arguments *arguments, const char *word, Error *error)
{
    if (arguments->count == MOST_WORDS) {
        return fail(error, "more than %d words", MOST_WORDS);
    }
    arguments->words[arguments->count++] = word;
    return true;
}

/* -- unknown options ---------------------------------------------------------------------------- */

static bool refuse_option(const char *option, Error *error)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(option + 2, "="), option + 2);
    const char *best = nearest_input(name);
    int most = (int)strlen(name) / 3 + 1,
        distance = best ? edit_distance(name, best, most) : most + 1;
    for (size_t i = 0; i < option_row_count; i++) {
        int edits = edit_distance(name, option_rows[i].name, most);
        if (edits < distance) {
            distance = edits;
            best = option_rows[i].name;
        }
    }
    char shown[64];
    snprintf(shown, sizeof shown, "%s", best ? best : "");
    for (char *at = shown; *at; at++) {
        *at = *at == '_' ? '-' : *at;
    }
    return fail(error, "there is no option '--%s'; %s%s%s", name,
                best ? "did you mean '--" : "see `flopdeck --help`", shown, best ? "'?" : "");
}

/* getopt takes any beginning of a name; a script that relies on it would break with the next row. */
static bool is_whole(const char *word, const char *name)
{
    size_t length = strlen(name);
    return strncmp(word, "--", 2) == 0 && strncmp(word + 2, name, length) == 0 &&
           (word[2 + length] == '\0' || word[2 + length] == '=');
}

static bool read_option(Arguments *arguments, int code, int index, const LongOptions *list,
                        char *argv[], Error *error)
{
    if (code == A_WORD) {
        return add_word(arguments, optarg, error);
    }
    if (code < FIRST_FIXED) { /* a letter */
        for (size_t i = 0; i < option_row_count; i++) {
            if (option_rows[i].letter == code) {
                return read_fixed(arguments, option_rows[i].name, optarg, error);
            }
        }
        return fail(error, "there is no option '-%c'; see `flopdeck --help`", code);
    }
    const char *name = list->rows[index].name;
    bool apart = optarg && optarg == argv[optind - 1];
    const char *word = argv[optind - (apart ? 2 : 1)];
    if (!is_whole(word, name)) {
        return refuse_option(word, error);
    }
    return code >= FIRST_INPUT ? add_setting(arguments, code - FIRST_INPUT, optarg, error)
                               : read_fixed(arguments, name, optarg, error);
}

bool arguments_read(Arguments *arguments, int argc, char *argv[], Error *error)
{
    LongOptions list;
    list_options(&list);
    memset(arguments, 0, sizeof *arguments);
    opterr = 0;
    optind = 1;
    for (;;) {
        int index = 0;
        int code = getopt_long(argc, argv, "-:m:w:s:f:o:Vh", list.rows, &index);
        if (code == -1) {
            break;
        }
        if (code == ':') {
            return fail(error, "%s needs a value", argv[optind - 1]);
        }
        if (code == '?' && (optopt == 0 || optopt >= FIRST_FIXED)) {
            const char *word = argv[optind - 1];
            return optopt == 0 ? refuse_option(word, error)
                               : fail(error, "%.*s takes no value", (int)strcspn(word, "="), word);
        }
        if (code == '?') {
            return fail(error, "there is no option '-%c'; see `flopdeck --help`", optopt);
        }
        if (!read_option(arguments, code, index, &list, argv, error)) {
            return false;
        }
    }
    for (int i = optind; i < argc; i++) {
        if (!add_word(arguments, argv[i], error)) {
            return false;
        }
    }
    return true;
}
