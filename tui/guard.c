#include "tui/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A sanitizer ends the program without a signal: its report must not be kept. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KEEP_ERRORS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KEEP_ERRORS 0
#endif
#endif
#ifndef KEEP_ERRORS
#define KEEP_ERRORS 1
#endif

static const int fatal_signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS };

/* In the order in which they are taken. */
static const int noted_signals[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH };
enum {
    FATAL = sizeof fatal_signals / sizeof *fatal_signals,
    NOTED = sizeof noted_signals / sizeof *noted_signals,
    ENDING = 4, /* the first of noted_signals */
    STRING = 512,
    STACK = 65536
};

static struct {
    volatile sig_atomic_t open;
    struct termios before;
    struct sigaction former_fatal[FATAL], former_noted[NOTED];
    stack_t former_stack;
    volatile sig_atomic_t noted[NOTED];
    int wake[2];   /* a byte for each signal noted */
    int errors[2]; /* what was written to standard error; -1: not kept */
    int standard_error;
    char string[2][STRING];        /* one in use while the other is written */
    volatile sig_atomic_t current; /* which; -1: the terminal is not ours */
} guard = { .current = -1, .wake = { -1, -1 }, .errors = { -1, -1 } };

static unsigned char stack[STACK];

/* -- in handlers: async-signal-safe calls only ----------------------------------------------------- */

static void write_all(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t wrote = write(fd, bytes, count);
        if (wrote <= 0 && errno != EINTR) {
            return; /* the terminal is gone; trying again would be for ever */
        }
        if (wrote > 0) {
            bytes += wrote;
            count -= (size_t)wrote;
        }
    }
}

static void release_errors(void)
{
    char bytes[1024];
    if (guard.errors[0] < 0) {
        return;
    }
    dup2(guard.standard_error, STDERR_FILENO);
    for (ssize_t count; (count = read(guard.errors[0], bytes, sizeof bytes)) > 0;) {
        write_all(STDERR_FILENO, bytes, (size_t)count);
    }
}

static void restore(void)
{
    int which = guard.current;
    guard.current = -1;
    if (which >= 0) {
        write_all(STDOUT_FILENO, guard.string[which], strlen(guard.string[which]));
        tcsetattr(STDIN_FILENO, TCSANOW, &guard.before);
    }
    release_errors();
}

static void on_fatal(int number, siginfo_t *info, void *context)
{
    int error = errno;
    (void)context;
    restore();
    for (int i = 0; i < FATAL; i++) {
        if (fatal_signals[i] == number) {
            sigaction(number, &guard.former_fatal[i], NULL);
        }
    }
    /* A fault happens again when its instruction does, with all that a debugger or a sanitizer
     * wants to know; what was sent has to be sent again. */
    if (info->si_code <= 0 || number == SIGTRAP || number == SIGSYS) {
        raise(number);
    }
    errno = error;
}

static void on_noted(int number)
{
    int error = errno;
    for (int i = 0; i < NOTED; i++) {
        if (noted_signals[i] != number) {
            continue;
        }
        if (i < ENDING && guard.noted[i]) {
            restore();
            signal(number, SIG_DFL);
            raise(number);
        }
        guard.noted[i] = 1;
        write_all(guard.wake[1], "", 1);
    }
    errno = error;
}

/* -- opening and closing ------------------------------------------------------------------------- */

static void at_exit(void)
{
    if (guard.open) {
        restore();
    }
}

static bool quiet_pipe(int ends[2])
{
    if (pipe(ends) != 0) {
        ends[0] = ends[1] = -1;
        return false;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

static void close_pipe(int ends[2])
{
    for (int i = 0; i < 2; i++) {
        if (ends[i] >= 0) {
            close(ends[i]);
        }
        ends[i] = -1;
    }
}

/* Standard error goes on to a file or a pipe if that is where it goes. */
static void keep_errors(void)
{
    if (!KEEP_ERRORS || !isatty(STDERR_FILENO)) {
        return;
    }
    guard.standard_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (guard.standard_error < 0) {
        return;
    }
    if (quiet_pipe(guard.errors)) {
        dup2(guard.errors[1], STDERR_FILENO);
    } else {
        close(guard.standard_error);
    }
}

bool guard_open(Error *error)
{
    static bool at_exit_set;
    if (tcgetattr(STDIN_FILENO, &guard.before) != 0) {
        return fail(error, "the terminal's settings cannot be read: %s", strerror(errno));
    }
    if (!quiet_pipe(guard.wake)) {
        return fail(error, "no pipe for signals: %s", strerror(errno));
    }
    if (!at_exit_set) {
        at_exit_set = atexit(at_exit) == 0;
    }
    guard.current = -1;
    keep_errors();
    stack_t own = { .ss_sp = stack, .ss_size = sizeof stack };
    sigaltstack(&own, &guard.former_stack);
    struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };
    action.sa_sigaction = on_fatal;
    sigfillset(&action.sa_mask);
    for (int i = 0; i < FATAL; i++) {
        sigaction(fatal_signals[i], &action, &guard.former_fatal[i]);
    }
    action.sa_flags = SA_ONSTACK | SA_RESTART; /* poll is interrupted all the same */
    action.sa_handler = on_noted;
    for (int i = 0; i < NOTED; i++) {
        guard.noted[i] = 0;
        sigaction(noted_signals[i], &action, &guard.former_noted[i]);
        /* nohup, and a shell without job control, mean what they set. */
        if (i < ENDING + 1 && guard.former_noted[i].sa_handler == SIG_IGN) {
            sigaction(noted_signals[i], &guard.former_noted[i], NULL);
        }
    }
    guard.open = 1;
    return true;
}

void guard_close(void)
{
    if (!guard.open) {
        return;
    }
    guard.open = 0;
    guard.current = -1;
    for (int i = 0; i < FATAL; i++) {
        sigaction(fatal_signals[i], &guard.former_fatal[i], NULL);
    }
    for (int i = 0; i < NOTED; i++) {
        sigaction(noted_signals[i], &guard.former_noted[i], NULL);
    }
    sigaltstack(&guard.former_stack, NULL);
    if (guard.errors[0] >= 0) {
        release_errors();
        close(guard.standard_error);
        close_pipe(guard.errors);
    }
    close_pipe(guard.wake);
}

void guard_string(const char *text)
{
    if (!text || strlen(text) >= STRING) {
        guard.current = -1;
        return;
    }
    int next = guard.current == 0 ? 1 : 0;
    strcpy(guard.string[next], text);
    guard.current = next;
}

int guard_fd(void)
{
    return guard.wake[0];
}

int guard_take(void)
{
    char bytes[64];
    while (read(guard.wake[0], bytes, sizeof bytes) > 0) {
    }
    for (int i = 0; i < NOTED; i++) {
        if (guard.noted[i]) {
            guard.noted[i] = 0;
            return noted_signals[i];
        }
    }
    return 0;
}

void guard_stop(void)
{
    struct sigaction own, action = { .sa_handler = SIG_DFL };
    sigemptyset(&action.sa_mask);
    sigaction(SIGTSTP, &action, &own);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &own, NULL);
    for (int i = 0; i < NOTED; i++) {
        if (noted_signals[i] == SIGCONT || noted_signals[i] == SIGTSTP) {
            guard.noted[i] = 0;
        }
    }
}

void guard_settings(void)
{
    tcsetattr(STDIN_FILENO, TCSANOW, &guard.before);
}
