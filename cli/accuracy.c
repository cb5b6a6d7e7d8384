/* accuracy.c -- `flopdeck docs accuracy`: the training model's errors beside those of others. */
#include "cli/commands.h"

#include "cli/measurements.h"

#include <math.h>
#include <stdlib.h>

static void put_row(FILE *file, const MeasuredGroup *group, const AccuracySet *set)
{
    const Accuracy *accuracy = &group->accuracy;
    char name[100];
    snprintf(name, sizeof name, set ? "`%.80s`" : "%.80s", group->name);
    fprintf(file, "| %s | %s | %d | %.1f | %.1f | %+.1f | %.1f | %.0f |", name,
            set ? set->what : "every row", accuracy->rows, 100 * accuracy->mape,
            100 * accuracy->median, 100 * accuracy->bias, 100 * accuracy->p90,
            100.0 * group->within / accuracy->rows);
    if (set) {
        fprintf(file, " %.1f | %s |\n", 100 * set->bound,
                *set->peers ? set->peers : "none was run");
    } else {
        fputs(" | |\n", file);
    }
}

bool docs_accuracy(Session *session, const char *path)
{
    FILE *file = session->out.file;
    Measurements measurements;
    bool read = measurements_read(&measurements, &session->library, path, &session->error);
    int count;
    if (read) {
        fputs("# Accuracy of the training model\n\n"
              "Predicted against measured time of a training step, errors in percent of the "
              "measured time: `flopdeck validate tests/measured_steps.csv`. Constants were fitted "
              "to these rows; [TRAINING.md](TRAINING.md) has the errors with whole models and "
              "whole accelerators left out of the fit.\n\n"
              "| set | what it is | rows | mean | median | bias | nine in ten below | % in their "
              "band | "
              "bound on the mean | other programs: mean |\n"
              "|---|---|--:|--:|--:|--:|--:|--:|--:|---|\n",
              file);
        for (By by = BY_SET; by <= BY_ALL; by += BY_ALL - BY_SET) {
            MeasuredGroup *groups = measurements_group(&measurements, by, &count);
            for (int i = 0; i < count; i++) {
                put_row(file, &groups[i], by == BY_SET ? accuracy_set(groups[i].name) : NULL);
            }
            free(groups);
        }
        fputs("\nThe bound is what the tests hold each set to; it is only ever made smaller. Other "
              "programs were run on all the rows of these sets that were published, of which the "
              "file has a part: [Calculon](https://github.com/calculon-ai/calculon) caa4b11, "
              "[llm-cluster-simulator](https://github.com/zhebrak/llm-cluster-simulator) 1db1341, "
              "[SimuMax](https://github.com/MooreThreads/SimuMax) 4dcaae5 (its own table), and a "
              "closed form of 150 lines that was partly fitted to them. Calculon has no grouped "
              "heads, gated layers, FP8, experts or FSDP.\n",
              file);
    }
    measurements_close(&measurements);
    return read;
}
