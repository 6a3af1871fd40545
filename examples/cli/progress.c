/* The progress line: see progress.h. */
#include "progress.h"
#include "output.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE = 100, SETTLED = 1000 }; /* milliseconds: between two lines, and before a rate is told */

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void cli_progress_start(cli_progress *progress, int quiet) {
    *progress = (cli_progress){.shown = isatty(STDERR_FILENO) && !quiet};
}

/* "3 s", "4 min" */
static void tell_time(int64_t seconds) {
    if (seconds < 100)
        fprintf(stderr, ", %lld s left", (long long)seconds);
    else
        fprintf(stderr, ", %lld min left", (long long)(seconds + 30) / 60);
}

int32_t cli_progress_tell(const char *stage, uint64_t done, uint64_t total, void *user) {
    cli_progress *p = user;
    if (!p->shown)
        return cli_interrupted();
    int64_t now = now_ms();
    if (!p->stage || strcmp(p->stage, stage) != 0) {
        p->stage = stage;
        p->since = p->told = now; /* what is over at once is not told */
    }
    if (now - p->told < PAUSE)
        return cli_interrupted();
    p->told = now;
    int64_t spent = now - p->since;
    fprintf(stderr, "\r\033[K%s: %llu of %llu", stage, (unsigned long long)done,
            (unsigned long long)total);
    if (spent >= SETTLED && done > 0 && done <= total) {
        fprintf(stderr, ", %llu a second", (unsigned long long)(done * 1000 / (uint64_t)spent));
        tell_time((int64_t)((total - done) * (uint64_t)spent / done / 1000));
    }
    return cli_interrupted();
}

void cli_progress_end(const cli_progress *progress) {
    if (progress->shown)
        fputs("\r\033[K", stderr);
}
