/* What people are handed: a digest to paste into Slack or Teams, and for each person a folder with each
 * post as a text file and a picture. */
#ifndef CLI_HANDOUT_H
#define CLI_HANDOUT_H

#include "output.h"

/* digest.md. CLI_FAILED with a message, as the next. */
int cli_handout_digest(const koor_plan *plan, cli_output *output);
/* kits/PERSON/2026-12-02-0935-linkedin.txt, the picture beside it, and its alternative text. */
int cli_handout_kits(const koor_plan *plan, cli_output *output);

#endif
