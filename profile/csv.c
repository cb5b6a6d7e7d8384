#include "profile/csv.h"

#include "profile/arena.h"
#include "profile/file.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 65536 };

struct Csv {
    int descriptor;
    char label[400];
    int line; /* of the next byte */
    int rows;
    long long total;
    size_t at, filled; /* of the chunk */
    size_t length;     /* of the row */
    CsvCell cells[MOST_CSV_CELLS];
    char chunk[CHUNK], row[LONGEST_CSV_ROW + 1];
};

Csv *csv_open(const char *path, Error *error)
{
    int descriptor = file_open(path, LARGEST_CSV, error);
    if (descriptor < 0) {
        return NULL;
    }
    Csv *csv = xmalloc(sizeof *csv);
    memset(csv, 0, offsetof(Csv, cells));
    csv->descriptor = descriptor;
    csv->line = 1;
    snprintf(csv->label, sizeof csv->label, "%s", strcmp(path, "-") == 0 ? "standard input" : path);
    return csv;
}

void csv_close(Csv *csv)
{
    if (csv && csv->descriptor != STDIN_FILENO) {
        close(csv->descriptor);
    }
    free(csv);
}

const char *csv_label(const Csv *csv)
{
    return csv->label;
}

static bool is_blank(int byte)
{
    return byte == ' ' || byte == '\t';
}

/* -- bytes -------------------------------------------------------------------------------------- */

/* The next byte without taking it; EOF at the end; -2 when reading failed. */
static int peek(Csv *csv, Error *error)
{
    while (csv->at == csv->filled) {
        ssize_t got = read(csv->descriptor, csv->chunk, CHUNK);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            fail_system(error, "%s:%d:1: cannot be read: %s", csv->label, csv->line,
                        strerror(errno));
            return -2;
        }
        if (got == 0) {
            return EOF;
        }
        bool marked = csv->total == 0 && got >= 3 && memcmp(csv->chunk, "\xef\xbb\xbf", 3) == 0;
        csv->at = marked ? 3 : 0;
        csv->filled = (size_t)got;
        csv->total += got;
        if (csv->total > LARGEST_CSV) {
            fail(error, "%s:%d:1: more than %d MB; at most %d rows would be right", csv->label,
                 csv->line, LARGEST_CSV >> 20, MOST_CSV_ROWS);
            return -2;
        }
    }
    return (unsigned char)csv->chunk[csv->at];
}

/* Takes the bytes up to the line end that is in no quotes.  False: reading failed, or it is too
 * much. */
static bool take_row(Csv *csv, Error *error)
{
    int first = csv->line, next;
    bool quoted = false, fresh = true; /* fresh: at the start of a cell */
    csv->length = 0;
    while ((next = peek(csv, error)) >= 0) {
        csv->at++;
        bool end = next == '\n' || next == '\r';
        if (next == '\r' && peek(csv, error) == '\n') {
            csv->at++;
        }
        csv->line += end;
        if (end && !quoted) {
            break;
        }
        if (csv->length == LONGEST_CSV_ROW) {
            return fail(error, "%s:%d:1: a row of more than %d kB%s", csv->label, first,
                        LONGEST_CSV_ROW >> 10, quoted ? "; a quote is not closed" : "");
        }
        csv->row[csv->length++] = end ? '\n' : (char)next;
        if (next == '"' && (quoted || fresh)) {
            quoted = !quoted; /* a doubled quote closes and opens again */
            fresh = quoted ? fresh : true;
        } else {
            fresh = !quoted && (next == ',' || (fresh && is_blank(next)));
        }
    }
    csv->row[csv->length] = '\0';
    return next != -2 && text_check(csv->label, first, csv->row, csv->length, error);
}

/* -- cells -------------------------------------------------------------------------------------- */

typedef struct {
    char *at;
    int line, column;
} Place;

static void step(Place *place)
{
    if (*place->at == '\n') {
        place->line++;
        place->column = 1;
    } else if (((unsigned char)place->at[1] & 0xc0) != 0x80) {
        place->column++;
    }
    place->at++;
}

/* The text in quotes, doubled ones made single in place; the place ends behind the last quote. */
static char *cut_quoted(Csv *csv, Place *place, Error *error)
{
    Place start = *place;
    step(place);
    char *text = place->at, *out = text;
    for (;;) {
        if (*place->at == '\0') {
            fail(error, "%s:%d:%d: this quote is never closed", csv->label, start.line,
                 start.column);
            return NULL;
        }
        if (*place->at == '"') {
            step(place);
            if (*place->at != '"') {
                break;
            }
        }
        *out++ = *place->at;
        step(place);
    }
    while (is_blank(*place->at)) {
        step(place);
    }
    if (*place->at != ',' && *place->at != '\0') {
        fail(error, "%s:%d:%d: after a quoted cell a comma would be right", csv->label, place->line,
             place->column);
        return NULL;
    }
    *out = '\0'; /* behind `at`, or on its quote */
    return text;
}

static char *cut_plain(Place *place)
{
    char *text = place->at;
    while (*place->at != ',' && *place->at != '\0') {
        step(place);
    }
    char *end = place->at;
    while (end > text && is_blank(end[-1])) {
        end--;
    }
    if (end < place->at) {
        *end = '\0';
    }
    return text;
}

/* Cuts the row into cells.  Returns how many, or -1. */
static int cut_row(Csv *csv, int line, Error *error)
{
    Place place = { csv->row, line, 1 };
    for (int count = 0;; count++) {
        while (is_blank(*place.at)) {
            step(&place);
        }
        if (count == MOST_CSV_CELLS) {
            fail(error, "%s:%d:%d: more than %d cells", csv->label, place.line, place.column,
                 MOST_CSV_CELLS);
            return -1;
        }
        CsvCell cell = { NULL, place.line, place.column };
        cell.text = *place.at == '"' ? cut_quoted(csv, &place, error) : cut_plain(&place);
        if (!cell.text) {
            return -1;
        }
        csv->cells[count] = cell;
        if (*place.at == '\0') {
            return count + 1;
        }
        char *comma = place.at;
        step(&place);
        *comma = '\0';
    }
}

CsvResult csv_next(Csv *csv, const CsvCell **cells, int *count, Error *error)
{
    for (;;) {
        int line = csv->line, next = peek(csv, error);
        if (next < 0) {
            return next == EOF ? CSV_END : CSV_WRONG;
        }
        if (!take_row(csv, error)) {
            return CSV_WRONG;
        }
        if (csv->row[strspn(csv->row, " \t\n")] == '\0') {
            continue;
        }
        if (csv->rows > MOST_CSV_ROWS) { /* the first one has the names */
            fail(error, "%s:%d:1: more than %d rows", csv->label, line, MOST_CSV_ROWS);
            return CSV_WRONG;
        }
        csv->rows++;
        *cells = csv->cells;
        *count = cut_row(csv, line, error);
        return *count < 0 ? CSV_WRONG : CSV_ROW;
    }
}
