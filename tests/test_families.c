/* test_families.c -- released models: their counts to the last parameter, and the reader of
 * config.json. */
#include "tests/suites.h"

#include "profile/families.h"
#include "profile/huggingface.h"
#include "profile/profile.h"
#include "profile/scenario.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    const char *id;
    double stored, total, active, no_input, no_embeddings, kv_bytes;
    const char *why;
} Model;

static const Model models[] = {
#define MODEL(...) { __VA_ARGS__ },
#define RELEASED(...)
#define PRINTED(...)
#include "tests/families.def"
#undef MODEL
#undef RELEASED
#undef PRINTED
};

static const struct {
    const char *id;
    double stored;
    const char *name;
} released[] = {
#define MODEL(...)
#define RELEASED(...) { __VA_ARGS__ },
#define PRINTED(...)
#include "tests/families.def"
#undef MODEL
#undef RELEASED
#undef PRINTED
};

static const struct {
    const char *id, *total, *active;
    int convention;
    const char *source;
} printed[] = {
#define MODEL(...)
#define RELEASED(...)
#define PRINTED(config, total, active, convention, source)                                         \
    { config, total, active, active_count_##convention, source },
#include "tests/families.def"
};

enum {
    MODELS = sizeof models / sizeof *models,
    RELEASED_ROWS = sizeof released / sizeof *released,
    PRINTED_ROWS = sizeof printed / sizeof *printed
};

/* -- what the tests share -------------------------------------------------------------------------- */

/* The text of tests/configs/ID.json, or NULL.  free() it. */
static char *config_text_of(const char *id, size_t *size)
{
    char path[200];
    snprintf(path, sizeof path, "tests/configs/%s.json", id);
    FILE *file = fopen(path, "rb");
    if (!file) {
        return NULL;
    }
    char *text = calloc(1, 1 << 20);
    *size = text ? fread(text, 1, (1 << 20) - 1, file) : 0;
    fclose(file);
    return text;
}

static bool read_text(const char *text, Plan *plan, ImportReport *report, Error *error)
{
    *plan = preset_plan();
    error->text[0] = '\0';
    return huggingface_read("config.json", text, strlen(text), plan, report, error);
}

/* The plan of tests/configs/ID.json; false: there is no such file. */
static bool plan_of_config(const char *id, Plan *plan)
{
    size_t size;
    char *text = config_text_of(id, &size);
    ImportReport report;
    Error error;
    if (!text) {
        return false;
    }
    ck_assert_msg(read_text(text, plan, &report, &error), "%s: %s", id, error.text);
    ck_assert_msg(report.known, "%s: its family is not known", id);
    ck_assert_msg(report.warning_count == 0, "%s: %s", id, report.warning[0]);
    ck_assert_msg(report.unused_count == 0, "%s: not read: %s", id, report.unused);
    free(text);
    return true;
}

static void plan_of_profile(const char *id, Plan *plan)
{
    Library library;
    Error error = { .text = "" };
    library_open(&library);
    int file = library_read(&library, MODEL_PROFILE, id, NULL, &error);
    ck_assert_msg(file > 0, "%s: %s", id, error.text);
    *plan = preset_plan();
    for (int i = 0; i < INPUT_COUNT; i++) {
        const Given *given = &library.files[file]->given[i];
        plan->at[i] = given->line > 0 ? given->value : plan->at[i];
    }
    library_close(&library);
}

static double active_by(Plan plan, double convention)
{
    plan.active_count = convention;
    return evaluate(&plan).active_params;
}

static void must_be(const char *id, const char *what, double value, double wanted)
{
    ck_assert_msg(value == wanted, "%s: %s is %.0f, not %.0f (%+.0f)", id, what, value, wanted,
                  value - wanted);
}

static void breaks_no_limit(const char *id, const Plan *plan)
{
    Figures figures = evaluate(plan);
    Limits limits = check_limits(plan, &figures);
    for (int i = 0; i < LIMIT_COUNT; i++) {
        ck_assert_msg(!limits.broken[i] || limit_info[i].severity == WARNING, "%s breaks %s", id,
                      limit_info[i].name);
    }
}

static void check_model(const Model *model, const Plan *plan)
{
    Figures figures = evaluate(plan);
    must_be(model->id, "total_params", figures.total_params, model->total);
    must_be(model->id, "active_params", active_by(*plan, active_count_ALL), model->active);
    must_be(model->id, "active without input embedding",
            active_by(*plan, active_count_NO_INPUT_EMBEDDING), model->no_input);
    must_be(model->id, "active without embeddings", active_by(*plan, active_count_NO_EMBEDDINGS),
            model->no_embeddings);
    must_be(model->id, "kv_bytes_per_token", figures.kv_bytes_per_token, model->kv_bytes);
    breaks_no_limit(model->id, plan);
}

/* -- released models --------------------------------------------------------------------------------- */

START_TEST(a_profile_has_the_published_count)
{
    const Model *model = &models[_i];
    Plan plan;
    plan_of_profile(model->id, &plan);
    check_model(model, &plan);
    if (model->stored > 0) {
        must_be(model->id, "stored_params", evaluate(&plan).stored_params, model->stored);
    }
}
END_TEST

START_TEST(a_config_has_the_published_count)
{
    Plan plan;
    if (plan_of_config(models[_i].id, &plan)) {
        check_model(&models[_i], &plan);
    }
}
END_TEST

/* A config cannot say what else is in the checkpoint: rotary tables, a checkpoint never released. */
START_TEST(a_config_and_its_profile_agree)
{
    Plan from_config, from_profile;
    const char *id = models[_i].id;
    if (!plan_of_config(id, &from_config)) {
        return;
    }
    plan_of_profile(id, &from_profile);
    for (int i = 0; i < INPUT_COUNT; i++) {
        bool compared = input_info[i].group == GROUP_MODEL && input_matters(i, &from_config) &&
                        i != INPUT_stored_extra;
        ck_assert_msg(!compared || from_config.at[i] == from_profile.at[i],
                      "%s: %s is %.12g in the config, %.12g in the profile", id, input_info[i].name,
                      from_config.at[i], from_profile.at[i]);
    }
}
END_TEST

START_TEST(a_released_config_has_the_published_count)
{
    Plan plan;
    ck_assert(plan_of_config(released[_i].id, &plan));
    Figures figures = evaluate(&plan);
    must_be(released[_i].name, "stored_params", figures.stored_params, released[_i].stored);
    breaks_no_limit(released[_i].id, &plan);
}
END_TEST

/* Print rounds or cuts: the last digit that is printed may be off by one. */
static void must_print(const char *id, const char *what, double value, const char *billions)
{
    const char *point = strchr(billions, '.');
    double unit = pow(10, point ? -(double)strlen(point + 1) : 0);
    ck_assert_msg(fabs(value / 1e9 - strtod(billions, NULL)) < unit, "%s: %s is %.3f B, not %s", id,
                  what, value / 1e9, billions);
}

START_TEST(a_config_has_the_printed_count)
{
    Plan plan;
    ck_assert(plan_of_config(printed[_i].id, &plan));
    must_print(printed[_i].id, "total_params", evaluate(&plan).total_params, printed[_i].total);
    must_print(printed[_i].id, "active_params", active_by(plan, printed[_i].convention),
               printed[_i].active);
}
END_TEST

START_TEST(the_ledger_adds_up)
{
    Plan plan;
    plan_of_profile(models[_i].id, &plan);
    Figures f = evaluate(&plan);
    double sum = f.embedding_params + f.head_params + f.attention_query_params +
                 f.attention_key_value_params + f.attention_output_params +
                 f.attention_norm_params + f.attention_indexer_params + f.linear_attention_params +
                 f.ffn_params + f.routed_params + f.shared_params + f.router_params +
                 f.norm_params + f.unlisted_params;
    must_be(models[_i].id, "the sum of the ledger", sum, f.counted_params);
    double cache = f.full_bytes_per_token + f.latent_bytes_per_token + f.indexer_bytes_per_token;
    ck_assert_double_eq(cache, f.growing_bytes_per_token);
}
END_TEST

/* -- cache and work ---------------------------------------------------------------------------------- */

static Plan bf16_plan(const char *id)
{
    Plan plan;
    plan_of_profile(id, &plan);
    plan.cache_precision = cache_precision_BF16;
    plan.sequence_length = 4096;
    return plan;
}

/* arXiv:2505.09343, table 1: KB for each token in BF16. */
START_TEST(cache_as_in_print)
{
    static const struct {
        const char *id;
        double bytes;
    } rows[] = { { "deepseek-v3", 70272 }, { "qwen2.5-72b", 327680 }, { "llama3.1-405b", 516096 } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Plan plan = bf16_plan(rows[i].id);
        must_be(rows[i].id, "kv_bytes_per_token", evaluate(&plan).kv_bytes_per_token,
                rows[i].bytes);
    }
}
END_TEST

/* DeepSeek-V2, arXiv:2405.04434, table 9: elements for each token, in thousands, MHA against MLA. */
START_TEST(latent_cache_as_in_print)
{
    Plan small, large = bf16_plan("deepseek-v2");
    ck_assert(plan_of_config("deepseek-v2-lite", &small));
    Figures figures = evaluate(&small);
    ck_assert_double_eq_tol(figures.mha_bytes_per_token / 2, 110.6e3, 50);
    ck_assert_double_eq_tol(figures.mla_bytes_per_token / 2, 15.6e3, 50);
    ck_assert_double_eq_tol(evaluate(&large).mla_bytes_per_token / 2, 34.6e3, 50);
    large.attention_heads =
        56; /* the MHA model of that table has heads of its own: 860.2 K / 60 / 256 */
    ck_assert_double_eq_tol(evaluate(&large).mha_bytes_per_token / 2, 860.2e3, 50);
}
END_TEST

/* arXiv:2510.26692, 2512.20848 and 2504.03624: states of one sequence. */
START_TEST(state_as_in_print)
{
    Plan kimi = bf16_plan("kimi-linear-48b-a3b"), nemotron = bf16_plan("nemotron-h-56b");
    must_be("kimi-linear-48b-a3b", "state_elements", evaluate(&kimi).state_elements,
            20.0 * 32 * 128 * 128);
    must_be("nemotron-h-56b", "state_elements", evaluate(&nemotron).state_elements, 226492416);
}
END_TEST

/* arXiv:2505.09343, table 2, GFLOP a token at 4,096.  Its figure for Llama is without grouped keys
 * (1 % less than counted); the one for Qwen2.5-72B cannot be had from its 72.7 B parameters. */
START_TEST(work_as_in_print)
{
    static const struct {
        const char *id;
        double flop, tolerance;
    } rows[] = { { "deepseek-v2", 155e9, 0.002 },
                 { "deepseek-v3", 250e9, 0.002 },
                 { "llama3.1-405b", 2448e9, 0.011 } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Plan plan = bf16_plan(rows[i].id);
        double flop = evaluate(&plan).train_flop_per_token;
        ck_assert_msg(fabs(flop / rows[i].flop - 1) <= rows[i].tolerance,
                      "%s: %.4g FLOP a token, not %.4g", rows[i].id, flop, rows[i].flop);
    }
    Plan v3 = bf16_plan("deepseek-v3");
    ck_assert_double_eq_tol(evaluate(&v3).train_flop_per_token, 249.817344e9, 1e3);
    v3.flop_count = flop_count_FULL;
    ck_assert_double_eq_tol(evaluate(&v3).train_flop_per_token, 280.52e9, 0.01e9);
}
END_TEST

/* What is looked up multiplies nothing: Gemma 3n's tables of each layer are a third of it, and its
 * makers run it without them, as if it had 4 B. */
START_TEST(tables_do_no_work)
{
    Plan plan;
    ck_assert(plan_of_config("gemma-3n-e4b", &plan));
    Figures figures = evaluate(&plan);
    must_be("gemma-3n-e4b", "linear_params", figures.linear_params,
            6866696688 - 262144.0 * 35 * 256);
}
END_TEST

/* A block that several layers share works as often as it runs, and is stored once. */
START_TEST(shared_blocks_work_each_time)
{
    static const struct {
        const char *id;
        double uses, blocks;
    } rows[] = { { "zamba-7b-v1", 13, 1 }, { "zamba2-7b", 13, 2 } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Plan plan;
        ck_assert(plan_of_config(rows[i].id, &plan));
        Figures figures = evaluate(&plan);
        double d = plan.hidden_size, block = 14 * d * d + 3 * d + 3 * d * 4 * d;
        must_be(rows[i].id, "linear_params", figures.linear_params,
                figures.counted_params + (rows[i].uses - rows[i].blocks) * block);
    }
    Plan ouro;
    ck_assert(plan_of_config("ouro-1.4b", &ouro));
    must_be("ouro-1.4b", "kv_bytes_per_token", evaluate(&ouro).kv_bytes_per_token,
            4.0 * 24 * 2 * 2048 * 2);
    must_be("ouro-1.4b", "total_params", evaluate(&ouro).total_params, 1434652673);
}
END_TEST

/* Bytes for each token by kind of layer, as the shapes of keys and values have it. */
START_TEST(cache_by_kind_of_layer)
{
    static const struct {
        const char *id;
        double full, window, indexer;
    } rows[] = {
        /* layers, of key-value heads, of elements of key and value, of two bytes */
        { "step-3.5-flash", 12.0 * 8 * 256 * 2, 33.0 * 8 * 256 * 2, 0 },
        { "laguna-xs", 10.0 * 8 * 256 * 2, 30.0 * 8 * 256 * 2, 0 },
        { "gemma-4-e2b", 3.0 * 1 * 1024 * 2, 12.0 * 1 * 512 * 2, 0 }, /* 15 of 35 have their own */
        { "gemma-3n-e4b", 4.0 * 2 * 512 * 2, 16.0 * 2 * 512 * 2, 0 }, /* 20 of 35 */
        { "phi-4-mini-flash", 1.0 * 20 * 128 * 2, 8.0 * 20 * 128 * 2, 0 },
        { "minimax-m3", 60.0 * 4 * 256 * 2, 0, 57.0 * 128 * 2 },
        { "gpt-oss-120b", 18.0 * 8 * 128 * 2, 18.0 * 8 * 128 * 2, 0 },
        { "llama4-maverick", 12.0 * 8 * 256 * 2, 36.0 * 8 * 256 * 2, 0 },
        { "qwen3-next-80b-a3b", 12.0 * 2 * 512 * 2, 0, 0 },
        { "lfm2-8b-a1b", 6.0 * 8 * 128 * 2, 0, 0 },
        { "granite-4.0-h-small", 4.0 * 8 * 256 * 2, 0, 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Plan plan;
        ck_assert(plan_of_config(rows[i].id, &plan));
        plan.cache_precision = cache_precision_BF16;
        Figures figures = evaluate(&plan);
        must_be(rows[i].id, "full_bytes_per_token", figures.full_bytes_per_token, rows[i].full);
        must_be(rows[i].id, "window_bytes_per_token", figures.window_bytes_per_token,
                rows[i].window);
        must_be(rows[i].id, "indexer_bytes_per_token", figures.indexer_bytes_per_token,
                rows[i].indexer);
    }
}
END_TEST

/* Sparse attention reads what its indexer picks; layers beside it everything.  Windowed layers may have more
 * heads than the others. */
START_TEST(attention_by_kind_of_layer)
{
    Plan sparse, heads;
    ck_assert(plan_of_config("minimax-m3", &sparse) && plan_of_config("step-3.5-flash", &heads));
    sparse.sequence_length = heads.sequence_length = 1024; /* shorter than what is picked */
    double pair = 64 * 256.0;
    Plan longer = sparse;
    longer.sequence_length = 1048576;
    Figures few = evaluate(&sparse), many = evaluate(&longer);
    ck_assert_double_eq(few.attended_full, 60 * pair * 1024);
    ck_assert(many.attended_full > 3 * pair * 1048576 &&
              many.attended_full <= (3 * 1048576.0 + 57 * 2 * 2048) * pair);
    Plan fewer = heads;
    fewer.window_heads = 0;
    ck_assert_double_eq_tol(evaluate(&heads).attended_window / evaluate(&fewer).attended_window,
                            1.5, 1e-12);
}
END_TEST

/* Windows, sparse and linear attention: never more work or cache than full attention. */
START_TEST(narrow_attention_is_cheaper)
{
    static const char *const ids[] = { "gemma3-1b",         "glm-5",
                                       "mimo-v2-flash",     "kimi-linear-48b-a3b",
                                       "deepseek-v4-flash", "mistral-7b" };
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        Plan plan = bf16_plan(ids[i]);
        plan.sequence_length = plan.context_length = 131072;
        Figures narrow = evaluate(&plan);
        ck_assert(narrow.context_cache > 0 && narrow.train_flop_per_token > 0);
        ck_assert_msg(narrow.context_cache <
                          plan.layers * 131072 * 2 * plan.attention_heads * 2 * 512,
                      "%s", ids[i]);
        plan.window_size = 131072;
        plan.indexer_tokens = 131072;
        ck_assert_msg(evaluate(&plan).attention_flop_per_token >= narrow.attention_flop_per_token,
                      "%s", ids[i]);
    }
}
END_TEST

/* -- reading ----------------------------------------------------------------------------------------- */

#define SMALL                                                                                      \
    "\"hidden_size\": 64, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, "                  \
    "\"intermediate_size\": 128, \"vocab_size\": 100"

START_TEST(mistakes_have_a_place)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        { "", "config.json:1:1: " },
        { "[1, 2]", "config.json:1:1: a config.json is an object" },
        { "{\"model_type\": \"llama\",\n \"hidden_size\": }", "config.json:2:17: " },
        { "{\"model_type\": \"llama\", \"model_type\": \"gpt2\"}", "duplicate" },
        { "{}", "config.json:1:1: there is no model_type" },
        { "{\"model_type\": \"llama\"}", "config.json:1:1: there is no num_hidden_layers" },
        { "{\"model_type\": \"llama\",\n  " SMALL ",\n  \"num_key_value_heads\": \"four\"}",
          "config.json:3:3: num_key_value_heads is no number" },
        { "{\"model_type\": \"llama\",\n  \"num_key_value_heads\": -4, " SMALL "}",
          "config.json:2:3: num_key_value_heads is -4" },
        { "{\"model_type\": \"llama\", \"num_key_value_heads\": 2.5, " SMALL "}",
          "num_key_value_heads is 2.5; a whole number" },
        { "{\"model_type\": \"llama\", \"num_key_value_heads\": 1e300, " SMALL "}",
          "num_key_value_heads is 1e+300" },
        { "{\"model_type\": \"t5\", " SMALL "}", "T5 (t5): an encoder and a decoder" },
        { "{\"model_type\": \"albert\", " SMALL "}", "ALBERT (albert): an encoder without" },
        { "{\"model_type\": \"llama\", \"hidden_size\": 65, \"num_hidden_layers\": 2, "
          "\"num_attention_heads\": 4, "
          "\"intermediate_size\": 1, \"vocab_size\": 9}",
          "4 heads do not divide a hidden size of 65" },
        { "{\"model_type\": \"new\", \"mamba_d_state\": 16, " SMALL "}",
          "unknown model_type 'new', and mamba_d_state" },
        { "{\"model_type\": \"llama\", \"num_key_value_heads\": Infinity, " SMALL "}",
          "config.json:1:25: num_key_value_heads is 1e+308" },
        { "{\"model_type\": \"llama\", \"num_key_value_heads\": NaN, " SMALL "}",
          "config.json:1:25: num_key_value_heads is no number" },
        { "{\"model_type\": \"llama\", // why\n" SMALL "}", "JSON has no comments" },
        { "{\"model_type\": \"llama\", # why\n" SMALL "}", "JSON has no comments" },
        { "{\"model_type\": \"llama\", " SMALL ",}", "no comma after the last member" },
        { "{\"model_type\": \"llama\", \"a\": [1, 2,], " SMALL "}",
          "no comma after the last member" },
        { "{\"model_type\": \"bailing_hybrid\", \"short_conv_kernel_size\": 4, " SMALL "}",
          "Ling 3's delta attention" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Plan plan, before = preset_plan();
        ImportReport report;
        Error error;
        ck_assert_msg(!read_text(rows[i].text, &plan, &report, &error), "was read: %s",
                      rows[i].text);
        ck_assert_msg(strstr(error.text, rows[i].says) != NULL, "%s\nsays %s\nnot  %s",
                      rows[i].text, error.text, rows[i].says);
        ck_assert_msg(strncmp(error.text, "config.json:", 12) == 0, "%s", error.text);
        ck_assert_int_eq(memcmp(&plan, &before, sizeof plan), 0);
    }
}
END_TEST

