/* huggingface.c -- a config.json into inputs: finds the family, reads, and says what was not read. */
#include "profile/huggingface.h"
#include "profile/families_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Keys that say nothing about size, in any family; "*x": every key that ends in x, "x*": that
 * begins so. */
static const char harmless[] =
    "_name_or_path|architectures|auto_map|model_type|torch_dtype|dtype|transformers_version|use_"
    "cache|tokenizer_class|hidden_act|"
    "hidden_activation|activation_function|activation|mlp_hidden_act|mamba_hidden_act|initializer_"
    "range|rotary*|rope*|*rope_theta|"
    "partial_rotary_factor|max_position_embeddings|max_seq_len|max_sequence_length|seq_length|"
    "model_max_length|n_ctx|n_positions|"
    "original_max_position_embeddings|initial_context_length|pretraining_tp|attention_dropout|"
    "quantization_config|cache_implementation|"
    "norm_topk_prob|routed_scaling_factor|scoring_func|scoring_function|output_router_logits|seq_"
    "aux|ep_size|tie_encoder_decoder|"
    "is_decoder|is_encoder_decoder|vision_config|audio_config|text_config|llm_config|language_"
    "config|tie_word_embeddings|vocab_size|task_specific_params|id2label|"
    "label2id|problem_type|pruned_heads|torchscript|return_dict*|do_sample|*_penalty|num_beams|num_"
    "beam_groups|num_return_sequences|"
    "max_length|min_length|temperature|top_k|top_p|typical_p|early_stopping|output_attentions|"
    "output_hidden_states|output_scores|"
    "remove_invalid_values|use_bfloat16|tf_legacy_loss|bad_words_ids|begin_suppress_tokens|"
    "suppress_tokens|*_token_id|*_token_ids|*_token_index|"
    "*_dropout|*_pdrop|*_pdrop_rate|*dropout_prob|*dropout_rate|*_eps|*_epsilon|*_coef|*_coeff|*_"
    "std|*_softcapping|*_softcap|*_multiplier|*_scale|*_scaling|*_alpha|*_beta|*_theta|"
    "*_implementation|*_jitter_noise|*_jitter_eps|*_loss|*_loss_weight|*_limit|*_clip|clip_qkv|"
    "query_pre_attn_scalar|logit*|residual_in_fp32|"
    "rescale_prenorm_residual|num_logits_to_keep|use_mamba_kernels|time_step_*|ssm_cfg|mrope_"
    "section|use_mrope|no_rope_layers|"
    "no_rope_layer_interval|use_parallel_residual|max_batch_size|bf16|fp16|fp32|use_flash*|flash_"
    "attn*|use_dynamic_ntk|use_logn_attn|"
    "scale_attn*|reorder_and_upcast_attn|summary_*|gradient_checkpointing|embd_pdrop|n_special|"
    "predict_special_tokens|"
    "use_memory_efficient_attention|rms_norm|norm_head|norm_softmax|norm_type|norm_reduction|train_"
    "dtype|apply_query_key_layer_scaling|"
    "attention_softmax_in_fp32|original_rope|rmsnorm|post_layer_norm|interleaved_qkv|layernorm_*|"
    "attn_config|ffn_config|torch*|"
    "moe_router_activation_func|moe_renormalize|use_grouped_topk|topk_method|score_function|"
    "normalization_type|mlp_type|prefix|hidden_dropout|"
    "slow_but_exact|masked_softmax_fusion|skip_bias_add|skip_bias_add_qkv|bias_dropout_fusion|init_"
    "device|emb_pdrop|resid_pdrop|learned_pos_emb|"
    "router_activation|expert_selection|mamba_ssm_dtype|mamba_ssm_cache_dtype|use_cache_"
    "quantization|use_rms_norm|attn_temperature_tuning|"
    "floor_scale|for_llm_compressor|moe_dtype|unsloth*|hc_sinkhorn_iters|context_window_size|"
    "prefill_chunk_size|add_cross_attention|chunk_size_feed_forward|*no_repeat_ngram_size|"
    "mla_use_nope|tensor_parallel_shards|sliding_window_size|*_loss_factor|head_dtype|moe_router_"
    "dtype|router_dtype|output_gate_type|use_bidirectional_attention|vocab_size_per_layer_input|"
    "use_double_wide_mlp|_*";

