/* view.h -- questions that fill the screen: claims, waterfall, ban, tornado, comparison, heat map,
 * distribution, history, timeline.
 *
 * A row in view.c says how many lines a view has, how it is drawn and what Enter does; moving,
 * scrolling, the mouse and leaving are the same for all.  Sliders go on moving under a view. */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H

#include "profile/ledger.h"
#include "tui/canvas.h"
#include "tui/event.h"

struct App;

typedef enum {
    NO_VIEW,
    VIEW_SURE,
    VIEW_TORNADO,
    VIEW_VERSUS,
    VIEW_HEAT,
    VIEW_WATERFALL,
    VIEW_BAN,
    VIEW_CLAIMS,
    VIEW_HISTORY,
    VIEW_SEARCH,
    VIEW_TIMELINE,
    VIEW_KINDS
} ViewKind;

enum { MOST_LEDGERS = 16, MOST_BANNED = 24 };

/* The plan on another accelerator, or a variant of it. */
typedef struct {
    int hardware;      /* number in ban_rows */
    const char *label; /* of the variant; NULL: the accelerator itself */
    char changed[48];  /* what had to give way */
    Plan plan;
    Figures figures;
} Banned;

typedef struct {
    ViewKind kind;
    int line, top, page,
        pitch;        /* of its list: in focus, first on screen, on screen; rows of a line */
    int pick;         /* which figure's bars are drawn */
    bool by_group;    /* comparison: by group of inputs */
    int across, down; /* heat map: its sliders */
    int column, row;  /*   and the cell under the cursor; timeline: its column */
    int grid_columns, grid_rows;
    Ledger *ledgers[MOST_LEDGERS];
    int ledger_count;
    Banned banned[MOST_BANNED];
    int banned_count;
    Plan banned_of; /* the plan they were computed from */
} View;

void view_close(View *view);

/* Draws the view in front. */
void view_draw(struct App *app, Canvas *canvas, Rect rect);

/* What the keys do in the list or view in front; the way back has its place on any screen. */
void front_hints(struct App *app, Canvas *canvas, int row);

/* Gives an event to the view in front.  False: there is none, or it is not about it. */
bool view_event(struct App *app, const Event *event, long now);

/* A press on a line of it, at a column of that line. */
void view_press(struct App *app, int line, int column, long now);

/* Moves the focus by lines. */
void view_move(struct App *app, int lines);

/* -- for those who draw views ---------------------------------------------------------------------- */

typedef struct {
    const char *name;
    const char *hints;                   /* "←→ figure": keys of its own */
    void (*open)(struct App *app);       /* NULL: nothing to prepare */
    int (*count)(const struct App *app); /* lines of its list */
    void (*draw)(struct App *app, Canvas *canvas, Rect rect, Rect detail);
    void (*act)(struct App *app, int line, long now);           /* Enter; NULL: nothing */
    bool (*key)(struct App *app, const Event *event, long now); /* keys of its own; NULL: none */
} ViewInfo;

extern const ViewInfo view_sure, view_tornado, view_versus, view_heat, view_waterfall, view_ban,
    view_claims, view_history, view_search, view_timeline;

/* Rows of a view's body, without its detail, on a screen of so many rows and columns. */
int view_rows(int rows, int columns);

/* Text in a field of so many columns, cut with an ellipsis or filled with blanks.  Returns out. */
const char *view_pad(char *out, size_t size, const char *text, int columns, bool right);

/* The lines of a list on screen: scrolls, notes where the mouse could press, marks the focus.
 * With room to spare a line of bars takes two rows (view.pitch).
 * Returns how many. */
int view_lines(struct App *app, Canvas *canvas, Rect rect, int count, int *first);

/* The figures in which two plans differ, side by side: what is the same says nothing of them. */
void draw_differing(Canvas *canvas, Rect rect, const char *title, const char *const names[2],
                    const Figures *const figures[2]);

/* The room left below the list's lines: where two plans' figures differ, and a figure of the second
 * along a slider.  title NULL: no figures; input -1: no curve; too little room: neither. */
typedef struct {
    const char *title, *names[2];
    const Figures *figures[2];
    const Plan *plan;
    int input, figure;
} Below;
void view_below(struct App *app, Canvas *canvas, Rect list, int shown, const Below *below);

/* The style of text on a line of the list. */
Style view_style(const struct App *app, int line, Style style);

/* One field of a line. */
void view_field(Canvas *canvas, int row, int column, int columns, bool right, Style style,
                const char *text);

/* The rule above a view, with what is computed or old said at its right end. */
void view_title(const struct App *app, Canvas *canvas, Rect rect, const char *title, int kind);

/* Focuses a slider and leaves the view. */
void view_to_input(struct App *app, int input);

#endif
