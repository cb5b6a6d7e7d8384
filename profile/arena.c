#include "profile/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 8192 };

typedef struct Block {
    struct Block *next;
    size_t used, size;
    alignas(max_align_t) char bytes[];
} Block;

struct Arena {
    Block *blocks; /* the first one has room */
};

void *xmalloc(size_t size)
{
    return xrealloc(NULL, size);
}

void *xrealloc(void *old, size_t size)
{
    void *memory = realloc(old, size > 0 ? size : 1);
    if (!memory) {
        fputs("flopdeck: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

Arena *arena_open(void)
{
    Arena *arena = xmalloc(sizeof *arena);
    arena->blocks = NULL;
    return arena;
}

void arena_close(Arena *arena)
{
    for (Block *block = arena ? arena->blocks : NULL; block;) {
        Block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

void *arena_take(Arena *arena, size_t size)
{
    const size_t grain = alignof(max_align_t);
    size = (size + grain - 1) / grain * grain;
    Block *block = arena->blocks;
    if (!block || block->size - block->used < size) {
        size_t room = size > BLOCK ? size : BLOCK;
        block = xmalloc(sizeof *block + room);
        *block = (Block){ .next = arena->blocks, .size = room };
        arena->blocks = block;
    }
    void *taken = block->bytes + block->used;
    block->used += size;
    return memset(taken, 0, size);
}

char *arena_copy(Arena *arena, const char *text, size_t length)
{
    char *copy = arena_take(arena, length + 1);
    memcpy(copy, text, length);
    return copy;
}
