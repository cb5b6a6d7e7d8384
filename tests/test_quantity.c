/* test_quantity.c -- numbers as people write them, in both directions. */
#include "tests/suites.h"

#include "model/quantity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(rows) (int)(sizeof(rows) / sizeof *(rows))

/* -- reading ------------------------------------------------------------------------------------ */

static const struct {
    const char *text;
    int unit;
    double value;
} good[] = {
    { "61", UNIT_ONE, 61 },
    { "  61 ", UNIT_ONE, 61 },
    { "2,048", UNIT_ONE, 2048 },
    { "1,234,567", UNIT_ONE, 1234567 },
    { "1e3", UNIT_ONE, 1000 },
    { "1.5E-3", UNIT_ONE, 0.0015 },
    { "+7", UNIT_ONE, 7 },
    { "-7", UNIT_ONE, -7 },
    { "2k", UNIT_ONE, 2000 },
    { "4Ki", UNIT_ONE, 4096 },
    { "671B", UNIT_PARAMETER, 671e9 },
    { "671 B", UNIT_PARAMETER, 671e9 },
    { "671026419200", UNIT_PARAMETER, 671026419200 },
    { "1.76 T params", UNIT_PARAMETER, 1.76e12 },
    { "14.8T", UNIT_TERATOKEN, 14.8e12 },
    { "14.8 T", UNIT_TERATOKEN, 14.8e12 },
    { "14.8", UNIT_TERATOKEN, 14.8e12 },
    { "14.8 T tok", UNIT_TERATOKEN, 14.8e12 },
    { "14.8 T tokens", UNIT_TERATOKEN, 14.8e12 },
    { "300 B", UNIT_TERATOKEN, 300e9 },
    { "300 G tok", UNIT_TERATOKEN, 300e9 },
    { "128k", UNIT_TOKEN, 128000 },
    { "128Ki", UNIT_TOKEN, 131072 },
    { "80 GB", UNIT_GIGABYTE, 80e9 },
    { "80GB", UNIT_GIGABYTE, 80e9 },
    { "80", UNIT_GIGABYTE, 80e9 },
    { "80 GiB", UNIT_GIGABYTE, 80 * 1073741824.0 },
    { "0.08 TB", UNIT_GIGABYTE, 80e9 },
    { "3.35 TB/s", UNIT_GIGABYTE_PER_SECOND, 3350e9 },
    { "3350", UNIT_GIGABYTE_PER_SECOND, 3350e9 },
    { "989.4 TFLOP/s", UNIT_TERAFLOP_PER_SECOND, 989.4e12 },
    { "989.4 TFLOPS", UNIT_TERAFLOP_PER_SECOND, 989.4e12 },
    { "989.4 T", UNIT_TERAFLOP_PER_SECOND, 989.4e12 },
    { "989.4", UNIT_TERAFLOP_PER_SECOND, 989.4e12 },
    { "1.979 PFLOP/s", UNIT_TERAFLOP_PER_SECOND, 1979e12 },
    { "333.3 GFLOP", UNIT_FLOP_PER_TOKEN, 333.3e9 },
    { "333.3 GFLOP/tok", UNIT_FLOP_PER_TOKEN, 333.3e9 },
    { "333.3 GFLOP/token", UNIT_FLOP_PER_TOKEN, 333.3e9 },
    { "3.7e24 FLOP", UNIT_FLOP, 3.7e24 },
    { "3.7 YFLOP", UNIT_FLOP, 3.7e24 },
    { "38.97 %", UNIT_FRACTION, 0.3897 },
    { "38.97%", UNIT_FRACTION, 0.3897 },
    { "38.97", UNIT_FRACTION, 0.3897 },
    { "0.3897", UNIT_FRACTION, 0.3897 },
    { "0.5 %", UNIT_FRACTION, 0.005 },
    { "38.97 percent", UNIT_FRACTION, 0.3897 },
    { "1.1", UNIT_RATIO, 1.1 },
    { "1.1x", UNIT_RATIO, 1.1 },
    { "1.1 ×", UNIT_RATIO, 1.1 },
    { "$2.00", UNIT_DOLLAR_PER_DEVICE_HOUR, 2.0 / 3600 },
    { "2", UNIT_DOLLAR_PER_DEVICE_HOUR, 2.0 / 3600 },
    { "$2/h", UNIT_DOLLAR_PER_DEVICE_HOUR, 2.0 / 3600 },
    { "2 $/GPU·h", UNIT_DOLLAR_PER_DEVICE_HOUR, 2.0 / 3600 },
    { "2 $/GPU-h", UNIT_DOLLAR_PER_DEVICE_HOUR, 2.0 / 3600 },
    { "$5.576 M", UNIT_DOLLAR, 5.576e6 },
    { "$5.576M", UNIT_DOLLAR, 5.576e6 },
    { "5.576M", UNIT_DOLLAR, 5.576e6 },
    { "$33,800", UNIT_DOLLAR_PER_DEVICE, 33800 },
    { "2.664M", UNIT_DEVICE_HOUR, 2.664e6 * 3600 },
    { "2.664 M GPU·h", UNIT_DEVICE_HOUR, 2.664e6 * 3600 },
    { "2664k GPU-hours", UNIT_DEVICE_HOUR, 2.664e6 * 3600 },
    { "119 k", UNIT_DEVICE_HOUR, 119e3 * 3600 },
    { "30 days", UNIT_DAY, 30 * 86400 },
    { "30d", UNIT_DAY, 30 * 86400 },
    { "30", UNIT_DAY, 30 * 86400 },
    { "12 h", UNIT_DAY, 12 * 3600 },
    { "19.926 s", UNIT_SECOND, 19.926 },
    { "500 ms", UNIT_SECOND, 0.5 },
    { "70272", UNIT_BYTE_PER_TOKEN, 70272 },
    { "70.272 kB", UNIT_BYTE_PER_TOKEN, 70272 },
    { "70.272 KB", UNIT_BYTE_PER_TOKEN, 70272 },
    { "700 W", UNIT_DEVICE_WATT, 700 },
    { "1.2 kW", UNIT_DEVICE_WATT, 1200 },
    { "2.1 GWh", UNIT_WATT_HOUR, 2.1e9 * 3600 },
    { "2,048 GPUs", UNIT_DEVICE, 2048 },
};

