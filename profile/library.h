/* library.h -- the files that were read, and what they say about each value.
 *
 * One object per program, used by one thread.  Every file keeps its text, sources and notes in an
 * arena of its own; nothing is freed before library_close, so that an Origin in an old scenario of
 * the undo ring still finds its citation. */
#ifndef PROFILE_LIBRARY_H
#define PROFILE_LIBRARY_H

#include "model/error.h"
#include "model/model.h"
#include "profile/catalogue.h"

/* Who set a value.  Later ones win over earlier ones. */
typedef enum { FROM_PRESET, FROM_PROFILE, FROM_SCENARIO, FROM_FLAG, FROM_HAND, FROM_SOLVER } From;
enum { FROMS = 6 };

/* "preset", "profile", "scenario", "flag", "hand", "solver": as JSON has it. */
extern const char *const from_word[FROMS];

/* Zero: the preset. */
typedef struct {
    unsigned char from; /* From */
    short file;         /* in the library; 0: none */
    int line;           /* 0: none */
} Origin;

typedef struct Profile Profile; /* profile.h */

typedef struct {
    Catalogue catalogue;
    Profile **files; /* [0] is not used */
    int count;
    int room;
} Library;

void library_open(Library *library);
void library_close(Library *library);

/* Looks at the person's folders again: after a save, say.  Items found before are gone. */
void library_refresh(Library *library);

/* Reads a catalogue id or a file ("-": standard input), once: the same unchanged file is not read
 * again.  folder: what a relative path starts from; NULL: the working directory.
 * Returns its number in files[], or 0 with `FILE:LINE:COLUMN: …` in error. */
int library_read(Library *library, FileKind kind, const char *name_or_file, const char *folder,
                 Error *error);

/* "h800-sxm.yaml:7", "set by you", "solved for", "--set", "preset".  Returns out. */
const char *origin_text(const Library *library, Origin origin, char *out, size_t size);

/* Citation of a value: of the very value, else of its file, else of its preset; "" where nobody
 * said.  Borrowed until library_close. */
const char *origin_source(const Library *library, Origin origin, int input);

/* What the file says beside the value; "" mostly.  Borrowed until library_close. */
const char *origin_note(const Library *library, Origin origin, int input);

/* Span in which the file says that the value lies (base units).  False: it says nothing. */
bool origin_span(const Library *library, Origin origin, int input, double *low, double *high);

/* What others state about a figure of a plan. */
typedef struct {
    int figure;       /* -1: what no figure computes, such as stored_params */
    double value;     /* base units */
    const char *name; /* these are borrowed until library_close */
    const char *text; /* the value as it is written there: its last digit says how exact it is */
    const char *source, *note;
    short file;
    int line;
} Published;

/* What the files `first` and `second` (0: none) publish about the figure; the first that says
 * something wins. */
bool library_published(const Library *library, short first, short second, int figure,
                       Published *published);

#endif
