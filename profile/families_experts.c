/* families_experts.c -- families with experts, for what words in families.def cannot say. */
#include "profile/families_read.h"

#include <math.h>

void read_phimoe(Import *import)
{
    import->plan->head_bias = config_flag(import->config, "lm_head_bias", false);
}

/* Layers with experts have a shared one as wide as they are; the others their own width. */
void read_llama4(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double chunk = config_number(config, "attention_chunk_size", 8192), layers = plan->layers;
    int list = config_list(config, "moe_layers"), types = config_list(config, "layer_types");
    plan->moe_layers =
        list > 0 ? list : floor(layers / config_number(config, "interleave_moe_layer_step", 1));
    plan->expert_ffn_size = config_need(config, "intermediate_size");
    plan->ffn_size = config_number(config, "intermediate_size_mlp", 2 * plan->expert_ffn_size);
    plan->query_key_norm = query_key_norm_NONE;
    int rotary = config_count_number(config, "no_rope_layers", 1, (int)layers);
    double interval = config_number(config, "no_rope_layer_interval|nope_layer_interval", 4);
    plan->window_layers = types > 0    ? layers_of(import, "layer_types", "chunked_attention")
                          : rotary > 0 ? rotary
                                       : layers - floor(layers / interval);
    plan->window_size = chunk;
}

/* Grok-2 has a dense network beside the experts. */
void read_grok(Import *import)
{
    Plan *plan = import->plan;
    if (config_flag(import->config, "residual_moe", false)) {
        plan->shared_experts = 1;
        plan->shared_expert_ffn_size = plan->ffn_size;
    }
}

/* A dense network, as wide as the residual stream, runs beside the experts and has its own norm. */
void read_arctic(Import *import)
{
    Plan *plan = import->plan;
    if (config_flag(import->config, "use_residual", true)) {
        plan->shared_experts = 1;
        plan->shared_expert_ffn_size = plan->hidden_size;
        other_part(import, (plan->moe_layers - plan->layers) * plan->hidden_size,
                   "norms that layers without experts do not have");
    } else {
        plan->norms_per_layer = 2;
    }
}

void read_granite_moe(Import *import)
{
    Plan *plan = import->plan;
    double shared = config_number(import->config, "shared_intermediate_size", 0);
    if (plan->routed_experts < 1 && shared > 0) {
        plan->ffn_size = shared; /* the shared network is all there is */
    }
}

void read_exaone_moe(Import *import)
{
    read_exaone4(import);
    config_ignore(import->config, "is_moe_layer");
}

void read_minimax_m2(Import *import)
{
    Config *config = import->config;
    import->plan->query_key_norm =
        config_flag(config, "use_qk_norm", true) ? query_key_norm_FULL : query_key_norm_NONE;
    config_ignore(config, "qk_norm_type|attn_type_list");
    double modules = config_number(config, "num_mtp_modules", 0);
    config_ignore(config, "use_mtp|mtp_transformer_layers");
    if (modules > 0) {
        import_note(import,
                    "%.0f MTP modules of the config are not in the checkpoint and not counted",
                    modules);
    }
}

void read_hunyuan(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double share = config_number(config, "cla_share_factor", 1);
    if (config_flag(config, "use_cla", false) && share > 1) {
        plan->kv_shared_layers = plan->layers - ceil(plan->layers / share);
    }
    config_ignore(config, "use_mixed_mlp_moe|norm_topk_prob");
}

/* With one width for all layers and as many shared experts as the config says. */
void read_bailing(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    plan->query_key_value_bias = config_flag(config, "use_qkv_bias", false);
    plan->output_bias = plan->ffn_bias = config_flag(config, "use_bias", false);
    plan->router_bias = config_flag(config, "moe_router_enable_expert_bias", false);
}

void read_ernie_moe(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double first = config_number(config, "moe_layer_start_index", 1),
           last = config_number(config, "moe_layer_end_index", -1);
    double every = config_number(config, "moe_layer_interval", 1), count = 0;
    last = last < 0 || last >= plan->layers ? plan->layers - 1 : last;
    for (int i = 0; i < (int)plan->layers; i++) {
        count += i >= first && i <= last && fmod(i + 1, every) == 0;
    }
    plan->moe_layers = count;
    if (plan->mtp_modules > 0) {
        double d = plan->hidden_size,
               width = (plan->attention_heads + plan->kv_heads) * plan->head_dim;
        stored_part(import,
                    plan->mtp_modules * (2 * d * width + d * (3 * plan->ffn_size + 2 * d + 4)),
                    "a dense MTP module");
        plan->mtp_modules = 0;
    }
}

