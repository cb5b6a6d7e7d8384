/* families_latent.c -- families with experts and latent attention, for what words in families.def cannot say. */
#include "profile/families_read.h"

#include <math.h>

/* A norm after the experts, which dense layers lack. */
void read_axk1(Import *import)
{
    other_part(import, import->plan->moe_layers * import->plan->hidden_size,
               "a norm after the experts of each layer");
}

/* Queries, and a gate as wide as the values, from the query rank before and after its norm; gates of norms: of the
 * one before attention in every layer, of the one before experts.  The released modeling_axk2.py. */
void read_axk2(Import *import)
{
    const Plan *plan = import->plan;
    double rank = config_number(import->config, "gated_norm_rank", 16);
    double head = plan->nope_dim + plan->rope_dim + 2 * plan->value_dim;
    other_part(import, plan->layers * plan->q_rank * plan->attention_heads * head,
               "queries and a gate from twice the query rank, less queries from once");
    other_part(import, 2 * plan->hidden_size * rank * (plan->layers + plan->moe_layers),
               "gates of norms");
}

/* Hyper-connections that do not mix streams: two vectors in each half of a layer, one at the end.  An indexer in the
 * first layer and in each fourth from the second, unless the file lists them.  The released modeling_hy_v4.py. */
void read_hy_v4(Import *import)
{
    Plan *plan = import->plan;
    double streams = config_number(import->config, "hc_mult", 4),
           wide = streams * plan->hidden_size;
    other_part(import, plan->layers * 2 * (2 * streams * (wide + 1) + 2) + streams * (wide + 1) + 1,
               "hyper-connections");
    if (config_list(import->config, "indexer_types") == 0) {
        plan->indexer_layers = 1 + ceil((plan->layers - 1) / 4);
    }
    config_ignore(import->config, "hc_magnitude|learnable_sink_init");
}

/* Two norms more around each half, where the config says so; its router has no bias. */
void read_pangu_ultra(Import *import)
{
    Config *config = import->config;
    import->plan->norms_per_layer = config_flag(config, "sandwich_norm", false) ? 4 : 2;
    config_input(config, import->plan, INPUT_mtp_modules, "num_mtp_layers|num_nextn_predict_layers",
                 0);
}

/* Hyper-connections as in DeepSeek-V4, without one at the end or in the MTP module. */
void read_xing(Import *import)
{
    const Plan *plan = import->plan;
    other_part(import,
               hyper_connections(plan->layers, config_number(import->config, "hc_mult", 4),
                                 plan->hidden_size),
               "hyper-connections");
    config_ignore(import->config, "mhc_*|hc_*");
}

/* Each layer stores rotary frequencies of hidden_size / num_attention_heads, which are not used; those inside of
 * a model that also sees (Kimi K2.5) do not.  Reported at https://github.com/NVIDIA-NeMo/Megatron-Bridge. */
void read_kimi_k2(Import *import)
{
    const Plan *plan = import->plan;
    double frequencies = floor(plan->hidden_size / plan->attention_heads / 2);
    stored_part(import, import->nested ? 0 : plan->layers * frequencies,
                "rotary frequencies in each layer");
}

/* The config of DeepSeek's own inference code; only the router of V3 has a bias. */
void read_deepseek_inference(Import *import)
{
    import->plan->router_bias = config_is(import->config, "score_func", "sigmoid");
    config_ignore(import->config, "route_scale|score_func|dtype|scale_fmt|original_seq_len|"
                                  "rope_factor|beta_fast|beta_slow|mscale");
}

