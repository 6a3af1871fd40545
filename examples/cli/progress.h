/* The progress line of long work: on a terminal, with rate and remaining time; nothing when piped. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

typedef struct cli_progress {
    int shown;
    const char *stage; /* of the line, and since when in milliseconds */
    int64_t since, told;
} cli_progress;

void cli_progress_start(cli_progress *progress, int quiet);
/* For the library's callbacks, `user` is the cli_progress: anything but 0 where the user asked to stop. */
int32_t cli_progress_tell(const char *stage, uint64_t done, uint64_t total, void *user);
void cli_progress_end(const cli_progress *progress);

#endif