START_TEST(what_python_writes_is_read)
{
    Plan plan, same;
    ImportReport report;
    Error error;
    const char *text = "\xEF\xBB\xBF{\"model_type\": \"llama\", \"time_step_limit\": [0.0, "
                       "Infinity], \"a\": -Infinity, \"b\": NaN, "
                       "\"note\": \"NaN and Infinity in words\", \"head_dim\": null, "
                       "\"tie_word_embeddings\": true, " SMALL "}";
    ck_assert_msg(read_text(text, &plan, &report, &error), "%s", error.text);
    ck_assert_double_eq(plan.head_dim, 16);
    ck_assert_double_eq(plan.tied_embeddings, 1);
    ck_assert_msg(read_text("{\"model_type\": \"gemma3\", \"vision_config\": {}, \"text_config\": "
                            "{\"model_type\": \"gemma3_text\", "
                            "\"num_key_value_heads\": 4, \"head_dim\": 16, \"sliding_window\": 8, "
                            "\"max_position_embeddings\": 512, " SMALL "}}",
                            &same, &report, &error),
                  "%s", error.text);
    ck_assert(report.multimodal && report.known);
    ck_assert_double_eq(same.hidden_size, 64);
    ck_assert_double_eq(same.norms_per_layer, 4);
}
END_TEST

