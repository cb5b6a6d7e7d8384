/* transformer.c -- the shape that nearly all families have, from the keys that they share. */
#include "profile/families.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- what the reading functions share ------------------------------------------------------------ */

void import_warn(Import *import, const char *format, ...)
{
    ImportReport *report = import->report;
    if (report->warning_count < MOST_WARNINGS) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(report->warning[report->warning_count++], WARNING_SIZE, format, arguments);
        va_end(arguments);
    }
}

void import_note(Import *import, const char *format, ...)
{
    ImportReport *report = import->report;
    if (report->note_count < MOST_WARNINGS) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(report->note[report->note_count++], WARNING_SIZE, format, arguments);
        va_end(arguments);
    }
}

void other_part(Import *import, double params, const char *what)
{
    if (params != 0) {
        import->plan->other_params += params;
        import_note(import, "other_params: %.0f, %s", params, what);
    }
}

void stored_part(Import *import, double elements, const char *what)
{
    if (elements != 0) {
        import->plan->stored_extra += elements;
        import_note(import, "stored_extra: %.0f, %s", elements, what);
    }
}

int layers_of(Import *import, const char *list, const char *word)
{
    return config_count(import->config, list, word, (int)import->plan->layers);
}

/* The value of "value" for the input: a choice's word, or a number. */
static double word_value(int input, const char *word, size_t length)
{
    for (int i = 0; i < input_options(input); i++) {
        const char *option = option_info[input_info[input].options + i].word;
        if (strlen(option) == length && strncmp(option, word, length) == 0) {
            return i;
        }
    }
    return strtod(word, NULL);
}

void set_inputs(Plan *plan, const char *words)
{
    while (words && *words) {
        char name[64];
        size_t length = strcspn(words, "="), value = strcspn(words, " ");
        snprintf(name, sizeof name, "%.*s", (int)length, words);
        int input = find_input(name);
        if (input >= 0 && length < value) {
            plan->at[input] = word_value(input, words + length + 1, value - length - 1);
        }
        words += value;
        words += strspn(words, " ");
    }
}

/* -- attention ---------------------------------------------------------------------------------- */

static void read_latent(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    plan->attention = attention_MLA;
    config_input(config, plan, INPUT_kv_rank, "kv_lora_rank|attention_kv_lora_dim", NAN);
    config_input(config, plan, INPUT_q_rank, "q_lora_rank|attention_q_lora_dim", 0);
    config_input(config, plan, INPUT_rope_dim, "qk_rope_head_dim|attention_qk_rope_dim", NAN);
    config_input(config, plan, INPUT_nope_dim, "qk_nope_head_dim|attention_qk_dim", NAN);
    config_input(config, plan, INPUT_value_dim, "v_head_dim|attention_v_dim", plan->nope_dim);
    config_ignore(config, "qk_head_dim|head_dim");
    plan->head_dim = plan->nope_dim;
    if (config_has(config, "index_n_heads|index_head_dim")) {
        config_input(config, plan, INPUT_indexer_heads, "index_n_heads", NAN);
        config_input(config, plan, INPUT_indexer_dim, "index_head_dim", NAN);
        config_input(config, plan, INPUT_indexer_tokens, "index_topk", 2048);
        int own = layers_of(import, "indexer_types", "full");
        plan->indexer_layers = own < plan->layers ? own : 0;
        config_ignore(config, "index_topk_freq|index_topk_pattern|index_skip_topk_offset|index_"
                              "share_for_mtp_iteration|"
                              "indexer_rope_interleave");
    }
}

static void read_grouped(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    config_input(config, plan, INPUT_kv_heads,
                 "num_key_value_heads|num_kv_heads|n_kv_heads|n_head_kv|num_query_groups|attn_"
                 "config.kv_n_heads",
                 plan->attention_heads);
    double head_dim = config_number(config, "head_dim|attention_head_dim|kv_channels|head_size", 0);
    if (head_dim <= 0) {
        head_dim = plan->hidden_size / plan->attention_heads;
        if (head_dim != floor(head_dim)) {
            config_wrong(config, "num_attention_heads",
                         "%.0f heads do not divide a hidden size of %.0f, and there is no head_dim",
                         plan->attention_heads, plan->hidden_size);
            return;
        }
    }
    config_set(config, plan, INPUT_head_dim, "head_dim|attention_head_dim|kv_channels|hidden_size",
               head_dim);
}

