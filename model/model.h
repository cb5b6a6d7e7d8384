/* model.h -- the plan, the figures that follow from it, and the lists that describe both.
 *
 * A Plan is what a person chose, Figures is what follows.  Both are plain structs of doubles made
 * from inputs.def and figures.def: plan.train_tokens for code that knows the row, plan.at[i] for
 * code that does not.  All values are in base units (FLOP, byte, second, dollar, token, device,
 * joule; fractions as 0..1); a choice is the number of its word; a switch is 0 or 1. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* -- numbers of the rows ------------------------------------------------------------------------ */

#define INPUT(name, ...)        INPUT_##name,
#define CHOICE_INPUT(name, ...) INPUT_##name,
#define SWITCH_INPUT(name, ...) INPUT_##name,
enum {
#include "model/inputs.def"
    INPUT_COUNT
};

#define FIGURE(name, ...) FIGURE_##name,
enum {
#include "model/figures.def"
    FIGURE_COUNT
};
#undef FIGURE

#define CONSTANT(name, ...) CONSTANT_##name,
enum {
#include "model/constants.def"
    CONSTANT_COUNT
};
#undef CONSTANT

#define LIMIT(name, ...) LIMIT_##name,
enum {
#include "model/limits.def"
    LIMIT_COUNT
};
#undef LIMIT

#define UNIT(ID, ...) UNIT_##ID,
enum {
#include "model/units.def"
    UNIT_COUNT
};
#undef UNIT

/* OPTION_attention_MLA is the row of the word, attention_MLA the value of the input. */
#define OPTIONS(input)         input##_OPTIONS, input##_BEFORE = input##_OPTIONS - 1,
#define OPTION(input, ID, ...) OPTION_##input##_##ID,
enum {
#include "model/choices.def"
    OPTION_COUNT
};
#undef OPTIONS
#undef OPTION
#define OPTIONS(input)
#define OPTION(input, ID, ...) input##_##ID = OPTION_##input##_##ID - input##_OPTIONS,
enum {
#include "model/choices.def"
};
#undef OPTIONS
#undef OPTION
#undef INPUT
#undef CHOICE_INPUT
#undef SWITCH_INPUT

/* -- the data ----------------------------------------------------------------------------------- */

typedef struct {
    union {
        struct {
#define INPUT(name, ...)        double name;
#define CHOICE_INPUT(name, ...) double name;
#define SWITCH_INPUT(name, ...) double name;
#include "model/inputs.def"
#undef INPUT
#undef CHOICE_INPUT
#undef SWITCH_INPUT
        };
        double at[INPUT_COUNT];
    };
} Plan;

typedef struct {
    union {
        struct {
#define FIGURE(name, ...) double name;
#include "model/figures.def"
#undef FIGURE
        };
        double at[FIGURE_COUNT]; /* NaN: has no value for this plan */
    };
} Figures;

_Static_assert(sizeof(Plan) == INPUT_COUNT * sizeof(double),
               "members and at[] are the same inputs");
_Static_assert(sizeof(Figures) == FIGURE_COUNT * sizeof(double),
               "members and at[] are the same figures");

typedef struct {
    bool broken[LIMIT_COUNT];
} Limits;

/* Every figure of a plan.  Total: never fails; a figure without a value is NaN. */
Figures evaluate(const Plan *plan);

/* The same without asking the training model, which takes most of the time: figures that rest on it
 * have no value, `mfu` and what follows from it neither when efficiency is predicted. */
Figures evaluate_unpredicted(const Plan *plan);

/* As evaluate(), had the training model predicted a step `factor` times as long: for the band of what
 * follows from it. */
Figures evaluate_stretched(const Plan *plan, double factor);

/* Which limits the plan breaks. */
Limits check_limits(const Plan *plan, const Figures *figures);

/* The plan that the presets of inputs.def make. */
Plan preset_plan(void);

/* -- the lists ---------------------------------------------------------------------------------- */

typedef enum { REAL, WHOLE, CHOICE, SWITCH } Kind;
typedef enum { LINEAR, LOG } Scale;
typedef enum { EVEN_STOPS, POWERS_OF_TWO } Stops;

