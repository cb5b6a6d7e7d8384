/* docs.c -- `flopdeck docs`: the lists of the program as Markdown, for docs/. */
#include "cli/commands.h"

#include "model/quantity.h"
#include "profile/modelpage.h"

#include <string.h>

static void put_cell(FILE *file, const char *text)
{
    fputs(" ", file);
    for (; *text; text++) {
        fprintf(file, "%s%c", *text == '|' ? "\\" : "", *text);
    }
    fputs(" |", file);
}

static const char *print_preset(int input, double value, char *out, size_t size)
{
    Printed printed = print_input(input, value);
    return join_printed(out, size, &printed);
}

static void docs_inputs(FILE *file)
{
    fputs("# Inputs\n\nEvery number a person can set: a slider, a key in files, an option "
          "`--name`.\n",
          file);
    for (int group = GROUP_MODEL; group <= GROUP_SERVING; group++) {
        fprintf(file, "\n## %s\n\n| name | what it is | preset | range |\n|---|---|---|---|\n",
                group_info[group].label);
        for (int i = 0; i < INPUT_COUNT; i++) {
            const InputInfo *row = &input_info[i];
            char text[400], low[64], high[64];
            if ((int)row->group != group) {
                continue;
            }
            snprintf(text, sizeof text, "`%s`", row->name);
            fputs("|", file);
            put_cell(file, text);
            snprintf(text, sizeof text, "%s: %s", row->label, row->help);
            put_cell(file, text);
            put_cell(file, print_preset(i, input_preset(i), text, sizeof text));
            text[0] = '\0';
            if (row->kind == CHOICE) {
                for (int j = 0; j < input_options(i); j++) {
                    size_t used = strlen(text);
                    snprintf(text + used, sizeof text - used, "%s%s", j ? ", " : "",
                             option_info[row->options + j].word);
                }
            } else {
                snprintf(text, sizeof text, "%s to %s",
                         print_preset(i, input_lowest(i), low, sizeof low),
                         print_preset(i, input_highest(i), high, sizeof high));
            }
            put_cell(file, row->kind == SWITCH ? "yes, no" : text);
            putc('\n', file);
        }
    }
}

static void docs_figures(FILE *file)
{
    char formula[2000];
    fputs("# Figures\n\nEvery number that follows, with the formula that the program runs.\n",
          file);
    for (int group = GROUP_PARAMETERS; group < GROUP_COUNT; group++) {
        fprintf(file, "\n## %s\n", group_info[group].label);
        for (int i = 0; i < FIGURE_COUNT; i++) {
            const FigureInfo *row = &figure_info[i];
            char unit[64];
            if ((int)row->group != group) {
                continue;
            }
            plain_unit(unit, sizeof unit, row->unit);
            formula_pretty(row->formula, formula, sizeof formula);
            fprintf(file, "\n**`%s`** %s%s%s%s\n\n    %s\n\nSource: %s.%s%s%s\n", row->name,
                    row->label, *unit ? " (" : "", unit, *unit ? ")" : "", formula, row->source,
                    row->caveat ? " But: " : "", row->caveat ? row->caveat : "",
                    row->caveat ? "." : "");
        }
    }
}

static void docs_limits(FILE *file)
{
    fputs("# Limits\n\nWhat must hold for a plan to make sense. Broken: it cannot be; warning: it "
          "can, and is worth a word.\n\n"
          "| name | must hold | severity | otherwise |\n|---|---|---|---|\n",
          file);
    for (int i = 0; i < LIMIT_COUNT; i++) {
        char text[600];
        fputs("|", file);
        snprintf(text, sizeof text, "`%s`", limit_info[i].name);
        put_cell(file, text);
        snprintf(text, sizeof text, "`%s`", limit_info[i].condition);
        put_cell(file, text);
        put_cell(file, limit_info[i].severity == BROKEN ? "broken" : "warning");
        put_cell(file, limit_info[i].say);
        putc('\n', file);
    }
}

