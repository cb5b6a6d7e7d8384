/* families_layers.c -- families whose layers differ in their widths, and those that run layers more than once. */
#include "profile/families_read.h"

#include <math.h>
#include <string.h>

/* The width of a block whose config gives a multiple: 2/3 of 4, rounded up to 256. */
static double multiplied_width(double multiple, double hidden)
{
    return ceil(floor(2 * multiple * hidden / 3) / 256) * 256;
}

static void read_nas_block(Import *import, int block, double *attention, double *ffn, double *heads)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, width = plan->attention_heads * plan->head_dim;
    double group = config_block(config, "block_configs", block, "attention.n_heads_in_group");
    double multiple = config_block(config, "block_configs", block, "ffn.ffn_mult");
    bool linear =
        config_block(config, "block_configs", block, "attention.replace_with_linear") == 1;
    bool linear_ffn = config_block(config, "block_configs", block, "ffn.replace_with_linear") == 1;
    bool no_attention = config_block(config, "block_configs", block, "attention.no_op") == 1;
    bool no_ffn = config_block(config, "block_configs", block, "ffn.no_op") == 1;
    if (group > 0 && !no_attention && !linear) {
        *attention += 2 * d * width + 2 * d * width / group;
        plan->attention_layers++;
        *heads += plan->attention_heads / group;
    } else {
        *attention += linear ? d * d : 0;
        *attention -= no_attention ? d : 0; /* its norm */
    }
    if (multiple > 0 && !no_ffn && !linear_ffn) {
        *ffn += 3 * d * multiplied_width(multiple, d);
    } else {
        *ffn += linear_ffn ? d * d : 0;
        *ffn -= no_ffn ? d : 0;
    }
}

/* Layers differ in their key-value heads: the rows have the mean, and what it leaves out. */
static void mean_kv_heads(Import *import, double heads, double layers)
{
    Plan *plan = import->plan;
    double mean = heads / layers;
    plan->kv_heads = 1;
    for (double each = 2; each <= plan->attention_heads; each++) { /* the nearest that divides */
        if (fmod(plan->attention_heads, each) == 0 &&
            fabs(each - mean) < fabs(plan->kv_heads - mean)) {
            plan->kv_heads = each;
        }
    }
    if (plan->kv_heads * layers != heads) {
        import_note(import,
                    "layers have %.0f key-value heads in all; the cache is that of %.0f in each",
                    heads, plan->kv_heads);
    }
}

/* The first of the searched models has key-value heads of its own in each layer, and no blocks. */
static bool read_heads_per_layer(Import *import)
{
    Plan *plan = import->plan;
    const char *key = "num_key_value_heads_per_layer";
    double heads = 0;
    int listed = config_list(import->config, key);
    for (int i = 0; i < listed; i++) {
        heads += config_list_number(import->config, key, i);
    }
    if (listed != (int)plan->layers) {
        return false;
    }
    mean_kv_heads(import, heads, plan->layers);
    plan->ffn_size = config_need(import->config, "intermediate_size");
    other_part(import,
               2 * plan->hidden_size * plan->head_dim * (heads - plan->layers * plan->kv_heads),
               "key-value heads that the mean leaves out");
    return true;
}

/* Every block has its own widths: the mean is given to the rows, and they come out as the sum. */
void read_nemotron_nas(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double attention = 0, ffn = 0, heads = 0;
    int blocks = config_list(config, "block_configs");
    if (blocks == 0 && read_heads_per_layer(import)) {
        return;
    }
    if (blocks != (int)plan->layers) {
        config_wrong(config, "block_configs", "%d blocks for %.0f layers", blocks, plan->layers);
        return;
    }
    plan->attention_layers = 0;
    for (int i = 0; i < blocks; i++) {
        read_nas_block(import, i, &attention, &ffn, &heads);
    }
    if (plan->attention_layers > 0) {
        mean_kv_heads(import, heads, plan->attention_layers);
    }
    double counted = plan->attention_layers * plan->hidden_size * plan->head_dim * 2 *
                     (plan->attention_heads + plan->kv_heads);
    plan->ffn_size = floor(ffn / (3 * plan->hidden_size * plan->layers));
    other_part(import, attention - counted,
               "linear layers instead of attention, and other group sizes");
    other_part(import, ffn - 3 * plan->hidden_size * plan->layers * plan->ffn_size,
               "feed-forward widths differ between blocks: what the mean leaves out");
}

/* Heads and feed-forward widths grow with depth (arXiv:2404.14619, section 2.1): the rows have the nearest
 * whole numbers, and other_params what they leave out. */
