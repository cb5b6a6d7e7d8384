/* imported.c -- what was read from a config.json as a profile, and as the text of one. */
#include "profile/huggingface.h"
#include "profile/profile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- a profile ---------------------------------------------------------------------------------- */

static const char *join_notes(Arena *arena, const ImportReport *report)
{
    size_t size = (size_t)report->note_count * (WARNING_SIZE + 2) + 1, used = 0;
    char *joined = arena_take(arena, size);
    for (int i = 0; i < report->note_count; i++) {
        used += (size_t)snprintf(joined + used, size - used, "%s%s", i > 0 ? "; " : "",
                                 report->note[i]);
    }
    return joined;
}

Profile *profile_import(const char *file, const char *bytes, size_t size, Error *error)
{
    Arena *arena = arena_open();
    Profile *profile = arena_take(arena, sizeof *profile);
    ImportReport *report = arena_take(arena, sizeof *report);
    Plan plan = preset_plan();
    if (!huggingface_read(file, bytes, size, &plan, report, error)) {
        arena_close(arena);
        return NULL;
    }
    *profile =
        (Profile){ .arena = arena,
                   .kind = MODEL_PROFILE,
                   .label = "",
                   .id = "",
                   .name = report->name,
                   .about = "",
                   .note = join_notes(arena, report),
                   .source = "the config.json of the model, and the released code of its family",
                   .kept = "",
                   .import = report };
    for (int i = 0; i < INPUT_COUNT; i++) {
        bool given = input_info[i].group == GROUP_MODEL &&
                     (input_matters(i, &plan) || plan.at[i] != input_preset(i));
        profile->given[i] = (Given){
            .value = plan.at[i], .low = NAN, .high = NAN, .source = "", .note = "", .line = given
        };
    }
    return profile;
}

/* -- the text of a profile ------------------------------------------------------------------------ */

static void put_value(FILE *out, int input, double value)
{
    switch (input_info[input].kind) {
    case CHOICE:
        fputs(option_info[input_info[input].options + (int)value].word, out);
        break;
    case SWITCH:
        fputs(value != 0 ? "yes" : "no", out);
        break;
    case WHOLE:
    case REAL:
        fprintf(out, "%.17g", value);
        break;
    }
}

static void put_comments(FILE *out, const char *title, const char text[][WARNING_SIZE], int count)
{
    for (int i = 0; i < count; i++) {
        fprintf(out, "# %s: ", title);
        for (const char *c = text[i]; *c; c++) {
            putc((unsigned char)*c < ' ' ? ' ' : *c, out);
        }
        putc('\n', out);
    }
}

/* What a sum like other_params is made of: `, note: "..."`, all notes that begin with its name. */
static void put_parts(FILE *out, const ImportReport *report, const char *input)
{
    size_t length = strlen(input);
    bool first = true;
    for (int i = 0; i < report->note_count; i++) {
        const char *note = report->note[i];
        if (strncmp(note, input, length) == 0 && note[length] == ':') {
            fprintf(out, "%s%s", first ? ", note: \"" : "; ", note + length + 2);
            first = false;
        }
    }
    fputs(first ? "" : "\"", out);
}

char *huggingface_profile(const Plan *plan, const ImportReport *report, const char *name)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) {
        return NULL;
    }
    fputs("flopdeck: 1\nname: \"", out);
    for (const char *c = name; *c; c++) {
        putc((unsigned char)*c < ' ' || *c == '"' || *c == '\\' ? '?' : *c, out);
    }
    fprintf(out, "\"\nsource: \"config.json of family %s\"\n", report->name);
    put_comments(out, "warning", report->warning, report->warning_count);
    put_comments(out, "note", report->note, report->note_count);
    fputs("model:\n", out);
    for (int i = 0; i < INPUT_COUNT; i++) {
        bool essential = input_info[i].rank > 0 && input_info[i].rank < 3;
        if (input_info[i].group != GROUP_MODEL || !input_matters(i, plan) ||
            (plan->at[i] == input_preset(i) && !essential)) {
            continue;
        }
        bool sum = i == INPUT_other_params || i == INPUT_stored_extra;
        fprintf(out, "  %s: %s", input_info[i].name, sum ? "{value: " : "");
        put_value(out, i, plan->at[i]);
        if (sum) {
            put_parts(out, report, input_info[i].name);
        }
        fputs(sum ? "}\n" : "\n", out);
    }
    fclose(out);
    return text;
}