static void read_attention(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    config_input(config, plan, INPUT_attention_heads,
                 "num_attention_heads|n_head|n_heads|num_heads|attention_heads|num_query_heads",
                 NAN);
    if (plan->attention_heads < 1) {
        plan->attention_heads = 1;
    }
    if (config_number(config, "kv_lora_rank|attention_kv_lora_dim", 0) > 0) {
        config_input(config, plan, INPUT_kv_heads, "num_key_value_heads", plan->attention_heads);
        read_latent(import);
    } else {
        read_grouped(import);
    }
    bool all = config_flag(config, "attention_bias|attn_bias|use_bias|include_bias|bias", false);
    plan->query_key_value_bias =
        config_flag(config, "use_qkv_bias|qkv_bias|add_qkv_bias|attention_qkv_bias", all);
    plan->output_bias =
        config_flag(config, "attention_out_bias|use_out_bias|attention_o_bias", all);
    if (config_flag(config, "use_qk_norm|qk_layernorm|use_qk_layernorm|qk_norm", false)) {
        plan->query_key_norm = query_key_norm_PER_HEAD;
    }
}

/* Layers that a list, or a period, says are windowed. */
static double windowed_layers(Import *import)
{
    Config *config = import->config;
    const Plan *plan = import->plan;
    double layers = plan->layers, period, from;
    if (config_list(config, "layer_types") > 0) {
        config_ignore(config, "sliding_window_pattern|_sliding_window_pattern|max_window_layers");
        return layers_of(import, "layer_types", "sliding_attention") +
               layers_of(import, "layer_types", "chunked_attention") +
               layers_of(import, "layer_types", "local_attention");
    }
    period =
        config_text(config, "sliding_window_pattern")[0] /* "LLLG" */
            ? 0
            : config_number(
                  config,
                  "sliding_window_pattern|_sliding_window_pattern|global_attn_every_n_layers", 0);
    if (period > 0) {
        return layers - floor(layers / period);
    }
    from = config_number(config, "max_window_layers", 0);
    return from < layers ? layers - from : 0;
}

static void read_windows(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double window =
        config_number(config, "sliding_window|attention_chunk_size|sliding_window_size", 0);
    bool used = config_flag(config, "use_sliding_window", true);
    double layers = windowed_layers(import);
    double longest = config_number(config, "max_position_embeddings|max_seq_len", INFINITY);
    if (window > 0 && window < longest && used && layers > 0) {
        config_set(config, plan, INPUT_window_size, "sliding_window", window);
        plan->window_layers = layers;
    }
}

/* -- feed-forward ------------------------------------------------------------------------------- */

int count_moe_layers(Import *import)
{
    Config *config = import->config;
    int layers = (int)import->plan->layers, count = 0;
    config_ignore(config, "first_k_dense_replace|moe_layer_freq");
    if (config_list(config, "moe_layer_freq") > 0) {
        return config_count_number(config, "moe_layer_freq", 1, layers);
    }
    if (config_list(config, "mlp_layer_types") > 0) {
        return layers - layers_of(import, "mlp_layer_types", "dense");
    }
    double first = config_number(config,
                                 "first_k_dense_replace|first_last_k_dense_replace|num_dense_"
                                 "layers|first_num_dense_layers|n_"
                                 "dense_layers|moe_layer_num_skipped",
                                 0);
    double every = config_number(config, "decoder_sparse_step|moe_layer_frequency", 1);
    double from_first = config_number(config, "moe_layer_freq", 1);
    int dense = config_list(config, "mlp_only_layers");
    for (int i = 0; i < layers; i++) {
        bool is_dense = i < first || (every > 1 && fmod(i + 1, every) != 0) ||
                        (from_first > 1 && fmod(i, from_first) != 0);
        for (int j = 0; j < dense && !is_dense; j++) {
            is_dense = config_list_number(config, "mlp_only_layers", j) == i;
        }
        count += !is_dense;
    }
    return count;
}