/* What a file leaves out is what the released class assumes, which differs between classes; null is
 * none, whatever it assumes. */
START_TEST(a_class_assumes_what_is_left_out)
{
    static const struct {
        const char *text;
        int input;
        double value;
    } rows[] = {
        { "\"model_type\": \"mistral\", \"max_position_embeddings\": 8192", INPUT_window_layers,
          2 },
        { "\"model_type\": \"mistral\", \"max_position_embeddings\": 8192, \"sliding_window\": "
          "null",
          INPUT_window_layers, 0 },
        { "\"model_type\": \"mistral\", \"num_key_value_heads\": null", INPUT_kv_heads, 4 },
        { "\"model_type\": \"internlm\"", INPUT_output_bias, 1 },
        { "\"model_type\": \"internlm\"", INPUT_ffn_bias, 0 },
        { "\"model_type\": \"hunyuan_v1_dense\"", INPUT_tied_embeddings, 0 },
        { "\"model_type\": \"hunyuan_v1_moe\", \"num_experts\": 4, \"moe_topk\": 1",
          INPUT_query_key_norm, query_key_norm_PER_HEAD },
        { "\"model_type\": \"phimoe\", \"num_local_experts\": 4, \"num_experts_per_tok\": 2",
          INPUT_query_key_value_bias, 0 },
        { "\"model_type\": \"phimoe\", \"num_local_experts\": 4, \"num_experts_per_tok\": 2",
          INPUT_head_bias, 0 },
        { "\"model_type\": \"glm4v\"", INPUT_query_key_value_bias, 1 },
        { "\"model_type\": \"jais2\"", INPUT_ffn_bias, 1 },
        { "\"model_type\": \"hyperclovax\"", INPUT_norms_per_layer, 4 },
        { "\"model_type\": \"hyperclovax\", \"use_post_norm\": false", INPUT_norms_per_layer, 2 },
        { "\"model_type\": \"PanguEmbedded\"", INPUT_output_bias, 1 },
        { "\"model_type\": \"telechat\"", INPUT_other_params, 128 },
        { "\"model_type\": \"diffllama\"", INPUT_other_params, 128 },
        { "\"model_type\": \"mamba2\"", INPUT_tied_embeddings, 0 },
        { "\"model_type\": \"jais\"", INPUT_ffn_bias, 1 },
        { "\"model_type\": \"dots_ocr\"", INPUT_query_key_value_bias, 1 },
        { "\"model_type\": \"mamba2\"", INPUT_state_groups, 8 },
        { "\"model_type\": \"lfm2\", \"layer_types\": [\"conv\", \"full_attention\"]",
          INPUT_ffn_size, 256 },
        { "\"model_type\": \"seed_oss\", \"num_key_value_heads\": 1", INPUT_head_dim, 128 },
        { "\"model_type\": \"exaone_moe\", \"num_experts\": 4, \"num_experts_per_tok\": 1",
          INPUT_moe_layers, 1 },
        { "\"model_type\": \"deci\", \"num_key_value_heads_per_layer\": [4, 2]", INPUT_kv_heads,
          2 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        Plan plan;
        ImportReport report;
        Error error;
        snprintf(text, sizeof text, "{%s, " SMALL "}", rows[i].text);
        ck_assert_msg(read_text(text, &plan, &report, &error), "%s: %s", text, error.text);
        ck_assert_msg(report.known, "%s", text);
        must_be(rows[i].text, input_info[rows[i].input].name, plan.at[rows[i].input],
                rows[i].value);
    }
}
END_TEST

/* The text part of a model that sees, hears or speaks may be an object in an object, and may say no
 * more than what differs from its class. */
START_TEST(a_text_part_is_found)
{
    static const struct {
        const char *text;
        double params;
    } rows[] = {
        { "{\"model_type\": \"qwen2_audio\", \"audio_config\": {}, \"text_config\": "
          "{\"model_type\": \"qwen2\", "
          "\"intermediate_size\": 11008, \"vocab_size\": 156032}}",
          7754878976 },
        { "{\"model_type\": \"qwen3_omni_moe\", \"thinker_config\": {\"audio_config\": {}, "
          "\"model_type\": "
          "\"qwen3_omni_moe_thinker\", \"text_config\": {\"model_type\": \"qwen3_omni_moe_text\", "
          "\"vocab_size\": 152064, \"hidden_size\": 2048, \"num_hidden_layers\": 48, "
          "\"num_attention_heads\": 32, \"num_key_value_heads\": 4, \"head_dim\": 128, "
          "\"intermediate_size\": 768, \"moe_intermediate_size\": 768, \"num_experts\": 128, "
          "\"num_experts_per_tok\": 8}}}",
          30532646912 },
        { "{\"model_type\": \"qwen2_5_omni\", \"thinker_config\": {\"text_config\": "
          "{\"model_type\": "
          "\"qwen2_5_omni_text\", \"vocab_size\": 152064, \"hidden_size\": 3584, "
          "\"num_hidden_layers\": 28, "
          "\"num_attention_heads\": 28, \"num_key_value_heads\": 4, \"intermediate_size\": "
          "18944}}}",
          7615616512 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Plan plan;
        ImportReport report;
        Error error;
        ck_assert_msg(read_text(rows[i].text, &plan, &report, &error), "%s", error.text);
        ck_assert_msg(report.known, "%s", rows[i].text);
        must_be(report.name, "total_params", evaluate(&plan).total_params, rows[i].params);
    }
}
END_TEST

/* Where no model_type says it, the class does. */
START_TEST(a_class_names_its_family)
{
    static const struct {
        const char *class, *family;
    } rows[] = {
        { "Qwen3ForCausalLM", "Qwen3" },
        { "Qwen3MoeForCausalLM", "Qwen3 MoE" },
        { "GPT2LMHeadModel", "GPT-2" },
        { "LLaMAForCausalLM", "Llama" },
        { "Gemma3ForConditionalGeneration", "Gemma 3" },
        { "GptOssForCausalLM", "gpt-oss" },
        { "Grok1ForCausalLM", "Grok-1 and 2" },
        { "Qwen3ForSomethingElse", NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        Plan plan;
        ImportReport report;
        Error error;
        snprintf(text, sizeof text, "{\"architectures\": [\"%s\"], " SMALL "}", rows[i].class);
        ck_assert_msg(read_text(text, &plan, &report, &error), "%s: %s", text, error.text);
        ck_assert_int_eq(report.known, rows[i].family != NULL);
        ck_assert(!rows[i].family || strcmp(report.name, rows[i].family) == 0);
    }
}
END_TEST

START_TEST(text_parts_lie_in_one_another)
{
    static const char *const around[] = {
        "{\"model_type\": \"a_chat\", \"llm_config\": {\"text_config\": %s}}",
        "{\"model_type\": \"b\", \"thinker_config\": {\"language_config\": %s}}",
        "{\"architectures\": [\"C\"], \"text_config\": {\"llm_config\": %s}}",
        "{\"model_type\": \"d\", \"lm_config\": %s}",
    };
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        char text[512];
        Plan plan;
        ImportReport report;
        Error error;
        snprintf(text, sizeof text, around[i], "{\"model_type\": \"qwen3\", " SMALL "}");
        ck_assert_msg(read_text(text, &plan, &report, &error), "%s: %s", text, error.text);
        ck_assert_msg(report.known && plan.hidden_size == 64, "%s", text);
        ck_assert_double_eq(plan.query_key_norm, query_key_norm_PER_HEAD);
    }
}
END_TEST

/* However weights are stored, the parameters are the same. */
START_TEST(quantisation_changes_no_parameter)
{
    static const struct {
        const char *text;
        bool scaled; /* scales are counted in stored_params; else a note says that they are not */
    } rows[] = {
        { "{\"quant_method\": \"fp8\", \"weight_block_size\": [128, 128]}", true },
        { "{\"quant_method\": \"fp8\", \"activation_scheme\": \"static\"}", false },
        { "{\"quant_method\": \"awq\", \"bits\": 4, \"group_size\": 128}", false },
        { "{\"quant_method\": \"gptq\", \"bits\": 4, \"group_size\": 128}", false },
        { "{\"quant_method\": \"modelopt\", \"quant_algo\": \"NVFP4\"}", false },
        { "{\"quant_method\": \"compressed-tensors\", \"format\": \"nvfp4-pack-quantized\"}",
          false },
        { "{\"quant_method\": \"bitsandbytes\", \"load_in_4bit\": true}", false },
    };
    Plan plain, plan;
    ImportReport report;
    Error error;
    ck_assert(read_text("{\"model_type\": \"qwen3\", " SMALL "}", &plain, &report, &error));
    double total = evaluate(&plain).total_params;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "{\"model_type\": \"qwen3\", \"quantization_config\": %s, " SMALL "}",
                 rows[i].text);
        ck_assert_msg(read_text(text, &plan, &report, &error), "%s: %s", text, error.text);
        must_be(rows[i].text, "total_params", evaluate(&plan).total_params, total);
        ck_assert_msg((evaluate(&plan).stored_params > total) == rows[i].scaled, "%s", text);
        ck_assert_msg((report.note_count > 0) != rows[i].scaled, "%s", text);
    }
}
END_TEST

