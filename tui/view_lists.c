/* view_lists.c -- the ledger of claims, the chip ban, and earlier plans. */
#include "model/quantity.h"
#include "profile/ban.h"
#include "tui/detail.h"
#include "tui/keys.h"
#include "tui/panels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* -- claims -------------------------------------------------------------------------------------- */

static void open_claims(App *app)
{
    View *view = &app->view;
    const Catalogue *catalogue = &app->library->catalogue;
    int count, first = catalogue_first(catalogue, LEDGER_FILE, &count);
    if (view->ledger_count > 0) {
        return; /* what was claimed does not change */
    }
    for (int i = 0; i < count && view->ledger_count < MOST_LEDGERS; i++) {
        Error error;
        Ledger *ledger = ledger_open(app->library, catalogue->items[first + i].id, &error);
        if (ledger) {
            view->ledgers[view->ledger_count++] = ledger;
        } else {
            app_say(app, STYLE_BROKEN, "%s", error.text);
        }
    }
}

static int claims_count(const App *app)
{
    int count = 0;
    for (int i = 0; i < app->view.ledger_count; i++) {
        count += app->view.ledgers[i]->count;
    }
    return count;
}

static const Claim *claim_at(const App *app, int line, const Ledger **ledger)
{
    for (int i = 0; i < app->view.ledger_count; i++) {
        *ledger = app->view.ledgers[i];
        if (line < (*ledger)->count) {
            return &(*ledger)->claims[line];
        }
        line -= (*ledger)->count;
    }
    return NULL;
}

static Style verdict_style(Verdict verdict)
{
    return verdict == CONTRADICTS                    ? STYLE_WARNING
           : verdict == NO_SOURCE                    ? STYLE_MARK
           : verdict == NOT_CHECKED                  ? STYLE_DIM
           : verdict == EXACT || verdict == ROUNDING ? STYLE_GOOD
                                                     : STYLE_TEXT;
}

enum { GAP = 3 };

/* Columns of a claim's fields, from left to right; 0: left out. */
typedef struct {
    int id, says, claimed, computed, off, verdict, source;
} ClaimFields;

/* Narrow: what is claimed is in the claim's own words, and the verdict says how far it is off. */
static ClaimFields claim_fields(int columns)
{
    bool wide = columns >= 120, all = columns >= 160;
    ClaimFields of = { .id = all    ? 22
                             : wide ? 14
                                    : 0,
                       .claimed = columns >= 100 ? 15 : 0,
                       .computed = 15,
                       .off = columns >= 70 ? 10 : 0,
                       .verdict = wide ? 22 : 11 };
    int room = columns - 2 - of.id - of.claimed - of.computed - of.off - GAP - of.verdict;
    of.source = all ? room * 2 / 5 : 0;
    of.says = room - of.source;
    return of;
}

static void draw_claim(App *app, Canvas *canvas, Rect rect, int line, const Claim *claim)
{
    const ClaimFields of = claim_fields(rect.columns);
    int column = rect.column + 1;
    char text[80];
    canvas_text(canvas, rect.row, column, of.id - 1, STYLE_DIM, claim->id);
    view_field(canvas, rect.row, column += of.id, of.says, false,
               view_style(app, line, STYLE_LABEL), claim->says);
    column += of.says;
    for (int i = 0; i < 2; i++) {
        double value = i ? claim->computed : claim->claimed;
        int number = i ? of.computed : of.claimed;
        Printed printed = trim_printed(print_quantity(value, claim->unit));
        if (isfinite(value)) {
            canvas_right(canvas, rect.row, column, number, i ? STYLE_VALUE : STYLE_TEXT,
                         join_printed(text, sizeof text, &printed));
        }
        column += number;
    }
    if (isfinite(claim->deviation)) {
        double percent = claim->deviation * 100;
        if (fabs(percent) < 5e-3) {
            snprintf(text, sizeof text, "0 %%");
        } else {
            snprintf(text, sizeof text, "%s%.*f %%", percent < 0 ? "−" : "+",
                     fabs(percent) >= 1000 ? 0 : 2, fabs(percent));
        }
        canvas_right(canvas, rect.row, column, of.off, STYLE_DIM, text);
    }
    static const char *const brief[VERDICTS] = { "exact",       "rounding",  "consistent",
                                                 "contradicts", "no source", "not checked" };
    column += of.off + GAP;
    canvas_text(canvas, rect.row, column, of.verdict, verdict_style(claim->verdict),
                of.id ? verdict_word[claim->verdict] : brief[claim->verdict]);
    canvas_text(canvas, rect.row, column + of.verdict + 2, of.source - 2, STYLE_DIM, claim->source);
}

