#include "tui/notes.h"

#include "tui/digits.h"
#include "tui/keys.h"

#include <stdio.h>
#include <string.h>

enum { MOST_COLUMNS = 96, LEAST_BIG = 20, LEAST_LARGE = 30, LEAST_COLUMNS = 30, LEAST_ROWS = 8 };

/* -- what is told -------------------------------------------------------------------------------- */

void notes_take(Notes *notes, const Message *message)
{
    notes->top = message->step == notes->message.step ? notes->top : 0;
    notes->message = *message;
    notes->status[0] = '\0';
}

/* -- keys ---------------------------------------------------------------------------------------- */

typedef struct {
    const char *keys, *hint;
    const char *asks;                   /* of the tour; NULL: nothing */
    void (*act)(Notes *notes, int way); /* NULL: nothing */
    int way;
} NotesKey;

static void scroll(Notes *notes, int lines)
{
    int top = notes->top + (lines < notes->hidden ? lines : notes->hidden);
    notes->top = top > 0 ? top : 0;
}

static void tick(Notes *notes, int way)
{
    (void)way;
    notes->ticks = !notes->ticks;
    snprintf(notes->status, sizeof notes->status, "%s",
             notes->ticks ? "the minutes go on by themselves: one wake-up a minute"
                          : "the minutes are those of the last change");
}

static const NotesKey rows[] = {
    { "Right l n Space Enter PageDown", "→ next", "next", NULL, 0 },
    { "Left h p Backspace PageUp", "← back", "back", NULL, 0 },
    { "q Ctrl-C Escape", "q quit", "quit", NULL, 0 },
    { "Down j", "↑↓ scroll", NULL, scroll, 1 },
    { "Up k", NULL, NULL, scroll, -1 },
    { "b", "b blank", "blank", NULL, 0 },
    { "c", "c clock", NULL, tick, 0 },
    { "Home g", NULL, "first", NULL, 0 },
    { "End G", NULL, "last", NULL, 0 },
};
enum { ROWS = sizeof rows / sizeof *rows };

static bool steps(const NotesKey *row)
{
    return row->asks && strcmp(row->asks, "quit") != 0;
}

const char *notes_event(Notes *notes, const Event *event)
{
    for (int i = 0; i < ROWS; i++) {
        if (!any_key(event, rows[i].keys)) {
            continue;
        }
        notes->status[0] = '\0';
        if (rows[i].act) {
            rows[i].act(notes, rows[i].way);
        }
        if (notes->read_only && steps(&rows[i])) {
            snprintf(notes->status, sizeof notes->status,
                     "read-only: the tour steps, this follows");
            return NULL;
        }
        return rows[i].asks;
    }
    return NULL;
}

/* -- drawing ------------------------------------------------------------------------------------- */

/* "3 of 12    14 min", in large where there is room.  Returns the rows it took. */
static int draw_place(const Notes *notes, Canvas *canvas, int row, int margin, int now)
{
    const Message *message = &notes->message;
    int minutes = now > message->started ? (now - message->started) / 60 : 0;
    bool big = canvas->rows >= LEAST_BIG && canvas->charset == CHARSET_FULL;
    int scale = !big ? 0 : canvas->rows >= 36 && canvas->columns >= 76 ? 2 : 1;
    char step[16], count[32], time[16], text[80];
    snprintf(step, sizeof step, "%d", message->step);
    snprintf(count, sizeof count, " of %d", message->count);
    snprintf(time, sizeof time, "%d", minutes);
    if (!big) {
        snprintf(text, sizeof text, "step %s%s  %s min", step, count, time);
        canvas_text(canvas, row, margin, canvas->columns - 2 * margin, STYLE_TITLE, text);
        return 1;
    }
    int column = margin, base = row + scale * DIGIT_ROWS - (scale > 1 ? 2 : 1);
    draw_digits(canvas, row, &column, scale, STYLE_VALUE, step);
    canvas_text(canvas, base, column, 12, STYLE_TITLE, count);
    column = canvas->columns - margin - 4 - digits_columns(time, scale);
    draw_digits(canvas, row, &column, scale, STYLE_VALUE, time);
    canvas_text(canvas, base, column, 4, STYLE_TITLE, "min");
    return scale * DIGIT_ROWS;
}

/* Rows of all notes, with `gap` blank ones between points; with a canvas, draws those from `top` on
 * that have room. */
static int draw_lines(const Notes *notes, Canvas *canvas, Rect rect, int gap)
{
    const Message *message = &notes->message;
    int line = 0;
    for (int i = 0; i < message->note_count; i++) {
        const char *rest = message->notes[i];
        line += i > 0 ? gap : 0;
        for (bool first = true; *rest; first = false, line++) {
            char text[MOST_WORDS_SAID];
            rest = break_line(rest, rect.columns - 2, text, sizeof text);
            int row = rect.row + line - notes->top;
            if (canvas && line >= notes->top && row < rect.row + rect.rows) {
                canvas_text(canvas, row, rect.column, 2, STYLE_FILL, first ? "●" : "");
                canvas_text(canvas, row, rect.column + 2, rect.columns - 2, STYLE_VALUE, text);
            }
        }
    }
    return line;
}

