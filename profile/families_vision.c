/* families_vision.c -- encoders of images beside a language model: only what a checkpoint stores.
 *
 * They are no part of total_params; where their kind is known they are in stored_extra, so that
 * the count of a checkpoint's elements comes out. */
#include "profile/families_read.h"

#include <math.h>
#include <string.h>

/* A matrix with its bias. */
static double with_bias(double rows, double columns)
{
    return rows * columns + rows;
}

/* An encoder layer: four projections, two of a network, two norms, all with biases. */
static double encoder_layer(double width, double inner)
{
    return 4 * with_bias(width, width) + with_bias(inner, width) + with_bias(width, inner) +
           4 * width;
}

/* SigLIP, a norm, and one projection to the text (Gemma 3). */
static double siglip(Config *config, double text)
{
    double width = config_number(config, "vision_config.hidden_size", 1152),
           patch = config_number(config, "vision_config.patch_size", 14);
    double side = floor(config_number(config, "vision_config.image_size", 896) / patch);
    double layers = config_number(config, "vision_config.num_hidden_layers", 27);
    double inner = config_number(config, "vision_config.intermediate_size", 4304);
    return with_bias(width, 3 * patch * patch) + side * side * width +
           layers * encoder_layer(width, inner) + 2 * width + width * text + width;
}

/* Patches in time, a table of positions, mergers (Qwen3-VL, Qwen3.5). */
static double qwen_vision(Config *config, double text)
{
    double width = config_number(config, "vision_config.hidden_size", 1152),
           patch = config_number(config, "vision_config.patch_size", 16);
    double frames = config_number(config, "vision_config.temporal_patch_size", 2);
    double merged = pow(config_number(config, "vision_config.spatial_merge_size", 2), 2) * width;
    double layers = config_number(config, "vision_config.depth", 27),
           inner = config_number(config, "vision_config.intermediate_size", 4304);
    double positions = config_number(config, "vision_config.num_position_embeddings", 2304);
    double out = config_number(config, "vision_config.out_hidden_size", text);
    double merger = with_bias(merged, merged) + with_bias(out, merged);
    int deep = config_list(config, "vision_config.deepstack_visual_indexes");
    return with_bias(width, 3 * frames * patch * patch) + positions * width +
           layers * encoder_layer(width, inner) + merger + 2 * width + deep * (merger + 2 * merged);
}

/* Patches without bias, layers whose networks are plain (Qwen2-VL) or gated (Qwen2.5-VL), a merger. */
static double qwen2_vision(Config *config, double text)
{
    bool gated = !config_has(config, "vision_config.embed_dim");
    double width = config_number(config, "vision_config.embed_dim|vision_config.hidden_size", 1280);
    double patch = config_number(config, "vision_config.patch_size", 14);
    double frames = config_number(config, "vision_config.temporal_patch_size", 2);
    double layers = config_number(config, "vision_config.depth", 32);
    double inner = gated ? config_number(config, "vision_config.intermediate_size", 3420)
                         : config_number(config, "vision_config.mlp_ratio", 4) * width;
    double merged = pow(config_number(config, "vision_config.spatial_merge_size", 2), 2) * width;
    double layer = gated ? 4 * with_bias(width, width) + 2 * with_bias(inner, width) +
                               with_bias(width, inner) + 2 * width
                         : encoder_layer(width, inner);
    return 3 * frames * patch * patch * width + layers * layer + (gated ? 1 : 2) * width +
           with_bias(merged, merged) + with_bias(text, merged);
}

/* Gated layers without biases, a merger of patches, two projections (Pixtral in Mistral Small 3.1). */
static double pixtral(Config *config, double text)
{
    double width = config_number(config, "vision_config.hidden_size", 1024);
    double patch = config_number(config, "vision_config.patch_size", 14);
    double layers = config_number(config, "vision_config.num_hidden_layers", 24);
    double inner = config_number(config, "vision_config.intermediate_size", 4096);
    double merged = pow(config_number(config, "spatial_merge_size", 2), 2) * width;
    double layer = 4 * width * width + 3 * width * inner + 2 * width;
    return 3 * patch * patch * width + width + layers * layer + width + merged * width +
           width * text + text * text;
}

/* A class token, positions, two outer norms, an adapter of two matrices, one projection (Llama 4). */
static double llama_vision(Config *config, double text)
{
    double width = config_number(config, "vision_config.hidden_size", 1408),
           patch = config_number(config, "vision_config.patch_size", 14);
    double side = floor(config_number(config, "vision_config.image_size", 336) / patch);
    double layers = config_number(config, "vision_config.num_hidden_layers", 34),
           inner = config_number(config, "vision_config.intermediate_size", 5632);
    double adapter = config_number(config, "vision_config.projector_input_dim", 4096),
           out = config_number(config, "vision_config.projector_output_dim", 4096);
    double last = config_number(config, "vision_config.vision_output_dim", 4096);
    return 3 * patch * patch * width + width + (side * side + 1) * width + 4 * width +
           layers * encoder_layer(width, inner) + inner * adapter + adapter * out + last * text;
}

