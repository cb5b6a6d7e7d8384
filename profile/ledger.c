#include "profile/ledger.h"

#include "model/quantity.h"
#include "profile/file.h"
#include "profile/yaml.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Library *library;
    Ledger *ledger;
    const char *file;     /* what messages call it */
    const char *scenario; /* of rows without a plan; NULL: none */
    Error *error;
} Reader;

/* -- messages ----------------------------------------------------------------------------------- */

static bool refuse(const Reader *reader, const Node *node, const char *what)
{
    return fail(reader->error, "%s:%d:%d: %s", reader->file, node->line, node->column, what);
}

/* "a claim has no 'sauce'; 'source' would be right" */
static bool refuse_key(const Reader *reader, const Node *node, const char *what,
                       const char *const words[], size_t count)
{
    const char *best = words[0];
    int distance = 1000;
    for (size_t i = 0; i < count; i++) {
        int edits = edit_distance(node->key, words[i], 64);
        best = edits < distance ? words[i] : best;
        distance = edits < distance ? edits : distance;
    }
    return fail(reader->error, "%s:%d:%d: %s '%.60s'; '%s' would be right", reader->file,
                node->key_line, node->key_column, what, node->key, best);
}

static bool read_text(const Reader *reader, const Node *node, const char **text)
{
    *text = node->text;
    return node->kind == A_TEXT || refuse(reader, node, "a line of words would be right");
}

/* -- the plan of a row -------------------------------------------------------------------------- */

static bool read_setting(const Reader *reader, const Node *node, ClaimSetting *setting)
{
    Error why;
    char what[sizeof why.text + 100];
    setting->input = find_input(node->key);
    if (setting->input < 0) {
        const char *nearest = nearest_input(node->key);
        return fail(reader->error, "%s:%d:%d: no input is called '%.60s'%s%s%s", reader->file,
                    node->key_line, node->key_column, node->key,
                    nearest ? "; '" : "; see `flopdeck list inputs`", nearest ? nearest : "",
                    nearest ? "' would be right" : "");
    }
    if (node->kind != A_TEXT) {
        return refuse(reader, node, "one value would be right");
    }
    if (parse_input(node->text, setting->input, &setting->value, &why)) {
        return true;
    }
    snprintf(what, sizeof what, "%s: %s", node->key, why.text);
    return refuse(reader, node, what);
}

static bool read_settings(const Reader *reader, const Node *node, ClaimPlan *plan)
{
    int count = 0;
    if (node->kind != A_MAP) {
        return refuse(reader, node, "{INPUT: VALUE, …} would be right");
    }
    for (const Node *member = node->first; member; member = member->next) {
        count++;
    }
    plan->settings = arena_take(reader->ledger->arena, (size_t)(count + 1) * sizeof(ClaimSetting));
    for (const Node *member = node->first; member; member = member->next) {
        if (!read_setting(reader, member, &plan->settings[plan->setting_count++])) {
            return false;
        }
    }
    return true;
}

/* A member that says something about a plan.  *mine: whether it is one. */
static bool read_plan_member(const Reader *reader, const Node *node, ClaimPlan *plan, bool *mine)
{
    const char *key = node->key;
    bool formula = strcmp(key, "figure") == 0 || strcmp(key, "formula") == 0;
    const char **text = formula                        ? &plan->formula
                        : strcmp(key, "scenario") == 0 ? &plan->scenario
                        : strcmp(key, "model") == 0    ? &plan->model
                        : strcmp(key, "hardware") == 0 ? &plan->hardware
                                                       : NULL;
    *mine = true;
    if (strcmp(key, "set") == 0) {
        return read_settings(reader, node, plan);
    }
    if (!text) {
        *mine = false;
        return true;
    }
    if (formula) {
        plan->line = node->line;
        plan->column = node->column;
    }
    if (formula && key[1] == 'i' && node->kind == A_TEXT && find_figure(node->text) < 0) {
        const char *nearest = nearest_figure(node->text);
        char what[200];
        snprintf(what, sizeof what, "no figure is called '%.60s'%s%s%s", node->text,
                 nearest ? "; '" : "; see `flopdeck list figures`", nearest ? nearest : "",
                 nearest ? "' would be right" : "");
        return refuse(reader, node, what);
    }
    return read_text(reader, node, text);
}

