#include "tui/decode.h"

#include "tui/canvas.h"

enum { MOST_PARAMETERS = 6, LONGEST = 48 };

typedef struct {
    int parameters[MOST_PARAMETERS];
    int count;
    unsigned char lead; /* '<' of the SGR mouse, '?' of answers; 0: none */
    unsigned char last; /* the letter that ends it */
} Sequence;

static Event key(uint32_t code, unsigned with)
{
    return (Event){ .kind = EVENT_KEY, .key = code, .with = with };
}

/* The parameter of modifiers: 1 + shift + 2 alt + 4 control, as xterm counts. */
static unsigned modifiers(int parameter)
{
    return parameter > 1 ? (unsigned)(parameter - 1) & 7u : 0;
}

/* ESC [ … letter.  Returns the bytes, 0 when it is not complete. */
static size_t read_sequence(const unsigned char *bytes, size_t length, Sequence *sequence)
{
    size_t at = 2;
    *sequence = (Sequence){ 0 };
    if (at < length && bytes[at] >= '<' && bytes[at] <= '?') {
        sequence->lead = bytes[at++];
    }
    for (; at < length; at++) {
        unsigned char byte = bytes[at];
        if (byte >= '0' && byte <= '9') {
            sequence->count = sequence->count ? sequence->count : 1;
            int *number = &sequence->parameters[sequence->count - 1];
            *number = *number < 100000 ? *number * 10 + byte - '0' : *number;
        } else if (byte == ';' || byte == ':') {
            sequence->count = sequence->count ? sequence->count : 1;
            sequence->count += sequence->count < MOST_PARAMETERS;
        } else if (byte >= 0x40 && byte <= 0x7E) {
            sequence->last = byte;
            return at + 1;
        } else if (byte < 0x20 || byte > 0x2F) {
            return at; /* not a sequence after all */
        }
        if (at > LONGEST) {
            return at;
        }
    }
    return 0;
}

static Event mouse(const Sequence *sequence)
{
    int bits = sequence->parameters[0];
    Event event = { .kind = EVENT_MOUSE,
                    .column = sequence->parameters[1] - 1,
                    .row = sequence->parameters[2] - 1 };
    event.with =
        (bits & 4 ? WITH_SHIFT : 0u) | (bits & 8 ? WITH_ALT : 0u) | (bits & 16 ? WITH_CTRL : 0u);
    event.button = (bits & 3) + 1;
    if (bits & 64) {
        event.act = bits & 1 ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
    } else if (sequence->last == 'm') {
        event.act = MOUSE_RELEASE;
    } else {
        event.act = bits & 32 ? MOUSE_DRAG : MOUSE_PRESS;
    }
    return event;
}

/* The keys that end in ~: ESC [ 5 ~. */
static uint32_t numbered(int number)
{
    switch (number) {
    case 1:
    case 7:
        return CODE_HOME;
    case 4:
    case 8:
        return CODE_END;
    case 2:
        return CODE_INSERT;
    case 3:
        return CODE_DELETE;
    case 5:
        return CODE_PAGE_UP;
    case 6:
        return CODE_PAGE_DOWN;
    default:
        break;
    }
    /* F1 is 11, and 16 and 22 are left out */
    if (number >= 11 && number <= 24) {
        int function = number - 10 - (number > 16) - (number > 22);
        return (uint32_t)(CODE_F1 + function - 1);
    }
    return 0;
}

static uint32_t lettered(unsigned char letter)
{
    static const struct {
        unsigned char letter;
        uint32_t code;
    } keys[] = { { 'A', CODE_UP },     { 'B', CODE_DOWN },   { 'C', CODE_RIGHT },
                 { 'D', CODE_LEFT },   { 'H', CODE_HOME },   { 'F', CODE_END },
                 { 'P', CODE_F1 },     { 'Q', CODE_F1 + 1 }, { 'R', CODE_F1 + 2 },
                 { 'S', CODE_F1 + 3 }, { 'M', CODE_ENTER } };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (keys[i].letter == letter) {
            return keys[i].code;
        }
    }
    return 0;
}

