/* modes.c -- how a program has set a terminal. */
#include "tests/modes.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { MODES = 3000, PRIVATE = 4000 };

static const struct {
    int mode; /* of ESC [ ? mode h; those of ESC [ mode h lie PRIVATE higher */
    bool normal;
    const char *name;
} known[] = {
    { 1, false, "application cursor keys" },
    { 5, false, "reverse screen" },
    { 6, false, "origin" },
    { 7, true, "no wrapping" },
    { 25, true, "hidden cursor" },
    { 47, false, "alternate screen" },
    { 1000, false, "mouse" },
    { 1002, false, "mouse drag" },
    { 1003, false, "mouse motion" },
    { 1004, false, "focus" },
    { 1006, false, "SGR mouse" },
    { 1047, false, "alternate screen" },
    { 1049, false, "alternate screen" },
    { 2004, false, "bracketed paste" },
    { 2026, false, "synchronized output" },
    { PRIVATE + 4, false, "insertion" },
};
enum { KNOWN = sizeof known / sizeof *known };

/* Reads n ; m h (or l) and notes the modes. */
static void note(const char *at, const char *end, int above, bool on[KNOWN])
{
    int numbers[8], count = 0, number = 0;
    for (; at < end && count < 8; at++) {
        if (*at >= '0' && *at <= '9') {
            number = number < MODES ? number * 10 + (*at - '0') : number;
            continue;
        }
        numbers[count++] = number;
        number = 0;
        if (*at != ';') {
            break;
        }
    }
    for (int i = 0; at < end && (*at == 'h' || *at == 'l') && i < count; i++) {
        for (int k = 0; k < KNOWN; k++) {
            on[k] = known[k].mode == numbers[i] + above ? *at == 'h' : on[k];
        }
    }
}

static void name(const char *what, char *text, size_t size)
{
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", what);
}

void modes_left(const char *bytes, size_t count, char *text, size_t size)
{
    bool on[KNOWN], keypad = false, shifted = false;
    const char *end = bytes + count;
    for (int k = 0; k < KNOWN; k++) {
        on[k] = known[k].normal;
    }
    for (const char *at = bytes; at < end; at++) {
        shifted = *at == '\016' || (shifted && *at != '\017');
        if (*at != '\033' || end - at < 3) {
            keypad = *at == '\033' && end - at == 2 ? at[1] == '=' : keypad;
        } else if (at[1] == '=' || at[1] == '>') {
            keypad = at[1] == '=';
        } else if (at[1] == '[') {
            bool hidden = at[2] == '?';
            note(at + 2 + hidden, end, hidden ? 0 : PRIVATE, on);
        }
    }
    text[0] = '\0';
    for (int k = 0; k < KNOWN; k++) {
        if (on[k] != known[k].normal) {
            name(known[k].name, text, size);
        }
    }
    if (keypad) {
        name("application keypad", text, size);
    }
    if (shifted) {
        name("other letters", text, size);
    }
}
