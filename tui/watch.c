#include "tui/watch.h"

#include "profile/file.h"
#include "profile/profile.h"
#include "tui/tour.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>
#endif

enum { SCENARIO, MODEL, HARDWARE, TOUR, FILES };

static struct {
    int fd; /* inotify's; -1: closed */
    short files[FILES];
    FileStamp stamps[FILES];
    int folders[FILES];
} watch = { .fd = -1 };

/* The profile's file; NULL: it is built in or was standard input. */
static const Profile *own_file(const App *app, short file)
{
    const Profile *profile =
        file > 0 && file < app->library->count ? app->library->files[file] : NULL;
    return profile && profile->path && strcmp(profile->path, "-") != 0 ? profile : NULL;
}

/* -- the system ---------------------------------------------------------------------------------- */

void watch_open(void)
{
    memset(&watch, 0, sizeof watch);
    watch.fd = -1;
#ifdef __linux__
    watch.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
#endif
}

int watch_fd(void)
{
    return watch.fd;
}

void watch_close(void)
{
    if (watch.fd >= 0) {
        close(watch.fd);
    }
    watch.fd = -1;
}

/* The folder of the file: editors put a new file in the place of the old one. */
static void watch_folder(int place, const Profile *profile)
{
#ifdef __linux__
    int kept = 0;
    for (int i = 0; i < FILES; i++) { /* several files may be in one folder */
        kept += i != place && watch.folders[i] == watch.folders[place];
    }
    if (watch.folders[place] > 0 && !kept) {
        inotify_rm_watch(watch.fd, watch.folders[place]);
    }
    watch.folders[place] = 0;
    if (profile) {
        char folder[4096];
        int length = (int)(base_name(profile->path) - profile->path);
        snprintf(folder, sizeof folder, "%.*s", length ? length : 1, length ? profile->path : ".");
        watch.folders[place] =
            inotify_add_watch(watch.fd, folder, IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR);
    }
#else
    (void)place;
    (void)profile;
#endif
}

static void drain(void)
{
    char bytes[4096];
    while (read(watch.fd, bytes, sizeof bytes) > 0) {
    }
}

/* -- following ----------------------------------------------------------------------------------- */

void watch_follow(const App *app)
{
    const short files[FILES] = { app->now.file, app->now.model_file, app->now.hardware_file,
                                 app->stage.tour ? app->stage.start.file : 0 };
    for (int i = 0; watch.fd >= 0 && i < FILES; i++) {
        if (files[i] != watch.files[i]) {
            const Profile *profile = own_file(app, files[i]);
            watch.files[i] = files[i];
            watch_folder(i, profile);
            watch.stamps[i] = profile ? profile->stamp : (FileStamp){ 0 };
        }
    }
}

static const char *name_of(const App *app, short file)
{
    const Profile *profile = app->library->files[file];
    return profile->listed ? profile->id : profile->path;
}

/* The scenario read anew, then a model or hardware picked beside it, then what hands set. */
static bool read_again(const App *app, const Scenario *now, Scenario *scenario, Error *error)
{
    Library *library = app->library;
    *scenario = *now;
    if (now->file && !scenario_load(library, scenario, name_of(app, now->file), error)) {
        return false;
    }
    bool other_model = now->model_file && strcmp(scenario->model, now->model) != 0;
    bool other_hardware = now->hardware_file && strcmp(scenario->hardware, now->hardware) != 0;
    if (((other_model || (!now->file && now->model_file)) &&
         !scenario_pick(library, scenario, MODEL_PROFILE, name_of(app, now->model_file), error)) ||
        ((other_hardware || (!now->file && now->hardware_file)) &&
         !scenario_pick(library, scenario, HARDWARE_PROFILE, name_of(app, now->hardware_file),
                        error))) {
        return false;
    }
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (now->origin[i].from >= FROM_FLAG) {
            scenario_set(scenario, i, now->plan.at[i], (From)now->origin[i].from);
        }
    }
    return true;
}

/* The first file that is not as it was read; NULL: all are.  which: its place, TOUR before others. */
static const Profile *find_changed(const App *app, int *which)
{
    const Profile *changed = NULL;
    for (int i = 0; i < FILES; i++) {
        const Profile *profile = own_file(app, watch.files[i]);
        FileStamp stamp;
        memset(&stamp, 0, sizeof stamp);
        if (profile && file_stamp(profile->path, &stamp) &&
            memcmp(&stamp, &watch.stamps[i], sizeof stamp) != 0) {
            watch.stamps[i] = stamp;
            changed = profile;
            *which = i;
        }
    }
    return changed;
}

/* The tour from its file as it is now; the last good one stays when that is broken. */
static void present_again(App *app, const Profile *changed, long now)
{
    Scenario scenario;
    Error error;
    if (read_again(app, &app->stage.start, &scenario, &error) &&
        tour_replace(app, &scenario, now, &error)) {
        app_say(app, STYLE_GOOD, "%s was read again", changed->label);
    } else {
        app_say(app, STYLE_BROKEN, "%s", error.text);
    }
}

void watch_event(App *app, long now)
{
    Scenario scenario;
    Error error;
    int which = 0;
    if (watch.fd < 0) {
        return;
    }
    drain();
    const Profile *changed = find_changed(app, &which);
    if (!changed) {
        return;
    }
    if (app->stage.on || which == TOUR) {
        present_again(app, changed, now);
    }
    if (app->stage.on) {
        return; /* its plans are the tour's */
    }
    if (!read_again(app, &app->now, &scenario, &error)) {
        app_say(app, STYLE_BROKEN, "%s", error.text);
        return;
    }
    int differ = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        differ += scenario.plan.at[i] != app->now.plan.at[i];
    }
    if (differ == 0) {
        return; /* what was just saved from here, say */
    }
    bool unsaved = app->unsaved;
    app->now = scenario;
    app_changed(app, -1, now);
    app->unsaved = unsaved;
    app_say(app, STYLE_GOOD,
            differ == 1 ? "%s was read again: %d value changed"
                        : "%s was read again: %d values changed",
            changed->label, differ);
}