enum { LONGEST_KEY = 48 };

/* -- keys that were not read --------------------------------------------------------------------- */

static bool fits(const char *pattern, size_t length, const char *key)
{
    size_t size = strlen(key);
    if (length > 1 && pattern[0] == '*') {
        return size + 1 >= length && strncmp(key + size + 1 - length, pattern + 1, length - 1) == 0;
    }
    if (length > 1 && pattern[length - 1] == '*') {
        return strncmp(key, pattern, length - 1) == 0;
    }
    return size == length && strncmp(key, pattern, length) == 0;
}

static bool is_harmless(const char *key)
{
    for (const char *pattern = harmless; *pattern;) {
        size_t length = strcspn(pattern, "|");
        if (fits(pattern, length, key)) {
            return true;
        }
        pattern += length + (pattern[length] == '|');
    }
    return false;
}

/* Words in the name of a key that something of size hangs on. */
static bool is_structural(const char *key)
{
    static const char *const words[] = { "expert",        "moe",    "mamba",     "ssm",
                                         "lora_rank",     "latent", "compress",  "index_",
                                         "state",         "conv",   "per_layer", "hyper",
                                         "hc_",           "altup",  "encoder",   "linear_",
                                         "rank",          "shared", "memory",    "recurrent",
                                         "block_configs", "hybrid", "ffn_",      "_ffn" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(key, words[i])) {
            return true;
        }
    }
    return false;
}

typedef struct {
    ImportReport *report;
    char structural[LONGEST_KEY + 1]; /* the first of them */
} Unread;

static void tell_unread(void *context, const char *key, bool number)
{
    Unread *unread = context;
    ImportReport *report = unread->report;
    if (is_harmless(key)) {
        return;
    }
    size_t used = strlen(report->unused);
    if (used + LONGEST_KEY + 3 < sizeof report->unused) {
        snprintf(report->unused + used, sizeof report->unused - used, "%s%.*s", used ? ", " : "",
                 LONGEST_KEY, key);
    }
    report->unused_count++;
    if (number && is_structural(key) && !unread->structural[0]) {
        snprintf(unread->structural, sizeof unread->structural, "%.*s", LONGEST_KEY, key);
    }
}

/* -- the family ---------------------------------------------------------------------------------- */

/* Words of the row and of those it is like, nearest first. */
static void assume_all(Config *config, const Family *family)
{
    for (; family; family = family->like ? family_find(family->like) : NULL) {
        config_assume(config, family->assume);
    }
}

static void fix_all(Plan *plan, const Family *family)
{
    enum { LONGEST_CHAIN = 8 };
    const Family *chain[LONGEST_CHAIN];
    int length = 0;
    for (; family && length < LONGEST_CHAIN;
         family = family->like ? family_find(family->like) : NULL) {
        chain[length++] = family;
    }
    while (length > 0) { /* the row itself comes last, and wins */
        set_inputs(plan, chain[--length]->fixed);
    }
}

static const Family *function_of(const Family *family)
{
    while (family && !family->read && family->like) {
        family = family_find(family->like);
    }
    return family;
}

/* The model_type, else the class of "architectures", which some files have instead. */
static const Family *choose_family(Config *config, ImportReport *report)
{
    const char *type = config_text(config, "model_type"),
               *class = config_list_text(config, "architectures", 0);
    const Family *family = family_find(type);
    snprintf(report->type, sizeof report->type, "%s", type[0] ? type : class);
    return family ? family : family_find(class);
}

static const char *const text_parts[] = { "text_config", "llm_config", "language_config",
                                          "language_model_config", "thinker_config" };

/* Models that also see or hear keep their text part in an object of its own. */
static void enter_text(Config *config, ImportReport *report)
{
    bool entered = false;
    for (size_t i = 0; i < sizeof text_parts / sizeof *text_parts && !entered; i++) {
        entered = config_enter(config, text_parts[i]);
    }
    report->multimodal =
        config_has(config, "vision_config|audio_config|visual|vision_tower|mm_vision_tower");
}

