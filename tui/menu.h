/* menu.h -- a list in front of the dashboard: to pick from, to read, to filter by typing. */
#ifndef TUI_MENU_H
#define TUI_MENU_H

#include "tui/canvas.h"

#include <stdbool.h>

typedef enum {
    NO_MENU,
    MENU_MODEL,
    MENU_HARDWARE,
    MENU_SCENARIO,
    MENU_EXPLAIN,
    MENU_HELP,
    MENU_FIND,
    MENU_SOLVE
} MenuKind;

typedef struct {
    char head[64];  /* its name, in a column of its own; may be empty */
    char text[200]; /* what is said of it */
    char note[40];  /* at its right end; may be empty, and makes way for the text */
    int id;         /* what choosing it means; -1: it cannot be chosen */
    Style style;
} MenuItem;

enum { MOST_ITEMS = 320 };

typedef struct {
    MenuKind kind;
    char title[96];
    MenuItem items[MOST_ITEMS];
    int count;
    char filter[48]; /* typed; items without it are not shown */
    int length;
    bool filters; /* typing filters */
    int selected; /* among the shown */
    int top;
    int page; /* lines on screen at the last draw */
} Menu;

void menu_open(Menu *menu, MenuKind kind, bool filters, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds a line; what does not fit is cut, what is too much is dropped.  Returns the item, or NULL. */
MenuItem *menu_add(Menu *menu, int id, Style style, const char *head, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The item in focus, or NULL when none is shown. */
const MenuItem *menu_item(const Menu *menu);

/* Moves the focus by lines, over what cannot be chosen when anything can. */
void menu_move(Menu *menu, int lines);

/* One more letter of the filter, or one less (letter 0). */
void menu_type(Menu *menu, char letter);

/* Columns of a line of the list on a screen of so many. */
int menu_columns(int screen);

/* Draws it in the middle of the canvas; where lines are cut, the one in focus stands in full below
 * them.  Returns its box; `page` lines begin a row below and two columns in. */
Rect menu_draw(Menu *menu, Canvas *canvas);

#endif
