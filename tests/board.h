/* board.h -- the dashboard without a terminal: keys in, text out. */
#ifndef TESTS_BOARD_H
#define TESTS_BOARD_H

#include "tests/given.h"
#include "tui/app.h"
#include "tui/message.h"

extern App app; /* large: the undo ring is in it */
extern Canvas canvas;

/* A step of a tour, as followers are told of it. */
extern const Message message_example;

/* The given library and a canvas of 80x24: as fixtures. */
void open_board(void);
void close_board(void);

/* Opens the App on a scenario of the given library. */
void load_board(const char *name, Scenario *scenario);

/* Presses keys, named as in a script. */
void keys(const char *words);

/* What the canvas holds.  free() it. */
char *canvas_words(const Canvas *from);

#endif