static void read_family(Import *import, const Family *family)
{
    const Family *with_function = function_of(family);
    assume_all(import->config, family);
    read_transformer(import);
    fix_all(import->plan, family);
    if (with_function && with_function->read && !config_failed(import->config, NULL)) {
        with_function->read(import);
    }
}

/* Every input of the model is one that a person could have set. */
static void check_inputs(Config *config, const Plan *plan)
{
    for (int i = 0; i < INPUT_COUNT; i++) {
        double value = plan->at[i];
        if (input_info[i].group == GROUP_MODEL &&
            !(value >= input_lowest(i) && value <= input_highest(i) && value == floor(value))) {
            config_wrong(config, NULL,
                         "this makes %s %.12g; a whole number from %.12g to %.12g is needed",
                         input_info[i].name, value, input_lowest(i), input_highest(i));
        }
    }
}

static void report_unread(Import *import, const Family *family)
{
    ImportReport *report = import->report;
    Unread unread = { .report = report };
    config_unread(import->config, tell_unread, &unread);
    if (report->multimodal) {
        import_note(import, "only the text part is counted: encoders of images or sound, and what "
                            "joins them, are left out");
    }
    if (family) {
        return;
    }
    if (config_flag(import->config, "is_encoder_decoder", false)) {
        config_wrong(import->config, "is_encoder_decoder",
                     "an encoder and a decoder; only decoders are counted");
    } else if (unread.structural[0]) {
        config_wrong(import->config, unread.structural,
                     "unknown model_type '%s', and %s has no meaning that is known; reading it as "
                     "llama would mislead",
                     report->type, unread.structural);
    }
    import_warn(import, "unknown model_type '%s': read as llama; these keys were not used: %s",
                report->type, report->unused[0] ? report->unused : "none");
    if (!config_has(import->config, "tie_word_embeddings")) {
        import_warn(
            import,
            "there is no tie_word_embeddings: the output head is counted beside the embedding");
    }
}

static void read_config(Import *import)
{
    Config *config = import->config;
    ImportReport *report = import->report;
    const Family *outer = choose_family(config, report);
    if (outer && outer->refuse) {
        config_wrong(config, "model_type", "%s (%s): %s", outer->name, report->type, outer->refuse);
        return;
    }
    memcpy(report->outer, report->type, sizeof report->outer);
    enter_text(config, report);
    const Family *family = choose_family(config, report);
    family = family ? family : outer;
    if (family && family->refuse) {
        config_wrong(config, "model_type", "%s (%s): %s", family->name, report->type,
                     family->refuse);
        return;
    }
    report->known = family != NULL;
    report->name = family ? family->name : "unknown";
    if (!report->type[0] && !family) {
        config_wrong(config, NULL, "there is no model_type; is this a config.json of a model?");
        return;
    }
    read_family(import, family ? family : family_find("llama"));
    if (!config_failed(config, NULL)) {
        read_vision(import);
    }
    check_inputs(config, import->plan);
    report_unread(import, family);
}

bool huggingface_looks_like(const char *text, size_t length)
{
    size_t at = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < length && strchr(" \t\r\n", text[at]) && text[at]) {
        at++;
    }
    bool brace = at < length && text[at] == '{';
    for (; brace && at + 8 < length;
         at++) { /* YAML may begin so too, but then it says whose it is */
        brace = memcmp(text + at, "flopdeck", 8) != 0;
    }
    return brace;
}

bool huggingface_read(const char *file, const char *text, size_t length, Plan *plan,
                      ImportReport *report, Error *error)
{
    Plan made = *plan;
    memset(report, 0, sizeof *report);
    Config *config = config_read(file, text, length, error);
    if (!config) {
        return false;
    }
    for (int i = 0; i < INPUT_COUNT; i++) {
        made.at[i] = input_info[i].group == GROUP_MODEL ? input_preset(i) : made.at[i];
    }
    made.ffn_size = 0;
    Import import = { config, &made, report };
    read_config(&import);
    bool failed = config_failed(config, error);
    config_close(config);
    if (!failed) {
        *plan = made;
    }
    return !failed;
}
