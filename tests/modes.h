/* modes.h -- how a program has set a terminal, from the bytes that it wrote. */
#ifndef TESTS_MODES_H
#define TESTS_MODES_H

#include <stddef.h>

/* Names the modes that are not as a terminal has them when it starts, ", " between; "": none. */
void modes_left(const char *bytes, size_t count, char *text, size_t size);

#endif
