#include "tui/lean.h"

#include <stdlib.h>
#include <string.h>

void lean_open(Lean *lean, bool moves)
{
    *lean = (Lean){ .moves = moves };
}

/* -- what ncurses wants -------------------------------------------------------------------------- */

/* One colour of ESC [ … m from the parameter at `at`: 93, 38;5;240, 38;2;1;2;3, 38:2::1:2:3.  Returns
 * its length. */
static size_t take_colour(const char *at, size_t left, char colour[LEAN_COLOUR])
{
    size_t length = 0;
    int parameters = 1;
    if (left > 3 && at[1] == '8' && at[2] == ';') { /* 38; or 48; */
        parameters = at[3] == '5' ? 3 : at[3] == '2' ? 5 : 1;
    }
    while (length < left && (at[length] != ';' || --parameters > 0)) {
        length++;
    }
    if (length < LEAN_COLOUR) {
        memcpy(colour, at, length);
        colour[length] = '\0';
    }
    return length;
}

/* Takes the parameters of ESC [ … m over; false: there is one that only the terminal knows. */
static bool take_look(LeanLook *look, const char *at, size_t left)
{
    for (const char *end = at + left;; at++) {
        long number = strtol(at, NULL, 10);
        size_t length = strspn(at, "0123456789");
        bool own = number == 39 || number == 49;
        if (number == 0) {
            *look = (LeanLook){ 0 };
        } else if (number == 1 || number == 22) {
            look->bold = number == 1;
        } else if (number == 4 || number == 24) {
            look->underline = number == 4;
        } else if (number == 7 || number == 27) {
            look->reverse = number == 7;
        } else if ((number >= 30 && number <= 39) || (number >= 90 && number <= 97)) {
            length = take_colour(at, (size_t)(end - at), look->foreground);
        } else if ((number >= 40 && number <= 49) || (number >= 100 && number <= 107)) {
            length = take_colour(at, (size_t)(end - at), look->background);
        } else if (number != 10) { /* 10: the usual font */
            return false;
        }
        if (own) {
            (number == 39 ? look->foreground : look->background)[0] = '\0';
        }
        at += length;
        if (at >= end || *at != ';') {
            return at >= end;
        }
    }
}

/* -- what the terminal is told ------------------------------------------------------------------- */

static size_t add(char *out, size_t used, const char *parameter)
{
    size_t length = strlen(parameter);
    out[used] = ';';
    used += used > 2;
    memcpy(out + used, parameter, length + 1);
    return used + length;
}

static bool same(const LeanLook *a, const LeanLook *b)
{
    return a->bold == b->bold && a->underline == b->underline && a->reverse == b->reverse &&
           strcmp(a->foreground, b->foreground) == 0 && strcmp(a->background, b->background) == 0;
}

/* The bytes from one look to the other: added to it, or from none. */
static size_t change(const LeanLook *has, const LeanLook *wants, bool known, char *out)
{
    bool fewer = !known || (has->bold && !wants->bold) || (has->underline && !wants->underline) ||
                 (has->reverse && !wants->reverse) || (*has->foreground && !*wants->foreground) ||
                 (*has->background && !*wants->background);
    static const LeanLook none;
    size_t used = 2;
    bool plain = same(wants, &none);
    out[0] = '\033';
    out[1] = '[';
    if (fewer) {
        has = &none;
        used = plain ? used : add(out, used, "0");
    }
    if (wants->bold && !has->bold) {
        used = add(out, used, "1");
    }
    if (wants->underline && !has->underline) {
        used = add(out, used, "4");
    }
    if (wants->reverse && !has->reverse) {
        used = add(out, used, "7");
    }
    if (strcmp(wants->foreground, has->foreground) != 0) {
        used = add(out, used, wants->foreground);
    }
    if (strcmp(wants->background, has->background) != 0) {
        used = add(out, used, wants->background);
    }
    out[used++] = 'm';
    return used;
}