START_TEST(reads)
{
    double value = NAN;
    Error error = { .text = "" };
    bool read = parse_quantity(good[_i].text, good[_i].unit, &value, &error);
    ck_assert_msg(read, "'%s': %s", good[_i].text, error.text);
    ck_assert_msg(fabs(value - good[_i].value) <= 4e-16 * fabs(good[_i].value),
                  "'%s' is %.17g, not %.17g", good[_i].text, value, good[_i].value);
}
END_TEST

static const struct {
    const char *text;
    int unit;
    const char *message;
} bad[] = {
    { "", UNIT_ONE, "missing" },
    { "   ", UNIT_ONE, "missing" },
    { "abc", UNIT_ONE, "not a number" },
    { "nan", UNIT_ONE, "not a number" },
    { "inf", UNIT_ONE, "not a number" },
    { "1e999", UNIT_ONE, "not a number" },
    { "0x10", UNIT_ONE, "not a kind" },
    { "1..2", UNIT_ONE, "not a number" },
    { "1e", UNIT_ONE, "not a kind" },
    { "--1", UNIT_ONE, "not a number" },
    { "1,23", UNIT_ONE, "not a kind" },
    { "80 GB", UNIT_TERAFLOP_PER_SECOND, "'GB' is not a kind of 'TFLOP/s'" },
    { "30 days", UNIT_GIGABYTE, "'days' is not a kind of 'GB'" },
    { "30 GB", UNIT_DAY, "'GB' is not a kind of 'days'" },
    { "$2", UNIT_GIGABYTE, "money" },
    { "$2", UNIT_ONE, "money" },
    { "2 $/GPU·h", UNIT_DOLLAR, "not a kind" },
    { "5 QB", UNIT_GIGABYTE, "not a kind" },
    { "5 GB GB", UNIT_GIGABYTE, "not a kind" },
    { "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
      "1111111",
      UNIT_ONE, "too long" },
};

START_TEST(refuses)
{
    double value = 42;
    Error error = { .text = "" };
    ck_assert_msg(!parse_quantity(bad[_i].text, bad[_i].unit, &value, &error),
                  "'%s' was read as %g", bad[_i].text, value);
    ck_assert_msg(strstr(error.text, bad[_i].message), "'%s': '%s' does not say '%s'", bad[_i].text,
                  error.text, bad[_i].message);
}
END_TEST

/* -- printing ----------------------------------------------------------------------------------- */

