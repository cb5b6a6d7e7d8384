#include "tui/message.h"

#include "profile/file.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "flopdeck 1";

typedef struct {
    const char *name;
    size_t offset, size; /* of the text; size 0: a number */
    int most;            /* values it may have, one after the other; their count: */
    size_t count;
} Field;

#define TEXT(name)   #name, offsetof(Message, name), sizeof((Message *)0)->name, 1, 0
#define NUMBER(name) #name, offsetof(Message, name), 0, 1, 0
#define LIST(name, member, count)                                                                  \
    name, offsetof(Message, member), sizeof((Message *)0)->member[0],                              \
        sizeof((Message *)0)->member / sizeof((Message *)0)->member[0], offsetof(Message, count)

static const Field fields[] = {
    { TEXT(tour) },
    { NUMBER(step) },
    { NUMBER(count) },
    { NUMBER(started) },
    { TEXT(place) },
    { TEXT(title) },
    { TEXT(next) },
    { TEXT(said) },
    { LIST("note", notes, note_count) },
    { LIST("label", labels, label_count) },
    { LIST("value", values, value_count) },
    { TEXT(act) },
};
enum { FIELDS = sizeof fields / sizeof *fields };

/* How many values of a list there are: a member of the message. */
static int *count_of(Message *message, const Field *field)
{
    return (int *)(void *)((char *)message + field->count);
}

void message_put(char *out, size_t size, const char *text)
{
    size_t length = strlen(text);
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--; /* whole letters */
        }
    }
    memcpy(out, text, length);
    out[length] = '\0';
}

/* -- writing ------------------------------------------------------------------------------------- */

typedef struct {
    char *out;
    size_t size, length;
} Writer;

static void put(Writer *writer, const char *text)
{
    for (; *text; text++) {
        if (writer->length + 1 < writer->size) {
            writer->out[writer->length] = (unsigned char)*text < ' ' || *text == 127 ? ' ' : *text;
        }
        writer->length++;
    }
}

static void end_line(Writer *writer)
{
    put(writer, " ");
    if (writer->length < writer->size) {
        writer->out[writer->length - 1] = '\n';
    }
}

size_t message_write(const Message *message, char *out, size_t size)
{
    Message copy = *message; /* count_of() wants one that may change */
    Writer writer = { out, size, 0 };
    put(&writer, head);
    end_line(&writer);
    for (int i = 0; i < FIELDS; i++) {
        const Field *field = &fields[i];
        const char *value = (const char *)message + field->offset;
        char number[16];
        int values = field->most > 1 ? *count_of(&copy, field) : 1;
        if (field->size == 0) {
            snprintf(number, sizeof number, "%d", *(const int *)(const void *)value);
            value = number;
        }
        for (int k = 0; k < values && k < field->most; k++, value += field->size) {
            if (*value) {
                put(&writer, field->name);
                put(&writer, " ");
                put(&writer, value);
                end_line(&writer);
            }
        }
    }
    put(&writer, ".");
    end_line(&writer);
    if (writer.length >= size) {
        return 0;
    }
    out[writer.length] = '\0';
    return writer.length;
}

/* -- reading ------------------------------------------------------------------------------------- */

static bool read_number(const char *text, int *number)
{
    char *end;
    long value = strtol(text, &end, 10);
    *number = (int)value;
    return end != text && *end == '\0' && value >= 0 && value <= INT32_MAX;
}

/* One line: "title How much?".  The message's text is cut to what it has room for. */
static bool read_line(char *line, Message *message)
{
    char *value = strchr(line, ' ');
    if (!value || value == line) {
        return false;
    }
    *value++ = '\0';
    for (int i = 0; i < FIELDS; i++) {
        const Field *field = &fields[i];
        char *place = (char *)message + field->offset;
        if (strcmp(line, field->name) != 0) {
            continue;
        }
        if (field->size == 0) {
            return read_number(value, (int *)(void *)place);
        }
        int *count = field->most > 1 ? count_of(message, field) : NULL;
        if (count && *count == field->most) {
            return false;
        }
        place += count ? (size_t)(*count)++ * field->size : 0;
        return snprintf(place, field->size, "%s", value) < (int)field->size;
    }
    return true;
}

bool message_read(const char *text, Message *message)
{
    static const char any[] = "message";
    size_t length = strlen(text);
    char copy[MOST_MESSAGE];
    Error error;
    *message = (Message){ .step = 0 };
    if (length >= sizeof copy || !text_check(any, 1, text, length, &error)) {
        return false;
    }
    memcpy(copy, text, length + 1);
    int number = 0;
    for (char *line = copy, *end; *line; line = end + 1, number++) {
        end = strchr(line, '\n');
        if (!end) {
            return false;
        }
        *end = '\0';
        for (const char *at = line; *at; at++) {
            if ((unsigned char)*at < ' ' || *at == 127) {
                return false;
            }
        }
        if (number == 0 ? strcmp(line, head) != 0 : !read_line(line, message)) {
            return false;
        }
    }
    return number > 0;
}

/* -- the inbox ----------------------------------------------------------------------------------- */

/* A line that came; the last one of a message ends it. */
static void add_line(Inbox *inbox, size_t start, void (*take)(void *user, const Message *message),
                     void *user)
{
    static const char end[] = ".\n";
    size_t length = inbox->length - start;
    Message message;
    if (length != strlen(end) || memcmp(inbox->bytes + start, end, length) != 0) {
        return;
    }
    inbox->bytes[start] = '\0';
    if (!inbox->skips && strlen(inbox->bytes) == start && message_read(inbox->bytes, &message)) {
        take(user, &message);
    }
    inbox->length = 0;
    inbox->skips = false;
}

void inbox_add(Inbox *inbox, const char *bytes, size_t count,
               void (*take)(void *user, const Message *message), void *user)
{
    for (size_t i = 0; i < count; i++) {
        if (inbox->length == sizeof inbox->bytes) { /* of the line only its end can matter */
            bool within = inbox->bytes[inbox->length - 1] != '\n';
            inbox->skips = true;
            inbox->length = 0;
            if (within) {
                inbox->bytes[inbox->length++] = '?';
            }
        }
        inbox->bytes[inbox->length++] = bytes[i];
        if (bytes[i] == '\n') {
            size_t start = inbox->length - 1;
            while (start > 0 && inbox->bytes[start - 1] != '\n') {
                start--;
            }
            add_line(inbox, start, take, user);
            inbox->length = inbox->skips ? 0 : inbox->length;
        }
    }
}