/* Two encoders, the second gated, without biases in attention; positions and tiles of an image; a projection
 * of the last layer and five earlier ones (Llama 3.2 Vision). */
static double mllama_vision(Config *config, double text)
{
    double width = config_number(config, "vision_config.hidden_size", 1280),
           inner = config_number(config, "vision_config.intermediate_size", 5120);
    double patch = config_number(config, "vision_config.patch_size", 14);
    double positions =
        pow(floor(config_number(config, "vision_config.image_size", 448) / patch), 2) + 1;
    double layers = config_number(config, "vision_config.num_hidden_layers", 32),
           gated = config_number(config, "vision_config.num_global_layers", 8);
    double tiles = config_number(config, "vision_config.max_num_tiles", 4) * width;
    double ratios = 1 + (config_list(config, "vision_config.supported_aspect_ratios") > 0
                             ? config_list(config, "vision_config.supported_aspect_ratios")
                             : 8);
    double out = config_number(config, "vision_config.vision_output_dim", 7680);
    double layer =
        4 * width * width + with_bias(inner, width) + with_bias(width, inner) + 4 * width;
    return (layers + gated) * layer + 2 * gated + 3 * patch * patch * width + width + 4 * width +
           (positions * width + 1 + ratios * positions * tiles) + 2 * (ratios * tiles + 1) +
           with_bias(text, out);
}

/* Patches in time, gated layers with biases and norms of queries and keys, a convolution that merges patches,
 * a projection with a gated network thrice as wide (GLM-OCR). */
static double glm_vision(Config *config, double text)
{
    double width = config_number(config, "vision_config.hidden_size", 1024),
           patch = config_number(config, "vision_config.patch_size", 14);
    double frames = config_number(config, "vision_config.temporal_patch_size", 2);
    double layers = config_number(config, "vision_config.depth", 24),
           inner = config_number(config, "vision_config.intermediate_size", 4096);
    double heads = config_number(config, "vision_config.num_heads", 16);
    double merged = pow(config_number(config, "vision_config.spatial_merge_size", 2), 2) * width;
    double out = config_number(config, "vision_config.out_hidden_size", text);
    double layer = 4 * with_bias(width, width) + 2 * with_bias(inner, width) +
                   with_bias(width, inner) + 2 * width + 2 * width / heads;
    return with_bias(width, 3 * frames * patch * patch) + layers * layer + width +
           with_bias(out, merged) + out * out + 2 * out + 3 * out * 3 * out;
}

/* Patches, a table of positions, a norm at either end of the projection, which merges patches (MoonViT in Kimi-VL and
 * Kimi K2.5). */
static double moon_vision(Config *config, double text)
{
    double width = config_number(config, "vision_config.vt_hidden_size|vision_config.hidden_size",
                                 1152),
           inner = config_number(
               config, "vision_config.vt_intermediate_size|vision_config.intermediate_size", 4304);
    double layers = config_number(
               config, "vision_config.vt_num_hidden_layers|vision_config.num_hidden_layers", 27),
           patch = config_number(config, "vision_config.patch_size", 14);
    double positions = config_number(config, "vision_config.init_pos_emb_height", 64) *
                       config_number(config, "vision_config.init_pos_emb_width", 64);
    return with_bias(width, 3 * patch * patch) + positions * width +
           layers * encoder_layer(width, inner) + 2 * width + 2 * width +
           with_bias(4 * width, 4 * width) + with_bias(text, 4 * width);
}

void read_vision(Import *import)
{
    Config *config = import->config;
    const char *type = import->report->outer;
    double text = import->plan->hidden_size, count = 0;
    config_ignore(config, "vision_config");
    if (!config_has(config, "vision_config.hidden_size|vision_config.vt_hidden_size") ||
        import->plan->checkpoint_precision != checkpoint_precision_BF16) {
        return;
    }
    if (strcmp(type, "gemma3") == 0) {
        count = siglip(config, text);
    } else if (strncmp(type, "qwen3_vl", 8) == 0 || strncmp(type, "qwen3_5", 7) == 0) {
        count = qwen_vision(config, text);
    } else if (strcmp(type, "qwen2_vl") == 0 || strcmp(type, "qwen2_5_vl") == 0) {
        count = qwen2_vision(config, text);
    } else if (strcmp(type, "mistral3") == 0) {
        count = pixtral(config, text);
    } else if (strcmp(type, "glm_ocr") == 0) {
        count = glm_vision(config, text);
    } else if (strcmp(type, "kimi_vl") == 0 || strcmp(type, "kimi_k25") == 0) {
        count = moon_vision(config, text);
    } else if (strcmp(type, "mllama") == 0) {
        count = mllama_vision(config, text);
    } else if (strcmp(type, "llama4") == 0) {
        count = llama_vision(config, text);
    }
    stored_part(import, count, "the encoder of images and what joins it to the text");
    if (strcmp(type, "kimi_vl") == 0) { /* its text part is Moonlight */
        stored_part(import, import->plan->layers * floor(text / import->plan->attention_heads / 2),
                    "rotary frequencies in each layer");
    }
}
