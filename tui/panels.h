/* panels.h -- the parts of the dashboard.
 *
 * A panel draws itself into a rectangle.  screen.c gives each as many rows as it asks for while
 * there is room, the most valuable first. */
#ifndef TUI_PANELS_H
#define TUI_PANELS_H

#include "tui/app.h"

typedef struct {
    const char *name;
    void (*draw)(App *app, Canvas *canvas, Rect rect); /* rect: the title's line included */
    int (*rows)(const App *app, int columns);          /* rows it would like, title included */
    int least;                                         /* rows below which it is left out */
    bool grows;                                        /* takes what is left over */
} Panel;

extern const Panel panel_training, panel_inputs, panel_results, panel_share, panel_experts,
    panel_chart, panel_ledger, panel_timeline, panel_cache, panel_compare, panel_tornado,
    panel_devices_chart;

/* "▲4.40%" or "▲×18" against A; empty where nothing differs. */
void print_delta(char *out, size_t size, double now, double a);

/* The three figures that stand in large at the top.  Returns how many. */
int answer_figures(int figures[], int most);

/* Whether the figure is one of the three that stand in large at the top. */
bool is_answer(int figure);

/* A plan's figure along a slider, the point that is marked; with axes where there is room. */
void draw_plot(Canvas *canvas, Rect rect, const Plan *plan, int input, int figure, double now,
               Style mark);

/* "37.55 B" at the right of the rectangle's row; what moved is marked: the number, as its unit is what it
 * was.  Returns the column where it begins. */
int draw_figure(const App *app, Canvas *canvas, Rect rect, int figure, const char *text);

/* "$4.127 M … $13.04 M" under an answer. */
void draw_band(const App *app, Canvas *canvas, int row, int column, int columns, int figure);

/* Draws the whole screen: title, headline answers, panels, detail, hints, the list in front. */
void screen_draw(App *app, Canvas *canvas);

/* An input's line in the columns of the rectangle: label, track or words, number, unit. */
void draw_slider(App *app, Canvas *canvas, Rect rect, int row, int input);

#endif