static bool read_over(const Reader *reader, const Node *node, ClaimPlan *plan)
{
    static const char *const words[] = {
        "scenario", "model", "hardware", "set", "figure", "formula"
    };
    if (node->kind != A_MAP) {
        return refuse(reader, node, "{scenario: …, figure: …} would be right");
    }
    for (const Node *member = node->first; member; member = member->next) {
        bool mine;
        if (!read_plan_member(reader, member, plan, &mine)) {
            return false;
        }
        if (!mine) {
            return refuse_key(reader, member, "a plan to compare with has no", words,
                              sizeof words / sizeof *words);
        }
    }
    plan->line = plan->line ? plan->line : node->line;
    plan->column = plan->column ? plan->column : node->column;
    return true;
}

/* -- a row -------------------------------------------------------------------------------------- */

static bool read_comparison(const Reader *reader, const Node *node, Claim *claim)
{
    static const char *const words[] = { "ratio", "saving", "difference" };
    for (int i = 0; i < 3 && node->kind == A_TEXT; i++) {
        if (strcmp(node->text, words[i]) == 0) {
            claim->comparison = (Comparison)(AS_RATIO + i);
            return true;
        }
    }
    return refuse(reader, node, "ratio, saving or difference would be right");
}

static bool read_verdict(const Reader *reader, const Node *node, Claim *claim)
{
    claim->expected = node->kind == A_TEXT ? find_verdict(node->text) : -1;
    return claim->expected >= 0 ||
           refuse(reader, node,
                  "exact, rounding, consistent, contradicts its source, no source found or not "
                  "checked would be right");
}

static bool read_tolerance(const Reader *reader, const Node *node, Claim *claim)
{
    Error why;
    if (node->kind != A_TEXT) {
        return refuse(reader, node, "a percentage would be right");
    }
    return parse_quantity(node->text, UNIT_FRACTION, &claim->tolerance, &why) ||
           refuse(reader, node, why.text);
}

static bool read_member(const Reader *reader, const Node *node, Claim *claim)
{
    assert(claim);
    static const char *const words[] = { "id",       "says",      "claimed",  "source",
                                         "note",     "over",      "as",       "verdict",
                                         "set",      "tolerance", "figure",   "formula",
                                         "scenario", "model",     "hardware", "not_checked" };
    const char *key = node->key;
    const char **text = strcmp(key, "id") == 0            ? &claim->id
                        : strcmp(key, "says") == 0        ? &claim->says
                        : strcmp(key, "source") == 0      ? &claim->source
                        : strcmp(key, "note") == 0        ? &claim->note
                        : strcmp(key, "not_checked") == 0 ? &claim->reason
                        : strcmp(key, "claimed") == 0     ? &claim->text
                                                          : NULL;
    bool mine;
    if (text) {
        return read_text(reader, node, text);
    }
    if (strcmp(key, "over") == 0) {
        claim->comparison = claim->comparison == AS_IT_IS ? AS_RATIO : claim->comparison;
        return read_over(reader, node, &claim->over);
    }
    if (strcmp(key, "as") == 0) {
        return read_comparison(reader, node, claim);
    }
    if (strcmp(key, "verdict") == 0) {
        return read_verdict(reader, node, claim);
    }
    if (strcmp(key, "tolerance") == 0) {
        return read_tolerance(reader, node, claim);
    }
    return read_plan_member(reader, node, &claim->plan, &mine) &&
           (mine ||
            refuse_key(reader, node, "a claim has no", words, sizeof words / sizeof *words));
}

/* The ledger's plan, where the row names none. */
static void use_default(const Reader *reader, ClaimPlan *plan)
{
    if (!plan->scenario && !plan->model && !plan->hardware) {
        plan->scenario = reader->scenario;
    }
}

/* The row as it was read, computed and judged. */
static bool judge(const Reader *reader, const Node *node, Claim *claim)
{
    const Node *claimed = yaml_member(node, "claimed");
    if (*claim->reason) {
        claim->verdict = NOT_CHECKED;
        return true;
    }
    if (!claimed || !claim->plan.formula) {
        return refuse(reader, node,
                      !claimed ? "'claimed:' is missing; without a number 'not_checked:' with the "
                                 "reason would be right"
                               : "'figure:' or 'formula:' is missing");
    }
    if (claim->comparison != AS_IT_IS && !yaml_member(node, "over")) {
        return refuse(reader, yaml_member(node, "as"), "'over:', another plan, is missing");
    }
    use_default(reader, &claim->plan);
    use_default(reader, &claim->over);
    return claim_compute(reader->library, reader->file, claim, claimed->line, claimed->column,
                         reader->error);
}