/* With air between the points where all of them have room so. */
static void draw_notes(Notes *notes, Canvas *canvas, Rect rect)
{
    int gap = 2;
    int lines;
    while ((lines = draw_lines(notes, NULL, rect, gap)) > rect.rows && gap > 0) {
        gap--;
    }
    int most = lines > rect.rows ? lines - rect.rows : 0;
    notes->top = notes->top < most ? notes->top : most;
    notes->hidden = most - notes->top;
    if (lines == 0) {
        canvas_text(canvas, rect.row, rect.column, rect.columns, STYLE_DIM,
                    "this step has no 'notes:'");
        return;
    }
    draw_lines(notes, canvas, rect, gap);
    if (notes->hidden > 0) {
        char text[32];
        snprintf(text, sizeof text, "↓ %d more", notes->hidden);
        canvas_right(canvas, rect.row + rect.rows, rect.column, rect.columns, STYLE_MARK, text);
    }
}

/* In large where there is room; a unit follows its digits. */
static void draw_figures(const Message *message, Canvas *canvas, int row, int margin, bool large)
{
    int count =
        message->label_count < message->value_count ? message->label_count : message->value_count;
    int columns = count ? (canvas->columns - 2 * margin) / count : 0;
    for (int i = 0; i < count; i++) {
        int column = margin + i * columns, end = column + columns - 1;
        const char *rest = message->values[i];
        canvas_text(canvas, row, column, columns - 1, STYLE_LABEL, message->labels[i]);
        if (large) {
            rest = draw_digits(canvas, row + 1, &column, 1, STYLE_VALUE, rest);
        }
        canvas_text(canvas, row + (large ? DIGIT_ROWS : 1), column, end - column, STYLE_VALUE,
                    rest);
    }
}

static void draw_next(const Message *message, Canvas *canvas, int row, int margin)
{
    int used = canvas_text(canvas, row, margin, 6, STYLE_TITLE, "next");
    canvas_text(canvas, row, margin + used + 2, canvas->columns - 2 * margin - used - 2,
                STYLE_VALUE, *message->next ? message->next : "nothing: this is the last step");
}

static void draw_hints(const Notes *notes, Canvas *canvas, int row)
{
    int column = 1;
    canvas_fill(canvas, (Rect){ row, 0, 1, canvas->columns }, STYLE_BAR, ' ');
    for (int i = 0; i < ROWS; i++) {
        const char *hint = rows[i].hint;
        if (!hint || (notes->read_only && steps(&rows[i])) ||
            column + text_columns(hint) + 1 > canvas->columns) {
            continue;
        }
        column += canvas_text(canvas, row, column, 40, STYLE_BAR, hint) + 2;
    }
}

void notes_draw(Notes *notes, Canvas *canvas, int now)
{
    const Message *message = &notes->message;
    int margin = canvas->columns >= 60 ? 3 : 1, row = 1, last = canvas->rows - 1;
    bool roomy = canvas->rows >= 16;
    char text[300];
    canvas_clear(canvas);
    if (canvas->rows < LEAST_ROWS || canvas->columns < LEAST_COLUMNS) {
        canvas_text(canvas, 0, 0, canvas->columns, STYLE_WARNING, "notes need 30 x 8; q quits");
        return;
    }
    canvas_fill(canvas, (Rect){ 0, 0, 1, canvas->columns }, STYLE_BAR, ' ');
    snprintf(text, sizeof text, " %s", message->tour);
    canvas_text(canvas, 0, 0, canvas->columns - 18, STYLE_BAR, text);
    snprintf(text, sizeof text, "%s ", message->place);
    canvas_right(canvas, 0, canvas->columns - 18, 18,
                 strcmp(message->place, "on stage") == 0 ? STYLE_BAR : STYLE_BAR_KEY, text);
    draw_hints(notes, canvas, last);
    if (message->step == 0) {
        canvas_text(canvas, 2, margin, canvas->columns - margin, STYLE_DIM, "the tour is asked");
        return;
    }
    row += roomy;
    row += draw_place(notes, canvas, row, margin, now) + roomy;
    canvas_text(canvas, row, margin, canvas->columns - 2 * margin, STYLE_TITLE, message->title);
    canvas->cursor_row = row;
    canvas->cursor_column = margin - 1;
    row += 1 + roomy;
    const char *said = notes->status[0] ? notes->status : message->said;
    int below = last - (*said != '\0');
    if (roomy) {
        bool large = canvas->rows >= LEAST_LARGE && canvas->charset == CHARSET_FULL;
        int figures = large ? 1 + DIGIT_ROWS : 2;
        below -= figures + 3;
        canvas_rule(canvas, below, margin, canvas->columns - 2 * margin, "");
        draw_figures(message, canvas, below + 1, margin, large);
        draw_next(message, canvas, below + figures + 2, margin);
    } else {
        draw_next(message, canvas, --below, margin);
    }
    if (*said) {
        canvas_text(canvas, last - 1, margin, canvas->columns - 2 * margin, STYLE_CHANGED, said);
    }
    int columns = canvas->columns - 2 * margin;
    draw_notes(
        notes, canvas,
        (Rect){ row, margin, below - row - 1, columns < MOST_COLUMNS ? columns : MOST_COLUMNS });
}