START_TEST(an_unknown_family_is_named)
{
    Plan plan;
    ImportReport report;
    Error error;
    ck_assert(read_text("{\"model_type\": \"frob\", \"frob_size\": 3, \"rope_theta\": 1, "
                        "\"tie_word_embeddings\": false, " SMALL "}",
                        &plan, &report, &error));
    ck_assert(!report.known);
    ck_assert_int_eq(report.warning_count, 1);
    ck_assert_str_eq(
        report.warning[0],
        "unknown model_type 'frob': read as llama; these keys were not used: frob_size");
}
END_TEST

/* Long, deep and broken texts end with a sentence, at once. */
START_TEST(hostile_texts_end_at_once)
{
    enum { SIZE = 1 << 20 };
    static const char *const fills[] = {
        "[", "{\"a\":", "[[],", "0,", "\"\\u0000\",", "\xff", "{},"
    };
    char *text = malloc(SIZE + 1);
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
        size_t length = strlen(fills[i]);
        memcpy(text, "{\"x\":[", 6);
        for (size_t at = 6; at < SIZE; at++) {
            text[at] = fills[i][(at - 6) % length];
        }
        Plan plan = preset_plan();
        ImportReport report;
        Error error = { .text = "" };
        clock_t start = clock();
        ck_assert(!huggingface_read("config.json", text, SIZE, &plan, &report, &error));
        ck_assert_msg((double)(clock() - start) / CLOCKS_PER_SEC < 1, "%s took long", fills[i]);
        ck_assert_msg(strncmp(error.text, "config.json:", 12) == 0, "%s", error.text);
    }
    free(text);
}
END_TEST

