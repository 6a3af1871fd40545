/* What an earlier plan left in the folder that another plan is written to. A mailing script over
 * calendar/ or kits/ would send what stands there of people who have withdrawn, or the old text at
 * the old moment, and report.json would certify another plan. So the files of the plan before go,
 * by the names that koor gives (docs/files.md) and only where plan.meta.json tells that a plan
 * stands there; all others are the user's own and stay. */
#ifndef CLI_RETIRE_H
#define CLI_RETIRE_H

#include "output.h"

/* Once all of a plan stands aside: whether the target holds another one, in output->replaces.
 * CLI_FAILED, with a message, where its plan.jsonl would stay beside files of the new plan: it is
 * what --previous reads, and is not thrown away. */
int cli_retire_look(cli_output *output, const koor_plan *plan, const cli_flags *flags);

/* Removes from the target what the plan before has and the files aside do not; gives how many
 * files. Links are not followed. */
size_t cli_retire(const cli_output *output);

#endif
