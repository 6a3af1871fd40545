/* Files that appear whole or not at all: everything is written into a folder beside the target and
 * moved under its final name when all of it stands. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli.h"

typedef struct cli_output {
    char *target, *aside; /* folders */
    int replaces;         /* another plan stands in the target (retire.h) */
    size_t retired;       /* files of it that were removed */
} cli_output;

/* Makes the folder aside. CLI_FAILED with a message. */
int cli_output_open(cli_output *output, const char *target);
/* A file of the output, "calendar/p1.ics"; folders are made. NULL with a message. */
FILE *cli_output_file(cli_output *output, const char *name);
/* Closes a file and tells whether all of it was written (a full disk shows here). */
int cli_output_close(FILE *file, const char *name);
/* Where `status` is CLI_DONE and nobody asked to stop, removes what is left there of another plan
 * and moves all under the final names; removes what is left aside, and frees all but the number of
 * what was removed. Gives the status of all: CLI_FAILED with a message where moving failed or the
 * user stopped it. */
int cli_output_finish(cli_output *output, int status);

/* 1 where the user asked to stop (SIGINT, SIGTERM); cli_output_open installs the handler. */
int cli_interrupted(void);

enum { CLI_NAME_SIZE = 201 };

/* A name that cannot leave its folder: letters, digits, . - _ stay, others become %XX. What would be longer
 * than 200 bytes is cut to 180, and "~" and a sum of the whole name follow: file systems take 255 bytes. */
void cli_safe_name(char out[CLI_NAME_SIZE], const char *name);

#endif
