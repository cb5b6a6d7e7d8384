#include "profile/modelpage.h"

#include "profile/profile.h"

#include <math.h>
#include <string.h>

/* Digits in groups of three, of a whole number. */
static void put_count(FILE *out, double value)
{
    char digits[40];
    int length = snprintf(digits, sizeof digits, "%.0f", fabs(value));
    fputs(value < 0 ? "-" : "", out);
    for (int i = 0; i < length; i++) {
        fputs(i > 0 && (length - i) % 3 == 0 ? "," : "", out);
        putc(digits[i], out);
    }
}

/* Text in a cell: no bars, no line ends. */
static void put_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        fputs(*text == '|' ? "\\" : "", out);
        putc(*text == '\n' ? ' ' : *text, out);
    }
}

static const Published *published_of(const Profile *profile, int figure)
{
    for (int i = 0; i < profile->published_count; i++) {
        if (profile->published[i].figure == figure) {
            return &profile->published[i];
        }
    }
    return NULL;
}

/* "0" where the counts agree to the last one, else the share of the published one. */
static void put_difference(FILE *out, double computed, double published)
{
    if (computed == published) {
        fputs("**0**", out);
    } else {
        fprintf(out, "%+.2g %%", 100 * (computed / published - 1));
    }
}

/* | computed | published | difference */
static void put_pair(FILE *out, const Profile *profile, int figure, double computed)
{
    const Published *published = published_of(profile, figure);
    fputs(" | ", out);
    put_count(out, computed);
    if (!published) {
        fputs(" | | ", out);
        return;
    }
    fputs(" | ", out);
    if (published->value == floor(published->value) && strpbrk(published->text, "TBMk") == NULL) {
        put_count(out, published->value);
    } else {
        put_text(out, published->text);
    }
    fputs(" | ", out);
    put_difference(out, computed, published->value);
}

static Plan plan_of(const Profile *profile)
{
    Plan plan = preset_plan();
    for (int i = 0; i < INPUT_COUNT; i++) {
        plan.at[i] = profile->given[i].line > 0 ? profile->given[i].value : plan.at[i];
    }
    return plan;
}

static void put_totals(FILE *out, const Profile *profile)
{
    Plan plan = plan_of(profile);
    Figures figures = evaluate(&plan);
    const Published *published = published_of(profile, FIGURE_stored_params);
    published = published ? published : published_of(profile, FIGURE_total_params);
    fputs("| ", out);
    put_text(out, profile->name);
    put_pair(out, profile, FIGURE_total_params, figures.total_params);
    put_pair(out, profile, FIGURE_stored_params, figures.stored_params);
    fputs(" | ", out);
    put_text(out, published ? published->source : profile->source);
    fputs(" |\n", out);
}

static void put_active(FILE *out, const Profile *profile)
{
    Plan plan = plan_of(profile);
    const Published *published = published_of(profile, FIGURE_active_params);
    fputs("| ", out);
    put_text(out, profile->name);
    for (int convention = 0; convention < input_options(INPUT_active_count); convention++) {
        plan.active_count = convention;
        fputs(" | ", out);
        put_count(out, evaluate(&plan).active_params);
    }
    fputs(" | ", out);
    put_text(out, published ? published->text : "");
    fputs(published && *published->note ? "; " : "", out);
    put_text(out, published ? published->note : "");
    Figures figures = evaluate(&plan);
    fputs(" | ", out);
    put_count(out, figures.kv_bytes_per_token);
    fputs(" | ", out);
    put_count(out, figures.sequence_state);
    fputs(" |\n", out);
}

/* The three definitions, at one length for all, and what the table of the field says. */
static void put_work(FILE *out, const Profile *profile)
{
    Plan plan = plan_of(profile);
    const Published *published = published_of(profile, FIGURE_train_flop_per_token);
    fputs("| ", out);
    put_text(out, profile->name);
    for (int definition = 0; definition < input_options(INPUT_flop_count); definition++) {
        plan.flop_count = definition;
        fprintf(out, " | %.1f", evaluate(&plan).train_flop_per_token / 1e9);
    }
    fputs(" | ", out);
    put_text(out, published ? published->text : "");
    fputs(" | ", out);
    if (published) {
        plan.flop_count = flop_count_CAUSAL;
        put_difference(out, evaluate(&plan).train_flop_per_token, published->value);
    }
    fputs(" |\n", out);
}

static void put_table(FILE *out, Library *library,
                      void (*put_row)(FILE *out, const Profile *profile))
{
    int count, first = catalogue_first(&library->catalogue, MODEL_PROFILE, &count);
    for (int i = first; i < first + count; i++) {
        const Item *item = &library->catalogue.items[i];
        Error error;
        int file = item->path ? 0 : library_read(library, MODEL_PROFILE, item->id, NULL, &error);
        if (file > 0) {
            put_row(out, library->files[file]);
        }
    }
}

void model_page(FILE *out)
{
    Library library;
    library_open(&library);
    fputs("# Models\n\nMade by `flopdeck docs models` from the profiles in `model_profiles/`: what "
          "the program computes, against "
          "what others have published.\n\n## Parameters and checkpoints\n\n"
          "A checkpoint also holds what is no parameter of the model: multi-token-prediction "
          "modules, block scales, copies, masks, "
          "encoders of images. Its elements, as a safetensors index counts them, are known to the "
          "last one; a published total is "
          "rounded, often to the model's name.\n\n"
          "| model | total | published | difference | checkpoint | published | difference | source "
          "|\n"
          "|---|--:|--:|--:|--:|--:|--:|---|\n",
          out);
    put_table(out, &library, put_totals);
    fputs(
        "\n## Active parameters and cache\n\n"
        "Three conventions are in print: everything that a token touches; without the input "
        "embedding, which is a look-up; without "
        "input embedding and head. Bytes are in BF16; a state is in 32 bits and does not grow.\n\n"
        "| model | active | without input embedding | without both | published | bytes for each "
        "context token | state of a sequence, "
        "bytes |\n"
        "|---|--:|--:|--:|---|--:|--:|\n",
        out);
    put_table(out, &library, put_active);
    fprintf(
        out,
        "\n## Work for each trained token\n\n"
        "In GFLOP, over sequences of %.0f tokens: 6 FLOP for each active parameter; with causal "
        "attention over the context, without input embedding and routers; the same, not halved. "
        "Published: arXiv:2505.09343, table 2, whose figure for Qwen2.5-72B is less than 6 FLOP "
        "for "
        "each of its parameters.\n\n"
        "| model | linear | causal | full | published | difference |\n"
        "|---|--:|--:|--:|--:|--:|\n",
        input_preset(INPUT_sequence_length));
    put_table(out, &library, put_work);
    library_close(&library);
}
