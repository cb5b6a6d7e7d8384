/* test_reading.c -- the reader of config.json: what it takes, what it refuses, and with which words. */
#include "tests/configs.h"
#include "tests/suites.h"

#include "profile/families.h"
#include "profile/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const ids[] = {
#define MODEL(id, ...)    id,
#define RELEASED(id, ...) id,
#define PRINTED(...)
#include "tests/families.def"
};

enum { IDS = sizeof ids / sizeof *ids };

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
        { "{\"model_type\": \"a\", \"text_config\": {\"model_type\": \"deepseek_v41_text\", " SMALL
          "}}",
          "DeepSeek-V4.1 (deepseek_v41_text): tables of n-grams" },
        { "{\"model_type\": \"llama\",\n \"text_config\": null, \"hidden_size\": null}",
          "config.json:1:1: there is no num_hidden_layers" },
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

/* Latent attention under names of its own. */
#define PANGU                                                                                      \
    "\"model_type\": \"pangu_ultra_moe\", \"attention_kv_lora_dim\": 32, "                         \
    "\"attention_q_lora_dim\": 16, \"attention_qk_rope_dim\": 8, \"attention_qk_dim\": 16, "       \
    "\"attention_v_dim\": 16, \"sandwich_norm\": true, \"num_mtp_layers\": 1"

/* Gates on queries and norms. */
#define AXK2                                                                                       \
    "\"model_type\": \"axk2\", \"kv_lora_rank\": 8, \"q_lora_rank\": 16, "                         \
    "\"qk_nope_head_dim\": 8, \"qk_rope_head_dim\": 4, \"v_head_dim\": 8, "                        \
    "\"n_routed_experts\": 4, \"num_experts_per_tok\": 1"

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
        { "\"model_type\": \"rwkv7\", \"num_heads\": null, \"head_dim\": 16",
          INPUT_linear_key_heads, 4 },
        { "\"model_type\": \"muse_glimmer_text\"", INPUT_attention_gate, 1 },
        { "\"model_type\": \"hunyuan_vl_text\", \"attention_head_dim\": 32", INPUT_head_dim, 32 },
        { "\"model_type\": \"paddleocr_vl_text\"", INPUT_tied_embeddings, 1 },
        { "\"model_type\": \"solar_open2\", \"linear_attn_config\": {\"num_heads\": 4, "
          "\"head_dim\": "
          "16}",
          INPUT_linear_layers, 1 },
        { PANGU, INPUT_kv_rank, 32 },
        { PANGU, INPUT_norms_per_layer, 4 },
        { PANGU, INPUT_mtp_modules, 1 },
        { "\"model_type\": \"bailing_hybrid\", \"linear_attention\": \"kda\", "
          "\"layer_group_size\": 2",
          INPUT_linear_attention, linear_attention_KDA },
        { "\"model_type\": \"mamba2\"", INPUT_state_groups, 8 },
        { "\"model_type\": \"lfm2\", \"layer_types\": [\"conv\", \"full_attention\"]",
          INPUT_ffn_size, 256 },
        { "\"model_type\": \"seed_oss\", \"num_key_value_heads\": 1", INPUT_head_dim, 128 },
        { "\"model_type\": \"exaone_moe\", \"num_experts\": 4, \"num_experts_per_tok\": 1",
          INPUT_moe_layers, 1 },
        { "\"model_type\": \"deci\", \"num_key_value_heads_per_layer\": [4, 2]", INPUT_kv_heads,
          2 },
        { "\"model_type\": \"plamo\", \"n_shared_head\": 4", INPUT_kv_heads, 1 },
        { "\"model_type\": \"voxtral_realtime_text\"", INPUT_other_params, 2 * 2 * 32 * 64 },
        { "\"model_type\": \"Klear\", \"num_experts\": 4, \"num_experts_per_tok\": 1",
          INPUT_other_params, 2 * (2 * 64 + 2) },
        { AXK2, INPUT_other_params, 2 * 16 * 4 * (8 + 4 + 2 * 8) + 2 * 64 * 16 * 3 },
        { AXK2, INPUT_moe_layers, 1 },
        { "\"model_type\": \"hy_v4\", \"kv_lora_rank\": 8, \"q_lora_rank\": 16, "
          "\"qk_nope_head_dim\": 8, "
          "\"qk_rope_head_dim\": 4, \"v_head_dim\": 8, \"index_n_heads\": 2, \"index_head_dim\": 8",
          INPUT_other_params, 2 * 2 * (2 * 4 * (4 * 64 + 1) + 2) + 4 * (4 * 64 + 1) + 1 },
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

