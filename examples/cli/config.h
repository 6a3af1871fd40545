/* The campaign file (docs/campaign.schema.json): one JSON with posts, people, pictures, options, and a key for each
 * flag (flags.c). What names files is read here, relative to the campaign file; the rest is handed to the
 * library as it is. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "cli.h"

struct cli_config {
    const char *path;
    char *text; /* of the file */
    size_t length;
    char *json;   /* what is left for koor_campaign_load_json */
    cli_text wordings; /* its alternatives as lines: judged with a verdict each, once the post is there */
    char **given; /* what stands in for flags */
    size_t given_count;
};

/* Reads the file that flags->config names, and gives the flags that are absent what it says; flags->campaign
 * points to *config then. CLI_FAILED with a message. */
int cli_config_read(cli_config *config, cli_flags *flags);
void cli_config_free(cli_config *config);

/* Into the campaign, an error with its place in the file. */
int cli_config_load(const cli_config *config, koor_campaign *campaign);

/* Tells something of one of its alternatives, with the place. */
void cli_config_tell_wording(const cli_config *config, size_t index, const char *message);

#endif