/* Images have experts and a router of their own, which text does not use; lists give text first. */
void read_ernie_vl(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, images = config_list_number(config, "moe_num_experts", 1),
           width = config_list_number(config, "moe_intermediate_size", 1);
    read_ernie_moe(import);
    if (config_list(config, "mlp_layer_types") > 0) {
        plan->moe_layers = count_moe_layers(import);
    }
    images = images > 0 ? images : plan->routed_experts;
    stored_part(import, plan->moe_layers * images * (3 * d * (width > 0 ? width : 0) + d + 1),
                "experts and routers of images");
    config_ignore(config,
                  "freq_allocation|rope_3d|pixel_hidden_size|im_patch_id|moe_*|"
                  "spatial_conv_size|temporal_conv_size|use_temporal_conv|max_sequence_length");
}

void read_glm4_moe(Import *import)
{
    if (import->plan->mtp_modules > 0) {
        import_note(import, "stored_params has copies of embedding and head in the MTP module, as "
                            "GLM-4.5 and 4.7 do; GLM-4.6 has none");
    }
}

/* Layers with experts are listed in words: "4,5,6". */
static double listed_in_words(const char *list)
{
    double count = *list != '\0';
    for (; *list; list++) {
        count += *list == ',';
    }
    return count;
}

/* Queries go through a narrower width with a norm, keys and values of one group serve all heads;
 * layers with experts as in listed_in_words. */
void read_step3(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, width = plan->attention_heads * plan->head_dim;
    double narrow = config_number(config, "share_q_dim", 0), shared;
    const char *list = config_text(config, "moe_layers_enum");
    config_ignore(config, "n_routed_experts|need_fp32_gate|max_seq_len|use_moe|moe_every_n_layer|"
                          "moe_layer_offset|use_im_start_end_token");
    config_input(config, plan, INPUT_kv_heads, "num_attention_groups", 1);
    if (narrow > 0) {
        other_part(import, plan->layers * (narrow * (d + 1 + width) - d * width),
                   "queries through a narrower width, less the full matrix that the rows count");
    }
    shared = config_number(config, "share_expert_dim", 0);
    plan->shared_experts = shared > 0;
    plan->shared_expert_ffn_size = shared;
    plan->moe_layers = *list ? listed_in_words(list) : plan->layers;
}

/* Windowed layers have more heads; each head has a gate of one number; MTP modules are windowed layers with
 * dense networks and a head of their own. */
void read_step3p5(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, layers = plan->layers, modules = plan->mtp_modules, gates;
    const char *list = config_text(config, "moe_layers_enum");
    config_ignore(
        config, "need_fp32_gate|max_seq_len|use_moe|moe_every_n_layer|moe_layer_offset|"
                "use_im_start_end_token|att_impl_type|attention_other_setting|norm_expert_weight|"
                "moe_router_activation|yarn_only_types|use_rope_layers|use_moe_router_bias|"
                "partial_rotary_factors|swiglu_limits|swiglu_limits_shared|share_expert_dims|sink");
    config_input(config, plan, INPUT_kv_heads, "num_attention_groups|num_key_value_heads", 8);
    config_input(config, plan, INPUT_window_heads, "attention_other_setting.num_attention_heads",
                 0);
    config_input(config, plan, INPUT_window_kv_heads,
                 "attention_other_setting.num_attention_groups", 0);
    config_input(config, plan, INPUT_window_head_dim, "attention_other_setting.head_dim", 0);
    plan->shared_expert_ffn_size = config_number(config, "share_expert_dim", 0);
    plan->shared_experts = plan->shared_expert_ffn_size > 0;
    plan->moe_layers = *list ? listed_in_words(list) : layers - 1;
    plan->query_key_norm = query_key_norm_PER_HEAD;
    plan->mtp_modules = 0;
    gates = config_flag(config, "use_head_wise_attn_gate", false) ? d : 0;
    double heads = plan->window_heads > 0 ? plan->window_heads : plan->attention_heads;
    other_part(import,
               gates * ((layers - plan->window_layers) * plan->attention_heads +
                        plan->window_layers * heads),
               "a gate for each head");
    Figures f = evaluate(plan);
    stored_part(import,
                modules * (f.windowed_query_params + f.windowed_key_value_params +
                           f.windowed_output_params + f.windowed_norm_params + gates * heads +
                           f.layer_ffn_params + d * (2 * d + 5 + plan->vocabulary_size)),
                "MTP modules: windowed layers with dense networks and a head of their own");
}