/* Every beginning of a config is refused with a place, or read; none is undefined. */
START_TEST(cut_texts_are_refused)
{
    size_t size;
    char *text = config_text_of("kimi-k3", &size);
    ck_assert_ptr_nonnull(text);
    for (size_t length = 0; length < size - 2; length++) {
        Plan plan = preset_plan();
        ImportReport report;
        Error error;
        ck_assert(!huggingface_read("config.json", text, length, &plan, &report, &error));
    }
    free(text);
}
END_TEST

/* Each number of a config, one after the other, becomes a value that no model has. */
START_TEST(absurd_numbers_end_at_once)
{
    static const char *const absurd[] = { "1e38", "-1e38", "0", "null", "0.5", "[]", "[0]" };
    size_t size;
    char *text = config_text_of(released[_i].id, &size), *changed = malloc(size + 16);
    ck_assert(text && changed);
    clock_t start = clock();
    for (char *at = strchr(text, ':'); at; at = strchr(at + 1, ':')) {
        size_t before = (size_t)(at - text) + 1, value = strcspn(at, ",}\n");
        for (size_t i = 0; i < sizeof absurd / sizeof *absurd; i++) {
            int length =
                snprintf(changed, size + 16, "%.*s%s%s", (int)before, text, absurd[i], at + value);
            Plan plan = preset_plan();
            ImportReport report;
            Error error;
            if (length < (int)size + 16 &&
                huggingface_read("config.json", changed, (size_t)length, &plan, &report, &error)) {
                ck_assert_int_gt((int)plan.layers, 0);
            }
        }
    }
    ck_assert_msg((double)(clock() - start) / CLOCKS_PER_SEC < 2, "%s took long", released[_i].id);
    free(changed);
    free(text);
}
END_TEST