static const struct {
    double value;
    int unit;
    const char *text;
} shown[] = {
    { 61, UNIT_ONE, "61" },
    { 2048, UNIT_DEVICE, "2,048 GPU" },
    { 235239.66, UNIT_ONE, "235,240" },
    { 0, UNIT_ONE, "0" },
    { -999, UNIT_ONE, "-999" },
    { -2048, UNIT_ONE, "-2,048" },
    { 999999.5, UNIT_ONE, "1,000,000" },
    { 100000.5, UNIT_ONE, "100,000" },
    { 123456789012345, UNIT_ONE, "123,456,789,012,345" },
    { 671026419200, UNIT_PARAMETER, "671.0 B" },
    { 37552297472, UNIT_PARAMETER, "37.55 B" },
    { 999.96e9, UNIT_PARAMETER, "1.000 T" },
    { 70272, UNIT_BYTE_PER_TOKEN, "70,272 B" },
    { 3997696, UNIT_BYTE_PER_TOKEN, "3.998 MB" },
    { 14.8e12, UNIT_TERATOKEN, "14.80 T tok" },
    { 989.4e12, UNIT_TERAFLOP_PER_SECOND, "989.4 TFLOP/s" },
    { 3.697e24, UNIT_FLOP, "3.697 YFLOP" },
    { 0.3896508920, UNIT_FRACTION, "38.97 %" },
    { 5.576e6, UNIT_DOLLAR, "$5.576 M" },
    { 2.0 / 3600, UNIT_DOLLAR_PER_DEVICE_HOUR, "$2.00/GPU·h" },
    { 2.664e6 * 3600, UNIT_DEVICE_HOUR, "2.664 M GPU·h" },
    { 54.2 * 86400, UNIT_DAY, "54.20 days" },
    { 19.926, UNIT_SECOND, "19.93 s" },
    { 0.01476, UNIT_SECOND, "14.76 ms" },
    { NAN, UNIT_DAY, "—" },
    { INFINITY, UNIT_DOLLAR, "—" },
};

START_TEST(prints)
{
    char text[80];
    Printed printed = print_quantity(shown[_i].value, shown[_i].unit);
    ck_assert_str_eq(join_printed(text, sizeof text, &printed), shown[_i].text);
}
END_TEST

/* -- both --------------------------------------------------------------------------------------- */

START_TEST(symbol_reads_back)
{
    char text[80];
    double value = NAN;
    Error error = { .text = "" };
    snprintf(text, sizeof text, "1 %s", unit_info[_i].symbol);
    ck_assert_msg(parse_quantity(text, _i, &value, &error), "%s: %s", unit_info[_i].id, error.text);
    ck_assert_double_eq(value, unit_info[_i].size);
}
END_TEST

START_TEST(alias_reads_back)
{
    for (const char *at = unit_info[_i].alias; at && *at;
         at += strcspn(at, " "), at += *at == ' ') {
        char text[80];
        double value = NAN;
        Error error = { .text = "" };
        snprintf(text, sizeof text, "1 %.*s", (int)strcspn(at, " "), at);
        ck_assert_msg(parse_quantity(text, _i, &value, &error), "%s: %s", text, error.text);
        ck_assert_msg(value == unit_info[_i].size, "%s is %g of a %s", text, value,
                      unit_info[_i].id);
    }
}
END_TEST

/* A number from 0 to 1 that follows from its place: the same on every machine. */
static double spread(unsigned row, unsigned place)
{
    uint64_t mixed = (row * 2654435761u + place) * 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 31)) * 0xbf58476d1ce4e5b9u;
    return (double)(mixed >> 11) / 9007199254740992.0;
}

START_TEST(input_reads_back)
{
    double low = input_lowest(_i), high = input_highest(_i);
    for (unsigned place = 0; place < 500; place++) {
        char text[80];
        double back = NAN, share = spread((unsigned)_i, place);
        double value = place == 0                               ? low
                       : place == 1                             ? high
                       : place == 2                             ? input_preset(_i)
                       : input_info[_i].scale == LOG && low > 0 ? low * pow(high / low, share)
                                                                : low + share * (high - low);
        if (input_info[_i].kind != REAL) {
            value = nearbyint(value);
        }
        Error error = { .text = "" };
        write_input(text, sizeof text, _i, value);
        ck_assert_msg(parse_input(text, _i, &back, &error), "%s: '%s': %s", input_info[_i].name,
                      text, error.text);
        ck_assert_msg(back == value, "%s: %.17g was written as '%s' and read as %.17g",
                      input_info[_i].name, value, text, back);
    }
}
END_TEST

static const struct {
    const char *text;
    int input;
    double current, value;
} entries[] = {
    { "14.8T", INPUT_train_tokens, 1e12, 14.8e12 },
    { "2048*2", INPUT_devices, 1, 4096 },
    { "14.8T/2", INPUT_train_tokens, 1e12, 7.4e12 },
    { "*2", INPUT_devices, 2048, 4096 },
    { "/4", INPUT_devices, 2048, 512 },
    { "+10%", INPUT_devices, 2000, 2200 },
    { "-500", INPUT_devices, 2048, 1548 },
    { "+5", INPUT_assumed_mfu, 0.40, 0.45 },
    { "1e3", INPUT_devices, 1, 1000 },
    { "$2/h", INPUT_device_price, 1, 2.0 / 3600 },
    { "mla", INPUT_attention, 0, attention_MLA },
    { "MLA", INPUT_attention, 0, attention_MLA },
    { "yes", INPUT_gated_ffn, 0, 1 },
    { "off", INPUT_gated_ffn, 1, 0 },
};

