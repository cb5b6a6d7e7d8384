#include "tui/menu.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void menu_open(Menu *menu, MenuKind kind, bool filters, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(menu->title, sizeof menu->title, format, arguments);
    va_end(arguments);
    menu->kind = kind;
    menu->filters = filters;
    menu->count = menu->length = menu->selected = menu->top = 0;
    menu->filter[0] = '\0';
    menu->page = 10;
}

MenuItem *menu_add(Menu *menu, int id, Style style, const char *head, const char *format, ...)
{
    if (menu->count == MOST_ITEMS) {
        return NULL;
    }
    MenuItem *item = &menu->items[menu->count++];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(item->text, sizeof item->text, format, arguments);
    va_end(arguments);
    snprintf(item->head, sizeof item->head, "%s", head);
    item->note[0] = '\0';
    item->id = id;
    item->style = style;
    return item;
}

static bool contains(const char *text, const char *wanted, int length)
{
    for (; *text; text++) {
        int i = 0;
        while (i < length && tolower((unsigned char)text[i]) == tolower((unsigned char)wanted[i])) {
            i++;
        }
        if (i == length) {
            return true;
        }
    }
    return length == 0;
}

static bool shown(const Menu *menu, const MenuItem *item)
{
    return contains(item->head, menu->filter, menu->length) ||
           contains(item->text, menu->filter, menu->length) ||
           contains(item->note, menu->filter, menu->length);
}

static int shown_count(const Menu *menu)
{
    int count = 0;
    for (int i = 0; i < menu->count; i++) {
        count += shown(menu, &menu->items[i]);
    }
    return count;
}

/* The item that is number `wanted` among the shown; NULL: there are fewer. */
static const MenuItem *shown_item(const Menu *menu, int wanted)
{
    for (int i = 0; i < menu->count; i++) {
        if (shown(menu, &menu->items[i]) && wanted-- == 0) {
            return &menu->items[i];
        }
    }
    return NULL;
}

const MenuItem *menu_item(const Menu *menu)
{
    return shown_item(menu, menu->selected);
}

void menu_move(Menu *menu, int lines)
{
    int count = shown_count(menu), step = lines < 0 ? -1 : 1;
    int wanted = menu->selected + lines;
    wanted = wanted < 0 ? 0 : wanted >= count ? count - 1 : wanted;
    int place = wanted;
    while (place >= 0 && place < count && shown_item(menu, place)->id < 0) {
        place += step;
    }
    if (place < 0 || place >= count) { /* nothing beyond can be chosen: look back */
        place = wanted;
        while (place >= 0 && place < count && shown_item(menu, place)->id < 0) {
            place -= step;
        }
    }
    menu->selected = place >= 0 && place < count ? place : wanted < 0 ? 0 : wanted;
    if (lines < 0 && menu->selected < menu->page && shown_item(menu, 0) &&
        shown_item(menu, 0)->id < 0 && wanted <= 0) {
        menu->top = 0; /* lines above the first that can be chosen come back into view */
    }
}

void menu_type(Menu *menu, char letter)
{
    if (letter && menu->length < (int)sizeof menu->filter - 1) {
        menu->filter[menu->length++] = letter;
    } else if (!letter && menu->length > 0) {
        menu->length--;
    }
    menu->filter[menu->length] = '\0';
    menu->selected = menu->top = 0;
    for (int i = 0; menu->length && i < shown_count(menu); i++) {
        const MenuItem *item = shown_item(menu, i);
        if (item && strcmp(item->note, menu->filter) == 0) {
            menu->selected = i; /* the whole name was typed: h20, not gh200 */
        }
    }
    menu_move(menu, 0);
}

static void scroll(Menu *menu, int count)
{
    if (menu->selected < menu->top) {
        menu->top = menu->selected;
    }
    if (menu->selected >= menu->top + menu->page) {
        menu->top = menu->selected - menu->page + 1;
    }
    if (menu->top > count - menu->page) {
        menu->top = count - menu->page;
    }
    if (menu->top < 0) {
        menu->top = 0;
    }
}

/* The whole width, or so much less that what is beside the box can be read. */
static int box_columns(int screen)
{
    enum { BOX = 108, BESIDE = 24 };
    return screen < BOX + BESIDE ? screen : BOX;
}

int menu_columns(int screen)
{
    return box_columns(screen) - 4;
}

/* How a line's columns are shared out: the heads' column, as wide as the widest, leaves the texts
 * what they need, up to three fifths. */
