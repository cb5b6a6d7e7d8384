/* configs.c -- reads tests/configs/. */
#include "tests/configs.h"
#include "tests/suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *config_text_of(const char *id, size_t *size)
{
    char path[200];
    snprintf(path, sizeof path, "tests/configs/%s.json", id);
    FILE *file = fopen(path, "rb");
    if (!file) {
        return NULL;
    }
    char *text = calloc(1, 1 << 20);
    *size = text ? fread(text, 1, (1 << 20) - 1, file) : 0;
    fclose(file);
    return text;
}

bool read_text(const char *text, Plan *plan, ImportReport *report, Error *error)
{
    *plan = preset_plan();
    error->text[0] = '\0';
    return huggingface_read("config.json", text, strlen(text), plan, report, error);
}

bool plan_of_config(const char *id, Plan *plan)
{
    size_t size;
    char *text = config_text_of(id, &size);
    ImportReport report;
    Error error;
    if (!text) {
        return false;
    }
    ck_assert_msg(read_text(text, plan, &report, &error), "%s: %s", id, error.text);
    ck_assert_msg(report.known, "%s: its family is not known", id);
    ck_assert_msg(report.warning_count == 0, "%s: %s", id, report.warning[0]);
    ck_assert_msg(report.unused_count == 0, "%s: not read: %s", id, report.unused);
    free(text);
    return true;
}

void must_be(const char *id, const char *what, double value, double wanted)
{
    ck_assert_msg(value == wanted, "%s: %s is %.0f, not %.0f (%+.0f)", id, what, value, wanted,
                  value - wanted);
}
