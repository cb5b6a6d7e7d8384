/* arena.h -- memory that is freed as one: everything that one file brought. */
#ifndef PROFILE_ARENA_H
#define PROFILE_ARENA_H

#include <stddef.h>

typedef struct Arena Arena;

/* Running out of memory ends the program with a sentence; these do not return NULL. */
void *xmalloc(size_t size);
void *xrealloc(void *old, size_t size);

Arena *arena_open(void);
void arena_close(Arena *arena); /* NULL: nothing */

/* Zeroed, aligned for any type.  Borrowed until arena_close. */
void *arena_take(Arena *arena, size_t size);

/* A copy of `length` bytes with a 0 after them. */
char *arena_copy(Arena *arena, const char *text, size_t length);

#endif
