/* families_dense.c -- dense families, for what words in families.def cannot say. */
#include "profile/families_read.h"

#include <math.h>
#include <string.h>

/* params.json: without a width of the feed-forward network it is 2/3 of 4, times a factor, rounded up. */
void read_params(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double multiple = config_number(config, "multiple_of", 256), width;
    config_ignore(
        config,
        "max_seq_len|max_batch_size|use_scaled_rope|use_biases|causal|"
        "multiple_of|ffn_dim_multiplier|vision_encoder|multimodal|yarn|llama_4_scaling|moe");
    if (!config_has(config, "hidden_dim")) {
        width = floor(floor(2 * 4 * plan->hidden_size / 3) *
                      config_number(config, "ffn_dim_multiplier", 1));
        plan->ffn_size = multiple * ceil(width / multiple);
    }
    if (!config_has(config, "tied_embeddings|tie_embeddings")) {
        import_note(
            import,
            "no key says whether the output head is the embedding: it is counted beside it");
    }
}

void read_internlm3(Import *import)
{
    import->plan->query_key_value_bias = config_flag(import->config, "qkv_bias", false);
    import->plan->output_bias = config_flag(import->config, "bias", false);
    import->plan->ffn_bias = import->plan->output_bias;
}

/* The language model of a version is another: MiniCPM, Llama 3, Qwen2, MiniCPM 4, Qwen3. */
void read_minicpmv(Import *import)
{
    Config *config = import->config;
    double version = config_number(config, "version", 2.6);
    config_ignore(config, "query_num|slice_config|slice_mode|drop_vision_last_layer|batch_*|"
                          "vision_batch_size|batch_vision_input|batch_3d_resampler");
    import->plan->query_key_value_bias = version == 2.6;
    import->plan->query_key_norm = version == 4.5 ? query_key_norm_PER_HEAD : query_key_norm_NONE;
}

/* As Qwen 1 counts its feed-forward width; new tokens have an embedding of their own. */
void read_molmo(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    enum { NEW_TOKENS = 128 };
    config_ignore(config, "layer_norm_type|norm_after");
    config_input(config, plan, INPUT_vocabulary_size, "embedding_size|vocab_size", NAN);
    plan->ffn_size = config_need(config, "intermediate_size") / 2;
    plan->tied_embeddings = config_flag(config, "weight_tying|tie_word_embeddings", false);
    if (config_flag(config, "attention_layer_norm", false)) {
        plan->query_key_norm = query_key_norm_FULL;
    }
    other_part(import, NEW_TOKENS * plan->hidden_size, "embeddings of tokens of images");
}

/* Its intermediate_size counts gate and up together. */
void read_qwen1(Import *import)
{
    config_ignore(import->config, "no_bias");
    import->plan->ffn_size = config_need(import->config, "intermediate_size") / 2;
}

void read_seed_oss(Import *import)
{
    import->plan->output_bias = config_flag(import->config, "attention_out_bias", false);
}

void read_exaone4(Import *import)
{
    Config *config = import->config;
    const char *pattern = config_text(config, "sliding_window_pattern"); /* "LLLG" */
    double window = config_number(config, "sliding_window", 0);
    if (window > 0 && pattern[0] && config_list(config, "layer_types") == 0) {
        import->plan->window_size = window;
        import->plan->window_layers =
            import->plan->layers - floor(import->plan->layers / (double)strlen(pattern));
    }
}

void read_chatglm(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    bool grouped = config_flag(config, "multi_query_attention", false);
    plan->kv_heads =
        grouped ? config_number(config, "multi_query_group_num", 1) : plan->attention_heads;
    plan->head_dim =
        config_number(config, "kv_channels", plan->hidden_size / plan->attention_heads);
    bool biases = config_flag(config, "add_bias_linear", false);
    plan->query_key_value_bias = biases || config_flag(config, "add_qkv_bias", false);
    plan->output_bias = biases;
    plan->ffn_bias = biases;
    stored_part(import, floor(plan->head_dim / 4), "a table of rotary frequencies");
    if (!config_flag(config, "rmsnorm", true)) {
        plan->norm_elements = 2;
    }
}

