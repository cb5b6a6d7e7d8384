#include "model/formula.h"
#include "model/parts.h"
#include "model/quantity.h"
#include "model/training/memory.h"
#include "model/training/step.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *text, *at;
    const Plan *plan;
    const Figures *figures;
    Error *error;
    int depth;
} Reader;

static bool sum(Reader *reader, Quantity *result);

static void skip_blanks(Reader *reader)
{
    while (isspace((unsigned char)*reader->at)) {
        reader->at++;
    }
}

static bool accept(Reader *reader, char wanted)
{
    skip_blanks(reader);
    if (*reader->at != wanted) {
        return false;
    }
    reader->at++;
    return true;
}

static bool wrong(Reader *reader, const char *what)
{
    return fail(reader->error, "%s at column %d of '%s'", what,
                (int)(reader->at - reader->text) + 1, reader->text);
}

/* is(input, OPTION): 1 where the input has that word. */
static bool option_call(Reader *reader, Quantity *result)
{
    Row row;
    skip_blanks(reader);
    size_t length = row_word(reader->at);
    if (!find_row(reader->at, length, &row) || row.kind != AN_INPUT ||
        input_info[row.row].kind != CHOICE) {
        return wrong(reader, "is() asks about a choice");
    }
    reader->at += length;
    if (!accept(reader, ',')) {
        return wrong(reader, "is() needs an option");
    }
    skip_blanks(reader);
    length = row_word(reader->at);
    int found = -1;
    for (int i = 0; i < input_options(row.row); i++) {
        const char *word = option_info[input_info[row.row].options + i].word;
        bool same = strlen(word) == length;
        for (size_t j = 0; same && j < length; j++) {
            char letter = word[j] == '-' ? '_' : (char)toupper((unsigned char)word[j]);
            same = letter == reader->at[j];
        }
        found = same ? i : found;
    }
    if (found < 0) {
        return wrong(reader, "no such option");
    }
    reader->at += length;
    *result = (Quantity){ reader->plan->at[row.row] == found, { 0 }, false };
    return accept(reader, ')') || wrong(reader, "')' is missing");
}

/* predicted(step_time), held(weights): a part of what the training model says. */
static bool training_call(Reader *reader, bool step, Quantity *result)
{
    static const struct {
        const char *name;
        bool of_step;
        size_t offset;
        int unit;
    } members[] = {
#define PREDICTED(member, UNIT) { #member, true, offsetof(Step, member), UNIT_##UNIT },
#define HELD(member, UNIT)      { #member, false, offsetof(TrainingMemory, member), UNIT_##UNIT },
#include "model/training/step.def"
#undef PREDICTED
#undef HELD
    };
    skip_blanks(reader);
    size_t length = row_word(reader->at);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const char *name = members[i].name;
        if (members[i].of_step == step && strlen(name) == length &&
            memcmp(name, reader->at, length) == 0) {
            Step whole = predict_step(reader->plan);
            TrainingMemory memory = training_memory(reader->plan);
            const char *from = step ? (const char *)&whole : (const char *)&memory;
            *result = (Quantity){ 0, unit_info[members[i].unit].dimension, false };
            memcpy(&result->value, from + members[i].offset, sizeof result->value);
            reader->at += length;
            return accept(reader, ')') || wrong(reader, "')' is missing");
        }
    }
    return wrong(reader, "the training model has no such part");
}

static bool agree(Reader *reader, Quantity *a, const Quantity *b)
{
    if (a->any) {
        a->dimension = b->dimension;
        a->any = b->any;
    }
    if (!b->any && !same_dimension(a->dimension, b->dimension)) {
        return wrong(reader, "two kinds of thing do not go together");
    }
    return true;
}

static Dimension combine(Dimension a, Dimension b, int sign)
{
    return (Dimension){
        (signed char)(a.flop + sign * b.flop),     (signed char)(a.byte + sign * b.byte),
        (signed char)(a.second + sign * b.second), (signed char)(a.dollar + sign * b.dollar),
        (signed char)(a.token + sign * b.token),   (signed char)(a.device + sign * b.device),
        (signed char)(a.joule + sign * b.joule)
    };
}