static void claims_head(Canvas *canvas, Rect rect)
{
    const ClaimFields of = claim_fields(rect.columns);
    int column = rect.column + 1 + of.id;
    canvas_text(canvas, rect.row, column, of.says, STYLE_DIM, "says");
    canvas_right(canvas, rect.row, column += of.says, of.claimed, STYLE_DIM, "claimed");
    canvas_right(canvas, rect.row, column += of.claimed, of.computed, STYLE_DIM, "computed");
    canvas_right(canvas, rect.row, column += of.computed, of.off, STYLE_DIM, "off");
    canvas_text(canvas, rect.row, column += of.off + GAP, of.verdict, STYLE_DIM, "verdict");
    canvas_text(canvas, rect.row, column + of.verdict + 2, of.source - 2, STYLE_DIM, "source");
}

static void draw_claims(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    const Ledger *ledger = NULL;
    int first, count = claims_count(app);
    char title[200];
    int shown =
        view_lines(app, canvas, (Rect){ rect.row + 2, rect.column, rect.rows - 2, rect.columns },
                   count, &first);
    const Claim *claim = claim_at(app, app->view.line, &ledger);
    if (!claim) {
        view_title(app, canvas, rect, "Claims: there is no ledger", -1);
        return;
    }
    snprintf(title, sizeof title, "Claims: %s  %d of %d", ledger->name, app->view.line + 1, count);
    view_title(app, canvas, rect, title, -1);
    claims_head(canvas, (Rect){ rect.row + 1, rect.column, 1, rect.columns });
    for (int i = 0; i < shown; i++) {
        const Ledger *of;
        draw_claim(app, canvas, (Rect){ rect.row + 2 + i, rect.column, 1, rect.columns }, first + i,
                   claim_at(app, first + i, &of));
    }
    const char *more = *claim->reason ? claim->reason : claim->note;
    bool cut = text_columns(claim->says) > claim_fields(rect.columns).says;
    char text[600];
    snprintf(text, sizeof text, "%s%s%s", cut || !*more ? claim->says : "",
             cut && *more ? "; " : "", more);
    detail_lines(canvas, detail, STYLE_TEXT, text, STYLE_DIM, claim->source);
}

/* Enter: the plan behind the claim, the claimed figure in focus. */
static void claims_act(App *app, int line, long now)
{
    const Ledger *ledger;
    const Claim *claim = claim_at(app, line, &ledger);
    Scenario scenario;
    Error error;
    if (!claim || *claim->reason) {
        app_say(app, STYLE_WARNING, "nothing here computes that one");
        return;
    }
    if (!claim_scenario(app->library, claim, &scenario, &error)) {
        app_say(app, STYLE_BROKEN, "%s", error.text);
        return;
    }
    int figure = claim->plan.formula ? find_figure(claim->plan.formula) : -1;
    app->figure = figure >= 0 ? figure : app->figure;
    app->goal.held = false;
    app->now = scenario;
    app->view.kind = NO_VIEW;
    app_changed(app, -1, now);
    app_name_change(app, claim->says);
    app_say(app, STYLE_TEXT, "the plan behind '%.90s'; u goes back", claim->says);
}