/* xIELU has two learned numbers in each layer. */
void read_apertus(Import *import)
{
    other_part(import, 2 * import->plan->layers,
               "two numbers of the xIELU activation in each layer");
}

/* Some layers attend to the image instead of the text: norms of queries and keys, and two gates. */
void read_mllama(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    enum { IMAGE_TOKENS = 8 };
    double cross = config_list(config, "cross_attention_layers"), d = plan->hidden_size;
    double matrices = 2 * d * plan->head_dim * (plan->attention_heads + plan->kv_heads);
    plan->attention_layers = plan->layers - cross;
    other_part(import, cross * (matrices + 2 * plan->head_dim + 2),
               "attention to the image, in layers of its own");
    other_part(import, IMAGE_TOKENS * d, "embeddings of special tokens that the head lacks");
    import_note(import, "cache and attention leave out the keys and values of the image");
}

/* A norm before each layer's output projection, and one before the down projection. */
void read_bitnet(Import *import)
{
    const Plan *plan = import->plan;
    other_part(import, plan->layers * (plan->attention_heads * plan->head_dim + plan->ffn_size),
               "norms inside attention and feed-forward network");
}

/* Code 1.x saves the causal masks, which a count of the checkpoint's elements has in it. */
void read_gpt2(Import *import)
{
    Plan *plan = import->plan;
    config_input(import->config, plan, INPUT_learned_positions,
                 "n_positions|n_ctx|max_position_embeddings", 1024);
    plan->query_key_value_bias = plan->output_bias = plan->ffn_bias = 1;
    stored_part(import, plan->layers * plan->learned_positions * plan->learned_positions,
                "a causal mask in each layer");
}

/* Norms come after each part, so that none is left for the end. */
void read_gpt1(Import *import)
{
    Plan *plan = import->plan;
    config_input(import->config, plan, INPUT_learned_positions, "n_positions|n_ctx", 512);
    plan->query_key_value_bias = plan->output_bias = plan->ffn_bias = 1;
    other_part(import, -2 * plan->hidden_size, "the last norm, which this model does not have");
}

void read_bigcode(Import *import)
{
    Plan *plan = import->plan;
    config_input(import->config, plan, INPUT_learned_positions, "n_positions", 1024);
    plan->query_key_value_bias = plan->output_bias = plan->ffn_bias = 1;
    plan->kv_heads = config_flag(import->config, "multi_query", true) ? 1 : plan->attention_heads;
}

void read_gpt_neo(Import *import)
{
    Plan *plan = import->plan;
    Config *config = import->config;
    config_input(config, plan, INPUT_learned_positions, "max_position_embeddings", 2048);
    plan->query_key_value_bias = 0;
    config_ignore(config, "attention_types");
    plan->window_layers = config_list(config, "attention_layers") > 0
                              ? layers_of(import, "attention_layers", "local")
                              : floor(plan->layers / 2);
    plan->window_size = config_number(config, "window_size", 256);
}

/* Its checkpoints hold causal masks and rotary frequencies. */
void read_gpt_neox(Import *import)
{
    Plan *plan = import->plan;
    double context = config_number(import->config, "max_position_embeddings", 2048);
    double rotary =
        floor(plan->head_dim *
              config_number(import->config, "rotary_pct|partial_rotary_factor", 0.25) / 2);
    stored_part(import, plan->layers * (context * context + rotary),
                "a causal mask and rotary frequencies in each layer");
}

