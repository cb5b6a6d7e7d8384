/* process.c -- what the system says about a program that runs: /proc. */
#include "tests/process.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The number after NAME: in a file of /proc; -1: there is none.  letter: the first letter there. */
static long number_in(const char *path, const char *name, char *letter)
{
    char line[256];
    size_t length = strlen(name);
    long number = -1;
    FILE *lines = fopen(path, "r");
    while (lines && fgets(line, sizeof line, lines)) {
        if (strncmp(line, name, length) == 0 && line[length] == ':') {
            number = strtol(line + length + 1, NULL, 10);
            if (letter) {
                *letter = line[length + 1 + strspn(line + length + 1, " \t")];
            }
        }
    }
    if (lines) {
        fclose(lines);
    }
    return number;
}

static long number_of(pid_t program, const char *file, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)program, file);
    return number_in(path, name, NULL);
}

long process_peak_memory(pid_t program)
{
    return number_of(program, "status", "VmHWM");
}

long process_writes(pid_t program)
{
    return number_of(program, "io", "syscw");
}

long process_sleeps(pid_t program)
{
    return number_of(program, "status", "voluntary_ctxt_switches");
}

bool process_runs(pid_t program)
{
    char path[64], state = 'R';
    snprintf(path, sizeof path, "/proc/%d/status", (int)program);
    number_in(path, "State", &state);
    return kill(program, 0) == 0 && state != 'Z'; /* whoever adopted it may take its time */
}

/* Of each thread; false when there are none. */
static bool each_thread(pid_t program, void (*look)(const char *status, long *sum), long *sum)
{
    char path[64];
    bool any = false;
    snprintf(path, sizeof path, "/proc/%d/task", (int)program);
    DIR *threads = opendir(path);
    for (const struct dirent *entry; threads && (entry = readdir(threads));) {
        if (entry->d_name[0] != '.') {
            char status[400];
            snprintf(status, sizeof status, "%s/%s/status", path, entry->d_name);
            look(status, sum);
            any = true;
        }
    }
    if (threads) {
        closedir(threads);
    }
    return any;
}

static void add_switches(const char *status, long *sum)
{
    *sum += number_in(status, "voluntary_ctxt_switches", NULL);
    *sum += number_in(status, "nonvoluntary_ctxt_switches", NULL);
}

long process_switches(pid_t program)
{
    long sum = 0;
    return each_thread(program, add_switches, &sum) ? sum : -1;
}

static void add_waking(const char *status, long *sum)
{
    char state = 'S';
    number_in(status, "State", &state);
    *sum += state != 'S';
}

bool process_rests(pid_t program)
{
    long waking = 0;
    each_thread(program, add_waking, &waking);
    return waking == 0;
}
