/* main.c -- reads the command line, runs a command or opens the dashboard, and is the only one who
 * prints an error and exits. */
#include "cli/commands.h"
#include "profile/file.h"
#include "profile/json_yaml.h"
#include "tui/dashboard.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Status report(const Error *error)
{
    if (*error->text) { /* whoever closed the pipe knows */
        print_error(error);
    }
    return error->system ? NOT_READ : BAD_INPUT;
}

/* Writes what a command printed; a full disk or a closed pipe is a failure. */
static Status deliver(Session *session, char **text, size_t *size, Status status)
{
    const char *path = session->arguments.output ? session->arguments.output : "-";
    if (fclose(session->out.file) != 0) {
        fail_system(&session->error, "out of memory");
        return report(&session->error);
    }
    if (status != FAILED && *size > 0 && !file_write(path, *text, *size, &session->error)) {
        status = FAILED;
    }
    free(*text);
    return status == FAILED ? report(&session->error) : status;
}

static bool wants_colour(const Arguments *arguments)
{
    const char *none = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return arguments->format == AS_TEXT && !arguments->output && (!none || !*none) &&
           (!terminal || strcmp(terminal, "dumb") != 0) && isatty(STDOUT_FILENO);
}

/* What a command prints as JSON, as YAML. */
static Status run_as_yaml(Session *session, const CommandRow *command)
{
    char *json = NULL;
    size_t size = 0;
    FILE *file = session->out.file;
    session->out.file = open_memstream(&json, &size);
    if (!session->out.file) {
        session->out.file = file;
        fail_system(&session->error, "out of memory");
        return FAILED;
    }
    session->arguments.format = AS_JSON;
    Status status = command->run(session);
    bool written = fclose(session->out.file) == 0;
    session->out.file = file;
    if (status != FAILED &&
        (!written || !json_to_yaml(json, size, session->out.file, &session->error))) {
        status = FAILED;
    }
    free(json);
    return status;
}

static Status run_command(Session *session, const CommandRow *command)
{
    const Arguments *arguments = &session->arguments;
    if (arguments->help) {
        print_usage(&session->out, command);
        return DONE;
    }
    if (session->count < command->least || session->count > command->most) {
        fail(&session->error, "%s: %s would be right; see `flopdeck %s --help`", command->name,
             command->operands, command->name);
        return FAILED;
    }
    bool has = command->formats & (1u << arguments->format);
    bool converted = !has && arguments->format == AS_YAML && command->formats & (1u << AS_JSON);
    if (!has && !converted) {
        fail(&session->error, "%s: does not print %s; text would be right", command->name,
             format_word[arguments->format]);
        return FAILED;
    }
    library_open(&session->library);
    Status status = converted ? run_as_yaml(session, command) : command->run(session);
    library_close(&session->library);
    return status;
}

static Status open_dashboard(Session *session)
{
    const char *name = session->arguments.count > 0 ? session->arguments.words[0] : NULL;
    Scenario scenario;
    DashboardOptions options = { .theme = session->arguments.theme,
                                 .read_only = session->arguments.read_only };
    Status status = FAILED;
    if (session->arguments.count > 1) {
        fail(&session->error, "one scenario at a time; see `flopdeck --help`");
        return FAILED;
    }
    library_open(&session->library);
    bool unknown = name && !names_file(name) &&
                   !catalogue_find(&session->library.catalogue, SCENARIO_FILE, name);
    if (unknown && !catalogue_nearest(&session->library.catalogue, SCENARIO_FILE, name) &&
        nearest_command(name)) {
        fail(&session->error, "no command and no scenario is called '%.60s'; did you mean '%s'?",
             name, nearest_command(name));
    } else if (load_plan(session, name, &scenario)) {
        const char *path = name && names_file(name) ? name : NULL;
        status = (Status)dashboard(&session->library, &scenario, path, &options);
    }
    library_close(&session->library);
    return status;
}

static int present(Library *library, Scenario *scenario, bool read_only)
{
    DashboardOptions options = { .tour = true, .read_only = read_only };
    return dashboard(library, scenario, NULL, &options);
}

static bool record(const RecordWish *wish, int *status, Error *error)
{
    const RecordOrder order = { wish->path, wish->words, wish->count,
                                wish->keys, wish->size,  wish->typed };
    return dashboard_record(&order, status, error);
}

static bool print_screen(Library *library, const Scenario *scenario, const ScreenWish *wish,
                         FILE *out, Error *error)
{
    ScreenOrder order = { wish->size, wish->keys, wish->theme, wish->path };
    return dashboard_screen(library, scenario, &order, out, error);
}

int main(int argc, char *argv[])
{
    Session session = { .out = { stdout, false },
                        .each_key = dashboard_each_key,
                        .present = present,
                        .notes = dashboard_notes,
                        .record = record,
                        .screen = print_screen };
    Arguments *arguments = &session.arguments;
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write() */
    if (!arguments_read(arguments, argc, argv, &session.error)) {
        return (int)report(&session.error);
    }
    const CommandRow *command = arguments->count > 0 ? find_command(arguments->words[0]) : NULL;
    if (!command && !arguments->help && !arguments->version) {
        Status status = open_dashboard(&session);
        return (int)(status == FAILED ? report(&session.error) : status);
    }
    session.words = arguments->words + 1;
    session.count = arguments->count - 1;
    session.out.colour = wants_colour(arguments);
    char *text = NULL;
    size_t size = 0;
    session.out.file = open_memstream(&text, &size);
    if (!session.out.file) {
        fail_system(&session.error, "out of memory");
        return (int)report(&session.error);
    }
    Status status = DONE;
    if (arguments->version) {
        fprintf(session.out.file, "flopdeck %s\n", FLOPDECK_VERSION);
    } else if (command) {
        status = run_command(&session, command);
    } else {
        print_usage(&session.out, NULL);
    }
    return (int)deliver(&session, &text, &size, status);
}
