/* panel_model.c -- the model as pictures: what works on a token, the experts, the ledger. */
#include "model/quantity.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* -- total against active parameters ------------------------------------------------------------- */

typedef struct {
    const char *label;
    double value;
    Style style;
    uint32_t glyph; /* told apart without colour too */
} Part;

enum { SHARE_PARTS = 4 };

static void share_parts(const App *app, Part parts[SHARE_PARTS])
{
    const Figures *f = &app->figures;
    const Plan *plan = &app->now.plan;
    bool stated = plan->stated_total_params > 0;
    double idle = stated ? f->total_params - f->active_params : f->idle_params;
    double attention = stated ? 0 : f->attention_params;
    double experts = stated ? 0 : f->expert_params - f->idle_params;
    double rest = f->total_params - idle - attention - experts;
    parts[0] = (Part){ "attention", attention, STYLE_SERIES_A, 0x2588 };
    parts[1] =
        (Part){ plan->moe_layers > 0 ? "experts on" : "experts", experts, STYLE_SERIES_B, 0x2593 };
    parts[2] = (Part){ stated                 ? "active"
                       : plan->moe_layers > 0 ? "rest"
                                              : "feed-forward, embeddings",
                       rest, STYLE_SERIES_C, 0x2592 };
    parts[3] = (Part){ "idle", idle, STYLE_SERIES_D, 0x2591 };
}

static void draw_share(App *app, Canvas *canvas, Rect rect)
{
    Part parts[SHARE_PARTS];
    char title[120], active[64], total[64];
    Printed a = print_figure(FIGURE_active_params, app->figures.active_params);
    Printed t = print_figure(FIGURE_total_params, app->figures.total_params);
    double share = app->figures.active_share * 100;
    int used = snprintf(title, sizeof title, "Active: %.*f %%", share < 99.95 ? 1 : 0, share);
    if (rect.columns >= 40) {
        snprintf(title + used, sizeof title - (size_t)used, ", %s of %s",
                 join_printed(active, sizeof active, &a), join_printed(total, sizeof total, &t));
    }
    canvas_rule(canvas, rect.row, rect.column, rect.columns, title);
    share_parts(app, parts);
    double before = 0;
    int column = rect.column, legend = rect.column;
    for (int i = 0; i < SHARE_PARTS; i++) {
        before += parts[i].value;
        int end = rect.column + (int)(before / app->figures.total_params * rect.columns + 0.5);
        if (parts[i].value > 0 && end == column) {
            end++; /* what is there is seen */
        }
        for (; column < end && column < rect.column + rect.columns; column++) {
            canvas_put(canvas, rect.row + 1, column, parts[i].style, parts[i].glyph);
        }
        if (rect.rows > 2 && parts[i].value > 0) {
            char text[96], value[64];
            Printed printed = print_quantity(parts[i].value, UNIT_PARAMETER);
            snprintf(text, sizeof text, "%s %s", parts[i].label,
                     join_printed(value, sizeof value, &printed));
            int room = rect.column + rect.columns - legend;
            if (room >= text_columns(text) + 2) {
                canvas_put(canvas, rect.row + 2, legend, parts[i].style, parts[i].glyph);
                legend += 2 +
                          canvas_text(canvas, rect.row + 2, legend + 2, room - 2, STYLE_DIM, text) +
                          2;
            }
        }
    }
}

static int share_rows(const App *app, int columns)
{
    (void)app;
    return columns >= 50 ? 3 : 2;
}

const Panel panel_share = { "share", draw_share, share_rows, 2, false };

/* -- one MoE layer as a grid of experts ---------------------------------------------------------- */

enum { MOST_EXPERTS = 4096 };