/* Most layers read only blocks of keys that an indexer picks; the first few are dense in both senses. */
void read_minimax_m3(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    const char *sparse = "sparse_attention_config.sparse_attention_freq";
    double picked = config_number(
               config, "index_topk_blocks|sparse_attention_config.sparse_topk_blocks", 16),
           block = config_number(config,
                                 "index_block_size|sparse_attention_config.sparse_block_size", 128);
    config_ignore(config,
                  "sparse_attention_config|index_local_blocks|qk_norm_type|use_gemma_norm|"
                  "attention_output_gate|swiglu_*|mtp_transformer_layers|use_mtp|num_mtp_modules|"
                  "attn_type_list");
    config_input(config, plan, INPUT_ffn_size, "dense_intermediate_size", NAN);
    config_input(config, plan, INPUT_expert_ffn_size, "intermediate_size", NAN);
    config_input(config, plan, INPUT_indexer_heads,
                 "index_n_heads|sparse_attention_config.sparse_num_index_heads", 4);
    config_input(config, plan, INPUT_indexer_dim,
                 "index_head_dim|sparse_attention_config.sparse_index_dim", 128);
    plan->indexer_tokens = picked * block;
    plan->indexer_layers = config_list(config, "layer_types") > 0
                               ? layers_of(import, "layer_types", "minimax_m3_sparse")
                               : config_count_number(config, sparse, 1, (int)plan->layers);
    plan->indexer_heads = plan->indexer_layers > 0 ? plan->indexer_heads : 0;
    if (config_number(config, "num_mtp_modules|num_nextn_predict_layers", 0) > 0) {
        import_note(import, "MTP modules of the config are not counted");
        plan->mtp_modules = 0;
    }
}

/* What the checkpoint of MiMo-V2-Flash holds and its config does not say: three MTP modules, each a
 * windowed dense layer with a projection and three norms; sinks of all layers; output projections
 * without block scales. */
static void store_mimo_modules(Import *import, double windowed, bool fused)
{
    const Plan *plan = import->plan;
    double d = plan->hidden_size, heads = plan->attention_heads, side = plan->scale_block,
           modules = 3;
    double keys = (heads + plan->window_kv_heads) * plan->window_head_dim,
           values = plan->window_kv_heads * plan->window_value_dim;
    double output = heads * plan->window_value_dim, ffn = 3 * plan->ffn_size;
    stored_part(import, modules * (d * (keys + values + output + ffn + 2 * d + 5) + heads),
                "three MTP modules with dense networks");
    if (!fused) {
        stored_part(import, (plan->layers - windowed) * heads,
                    "sinks of unwindowed layers, which are not used");
    }
    if (plan->checkpoint_precision == checkpoint_precision_FP8) {
        stored_part(
            import, (modules * (keys + values + ffn) - plan->layers * output) * d / (side * side),
            "scales of the MTP modules, less those of output projections, which stay in BF16");
    }
}

/* Rows of scales that one matrix of queries, keys and values needs beyond three: it lies in as many parts as
 * unwindowed layers have key-value heads, and each part ends with a block of its own. */
static double fused_rows(const Plan *plan, double kv_heads)
{
    double side = plan->scale_block, parts = plan->kv_heads;
    double queries = plan->attention_heads * plan->head_dim, keys = kv_heads * plan->head_dim,
           values = kv_heads * plan->value_dim;
    return parts * ceil((queries + keys + values) / parts / side) - ceil(queries / side) -
           ceil(keys / side) - ceil(values / side);
}

void read_mimo_v2(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double windowed = config_count_number(config, "hybrid_layer_pattern", 1, (int)plan->layers);
    double heads = config_number(config, "swa_num_attention_heads", plan->attention_heads);
    config_input(config, plan, INPUT_value_dim, "v_head_dim", 0);
    config_input(config, plan, INPUT_window_kv_heads, "swa_num_key_value_heads", plan->kv_heads);
    config_input(config, plan, INPUT_window_head_dim, "swa_head_dim", plan->head_dim);
    config_input(config, plan, INPUT_window_value_dim, "swa_v_head_dim", plan->value_dim);
    plan->window_layers = windowed;
    config_ignore(config, "attention_chunk_size|sliding_window_size");
    plan->window_heads = heads != plan->attention_heads ? heads : 0;
    double sinks =
        (config_flag(config, "add_swa_attention_sink_bias", true) ? windowed : 0) +
        (config_flag(config, "add_full_attention_sink_bias", false) ? plan->layers - windowed : 0);
    other_part(import, sinks * heads, "a sink for each head of a windowed layer");
    bool fused = config_is(config, "attention_projection_layout", "fused_qkv");
    store_mimo_modules(import, windowed, fused);
    if (fused && plan->checkpoint_precision == checkpoint_precision_FP8) {
        double rows = (plan->layers - windowed) * fused_rows(plan, plan->kv_heads) +
                      (windowed + 3) * fused_rows(plan, plan->window_kv_heads);
        stored_part(
            import, rows * plan->hidden_size / plan->scale_block,
            "scales of queries, keys and values in one matrix, whose parts end with a block "
            "of their own");
    }
}

