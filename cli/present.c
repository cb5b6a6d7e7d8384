/* present.c -- `flopdeck tour`: one idea a screen.  `flopdeck notes`: what to say at it.
 * `flopdeck record`: a recording.
 * `flopdeck screen`: the screen as a file. */
#include "cli/commands.h"
#include "profile/tour.h"

static const char essay[] = "deepseek-faq";

Status run_tour(Session *session)
{
    Scenario scenario;
    Library *library = &session->library;
    const char *name = session->count > 0 ? session->words[0] : essay;
    if (!load_plan(session, name, &scenario)) {
        return FAILED;
    }
    /* Said before the terminal is taken. */
    return tour_read(library, &scenario, &session->error)
               ? (Status)session->present(library, &scenario, session->arguments.read_only)
               : FAILED;
}

Status run_notes(Session *session)
{
    int status;
    return session->notes(session->count > 0 ? session->words[0] : NULL,
                          session->arguments.read_only, &status, &session->error)
               ? (Status)status
               : FAILED;
}

Status run_record(Session *session)
{
    const Arguments *arguments = &session->arguments;
    const char *words[MOST_WORDS] = { "flopdeck" };
    const RecordWish wish = { session->words[0], words,           session->count,
                              arguments->keys,   arguments->size, arguments->typed };
    int status;
    for (int i = 1; i < session->count; i++) {
        words[i] = session->words[i];
    }
    return session->record(&wish, &status, &session->error) ? (Status)status : FAILED;
}

Status run_screen(Session *session)
{
    const Arguments *arguments = &session->arguments;
    const ScreenWish wish = { arguments->size, arguments->keys, arguments->theme,
                              arguments->output };
    Scenario scenario;
    return load_plan(session, session->count > 0 ? session->words[0] : NULL, &scenario) &&
                   session->screen(&session->library, &scenario, &wish, session->out.file,
                                   &session->error)
               ? DONE
               : FAILED;
}
