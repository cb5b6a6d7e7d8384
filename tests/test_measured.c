/* test_measured.c -- tables of measured steps: any order of columns, any line ends, and what a row
 * that leaves cells empty means. */
#include "tests/suites.h"

#include "profile/measured.h"

#include <math.h>
#include <string.h>

static Library library;
static MeasuredTable table;

static void open_library(void)
{
    library_open(&library);
}

static void close_library(void)
{
    measured_table_close(&table);
    library_close(&library);
}

static const MeasuredRow *read_text(const char *text)
{
    Error error = { 0 };
    const char *path = test_file("steps.csv", text, strlen(text));
    ck_assert_msg(measured_table_open(&table, &library, path, &error), "%s", error.text);
    ck_assert_int_gt(table.count, 0);
    return table.rows;
}

static const char *const same[] = {
    "id,model,hardware,devices,micro_batch,step_time_s\nx,llama3.1-8b,h100-sxm,64,2,3.5\n",
    "step_time_s,micro_batch,devices,hardware,model,id\n3.5,2,64,h100-sxm,llama3.1-8b,x\n",
    "id,model,hardware,devices,micro_batch,step_time_s\r\nx,llama3.1-8b,h100-sxm,64,2,3.5\r\n",
    "id,model,hardware,devices,micro_batch,step_time_s\rx,llama3.1-8b,h100-sxm,64,2,3.5\r",
    "\xef\xbb\xbf\"id\",model,hardware,devices,micro_batch,step_time_s\n\n"
    "\"x\",\"llama3.1-8b\", h100-sxm ,\"64\" , 2.0 ,3.5e0\n\n",
    "id,model,hardware,devices,micro_batch,step_time_s,set,source\n"
    "x,Llama3.1-8B,H100-SXM,64,2,3.5 s,,\"a \"\"b\"\",\n c\"\n",
    "id,model,hardware,devices,micro_batch,step_time_s,compute,schedule\n"
    "x,llama3.1-8b,h100-sxm,64,2,3500 ms,BF16,0",
};

START_TEST(writing_does_not_matter)
{
    const MeasuredRow *row = read_text(same[_i]);
    ck_assert_int_eq(table.count, 1);
    ck_assert_msg(!row->skipped, "%s", row->skipped);
    ck_assert_str_eq(row->id, "x");
    ck_assert_double_eq(row->step_time, 3.5);
    ck_assert_double_eq(row->plan.devices, 64);
    ck_assert_double_eq(row->plan.micro_batch, 2);
    ck_assert_double_eq(row->plan.layers, 32);
    ck_assert_double_eq(row->plan.peak_bf16, 989.4e12);
}
END_TEST

START_TEST(quotes_are_taken_off)
{
    const MeasuredRow *row = read_text(same[5]);
    ck_assert_str_eq(row->source, "a \"b\",\n c");
}
END_TEST

START_TEST(empty_cells_are_defaults)
{
    const MeasuredRow *row = read_text("model,hardware,devices,virtual_stages,schedule,micro_batch,"
                                       "framework,zero_stage,pipeline_parallel\n"
                                       "deepseek-v3,h800-sxm,64,2,,,,,2\n");
    ck_assert_msg(!row->skipped, "%s", row->skipped);
    ck_assert_str_eq(row->id, "line 2");
    ck_assert(isnan(row->step_time));
    ck_assert_str_eq(row->framework, "megatron");
    ck_assert_double_eq(row->plan.schedule, schedule_INTERLEAVED);
    ck_assert_double_eq(row->plan.micro_batch, 0); /* as its authors would */
    ck_assert_double_eq(row->plan.zero_stage, 1);
    ck_assert_double_eq(row->plan.tensor_parallel, 1);
    ck_assert_double_eq(row->plan.scale_up_bandwidth, 200e9);
    ck_assert_double_eq(row->plan.moe_layers, 58);
}
END_TEST

START_TEST(a_row_may_describe_its_model)
{
    const MeasuredRow *row =
        read_text("model,hardware,devices,layers,hidden_size,attention_heads,routed_experts,"
                  "kv_rank,nope_dim,scale_out_bandwidth\n"
                  "mine,h100-sxm,8,12,2048,16,,,,12500000000.0\n"
                  "mine,h100-sxm,8,12,2048,16,64,512,128,12.5 GB/s\n"
                  "deepseek-v3,h100-sxm,8,10,,,,,,\n");
    ck_assert_int_eq(table.count, 3);
    for (int i = 0; i < 3; i++) {
        ck_assert_msg(!row[i].skipped, "%s", row[i].skipped);
    }
    ck_assert_double_eq(row[0].plan.kv_heads, 16);
    ck_assert_double_eq(row[0].plan.head_dim, 128);
    ck_assert_double_eq(row[0].plan.ffn_size, 8192);
    ck_assert_double_eq(row[0].plan.moe_layers, 0);
    ck_assert_double_eq(row[0].plan.scale_out_bandwidth, 12.5e9);
    ck_assert_double_eq(row[1].plan.moe_layers, 12);
    ck_assert_double_eq(row[1].plan.attention, attention_MLA);
    ck_assert_double_eq(row[1].plan.scale_out_bandwidth, 12.5e9);
    ck_assert_double_eq(row[2].plan.moe_layers, 7); /* the three dense layers stay */
}
END_TEST

/* Bytes that a file may bring: never a crash, and a sentence when it is refused. */
START_TEST(hostile_bytes_are_refused)
{
    static const char *const pieces[] = { "id", ",", "\n",   "\"", "layers", "7",
                                          "\r", " ", "\xc3", "x",  "model",  "step_time_s" };
    unsigned seed = 12345;
    for (int run = 0; run < 600; run++) {
        char text[400] = "";
        int count = run % 40;
        for (int i = 0; i < count; i++) {
            seed = seed * 1103515245u + 12345u;
            strcat(text, pieces[(seed >> 16) % 12]);
        }
        Error error = { 0 };
        const char *path = test_file("hostile.csv", text, strlen(text));
        if (!measured_table_open(&table, &library, path, &error)) {
            ck_assert_msg(strstr(error.text, "hostile.csv:") != NULL, "%s", error.text);
        }
        measured_table_close(&table);
    }
}
END_TEST

Suite *measured_suite(void)
{
    Suite *suite = suite_create("measured");
    TCase *test = tcase_create("measured");
    tcase_add_checked_fixture(test, open_library, close_library);
    tcase_add_loop_test(test, writing_does_not_matter, 0, (int)(sizeof same / sizeof *same));
    tcase_add_test(test, quotes_are_taken_off);
    tcase_add_test(test, empty_cells_are_defaults);
    tcase_add_test(test, a_row_may_describe_its_model);
    tcase_add_test(test, hostile_bytes_are_refused);
    suite_add_tcase(suite, test);
    return suite;
}
