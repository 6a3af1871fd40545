/* Alternatives files as CSV: see wordings_csv.c. */
#ifndef WORDINGS_CSV_H
#define WORDINGS_CSV_H

#include "cli.h"

#include <jansson.h>

/* The rows as JSON Lines, the row of names as an empty line; freed by the caller. NULL with a
 * message. */
char *cli_wordings_from_csv(const char *path, const char *bytes, size_t length, size_t *out_length);
void cli_wordings_to_csv(const char *jsonl, FILE *out);

#endif