/* xorshift32, Marsaglia 2003: the picture of a token must not change from frame to frame. */
static unsigned next_random(unsigned *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Lights the experts that one token is routed to: within the groups it may reach, as
 * DeepSeek-V3 routes (arXiv:2412.19437, section 2.1.2); which ones is drawn at random. */
static void light_experts(const Plan *plan, unsigned token, bool lit[MOST_EXPERTS])
{
    int experts = (int)plan->routed_experts, active = (int)plan->active_experts;
    int groups = (int)plan->expert_groups, reach = (int)plan->groups_per_token;
    bool open[1024] = { false };
    unsigned state = token * 2654435761u + 88172645u;
    experts = experts < MOST_EXPERTS ? experts : MOST_EXPERTS;
    groups = groups < 1 || groups > 1024 || groups > experts ? 1 : groups;
    reach = reach < groups ? reach : groups;
    for (int opened = 0; opened < reach;) {
        int group = (int)(next_random(&state) % (unsigned)groups);
        opened += !open[group];
        open[group] = true;
    }
    unsigned mask = 1;
    int size = experts / groups, room = size * reach;
    active = active < room ? active : room;
    while ((int)mask < size) {
        mask *= 2;
    }
    for (int on = 0; on < active;) { /* drawn within its group, so that another expert moves none */
        int group = (int)(next_random(&state) % (unsigned)groups);
        int place = (int)(next_random(&state) & (mask - 1)), expert = group * size + place;
        if (open[group] && place < size && !lit[expert]) {
            lit[expert] = true;
            on++;
        }
    }
}

/* The grid: one group a row where that fits, else rows of the same length. */
typedef struct {
    int across, down, pitch, per_cell;
    bool beside; /* the legend stands to its right */
} ExpertGrid;

/* Where there is room the legend has a line of its own: panels below do not move with the grid. */
enum { LEGEND_COLUMNS = 19, LEGEND_LINES = 3, LEGEND_BELOW = 64 };

static ExpertGrid fit_grid(const Plan *plan, int columns, int rows)
{
    int experts = (int)plan->routed_experts, groups = (int)plan->expert_groups;
    ExpertGrid grid = { .per_cell = 1, .pitch = 1 };
    int size = groups > 0 ? (experts + groups - 1) / groups : experts;
    if (groups > 1 && groups <= rows && size <= columns && size * (groups - 1) < experts) {
        grid.across = size;
    } else {
        int widest = experts > (columns + 1) / 2 * rows ? columns : (columns + 1) / 2;
        while ((experts + grid.per_cell - 1) / grid.per_cell > widest * rows) {
            grid.per_cell *= 2;
        }
        int cells = (experts + grid.per_cell - 1) / grid.per_cell;
        int down = (cells + widest - 1) / widest;
        grid.across = (cells + down - 1) / down;
    }
    grid.down = ((experts + grid.per_cell - 1) / grid.per_cell + grid.across - 1) / grid.across;
    grid.pitch = grid.across * 2 - 1 <= columns ? 2 : 1;
    grid.beside = columns < LEGEND_BELOW && rows >= LEGEND_LINES &&
                  grid.across * grid.pitch + 3 + LEGEND_COLUMNS <= columns;
    return grid;
}

static void draw_grid(const App *app, Canvas *canvas, Rect rect, const ExpertGrid *grid)
{
    static bool none[MOST_EXPERTS];
    bool lit[MOST_EXPERTS];
    const Plan *plan = &app->now.plan;
    int experts = (int)plan->routed_experts, per_cell = grid->per_cell;
    memcpy(lit, none, sizeof lit);
    light_experts(plan, app->token, lit);
    for (int i = 0; i * per_cell < experts && i / grid->across < rect.rows; i++) {
        bool on = false;
        for (int j = 0; j < per_cell && i * per_cell + j < MOST_EXPERTS; j++) {
            on = on || lit[i * per_cell + j];
        }
        canvas_put(canvas, rect.row + i / grid->across,
                   rect.column + i % grid->across * grid->pitch, on ? STYLE_SERIES_B : STYLE_DIM,
                   on ? 0x25A0 : 0xB7);
    }
}

/* What the marks are and how much of the model this is: beside the grid, or on a line below it. */
static void draw_legend(const Plan *plan, Canvas *canvas, Rect rect, const ExpertGrid *grid)
{
    char lines[LEGEND_LINES][48] = { "■ on  · idle" };
    int at = rect.column;
    snprintf(lines[1], sizeof lines[1], "%.0f of %.0f layers", plan->moe_layers, plan->layers);
    if (grid->per_cell > 1) {
        snprintf(lines[2], sizeof lines[2], "a mark is %d experts", grid->per_cell);
    } else if (plan->expert_groups > 1) {
        snprintf(lines[2], sizeof lines[2], "%.0f of %.0f groups", plan->groups_per_token,
                 plan->expert_groups);
    }
    for (int i = 0; i < LEGEND_LINES; i++) {
        at += canvas_text(canvas, rect.row + (grid->beside ? i : 0), at,
                          rect.column + rect.columns - at, STYLE_DIM, lines[i]) +
              2;
        at = grid->beside ? rect.column : at;
    }
    canvas_put(canvas, rect.row, rect.column, STYLE_SERIES_B, 0x25A0);
}

static void draw_experts(App *app, Canvas *canvas, Rect rect)
{
    const Plan *plan = &app->now.plan;
    char title[120];
    if (plan->moe_layers < 1 || plan->routed_experts < 1) {
        canvas_rule(canvas, rect.row, rect.column, rect.columns, "Experts");
        canvas_text(canvas, rect.row + 1, rect.column, rect.columns, STYLE_DIM,
                    plan->stated_total_params > 0 ? "only totals are known of this model"
                                                  : "dense: every parameter works on every token");
        return;
    }
    bool wide = rect.columns >= 50;
    snprintf(title, sizeof title, "%s%.0f of %.0f%s + %.0f%s",
             wide ? "One MoE layer: " : "Experts: ", plan->active_experts, plan->routed_experts,
             wide ? " routed" : "", plan->shared_experts, wide ? " shared" : "");
    canvas_rule(canvas, rect.row, rect.column, rect.columns, title);
    ExpertGrid grid = fit_grid(plan, rect.columns, rect.rows - 1);
    bool below = !grid.beside && rect.rows > 5;
    if (below) {
        grid = fit_grid(plan, rect.columns, rect.rows - 2);
    }
    draw_grid(app, canvas, (Rect){ rect.row + 1, rect.column, rect.rows - 1 - below, rect.columns },
              &grid);
    int used = grid.across * grid.pitch + 3;
    if (below) {
        draw_legend(plan, canvas, (Rect){ rect.row + rect.rows - 1, rect.column, 1, rect.columns },
                    &grid);
    } else if (grid.beside) {
        draw_legend(plan, canvas,
                    (Rect){ rect.row + 1, rect.column + used, LEGEND_LINES, rect.columns - used },
                    &grid);
    }
    app_hit(app, rect, HIT_ACTION, -1);
}

static int experts_rows(const App *app, int columns)
{
    const Plan *plan = &app->now.plan;
    if (plan->moe_layers < 1 || plan->routed_experts < 1) {
        return 3;
    }
    ExpertGrid grid = fit_grid(plan, columns, 8);
    return 1 + grid.down + (columns >= 50 && !grid.beside);
}

const Panel panel_experts = { "experts", draw_experts, experts_rows, 3, false };

/* -- bars with a number: the ledger, the cache side by side -------------------------------------- */

/* A line for each figure: label, bar as a share of the greatest, number. */
static void draw_bars(App *app, Canvas *canvas, Rect rect, const int *figures, int count,
                      Style style)
{
    double greatest = 0;
    int label = 25, number = 14, bar = rect.columns - label - number - 2;
    for (int i = 0; i < count; i++) {
        double value = app->figures.at[figures[i]];
        greatest = value > greatest ? value : greatest;
    }
    for (int i = 0; i < count && i < rect.rows; i++) {
        int row = rect.row + i;
        char text[72];
        double value = app->figures.at[figures[i]];
        Printed printed = print_figure(figures[i], value);
        bool focus = app->pane == PANE_FIGURES && app->figure == figures[i];
        canvas_text(canvas, row, rect.column, label - 1, focus ? STYLE_FOCUS : STYLE_LABEL,
                    figure_info[figures[i]].label);
        canvas_bar(canvas, row, rect.column + label, bar, style, value / greatest);
        draw_figure(app, canvas, (Rect){ row, rect.column + rect.columns - number, 1, number },
                    figures[i], join_printed(text, sizeof text, &printed));
        app_hit(app, (Rect){ row, rect.column, 1, rect.columns }, HIT_FIGURE, figures[i]);
    }
}

static const int ledger[] = { FIGURE_embedding_params, FIGURE_attention_params,
                              FIGURE_ffn_params,       FIGURE_routed_params,
                              FIGURE_shared_params,    FIGURE_router_params,
                              FIGURE_norm_params,      FIGURE_head_params,
                              FIGURE_mtp_params };
enum { LEDGER_LINES = sizeof ledger / sizeof *ledger };

/* The lines that this model or A has: what is taken away to nothing keeps its place.  Returns how many. */
static int ledger_lines(const App *app, int shown[LEDGER_LINES])
{
    int count = 0;
    for (int i = 0; i < LEDGER_LINES; i++) {
        if (app->figures.at[ledger[i]] > 0 || app->a.figures.at[ledger[i]] > 0) {
            shown[count++] = ledger[i];
        }
    }
    return count;
}

static void draw_ledger(App *app, Canvas *canvas, Rect rect)
{
    int shown[LEDGER_LINES], count = ledger_lines(app, shown);
    canvas_rule(canvas, rect.row, rect.column, rect.columns, "Where the parameters are");
    draw_bars(app, canvas, (Rect){ rect.row + 1, rect.column, rect.rows - 1, rect.columns }, shown,
              count, STYLE_SERIES_A);
}

static int ledger_rows(const App *app, int columns)
{
    int shown[LEDGER_LINES];
    (void)columns;
    return ledger_lines(app, shown) + 1;
}

const Panel panel_ledger = { "ledger", draw_ledger, ledger_rows, 4, false };

static void draw_cache(App *app, Canvas *canvas, Rect rect)
{
    static const int kinds[] = { FIGURE_kv_bytes_per_token, FIGURE_mqa_bytes_per_token,
                                 FIGURE_mla_bytes_per_token, FIGURE_gqa_bytes_per_token,
                                 FIGURE_mha_bytes_per_token };
    char title[120], length[48];
    Printed printed = print_input(INPUT_context_length, app->now.plan.context_length);
    snprintf(title, sizeof title, "Memory per context token, and for %s",
             join_printed(length, sizeof length, &printed));
    canvas_rule(canvas, rect.row, rect.column, rect.columns, title);
    draw_bars(app, canvas, (Rect){ rect.row + 1, rect.column, 5, rect.columns }, kinds, 5,
              STYLE_SERIES_B);
    static const int sizes[] = { FIGURE_context_cache, FIGURE_serving_weights };
    /* a scale of their own, and so a line between */
    draw_bars(app, canvas, (Rect){ rect.row + 7, rect.column, rect.rows - 7, rect.columns }, sizes,
              2, STYLE_SERIES_C);
}

static int cache_rows(const App *app, int columns)
{
    (void)app;
    (void)columns;
    return 9;
}

const Panel panel_cache = { "cache", draw_cache, cache_rows, 9, false };
