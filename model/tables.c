/* tables.c -- the lists of *.def as tables, and looking things up in them. */
#include "model/model.h"

#include <ctype.h>
#include <float.h>
#include <string.h>

/* What the code believes about the machine. */
_Static_assert(FLT_RADIX == 2 && DBL_MANT_DIG == 53, "doubles are binary64: whole to 2^53");
_Static_assert(INPUT_layers == 0, "0 means none in .needs and .unless: nothing needs layers");

const GroupInfo group_info[GROUP_COUNT] = {
    [GROUP_MODEL] = { "model", "Model" },
    [GROUP_HARDWARE] = { "hardware", "Hardware" },
    [GROUP_RUN] = { "run", "Run" },
    [GROUP_LAYOUT] = { "layout", "Layout" },
    [GROUP_SERVING] = { "serving", "Serving" },
    [GROUP_PARAMETERS] = { "parameters", "Parameters" },
    [GROUP_CACHE] = { "cache", "Context memory" },
    [GROUP_COMPUTE] = { "compute", "Work" },
    [GROUP_TIME] = { "time", "Efficiency and time" },
    [GROUP_STEP] = { "step", "Predicted step" },
    [GROUP_MEMORY] = { "memory", "Training memory of a device" },
    [GROUP_COST] = { "cost", "Cost" },
    [GROUP_INFERENCE] = { "inference", "Inference" },
    [GROUP_PARTS] = { "parts", "Steps on the way" },
};

/* clang-format off */
#define MODEL GROUP_MODEL
#define HARDWARE GROUP_HARDWARE
#define RUN GROUP_RUN
#define LAYOUT GROUP_LAYOUT
#define SERVING GROUP_SERVING
#define PARAMETERS GROUP_PARAMETERS
#define CACHE GROUP_CACHE
#define COMPUTE GROUP_COMPUTE
#define TIME GROUP_TIME
#define STEP GROUP_STEP
#define MEMORY GROUP_MEMORY
#define COST GROUP_COST
#define INFERENCE GROUP_INFERENCE
#define PARTS GROUP_PARTS

