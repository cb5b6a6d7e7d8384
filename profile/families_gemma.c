/* families_gemma.c -- what Gemma's later generations have beside the shape that families share. */
#include "profile/families_read.h"

#include <math.h>
#include <string.h>

void read_gemma2(Import *import)
{
    Plan *plan = import->plan;
    if (config_list(import->config, "layer_types") == 0) {
        plan->window_layers = ceil(plan->layers / 2); /* the first of each pair */
    }
}

/* The last layers take their keys and values from earlier ones: counts those that see the whole context, and
 * those with a window.  otherwise: how many when no key says; period: of whole layers when no list does. */
static void share_keys(Import *import, double otherwise, int period)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    int layers = (int)plan->layers, listed = config_list(config, "layer_types");
    double borrowing = config_number(config, "num_kv_shared_layers", otherwise), full = 0;
    plan->kv_shared_layers = plan->window_shared_layers = 0;
    for (int i = 0; i < layers; i++) {
        bool whole =
            i == layers - 1 ||
            (listed > 0 ? strcmp(config_list_text(config, "layer_types", i), "full_attention") == 0
                        : (i + 1) % period == 0);
        full += whole;
        plan->kv_shared_layers += whole && i >= layers - borrowing;
        plan->window_shared_layers += !whole && i >= layers - borrowing;
    }
    plan->window_layers = plan->layers - full;
    plan->window_size = config_number(config, "sliding_window", 512);
}

/* An embedding of each token for each layer: tables that are looked up, as positions are, and multiply
 * nothing; a projection to them, and in each layer a gate, a projection and a norm. */
static void embed_layers(Import *import, double narrow)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, layers = plan->layers;
    double table = config_number(config, "vocab_size_per_layer_input", 262144) * layers * narrow;
    config_set(config, plan, INPUT_learned_positions, "vocab_size_per_layer_input",
               floor(table / d));
    other_part(import, fmod(table, d), "what is left of a row of those tables");
    other_part(import, d * layers * narrow + narrow,
               "the projection to the embeddings of each token for each layer");
    other_part(import, layers * (2 * d * narrow + d),
               "gates and projections of those embeddings, with a norm");
}

void read_gemma4(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    bool same = config_flag(config, "attention_k_eq_v", false);
    double narrow = config_number(config, "hidden_size_per_layer_input", 0), d = plan->hidden_size;
    share_keys(import, 0, 6);
    plan->window_kv_heads = plan->kv_heads;
    plan->window_head_dim = plan->head_dim;
    plan->head_dim = config_number(config, "global_head_dim", 512);
    plan->kv_heads =
        same ? config_number(config, "num_global_key_value_heads", plan->kv_heads) : plan->kv_heads;
    double whole = plan->layers - plan->window_layers;
    double borrowed = plan->kv_shared_layers + plan->window_shared_layers;
    if (same) {
        other_part(import, -(whole - plan->kv_shared_layers) * d * plan->kv_heads * plan->head_dim,
                   "values of the unwindowed layers, which are their keys (attention_k_eq_v)");
    }
    other_part(import,
               -plan->kv_shared_layers * plan->head_dim -
                   plan->window_shared_layers * plan->window_head_dim,
               "key norms of layers that borrow their keys");
    if (config_flag(config, "use_double_wide_mlp", false)) {
        other_part(import, borrowed * 3 * d * plan->ffn_size,
                   "networks of those layers, which are twice as wide");
    }
    if (narrow > 0) {
        embed_layers(import, narrow);
    }
    if (config_flag(config, "enable_moe_block", false)) {
        plan->shared_experts = 1; /* the dense network that runs beside the experts */
        plan->shared_expert_ffn_size = plan->ffn_size;
        other_part(import, plan->layers * (3 * d + d + plan->routed_experts),
                   "three norms, a scale of the router and one of each expert, in each layer");
    }
    stored_part(import, plan->layers, "one fixed scale of each layer");
}

/* Four residual streams (AltUp), a low-rank path beside each layer (LAuReL), and an embedding of each
 * token for each layer.  Layers that borrow keys have projections in the checkpoint all the same. */
void read_gemma3n(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, layers = plan->layers;
    double streams = config_number(config, "altup_num_inputs", 4),
           rank = config_number(config, "laurel_rank", 64);
    config_ignore(config,
                  "altup_active_idx|altup_coef_clip|altup_correct_scale|altup_lr_multiplier|"
                  "activation_sparsity_pattern");
    share_keys(import, 15, 5);
    other_part(import,
               (plan->kv_shared_layers + plan->window_shared_layers) * 2 * d * plan->kv_heads *
                   plan->head_dim,
               "key and value projections of layers that borrow theirs");
    embed_layers(import, config_number(config, "hidden_size_per_layer_input", 256));
    other_part(import,
               2 * (streams - 1) * d * d +
                   layers * (2 * d + streams * (d + streams + streams * streams)),
               "AltUp: streams made and joined, predicted and corrected in each layer");
    other_part(import, layers * (2 * d * rank + d), "LAuReL: a low-rank path beside each layer");
}
