/* event.h -- what can happen to the dashboard, whatever terminal it came from. */
#ifndef TUI_EVENT_H
#define TUI_EVENT_H

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    EVENT_NONE,
    EVENT_KEY,
    EVENT_MOUSE,
    EVENT_RESIZE, /* rows and columns hold the new size */
    EVENT_LEAVE,  /* a signal asks the program to end: number in key */
    EVENT_GONE,   /* the terminal is no longer there */
    EVENT_WAKE,   /* another file descriptor can be read */
    EVENT_FRAME,  /* a frame that was held back may go out */
    EVENT_ANSWER  /* the terminal answers a question: ANSWER_* in key; never leaves term_event */
} EventKind;

/* Keys beyond Unicode. */
enum {
    CODE_UP = 0x110000,
    CODE_DOWN,
    CODE_LEFT,
    CODE_RIGHT,
    CODE_HOME,
    CODE_END,
    CODE_PAGE_UP,
    CODE_PAGE_DOWN,
    CODE_INSERT,
    CODE_DELETE,
    CODE_BACKSPACE,
    CODE_ENTER,
    CODE_TAB,
    CODE_ESCAPE,
    CODE_F1,
    CODE_F12 = CODE_F1 + 11
};

enum { ANSWER_STATUS, ANSWER_SYNC, ANSWER_NO_SYNC };

enum { WITH_SHIFT = 1, WITH_ALT = 2, WITH_CTRL = 4 };

typedef enum { MOUSE_PRESS, MOUSE_DRAG, MOUSE_RELEASE, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN } MouseAct;

typedef struct {
    EventKind kind;
    uint32_t key;  /* EVENT_KEY: a code point or CODE_*; control letters as the letter WITH_CTRL */
    unsigned with; /* WITH_* */
    MouseAct act;  /* EVENT_MOUSE */
    int button;    /* 1: left */
    int row, column;   /* EVENT_MOUSE: the cell */
    int rows, columns; /* EVENT_RESIZE */
} Event;

#endif