void read_openelm(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, layers = plan->layers, side = plan->head_dim;
    double divisor = config_number(config, "ffn_dim_divisor", 256), heads = 0, keys = 0, wide = 0;
    config_ignore(config, "ffn_with_glu|qkv_multipliers|num_gqa_groups|normalize_qk_projections|"
                          "activation_fn_name|normalization_layer_name|rope_max_length");
    for (int i = 0; i < (int)layers; i++) {
        double wanted = config_list_number(config, "ffn_multipliers", i) * d;
        double width = floor((wanted + divisor / 2) / divisor) * divisor;
        width = width > divisor ? width : divisor;
        wide += width < 0.9 * wanted ? width + divisor : width;
        heads += config_list_number(config, "num_query_heads", i);
        keys += config_list_number(config, "num_kv_heads", i);
    }
    plan->tied_embeddings = config_flag(config, "share_input_output_layers", false);
    plan->kv_heads = fmax(1, floor(keys / layers + 0.5));
    plan->attention_heads = plan->kv_heads * fmax(1, floor(heads / keys + 0.5));
    plan->ffn_size = floor(wide / layers);
    if (config_flag(config, "normalize_qk_projections", false)) {
        plan->query_key_norm = query_key_norm_PER_HEAD;
    }
    double left =
        2 * (heads - layers * plan->attention_heads) + 2 * (keys - layers * plan->kv_heads);
    other_part(import, d * side * left, "heads of attention that the mean leaves out");
    other_part(import, 3 * d * (wide - layers * plan->ffn_size),
               "feed-forward widths that the mean leaves out");
    import_note(import,
                "layers have %.0f query and %.0f key-value heads in all; cache and attention are "
                "those of %.0f and %.0f in each",
                heads, keys, plan->attention_heads, plan->kv_heads);
}

/* Windowed layers have heads of their own number; one gate for each head. */
void read_laguna(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    const char *list = "num_attention_heads_per_layer";
    double heads = 0, sum = 0, windowed = 0;
    int listed = config_list(config, list);
    config_ignore(
        config, "num_attention_heads_per_layer|gating|gating_types|moe_routed_scaling_factor|"
                "moe_router_logit_softcapping|moe_apply_router_weight_on_input|decoder_sparse_step|"
                "mlp_only_layers|swa_*|moe_router_use_sigmoid|use_sliding_window|qkv_bias");
    for (int i = 0; i < listed && i < (int)plan->layers; i++) {
        bool window = strcmp(config_list_text(config, "layer_types", i), "sliding_attention") == 0;
        double here = config_list_number(config, list, i);
        heads = window ? heads : here;
        windowed = window ? here : windowed;
        sum += here;
    }
    if (listed > 0) {
        plan->attention_heads = heads > 0 ? heads : plan->attention_heads;
        plan->window_heads = plan->window_layers > 0 ? windowed : 0;
    }
    double counted =
        (plan->layers - plan->window_layers) * plan->attention_heads +
        plan->window_layers * (plan->window_heads > 0 ? plan->window_heads : plan->attention_heads);
    if (listed > 0 && sum != counted) {
        config_wrong(config, list, "the heads differ between layers of one kind, which has no row");
    }
    if (strcmp(config_text(config, "gating"), "per-element") == 0) {
        plan->attention_gate = 1;
    } else {
        other_part(import, counted * plan->hidden_size, "a gate for each head");
    }
}

/* The first half alternates Mamba and windows; then one Mamba and one layer of attention whose outputs the
 * rest reuses: gates in place of Mamba, queries alone in place of attention (arXiv:2507.06607, section 2). */
void read_phi4_flash(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double half = plan->layers / 2, d = plan->hidden_size;
    double inner = config_number(config, "mamba_expand", 2) * d;
    double reused = half / 2 - 1; /* of each kind */
    plan->attention_layers = half;
    plan->window_layers = floor(half / 2);
    plan->window_size = config_number(config, "sliding_window", 512);
    plan->kv_shared_layers = reused;
    plan->linear_layers = half - reused;
    plan->linear_attention = linear_attention_MAMBA1;
    plan->linear_value_heads = 1;
    plan->linear_value_dim = inner;
    config_input(config, plan, INPUT_state_dim, "mamba_d_state", 16);
    config_input(config, plan, INPUT_convolution_width, "mamba_d_conv", 4);
    config_input(config, plan, INPUT_time_step_rank, "mamba_dt_rank", ceil(d / 16));
    config_ignore(
        config,
        "mb_per_layer|mamba_conv_bias|mamba_proj_bias|mlp_bias|attention_bias|lm_head_bias");
    plan->query_key_value_bias = plan->output_bias = 1;
    plan->ffn_bias = 0;
    plan->head_bias = config_flag(config, "lm_head_bias", false);
    other_part(import, -plan->linear_layers * (plan->time_step_rank + 2 * plan->state_dim),
               "the norms inside Mamba, which only Jamba has");
    other_part(import, reused * 2 * d * inner, "gated memory units");
    other_part(import, half * 6 * plan->head_dim,
               "weights and a norm of differential attention in each layer");
    import_note(import, "each head multiplies two heads of values; the work counts one");
}

