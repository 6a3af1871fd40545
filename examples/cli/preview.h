/* preview.html: the page that shows a whole plan. The page is examples/preview/; data and pictures are
 * put into it, so that it opens from disk without any network. */
#ifndef CLI_PREVIEW_H
#define CLI_PREVIEW_H

#include "cli.h"

/* `folder` holds the pictures that the plan names: the first 12 MB are embedded, later ones stay links
 * beside the page. `describe`: the engine's own description, of which the page shows the networks. */
int cli_preview_write(const koor_plan *plan, const char *folder, const char *describe, FILE *file);

#endif