/* Two rows of positions come before the first token. */
void read_opt(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double narrow = config_number(config, "word_embed_proj_dim", plan->hidden_size);
    bool biases = config_flag(config, "enable_bias", true);
    plan->learned_positions = config_number(config, "max_position_embeddings", 2048) + 2;
    plan->query_key_value_bias = plan->output_bias = plan->ffn_bias = biases;
    if (narrow != plan->hidden_size) {
        other_part(
            import,
            (narrow - plan->hidden_size) * plan->vocabulary_size + 2 * narrow * plan->hidden_size,
            "a narrower embedding with projections in and out, less what the rows count too much");
    }
    if (!config_flag(config, "do_layer_norm_before", true) ||
        config_flag(config, "_remove_final_layer_norm", false)) {
        other_part(import, -2 * plan->hidden_size, "the last norm, which this model does not have");
    }
}

/* Checkpoints hold the tied head a second time. */
void read_falcon(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    bool parallel = config_flag(config, "parallel_attn", true),
         biases = config_flag(config, "bias", false);
    bool one_query = config_flag(config, "multi_query", true);
    double grouped =
        config_number(config, "num_kv_heads|n_head_kv|num_key_value_heads", plan->attention_heads);
    bool decoder = config_flag(config, "new_decoder_architecture",
                               grouped > 1 && grouped < plan->attention_heads);
    plan->kv_heads = decoder ? grouped : one_query ? 1 : plan->attention_heads;
    plan->norms_per_layer = decoder    ? config_number(config, "num_ln_in_parallel_attn", 2)
                            : parallel ? 1
                                       : 2;
    plan->query_key_value_bias = plan->output_bias = plan->ffn_bias = biases;
    config_ignore(config, "alibi|apply_residual_connection_post_layernorm");
    if (plan->tied_embeddings == 1) {
        stored_part(import, plan->vocabulary_size * plan->hidden_size, "the tied head once more");
    }
}

void read_mpt(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    bool biases = !config_flag(config, "no_bias", true);
    config_ignore(config, "attn_config|norm_type");
    plan->tied_embeddings = 1;
    plan->ffn_size = config_number(config, "expansion_ratio", 4) * plan->hidden_size;
    plan->kv_heads = config_number(config, "attn_config.kv_n_heads", plan->attention_heads);
    plan->kv_heads =
        config_is(config, "attn_config.attn_type", "multiquery_attention") ? 1 : plan->kv_heads;
    plan->query_key_value_bias = plan->output_bias = plan->ffn_bias = biases;
    plan->norm_elements = biases ? 2 : 1;
    plan->query_key_norm =
        config_flag(config, "attn_config.qk_ln", false) ? query_key_norm_FULL : query_key_norm_NONE;
    if (config_flag(config, "learned_pos_emb", true) &&
        !config_flag(config, "attn_config.alibi", false)) {
        plan->learned_positions = config_number(config, "max_seq_len", 2048);
    }
}

void read_phi(Import *import)
{
    if (config_flag(import->config, "qk_layernorm", false)) {
        import->plan->query_key_norm = query_key_norm_PER_HEAD;
        other_part(import, 2 * import->plan->head_dim * import->plan->layers,
                   "biases of the query and key norms");
    }
}

/* Every second layer attends to blocks only, but keeps the cache of all. */
void read_phi3_small(Import *import)
{
    config_ignore(import->config,
                  "blocksparse_block_size|blocksparse_homo_head_pattern|"
                  "blocksparse_num_local_blocks|blocksparse_vert_stride|"
                  "blocksparse_triton_kernel_block_size|"
                  "dense_attention_every_n_layers|ff_dim_multiplier|dummy_token_indices");
    import_note(import, "work counts block-sparse layers as full attention");
}

void read_stablelm(Import *import)
{
    Plan *plan = import->plan;
    plan->query_key_value_bias = config_flag(import->config, "use_qkv_bias", false);
    if (config_flag(import->config, "qk_layernorm", false)) {
        plan->query_key_norm = query_key_norm_FULL; /* one norm for each head */
    }
    plan->norms_per_layer = config_flag(import->config, "use_parallel_residual", false) ? 1 : 2;
}

