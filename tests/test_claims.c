/* test_claims.c -- the ledgers: every row's verdict, and what a bad ledger is told. */
#include "tests/suites.h"

#include "profile/ledger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* -- verdicts ------------------------------------------------------------------------------------ */

static const struct {
    const char *text;
    double value, grain;
} grains[] = {
    { "3.7 days", 3.7, 0.05 },
    { "180 k", 180e3, 500 },
    { "2,788 k", 2788e3, 500 },
    { "$5.576 M", 5.576e6, 500 },
    { "70.272 kB", 70272, 0.5 },
    { "14.8 T", 14.8e12, 0.05e12 },
    { "333.3 GFLOP", 333.3e9, 5e7 },
    { "0.314 YFLOP", 3.14e23, 5e20 },
    { "38.97 %", 0.3897, 5e-5 },
    { "1", 1, 0.5 },
    { "0", 0, 0 },
};

START_TEST(grain_of_a_number)
{
    double grain = claim_grain(grains[_i].text, grains[_i].value);
    ck_assert_double_le(fabs(grain - grains[_i].grain), 1e-9 * grains[_i].grain);
}
END_TEST

START_TEST(verdicts)
{
    ck_assert_int_eq(claim_verdict(10, 0.5, 10, 0, true), EXACT);
    ck_assert_int_eq(claim_verdict(10, 0.5, 10.4, 0, true), ROUNDING);
    ck_assert_int_eq(claim_verdict(10, 0.5, 9.4, 0, true), CONTRADICTS);
    ck_assert_int_eq(claim_verdict(10, 0.5, 9.4, 0.1, true), CONSISTENT);
    ck_assert_int_eq(claim_verdict(10, 0.5, 10, 0, false), NO_SOURCE);
    ck_assert_int_eq(claim_verdict(10, 0.5, NAN, 0, true), NOT_CHECKED);
    ck_assert_double_eq_tol(claim_deviation(3.97, 4.053), -0.0205, 1e-4);
    for (int i = 0; i < VERDICTS; i++) {
        ck_assert_int_eq(find_verdict(verdict_word[i]), i);
    }
    ck_assert_int_eq(find_verdict("perhaps"), -1);
}
END_TEST

/* -- the ledgers that are built in ---------------------------------------------------------------- */

static void check_claim(Library *library, const Claim *claim)
{
    Scenario scenario;
    Error error = { .text = "" };
    ck_assert_msg(*claim->says != '\0', "%s: says nothing", claim->id);
    ck_assert_msg(*claim->source != '\0', "%s: no source; 'none' would be right", claim->id);
    if (claim->verdict == NOT_CHECKED) {
        ck_assert_msg(*claim->reason != '\0', "%s: no reason", claim->id);
        return;
    }
    ck_assert_msg(claim->expected >= 0, "%s: no verdict is expected", claim->id);
    ck_assert_msg(claim_in_bounds(claim), "%s: %s (claimed %g, computed %g), expected %s",
                  claim->id, verdict_word[claim->verdict], claim->claimed, claim->computed,
                  verdict_word[claim->expected]);
    ck_assert_msg(claim_scenario(library, claim, &scenario, &error), "%s", error.text);
}

START_TEST(every_verdict_is_as_expected)
{
    Library library;
    Error error = { .text = "" };
    library_open(&library);
    int count, rows = 0, first = catalogue_first(&library.catalogue, LEDGER_FILE, &count);
    ck_assert_int_ge(count, 2);
    for (int i = first; i < first + count; i++) {
        Ledger *ledger = ledger_open(&library, library.catalogue.items[i].id, &error);
        ck_assert_msg(ledger != NULL, "%s", error.text);
        for (int j = 0; j < ledger->count; j++) {
            check_claim(&library, &ledger->claims[j]);
        }
        rows += ledger->count;
        ledger_close(ledger);
    }
    ck_assert_int_ge(rows, 60);
    library_close(&library);
}
END_TEST

/* -- ledgers that people write ------------------------------------------------------------------- */

#define HEAD "flopdeck: 1\nclaims:\n"

static const struct {
    const char *text, *message;
} bad[] = {
    { "claims: []\n", ":1:1: 'flopdeck: 1', the version of the format, would be right" },
    { "flopdeck: 1\n", ":1:1: 'claims:' is missing" },
    { "flopdeck: 1\nclaim: []\n", ":2:1: a ledger has no 'claim'; 'claims' would be right" },
    { HEAD "  - says: x\n", ":3:5: 'id:' is missing" },
    { HEAD "  - {id: a, not_checked: b}\n  - {id: a, not_checked: b}\n",
      ":4:10: this id is here twice" },
    { HEAD "  - {id: a, figure: gpu_hours}\n", ":3:5: 'claimed:' is missing" },
    { HEAD "  - {id: a, claimed: 1}\n", ":3:5: 'figure:' or 'formula:' is missing" },
    { HEAD "  - {id: a, claimed: 1, figure: gpu_hour}\n",
      ":3:33: no figure is called 'gpu_hour'; 'gpu_hours' would be right" },
    { HEAD "  - {id: a, claimed: 1, formula: gpu_hours + }\n",
      ":3:34: a number or a name is missing" },
    { HEAD "  - {id: a, claimed: 1, formula: gpu_hours + total_params}\n", "two kinds of thing" },
    { HEAD "  - {id: a, claimed: 1 GB, figure: gpu_hours}\n", ":3:22: " },
    { HEAD "  - {id: a, claimed: 1, figure: gpu_hours, sauce: x}\n",
      ":3:44: a claim has no 'sauce'; 'source' would be right" },
    { HEAD "  - {id: a, claimed: 1, figure: gpu_hours, set: {devises: 4}}\n",
      ":3:50: no input is called 'devises'; 'devices' would be right" },
    { HEAD "  - {id: a, claimed: 1, figure: gpu_hours, set: {devices: many}}\n",
      ":3:59: devices: " },
    { HEAD "  - {id: a, claimed: 1, figure: gpu_hours, model: deepseek-v4x}\n",
      "no model is called 'deepseek-v4x'" },
    { HEAD "  - {id: a, claimed: 1, figure: gpu_hours, verdict: maybe}\n",
      ":3:53: exact, rounding" },
    { HEAD "  - {id: a, claimed: 1, figure: gpu_hours, as: ratio}\n",
      "'over:', another plan, is missing" },
    { HEAD "  - {id: a, claimed: 1, figure: gpu_hours, over: {modell: x}}\n",
      ":3:51: a plan to compare with has no 'modell'; 'model' would be right" },
    { HEAD "  - {id: a, claimed: 1, figure: gpu_hours, over: {figure: total_params}}\n",
      "are two kinds of thing" },
    { HEAD "  - {id: a, claimed: 1, figure: gpu_hours, tolerance: much}\n", ":3:55: " },
    { "flopdeck: 1\nclaims: {a: b}\n", ":2:9: a list of claims would be right" },
};

