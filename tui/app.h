/* app.h -- the dashboard: one object with everything that is on the screen.
 *
 * The terminal, the App and every Scenario belong to one thread.  An event changes the App
 * (app_event), the App is drawn into a Canvas (screen_draw), the terminal shows the Canvas.  Nothing
 * in between waits, and nothing is drawn from anything but the App: a test needs no terminal. */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "model/formula.h"
#include "profile/scenario.h"
#include "profile/tour.h"
#include "tui/canvas.h"
#include "tui/dashboard.h"
#include "tui/goal.h"
#include "tui/history.h"
#include "tui/menu.h"
#include "tui/questions.h"
#include "tui/term.h"
#include "tui/view.h"

typedef enum { PANE_INPUTS, PANE_FIGURES } Pane;

/* What a press of the mouse at a place would mean; noted while drawing. */
typedef enum {
    HIT_INPUT,
    HIT_TRACK,
    HIT_FIGURE,
    HIT_ACTION,
    HIT_MENU,
    HIT_VIEW,
    HIT_STEP,
    HIT_KEY
} HitKind;
typedef struct {
    Rect rect;
    HitKind kind;
    int id;
} Hit;
enum { MOST_HITS = 192, MOST_TRAIL = 16 };

/* A line of text being typed at the bottom. */
typedef enum { NOT_TYPING, TYPING_VALUE, TYPING_COMMAND, TYPING_PATH, TYPING_TARGET } Typing;
typedef struct {
    Typing typing;
    char text[96];
    int length;
} Entry;

typedef struct {
    Scenario scenario;
    Figures figures;
} Slot;

/* Presenting: tour.h. */
typedef struct {
    const Tour *tour; /* NULL: none was opened; lives as long as the library */
    Scenario start;   /* what it was read from */
    int step;
    bool on, blank, alone;
    int jump;        /* the number being typed */
    int mark, first; /* of the history, where the tour began */
} Stage;

typedef struct App {
    Library *library;
    Scenario now;
    Figures figures;
    Figures before; /* when the last change began: what differs is marked */
    int quiet;      /* keys and presses since then: the mark weakens */
    Limits limits;
    Slot a; /* what results are compared with; at first the scenario as it was opened */
    Slot b; /* a second one, for the comparison */
    bool has_b;

    int rows, columns; /* of the screen */
    Charset shown;     /* characters of the screen */
    int rank;          /* inputs and figures up to this rank are listed; the screen's size says */
    bool all;          /* every input is listed, whatever its rank */
    Pane pane;
    int input, figure; /* the rows in focus */
    int curve;         /* the slider that the chart runs along */
    int top;           /* first line of the input list on screen */
    unsigned token;    /* which token's experts are lit */
    int dragging;      /* input whose track the mouse holds; -1: none */

    Goal goal;    /* a figure that is to have a value, and the input that gives way */
    bool hurried; /* keys follow each other: what is far from the hand may stay as it was */
    bool late;    /* something did, and follows when they rest */
    bool band;    /* p5 to p95 stand under the answers */
    View view;    /* what fills the screen; NO_VIEW: the dashboard does */

    Menu menu;             /* the list in front, when one is open */
    Row trail[MOST_TRAIL]; /* rows walked through in explain */
    int trail_count;
    Entry entry;
    char argument[96]; /* of a typed command: "NAME" of "tour NAME" */
    Stage stage;
    char status[256]; /* said on the line above the keys until the next event */
    Style status_style;
    char change[160]; /* the last change in words */
    char copy[4096];  /* for the terminal's clipboard; empty: nothing */
    char path[4096];  /* where "save" writes; empty: it asks */
    bool read_only;   /* a shared screen: nothing is written, copied or run */
    bool unsaved;
    bool leaving; /* the person was asked about unsaved changes */
    bool quit;
    bool suspend, repaint, mouse;
    int theme, charset; /* asked for; -1: as the terminal is */

    Hit hits[MOST_HITS];
    int hit_count;

    /* Large, and most of it not yet used: not cleared at the start. */
    Questions questions; /* what is asked of the background, and its answers */
    History history;
} App;

/* Prepares the App.  The library is borrowed for its life. */
void app_open(App *app, Library *library, const Scenario *scenario, const char *path);

/* Ends the background work, frees what views hold. */
void app_close(App *app);

/* What one event does.  now: a clock in milliseconds, for grouping changes. */
void app_event(App *app, const Event *event, long now);

/* The scenario changed (already in app->now): computes, remembers, says what changed.
 * control: the input moved, or -1. */
void app_changed(App *app, int control, long now);

/* Takes a scenario that was there before (undo, history): nothing is remembered. */
void app_restore(App *app, const Scenario *scenario);

/* Names the last change for the history: "Mixtral 8x7B"; what it did is added. */
void app_name_change(App *app, const char *what);

/* A sentence for the line above the keys. */
void app_say(App *app, Style style, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Notes where the mouse could press. */
void app_hit(App *app, Rect rect, HitKind kind, int id);

/* Inputs of the list, in the order of the screen: groups in turn, rows that matter and are within
 * the rank.  rows[]: inputs, or -1 - group for the heading of a group.  Returns how many. */
int app_input_lines(const App *app, int rows[], int most);

/* Figures of the results list. */
int app_figure_lines(const App *app, int rows[], int most);

/* A figure that moved with the last change is marked, more weakly after the next key, not at all
 * after MARK_KEYS of them: by keys and not by a clock, so that nothing wakes up and nothing is sent
 * while nobody does anything. */
enum { MARK_KEYS = 3 };
Style app_figure_style(const App *app, int figure);

/* The style of what else differs from A or from what was reported; what moved just now looks like the
 * figures that moved, so that a step needs no other colour. */
Style app_mark_style(const App *app, bool moved);

/* ↑ or ↓ while it is marked, so that colour is not needed to see it; a blank else. */
uint32_t app_figure_arrow(const App *app, int figure);

#endif
