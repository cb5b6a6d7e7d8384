/* families_linear.c -- families with linear attention or state spaces. */
#include "profile/families_read.h"

#include <math.h>
#include <string.h>

/* Three of four layers keep a state; the fourth attends. */
void read_qwen3_next(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double interval = config_number(config, "full_attention_interval", 4);
    int listed = config_list(config, "layer_types");
    plan->linear_layers = listed > 0 ? layers_of(import, "layer_types", "linear_attention")
                                     : plan->layers - floor(plan->layers / interval);
    plan->linear_attention = linear_attention_GATED_DELTANET;
    config_input(config, plan, INPUT_linear_key_heads, "linear_num_key_heads", 16);
    config_input(config, plan, INPUT_linear_key_dim, "linear_key_head_dim", 128);
    config_input(config, plan, INPUT_linear_value_heads, "linear_num_value_heads", 32);
    config_input(config, plan, INPUT_linear_value_dim, "linear_value_head_dim", 128);
    config_input(config, plan, INPUT_convolution_width, "linear_conv_kernel_dim", 4);
    plan->attention_gate = config_flag(config, "attn_output_gate", true);
    plan->shared_expert_gate = plan->shared_experts > 0;
    config_ignore(
        config,
        "mtp_use_dedicated_embeddings|mamba_ssm_dtype|linear_allow_neg_eigval|"
        "linear_a_log_min|linear_a_log_max|linear_dt_min|linear_dt_max|linear_dt_init_floor");
    plan->mtp_copies_embeddings = 0;
    if (plan->mtp_modules > 0 && !config_has(config, "mtp_num_hidden_layers")) {
        import_note(import, "stored_params has an MTP module, which the config does not tell, as "
                            "Qwen3-Next-80B-A3B does; Qwen3-Coder-Next has none");
    }
}

void read_minimax(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    int listed = config_list(config, "attn_type_list");
    plan->linear_layers = listed > 0
                              ? config_count_number(config, "attn_type_list", 0, (int)plan->layers)
                              : layers_of(import, "layer_types", "linear_attention");
    plan->linear_attention = linear_attention_LIGHTNING;
    plan->linear_key_heads = plan->linear_value_heads = plan->attention_heads;
    plan->linear_key_dim = plan->linear_value_dim = plan->head_dim;
    config_ignore(config, "shared_moe_mode|postnorm");
}

static int periodic(double layers, double period, double offset)
{
    int count = 0;
    for (int i = 0; i < layers; i++) {
        count += fmod(i - offset, period) == 0;
    }
    return count;
}

void read_jamba(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, inner = config_number(config, "mamba_expand", 2) * d;
    double attention = periodic(plan->layers, config_number(config, "attn_layer_period", 8),
                                config_number(config, "attn_layer_offset", 4));
    plan->linear_layers = plan->layers - attention;
    plan->linear_attention = linear_attention_MAMBA1;
    plan->linear_value_heads = 1;
    plan->linear_value_dim = inner;
    config_input(config, plan, INPUT_state_dim, "mamba_d_state", 16);
    config_input(config, plan, INPUT_convolution_width, "mamba_d_conv", 4);
    config_input(config, plan, INPUT_time_step_rank, "mamba_dt_rank", ceil(d / 16));
    config_ignore(config, "mamba_conv_bias|mamba_inner_layernorms|use_mamba_kernels");
    if (config_flag(config, "mamba_proj_bias", false)) {
        other_part(import, plan->linear_layers * (2 * inner + d),
                   "biases of the Mamba projections");
    }
    if (plan->routed_experts > 1) {
        plan->moe_layers = periodic(plan->layers, config_number(config, "expert_layer_period", 2),
                                    config_number(config, "expert_layer_offset", 1));
    }
}

