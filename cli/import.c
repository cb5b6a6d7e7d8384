/* import.c -- `flopdeck import`: a config.json as a model profile. */
#include "cli/commands.h"

#include "profile/file.h"
#include "profile/profile.h"

#include <stdlib.h>
#include <string.h>

/* The name of a model, from where its file lies: the folder of a download has the model's name, unless it is a
 * snapshot in Hugging Face's cache (models--OWNER--NAME/snapshots/HASH); another file has its own.  Where
 * there is no name, of standard input say, only the family is known. */
static void name_model(char *name, size_t size, const char *path, const char *family)
{
    const char *base = base_name(path), *from = base, *end = base + strlen(base);
    const char *cache = strstr(path, "models--"), *owner = cache ? strstr(cache + 8, "--") : NULL;
    if (strcmp(base, "config.json") == 0 || strcmp(base, "params.json") == 0) {
        end = base > path ? base - 1 : base;
        for (from = end; from > path && from[-1] != '/';) {
            from--;
        }
        from = owner ? owner + 2 : from;
        end = owner ? from + strcspn(from, "/") : end;
    } else if (end - base > 5 && strcmp(end - 5, ".json") == 0) {
        end -= 5;
    }
    bool named = end > from && *from != '.' && strcmp(path, "-") != 0;
    snprintf(name, size, "%.*s", named ? (int)(end - from) : (int)strlen(family),
             named ? from : family);
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
