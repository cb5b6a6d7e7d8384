/* fuzz_message.c -- whatever comes over a tour's socket: nothing but whole messages is taken, and what
 * is taken comes back from what it writes. */
#include "tui/message.h"

#include <stdint.h>
#include <stdlib.h>

static void take(void *user, const Message *message)
{
    static char bytes[MOST_MESSAGE];
    Message back;
    size_t length = message_write(message, bytes, sizeof bytes);
    (void)user;
    if (length > 0) { /* less its last line */
        bytes[length - 2] = '\0';
        if (!message_read(bytes, &back)) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Inbox inbox;
    inbox.length = 0;
    inbox.skips = false;
    for (size_t i = 0; i < size;) { /* in pieces, as a socket has it */
        size_t piece = data[i] % 97 + 1u;
        piece = piece < size - i ? piece : size - i;
        inbox_add(&inbox, (const char *)data + i, piece, take, NULL);
        i += piece;
    }
    return 0;
}
