/* play.h -- the program itself at a terminal: started, played, looked at.  What fails ends the test
 * with what the screen shows. */
#ifndef TESTS_PLAY_H
#define TESTS_PLAY_H

#include "tests/pty.h"
#include "tests/suites.h"

/* Milliseconds for anything; and a frame is written once by ncurses, into memory, and once to the
 * terminal. */
enum { LIMIT = SANITIZED ? 20000 : 5000, WRITES = 2 };

#define RIGHT "\033[C"
#define LEFT  "\033[D"
#define UP    "\033[A"
#define DOWN  "\033[B"

/* Types of terminals on which it runs. */
typedef struct {
    const char *name;
    int margin; /* columns that it needs besides */
} TerminalType;
enum { TYPES = 9 };
extern const TerminalType types[TYPES];

/* NAME=VALUE of a folder for what the program keeps, NULL last.  Borrowed until the next call. */
const char *const *play_environment(const char *setting);

/* Starts it with words, NULL last, and one more NAME=VALUE; each may be NULL. */
Pty *start_words(PtyOptions options, const char *const *words, const char *setting);
Pty *start_with(PtyOptions options, const char *word, const char *setting);
#define START_WORDS(...)                                                                           \
    start_words((PtyOptions){ 0 }, (const char *const[]){ __VA_ARGS__, NULL }, NULL)

/* Starts it at 80x24 and waits for its first frame. */
Pty *start(const char *word);

void expect(Pty *pty, const char *text);

/* Until it rests, and what it wrote is on the screen. */
void idle(Pty *pty);

/* Sends keys, and waits until it rests. */
void press(Pty *pty, const char *bytes);

/* The terminal is as it was before the program. */
void expect_clean(Pty *pty);

/* It ends well, and leaves the terminal as it was.  Frees. */
void expect_end(Pty *pty);
void quit(Pty *pty);

/* The screen is the golden one; the message is the first row that is not. */
void expect_golden(Pty *pty, const char *path);

/* The screen is these cells; what names them. */
void expect_cells(Pty *pty, const VtCell *wanted, const char *what);

/* The row of the screen that shows the text. */
int row_of(Pty *pty, const char *text);

/* Waits, with the program's output taken meanwhile. */
void pass_time(Pty *pty, int milliseconds);

#endif
