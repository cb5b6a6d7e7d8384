#include "tui/view.h"

#include "tui/actions.h"
#include "tui/keys.h"
#include "tui/panels.h"

#include <stdio.h>
#include <string.h>

static const ViewInfo *const views[VIEW_KINDS] = {
    [VIEW_SURE] = &view_sure,           [VIEW_TORNADO] = &view_tornado,
    [VIEW_VERSUS] = &view_versus,       [VIEW_HEAT] = &view_heat,
    [VIEW_WATERFALL] = &view_waterfall, [VIEW_BAN] = &view_ban,
    [VIEW_CLAIMS] = &view_claims,       [VIEW_HISTORY] = &view_history,
    [VIEW_SEARCH] = &view_search,       [VIEW_TIMELINE] = &view_timeline,
};

/* -- opening ------------------------------------------------------------------------------------- */

static void open_view(App *app, ViewKind kind)
{
    View *view = &app->view;
    bool again = view->kind == kind;
    view->kind = again ? NO_VIEW : kind;
    view->line = view->top = view->pick = 0;
    if (!again && views[kind]->open) {
        views[kind]->open(app);
    }
}

#define OPENS(name, KIND)                                                                          \
    void act_##name(App *app, long now)                                                            \
    {                                                                                              \
        (void)now;                                                                                 \
        open_view(app, KIND);                                                                      \
    }
OPENS(sure, VIEW_SURE)
OPENS(tornado, VIEW_TORNADO)
OPENS(versus, VIEW_VERSUS)
OPENS(heat, VIEW_HEAT)
OPENS(waterfall, VIEW_WATERFALL)
OPENS(ban, VIEW_BAN)
OPENS(claims, VIEW_CLAIMS)
OPENS(history, VIEW_HISTORY)
OPENS(search, VIEW_SEARCH)
OPENS(timeline, VIEW_TIMELINE)

void act_band(App *app, long now)
{
    (void)now;
    app->band = !app->band;
    app_say(app, STYLE_TEXT, "%s",
            app->band ? "p5 to p95 when what is uncertain varies; B shows the distribution"
                      : "single values");
}

void view_close(View *view)
{
    for (int i = 0; i < view->ledger_count; i++) {
        ledger_close(view->ledgers[i]);
    }
    view->ledger_count = 0;
}

void view_to_input(App *app, int input)
{
    app->view.kind = NO_VIEW;
    app->input = input;
    app->pane = PANE_INPUTS;
}

/* -- events -------------------------------------------------------------------------------------- */

void view_move(App *app, int lines)
{
    View *view = &app->view;
    int count = views[view->kind]->count(app), wanted = view->line + lines;
    view->line = wanted >= count ? count - 1 : wanted;
    view->line = view->line < 0 ? 0 : view->line;
}

void view_press(App *app, int line, int column, long now)
{
    const ViewInfo *info = views[app->view.kind];
    if (app->view.kind == VIEW_HEAT) {
        app->view.row = line;
        app->view.column = column;
    } else if (app->view.kind == VIEW_TIMELINE) {
        app->view.line = line;
        app->view.column = column;
    } else if (line == app->view.line && info->act) {
        info->act(app, line, now);
    } else {
        app->view.line = line;
    }
}

/* The next figure of the results for the views that are about one. */
static void next_figure(App *app, int step)
{
    int figures[256], count = app_figure_lines(app, figures, 256), place = 0;
    for (int i = 0; i < count; i++) {
        place = figures[i] == app->figure ? i : place;
    }
    if (count > 0) {
        app->figure = figures[(place + step + count) % count];
    }
    app->view.line = 0;
}

bool view_event(App *app, const Event *event, long now)
{
    View *view = &app->view;
    if (view->kind == NO_VIEW) {
        return false;
    }
    const ViewInfo *info = views[view->kind];
    if (info->key && info->key(app, event, now)) {
        return true;
    }
    if (is_key(event, "Escape", 6) || is_key(event, "q", 1)) {
        view->kind = NO_VIEW;
    } else if (is_key(event, "Enter", 5)) {
        if (info->act && view->line < info->count(app)) {
            info->act(app, view->line, now);
        }
    } else if (is_key(event, "Up", 2) || is_key(event, "k", 1)) {
        view_move(app, -1);
    } else if (is_key(event, "Down", 4) || is_key(event, "j", 1)) {
        view_move(app, 1);
    } else if (is_key(event, "PageUp", 6)) {
        view_move(app, -view->page);
    } else if (is_key(event, "PageDown", 8)) {
        view_move(app, view->page);
    } else if (is_key(event, "Home", 4)) {
        view->line = 0;
    } else if (is_key(event, "End", 3)) {
        view_move(app, 1 << 20);
    } else if (is_key(event, "Tab", 3)) {
        next_figure(app, 1);
    } else if (is_key(event, "Shift-Tab", 9)) {
        next_figure(app, -1);
    } else {
        return false;
    }
    return true;
}

/* -- drawing ------------------------------------------------------------------------------------- */

const char *view_pad(char *out, size_t size, const char *text, int columns, bool right)
{
    int have = text_columns(text), blanks = columns > have ? columns - have : 0;
    const char *end = text;
    for (int used = 0; *end && (have <= columns || used < columns - 1); used++) {
        read_utf8(&end);
    }
    snprintf(out, size, "%*s%.*s%s%*s", right ? blanks : 0, "", (int)(end - text), text,
             *end ? "…" : "", right ? 0 : blanks, "");
    return out;
}