static Event from_sequence(const Sequence *sequence)
{
    int second = sequence->count > 1 ? sequence->parameters[1] : 0;
    uint32_t code = 0;
    if (sequence->lead == '<') {
        return (sequence->last == 'M' || sequence->last == 'm') && sequence->count >= 3
                   ? mouse(sequence)
                   : (Event){ 0 };
    }
    if (sequence->lead == '?' && sequence->last == 'y' && sequence->parameters[0] == 2026) {
        bool has = second == 1 || second == 2;
        return (Event){ .kind = EVENT_ANSWER, .key = has ? ANSWER_SYNC : ANSWER_NO_SYNC };
    }
    if (sequence->last == 'n' && !sequence->lead && sequence->parameters[0] == 0) {
        return (Event){ .kind = EVENT_ANSWER, .key = ANSWER_STATUS };
    }
    if (sequence->lead) {
        return (Event){ 0 };
    }
    if (sequence->last == 'Z') {
        return key(CODE_TAB, WITH_SHIFT);
    }
    if (sequence->last == '~') {
        code = numbered(sequence->parameters[0]);
    } else if (sequence->last >= 'a' && sequence->last <= 'd') { /* rxvt: shifted arrows */
        return key(lettered((unsigned char)(sequence->last - 'a' + 'A')), WITH_SHIFT);
    } else {
        code = lettered(sequence->last);
    }
    return code ? key(code, modifiers(second)) : (Event){ 0 };
}

static Event from_byte(unsigned char byte)
{
    switch (byte) {
    case '\r':
    case '\n':
        return key(CODE_ENTER, 0);
    case '\t':
        return key(CODE_TAB, 0);
    case 0x7F:
    case 0x08:
        return key(CODE_BACKSPACE, 0);
    case 0x1B:
        return key(CODE_ESCAPE, 0);
    default:
        break;
    }
    if (byte >= 1 && byte < 0x1B) {
        return key((uint32_t)byte + 'a' - 1, WITH_CTRL);
    }
    if (byte < 0x20) {
        return (Event){ 0 };
    }
    return key(byte, 0);
}

static size_t from_escape(const unsigned char *bytes, size_t length, bool last, Event *event)
{
    if (length == 1) {
        *event = key(CODE_ESCAPE, 0);
        return last ? 1 : 0;
    }
    if (bytes[1] == '[') {
        Sequence sequence;
        if (length == 3 && bytes[2] == '[' && !last) {
            return 0;
        }
        if (length > 3 && bytes[2] == '[') { /* the Linux console: ESC [ [ A is F1 */
            *event = bytes[3] >= 'A' && bytes[3] <= 'E'
                         ? key((uint32_t)(CODE_F1 + bytes[3] - 'A'), 0)
                         : (Event){ 0 };
            return 4;
        }
        size_t used = read_sequence(bytes, length, &sequence);
        if (used == 0) {
            *event = key(CODE_ESCAPE, 0);
            return last ? 1 : 0;
        }
        *event = sequence.last ? from_sequence(&sequence) : (Event){ 0 };
        return used;
    }
    if (bytes[1] == 'O' && length == 2) {
        *event = key('O', WITH_ALT);
        return last ? 2 : 0;
    }
    if (bytes[1] == 'O') {
        uint32_t code = lettered(bytes[2]);
        if (code) {
            *event = key(code, 0);
        }
        return 3;
    }
    if (bytes[1] == 0x1B) {
        *event = key(CODE_ESCAPE, 0);
        return 1;
    }
    *event = from_byte(bytes[1]); /* Alt and a key */
    event->with |= event->kind == EVENT_KEY ? WITH_ALT : 0u;
    return 2;
}

size_t decode(const unsigned char *bytes, size_t length, bool last, Event *event)
{
    *event = (Event){ 0 };
    if (length == 0) {
        return 0;
    }
    if (bytes[0] == 0x1B) {
        return from_escape(bytes, length, last, event);
    }
    if (bytes[0] < 0x80) {
        *event = from_byte(bytes[0]);
        return 1;
    }
    size_t needed = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
    char letter[5] = { 0 };
    if (length < needed && !last) {
        return 0;
    }
    for (size_t i = 0; i < needed && i < length; i++) {
        letter[i] = (char)bytes[i];
    }
    const char *at = letter;
    uint32_t glyph = read_utf8(&at);
    if (glyph != 0xFFFD) {
        *event = key(glyph, 0);
    }
    return (size_t)(at - letter);
}

uint32_t event_letter(const Event *event)
{
    bool writes = event->kind == EVENT_KEY && event->key >= ' ' && event->key < CODE_UP &&
                  !(event->with & (WITH_ALT | WITH_CTRL));
    return writes ? event->key : 0;
}

int encode_letter(uint32_t letter, char *out)
{
    return write_utf8(letter, out);
}