const InputInfo input_info[INPUT_COUNT] = {
#define INPUT(row, UNIT, at_first, low, high, ...) \
    { .name = #row, .unit = UNIT_##UNIT, .preset = at_first, .lowest = low, .highest = high, __VA_ARGS__ },
#define CHOICE_INPUT(row, ID, ...) \
    { .name = #row, .kind = CHOICE, .options = row##_OPTIONS, .preset = row##_##ID, __VA_ARGS__ },
#define SWITCH_INPUT(row, at_first, ...) \
    { .name = #row, .kind = SWITCH, .preset = at_first, .highest = 1, __VA_ARGS__ },
#include "model/inputs.def"
};

const FigureInfo figure_info[FIGURE_COUNT] = {
#define FIGURE(row, UNIT, text, ...) { .name = #row, .unit = UNIT_##UNIT, .formula = #text, __VA_ARGS__ },
#include "model/figures.def"
};

const ConstantInfo constant_info[CONSTANT_COUNT] = {
#define CONSTANT(row, UNIT, number, ...) { .name = #row, .unit = UNIT_##UNIT, .value = number, __VA_ARGS__ },
#include "model/constants.def"
};

const LimitInfo limit_info[LIMIT_COUNT] = {
#define LIMIT(row, text, ...) { .name = #row, .condition = #text, __VA_ARGS__ },
#include "model/limits.def"
};

const OptionInfo option_info[OPTION_COUNT] = {
#define OPTIONS(row)
#define OPTION(row, ID, text, words) { .input = INPUT_##row, .word = text, .help = words },
#include "model/choices.def"
};

#define flop dimension.flop
#define byte dimension.byte
#define second dimension.second
#define dollar dimension.dollar
#define token dimension.token
#define device dimension.device
#define joule dimension.joule
const UnitInfo unit_info[UNIT_COUNT] = {
#define UNIT(ID, text, base, ...) { .id = #ID, .symbol = text, .size = base, __VA_ARGS__ },
#include "model/units.def"
};
/* clang-format on */

double input_preset(int input)
{
    const InputInfo *row = &input_info[input];
    return row->preset * unit_info[row->unit].size;
}

double input_lowest(int input)
{
    const InputInfo *row = &input_info[input];
    return row->lowest * unit_info[row->unit].size;
}

double input_highest(int input)
{
    const InputInfo *row = &input_info[input];
    return row->kind == CHOICE ? input_options(input) - 1
                               : row->highest * unit_info[row->unit].size;
}

double constant_value(int constant)
{
    return constant_info[constant].value * unit_info[constant_info[constant].unit].size;
}

int input_options(int input)
{
    int count = 0;
    if (input_info[input].kind == CHOICE) {
        int row = input_info[input].options;
        while (row + count < OPTION_COUNT && option_info[row + count].input == input) {
            count++;
        }
    }
    return count;
}

static bool same_name(const char *a, const char *b)
{
    while (*a && (*a == '-' ? '_' : *a) == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

int find_input(const char *name)
{
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (same_name(name, input_info[i].name)) {
            return i;
        }
    }
    return -1;
}

int find_figure(const char *name)
{
    for (int i = 0; i < FIGURE_COUNT; i++) {
        if (same_name(name, figure_info[i].name)) {
            return i;
        }
    }
    return -1;
}

/* Wagner and Fischer 1974, two rows; words longer than the rows are never near. */
int edit_distance(const char *a, const char *b, int most)
{
    enum { LONGEST = 63 };
    size_t m = strlen(a), n = strlen(b);
    if (m > LONGEST || n > LONGEST) {
        return most + 1;
    }
    int above[LONGEST + 1], here[LONGEST + 1];
    for (size_t j = 0; j <= n; j++) {
        above[j] = (int)j;
    }
    for (size_t i = 1; i <= m; i++) {
        here[0] = (int)i;
        for (size_t j = 1; j <= n; j++) {
            int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);
            int best = above[j - 1] + ((x == '-' ? '_' : x) != (y == '-' ? '_' : y));
            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = here[j - 1] + 1 < best ? here[j - 1] + 1 : best;
            here[j] = best;
        }
        memcpy(above, here, sizeof above);
    }
    return above[n] <= most ? above[n] : most + 1;
}

/* A name is near when a third of its letters or less must change, or when it begins or ends so. */
static void consider(const char *wanted, const char *name, const char **best, int *distance)
{
    int most = (int)strlen(wanted) / 3 + 1;
    int edits = edit_distance(wanted, name, most);
    if (edits > most && strlen(wanted) >= 3 && strstr(name, wanted)) {
        edits = most;
    }
    if (edits <= most && edits < *distance) {
        *distance = edits;
        *best = name;
    }
}

const char *nearest_input(const char *name)
{
    const char *best = NULL;
    int distance = 1000;
    for (int i = 0; i < INPUT_COUNT; i++) {
        consider(name, input_info[i].name, &best, &distance);
    }
    return best;
}

/* Whether the name, or one of its words, begins with these letters. */
static bool begins(const char *name, const char *letters, bool any_word)
{
    size_t length = strlen(letters), i = 0;
    while (i < length && (tolower((unsigned char)letters[i]) == name[i] ||
                          (letters[i] == '-' && name[i] == '_'))) {
        i++;
    }
    const char *next = strpbrk(name, "_-");
    return i == length || (any_word && next && begins(next + 1, letters, true));
}

int called(const char *word, const char *name, const char *label, const char *brief)
{
    if (edit_distance(word, name, 0) == 0) {
        return 0;
    }
    bool is = (label && edit_distance(word, label, 0) == 0) ||
              (brief && edit_distance(word, brief, 0) == 0);
    return is                                   ? 1
           : *word && begins(name, word, false) ? 2
           : *word && begins(name, word, true)  ? 3
                                                : NOT_CALLED;
}

const char *nearest_figure(const char *name)
{
    const char *best = NULL;
    int distance = 1000;
    for (int i = 0; i < FIGURE_COUNT; i++) {
        consider(name, figure_info[i].name, &best, &distance);
    }
    return best;
}

bool input_matters(int input, const Plan *plan)
{
    const InputInfo *row = &input_info[input];
    if (row->needs) {
        double value = plan->at[row->needs];
        if (value == 0 || (row->option && value != row->option) ||
            !input_matters(row->needs, plan)) {
            return false;
        }
    }
    return !row->unless || plan->at[row->unless] == 0;
}