START_TEST(reading_is_fast)
{
    enum { TIMES = 50 };
    size_t size;
    char *text = config_text_of("kimi-k3", &size);
    double sum = 0;
    clock_t start = clock();
    for (int i = 0; i < TIMES; i++) {
        Plan plan = preset_plan();
        ImportReport report;
        ck_assert(huggingface_read("config.json", text, size, &plan, &report, NULL));
        sum += evaluate(&plan).total_params;
    }
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC / TIMES;
    ck_assert_msg(sum > 0 && seconds < 0.005, "%g s for one config", seconds);
    free(text);
}
END_TEST

/* -- the table --------------------------------------------------------------------------------------- */

START_TEST(families_are_in_order)
{
    for (int i = 0; family_at(i); i++) {
        const Family *family = family_at(i);
        ck_assert_msg(family_find(family->type) == family, "%s is there twice", family->type);
        ck_assert_msg(!family->like ||
                          (family_find(family->like) && family_find(family->like) < family),
                      "%s is like %s, which is no earlier row", family->type, family->like);
        for (const char *word = family->fixed; word && *word; word += strspn(word, " ")) {
            char name[64];
            snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
            int input = find_input(name);
            ck_assert_msg(input >= 0 && input_info[input].group == GROUP_MODEL,
                          "%s fixes %s, which is no input of a model", family->type, name);
            word += strcspn(word, " ");
        }
    }
}
END_TEST