typedef enum {
    GROUP_MODEL, /* inputs; a model profile sets these */
    GROUP_HARDWARE,
    GROUP_RUN,
    GROUP_LAYOUT,
    GROUP_SERVING,
    GROUP_PARAMETERS, /* figures */
    GROUP_CACHE,
    GROUP_COMPUTE,
    GROUP_TIME,
    GROUP_STEP,
    GROUP_MEMORY,
    GROUP_COST,
    GROUP_INFERENCE,
    GROUP_PARTS, /* steps on the way: shown by explain and `show --figures`, not on the screen */
    GROUP_COUNT
} Group;

typedef struct {
    const char *name;  /* the key in files: "model" */
    const char *label; /* "Model" */
} GroupInfo;

typedef struct {
    const char *name;  /* C, YAML, flag, column */
    const char *label; /* in full */
    const char *brief; /* at most 12 columns */
    const char *help;
    const char *source;             /* of the preset, where it is more than a neutral value */
    int unit;                       /* the numbers below and bare numbers in files are in it */
    double preset, lowest, highest; /* use input_preset() and so on for base units */
    double from, to;                /* span of the slider's track, in the row's unit */
    double step;                    /* of a linear slider, in the row's unit; 0: a hundredth */
    double grain;                   /* whole numbers step in multiples of it; 0: 1 */
    Kind kind;
    Scale scale;
    Stops stops;
    Group group;
    int needs, unless; /* rows; 0: none */
    int option;        /* of the row it needs; 0: any but the first */
    int options;       /* first row of its words (CHOICE) */
    int rank;          /* 1, 2, 3; 0 means 3 */
    bool of_run;       /* a fact about one run: another model sets it back */
    bool of_plan;      /* in the group of the hardware, yet no property of a kind of accelerator */
} InputInfo;

typedef struct {
    const char *name, *label, *brief;
    const char *formula; /* as the compiler compiled it */
    const char *source, *caveat;
    int unit;
    Group group;
    int rank;
} FigureInfo;

typedef struct {
    const char *name, *label, *source;
    int unit;
    double value; /* in that unit */
} ConstantInfo;

typedef enum { WARNING, BROKEN } Severity;

typedef struct {
    const char *name, *condition, *say;
    Severity severity;
} LimitInfo;

typedef struct {
    int input;
    const char *word, *help;
} OptionInfo;

typedef struct {
    signed char flop, byte, second, dollar, token, device, joule;
} Dimension;

typedef enum {
    SCALE_PLAIN,   /* 2,048 */
    SCALE_SHORT,   /* 671.0 B, 14.80 T */
    SCALE_SI,      /* 989.4 TFLOP/s */
    SCALE_BYTES,   /* 70,272 B; 1.049 MB */
    SCALE_PERCENT, /* 38.97 % */
    SCALE_MONEY,   /* $2.000/GPU·h */
    SCALE_CLOCK    /* 19.93 s, 54.20 days */
} UnitScale;

typedef struct {
    const char *id, *symbol, *alias;
    double size; /* in base units */
    UnitScale scale;
    int of; /* unit that a bare prefix letter belongs to; 0: itself */
    Dimension dimension;
} UnitInfo;

extern const GroupInfo group_info[GROUP_COUNT];
extern const InputInfo input_info[INPUT_COUNT];
extern const FigureInfo figure_info[FIGURE_COUNT];
extern const ConstantInfo constant_info[CONSTANT_COUNT];
extern const LimitInfo limit_info[LIMIT_COUNT];
extern const OptionInfo option_info[OPTION_COUNT];
extern const UnitInfo unit_info[UNIT_COUNT];

/* In base units. */
double input_preset(int input);
double input_lowest(int input);
double input_highest(int input);
double constant_value(int constant);

/* How many words a CHOICE input has; 0 for the others. */
int input_options(int input);

/* The row with that name, or -1.  Dashes count as underscores. */
int find_input(const char *name);
int find_figure(const char *name);

/* How far a word is from a row's name: 0 it is the name, 1 the label or brief (may be NULL), 2 the
 * name begins so, 3 a word of the name does, NOT_CALLED. */
enum { NOT_CALLED = 4 };
int called(const char *word, const char *name, const char *label, const char *brief);

/* The name that is nearest to a mistyped one, among inputs, figures or both; NULL: none is near. */
const char *nearest_input(const char *name);
const char *nearest_figure(const char *name);

/* Whether the row says anything about this plan: the rank of latent attention does not when the
 * attention is grouped. */
bool input_matters(int input, const Plan *plan);

/* Distance in edits between two words, at most `most` + 1: for "did you mean". */
int edit_distance(const char *a, const char *b, int most);

#endif