START_TEST(bad_ledger_is_told)
{
    Library library;
    Error error = { .text = "" };
    library_open(&library);
    const char *path = test_file("bad.yaml", bad[_i].text, strlen(bad[_i].text));
    Ledger *ledger = ledger_open(&library, path, &error);
    ck_assert_msg(ledger == NULL, "%s", bad[_i].text);
    ck_assert_msg(strncmp(error.text, path, strlen(path)) == 0, "'%s' has no place", error.text);
    ck_assert_msg(strstr(error.text, bad[_i].message) != NULL, "'%s' is not '%s'", error.text,
                  bad[_i].message);
    library_close(&library);
}
END_TEST

START_TEST(own_ledger)
{
    static const char text[] =
        "flopdeck: 1\nname: Mine\nscenario: deepseek-v3\nclaims:\n"
        "  - {id: right, says: x, claimed: 671 B, figure: total_params, source: s}\n"
        "  - {id: half, says: x, claimed: 0.5, figure: train_cost, set: {device_price: $1}, "
        "source: s,\n"
        "     over: {set: {device_price: $2}}}\n"
        "  - {id: saved, says: x, claimed: 50 %, figure: train_cost, set: {device_price: $1}, as: "
        "saving,\n"
        "     over: {set: {device_price: $2}}, source: s}\n"
        "  - {id: less, says: x, claimed: $-1 M, figure: train_cost, set: {device_price: $1}, as: "
        "difference,\n"
        "     over: {set: {device_price: $2}}, source: s}\n"
        "  - {id: wrong, says: x, claimed: 670 B, figure: total_params, source: s}\n"
        "  - {id: unsourced, says: x, claimed: 670 B, figure: total_params}\n"
        "  - {id: unknown, says: x, claimed: 1 M, figure: gpu_hours, set: {efficiency: reported, "
        "reported_gpu_hours: 0}, source: s}\n";
    static const Verdict wanted[] = { ROUNDING,    EXACT,     EXACT,      CONTRADICTS,
                                      CONTRADICTS, NO_SOURCE, NOT_CHECKED };
    Library library;
    Error error = { .text = "" };
    library_open(&library);
    Ledger *ledger = ledger_open(&library, test_file("own.yaml", text, strlen(text)), &error);
    ck_assert_msg(ledger != NULL, "%s", error.text);
    ck_assert_str_eq(ledger->name, "Mine");
    ck_assert_int_eq(ledger->count, 7);
    for (int i = 0; i < ledger->count; i++) {
        const Claim *claim = &ledger->claims[i];
        ck_assert_msg(claim->verdict == wanted[i], "%s: %s (claimed %g, computed %g)", claim->id,
                      verdict_word[claim->verdict], claim->claimed, claim->computed);
        ck_assert_int_eq(claim_in_bounds(claim), claim->verdict != CONTRADICTS);
    }
    ledger_close(ledger);
    ledger_close(NULL);
    library_close(&library);
}
END_TEST

START_TEST(no_such_ledger)
{
    Library library;
    Error error = { .text = "" };
    library_open(&library);
    ck_assert_ptr_null(ledger_open(&library, "esssay", &error));
    ck_assert_str_eq(error.text, "no ledger is called 'esssay'; did you mean 'essay'?");
    ck_assert_ptr_null(ledger_open(&library, "/nonexistent/x.yaml", &error));
    ck_assert(error.system);
    library_close(&library);
}
END_TEST

Suite *claims_suite(void)
{
    Suite *suite = suite_create("claims");
    TCase *test = tcase_create("claims");
    tcase_set_timeout(test, 60);
    tcase_add_loop_test(test, grain_of_a_number, 0, (int)(sizeof grains / sizeof *grains));
    tcase_add_test(test, verdicts);
    tcase_add_test(test, every_verdict_is_as_expected);
    tcase_add_loop_test(test, bad_ledger_is_told, 0, (int)(sizeof bad / sizeof *bad));
    tcase_add_test(test, own_ledger);
    tcase_add_test(test, no_such_ledger);
    suite_add_tcase(suite, test);
    return suite;
}
