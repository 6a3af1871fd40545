/* The files of a plan, for the commands that make one: `koor plan` and `koor merge`. */
#ifndef CLI_WRITE_H
#define CLI_WRITE_H

#include "cli.h"
#include "output.h"
#include "progress.h"

#include <jansson.h>

typedef struct cli_writing {
    const cli_flags *flags;
    const koor_engine *engine;
    const koor_plan *plan;
    cli_output *output;
    cli_progress *progress;
    int renders;                /* pictures are rendered here, */
    const char *const *folders; /* or copied from these plans */
    size_t folder_count;
    int failed; /* a callback could not write */
} cli_writing;

/* CLI_USAGE with a message where --write names what is not known. */
int cli_write_check(const cli_flags *flags);
int cli_writes(const cli_flags *flags, const char *what);

/* All that --write names, into the output. CLI_FAILED with a message. */
int cli_write_plan(cli_writing *writing);

/* On stderr what the report warns of, on stdout a line for people, or with --json one for programs. */
void cli_write_summary(const cli_writing *writing, const char *out);

/* An item as JSON; freed by the caller with json_decref. */
json_t *cli_item(const koor_plan *plan, size_t index);

#endif
