/* Where in a JSON text a path such as "posts[1].language" leads. */
#ifndef CLI_LOCATE_H
#define CLI_LOCATE_H

#include <stddef.h>

/* 1 and the byte of the value; 0 where the path is not there. The text is valid JSON. Keys may hold dots
 * ("options.campaign.seed"); what is no path from the root is looked for among the options. */
int cli_locate(const char *text, const char *path, size_t *out);

#endif
