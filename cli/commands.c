#include "cli/commands.h"

#include "model/quantity.h"
#include "profile/profile.h"

#include <string.h>

#define FORMAT(name) (1u << AS_##name)
enum {
    ALL_FORMATS = FORMAT(TEXT) | FORMAT(JSON) | FORMAT(CSV) | FORMAT(MARKDOWN) | FORMAT(YAML),
    TABLES =
        FORMAT(TEXT) | FORMAT(JSON) | FORMAT(CSV) | FORMAT(MARKDOWN) /* and as YAML what is JSON */
};

const CommandRow command_rows[] = {
    { "show", "[NAME|FILE]", "every input and figure of a plan", 0, 1, ALL_FORMATS, run_show },
    { "explain", "FIGURE|INPUT",
      "its formula, the numbers in it, its source, what it feeds; --deep: down to the inputs", 1, 1,
      TABLES, run_explain },
    { "solve", "INPUT FIGURE=TARGET", "the value of an input that brings a figure to a target", 2,
      2, TABLES, run_solve },
    { "sweep", "INPUT=LOW..HIGH[:STEPS] [INPUT=...]", "figures (--figures) along one or two inputs",
      1, 2, TABLES, run_sweep },
    { "compare", "A B", "two plans, row by row, and what accounts for the difference (--by FIGURE)",
      2, 2, TABLES, run_compare },
    { "tornado", "FIGURE", "what moves it most: uncertain inputs over their spans, all by a tenth",
      1, 1, TABLES, run_tornado },
    { "sample", "FIGURE", "its distribution when uncertain inputs vary (--samples, --seed)", 1, 1,
      TABLES, run_sample },
    { "claims", "[NAME|FILE]", "claimed, computed, deviation, verdict, source of every claim", 0, 1,
      TABLES, run_claims },
    { "waterfall", "[NAME|FILE]", "what each innovation saved, from a plain plan of the same size",
      0, 1, TABLES, run_waterfall },
    { "ban", "[HARDWARE...]", "the same plan on other accelerators (default: the export bans')", 0,
      16, TABLES, run_ban },
    { "tour", "[NAME|FILE]", "presents a scenario's tour, a step a screen (default: the essay)", 0,
      1, FORMAT(TEXT), run_tour },
    { "notes", "[PROCESS]",
      "the presenter's notes of a tour in another terminal (default: the newest); steps it too", 0,
      1, FORMAT(TEXT), run_notes },
    { "record", "FILE.cast [-- COMMAND...]",
      "records the dashboard, or a command such as tour, as an asciicast; --keys without a "
      "terminal",
      1, MOST_WORDS, FORMAT(TEXT), run_record },
    { "screen", "[NAME|FILE]",
      "the screen as a file (--size, --keys, --theme): .txt .ans .svg .html", 0, 1, FORMAT(TEXT),
      run_screen },
    { "search", "[NAME|FILE]",
      "the best layouts of a plan: --by a figure (step_time), --top how many", 0, 1, TABLES,
      run_search },
    { "validate", "FILE.csv", "predicted against measured step times, by set; --all: every row", 1,
      1, TABLES, run_validate },
    { "list", "models|hardware|scenarios|claims|inputs|figures", "what there is", 1, 1, TABLES,
      run_list },
    { "import", "CONFIG.json", "a Hugging Face config.json as a model profile", 1, 1,
      FORMAT(TEXT) | FORMAT(YAML), run_import },
    { "check", "FILE...",
      "reads profiles, scenarios, claims and config.json, and says what is wrong with them", 1,
      MOST_WORDS, FORMAT(TEXT), run_check },
    { "docs", "inputs|figures|limits|units|models|commands|keys|accuracy|manual",
      "the lists of the program as Markdown", 1, 1, FORMAT(TEXT) | FORMAT(MARKDOWN), run_docs },
};
const size_t command_row_count = sizeof command_rows / sizeof *command_rows;

