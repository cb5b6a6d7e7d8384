/* board.c -- the dashboard without a terminal. */
#include "tests/board.h"

#include "tests/suites.h"
#include "tui/snapshot.h"

#include <stdio.h>

App app;
Canvas canvas;

const Message message_example = { .tour = "The FAQ",
                                  .title = "How large?",
                                  .next = "How long?",
                                  .step = 3,
                                  .count = 12,
                                  .started = 77,
                                  .place = "on stage",
                                  .said = "x was 3",
                                  .notes = { "one", "two · ä" },
                                  .note_count = 2,
                                  .labels = { "Cost" },
                                  .values = { "$5.576 M" },
                                  .label_count = 1,
                                  .value_count = 1 };

void open_board(void)
{
    open_given();
    canvas_open(&canvas, 24, 80, CHARSET_FULL);
}

void close_board(void)
{
    canvas_close(&canvas);
    close_given();
}

void load_board(const char *name, Scenario *scenario)
{
    given_scenario(scenario, name);
    app_open(&app, &given_library, scenario, NULL);
}

void keys(const char *words)
{
    Error error = { .text = "" };
    must(play_keys(&app, &canvas, words, &error), &error);
}

char *canvas_words(const Canvas *from)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    canvas_print(from, out);
    fclose(out);
    return text;
}
