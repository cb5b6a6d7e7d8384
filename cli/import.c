/* import.c -- `flopdeck import`: a config.json as a model profile. */
#include "cli/commands.h"

#include "profile/file.h"
#include "profile/profile.h"

#include <stdlib.h>
#include <string.h>

/* The name of the folder that the file is in: a download has the model's name there.  Of standard
 * input only the family is known. */
static void name_model(char *name, size_t size, const char *path, const char *family)
{
    const char *base = base_name(path), *from = base;
    if (strcmp(path, "-") == 0) {
        snprintf(name, size, "%s", family);
        return;
    }
    if (strcmp(base, "config.json") == 0 && base > path + 1) {
        for (from = base - 1; from > path && from[-1] != '/';) {
            from--;
        }
        base--;
    } else {
        base += strcspn(base, ".");
    }
    snprintf(name, size, "%.*s", base > from ? (int)(base - from) : 5,
             base > from ? from : "model");
}

Status run_import(Session *session)
{
    const char *path = session->words[0];
    char file[4200], name[128];
    snprintf(file, sizeof file, "%s%s", names_file(path) ? "" : "./", path);
    int read = library_read(&session->library, MODEL_PROFILE, file, NULL, &session->error);
    if (!read) {
        return FAILED;
    }
    const Profile *profile = session->library.files[read];
    if (!profile->import) {
        fail(&session->error,
             "%s:1:1: this is a file of flopdeck's own; a config.json would be right", path);
        return FAILED;
    }
    Plan plan = preset_plan();
    for (int i = 0; i < INPUT_COUNT; i++) {
        plan.at[i] = profile->given[i].line > 0 ? profile->given[i].value : plan.at[i];
    }
    name_model(name, sizeof name, path, profile->import->name);
    char *text = huggingface_profile(&plan, profile->import, name);
    fputs(text ? text : "", session->out.file);
    free(text);
    warn_imported(profile->import, path);
    return session->arguments.strict && profile->import->warning_count > 0 ? LIMIT_BROKEN : DONE;
}
