/*
 * Puts fitted values into the tables of model/training, cell by cell: layout, comments and sources of
 * the files stay as they are.
 */
#include <stdio.h>
#include <string.h>

#include "tools/calibrate.h"

/* Replaces the cell number `cell` of the rows that a macro of `path` begins with `start`. */
static void write_cell(char *text, size_t room, const char *start, int cell, double value)
{
    char *line = strstr(text, start);
    if (line == NULL) {
        return;
    }
    char *at = line + strlen(start);
    for (int i = 0; i < cell && at != NULL; i++) {
        at = strchr(at, ',');
        at = at == NULL ? NULL : at + 1;
    }
    if (at == NULL) {
        return;
    }
    size_t old = strcspn(at, ",");
    char number[40];
    int length = snprintf(number, sizeof number, " %.4g", value);
    size_t tail = strlen(at + old) + 1;
    if ((size_t)(at - text) + (size_t)length + tail > room) {
        return;
    }
    memmove(at + length, at + old, tail);
    memcpy(at, number, (size_t)length);
}

typedef struct Column {
    const char *member;
    int cell;
} Column;

static const Column accelerator_columns[] = { { "bf16", 5 },   { "link", 16 }, { "one_card", 19 },
                                              { "older", 20 }, { "host", 21 }, { "training", 22 } };
static const Column framework_columns[] = {
    { "launch", 1 },
    { "expert_launch", 2 },
    { "imbalance", 3 },
    { "traffic", 4 },
    { "loss", 5 },
    { "attention", 6 },
    { "tensor_hidden", 8 },
    { "data_hidden", 9 },
    { "expert_hidden", 10 },
    { "chunk_hidden", 11 },
    { "pipeline_hidden", 12 },
    { "overhead", 17 },
};

/* What constants_of() copies from one accelerator to another. */
static void write_tied(char *text, size_t room, const Constants *constants)
{
    const Accelerator *ultra = &constants->accelerator[ACCELERATOR_blackwell_ultra];
    const Accelerator *grace = &constants->accelerator[ACCELERATOR_grace_blackwell_ultra];
    write_cell(text, room, "ACCELERATOR(blackwell_ultra,", 4, ultra->bf16);
    write_cell(text, room, "ACCELERATOR(blackwell_ultra,", 20, ultra->host);
    write_cell(text, room, "ACCELERATOR(blackwell_ultra,", 21, ultra->training);
    write_cell(text, room, "ACCELERATOR(grace_blackwell_ultra,", 20, grace->host);
}

static void write_file(const char *path, const char *macro, const Column *columns, size_t count,
                       Constants *constants)
{
    static char text[32768];
    FILE *file = fopen(path, "r");
    size_t length = file == NULL ? 0 : fread(text, 1, sizeof text - 4096, file);
    if (file == NULL || length == 0) {
        perror(path);
        return;
    }
    fclose(file);
    text[length] = '\0';
    for (int i = 0; i < CALIBRATE_PARAMETERS; i++) {
        const Parameter *p = &calibrate_parameters[i];
        char row[64], start[96];
        snprintf(row, sizeof row, "%s", p->name);
        char *dot = strchr(row, '.');
        int cell = dot == NULL ? 1 : 0;
        if (dot != NULL) {
            *dot = '\0';
            for (size_t j = 0; j < count; j++) {
                cell = strcmp(columns[j].member, dot + 1) == 0 ? columns[j].cell : cell;
            }
        }
        snprintf(start, sizeof start, "%s(%s,", macro, row);
        if (cell > 0) {
            write_cell(text, sizeof text, start, cell - 1, *calibrate_constant(constants, p));
        }
    }
    if (strcmp(macro, "ACCELERATOR") == 0) {
        write_tied(text, sizeof text, constants);
    }
    file = fopen(path, "w");
    if (file == NULL || fwrite(text, 1, strlen(text), file) != strlen(text)) {
        perror(path);
    }
    if (file != NULL) {
        fclose(file);
    }
}

void calibrate_write(Constants *constants)
{
    write_file("model/training/constants.def", "CONSTANT", NULL, 0, constants);
    write_file("model/training/accelerators.def", "ACCELERATOR", accelerator_columns,
               sizeof accelerator_columns / sizeof *accelerator_columns, constants);
    write_file("model/training/frameworks.def", "FRAMEWORK", framework_columns,
               sizeof framework_columns / sizeof *framework_columns, constants);
}