/* Heads, width and groups of Mamba-2, under the names of the family. */
void read_mamba2(Import *import, const char *heads, const char *dim, const char *state,
                 const char *groups, const char *convolution)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    plan->linear_attention = linear_attention_MAMBA2;
    config_input(config, plan, INPUT_linear_value_heads, heads, NAN);
    config_input(config, plan, INPUT_linear_value_dim, dim,
                 plan->hidden_size * config_number(config, "expand|mamba_expand", 2) /
                     plan->linear_value_heads);
    config_input(config, plan, INPUT_state_dim, state, 128);
    config_input(config, plan, INPUT_state_groups, groups, 1);
    config_input(config, plan, INPUT_convolution_width, convolution, 4);
    config_ignore(config, "expand|mamba_expand|use_conv_bias|mamba_conv_bias|chunk_size|mamba_"
                          "chunk_size|time_step_rank");
    double inner = plan->linear_value_heads * plan->linear_value_dim;
    if (config_flag(config, "mamba_proj_bias", false)) {
        other_part(import,
                   plan->linear_layers * (2 * inner + 2 * plan->state_groups * plan->state_dim +
                                          plan->linear_value_heads + plan->hidden_size),
                   "biases of the Mamba projections");
    }
}

/* One block a layer: M Mamba, * attention, - feed-forward, E experts. */
void read_nemotron_h(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    int layers = (int)plan->layers, mamba = 0, attention = 0, dense = 0, experts = 0;
    const char *pattern = config_text(config, "hybrid_override_pattern");
    for (const char *c = pattern; *c; c++) {
        mamba += *c == 'M', attention += *c == '*', dense += *c == '-', experts += *c == 'E';
    }
    if (!*pattern) {
        const char *list =
            config_list(config, "layers_block_type") > 0 ? "layers_block_type" : "layer_types";
        mamba = config_count(config, list, "mamba", layers);
        attention = config_count(config, list, "attention", layers);
        dense = config_count(config, list, "mlp", layers);
        experts = config_count(config, list, "moe", layers);
    }
    if (mamba + attention + dense + experts != layers || attention < 1) {
        config_wrong(config, "hybrid_override_pattern",
                     "the pattern has %d blocks of a kind that is known, for %d layers",
                     mamba + attention + dense + experts, layers);
        return;
    }
    plan->linear_layers = mamba;
    plan->attention_layers = attention;
    plan->ffn_layers = dense + experts;
    plan->moe_layers = experts;
    plan->window_layers = 0;
    plan->router_bias = 0;
    plan->query_key_value_bias = plan->output_bias = config_flag(config, "attention_bias", false);
    plan->ffn_bias = config_flag(config, "mlp_bias", false);
    stored_part(import, plan->mtp_modules * plan->hidden_size,
                "the norm of the second block of an MTP module");
    config_ignore(config, "use_bias|mtp_hybrid_override_pattern|mtp_layers_block_type|moe_shared_"
                          "expert_overlap|mamba_ssm_cache_dtype");
    read_mamba2(import, "mamba_num_heads", "mamba_head_dim", "ssm_state_size",
                "n_groups|mamba_n_groups", "conv_kernel|mamba_d_conv");
}

/* Gated convolutions over three tokens in most layers: no cache, no state to speak of. */
void read_lfm2(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, width = config_number(config, "conv_L_cache", 3);
    int listed = config_list(config, "layer_types"), layers = (int)plan->layers;
    double attention = listed > 0 ? config_count(config, "layer_types", "full_attention", layers)
                                  : config_list(config, "full_attn_idxs");
    if (config_flag(config, "block_auto_adjust_ff_dim", false)) {
        double multiple = config_number(config, "block_multiple_of", 256);
        double inner = floor(2 * config_number(config, "block_ff_dim|intermediate_size", 0) / 3);
        inner = floor(inner * config_number(config, "block_ffn_dim_multiplier", 1));
        plan->ffn_size = multiple * ceil(inner / multiple);
    }
    plan->attention_layers = attention;
    plan->query_key_value_bias = plan->output_bias = plan->ffn_bias = 0;
    config_ignore(
        config, "block_dim|block_mlp_init_scale|block_norm_eps|block_out_init_scale|"
                "block_use_swiglu|block_use_xavier_init|conv_dim|conv_dim_out|conv_use_xavier_init|"
                "use_pos_enc|theta");
    double biases = config_flag(config, "conv_bias", false) ? 5 * d : 0;
    other_part(import, (plan->layers - attention) * (d * (3 * d + width + d) + biases),
               "gated convolutions of the layers that do not attend");
}