void read_cohere(Import *import)
{
    if (config_flag(import->config, "use_qk_norm", false)) {
        import->plan->query_key_norm = query_key_norm_FULL; /* one norm for each head */
    }
}

void read_persimmon(Import *import)
{
    Plan *plan = import->plan;
    plan->query_key_value_bias = plan->output_bias = plan->ffn_bias = 1;
    if (config_flag(import->config, "qk_layernorm", true)) {
        plan->query_key_norm = query_key_norm_PER_HEAD;
        other_part(import, 2 * plan->head_dim * plan->layers, "biases of the query and key norms");
    }
}

/* Norms of each head's queries and keys, with biases. */
void read_chameleon(Import *import)
{
    Plan *plan = import->plan;
    config_ignore(import->config, "vq_config|swin_norm|model_parallel_size|vocabulary_map");
    other_part(import, plan->layers * (plan->attention_heads + plan->kv_heads) * plan->head_dim,
               "biases of query and key norms");
}

/* The difference of two attentions: four vectors a layer weigh it, and values are read twice. */
void read_diffllama(Import *import)
{
    Plan *plan = import->plan;
    config_ignore(import->config, "lambda_std_dev");
    other_part(import, plan->layers * 4 * plan->head_dim, "weights of the second attention");
    import_note(import, "each head multiplies two heads of values; the work counts one");
}

/* The first layer has no norm before its attention; a dense layer with a norm stands before the head. */
void read_modernbert_decoder(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, elements = 1 + config_flag(config, "norm_bias", false),
           period = config_number(config, "global_attn_every_n_layers", 3);
    plan->norm_elements = elements;
    plan->head_bias = config_flag(config, "decoder_bias", true);
    plan->window_size = floor(config_number(config, "local_attention", 128) / 2);
    plan->window_layers = config_list(config, "layer_types") > 0
                              ? layers_of(import, "layer_types", "sliding_attention")
                              : plan->layers - ceil(plan->layers / period);
    config_ignore(config,
                  "local_attention|sliding_window|classifier_*|sparse_*|repad_*|"
                  "reference_compile|deterministic_flash_attn|sparse_prediction|embedding_dropout|"
                  "initializer_cutoff_factor|global_attn_every_n_layers|max_window_layers");
    other_part(
        import, d * d + (config_flag(config, "classifier_bias", false) ? d : 0),
        "a dense layer before the head, its norm in place of one that the first layer lacks");
}

/* Two norms more, unless the config says that there are none. */
void read_hyperclovax(Import *import)
{
    import->plan->norms_per_layer = config_flag(import->config, "use_post_norm", true) ? 4 : 2;
}

/* Of the feed-forward network only the way down has a bias. */
void read_telechat(Import *import)
{
    Plan *plan = import->plan;
    config_ignore(import->config, "base_seqlen|training_seqlen|logn|embed_layernorm|hidden_dropout|"
                                  "apply_residual_connection_post_layernorm|unk_token_id");
    other_part(import, plan->layers * plan->hidden_size, "a bias of each feed-forward network");
}

/* Only the last layer's attention has a bias, at its output. */
void read_gpt_neox_japanese(Import *import)
{
    other_part(import, import->plan->hidden_size, "a bias of the last layer's attention");
}

/* A vector for the delay scales each layer's second half: two matrices of rank 32. */
void read_voxtral_realtime(Import *import)
{
    other_part(import, import->plan->layers * 2 * 32 * import->plan->hidden_size,
               "what scales a norm of each layer by the delay");
}

/* n_shared_head query heads share keys and values. */
void read_plamo(Import *import)
{
    Plan *plan = import->plan;
    double shared = config_number(import->config, "n_shared_head", 8);
    config_set(import->config, plan, INPUT_kv_heads, "n_shared_head",
               ceil(plan->attention_heads / shared));
}