/* The first layers are dense and have a width of their own. */
void read_cohere2_moe(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    config_ignore(config,
                  "prefix_dense_sliding_window_pattern|expert_selection_fn|"
                  "shared_expert_combination_strategy|layer_switch|order_of_interleaved_layers");
    config_input(config, plan, INPUT_expert_ffn_size, "intermediate_size", NAN);
    config_input(config, plan, INPUT_ffn_size, "prefix_dense_intermediate_size|intermediate_size",
                 NAN);
}

/* Positions by what is learned about distances; short convolutions after keys, values and both halves of a layer. */
void read_inkling(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, layers = plan->layers,
           taps = config_number(config, "sconv_kernel_size|conv_kernel_size", 4),
           each = config_number(config, "d_rel", 16);
    double head = config_number(config, "unpadded_vocab_size", plan->vocabulary_size);
    int local = config_list(config, "local_layer_ids");
    plan->window_layers = local > 0 ? local : layers_of(import, "layer_types", "hybrid_sliding");
    plan->window_size = config_number(config, "sliding_window_size", 512);
    config_input(config, plan, INPUT_window_heads, "swa_num_attention_heads",
                 plan->attention_heads);
    config_input(config, plan, INPUT_window_kv_heads, "swa_num_key_value_heads", plan->kv_heads);
    config_input(config, plan, INPUT_window_head_dim, "swa_head_dim", plan->head_dim);
    if (config_has(config, "dense_intermediate_size")) {
        plan->expert_ffn_size = plan->ffn_size;
        config_input(config, plan, INPUT_ffn_size, "dense_intermediate_size", NAN);
    }
    if (config_list(config, "mlp_layer_types") == 0) {
        plan->moe_layers = layers - config_number(config, "dense_mlp_idx", 0);
    }
    double windowed = plan->window_layers, full = layers - windowed;
    double keys = full * plan->kv_heads * plan->head_dim +
                  windowed * plan->window_kv_heads * plan->window_head_dim;
    other_part(import,
               each * (d * (full * plan->attention_heads + windowed * plan->window_heads) +
                       full * config_number(config, "rel_extent", 1024) +
                       windowed * plan->window_size),
               "positions by distance");
    other_part(import, taps * 2 * (keys + layers * d), "short convolutions");
    other_part(import, plan->moe_layers * plan->shared_experts * d,
               "the routers' rows for shared experts");
    other_part(import, layers, "a scale of each feed-forward network");
    other_part(import, (head - plan->vocabulary_size) * d, "rows that the output head lacks");
    config_ignore(config, "log_scaling_*|local_layer_ids|layer_types|use_*|norm_after_topk|"
                          "shared_expert_sink|route_scale|gate_activation|q_bias|o_bias|"
                          "chain_hidden_post_norm|mtp_*|num_mtp_layers|number_of_conv_states");
}

/* Two numbers from the hidden state weigh the routed against the shared experts. */
void read_klear(Import *import)
{
    other_part(import, import->plan->moe_layers * (2 * import->plan->hidden_size + 2),
               "coefficients of routed and shared experts");
}

/* Its lists say by layer which are windowed and which have experts. */
void read_smallthinker(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    int layers = (int)plan->layers;
    plan->window_layers = config_count_number(config, "sliding_window_layout", 1, layers);
    if (config_list(config, "moe_layer_layout") > 0) {
        plan->moe_layers = config_count_number(config, "moe_layer_layout", 1, layers);
    }
    plan->window_size = config_number(config, "sliding_window_size", 4096);
    config_ignore(config, "rope_layout|moe_enable_early_router|moe_enable_secondary_experts|moe_"
                          "primary_router_apply_softmax");
}