void read_bamba(Import *import)
{
    Plan *plan = import->plan;
    plan->linear_layers = plan->layers - config_list(import->config, "attn_layer_indices");
    read_mamba2(import, "mamba_n_heads", "mamba_d_head", "mamba_d_state", "mamba_n_groups",
                "mamba_d_conv");
}

void read_granite_hybrid(Import *import)
{
    Plan *plan = import->plan;
    read_granite_moe(import);
    const char *list =
        config_list(import->config, "layer_types") > 0 ? "layer_types" : "layers_block_type";
    plan->linear_layers = layers_of(import, list, "mamba");
    if (plan->linear_layers > 0) {
        read_mamba2(import, "mamba_n_heads", "mamba_d_head", "mamba_d_state", "mamba_n_groups",
                    "mamba_d_conv");
    }
}

/* Attention and Mamba-2 side by side in every layer. */
void read_falcon_h1(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    plan->linear_layers = plan->attention_layers = plan->layers;
    read_mamba2(import, "mamba_n_heads", "mamba_d_head", "mamba_d_state", "mamba_n_groups",
                "mamba_d_conv");
    config_ignore(config, "mamba_d_ssm|mamba_norm_before_gate|mamba_use_mlp|projectors_bias");
    if (!config_flag(config, "mamba_rms_norm", false)) {
        other_part(import, -plan->layers * plan->linear_value_heads * plan->linear_value_dim,
                   "the norm inside Mamba-2, which this model does not have");
    }
}

/* State spaces alone: no attention, no feed-forward network, one norm a layer. */
void read_mamba(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    plan->linear_layers = plan->layers;
    plan->ffn_size = 0;
    plan->norms_per_layer = 1;
    config_ignore(config, "use_bias|use_conv_bias|rms_norm|residual_in_fp32|intermediate_size|head_"
                          "dim|num_heads|n_groups|expand");
    if (config_number(config, "n_groups", 0) > 0) {
        read_mamba2(import, "num_heads", "head_dim", "state_size", "n_groups", "conv_kernel");
        return;
    }
    plan->linear_attention = linear_attention_MAMBA1;
    plan->linear_value_heads = 1;
    plan->linear_value_dim = config_has(config, "intermediate_size")
                                 ? config_need(config, "intermediate_size")
                                 : config_number(config, "expand", 2) * plan->hidden_size;
    config_input(config, plan, INPUT_state_dim, "state_size", 16);
    config_input(config, plan, INPUT_convolution_width, "conv_kernel", 4);
    config_input(config, plan, INPUT_time_step_rank, "time_step_rank",
                 ceil(plan->hidden_size / 16));
    other_part(import, -plan->layers * (plan->time_step_rank + 2 * plan->state_dim),
               "the norms inside Mamba, which only Jamba has");
}

/* The authors' own files: no model_type, a vocabulary that is rounded up, an empty ssm_cfg for Mamba-1. */
void read_mamba_ssm(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double multiple = config_number(config, "pad_vocab_size_multiple", 8), d = plan->hidden_size;
    config_ignore(config, "ssm_cfg|attn_cfg|fused_add_norm|rms_norm|residual_in_fp32");
    if (config_list(config, "attn_layer_idx") > 0 ||
        config_number(config, "d_intermediate", 0) > 0) {
        config_wrong(config, "attn_layer_idx",
                     "attention and feed-forward layers among those of Mamba have no rows");
        return;
    }
    plan->vocabulary_size = ceil(plan->vocabulary_size / multiple) * multiple;
    if (!config_is(config, "ssm_cfg.layer", "Mamba2")) {
        read_mamba(import);
        return;
    }
    plan->linear_layers = plan->layers;
    plan->norms_per_layer = 1;
    plan->ffn_size = 0;
    config_input(config, plan, INPUT_linear_value_dim, "ssm_cfg.headdim", 64);
    plan->linear_value_heads =
        config_number(config, "ssm_cfg.expand", 2) * d / plan->linear_value_dim;
    plan->linear_attention = linear_attention_MAMBA2;
    config_input(config, plan, INPUT_state_dim, "ssm_cfg.d_state", 128);
    config_input(config, plan, INPUT_state_groups, "ssm_cfg.ngroups", 1);
    config_input(config, plan, INPUT_convolution_width, "ssm_cfg.d_conv", 4);
}