static void read_experts(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double experts = config_number(
        config,
        "n_routed_experts|num_local_experts|num_experts|moe_num_experts|"
        "moe_num_primary_experts|num_routed_experts|ffn_config.moe_num_experts|moe.num_experts",
        0);
    if (experts < 2) {
        config_ignore(config, "num_experts_per_tok|num_experts_per_token|n_shared_experts|first_k_"
                              "dense_replace|mlp_only_layers|"
                              "decoder_sparse_step|moe_intermediate_size|shared_expert_"
                              "intermediate_size|n_group|moe_layer_freq");
        return;
    }
    config_set(config, plan, INPUT_routed_experts, "n_routed_experts|num_local_experts|num_experts",
               experts);
    config_input(
        config, plan, INPUT_active_experts,
        "num_experts_per_tok|num_experts_per_token|moe_topk|moe_top_k|moe_k|experts_per_"
        "token|top_k_experts|num_selected_experts|n_activated_experts|ffn_config.moe_top_k|"
        "moe.num_experts_per_tok|moe_num_active_primary_experts",
        NAN);
    config_input(
        config, plan, INPUT_expert_ffn_size,
        "moe_intermediate_size|expert_ffn_hidden_size|moe_ffn_hidden_size|expert_intermediate_size|"
        "moe_inter_dim|moe.expert_hidden_dim",
        plan->ffn_size);
    config_input(config, plan, INPUT_shared_experts,
                 "n_shared_experts|num_shared_experts|num_shared_expert|moe_num_shared_experts|"
                 "moe.num_shared_experts",
                 0);
    double shared = config_number(config,
                                  "shared_expert_intermediate_size|moe_shared_expert_intermediate_"
                                  "size|shared_intermediate_size",
                                  0);
    if (shared > 0) {
        config_set(config, plan, INPUT_shared_expert_ffn_size, "shared_expert_intermediate_size",
                   shared);
        plan->shared_experts = plan->shared_experts > 1 ? plan->shared_experts : 1;
    }
    config_input(config, plan, INPUT_expert_latent_size,
                 "routed_expert_hidden_size|moe_latent_size", 0);
    double groups =
        config_number(config, "n_group|num_expert_group|n_expert_groups|moe.num_expert_groups", 1);
    if (groups > 1) {
        config_set(config, plan, INPUT_expert_groups, "n_group|num_expert_group", groups);
        config_input(config, plan, INPUT_groups_per_token,
                     "topk_group|n_limited_groups|moe.num_expert_groups_per_tok", 1);
    }
    config_ignore(config, "topk_group|n_limited_groups|moe");
    plan->router_bias =
        config_is(config, "topk_method", "noaux_tc") ||
        config_flag(config,
                    "moe_router_enable_expert_bias|use_routing_bias|use_expert_bias|router_bias",
                    false);
    plan->moe_layers = count_moe_layers(import);
}

static void read_ffn(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double multiple = config_number(config, "intermediate_multiple_size|ffn_multiple", NAN);
    config_input(config, plan, INPUT_ffn_size,
                 "intermediate_size|n_inner|ffn_dim|ff_intermediate_size|block_ff_dim|ffn_hidden_"
                 "size|d_ff|dff|mlp_hidden_size|ffn_config.ffn_hidden_"
                 "size|hidden_dim|inter_dim|moe_intermediate_size|moe_ffn_hidden_size",
                 multiple * plan->hidden_size);
    plan->ffn_bias = config_flag(config, "mlp_bias|use_mlp_bias|use_bias|bias", false);
    read_experts(import);
}

/* -- the checkpoint ----------------------------------------------------------------------------- */

/* Weights that are packed or scaled are counted as what they stand for. */
static void read_checkpoint(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    const char *method = config_text(config, "quantization_config.quant_method"),
               *block = "quantization_config.weight_block_size";
    double side = config_list(config, block) == 2 ? config_list_number(config, block, 0) : 0;
    bool quantised = config_has(config, "quantization_config|quantization|compression_config");
    if (strcmp(method, "fp8") == 0 && side > 0 && side == config_list_number(config, block, 1)) {
        plan->checkpoint_precision = checkpoint_precision_FP8;
        config_set(config, plan, INPUT_scale_block, block, side);
    } else if (strcmp(method, "mxfp4") == 0 ||
               strstr(config_text(config, "quantization_config.format"), "mxfp4")) {
        plan->checkpoint_precision = checkpoint_precision_MXFP4;
        plan->scale_block = 32;
    } else if (quantised) {
        import_note(import,
                    "parameters are those of the unquantised model; stored_params leaves out the "
                    "scales of '%s' quantisation",
                    method[0] ? method : "unknown");
        return;
    }
    if (quantised) {
        import_note(import, "parameters are those of the unquantised model");
    }
}

void read_transformer(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    int listed = config_list(config, "layers_block_type");
    config_input(config, plan, INPUT_layers,
                 "num_hidden_layers|n_layer|n_layers|num_layers|num_transformer_layers",
                 listed > 0 ? (double)listed : (double)NAN);
    config_input(config, plan, INPUT_hidden_size,
                 "hidden_size|n_embd|d_model|n_embed|model_dim|dim", NAN);
    config_input(config, plan, INPUT_vocabulary_size,
                 config_has(config, "padded_vocab_size") ? "padded_vocab_size" : "vocab_size", NAN);
    plan->tied_embeddings = config_flag(
        config, "tie_word_embeddings|tie_embeddings|tied_embeddings|weight_tying", false);
    read_attention(import);
    read_windows(import);
    read_ffn(import);
    config_input(config, plan, INPUT_mtp_modules, "num_nextn_predict_layers|mtp_num_hidden_layers",
                 0);
    read_checkpoint(import);
}