static bool read_claim(const Reader *reader, const Node *node, Claim *claim)
{
    *claim = (Claim){ .id = "", .says = "", .source = "", .note = "", .reason = "", .text = "" };
    claim->claimed = claim->computed = claim->deviation = NAN;
    claim->expected = -1;
    claim->line = node->line;
    if (node->kind != A_MAP) {
        return refuse(reader, node, "a claim is lines of the form NAME: VALUE");
    }
    for (const Node *member = node->first; member; member = member->next) {
        if (!read_member(reader, member, claim)) {
            return false;
        }
    }
    if (!*claim->id) {
        return refuse(reader, node, "'id:' is missing");
    }
    for (const Claim *other = reader->ledger->claims; other < claim; other++) {
        if (strcmp(other->id, claim->id) == 0) {
            return refuse(reader, yaml_member(node, "id"), "this id is here twice");
        }
    }
    return judge(reader, node, claim);
}

/* -- the file ----------------------------------------------------------------------------------- */

static bool read_claims(const Reader *reader, const Node *node)
{
    Ledger *ledger = reader->ledger;
    int count = 0;
    if (node->kind != A_LIST) {
        return refuse(reader, node,
                      "a list of claims would be right: lines that begin with '- id:'");
    }
    for (const Node *member = node->first; member; member = member->next) {
        count++;
    }
    ledger->claims = arena_take(ledger->arena, (size_t)(count + 1) * sizeof(Claim));
    for (const Node *member = node->first; member; member = member->next) {
        if (!read_claim(reader, member, &ledger->claims[ledger->count])) {
            return false;
        }
        ledger->count++;
    }
    return true;
}

static bool read_root(Reader *reader, const Node *root)
{
    static const char *const words[] = {
        "flopdeck", "name", "about", "source", "scenario", "claims"
    };
    Ledger *ledger = reader->ledger;
    const Node *version = root->kind == A_MAP ? yaml_member(root, "flopdeck") : NULL;
    const Node *claims = root->kind == A_MAP ? yaml_member(root, "claims") : NULL;
    if (!version || version->kind != A_TEXT || strcmp(version->text, "1") != 0) {
        return refuse(reader, version ? version : root,
                      "'flopdeck: 1', the version of the format, would be right");
    }
    for (const Node *node = root->first; node; node = node->next) {
        const char **text = strcmp(node->key, "name") == 0       ? &ledger->name
                            : strcmp(node->key, "about") == 0    ? &ledger->about
                            : strcmp(node->key, "source") == 0   ? &ledger->source
                            : strcmp(node->key, "scenario") == 0 ? &reader->scenario
                                                                 : NULL;
        if (text && !read_text(reader, node, text)) {
            return false;
        }
        if (!text && node != version && node != claims) {
            return refuse_key(reader, node, "a ledger has no", words, sizeof words / sizeof *words);
        }
    }
    return claims ? read_claims(reader, claims) : refuse(reader, root, "'claims:' is missing");
}

static Ledger *read_ledger(Library *library, const char *file, const char *bytes, size_t size,
                           Error *error)
{
    Arena *arena = arena_open();
    Ledger *ledger = arena_take(arena, sizeof *ledger);
    *ledger = (Ledger){ .arena = arena, .name = "", .about = "", .source = "" };
    ledger->label = arena_copy(arena, file, strlen(file));
    Reader reader = { library, ledger, ledger->label, NULL, error };
    const Node *root = yaml_read(arena, file, bytes, size, error);
    if (!root || !read_root(&reader, root)) {
        arena_close(arena);
        return NULL;
    }
    return ledger;
}

Ledger *ledger_open(Library *library, const char *name_or_file, Error *error)
{
    const Item *item = catalogue_find(&library->catalogue, LEDGER_FILE, name_or_file);
    char label[300], *bytes;
    size_t size;
    if (item && !item->path) {
        snprintf(label, sizeof label, "claims/%s.yaml", item->id);
        return read_ledger(library, label, item->text, item->size, error);
    }
    const char *path = item ? item->path : name_or_file;
    if (!item && !names_file(name_or_file)) {
        const char *nearest = catalogue_nearest(&library->catalogue, LEDGER_FILE, name_or_file);
        fail(error, "no ledger is called '%.80s'; %s%s%s", name_or_file,
             nearest ? "did you mean '" : "see `flopdeck list claims`", nearest ? nearest : "",
             nearest ? "'?" : "");
        return NULL;
    }
    if (!file_read(path, &bytes, &size, error)) {
        return NULL;
    }
    Ledger *ledger =
        read_ledger(library, strcmp(path, "-") == 0 ? "standard input" : path, bytes, size, error);
    free(bytes);
    return ledger;
}

void ledger_close(Ledger *ledger)
{
    if (ledger) {
        arena_close(ledger->arena);
    }
}

bool holds_claims(const char *bytes)
{
    return strncmp(bytes, "claims:", 7) == 0 || strstr(bytes, "\nclaims:") != NULL;
}