static int head_columns(const Menu *menu, int columns)
{
    int heads = 0, texts = 0;
    for (int i = 0; i < menu->count; i++) {
        int head = text_columns(menu->items[i].head), text = text_columns(menu->items[i].text);
        heads = head > heads ? head : heads;
        texts = text > texts ? text : texts;
    }
    texts = texts < columns * 3 / 5 ? texts : columns * 3 / 5;
    return heads < columns - texts - 2 ? heads : columns - texts - 2;
}

/* Columns that the note takes of so many behind the head: none where the text would be cut to a few
 * words for it. */
static int note_columns(const MenuItem *item, int columns)
{
    enum { FEW_WORDS = 32 };
    int note = item->note[0] ? text_columns(item->note) + 2 : 0;
    int wanted = text_columns(item->text);
    return columns - note >= (wanted < FEW_WORDS ? wanted : FEW_WORDS) ? note : 0;
}

static bool is_cut(const MenuItem *item, int head, int columns)
{
    return text_columns(item->head) > head ||
           text_columns(item->text) > columns - note_columns(item, columns);
}

static void draw_item(Canvas *canvas, Rect rect, const MenuItem *item, int head, Style style)
{
    int skip = head ? head + 2 : 0, note = note_columns(item, rect.columns - skip);
    canvas_text(canvas, rect.row, rect.column, head, style, item->head);
    canvas_text(canvas, rect.row, rect.column + skip, rect.columns - skip - note, style,
                item->text);
    canvas_right(canvas, rect.row, rect.column + rect.columns - note, note,
                 style == STYLE_FOCUS ? style : STYLE_DIM, item->note);
}

/* All of an item, over so many rows. */
static void draw_whole(Canvas *canvas, Rect rect, const MenuItem *item)
{
    char text[sizeof item->head + sizeof item->text + sizeof item->note + 8], line[256];
    snprintf(text, sizeof text, "%s%s%s%s%s", item->head, item->head[0] ? ": " : "", item->text,
             item->note[0] ? "  " : "", item->note);
    const char *rest = text;
    for (int i = 0; i < rect.rows && *rest; i++) {
        const char *from = rest;
        rest = break_line(rest, rect.columns, line, sizeof line);
        canvas_text(canvas, rect.row + i, rect.column, rect.columns, STYLE_LABEL,
                    i == rect.rows - 1 ? from : line);
    }
}

Rect menu_draw(Menu *menu, Canvas *canvas)
{
    int count = shown_count(menu), columns = box_columns(canvas->columns), whole = 0;
    int room = columns - 4, head = head_columns(menu, room), text = room - (head ? head + 2 : 0);
    for (int i = 0; i < menu->count && !whole; i++) {
        whole = menu->items[i].id >= 0 && is_cut(&menu->items[i], head, text) ? 2 : 0;
    }
    int around = 3 + whole;
    int rows = menu->count + around < canvas->rows - 2 ? menu->count + around : canvas->rows - 2;
    Rect box = { (canvas->rows - rows) / 2, (canvas->columns - columns) / 2, rows, columns };
    Rect lines = { box.row + 1, box.column + 2, rows - around, room };
    menu->page = lines.rows > 0 ? lines.rows : 1;
    scroll(menu, count);
    canvas_fill(canvas, box, STYLE_TEXT, ' ');
    canvas_box(canvas, box, STYLE_TITLE, menu->title);
    for (int i = 0; i < lines.rows && menu->top + i < count; i++) {
        const MenuItem *item = shown_item(menu, menu->top + i);
        bool focus = menu->top + i == menu->selected && item->id >= 0;
        Rect line = { lines.row + i, lines.column, 1, lines.columns };
        if (focus) {
            canvas_fill(canvas, line, STYLE_FOCUS, ' ');
            canvas->cursor_row = line.row;
            canvas->cursor_column = line.column;
        }
        draw_item(canvas, line, item, head, focus ? STYLE_FOCUS : item->style);
        if (focus && is_cut(item, head, text)) {
            draw_whole(canvas, (Rect){ lines.row + lines.rows, lines.column, whole, room }, item);
        }
    }
    char foot[160];
    snprintf(foot, sizeof foot, menu->filters ? "%s%s   %d of %d" : "%s%s%d of %d",
             menu->filters ? "type to filter: " : "", menu->filter, count ? menu->selected + 1 : 0,
             count);
    if (menu->filters || count > menu->page) {
        canvas_text(canvas, box.row + rows - 2, lines.column, lines.columns, STYLE_DIM, foot);
    }
    return box;
}