const CommandRow *find_command(const char *name)
{
    for (size_t i = 0; i < command_row_count; i++) {
        if (strcmp(command_rows[i].name, name) == 0) {
            return &command_rows[i];
        }
    }
    return NULL;
}

const char *nearest_command(const char *name)
{
    const char *best = NULL;
    int most = (int)strlen(name) / 3 + 1, distance = most + 1;
    for (size_t i = 0; i < command_row_count; i++) {
        int edits = edit_distance(name, command_rows[i].name, most);
        if (edits < distance) {
            distance = edits;
            best = command_rows[i].name;
        }
    }
    return best;
}

/* -- usage -------------------------------------------------------------------------------------- */

static void print_options(const Output *out)
{
    for (size_t i = 0; i < option_row_count; i++) {
        const OptionRow *row = &option_rows[i];
        char left[80], letter[8] = "    ";
        if (row->letter) {
            snprintf(letter, sizeof letter, "-%c, ", row->letter);
        }
        snprintf(left, sizeof left, "  %s--%s%s%s", letter, row->name, row->argument ? " " : "",
                 row->argument ? row->argument : "");
        put_padded(out, PLAIN, left, 28);
        fprintf(out->file, "  %s\n", row->help);
    }
}

static void print_inputs(const Output *out)
{
    Group group = GROUP_COUNT;
    for (int i = 0; i < INPUT_COUNT; i++) {
        const InputInfo *row = &input_info[i];
        char left[80];
        if (row->group != group) {
            group = row->group;
            fprintf(out->file, "\n%s\n", group_info[group].label);
        }
        snprintf(left, sizeof left, "  --%s", row->name);
        for (char *at = left; *at; at++) {
            *at = *at == '_' ? '-' : *at;
        }
        put_padded(out, PLAIN, left, 34);
        fprintf(out->file, "  %s: %s\n", row->label, row->help);
    }
}

void print_usage(const Output *out, const CommandRow *command)
{
    FILE *file = out->file;
    if (command) {
        fprintf(file, "flopdeck %s %s\n  %s\n\nOptions\n", command->name, command->operands,
                command->help);
        print_options(out);
        return;
    }
    fputs("flopdeck: what large language models cost, live, in a terminal\n\n"
          "  flopdeck [NAME|FILE]      the dashboard, on a scenario (default deepseek-v3)\n"
          "  flopdeck COMMAND ...      one of these\n\n",
          file);
    for (size_t i = 0; i < command_row_count; i++) {
        char left[100];
        snprintf(left, sizeof left, "  %s %s", command_rows[i].name, command_rows[i].operands);
        put_padded(out, PLAIN, left, 50);
        fprintf(file, "%s%s\n", text_width(left) > 48 ? "  " : "", command_rows[i].help);
    }
    fputs("\nOptions\n", file);
    print_options(out);
    fputs("\nEvery input is an option too. Values are written as people write them: 14.8T, 80 GB, "
          "$2.00, 38.97 %.\n",
          file);
    print_inputs(out);
    fputs("\nExit status: 0 done, 1 could not read or write, 2 bad usage or input, 3 with --strict "
          "a limit is broken or a set is out of bounds.\n",
          file);
}

/* -- the plan ----------------------------------------------------------------------------------- */

bool adjust_plan(Session *session, Scenario *scenario)
{
    const Arguments *arguments = &session->arguments;
    Library *library = &session->library;
    const char *model = arguments->model, *hardware = arguments->hardware;
    if ((model && !scenario_pick(library, scenario, MODEL_PROFILE, model, &session->error)) ||
        (hardware &&
         !scenario_pick(library, scenario, HARDWARE_PROFILE, hardware, &session->error))) {
        return false;
    }
    if (model || hardware) { /* it is not the scenario's plan any more */
        snprintf(scenario->name, sizeof scenario->name, "%.40s on %.19s",
                 *scenario->model ? scenario->model : "presets",
                 *scenario->hardware ? scenario->hardware : "presets");
    }
    for (int i = 0; i < arguments->setting_count; i++) {
        const Setting *setting = &arguments->settings[i];
        double value;
        Error why;
        double now = scenario->plan.at[setting->input];
        /* -5 is a number here; on a slider it is a step down */
        bool below = *setting->text == '-' && !strchr(setting->text, '%');
        if (!(below ? parse_input(setting->text, setting->input, &value, &why)
                    : parse_entry(setting->text, setting->input, now, &value, &why))) {
            return fail(&session->error, "--set %s=%.60s: %s", input_info[setting->input].name,
                        setting->text, why.text);
        }
        scenario_set(scenario, setting->input, value, FROM_FLAG);
    }
    return true;
}