static void docs_units(FILE *file)
{
    fputs("# Units\n\nA value takes a prefix (k M G B T P E Z Y, m µ n, Ki Mi Gi Ti Pi) and a unit "
          "of its kind.\n\n"
          "| unit | also written | in base units |\n|---|---|---|\n",
          file);
    for (int i = 0; i < UNIT_COUNT; i++) {
        char unit[64], size[40];
        if (!*unit_info[i].symbol) {
            continue;
        }
        fputs("|", file);
        put_cell(file, unit_info[i].symbol);
        put_cell(file, unit_info[i].alias ? unit_info[i].alias : "");
        print_base_unit(unit, sizeof unit, unit_info[i].dimension);
        snprintf(size, sizeof size, "%.6g", unit_info[i].size);
        fprintf(file, " %s %s |\n", size, unit);
    }
    fputs("\nJSON and CSV hold base units; only GPU-hours and dollars per GPU-hour are by the hour "
          "there too.\n",
          file);
}

static void docs_commands(FILE *file)
{
    fputs("# Commands\n\n`flopdeck [NAME|FILE]` opens the dashboard on a scenario (default "
          "`deepseek-v3`).\n\n"
          "| command | does |\n|---|---|\n",
          file);
    for (size_t i = 0; i < command_row_count; i++) {
        char text[200];
        fputs("|", file);
        snprintf(text, sizeof text, "`flopdeck %s %s`", command_rows[i].name,
                 command_rows[i].operands);
        put_cell(file, text);
        put_cell(file, command_rows[i].help);
        putc('\n', file);
    }
    fputs("\n| option | does |\n|---|---|\n", file);
    for (size_t i = 0; i < option_row_count; i++) {
        const OptionRow *row = &option_rows[i];
        char text[200], letter[8] = "";
        if (row->letter) {
            snprintf(letter, sizeof letter, "-%c, ", row->letter);
        }
        snprintf(text, sizeof text, "`%s--%s%s%s`", letter, row->name, row->argument ? " " : "",
                 row->argument ? row->argument : "");
        fputs("|", file);
        put_cell(file, text);
        put_cell(file, row->help);
        putc('\n', file);
    }
    fputs("\nEvery input is an option too: `--train-tokens 14.8T`. See [INPUTS.md](INPUTS.md).\n\n"
          "Exit status: 0 done; 1 could not read or write; 2 bad usage or bad input; 3 with "
          "`--strict`, a limit is broken or a measured set is out of bounds.\n",
          file);
}

static void put_key(FILE *file, const char *keys, const char *name, const char *help)
{
    fputs("| ", file);
    while (*keys) {
        int length = (int)strcspn(keys, " ");
        fprintf(file, "`%.*s` ", length, keys);
        keys += length + (keys[length] == ' ');
    }
    fprintf(file, "| %s | `:%s` |\n", help, name);
}

static void docs_keys(const Session *session)
{
    FILE *file = session->out.file;
    fputs("# Keys\n\n| keys | do | as a command |\n|---|---|---|\n", file);
    if (session->each_key) {
        session->each_key(put_key, file);
    }
    fputs("\nAny digit starts typing a value for the slider in focus: `14.8T`, `$1.80`, `2048*2`, "
          "`*2`, `+10%`.\nThe mouse drags tracks, wheels over them, and presses rows, results and "
          "hints; `M` gives it back to the terminal.\n",
          file);
}

Status run_docs(Session *session)
{
    static const struct {
        const char *name;
        void (*print)(FILE *file);
        void (*print_more)(const Session *session);
    } pages[] = { { "inputs", docs_inputs, NULL }, { "figures", docs_figures, NULL },
                  { "limits", docs_limits, NULL }, { "units", docs_units, NULL },
                  { "models", model_page, NULL },  { "commands", docs_commands, NULL },
                  { "keys", NULL, docs_keys },     { "manual", NULL, docs_manual } };
    if (strcmp(session->words[0], "accuracy") == 0) {
        return docs_accuracy(session, "tests/measured_steps.csv") ? DONE : FAILED;
    }
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strcmp(session->words[0], pages[i].name) == 0) {
            if (pages[i].print) {
                pages[i].print(session->out.file);
            } else {
                pages[i].print_more(session);
            }
            return DONE;
        }
    }
    fail(&session->error,
         "docs: there is no page '%.40s'; inputs, figures, limits, units, models, commands, "
         "keys, accuracy or manual would be right",
         session->words[0]);
    return FAILED;
}
