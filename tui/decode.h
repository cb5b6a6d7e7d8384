/* decode.h -- bytes of a terminal as events: UTF-8, the CSI and SS3 keys of xterm, rxvt and the
 * Linux console with their modifiers, and the SGR mouse.  Pure: no terminal. */
#ifndef TUI_DECODE_H
#define TUI_DECODE_H

#include "tui/event.h"

#include <stddef.h>

/* Reads one event from the front of the bytes.  Returns how many bytes it took; 0: the sequence is
 * not complete.  last: nothing more will come, so that a lone ESC is the Escape key.  Bytes that
 * mean nothing are taken as EVENT_NONE. */
size_t decode(const unsigned char *bytes, size_t length, bool last, Event *event);

/* The code point of a key that writes; 0: it does not. */
uint32_t event_letter(const Event *event);

/* Its UTF-8; returns the bytes. */
int encode_letter(uint32_t letter, char *out);

#endif
