/* claims.c -- `flopdeck claims [FILE]`: claimed, computed, deviation, verdict, source. */
#include "cli/commands.h"

#include "model/quantity.h"
#include "profile/ledger.h"

#include <math.h>

typedef struct {
    Session *session;
    Table *table;
    int counts[VERDICTS], out_of_bounds;
} Claims;

static void add_value(Table *table, const Claim *claim, double value)
{
    char text[80] = "";
    if (isfinite(value)) {
        Printed printed = trim_printed(print_quantity(value, claim->unit));
        join_printed(text, sizeof text, &printed);
    }
    table_number(table, text, isfinite(value) ? plain_value(value, claim->unit) : NAN);
}

static void add_claim(Claims *claims, const Claim *claim)
{
    Table *table = claims->table;
    bool text = claims->session->arguments.format == AS_TEXT;
    bool good = claim_in_bounds(claim);
    char deviation[40] = "", verdict[100], unit[64] = "";
    if (isfinite(claim->deviation)) {
        double percent = claim->deviation * 100;
        snprintf(deviation, sizeof deviation, fabs(percent) < 5e-4 ? "0 %%" : "%+.3g %%", percent);
        if (fabs(percent) >= 10) {
            snprintf(deviation, sizeof deviation, "%+.1f %%", percent);
        }
    }
    if (!*claim->reason) {
        plain_unit(unit, sizeof unit, claim->unit);
    }
    snprintf(verdict, sizeof verdict, "%s%s", verdict_word[claim->verdict],
             good || !text ? "" : " (not as expected)");
    claims->counts[claim->verdict]++;
    claims->out_of_bounds += !good;
    table_text(table, claim->id);
    table_text(table, claim->says);
    add_value(table, claim, claim->claimed);
    add_value(table, claim, claim->computed);
    table_number(table, deviation, claim->deviation);
    table_text(table, verdict);
    if (text) {
        table_text(table, *claim->reason ? claim->reason : claim->source);
        return;
    }
    table_text(table, claim->source);
    table_text(table, unit);
    table_text(table, *claim->reason ? claim->reason : claim->note);
    table_text(table, claim->expected >= 0 ? verdict_word[claim->expected] : "");
}

static bool add_ledger(Claims *claims, const char *name)
{
    Ledger *ledger = ledger_open(&claims->session->library, name, &claims->session->error);
    if (!ledger) {
        return false;
    }
    if (*ledger->name) {
        table_title(claims->table, ledger->name);
    }
    for (int i = 0; i < ledger->count; i++) {
        add_claim(claims, &ledger->claims[i]);
    }
    ledger_close(ledger);
    return true;
}

static bool add_all(Claims *claims)
{
    const Catalogue *catalogue = &claims->session->library.catalogue;
    int count, first = catalogue_first(catalogue, LEDGER_FILE, &count);
    for (int i = first; i < first + count; i++) {
        if (!add_ledger(claims, catalogue->items[i].id)) {
            return false;
        }
    }
    return true;
}

static void print_counts(const Claims *claims)
{
    FILE *file = claims->session->out.file;
    int all = 0;
    for (int i = 0; i < VERDICTS; i++) {
        all += claims->counts[i];
    }
    fprintf(file, "\nclaims: %d;", all);
    const char *comma = "";
    for (int i = 0; i < VERDICTS; i++) {
        if (claims->counts[i] > 0) {
            fprintf(file, "%s %d %s", comma, claims->counts[i], verdict_word[i]);
            comma = ",";
        }
    }
    fprintf(file, "; %d not as expected\n", claims->out_of_bounds);
}

Status run_claims(Session *session)
{
    static const Column columns[] = { { "id", "id", false },
                                      { "says", "says", false },
                                      { "claimed", "claimed", true },
                                      { "computed", "computed", true },
                                      { "deviation", "deviation", true },
                                      { "verdict", "verdict", false },
                                      { "source", "source", false },
                                      { "unit", "unit", false },
                                      { "note", "note", false },
                                      { "expected", "expected", false } };
    bool text = session->arguments.format == AS_TEXT;
    Claims claims = { .session = session, .table = table_open(columns, text ? 7 : 10) };
    bool read = session->count > 0 ? add_ledger(&claims, session->words[0]) : add_all(&claims);
    if (read) {
        table_print(claims.table, &session->out, session->arguments.format, "claims");
        if (text) {
            print_counts(&claims);
        }
    }
    table_close(claims.table);
    return !read ? FAILED : claims.out_of_bounds > 0 ? LIMIT_BROKEN : DONE;
}
