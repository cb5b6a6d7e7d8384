/* families_read.h -- the functions that families.def names.  Each says one thing about one family
 * that its words cannot; it runs after the shared keys were read. */
#ifndef PROFILE_FAMILIES_READ_H
#define PROFILE_FAMILIES_READ_H

#include "profile/families.h"

/* families_dense.c */
void read_params(Import *import);
void read_internlm3(Import *import);
void read_minicpmv(Import *import);
void read_molmo(Import *import);
void read_qwen1(Import *import);
void read_seed_oss(Import *import);
void read_exaone4(Import *import);
void read_chatglm(Import *import);
void read_apertus(Import *import);
void read_mllama(Import *import);
void read_bitnet(Import *import);
void read_gpt2(Import *import);
void read_gpt1(Import *import);
void read_bigcode(Import *import);
void read_gpt_neo(Import *import);
void read_gpt_neox(Import *import);
void read_opt(Import *import);
void read_falcon(Import *import);
void read_mpt(Import *import);
void read_phi(Import *import);
void read_phi3_small(Import *import);
void read_stablelm(Import *import);
void read_cohere(Import *import);
void read_persimmon(Import *import);
void read_hyperclovax(Import *import);
void read_telechat(Import *import);
void read_chameleon(Import *import);
void read_diffllama(Import *import);
void read_modernbert_decoder(Import *import);
void read_gpt_neox_japanese(Import *import);
void read_voxtral_realtime(Import *import);
void read_plamo(Import *import);

/* families_layers.c */
void read_nemotron_nas(Import *import);
void read_laguna(Import *import);
void read_phi4_flash(Import *import);
void read_openelm(Import *import);
void read_ouro(Import *import);
void read_zamba(Import *import);
void read_zamba2(Import *import);

/* families_gemma.c */
void read_gemma2(Import *import);
void read_gemma3n(Import *import);
void read_gemma4(Import *import);

/* families_experts.c */
void read_phimoe(Import *import);
void read_llama4(Import *import);
void read_grok(Import *import);
void read_arctic(Import *import);
void read_granite_moe(Import *import);
void read_exaone_moe(Import *import);
void read_minimax_m2(Import *import);
void read_hunyuan(Import *import);
void read_bailing(Import *import);
void read_ernie_moe(Import *import);
void read_ernie_vl(Import *import);
void read_glm4_moe(Import *import);
void read_step3(Import *import);
void read_step3p5(Import *import);
void read_minimax_m3(Import *import);
void read_mimo_v2(Import *import);
void read_cohere2_moe(Import *import);
void read_inkling(Import *import);
void read_klear(Import *import);
void read_smallthinker(Import *import);

/* families_latent.c */
void read_axk1(Import *import);
void read_axk2(Import *import);
void read_hy_v4(Import *import);
void read_pangu_ultra(Import *import);
void read_kimi_k2(Import *import);
void read_xing(Import *import);
void read_deepseek_inference(Import *import);
void read_longcat(Import *import);
void read_deepseek_v4(Import *import);

/* The matrices that mix the residual streams of hyper-connections: two in each layer. */
double hyper_connections(double layers, double streams, double hidden);

/* families_delta.c */
void read_kimi_linear(Import *import);
void read_glm5_next(Import *import);
void read_solar_open2(Import *import);
void read_bailing_linear(Import *import);

/* families_linear.c */
void read_qwen3_next(Import *import);
void read_minimax(Import *import);
void read_jamba(Import *import);
void read_nemotron_h(Import *import);
void read_lfm2(Import *import);
void read_bamba(Import *import);
void read_granite_hybrid(Import *import);
void read_falcon_h1(Import *import);
void read_mamba(Import *import);
void read_mamba_ssm(Import *import);
void read_recurrent_gemma(Import *import);
void read_rwkv(Import *import);
void read_rwkv7(Import *import);

/* Heads, width and groups of Mamba-2, under the names of the family. */
void read_mamba2(Import *import, const char *heads, const char *dim, const char *state,
                 const char *groups, const char *convolution);

/* families_vision.c */
void read_vision(Import *import);

#endif