int view_lines(App *app, Canvas *canvas, Rect rect, int count, int *first)
{
    View *view = &app->view;
    view->page = rect.rows > 1 ? rect.rows : 1;
    view->line = view->line >= count ? count - 1 : view->line;
    view->line = view->line < 0 ? 0 : view->line;
    if (view->line < view->top) {
        view->top = view->line;
    }
    if (view->line >= view->top + rect.rows) {
        view->top = view->line - rect.rows + 1;
    }
    if (view->top > count - rect.rows) {
        view->top = count - rect.rows;
    }
    view->top = view->top < 0 ? 0 : view->top;
    *first = view->top;
    int shown = count - view->top < rect.rows ? count - view->top : rect.rows;
    bool bars = view->kind == VIEW_TORNADO || view->kind == VIEW_VERSUS ||
                view->kind == VIEW_WATERFALL || view->kind == VIEW_BAN;
    view->pitch = bars && count * 2 <= rect.rows ? 2 : 1;
    for (int i = 0; i < shown; i++) {
        int row = rect.row + i * view->pitch;
        app_hit(app, (Rect){ row, rect.column, 1, rect.columns }, HIT_VIEW, view->top + i);
        if (view->top + i == view->line) {
            canvas_put(canvas, row, rect.column, STYLE_FILL, 0x25B8);
            canvas->cursor_row = row;
            canvas->cursor_column = rect.column;
        }
    }
    return shown;
}

Style view_style(const App *app, int line, Style style)
{
    return line == app->view.line ? STYLE_FOCUS : style;
}

void view_field(Canvas *canvas, int row, int column, int columns, bool right, Style style,
                const char *text)
{
    if (columns <= 0) {
        return;
    }
    if (style == STYLE_FOCUS) {
        canvas_fill(canvas, (Rect){ row, column, 1, columns }, style, ' ');
    }
    (right ? canvas_right : canvas_text)(canvas, row, column, columns, style, text);
}

void view_title(const App *app, Canvas *canvas, Rect rect, const char *title, int kind)
{
    char text[40] = "";
    canvas_rule(canvas, rect.row, rect.column, rect.columns, title);
    if (kind < 0) {
        return;
    }
    if (!question_fresh(app, (JobKind)kind)) {
        double progress = question_progress(app, (JobKind)kind);
        snprintf(text, sizeof text,
                 progress > 0 && progress < 1 ? " computing, %.0f %% " : " computing ",
                 progress * 100);
        canvas_right(canvas, rect.row, rect.column, rect.columns - 1, STYLE_DIM, text);
    }
}

int view_rows(int rows, int columns)
{
    enum { TITLE = 1, RULE = 1, HINTS = 1 };
    int detail = rows >= 24 && columns < 160 ? 3 : 2; /* sources are long */
    return rows - TITLE - RULE - detail - HINTS;
}

void view_draw(App *app, Canvas *canvas, Rect rect)
{
    Rect body = { rect.row, rect.column, view_rows(canvas->rows, canvas->columns), rect.columns };
    int lines = rect.rows - body.rows - 1;
    Rect detail = { rect.row + rect.rows - lines, rect.column + 1, lines, rect.columns - 2 };
    canvas_fill(canvas, (Rect){ detail.row - 1, rect.column, 1, rect.columns }, STYLE_TRACK,
                0x2500);
    views[app->view.kind]->draw(app, canvas, body, detail);
    const char *said = app->status[0] ? app->status : app->quiet < MARK_KEYS ? app->change : "";
    if (*said) {
        canvas_fill(canvas, (Rect){ detail.row + lines - 1, rect.column, 1, rect.columns },
                    STYLE_TEXT, ' ');
        canvas_text(canvas, detail.row + lines - 1, detail.column, detail.columns,
                    app->status[0] ? app->status_style : STYLE_CHANGED, said);
    }
}

/* "Tab figure": the key and what it does; a press on it is the key.  Returns the column after it: the
 * same where it has no room before `end`. */
static int draw_hint(App *app, Canvas *canvas, int row, int column, int end, const char *hint,
                     int length)
{
    char text[64];
    Event event;
    snprintf(text, sizeof text, "%.*s", length, hint);
    int width = text_columns(text), key = (int)strcspn(text, " ");
    if (column + width >= end) {
        return column;
    }
    if (read_key(text, (size_t)key, &event)) {
        app_hit(app, (Rect){ row, column, 1, width }, HIT_KEY, (int)event.key);
    }
    canvas_text(canvas, row, column, width, STYLE_BAR, text);
    text[key] = '\0';
    canvas_text(canvas, row, column, width, STYLE_BAR_KEY, text);
    return column + width + 2;
}

void front_hints(App *app, Canvas *canvas, int row)
{
    static const char back[] = "Esc back";
    enum { BACK = sizeof back - 1 };
    int column = draw_hint(app, canvas, row, 1, canvas->columns, "↑↓ row", (int)strlen("↑↓ row"));
    const char *at =
        app->menu.kind != NO_MENU ? menu_hints(app->menu.kind) : views[app->view.kind]->hints;
    while (*at) {
        size_t length = strcspn(at, "|");
        column = draw_hint(app, canvas, row, column, canvas->columns - BACK - 2, at, (int)length);
        at += length + (at[length] == '|');
    }
    draw_hint(app, canvas, row, column, canvas->columns, back, BACK);
}