const ViewInfo view_claims = { "claims",    "PgUp/PgDn page|Enter load its plan",
                               open_claims, claims_count,
                               draw_claims, claims_act,
                               NULL };

/* -- the chip ban -------------------------------------------------------------------------------- */

static const int ban_figures[] = { FIGURE_train_time, FIGURE_train_cost, FIGURE_energy };
enum { BAN_FIGURES = sizeof ban_figures / sizeof *ban_figures };

static void add_banned(View *view, int hardware, const char *label, const Plan *plan,
                       const char *changed)
{
    if (view->banned_count == MOST_BANNED) {
        return;
    }
    Banned *banned = &view->banned[view->banned_count++];
    *banned =
        (Banned){ .hardware = hardware, .label = label, .plan = *plan, .figures = evaluate(plan) };
    snprintf(banned->changed, sizeof banned->changed, "%s", changed);
}

/* As often as the plan changes: six accelerators, up to three plans each. */
static void compute_ban(App *app)
{
    View *view = &app->view;
    Error error;
    if (view->banned_count > 0 &&
        memcmp(&view->banned_of, &app->now.plan, sizeof view->banned_of) == 0) {
        return;
    }
    view->banned_count = 0;
    view->banned_of = app->now.plan;
    for (int i = 0; i < ban_row_count; i++) {
        Scenario banned;
        char changed[48];
        Plan plan;
        if (!ban_scenario(app->library, &app->now, ban_rows[i].hardware, &banned, changed,
                          sizeof changed, &error)) {
            app_say(app, STYLE_BROKEN, "%s", error.text);
            continue;
        }
        add_banned(view, i, NULL, &banned.plan, changed);
        for (int j = 0; j < BAN_VARIANTS; j++) {
            if (ban_variant(&banned, j, &plan)) {
                add_banned(view, i, ban_variants[j].label, &plan, changed);
            }
        }
    }
}

static int ban_count(const App *app)
{
    return app->view.banned_count;
}

static void draw_banned(App *app, Canvas *canvas, Rect rect, int line, double greatest)
{
    const Banned *banned = &app->view.banned[line];
    const Item *item = catalogue_find(&app->library->catalogue, HARDWARE_PROFILE,
                                      ban_rows[banned->hardware].hardware);
    int label = 28, number = 12, pick = app->view.pick % BAN_FIGURES;
    int numbers = rect.columns >= 100 ? BAN_FIGURES : 2;
    int bar = rect.column + 1 + label + 1, right = rect.column + rect.columns - 1;
    int columns = right - numbers * number - 1 - bar;
    Style style = !banned->label                                      ? STYLE_SERIES_A
                  : strcmp(banned->label, ban_variants[0].label) == 0 ? STYLE_SERIES_B
                                                                      : STYLE_SERIES_C;
    uint32_t glyph = style == STYLE_SERIES_A ? 0x2588 : style == STYLE_SERIES_B ? 0x2593 : 0x2592;
    char text[80];
    snprintf(text, sizeof text, "%s%s", banned->label ? "  " : "",
             banned->label ? banned->label
             : item        ? item->name
                           : ban_rows[banned->hardware].hardware);
    view_field(canvas, rect.row, rect.column + 1, label, false,
               view_style(app, line, banned->label ? STYLE_DIM : STYLE_LABEL), text);
    int cells = (int)(banned->figures.at[ban_figures[pick]] / greatest * columns + 0.5);
    canvas_fill(canvas, (Rect){ rect.row, bar, 1, cells < 1 ? 1 : cells }, style, glyph);
    for (int i = 0; i < numbers; i++) { /* narrow: the picked one and the next */
        int figure = numbers == BAN_FIGURES ? i : (pick + i) % BAN_FIGURES;
        Printed printed =
            print_figure(ban_figures[figure], banned->figures.at[ban_figures[figure]]);
        canvas_right(canvas, rect.row, right - (numbers - i) * number, number,
                     figure == pick ? STYLE_VALUE : STYLE_TEXT,
                     join_printed(text, sizeof text, &printed));
    }
}

