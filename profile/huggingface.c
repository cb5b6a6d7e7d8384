/* huggingface.c -- a config.json into inputs: finds the family, reads, and says what was not read. */
#include "profile/huggingface.h"
#include "profile/families_read.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Keys that say nothing about size, in any family; "*x": every key that ends in x, "x*": that
 * begins so. */
static const char harmless[] =
    "_*|*_alpha|*_beta|*_clip|*_coef|*_coeff|*_dropout|*_eps|*_epsilon|*_implementation|"
    "*_jitter_eps|*_jitter_noise|*_limit|*_loss|*_loss_factor|*_loss_weight|*_lr|"
    "*_multiplier|_name_or_path|*_pdrop|*_pdrop_rate|*_penalty|*_scale|*_scale_factor|"
    "*_scaling|*_softcap|*_softcapping|*_std|*_theta|*_token|*_token_id|*_token_ids|"
    "*_token_index|activation|activation_function|add_cross_attention|afn|"
    "apply_query_key_layer_scaling|apply_residual_connection_post_layernorm|"
    "architectures|attention_dropout|attention_softmax_in_fp32|attn_config|"
    "attn_temperature_tuning|audio_*|audio_config|auto_map|bad_words_ids|"
    "begin_suppress_tokens|bf16|bias_dropout_fusion|cache_implementation|"
    "chunk_size_feed_forward|clip_qkv|context_window_size|dim_model_base|do_sample|"
    "*dropout_prob|*dropout_rate|dtype|early_stopping|emb_pdrop|embd_layer|embd_pdrop|"
    "embed_scale|ep_size|expert_selection|ffn_config|flash_attn*|floor_scale|"
    "for_llm_compressor|fp16|fp32|*fp32_residual_connection|freeze_mm_*|gegelu_*|"
    "gradient_checkpointing|hc_sinkhorn_iters|head_dim_inner|head_dtype|hidden_act|"
    "hidden_activation|hidden_dropout|id2label|image_*|img_processor|init_device|"
    "initial_context_length|initializer_range|interleaved_qkv|is_causal|is_decoder|"
    "is_encoder_decoder|label2id|language_config|layerdrop|layernorm_*|learned_pos_emb|llm_config|"
    "lm_head|logit*|mamba_hidden_act|mamba_ssm_cache_dtype|mamba_ssm_dtype|"
    "masked_softmax_fusion|max_batch_size|max_length|max_position_embeddings|max_seq_len|"
    "compression_config|max_context_length|max_sequence_length|max_tokenizer_truncation|min_length|"
    "mla_use_nope|mlp_hidden_act|"
    "mlp_type|mm_*|model_max_length|model_type|moe_dtype|moe_renormalize|"
    "moe_router_activation_func|moe_router_dtype|mrope_section|mup_*|n_ctx|n_positions|"
    "n_special|*no_repeat_ngram_size|no_rope_layer_interval|no_rope_layers|"
    "nope_layer_interval|norm_head|norm_reduction|norm_softmax|norm_topk_prob|norm_type|"
    "normalization_type|num_beam_groups|num_beams|num_logits_to_keep|"
    "num_return_sequences|original_max_position_embeddings|original_rope|"
    "output_attentions|output_gate_type|output_hidden_states|output_router_logits|"
    "output_scores|pad_sequence_*|partial_rotary_factor|post_layer_norm|"
    "predict_special_tokens|prefill_chunk_size|prefix|pretraining_tp|problem_type|"
    "pruned_heads|quantization|quantization_config|query_pre_attn_scalar|"
    "remove_invalid_values|reorder_and_upcast_attn|rescale_prenorm_residual|resid_pdrop|"
    "residual_in_fp32|return_dict*|rm_head|rms_norm|rmsnorm|rope*|rope_interleave|"
    "*rope_theta|rotary*|routed_scaling_factor|router_activation|router_dtype|"
    "sample_mode|scale_attn*|scale_depth|scale_emb|scale_embedding|score_function|scoring_func|"
    "scoring_function|seq_aux|seq_length|skip_bias_add|skip_bias_add_qkv|"
    "sliding_window_size|slow_but_exact|spatial_*|ssm_cfg|summary_*|suppress_tokens|"
    "task_specific_params|temperature|tensor_parallel_shards|text_config|tf_legacy_loss|"
    "tie_encoder_decoder|tie_word_embeddings|time_step_*|tokenizer_*|tokenizer_class|"
    "top_k|top_p|topk_method|torch*|torch_dtype|torchscript|train_dtype|"
    "transformers_version|tune_mm_*|type_vocab_size|typical_p|unfreeze_*|unsloth*|"
    "use_bfloat16|use_bidirectional_attention|use_cache|use_cache_quantization|"
    "use_double_wide_mlp|use_dynamic_ntk|use_flash*|use_grouped_topk|use_logn_attn|"
    "use_mamba_kernels|use_memory_efficient_attention|use_mla|use_mrope|use_pad_token|"
    "use_parallel_residual|use_rms_norm|video_*|vision_*|vision_config|vocab_size|"
    "vocab_size_per_layer_input";