/* Two of three layers keep a gated recurrence as wide as lru_width, whose state is that of one token;
 * the third attends to a window. */
void read_recurrent_gemma(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    const char *kinds = config_has(config, "block_types") ? "block_types" : "_block_types";
    int period = config_list(config, kinds), attention = 0;
    double d = plan->hidden_size, width = config_number(config, "lru_width", d);
    double block = width / plan->attention_heads,
           convolution = config_number(config, "conv1d_width", 4);
    for (int i = 0; i < (int)plan->layers; i++) {
        attention += period > 0
                         ? strcmp(config_list_text(config, kinds, i % period), "attention") == 0
                         : i % 3 == 2;
    }
    config_ignore(config, "block_types|_block_types|w_init_variance_scale|"
                          "final_w_init_variance_scale|logits_soft_cap");
    plan->attention_layers = plan->window_layers = attention;
    plan->window_size = config_number(config, "attention_window_size", 2048);
    plan->ffn_size = floor(plan->ffn_size / 2); /* its intermediate_size counts gate and up */
    other_part(import,
               (plan->layers - attention) *
                   (3 * d * width + d + width * (convolution + 2 * block + 6)),
               "gated recurrences of the layers that do not attend");
}

/* RWKV-4: linear attention whose state is one number for each channel, and a gate in the network. */
void read_rwkv(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, width = config_number(config, "attention_hidden_size", d);
    config_ignore(config, "context_length|rescale_every");
    plan->linear_layers = plan->layers;
    plan->linear_attention = linear_attention_LIGHTNING;
    plan->linear_key_heads = plan->linear_value_heads = width;
    plan->linear_key_dim = plan->linear_value_dim = 1;
    double counted = 5 * d * width + width;
    other_part(import, plan->layers * (4 * d * width + 2 * width + d * d + 5 * d - counted),
               "time mixing and the gate of channel mixing, less the linear attention of the rows");
}

/* A rank of RWKV-7 that the config leaves out: a factor times the root of the width, in steps of 32. */
static double low_rank(Import *import, const char *key, double factor)
{
    double wanted = factor * sqrt(import->plan->hidden_size) / 32;
    return config_number(import->config, key, 32 * fmax(1, floor(wanted + 0.5)));
}

/* RWKV-7 (arXiv:2503.14456, appendix F): four narrow gates beside the four matrices of time mixing, of which the
 * first layer does not use the one for values. */
void read_rwkv7(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, values = low_rank(import, "v_low_rank_dim", 1.7);
    double ranks = low_rank(import, "decay_low_rank_dim", 2.5) + values +
                   low_rank(import, "a_low_rank_dim", 2.5) +
                   low_rank(import, "gate_low_rank_dim", 5);
    double side = config_number(config, "head_dim", 64), unused = 2 * d * values + d;
    config_ignore(config, "num_heads|value_dim|attn|attn_mode|hidden_ratio|norm_first|norm_bias|"
                          "fuse_*|use_deep_embed|wkv_*|use_l2warp");
    plan->linear_layers = plan->layers;
    plan->linear_attention = linear_attention_LIGHTNING;
    plan->linear_key_heads = plan->linear_value_heads = d / side;
    plan->linear_key_dim = plan->linear_value_dim = side;
    double counted = 5 * d * d + d;
    other_part(import, plan->layers * (4 * d * d + 2 * d * ranks + 15 * d - counted) - unused,
               "time mixing, less the linear attention of the rows");
    if (strcmp(config_list_text(config, "architectures", 0), "Rwkv7ForCausalLM") == 0) {
        stored_part(import, unused, "the gate for values of the first layer, which is not used");
    }
}
