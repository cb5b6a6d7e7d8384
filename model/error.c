#include "model/error.h"

#include <stdarg.h>
#include <stdio.h>

static void write_error(Error *error, bool system, const char *format, va_list arguments)
{
    if (error) {
        Error written = { .system = system }; /* an argument may be the error's own text */
        vsnprintf(written.text, sizeof written.text, format, arguments);
        *error = written;
    }
}

bool fail(Error *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_error(error, false, format, arguments);
    va_end(arguments);
    return false;
}

bool fail_system(Error *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_error(error, true, format, arguments);
    va_end(arguments);
    return false;
}