enum { LONGEST_KEY = 48 };

/* -- keys that were not read --------------------------------------------------------------------- */

static bool is_harmless(const char *key)
{
    for (const char *pattern = harmless; *pattern;) {
        size_t length = strcspn(pattern, "|");
        if (config_key_fits(pattern, length, key)) {
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
static void assume_all(Config *config, const Family *family, bool nested)
{
    for (; family; family = family->like ? family_find(family->like) : NULL) {
        config_assume(config, family->assume);
        config_assume(config, nested ? family->nested : NULL);
        config_first(config, family->first);
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

/* Whether a class is the one of a model_type: "Qwen3MoeForCausalLM" of "qwen3_moe". */
static bool is_class_of(const char *class, const char *type)
{
    static const char *const endings[] = { "", "ForCausalLM", "ForConditionalGeneration",
                                           "LMHeadModel", "Model" };
    for (; *class && *type; type++) {
        if (*type == '_' || *type == '-' || *type == '.') {
            continue;
        }
        if (tolower((unsigned char)*class) != tolower((unsigned char)*type)) {
            return false;
        }
        class ++;
    }
    for (size_t i = 0; !*type && i < sizeof endings / sizeof *endings; i++) {
        if (strcmp(class, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}

static const Family *family_of_class(const char *class)
{
    const Family *family = family_find(class);
    for (int i = 0; *class && !family && family_at(i); i++) {
        family = is_class_of(class, family_at(i)->type) ? family_at(i) : NULL;
    }
    return family;
}

/* Files that have no model_type, told apart by keys that only they have: those of Mamba's authors, and those
 * that lie beside the weights as Mistral, DeepSeek and Meta write them. */
static const struct {
    const char *type, *keys;
} keyed[] = {
    { "mamba_ssm", "ssm_cfg" },
    { "deepseek_inference", "moe_inter_dim" },
    { "mistral_params", "hidden_dim" },
    { "llama_params", "dim" },
};

/* The model_type, else the class of "architectures", a list or one word, which some files have instead. */
static const Family *choose_family(Config *config, ImportReport *report)
{
    const char *type = config_text(config, "model_type"),
               *class = config_list_text(config, "architectures", 0);
    class = class[0] ? class : config_text(config, "architectures");
    const Family *family = family_find(type);
    for (size_t i = 0; !type[0] && !class[0] && i < sizeof keyed / sizeof *keyed; i++) {
        if (config_has(config, keyed[i].keys)) {
            type = keyed[i].type;
            family = family_find(type);
        }
    }
    snprintf(report->type, sizeof report->type, "%s", type[0] ? type : class);
    return family ? family : family_of_class(class);
}

static const char *const text_parts[] = { "thinker_config",  "text_config",           "llm_config",
                                          "language_config", "language_model_config", "lm_config" };

/* Models that also see or hear keep their text part in an object of its own; those that also speak
 * keep it in the object of the part that thinks. */
static bool enter_text(Config *config, ImportReport *report)
{
    enum { PARTS = sizeof text_parts / sizeof *text_parts, DEEPEST_PART = 4 };
    bool entered = false;
    for (size_t i = 0, depth = 0; i < PARTS && depth < DEEPEST_PART; i++) {
        if (config_enter(config, text_parts[i])) {
            entered = true;
            depth++;
            i = (size_t)-1; /* one may lie in another */
        }
    }
    report->multimodal =
        config_has(config, "vision_config|audio_config|visual|vision_tower|mm_vision_tower");
    return entered;
}

static void read_family(Import *import, const Family *family)
{
    const Family *with_function = function_of(family);
    assume_all(import->config, family, import->nested);
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
    if (family && report->unused_count > 0) {
        import_note(import, "these keys were not used: %s", report->unused);
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
    import->nested = enter_text(config, report);
    const Family *family = choose_family(config, report);
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
    if (import->nested && !config_has(config, "hidden_size|n_embd|d_model")) {
        import_note(import, "sizes that the text part leaves out are those of the released class");
    }
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
    Import import = { .config = config, .plan = &made, .report = report };
    read_config(&import);
    bool failed = config_failed(config, error);
    config_close(config);
    if (!failed) {
        *plan = made;
    }
    return !failed;
}
