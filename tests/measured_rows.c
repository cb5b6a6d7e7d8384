/*
 * The columns of tests/measured_steps.csv are members of Plan by name. What a row leaves empty comes
 * from its model and hardware, of which the few that occur are listed here, and then from the
 * framework's usual value (docs/TRAINING.md, "Defaults").
 */
#include "tests/measured_rows.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Field {
    const char *name;
    size_t offset;
} Field;

#define FIELD(name)                                                                                \
    {                                                                                              \
#name, offsetof(Plan, name)                                                                \
    }

static const Field fields[] = {
    FIELD(layers),
    FIELD(hidden_size),
    FIELD(vocabulary_size),
    FIELD(tied_embeddings),
    FIELD(attention_heads),
    FIELD(kv_heads),
    FIELD(head_dim),
    FIELD(ffn_size),
    FIELD(gated_ffn),
    FIELD(devices),
    FIELD(scale_out_bandwidth),
    FIELD(sequence_length),
    FIELD(batch_sequences),
    FIELD(tensor_parallel),
    FIELD(pipeline_parallel),
    FIELD(expert_parallel),
    FIELD(context_parallel),
    FIELD(virtual_stages),
    FIELD(micro_batch),
    FIELD(sequence_parallel),
    FIELD(zero_stage),
    FIELD(fused_attention),
    FIELD(q_rank),
    FIELD(kv_rank),
    FIELD(rope_dim),
    FIELD(nope_dim),
    FIELD(value_dim),
    FIELD(moe_layers),
    FIELD(routed_experts),
    FIELD(active_experts),
    FIELD(shared_experts),
    FIELD(expert_ffn_size),
    FIELD(mtp_modules),
    FIELD(window_layers),
    FIELD(window_size),
};

typedef struct Choice {
    const char *column;
    size_t offset;
    const char *words[8];
} Choice;

static const Choice choices[] = {
    { "attention", offsetof(Plan, attention), { "gqa", "mla" } },
    { "compute", offsetof(Plan, compute), { "bf16", "fp8", "fp4" } },
    { "recompute", offsetof(Plan, recompute), { "none", "selective", "full" } },
    { "schedule", offsetof(Plan, schedule), { "1f1b", "interleaved", "zero_bubble", "dualpipe" } },
    { "framework",
      offsetof(Plan, framework),
      { "megatron-deepspeed", "megatron", "megatron-bridge", "fsdp", "megascale", "deepseek" } },
};

/* Dense peaks; bandwidths in bytes/s, scale-up for one direction. */
static const struct {
    const char *name;
    double bf16, fp8, fp4, capacity, bandwidth, node, up, out;
} hardware[] = {
    { "a100-40", 312e12, 0, 0, 40e9, 1555e9, 8, 300e9, 25e9 },
    { "a100-80", 312e12, 0, 0, 80e9, 2039e9, 8, 300e9, 25e9 },
    { "h100-sxm", 989.4e12, 1978.9e12, 0, 80e9, 3350e9, 8, 450e9, 50e9 },
    { "h200-sxm", 989.4e12, 1978.9e12, 0, 141e9, 4800e9, 8, 450e9, 50e9 },
    { "h800-sxm", 989.4e12, 1978.9e12, 0, 80e9, 3350e9, 8, 200e9, 50e9 },
    { "b200-sxm", 2250e12, 4500e12, 9000e12, 180e9, 7700e9, 8, 900e9, 50e9 },
    { "b300-sxm", 2250e12, 4500e12, 14000e12, 270e9, 7750e9, 8, 900e9, 100e9 },
    { "gb200-nvl72", 2500e12, 5000e12, 10000e12, 186e9, 8000e9, 72, 900e9, 50e9 },
    { "gb300-nvl72", 2500e12, 5000e12, 15000e12, 288e9, 8000e9, 72, 900e9, 100e9 },
};

static const struct {
    const char *name;
    Plan plan;
} models[] = {
    { "llama3.1-8b",
      { .layers = 32,
        .hidden_size = 4096,
        .vocabulary_size = 128256,
        .attention_heads = 32,
        .kv_heads = 8,
        .head_dim = 128,
        .ffn_size = 14336,
        .gated_ffn = 1 } },
    { "llama3.1-70b",
      { .layers = 80,
        .hidden_size = 8192,
        .vocabulary_size = 128256,
        .attention_heads = 64,
        .kv_heads = 8,
        .head_dim = 128,
        .ffn_size = 28672,
        .gated_ffn = 1 } },
    { "llama3.1-405b",
      { .layers = 126,
        .hidden_size = 16384,
        .vocabulary_size = 128256,
        .attention_heads = 128,
        .kv_heads = 8,
        .head_dim = 128,
        .ffn_size = 53248,
        .gated_ffn = 1 } },
    { "mt-nlg-530b",
      { .layers = 105,
        .hidden_size = 20480,
        .vocabulary_size = 51200,
        .tied_embeddings = 1,
        .attention_heads = 128,
        .kv_heads = 128,
        .head_dim = 160,
        .ffn_size = 81920 } },
    { "qwen3-30b-a3b",
      { .layers = 48,
        .hidden_size = 2048,
        .vocabulary_size = 151936,
        .attention_heads = 32,
        .kv_heads = 4,
        .head_dim = 128,
        .ffn_size = 6144,
        .gated_ffn = 1,
        .moe_layers = 48,
        .routed_experts = 128,
        .active_experts = 8,
        .expert_ffn_size = 768 } },
    { "qwen3-235b-a22b",
      { .layers = 94,
        .hidden_size = 4096,
        .vocabulary_size = 151936,
        .attention_heads = 64,
        .kv_heads = 4,
        .head_dim = 128,
        .ffn_size = 12288,
        .gated_ffn = 1,
        .moe_layers = 94,
        .routed_experts = 128,
        .active_experts = 8,
        .expert_ffn_size = 1536 } },
    { "megascale-moe-352b",
      { .layers = 60,
        .hidden_size = 4096,
        .vocabulary_size = 65536,
        .attention_heads = 32,
        .kv_heads = 8,
        .head_dim = 128,
        .ffn_size = 14336,
        .gated_ffn = 1,
        .moe_layers = 60,
        .routed_experts = 32,
        .active_experts = 3,
        .shared_experts = 1,
        .expert_ffn_size = 14336 } },
    { "deepseek-v3",
      { .layers = 61,
        .hidden_size = 7168,
        .vocabulary_size = 129280,
        .attention = 1,
        .attention_heads = 128,
        .kv_heads = 128,
        .head_dim = 192,
        .q_rank = 1536,
        .kv_rank = 512,
        .rope_dim = 64,
        .nope_dim = 128,
        .value_dim = 128,
        .ffn_size = 18432,
        .gated_ffn = 1,
        .moe_layers = 58,
        .routed_experts = 256,
        .active_experts = 8,
        .shared_experts = 1,
        .expert_ffn_size = 2048,
        .expert_groups = 8,
        .groups_per_token = 4,
        .mtp_modules = 1 } },
};

