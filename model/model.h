/*
 * Provisional: only the members the training model reads. The table-made model.h replaces it.
 * All values are in base units: FLOP/s, bytes, bytes/s, seconds, tokens; a choice is its index.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

typedef struct Plan {
    /* model */
    double layers, hidden_size, vocabulary_size, tied_embeddings;
    double attention, attention_heads, kv_heads, head_dim;
    double q_rank, kv_rank, rope_dim, nope_dim, value_dim;
    double window_layers, window_size;
    double ffn_size, gated_ffn;
    double moe_layers, routed_experts, active_experts, shared_experts, expert_ffn_size, shared_expert_ffn_size;
    double expert_groups, groups_per_token, mtp_modules;
    double stated_total_params, stated_active_params;
    /* hardware */
    double devices, devices_per_node, peak_bf16, peak_fp8, peak_fp4;
    double memory_capacity, memory_bandwidth, scale_up_bandwidth, scale_out_bandwidth;
    /* run */
    double sequence_length, batch_sequences, compute;
    /* layout */
    double tensor_parallel, pipeline_parallel, expert_parallel, context_parallel;
    double virtual_stages, micro_batch, recompute, sequence_parallel, zero_stage;
    double schedule, fused_attention, framework;
} Plan;

#endif
