#include "tui/script.h"

#include "tui/canvas.h"
#include "tui/decode.h"
#include "tui/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TIMES = 1000, MOST_WAIT = 600000, LONGEST_WORD = 128 };

bool read_size(const char *option, const char *text, int *columns, int *rows, Error *error)
{
    int used = 0;
    return (sscanf(text, "%dx%d%n", columns, rows, &used) == 2 && !text[used] && *rows >= 1 &&
            *columns >= 1 && *rows <= 300 && *columns <= 500) ||
           fail(error, "%s %.40s: COLUMNSxROWS such as 120x40 would be right", option, text);
}

/* -- words --------------------------------------------------------------------------------------- */

typedef struct {
    bool (*press)(void *user, const Event *event);
    void *user;
    Error *error;
} Player;

static bool play_text(const Player *player, const char *text)
{
    bool good = true;
    while (*text && good) {
        uint32_t letter = read_utf8(&text);
        Event event = { .kind = EVENT_KEY, .key = letter == '_' ? ' ' : letter };
        good = player->press(player->user, &event);
    }
    return good;
}

static bool play_wait(const Player *player, const char *text)
{
    char *end;
    long wait = strtol(text, &end, 10);
    if (end == text || *end || wait < 0 || wait > MOST_WAIT) {
        return fail(player->error, "wait:%.40s: milliseconds such as wait:500 would be right",
                    text);
    }
    return player->press(player->user, &(Event){ .kind = EVENT_FRAME, .key = (uint32_t)wait });
}

static bool play_size(const Player *player, const char *text)
{
    Event event = { .kind = EVENT_RESIZE };
    return read_size("resize:", text, &event.columns, &event.rows, player->error) &&
           player->press(player->user, &event);
}

static bool play_key(const Player *player, const char *word)
{
    Event event;
    const char *star = strlen(word) > 1 ? strrchr(word, '*') : NULL;
    int times = star ? atoi(star + 1) : 1;
    if (!read_key(word, star ? (size_t)(star - word) : strlen(word), &event)) {
        return fail(player->error,
                    "no key is called '%.60s'; Right, Shift-Left, Enter, F5, q would be right",
                    word);
    }
    bool good = true;
    for (int i = 0; i < times && i < MOST_TIMES && good; i++) {
        good = player->press(player->user, &event);
    }
    return good;
}

static bool play_word(const Player *player, const char *word)
{
    static const struct {
        const char *head;
        bool (*play)(const Player *player, const char *rest);
    } kinds[] = { { "text:", play_text }, { "wait:", play_wait }, { "resize:", play_size } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i].head);
        if (strncmp(word, kinds[i].head, length) == 0) {
            return kinds[i].play(player, word + length);
        }
    }
    return play_key(player, word);
}

bool script_play(const char *words, bool (*press)(void *user, const Event *event), void *user,
                 Error *error)
{
    static const char blanks[] = " \n\t";
    const Player player = { press, user, error };
    for (words += strspn(words, blanks); *words; words += strspn(words, blanks)) {
        char word[LONGEST_WORD];
        size_t length = strcspn(words, blanks);
        snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1),
                 words);
        if (!play_word(&player, word)) {
            return false;
        }
        words += length;
    }
    return true;
}

/* -- bytes --------------------------------------------------------------------------------------- */

/* ESC [ number ; modifiers letter, as xterm sends them. */
static const struct {
    uint32_t key;
    int number;
    char letter;
} sequences[] = {
    { CODE_UP, 1, 'A' },      { CODE_DOWN, 1, 'B' },      { CODE_RIGHT, 1, 'C' },
    { CODE_LEFT, 1, 'D' },    { CODE_HOME, 1, 'H' },      { CODE_END, 1, 'F' },
    { CODE_PAGE_UP, 5, '~' }, { CODE_PAGE_DOWN, 6, '~' }, { CODE_INSERT, 2, '~' },
    { CODE_DELETE, 3, '~' },  { CODE_F1, 11, '~' },       { CODE_F1 + 4, 15, '~' },
    { CODE_F1 + 5, 17, '~' },
};

static const struct {
    uint32_t key;
    char byte;
} controls[] = {
    { CODE_ENTER, '\r' },
    { CODE_TAB, '\t' },
    { CODE_ESCAPE, '\033' },
    { CODE_BACKSPACE, 127 },
};

size_t encode_key(const Event *event, char out[LONGEST_KEY])
{
    unsigned with = event->with;
    size_t used = 0;
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
        if (sequences[i].key == event->key && with) {
            return (size_t)snprintf(out, LONGEST_KEY, "\033[%d;%u%c", sequences[i].number, with + 1,
                                    sequences[i].letter);
        }
        if (sequences[i].key == event->key) {
            return sequences[i].number == 1
                       ? (size_t)snprintf(out, LONGEST_KEY, "\033[%c", sequences[i].letter)
                       : (size_t)snprintf(out, LONGEST_KEY, "\033[%d~", sequences[i].number);
        }
    }
    if (event->key == CODE_TAB && with & WITH_SHIFT) {
        return (size_t)snprintf(out, LONGEST_KEY, "\033[Z");
    }
    if (with & WITH_ALT) {
        out[used++] = '\033';
    }
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        if (controls[i].key == event->key) {
            out[used++] = controls[i].byte;
            return used;
        }
    }
    if (with & WITH_CTRL && event->key < 128) {
        out[used++] = (char)(event->key & 31);
        return used;
    }
    return used + (size_t)encode_letter(event->key, out + used);
}
