/* manual.c -- `flopdeck docs manual`: the manual page, from the same lists as everything else. */
#include "cli/commands.h"

/* Text for troff: a backslash, and a dot or quote that begins a line, would be commands. */
static void put(FILE *file, const char *text)
{
    if (*text == '.' || *text == '\'') {
        fputs("\\&", file);
    }
    for (; *text; text++) {
        fputs(*text == '\\' ? "\\e" : *text == '-' ? "\\-" : (char[]){ *text, '\0' }, file);
    }
}

static void put_entry(FILE *file, const char *head, const char *tail, const char *text)
{
    fputs(".TP\n\\fB", file);
    put(file, head);
    fputs("\\fR", file);
    put(file, tail);
    putc('\n', file);
    put(file, text);
    putc('\n', file);
}

static void put_key(FILE *file, const char *keys, const char *name, const char *help)
{
    (void)name;
    put_entry(file, keys, "", help);
}

void docs_manual(const Session *session)
{
    FILE *file = session->out.file;
    fputs(".TH FLOPDECK 1 \"\" \"flopdeck " FLOPDECK_VERSION
          "\"\n.SH NAME\nflopdeck \\- what large "
          "language models cost, live\n.SH SYNOPSIS\n.B flopdeck\n[\\fIoptions\\fR] "
          "[\\fINAME\\fR|\\fIFILE\\fR]\n.br\n.B flopdeck\n\\fIcommand\\fR [\\fIoptions\\fR] "
          "\\fIoperand\\fR...\n.SH DESCRIPTION\nWithout a command, the dashboard opens on a "
          "scenario (default deepseek\\-v3): sliders for the model, the hardware and the run, and "
          "what follows from them.\n.SH COMMANDS\n",
          file);
    for (size_t i = 0; i < command_row_count; i++) {
        char operands[120];
        snprintf(operands, sizeof operands, " %s", command_rows[i].operands);
        put_entry(file, command_rows[i].name, operands, command_rows[i].help);
    }
    fputs(".SH OPTIONS\n", file);
    for (size_t i = 0; i < option_row_count; i++) {
        const OptionRow *row = &option_rows[i];
        char head[80], tail[40];
        char letter[8] = "";
        if (row->letter) {
            snprintf(letter, sizeof letter, "-%c, ", row->letter);
        }
        snprintf(head, sizeof head, "%s--%s", letter, row->name);
        snprintf(tail, sizeof tail, "%s%s", row->argument ? " " : "",
                 row->argument ? row->argument : "");
        put_entry(file, head, tail, row->help);
    }
    fputs(".SH KEYS\n", file);
    if (session->each_key) {
        session->each_key(put_key, file);
    }
    fputs(".SH INPUTS\nEach is a slider, a key in files, and an option.\n", file);
    for (int i = 0; i < INPUT_COUNT; i++) {
        char head[80] = "--";
        size_t used = 2;
        for (const char *at = input_info[i].name; *at && used < sizeof head - 1; at++) {
            head[used++] = *at == '_' ? '-' : *at;
        }
        head[used] = '\0';
        put_entry(file, head, "", input_info[i].help);
    }
    fputs(".SH EXIT STATUS\n0 done; 1 could not read or write; 2 bad usage or bad input; 3 with "
          "\\-\\-strict, a limit is broken.\n.SH FILES\nProfiles and scenarios of one's own are in "
          "$XDG_CONFIG_HOME/flopdeck/{hardware,models,scenarios}/ and win over those built in. The "
          "socket of a tour, for flopdeck notes, is in $XDG_RUNTIME_DIR/flopdeck/.\n"
          ".SH ENVIRONMENT\nNO_COLOR (no colours), TERM, LC_ALL and LANG (which characters are "
          "drawn), XDG_CONFIG_HOME, XDG_RUNTIME_DIR.\n",
          file);
}