static const Plan usual = {
    .devices = 8,
    .devices_per_node = 8,
    .tensor_parallel = 1,
    .pipeline_parallel = 1,
    .expert_parallel = 1,
    .context_parallel = 1,
    .virtual_stages = 1,
    .fused_attention = 1,
    .zero_stage = 1,
};

/* Cuts one cell off `text`, quotes removed; NULL at the end. */
static char *cut_cell(char **text)
{
    char *start = *text;
    if (start == NULL) {
        return NULL;
    }
    char *end;
    if (*start == '"') {
        start++;
        end = strchr(start, '"');
        if (end == NULL) {
            *text = NULL;
            return start;
        }
        *end++ = '\0';
    } else {
        end = start + strcspn(start, ",\r\n");
    }
    *text = *end == ',' ? end + 1 : NULL;
    *end = '\0';
    return start;
}

static void set_hardware(MeasuredRow *row, const char *name)
{
    for (size_t i = 0; i < sizeof hardware / sizeof *hardware; i++) {
        if (strcmp(hardware[i].name, name) == 0) {
            Plan *plan = &row->plan;
            plan->peak_bf16 = hardware[i].bf16;
            plan->peak_fp8 = hardware[i].fp8;
            plan->peak_fp4 = hardware[i].fp4;
            plan->memory_capacity = hardware[i].capacity;
            plan->memory_bandwidth = hardware[i].bandwidth;
            plan->devices_per_node = hardware[i].node;
            plan->scale_up_bandwidth = hardware[i].up;
            plan->scale_out_bandwidth = hardware[i].out;
        }
    }
    snprintf(row->hardware, sizeof row->hardware, "%s", name);
}

static void set_cell(MeasuredRow *row, const char *column, const char *cell)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (strcmp(fields[i].name, column) == 0) {
            *(double *)((char *)&row->plan + fields[i].offset) = strtod(cell, NULL);
        }
    }
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (strcmp(choices[i].column, column) != 0) {
            continue;
        }
        for (int word = 0; word < 8 && choices[i].words[word] != NULL; word++) {
            if (strcmp(choices[i].words[word], cell) == 0) {
                *(double *)((char *)&row->plan + choices[i].offset) = word;
            }
        }
    }
    if (strcmp(column, "id") == 0) {
        snprintf(row->id, sizeof row->id, "%s", cell);
    } else if (strcmp(column, "set") == 0) {
        snprintf(row->set, sizeof row->set, "%s", cell);
    } else if (strcmp(column, "step_time_s") == 0) {
        row->step_time = strtod(cell, NULL);
    }
}

enum { COLUMNS = 64, LINE = 4096 };

static void read_row(MeasuredRow *row, const char *const *names, char *line)
{
    char *cells[COLUMNS] = { 0 };
    int count = 0;
    for (char *cell; count < COLUMNS && (cell = cut_cell(&line)) != NULL; count++) {
        cells[count] = cell;
    }
    *row = (MeasuredRow){ .plan = usual };
    for (int i = 0; i < count && names[i] != NULL; i++) {
        for (size_t j = 0; strcmp(names[i], "model") == 0 && j < sizeof models / sizeof *models;
             j++) {
            if (strcmp(models[j].name, cells[i]) == 0) {
                Plan keep = usual;
                row->plan = models[j].plan;
                row->plan.devices_per_node = keep.devices_per_node;
                row->plan.fused_attention = keep.fused_attention;
                row->plan.zero_stage = keep.zero_stage;
                snprintf(row->model, sizeof row->model, "%s", cells[i]);
            }
        }
    }
    for (int i = 0; i < count && names[i] != NULL; i++) {
        if (strcmp(names[i], "hardware") == 0) {
            set_hardware(row, cells[i]);
        }
    }
    for (int i = 0; i < count && names[i] != NULL; i++) {
        if (*cells[i] != '\0') {
            set_cell(row, names[i], cells[i]);
        }
    }
}

int measured_rows_read(const char *path, MeasuredRow *rows, int room)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        return -1;
    }
    static char head[LINE], line[LINE];
    const char *names[COLUMNS] = { 0 };
    int read = 0;
    if (fgets(head, sizeof head, file) != NULL) {
        char *rest = head;
        for (int i = 0; i < COLUMNS && rest != NULL; i++) {
            names[i] = cut_cell(&rest);
        }
    }
    while (read < room && fgets(line, sizeof line, file) != NULL) {
        read_row(&rows[read++], names, line);
    }
    fclose(file);
    return read;
}