/* -- layers that run more than once ------------------------------------------------------------- */

/* The whole stack runs several times: as many layers as it runs, less the parameters they share. */
void read_ouro(Import *import)
{
    Plan *plan = import->plan;
    double times = config_number(import->config, "total_ut_steps", 4);
    config_ignore(import->config, "early_exit_threshold|early_exit_step");
    Figures figures = evaluate(plan);
    double stack =
        figures.attention_params + figures.ffn_params + plan->layers * figures.layer_norm_params;
    other_part(import, -(times - 1) * stack, "layers that run again, counted once");
    other_part(import, plan->hidden_size + 1, "the gate that ends the loop");
    plan->repeated_params = (times - 1) * stack;
    plan->layers *= times;
    plan->window_layers *= times;
}

/* Layers of that name, or that a period gives when there is no list: the third, then each period. */
static double hybrid_layers(Import *import)
{
    Config *config = import->config;
    double period = config_number(config, "attn_layer_period", 6),
           offset = config_number(config, "attn_layer_offset", 4), count = 1;
    if (config_list(config, "hybrid_layer_ids") > 0) {
        return config_list(config, "hybrid_layer_ids");
    }
    if (config_list(config, "layers_block_type") > 0) {
        return layers_of(import, "layers_block_type", "hybrid") +
               layers_of(import, "layers_block_type", "attention+mamba");
    }
    for (int i = 0; i < (int)import->plan->layers - 3; i++) {
        count += fmod(i, period) == offset;
    }
    return count;
}

/* A transformer block that reads the embedding too: its queries, keys and values are of twice the width. */
static void share_block(Import *import, double hybrid, double blocks, double adapters)
{
    Plan *plan = import->plan;
    double d = plan->hidden_size, heads = plan->attention_heads;
    double block = 3 * 4 * d * d + 2 * d * d + 3 * d + 3 * d * plan->ffn_size;
    plan->attention_layers = hybrid;
    plan->head_dim = 2 * d / heads;
    plan->kv_heads = heads;
    plan->ffn_size = 0;
    plan->linear_layers = plan->layers;
    double counted = hybrid * 4 * d * heads * plan->head_dim;
    other_part(import, hybrid * (d * d + adapters) + blocks * block - counted,
               "shared transformer blocks, once each, less the attention that the rows count");
    plan->repeated_params = (hybrid - blocks) * block;
}

/* Mamba of two heads in every layer; before some of them one transformer block, always the same. */
void read_zamba(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double hybrid = hybrid_layers(import), d = plan->hidden_size;
    plan->linear_attention = linear_attention_MAMBA1;
    plan->linear_value_heads = 1;
    plan->linear_value_dim = config_number(config, "mamba_expand", 2) * d;
    config_input(config, plan, INPUT_state_dim, "mamba_d_state", 16);
    config_input(config, plan, INPUT_convolution_width, "mamba_d_conv", 4);
    config_input(config, plan, INPUT_time_step_rank, "mamba_dt_rank", ceil(d / 16));
    config_ignore(config,
                  "n_mamba_heads|mamba_conv_bias|mamba_proj_bias|attention_hidden_size|"
                  "attention_head_dim|hidden_mamba_act|num_logits_to_keep|use_mamba_kernels|"
                  "layers_block_type|attn_layer_period|attn_layer_offset");
    share_block(import, hybrid, 1, 0);
    other_part(import, -plan->layers * (plan->time_step_rank + 2 * plan->state_dim),
               "the norms inside Mamba, which only Jamba has");
}

/* Mamba-2 in every layer; before some of them one of a few transformer blocks, told apart by adapters. */
void read_zamba2(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, rank = config_number(config, "adapter_rank", 128);
    double adapters = rank * (d + 2 * plan->ffn_size);
    if (config_flag(config, "use_shared_attention_adapter|use_shared_attention_lora", false)) {
        adapters += 3 * rank * 4 * d;
    }
    config_ignore(config,
                  "use_shared_mlp_adapter|use_shared_mlp_lora|use_shared_block_lora|use_mem_rope|"
                  "use_mem_eff_path|use_long_context|kv_channels|attention_hidden_size|"
                  "attention_head_dim|head_dim|num_query_groups|ffn_hidden_size|state_size|"
                  "lora_rank|hybrid_layer_ids|layers_block_type|num_logits_to_keep|"
                  "add_bias_linear|mamba_expand");
    share_block(import, hybrid_layers(import), config_number(config, "num_mem_blocks", 1),
                adapters);
    read_mamba2(import, "n_mamba_heads", "mamba_headdim", "mamba_d_state", "mamba_ngroups",
                "mamba_d_conv");
}
