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

void read_gemma4(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    bool shared = config_flag(config, "attention_k_eq_v", false);
    double windowed = layers_of(import, "layer_types", "sliding_attention");
    if (config_number(config, "hidden_size_per_layer_input", 0) > 0 ||
        config_number(config, "num_kv_shared_layers", 0) > 0) {
        config_wrong(config, "hidden_size_per_layer_input",
                     "per-layer embeddings and layers that borrow windowed keys have no rows; "
                     "nothing is guessed");
        return;
    }
    plan->window_layers = windowed;
    plan->window_size = config_number(config, "sliding_window", 512);
    plan->window_kv_heads = plan->kv_heads;
    plan->window_head_dim = plan->head_dim;
    plan->head_dim = config_number(config, "global_head_dim", 512);
    plan->kv_heads = shared ? config_number(config, "num_global_key_value_heads", plan->kv_heads)
                            : plan->kv_heads;
    if (shared) {
        other_part(import,
                   -(plan->layers - windowed) * plan->hidden_size * plan->kv_heads * plan->head_dim,
                   "values of the unwindowed layers, which are their keys (attention_k_eq_v)");
    }
    if (config_flag(config, "enable_moe_block", false)) {
        plan->shared_experts = 1; /* the dense network that runs beside the experts */
        plan->shared_expert_ffn_size = plan->ffn_size;
        other_part(import,
                   plan->layers *
                       (3 * plan->hidden_size + plan->hidden_size + plan->routed_experts),
                   "three norms, a scale of the router and one of each expert, in each layer");
    }
    stored_part(import, plan->layers, "one fixed scale of each layer");
}

/* The last layers take their keys and values from earlier ones; a checkpoint has their projections all
 * the same.  Of the layers that see the whole context as many are among the last as among all. */
static void share_keys(Import *import)
{
    Plan *plan = import->plan;
    int layers = (int)plan->layers, listed = config_list(import->config, "layer_types");
    double borrowing = config_number(import->config, "num_kv_shared_layers", 15), full = 0,
           shared = 0;
    for (int i = 0; i < layers; i++) {
        bool whole = listed > 0 ? strcmp(config_list_text(import->config, "layer_types", i),
                                         "full_attention") == 0
                                : i % 5 == 4;
        full += whole;
        shared += whole && i >= layers - borrowing;
    }
    plan->window_layers = plan->layers - full;
    plan->window_size = config_number(import->config, "sliding_window", 512);
    plan->kv_shared_layers = shared;
    other_part(import, shared * 2 * plan->hidden_size * plan->kv_heads * plan->head_dim,
               "key and value projections of layers that borrow theirs");
}

/* Four residual streams (AltUp), a low-rank path beside each layer (LAuReL), and an embedding of each
 * token for each layer. */
void read_gemma3n(Import *import)
{
    Config *config = import->config;
    Plan *plan = import->plan;
    double d = plan->hidden_size, layers = plan->layers;
    double narrow = config_number(config, "hidden_size_per_layer_input", 256),
           rows = config_number(config, "vocab_size_per_layer_input", 262144);
    double streams = config_number(config, "altup_num_inputs", 4),
           rank = config_number(config, "laurel_rank", 64);
    config_ignore(config,
                  "altup_active_idx|altup_coef_clip|altup_correct_scale|altup_lr_multiplier|"
                  "activation_sparsity_pattern");
    share_keys(import);
    /* tables that are looked up, as positions are: they multiply nothing */
    config_set(config, plan, INPUT_learned_positions, "vocab_size_per_layer_input",
               rows * layers * narrow / d);
    other_part(import, d * layers * narrow + narrow,
               "the projection to the embeddings of each token for each layer");
    other_part(import, layers * (2 * d * narrow + d),
               "gates and projections of those embeddings, with a norm");
    other_part(import,
               2 * (streams - 1) * d * d +
                   layers * (2 * d + streams * (d + streams + streams * streams)),
               "AltUp: streams made and joined, predicted and corrected in each layer");
    other_part(import, layers * (2 * d * rank + d), "LAuReL: a low-rank path beside each layer");
}
