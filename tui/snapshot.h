/* snapshot.h -- the screen as a file: text, ANSI, SVG or HTML.  Needs no terminal. */
#ifndef TUI_SNAPSHOT_H
#define TUI_SNAPSHOT_H

#include "tui/app.h"

typedef enum { SNAPSHOT_TEXT, SNAPSHOT_ANSI, SNAPSHOT_SVG, SNAPSHOT_HTML } SnapshotFormat;

/* By the ending: .txt .ans .svg .html; NULL and "-" are text. */
bool snapshot_format(const char *path, SnapshotFormat *format, Error *error);

/* theme: a number of themes[]. */
void snapshot_print(const Canvas *canvas, int theme, SnapshotFormat format, FILE *out);

/* Gives the keys to the App: "Right*3 Shift-Left text:mixtral Enter", separated by blanks. */
bool play_keys(App *app, Canvas *canvas, const char *keys, Error *error);

#endif
