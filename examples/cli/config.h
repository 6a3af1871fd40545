/* The campaign file: one JSON with posts, people, pictures and options. What names files is read here,
 * relative to the campaign file; the rest is handed to the library as it is. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "cli.h"

typedef struct cli_config {
    char *people, *images; /* paths, NULL where the file names none */
    char *json;            /* what is left for koor_campaign_load_json */
} cli_config;

/* CLI_FAILED with a message. */
int cli_config_read(cli_config *config, const char *path);
void cli_config_free(cli_config *config);

#endif