const ImportReport *imported(const Session *session, const Scenario *scenario)
{
    return scenario->model_file > 0 ? session->library.files[scenario->model_file]->import : NULL;
}

void warn_imported(const ImportReport *report, const char *file)
{
    for (int i = 0; report && i < report->warning_count; i++) {
        Error warning;
        fail(&warning, "%s:1:1: warning: %s", file, report->warning[i]);
        print_error(&warning);
    }
}

bool load_plan(Session *session, const char *fallback, Scenario *scenario)
{
    const char *name = session->arguments.scenario ? session->arguments.scenario : fallback;
    if (!scenario_load(&session->library, scenario, name ? name : "deepseek-v3", &session->error) ||
        !adjust_plan(session, scenario)) {
        return false;
    }
    warn_imported(imported(session, scenario), scenario->model);
    return true;
}

Status strict_status(const Session *session, const Scenario *scenario, const Figures *figures)
{
    Limits limits = check_limits(&scenario->plan, figures);
    const ImportReport *report = imported(session, scenario);
    if (session->arguments.strict && report && report->warning_count > 0) {
        return LIMIT_BROKEN;
    }
    Status status = DONE;
    for (int i = 0; i < LIMIT_COUNT; i++) {
        if (session->arguments.strict && limits.broken[i] && limit_info[i].severity == BROKEN) {
            Error why; /* only show prints limits, and not in every format */
            fail(&why, "--strict: %s: %s", limit_info[i].name, limit_info[i].say);
            print_error(&why);
            status = LIMIT_BROKEN;
        }
    }
    return status;
}

/* -- names -------------------------------------------------------------------------------------- */

bool read_row(const char *name, Row *row, Error *error)
{
    if (find_row(name, strlen(name), row)) {
        return true;
    }
    int most = (int)strlen(name) / 3 + 2;
    const char *input = nearest_input(name), *figure = nearest_figure(name);
    bool first =
        input && (!figure || edit_distance(name, input, most) < edit_distance(name, figure, most));
    const char *nearest = first ? input : figure;
    return fail(error, "no figure or input is called '%.60s'; %s%s%s", name,
                nearest ? "did you mean '" : "see `flopdeck list figures`", nearest ? nearest : "",
                nearest ? "'?" : "");
}

bool read_figure(Session *session, const char *name, Row *row)
{
    if (!read_row(name, row, &session->error)) {
        return false;
    }
    return row->kind == A_FIGURE ||
           fail(&session->error, "'%.60s' is no figure; see `flopdeck list figures`", name);
}

bool read_figures(Session *session, Row rows[], int most, int *count)
{
    const char *at = session->arguments.figures;
    *count = 0;
    while (at && *at) {
        char name[64];
        size_t length = strcspn(at, ",");
        snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1),
                 at);
        at += length + (at[length] == ',');
        if (!*name) {
            continue;
        }
        if (*count == most) {
            return fail(&session->error, "--figures: more than %d names", most);
        }
        if (!read_row(name, &rows[*count], &session->error)) {
            return false;
        }
        if (rows[*count].kind == A_CONSTANT) {
            return fail(&session->error,
                        "--figures: %s is a constant; an input or figure would be right", name);
        }
        ++*count;
    }
    return true;
}