static void ban_detail(const App *app, Canvas *canvas, Rect detail)
{
    const Banned *banned = &app->view.banned[app->view.line];
    char text[300], peak[64], links[64], memory[64], price[64];
    Printed p = print_input(INPUT_peak_bf16, banned->plan.peak_bf16),
            l = print_input(INPUT_scale_up_bandwidth, banned->plan.scale_up_bandwidth),
            m = print_input(INPUT_memory_capacity, banned->plan.memory_capacity),
            d = print_input(INPUT_device_price, banned->plan.device_price);
    snprintf(text, sizeof text, "%s, links %s, %s, %s%s%s", join_printed(peak, sizeof peak, &p),
             join_printed(links, sizeof links, &l), join_printed(memory, sizeof memory, &m),
             join_printed(price, sizeof price, &d), banned->changed[0] ? "; " : "",
             banned->changed);
    detail_lines(canvas, detail, STYLE_TEXT, text, STYLE_DIM, ban_rows[banned->hardware].about);
}

static void draw_ban(App *app, Canvas *canvas, Rect rect, Rect detail)
{
    int first, pick = app->view.pick % BAN_FIGURES;
    double greatest = 0;
    char title[160];
    compute_ban(app);
    snprintf(title, sizeof title, "The same plan on other accelerators: %s",
             figure_info[ban_figures[pick]].label);
    view_title(app, canvas, rect, title, -1);
    for (int i = 0; i < app->view.banned_count; i++) {
        greatest = fmax(greatest, app->view.banned[i].figures.at[ban_figures[pick]]);
    }
    if (app->view.banned_count == 0) {
        return;
    }
    int shown =
        view_lines(app, canvas, (Rect){ rect.row + 1, rect.column, rect.rows - 1, rect.columns },
                   app->view.banned_count, &first);
    for (int i = 0; i < shown; i++) {
        draw_banned(app, canvas,
                    (Rect){ rect.row + 1 + i * app->view.pitch, rect.column, 1, rect.columns },
                    first + i, greatest);
    }
    const Banned *banned = &app->view.banned[app->view.line];
    const Below below = { .title = "This plan, and on the accelerator in focus",
                          .names = { app->now.hardware, ban_rows[banned->hardware].hardware },
                          .figures = { &app->figures, &banned->figures },
                          .plan = &banned->plan,
                          .input = INPUT_devices,
                          .figure = ban_figures[pick] };
    view_below(app, canvas, (Rect){ rect.row + 1, rect.column, rect.rows - 1, rect.columns }, shown,
               &below);
    ban_detail(app, canvas, detail);
}

static void ban_act(App *app, int line, long now)
{
    Scenario banned;
    char changed[80];
    Error error;
    const char *hardware = ban_rows[app->view.banned[line].hardware].hardware;
    if (!ban_scenario(app->library, &app->now, hardware, &banned, changed, sizeof changed,
                      &error)) {
        app_say(app, STYLE_BROKEN, "%s", error.text);
        return;
    }
    app->now = banned;
    app->view.kind = NO_VIEW;
    app_changed(app, -1, now);
    app_name_change(app, hardware);
    app_say(app, STYLE_TEXT, "the same plan on %s%s%s", hardware, changed[0] ? ": " : "", changed);
}

static bool ban_key(App *app, const Event *event, long now)
{
    (void)now;
    if (!is_key(event, "Tab", 3)) {
        return false;
    }
    app->view.pick = (app->view.pick + 1) % BAN_FIGURES;
    return true;
}

const ViewInfo view_ban = {
    "ban", "Tab days $ energy|Enter take it", NULL, ban_count, draw_ban, ban_act, ban_key
};
