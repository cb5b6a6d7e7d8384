/* main.c -- reads the command line, runs a command or opens the dashboard, and is the only one who
 * prints an error and exits. */
#include "cli/commands.h"
#include "profile/file.h"
#include "tui/dashboard.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Status report(const Error *error)
{
    print_error(error);
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
    if (!(command->formats & (1u << arguments->format))) {
        fail(&session->error, "%s: does not print %s", command->name,
             format_word[arguments->format]);
        return FAILED;
    }
    library_open(&session->library);
    Status status = command->run(session);
    library_close(&session->library);
    return status;
}

static Status open_dashboard(Session *session)
{
    const char *name = session->arguments.count > 0 ? session->arguments.words[0] : NULL;
    Scenario scenario;
    DashboardOptions options = { .theme = session->arguments.theme };
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

static int present(Library *library, Scenario *scenario)
{
    DashboardOptions options = { .tour = true };
    return dashboard(library, scenario, NULL, &options);
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
