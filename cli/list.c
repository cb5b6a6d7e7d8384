/* list.c -- `flopdeck list`: what there is.  `flopdeck check`: what is wrong with files. */
#include "cli/commands.h"

#include "model/quantity.h"
#include "profile/file.h"
#include "profile/ledger.h"
#include "profile/profile.h"
#include "profile/tour.h"

#include <stdlib.h>
#include <string.h>

static void list_files(Session *session, FileKind kind)
{
    static const Column columns[] = { { "id", "ID", false },
                                      { "name", "Name", false },
                                      { "about", "About", false },
                                      { "from", "From", false } };
    Table *table = table_open(columns, 4);
    int count, first = catalogue_first(&session->library.catalogue, kind, &count);
    for (int i = first; i < first + count; i++) {
        const Item *item = &session->library.catalogue.items[i];
        table_text(table, item->id);
        table_text(table, item->name);
        table_text(table, item->about);
        table_text(table, item->path         ? item->path
                          : item->unverified ? "built in, unverified"
                                             : "built in");
    }
    table_print(table, &session->out, session->arguments.format, file_kind_words[kind]);
    table_close(table);
}

static void list_inputs(Session *session)
{
    static const Column columns[] = { { "name", "Name", false },    { "label", "Label", false },
                                      { "group", "Group", false },  { "preset", "Preset", true },
                                      { "lowest", "Lowest", true }, { "highest", "Highest", true },
                                      { "unit", "Unit", false },    { "help", "Help", false } };
    Table *table = table_open(columns, 8);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const InputInfo *row = &input_info[i];
        const double values[3] = { input_preset(i), input_lowest(i), input_highest(i) };
        char text[100], unit[64];
        table_text(table, row->name);
        table_text(table, row->label);
        table_text(table, group_info[row->group].name);
        for (int j = 0; j < 3; j++) {
            Printed printed = print_input(i, values[j]);
            join_printed(text, sizeof text, &printed);
            if (row->kind == CHOICE || row->kind == SWITCH) {
                table_text(table, text);
            } else {
                table_number(table, text, plain_value(values[j], row->unit));
            }
        }
        plain_unit(unit, sizeof unit, row->unit);
        table_text(table, unit);
        table_text(table, row->help);
    }
    table_print(table, &session->out, session->arguments.format, "inputs");
    table_close(table);
}

static void list_figures(Session *session)
{
    static const Column columns[] = { { "name", "Name", false },
                                      { "label", "Label", false },
                                      { "group", "Group", false },
                                      { "unit", "Unit", false },
                                      { "formula", "Formula", false } };
    Table *table = table_open(columns, 5);
    for (int i = 0; i < FIGURE_COUNT; i++) {
        const FigureInfo *row = &figure_info[i];
        char unit[64];
        plain_unit(unit, sizeof unit, row->unit);
        table_text(table, row->name);
        table_text(table, row->label);
        table_text(table, group_info[row->group].name);
        table_text(table, unit);
        table_text(table, row->formula);
    }
    table_print(table, &session->out, session->arguments.format, "figures");
    table_close(table);
}

Status run_list(Session *session)
{
    const char *what = session->words[0];
    for (int kind = 0; kind < FILE_KINDS; kind++) {
        if (strcmp(what, file_kind_words[kind]) == 0 || strcmp(what, file_kind_word[kind]) == 0) {
            list_files(session, (FileKind)kind);
            return DONE;
        }
    }
    if (strcmp(what, "inputs") == 0) {
        list_inputs(session);
    } else if (strcmp(what, "figures") == 0) {
        list_figures(session);
    } else {
        fail(&session->error,
             "list: there are no '%.40s'; models, hardware, scenarios, claims, inputs or figures "
             "would "
             "be right",
             what);
        return FAILED;
    }
    return DONE;
}

/* -- check -------------------------------------------------------------------------------------- */

/* Whether the file is a ledger; what cannot be read is said by whoever reads it next. */
static bool is_ledger(const char *file)
{
    char *bytes;
    size_t size;
    if (strcmp(file, "-") == 0 || !file_read(file, &bytes, &size, NULL)) {
        return false;
    }
    bool claims = holds_claims(bytes);
    free(bytes);
    return claims;
}

static bool check_ledger(Session *session, const char *file, Error *error)
{
    Ledger *ledger = ledger_open(&session->library, file, error);
    if (!ledger) {
        return false;
    }
    fprintf(session->out.file, "%s: a ledger; claims: %d\n", file, ledger->count);
    ledger_close(ledger);
    return true;
}

static bool check_file(Session *session, const char *path, bool *warned, Error *error)
{
    static const char *const kinds[FILE_KINDS] = { "model profile", "hardware profile",
                                                   "scenario" };
    Library *library = &session->library;
    char file[4200];
    /* An argument of check is a file even without an ending. */
    snprintf(file, sizeof file, "%s%s", names_file(path) ? "" : "./", path);
    if (is_ledger(file)) {
        return check_ledger(session, file, error);
    }
    int read = library_read(library, SCENARIO_FILE, file, NULL, error);
    if (!read) {
        return false;
    }
    const Profile *profile = library->files[read];
    if (profile->kind == SCENARIO_FILE && strcmp(file, "-") != 0) {
        Scenario scenario;
        if (!scenario_load(library, &scenario, file, error) ||
            (profile->tour && !tour_read(library, &scenario, error))) {
            return false;
        }
    }
    fprintf(session->out.file, "%s: a %s; values: %d, published figures: %d\n", path,
            profile->import ? "config.json" : kinds[profile->kind], profile_values(profile),
            profile->published_count);
    warn_imported(profile->import, path);
    *warned = *warned || (profile->import && profile->import->warning_count > 0);
    return true;
}

/* Reads all of them: each bad one has its message, and the worst decides the exit status. */
Status run_check(Session *session)
{
    Status status = DONE;
    bool warned = false;
    for (int i = 0; i < session->count; i++) {
        Error error = { .text = "" };
        if (!check_file(session, session->words[i], &warned, &error)) {
            print_error(&error);
            status = error.system && status == DONE ? NOT_READ : error.system ? status : BAD_INPUT;
        }
    }
    return status == DONE && warned && session->arguments.strict ? LIMIT_BROKEN : status;
}
