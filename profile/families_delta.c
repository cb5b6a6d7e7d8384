/* families_delta.c -- families of which most layers are linear and the rest have latent attention: Kimi Linear,
 * Ling, GLM-5.3. */
#include "profile/families_read.h"

#include <math.h>
#include <string.h>

/* Kimi Delta Attention, whose values have the shape of its keys. */
static void set_delta(Plan *plan, double layers)
{
    plan->linear_layers = layers;
    plan->linear_attention = linear_attention_KDA;
    plan->linear_value_heads = plan->linear_key_heads;
    plan->linear_value_dim = plan->linear_key_dim;
}

/* Where the row of delta attention counts a gate through a width of one head, some have the whole matrix. */
static void full_rank(Import *import, double gates, const char *what)
{
    const Plan *plan = import->plan;
    double d = plan->hidden_size, e = plan->linear_value_dim, width = plan->linear_value_heads * e;
    other_part(import, gates * plan->linear_layers * (d * width - e * (d + width)), what);
}

/* The heads of delta attention, which an object of their own describes. */
static void read_delta(Import *import, double layers)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    config_ignore(config, "linear_attn_config");
    config_input(config, plan, INPUT_linear_key_heads,
                 "linear_attn_config.num_heads|linear_num_heads", NAN);
    config_input(config, plan, INPUT_linear_key_dim, "linear_attn_config.head_dim|linear_head_dim",
                 NAN);
    config_input(config, plan, INPUT_convolution_width,
                 "linear_attn_config.short_conv_kernel_size|linear_conv_kernel_dim", 4);
    set_delta(plan, layers);
    if (config_flag(config, "linear_attn_config.use_full_rank_gate", false)) {
        full_rank(import, 1, "output gates of full rank in the linear layers");
    }
}

void read_kimi_linear(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    read_delta(import, config_list(config, "linear_attn_config.kda_layers"));
    plan->attention_gate = config_flag(config, "mla_use_output_gate", false);
    if (config_flag(config, "latent_moe_use_norm", false)) {
        other_part(import, plan->moe_layers * plan->expert_latent_size,
                   "a norm of the experts' latent in each layer");
    }
    if (config_number(config, "attn_res_block_size", 0) > 0) {
        import_note(import,
                    "attention residuals are left out: some thousand parameters a layer at most");
    }
}

/* Delta attention, and an indexer that picks from pools of keys; hyper-connections around both halves of a
 * layer, whose streams end in a mean.  The MTP module has latent attention and one stream. */
void read_glm5_next(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double layers = plan->layers, pool = config_number(config, "index_kpool", 4);
    double pooled = plan->indexer_dim * (plan->hidden_size + pool);
    int listed = config_list(config, "layer_types");
    read_delta(import, listed > 0 ? layers_of(import, "layer_types", "linear_attention")
                                  : layers - floor(layers / 4));
    config_ignore(config, "mhc|index_kpool_*|linear_lower_bound");
    if (plan->indexer_heads > 0) {
        other_part(import, (layers - plan->linear_layers) * pooled,
                   "what pools the keys of the indexers");
        stored_part(import, plan->mtp_modules * pooled, "the same in the MTP module");
    }
    other_part(import,
               hyper_connections(layers, config_number(config, "hc_mult", 4), plan->hidden_size),
               "hyper-connections");
}

/* Delta attention, and every so often grouped attention with a gate. */
void read_solar_open2(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double period = config_number(config, "gqa_interval", 3) + 1;
    int listed = config_list(config, "gqa_layers");
    config_ignore(config, "kda_allow_neg_eigval|use_rope|layer_types|kda_use_full_proj");
    read_delta(import, plan->layers - (listed > 0 ? listed : ceil(plan->layers / period)));
    plan->attention_gate = config_flag(config, "use_gqa_gate", true);
    if (config_flag(config, "kda_use_full_proj", false)) {
        full_rank(import, 2, "gates of full rank in the linear layers");
    }
}

/* -- Ling and Ring ---------------------------------------------------------------------------------- */

/* Ling 3: gates of full rank, and a gate on the latent attention. */
static void read_ling3(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double gate = plan->hidden_size * plan->attention_heads;
    config_input(config, plan, INPUT_convolution_width, "short_conv_kernel_size", 4);
    plan->linear_attention = linear_attention_KDA;
    if (config_flag(config, "no_kda_lora", false)) {
        full_rank(import, 2, "gates of full rank in the linear layers");
    }
    if (config_is(config, "gated_attention_proj_granularity_type", "element_wise")) {
        plan->attention_gate = 1;
    } else if (config_is(config, "gated_attention_proj_granularity_type", "head_wise")) {
        other_part(import, (plan->layers - plan->linear_layers) * gate, "a gate for each head");
        stored_part(import, plan->mtp_modules * gate, "a gate for each head of the MTP module");
    }
    config_ignore(config, "kda_*|use_kda_lora|mtp_use_kda|use_mla_nope|scale_router_input|"
                          "value_norm|num_kv_heads_for_linear_attn|max_window_layers|"
                          "*swiglu_limit_list");
}

/* Linear attention in all but the last layer of each group, and in those after the last whole group: Kimi
 * Delta Attention in Ling 3, lightning attention before. */
void read_bailing_linear(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double group = config_number(config, "layer_group_size", 1);
    bool normed = plan->query_key_norm == query_key_norm_PER_HEAD;
    read_bailing(import);
    plan->linear_layers = floor(plan->layers / group) * (group - 1);
    plan->linear_key_heads = plan->linear_value_heads = plan->attention_heads;
    plan->linear_key_dim = plan->linear_value_dim =
        config_number(config, "head_dim", plan->head_dim);
    if (plan->attention == attention_MLA) {
        plan->query_key_norm = query_key_norm_NONE;
    }
    config_ignore(
        config, "group_norm_size|linear_*|use_linear_silu|linear_silu|linear_backend|linear_rope");
    if (config_has(config, "short_conv_kernel_size|no_kda_lora") ||
        config_is(config, "linear_attention", "kda")) {
        read_ling3(import);
        return;
    }
    plan->linear_attention = linear_attention_LIGHTNING;
    if (normed) {
        other_part(import, plan->linear_layers * 2 * plan->linear_key_dim,
                   "query and key norms of the linear layers");
    }
}
