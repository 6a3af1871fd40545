/* preview.html: the page that shows a whole plan. The page is examples/preview/; data and pictures are
 * put into it, so that it opens from disk without any network. */
#ifndef CLI_PREVIEW_H
#define CLI_PREVIEW_H

#include "cli.h"

typedef struct cli_preview cli_preview;

cli_preview *cli_preview_new(void);
void cli_preview_free(cli_preview *preview);
/* Takes a rendered picture; the first 12 MB are embedded, later ones stay links beside the page. */
void cli_preview_picture(cli_preview *preview, const char *name, const void *bytes, size_t length);
/* `posts`: the base posts as a JSON array of {"id","language","text"}; `describe`: the engine's own
 * description, of which the page shows the networks. */
int cli_preview_write(const cli_preview *preview, const koor_plan *plan, const char *posts,
                      const char *describe, FILE *file);

#endif