/* What import writes is a profile that says the same. */
START_TEST(an_import_reads_back)
{
    size_t size;
    char *text = config_text_of(models[_i].id, &size);
    Plan plan = preset_plan();
    ImportReport report;
    Error error = { .text = "" };
    if (!text) {
        return;
    }
    ck_assert(huggingface_read("config.json", text, size, &plan, &report, &error));
    char *written = huggingface_profile(&plan, &report, "a \"name\"");
    ck_assert_ptr_nonnull(written);
    Profile *profile = profile_read("written.yaml", written, strlen(written), &error);
    ck_assert_msg(profile != NULL, "%s\n%s", error.text, written);
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (input_info[i].group == GROUP_MODEL && input_matters(i, &plan)) {
            double value = profile->given[i].line > 0 ? profile->given[i].value : input_preset(i);
            ck_assert_msg(value == plan.at[i], "%s: %s", models[_i].id, input_info[i].name);
        }
    }
    profile_close(profile);
    free(written);
    free(text);
}
END_TEST

Suite *families_suite(void)
{
    Suite *suite = suite_create("families");
    TCase *counts = tcase_create("counts");
    tcase_add_loop_test(counts, a_profile_has_the_published_count, 0, MODELS);
    tcase_add_loop_test(counts, a_config_has_the_published_count, 0, MODELS);
    tcase_add_loop_test(counts, a_config_and_its_profile_agree, 0, MODELS);
    tcase_add_loop_test(counts, a_released_config_has_the_published_count, 0, RELEASED_ROWS);
    tcase_add_loop_test(counts, a_config_has_the_printed_count, 0, PRINTED_ROWS);
    tcase_add_loop_test(counts, the_ledger_adds_up, 0, MODELS);
    suite_add_tcase(suite, counts);
    TCase *work = tcase_create("cache and work");
    tcase_add_test(work, cache_as_in_print);
    tcase_add_test(work, latent_cache_as_in_print);
    tcase_add_test(work, state_as_in_print);
    tcase_add_test(work, work_as_in_print);
    tcase_add_test(work, tables_do_no_work);
    tcase_add_test(work, shared_blocks_work_each_time);
    tcase_add_test(work, cache_by_kind_of_layer);
    tcase_add_test(work, attention_by_kind_of_layer);
    tcase_add_test(work, narrow_attention_is_cheaper);
    suite_add_tcase(suite, work);
    TCase *reading = tcase_create("reading");
    tcase_set_timeout(reading, 60);
    tcase_add_test(reading, mistakes_have_a_place);
    tcase_add_test(reading, what_python_writes_is_read);
    tcase_add_test(reading, a_class_assumes_what_is_left_out);
    tcase_add_test(reading, a_text_part_is_found);
    tcase_add_test(reading, a_class_names_its_family);
    tcase_add_test(reading, text_parts_lie_in_one_another);
    tcase_add_test(reading, quantisation_changes_no_parameter);
    tcase_add_test(reading, an_unknown_family_is_named);
    tcase_add_test(reading, hostile_texts_end_at_once);
    tcase_add_test(reading, cut_texts_are_refused);
    tcase_add_loop_test(reading, absurd_numbers_end_at_once, 0, RELEASED_ROWS);
    tcase_add_test(reading, reading_is_fast);
    tcase_add_test(reading, families_are_in_order);
    tcase_add_loop_test(reading, an_import_reads_back, 0, MODELS);
    suite_add_tcase(suite, reading);
    return suite;
}
