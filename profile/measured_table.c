/* measured_table.c -- measured steps as a whole, for those who go through them many times. */
#include "profile/arena.h"
#include "profile/measured.h"

#include <stdlib.h>
#include <string.h>

static void keep(Arena *arena, const char **text)
{
    *text = *text ? arena_copy(arena, *text, strlen(*text)) : NULL;
}

bool measured_table_open(MeasuredTable *table, Library *library, const char *path, Error *error)
{
    int room = 0;
    MeasuredResult result = MEASURED_ROW;
    memset(table, 0, sizeof *table);
    Measured *measured = measured_open(library, path, error);
    if (!measured) {
        return false;
    }
    table->arena = arena_open();
    while (result == MEASURED_ROW) {
        if (table->count == room) {
            room = room ? 2 * room : 1024;
            table->rows = xrealloc(table->rows, (size_t)room * sizeof *table->rows);
        }
        MeasuredRow *row = &table->rows[table->count];
        result = measured_next(measured, row, error);
        if (result == MEASURED_ROW) {
            keep(table->arena, &row->id);
            keep(table->arena, &row->set);
            keep(table->arena, &row->model);
            keep(table->arena, &row->hardware);
            keep(table->arena, &row->framework);
            keep(table->arena, &row->source);
            keep(table->arena, &row->skipped);
            table->count++;
        }
    }
    measured_close(measured);
    if (result == MEASURED_WRONG) {
        measured_table_close(table);
    }
    return result == MEASURED_END;
}

void measured_table_close(MeasuredTable *table)
{
    arena_close(table->arena);
    free(table->rows);
    memset(table, 0, sizeof *table);
}