START_TEST(entry)
{
    double value = NAN;
    Error error = { .text = "" };
    ck_assert_msg(
        parse_entry(entries[_i].text, entries[_i].input, entries[_i].current, &value, &error),
        "'%s': %s", entries[_i].text, error.text);
    ck_assert_double_eq_tol(value, entries[_i].value, 1e-12 * fabs(entries[_i].value) + 1e-300);
}
END_TEST

static const struct {
    const char *text;
    int input;
    const char *message;
} bad_entries[] = {
    { "0", INPUT_layers, "lowest" },
    { "1001", INPUT_layers, "highest" },
    { "61.5", INPUT_layers, "whole" },
    { "mha", INPUT_attention, "gqa, mla" },
    { "maybe", INPUT_gated_ffn, "yes nor no" },
    { "/0", INPUT_devices, "divided by 0" },
    { "2048*", INPUT_devices, "not a" },
    { "*", INPUT_devices, "missing" },
    { "120 %", INPUT_assumed_mfu, "highest" },
};

START_TEST(entry_refused)
{
    double value = 42;
    Error error = { .text = "" };
    ck_assert(!parse_entry(bad_entries[_i].text, bad_entries[_i].input, 1, &value, &error));
    ck_assert_msg(strstr(error.text, bad_entries[_i].message), "'%s': '%s' does not say '%s'",
                  bad_entries[_i].text, error.text, bad_entries[_i].message);
}
END_TEST

START_TEST(exact_numbers)
{
    char text[40];
    print_exact(text, sizeof text, 671026419200);
    ck_assert_str_eq(text, "671026419200");
    print_exact(text, sizeof text, 0.1);
    ck_assert_str_eq(text, "0.1");
    print_exact(text, sizeof text, -0.0);
    ck_assert_str_eq(text, "0");
    print_exact(text, sizeof text, NAN);
    ck_assert_str_eq(text, "null");
    for (unsigned i = 0; i < 10000; i++) {
        double value = (spread(i, 1) - 0.5) * pow(10, 600 * (spread(i, 2) - 0.5));
        print_exact(text, sizeof text, value);
        ck_assert_double_eq(strtod(text, NULL), value);
    }
}
END_TEST

/* As printf() rounds: to the nearest, and of two that are as near to the even one. */
START_TEST(rounds_as_printf)
{
    static const struct {
        double from;
        const char *format;
    } ranges[] = { { 1, "%.3f" }, { 10, "%.2f" }, { 100, "%.1f" }, { 0.25, "%.4f" } };
    for (int range = 0; range < COUNT(ranges); range++) {
        double from = ranges[range].from;
        char expected[40];
        for (unsigned i = 0; i < 40000; i++) {
            /* any number, and those half way between two that can be printed */
            double value = i % 2 ? from * (1 + 2 * spread(i, 3))
                                 : from * (1 + floor(2000 * spread(i, 3)) / 1000) + from / 2000;
            value = i % 4 < 2 || value == nearbyint(value) ? value : -value;
            snprintf(expected, sizeof expected, ranges[range].format, value);
            ck_assert_str_eq(print_quantity(value, UNIT_PER_TOKEN).number, expected);
        }
    }
}
END_TEST

Suite *quantity_suite(void)
{
    Suite *suite = suite_create("quantity");
    TCase *test = tcase_create("quantity");
    tcase_add_loop_test(test, reads, 0, COUNT(good));
    tcase_add_loop_test(test, refuses, 0, COUNT(bad));
    tcase_add_loop_test(test, prints, 0, COUNT(shown));
    tcase_add_loop_test(test, symbol_reads_back, 0, UNIT_COUNT);
    tcase_add_loop_test(test, alias_reads_back, 0, UNIT_COUNT);
    tcase_add_loop_test(test, input_reads_back, 0, INPUT_COUNT);
    tcase_add_loop_test(test, entry, 0, COUNT(entries));
    tcase_add_loop_test(test, entry_refused, 0, COUNT(bad_entries));
    tcase_add_test(test, exact_numbers);
    tcase_add_test(test, rounds_as_printf);
    suite_add_tcase(suite, test);
    return suite;
}