/* A text part without a model_type is what the class around it assumes; one of a type that is not known is not. */
START_TEST(a_text_part_without_a_type)
{
    static const struct {
        const char *outer, *inner, *family;
    } rows[] = {
        { "paligemma", "", "Gemma" },      { "llava_onevision", "", "LLaVA-OneVision" },
        { "smolvlm", "llama", "Llama" },   { "smolvlm", "new_text", NULL },
        { "new_outer", "qwen3", "Qwen3" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        Plan plan;
        ImportReport report;
        Error error;
        snprintf(text, sizeof text,
                 "{\"model_type\": \"%s\", \"vision_config\": {}, \"text_config\": {%s%s%s" SMALL
                 "}}",
                 rows[i].outer, *rows[i].inner ? "\"model_type\": \"" : "", rows[i].inner,
                 *rows[i].inner ? "\", " : "");
        ck_assert_msg(read_text(text, &plan, &report, &error), "%s: %s", text, error.text);
        ck_assert_int_eq(report.known, rows[i].family != NULL);
        ck_assert_int_eq(report.warning_count > 0, !rows[i].family);
        ck_assert_msg(!rows[i].family || strstr(report.name, rows[i].family), "%s: %s", text,
                      report.name);
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
        for (int list = 0; list < 2; list++) {
            snprintf(text, sizeof text, "{\"architectures\": %s\"%s\"%s, " SMALL "}",
                     list ? "[" : "", rows[i].class, list ? "]" : "");
            ck_assert_msg(read_text(text, &plan, &report, &error), "%s: %s", text, error.text);
            ck_assert_int_eq(report.known, rows[i].family != NULL);
            ck_assert(!rows[i].family || strcmp(report.name, rows[i].family) == 0);
        }
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
        { "{\"quant_method\": \"fp8\", \"weight_block_size\": [1, 32]}", false },
        { "{\"quant_method\": \"fp8\", \"weight_block_size\": [\"a\", null]}", false },
        { "\"fp8\"", false },
        { "{\"quant_algo\": \"MIXED_PRECISION\", \"quantized_layers\": {}}", false },
        { "null, \"quantization\": {\"group_size\": 64, \"bits\": 4}", false },
        { "null, \"compression_config\": {\"format\": \"int-quantized\"}", false },
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
        ck_assert_msg(strstr(report.note[0], "parameters are those of the unquantised model") &&
                          (strstr(report.note[0], "leaves out the scales") != NULL) !=
                              rows[i].scaled,
                      "%s: %s", text, report.note[0]);
    }
}
END_TEST

/* null where a number must be is what the class assumes; where none may be, it is none.  Patterns name keys of
 * no size. */
START_TEST(null_and_patterns_are_read)
{
    static const char *const blocks =
        "{\"model_type\": \"nemotron-nas\", \"intermediate_size\": null, \"num_key_value_heads\": "
        "null, \"hidden_size\": 64, \"num_hidden_layers\": 1, \"num_attention_heads\": 4, "
        "\"vocab_size\": 100, \"block_configs\": [{\"attention\": {\"n_heads_in_group\": 2}, "
        "\"ffn\": "
        "{\"ffn_mult\": 1.5}}]}";
    Plan plan;
    ImportReport report;
    Error error;
    ck_assert_msg(read_text(blocks, &plan, &report, &error), "%s", error.text);
    must_be("nemotron-nas", "ffn_size", plan.ffn_size, 256);
    must_be("nemotron-nas", "kv_heads", plan.kv_heads, 2);
    ck_assert(read_text("{\"model_type\": \"laguna\", \"swa_rope_base\": 3, \"swarm\": 1, "
                        "\"sliding_window\": null, " SMALL "}",
                        &plan, &report, &error));
    ck_assert_str_eq(report.unused, "swarm");
    ck_assert_double_eq(plan.window_layers, 0);
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
    char *text = config_text_of(ids[_i], &size);
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
            ck_assert_msg(value == plan.at[i], "%s: %s", ids[_i], input_info[i].name);
        }
    }
    profile_close(profile);
    free(written);
    free(text);
}
END_TEST

Suite *reading_suite(void)
{
    Suite *suite = suite_create("reading");
    TCase *reading = tcase_create("reading");
    tcase_set_timeout(reading, 60);
    tcase_add_test(reading, mistakes_have_a_place);
    tcase_add_test(reading, what_python_writes_is_read);
    tcase_add_test(reading, a_class_assumes_what_is_left_out);
    tcase_add_test(reading, a_text_part_is_found);
    tcase_add_test(reading, a_text_part_without_a_type);
    tcase_add_test(reading, a_class_names_its_family);
    tcase_add_test(reading, text_parts_lie_in_one_another);
    tcase_add_test(reading, quantisation_changes_no_parameter);
    tcase_add_test(reading, null_and_patterns_are_read);
    tcase_add_test(reading, an_unknown_family_is_named);
    tcase_add_test(reading, families_are_in_order);
    tcase_add_loop_test(reading, an_import_reads_back, 0, IDS);
    suite_add_tcase(suite, reading);
    return suite;
}
