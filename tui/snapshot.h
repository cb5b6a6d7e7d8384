/* snapshot.h -- the screen as a file: text, ANSI, SVG or HTML.  Needs no terminal. */
#ifndef TUI_SNAPSHOT_H
#define TUI_SNAPSHOT_H

#include "tui/app.h"

/* Gives the keys to the App: "Right*3 Shift-Left text:mixtral Enter", separated by blanks. */
bool play_keys(App *app, Canvas *canvas, const char *keys, Error *error);

#endif