/* Two attentions and two dense networks to each set of experts, and experts that do nothing. */
void read_longcat(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double blocks = config_need(config, "num_layers"),
           idle = config_number(config, "zero_expert_num", 0);
    config_ignore(
        config,
        "zero_expert_type|num_hidden_layers|mla_scale_q_lora|mla_scale_kv_lora|attention_method");
    config_input(config, plan, INPUT_ffn_size, "ffn_hidden_size", NAN);
    config_input(config, plan, INPUT_expert_ffn_size, "expert_ffn_hidden_size", NAN);
    plan->layers = 2 * blocks;
    plan->moe_layers = blocks;
    plan->ffn_layers = 2 * blocks + blocks;
    plan->router_bias = 1;
    double d = plan->hidden_size, heads = plan->attention_heads, query = plan->q_rank;
    double latent = d * (query + plan->kv_rank + plan->rope_dim) + query + plan->kv_rank;
    double widened =
        heads * (query * (plan->nope_dim + plan->rope_dim) +
                 plan->kv_rank * (plan->nope_dim + plan->value_dim) + d * plan->value_dim);
    stored_part(import,
                latent + widened + d * (3 * plan->ffn_size + 2 * d + 5 + plan->vocabulary_size),
                "a dense MTP module with its own embedding");
    plan->mtp_modules = 0;
    other_part(import, blocks * idle * (plan->hidden_size + 1),
               "the router's rows for experts that do nothing");
    if (idle > 0) {
        import_note(import,
                    "active_params has all %.0f experts of a token at work; on average some are of "
                    "those that do nothing",
                    plan->active_experts);
    }
}

double hyper_connections(double layers, double streams, double hidden)
{
    double mixed = (2 + streams) * streams;
    return layers * 2 * (mixed * streams * hidden + mixed + 3);
}

/* One vector is key and value of all heads: kept for a window in every layer, for blocks in most. */
void read_deepseek_v4(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    int layers = (int)plan->layers;
    double hashed = config_number(config, "num_hash_layers", 3),
           streams = config_number(config, "hc_mult", 4), d = plan->hidden_size;
    plan->attention = attention_CSA;
    plan->rope_dim = config_number(config, "qk_rope_head_dim", 64);
    plan->kv_rank = plan->value_dim = plan->head_dim;
    plan->nope_dim = plan->head_dim - plan->rope_dim;
    plan->kv_heads = 1;
    config_input(config, plan, INPUT_q_rank, "q_lora_rank", NAN);
    config_input(config, plan, INPUT_output_rank, "o_lora_rank", NAN);
    config_input(config, plan, INPUT_output_groups, "o_groups", NAN);
    config_input(config, plan, INPUT_indexer_heads, "index_n_heads", NAN);
    config_input(config, plan, INPUT_indexer_dim, "index_head_dim", NAN);
    config_input(config, plan, INPUT_indexer_tokens, "index_topk", 512);
    plan->window_layers = plan->layers;
    config_input(config, plan, INPUT_window_size, "sliding_window", 128);
    plan->compressed_layers = config_count_number(config, "compress_ratios", 4, layers) +
                              layers_of(import, "layer_types", "compressed_sparse_attention");
    plan->coarse_layers = config_count_number(config, "compress_ratios", 128, layers) +
                          layers_of(import, "layer_types", "heavily_compressed_attention");
    plan->compression = config_number(config, "compress_rates.compressed_sparse_attention", 4);
    plan->coarse_compression =
        config_number(config, "compress_rates.heavily_compressed_attention", 128);
    plan->attention_sinks = plan->router_bias = 1;
    config_ignore(config, "compress_rates|expert_dtype");
    plan->moe_layers = plan->layers;
    double end = streams * streams * d + streams + 1;
    other_part(import,
               hyper_connections(plan->layers, streams, d) + end - hashed * plan->routed_experts,
               "hyper-connections, less the biases of routers that look experts up by token");
    stored_part(import, hashed * plan->vocabulary_size * plan->active_experts,
                "tables from tokens to experts");
    stored_part(import, plan->mtp_modules * (hyper_connections(1, streams, d) + end),
                "hyper-connections of the MTP module");
    plan->checkpoint_precision = checkpoint_precision_BF16;
    import_note(import, "stored_params leaves out the scales of FP8 and FP4 weights");
}