static bool part_call(Reader *reader, const Part *part, Quantity *result)
{
    Quantity given[3] = { 0 };
    for (int i = 0; i < part->arguments; i++) {
        if ((i > 0 && !accept(reader, ',')) || !sum(reader, &given[i])) {
            return wrong(reader, "an argument is missing");
        }
    }
    if (!accept(reader, ')')) {
        return wrong(reader, "')' is missing");
    }
    int last = part->arguments - 1;
    *result = given[0];
    switch (part->dimension) {
    case SAME_AS_FIRST:
        break;
    case SAME_AS_ALL:
        if (!agree(reader, result, &given[1])) {
            return false;
        }
        break;
    case SAME_AS_LAST_TWO:
        *result = given[last - 1];
        if (!agree(reader, result, &given[last])) {
            return false;
        }
        break;
    case QUOTIENT:
        result->dimension = combine(given[0].dimension, given[1].dimension, -1);
        break;
    case NO_DIMENSION:
        *result = (Quantity){ 0 };
        break;
    }
    result->value = part->one   ? part->one(given[0].value)
                    : part->two ? part->two(given[0].value, given[1].value)
                                : part->three(given[0].value, given[1].value, given[2].value);
    return true;
}

static bool call(Reader *reader, const char *name, size_t length, Quantity *result)
{
    if (length == 2 && memcmp(name, "is", 2) == 0) {
        return option_call(reader, result);
    }
    if ((length == 9 && memcmp(name, "predicted", 9) == 0) ||
        (length == 4 && memcmp(name, "held", 4) == 0)) {
        return training_call(reader, length == 9, result);
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strlen(parts[i].name) == length && memcmp(parts[i].name, name, length) == 0) {
            return part_call(reader, &parts[i], result);
        }
    }
    return wrong(reader, "no such part");
}

static bool literal(Reader *reader, Quantity *result)
{
    char *end;
    *result = (Quantity){ strtod(reader->at, &end), { 0 }, false };
    result->any = result->value == 0;
    reader->at = end;
    return true;
}

static bool factor(Reader *reader, Quantity *result)
{
    enum { DEEPEST = 64 };
    bool good = false;
    *result = (Quantity){ 0 };
    if (++reader->depth > DEEPEST) {
        return wrong(reader, "too deep");
    }
    skip_blanks(reader);
    size_t length = row_word(reader->at);
    if (accept(reader, '(')) {
        good = sum(reader, result) && (accept(reader, ')') || wrong(reader, "')' is missing"));
    } else if (accept(reader, '-')) {
        good = factor(reader, result);
        result->value = -result->value;
    } else if (isdigit((unsigned char)*reader->at) || *reader->at == '.') {
        good = literal(reader, result);
    } else if (length > 0) {
        const char *name = reader->at;
        Row row;
        reader->at += length;
        if (accept(reader, '(')) {
            good = call(reader, name, length, result);
        } else if (find_row(name, length, &row)) {
            *result = (Quantity){ row_value(row, reader->plan, reader->figures),
                                  unit_info[row_unit(row)].dimension, false };
            good = true;
        } else {
            reader->at = name;
            good = wrong(reader, "no such name");
        }
    } else {
        good = wrong(reader, "a number or a name is missing");
    }
    reader->depth--;
    return good;
}

static bool product(Reader *reader, Quantity *result)
{
    if (!factor(reader, result)) {
        return false;
    }
    for (;;) {
        Quantity right = { 0 };
        bool times = accept(reader, '*');
        if (!times && !accept(reader, '/')) {
            return true;
        }
        if (!factor(reader, &right)) {
            return false;
        }
        result->value = times ? result->value * right.value : result->value / right.value;
        result->dimension = combine(result->dimension, right.dimension, times ? 1 : -1);
        result->any = result->any || (times && right.any);
    }
}

static bool sum(Reader *reader, Quantity *result)
{
    if (!product(reader, result)) {
        return false;
    }
    for (;;) {
        Quantity right = { 0 };
        bool plus = accept(reader, '+');
        if (!plus && !accept(reader, '-')) {
            return true;
        }
        if (!product(reader, &right) || !agree(reader, result, &right)) {
            return false;
        }
        result->value = plus ? result->value + right.value : result->value - right.value;
    }
}

bool formula_value(const char *text, const Plan *plan, const Figures *figures, Quantity *result,
                   Error *error)
{
    Reader reader = { text, text, plan, figures, error, 0 };
    if (!sum(&reader, result)) {
        return false;
    }
    skip_blanks(&reader);
    return *reader.at == '\0' || wrong(&reader, "something follows the formula");
}
