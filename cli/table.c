/* table.c -- rows and columns as aligned text, Markdown, CSV or JSON. */
#include "cli/output.h"

#include "model/quantity.h"
#include "profile/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *text;
    double exact;
    bool number, title;
} Cell;

struct Table {
    const Column *columns;
    int count;
    Cell *cells; /* row by row; a title takes a row */
    int used, room;
    Arena *arena;
};

Table *table_open(const Column *columns, int count)
{
    Table *table = xmalloc(sizeof *table);
    *table = (Table){ .columns = columns, .count = count, .arena = arena_open() };
    return table;
}

void table_close(Table *table)
{
    arena_close(table->arena);
    free(table->cells);
    free(table);
}

static void add(Table *table, const char *text, Cell cell)
{
    if (table->used == table->room) {
        table->room = table->room ? 2 * table->room : 256;
        table->cells = xrealloc(table->cells, (size_t)table->room * sizeof *table->cells);
    }
    cell.text = arena_copy(table->arena, text, strlen(text));
    table->cells[table->used++] = cell;
}

void table_text(Table *table, const char *text)
{
    add(table, text, (Cell){ .number = false });
}

void table_number(Table *table, const char *shown, double exact)
{
    add(table, shown, (Cell){ .number = true, .exact = exact });
}

void table_title(Table *table, const char *title)
{
    add(table, title, (Cell){ .title = true });
    while (table->used % table->count != 0) {
        add(table, "", (Cell){ .title = true });
    }
}

/* -- formats ------------------------------------------------------------------------------------ */

static void print_text(const Table *table, const Output *out)
{
    int widths[16] = { 0 };
    bool first = true;
    for (int i = 0; i < table->count; i++) {
        widths[i] = text_width(table->columns[i].title);
    }
    for (int i = 0; i < table->used; i++) {
        int width = table->cells[i].title ? 0 : text_width(table->cells[i].text);
        widths[i % table->count] =
            width > widths[i % table->count] ? width : widths[i % table->count];
    }
    for (int column = 0; column < table->count; column++) {
        bool last = column == table->count - 1;
        int width = table->columns[column].right ? -widths[column] : last ? 0 : widths[column];
        put_padded(out, DIM, table->columns[column].title, width);
        fputs(last ? "\n" : "  ", out->file);
    }
    for (int i = 0; i < table->used; i++) {
        const Cell *cell = &table->cells[i];
        int column = i % table->count;
        bool last = column == table->count - 1;
        if (cell->title) {
            if (column == 0) {
                fputs(first ? "" : "\n", out->file);
                put_styled(out, TITLE, cell->text);
                putc('\n', out->file);
            }
            first = false;
            continue;
        }
        int width = table->columns[column].right ? -widths[column] : last ? 0 : widths[column];
        put_padded(out, PLAIN, cell->text, width);
        fputs(last ? "\n" : "  ", out->file);
        first = false;
    }
}

static void print_markdown(const Table *table, const Output *out)
{
    for (int column = 0; column < table->count; column++) {
        fprintf(out->file, "| %s %s", table->columns[column].title,
                column == table->count - 1 ? "|\n" : "");
    }
    for (int column = 0; column < table->count; column++) {
        fprintf(out->file, "|%s%s", table->columns[column].right ? "--:" : "---",
                column == table->count - 1 ? "|\n" : "");
    }
    for (int i = 0; i < table->used; i++) {
        const Cell *cell = &table->cells[i];
        fputs(cell->title && *cell->text ? "| **" : "| ", out->file);
        for (const char *at = cell->text; *at; at++) {
            fprintf(out->file, "%s%c", *at == '|' ? "\\" : "", *at);
        }
        fputs(cell->title && *cell->text ? "** " : " ", out->file);
        fputs(i % table->count == table->count - 1 ? "|\n" : "", out->file);
    }
}

/* RFC 4180, but for its line ends. */
static void print_csv_text(FILE *file, const char *text)
{
    if (text[strcspn(text, ",\"\n\r")] == '\0') {
        fputs(text, file);
        return;
    }
    putc('"', file);
    for (; *text; text++) {
        fprintf(file, "%s%c", *text == '"' ? "\"" : "", *text);
    }
    putc('"', file);
}

static void print_csv(const Table *table, const Output *out)
{
    for (int column = 0; column < table->count; column++) {
        fprintf(out->file, "%s%s", column ? "," : "", table->columns[column].name);
    }
    putc('\n', out->file);
    for (int i = 0; i < table->used; i++) {
        const Cell *cell = &table->cells[i];
        char exact[40] = "";
        if (cell->title) {
            continue;
        }
        fputs(i % table->count ? "," : "", out->file);
        if (cell->number && isfinite(cell->exact)) {
            print_exact(exact, sizeof exact, cell->exact);
        }
        print_csv_text(out->file, cell->number ? exact : cell->text);
        fputs(i % table->count == table->count - 1 ? "\n" : "", out->file);
    }
}

static void print_json(const Table *table, const Output *out, const char *name)
{
    fputs("{", out->file);
    put_json_string(out->file, name);
    fputs(": [", out->file);
    bool first = true;
    for (int i = 0; i < table->used; i++) {
        const Cell *cell = &table->cells[i];
        int column = i % table->count;
        if (cell->title) {
            continue;
        }
        fputs(column ? ", " : first ? "\n  {" : ",\n  {", out->file);
        put_json_string(out->file, table->columns[column].name);
        fputs(": ", out->file);
        if (cell->number) {
            char exact[40];
            print_exact(exact, sizeof exact, cell->exact);
            fputs(exact, out->file);
        } else {
            put_json_string(out->file, cell->text);
        }
        fputs(column == table->count - 1 ? "}" : "", out->file);
        first = false;
    }
    fputs("\n]}\n", out->file);
}

void table_print(const Table *table, const Output *out, Format format, const char *name)
{
    switch (format) {
    case AS_JSON:
        print_json(table, out, name);
        break;
    case AS_CSV:
        print_csv(table, out);
        break;
    case AS_MARKDOWN:
        print_markdown(table, out);
        break;
    case AS_TEXT:
    case AS_YAML:
        print_text(table, out);
        break;
    }
}