size_t lean_settle(Lean *lean, char out[LEAN_ROOM])
{
    if (lean->known && same(&lean->has, &lean->wants)) {
        return 0;
    }
    size_t used = change(&lean->has, &lean->wants, lean->known, out);
    lean->has = lean->wants;
    lean->known = true;
    return used;
}

/* -- the stream ---------------------------------------------------------------------------------- */

/* Bytes of the sequence that begins here with ESC. */
static size_t sequence_length(const char *bytes, size_t count)
{
    size_t length = 2;
    if (count < 2) {
        return count;
    }
    if (bytes[1] == '[') {
        while (length < count && (bytes[length] < 0x40 || bytes[length] > 0x7E)) {
            length++;
        }
        return length < count ? length + 1 : count;
    }
    if (bytes[1] == ']') { /* up to BEL or ESC \ */
        while (length < count && bytes[length] != '\a' && bytes[length] != '\033') {
            length++;
        }
        return length < count && bytes[length] == '\a' ? length + 1 : length;
    }
    return count > 2 && strchr("()*+#% ", bytes[1]) ? 3 : 2;
}

/* Follows the cursor, which a sequence may move.  ESC [ row ; column H and ESC [ row d become line feeds
 * and ESC [ column G where that is shorter: to the same row, or one some below.  Returns the bytes that
 * it has written, 0: the sequence is fine. */
static size_t move(Lean *lean, const char *bytes, size_t length, char *out)
{
    char last = bytes[length - 1];
    bool csi = length > 2 && bytes[1] == '[';
    if (!csi || !strchr("Hd", last)) {
        lean->row = csi && strchr("mGCDKJX", last) ? lean->row : 0;
        return 0;
    }
    static const char figures[] = "0123456789";
    size_t row = strspn(bytes + 2, figures), column = length - row - 4, used = 0;
    bool both = row && last == 'H' && row + 4 < length && bytes[row + 2] == ';' &&
                strspn(bytes + row + 3, figures) == column;
    bool known = row < 5 && (both || (last == 'd' && row + 3 == length));
    int to = known ? atoi(bytes + 2) : 0, down = to - lean->row;
    bool shorter = down >= 0 && (size_t)down <= row + (both ? 0 : 2);
    bool brief = lean->moves && lean->row && to && shorter;
    lean->row = to;
    if (!brief) {
        return 0;
    }
    for (; down > 0; down--) {
        out[used++] = '\n';
    }
    if (both) {
        out[used++] = '\033';
        out[used++] = '[';
        memcpy(out + used, bytes + row + 3, column);
        used += column;
        out[used++] = 'G';
    }
    return used;
}

size_t lean(Lean *lean, const char *bytes, size_t count, char *out)
{
    size_t used = 0;
    bool settled = false; /* no look since then */
    for (size_t at = 0, length; at < count; at += length) {
        bool looks = (unsigned char)bytes[at] >= 0x20; /* what is drawn, or erased with a colour */
        length = 1;
        lean->row += lean->row && bytes[at] == '\n';
        if (bytes[at] == '\033') {
            length = sequence_length(bytes + at, count - at);
            char last = bytes[at + length - 1];
            bool csi = length > 2 && bytes[at + 1] == '[';
            if (length == 3 && memcmp(bytes + at, "\033(B", 3) == 0) {
                continue; /* the letters that it has anyway */
            }
            settled = false;
            if (csi && last == 'm' && bytes[at + 2] != '>' && bytes[at + 2] != '?') {
                LeanLook look = lean->wants;
                if (take_look(&look, bytes + at + 2, length - 3)) {
                    lean->wants = look;
                    continue;
                }
                lean->known = false;
            }
            looks = !csi || !strchr("ABCDGHdfhl", last);
        }
        if (looks && !settled) {
            used += lean_settle(lean, out + used);
            settled = true;
        }
        size_t moved = bytes[at] == '\033' ? move(lean, bytes + at, length, out + used) : 0;
        if (!moved) {
            memcpy(out + used, bytes + at, length);
        }
        used += moved ? moved : length;
    }
    return used;
}
