/* `koor ask`: what its parts share. A unit is one sentence of the post, as `koor suggest --format
 * jsonl` prints it; a model is asked for several wordings of it in one request. */
#ifndef ASK_H
#define ASK_H

#include "cli.h"

#include <jansson.h>

/* -- prompts (ask_prompt.c) -- */

/* The units of `--unit`: as they are ("sentence"), or those of a "paragraph" or of the whole "post" as one,
 * without what is locked. CLI_DONE, or CLI_USAGE with a message; *units is replaced. */
int ask_units_join(json_t **units, const char *by);

/* A unit with its facts as numbered placeholders, which the model cannot alter. */
typedef struct ask_unit {
    const json_t *unit;       /* borrowed */
    char *sentence;           /* with {{1}}, {{2}} ... in place of the facts */
    const char *open, *close; /* what stands around their numbers */
} ask_unit;
/* 0 where nothing but facts stands in the sentence, or it is locked. */
int ask_unit_make(ask_unit *out, const json_t *unit);
void ask_unit_free(ask_unit *unit);

/* The messages of the first request: a JSON array. `before` is the sentence before it, or "". */
json_t *ask_messages(const ask_unit *unit, const char *before, const char *voice, size_t count);
/* The second try: the answer and what was refused, with the reason of each. */
void ask_again(json_t *messages, const char *language, const char *answer, const json_t *refused,
               size_t count);

/* The wordings of an answer, facts put back; each refused one goes into `refused` as
 * {"text","reason"}. NULL with a reason where the answer is none: strict, because anything may come
 * back. */
json_t *ask_read(const ask_unit *unit, const char *answer, size_t most, json_t *refused,
                 const char **out_reason);

/* -- requests (ask_http.c) -- */

typedef struct ask_server {
    char *url;
    const char *name; /* of the model */
    char *key;        /* NULL: none; never printed, never stored */
    long timeout;     /* seconds, of one request */
    size_t requests, most_requests;
    int is_down;              /* nobody listened, in all attempts */
    char why[320], told[320]; /* the last attempt came to nothing; what was said of it */
    struct ask_connection *connection;
} ask_server;
/* CLI_DONE; CLI_USAGE or CLI_FAILED with a message. */
int ask_server_open(ask_server *server, const cli_flags *flags);
void ask_server_close(ask_server *server);
/* The content of the model's answer to the messages, freed by the caller. NULL with a message on
 * stderr after the last retry, unless it was said before; *out_over is 1 where the limit on
 * requests is reached. */
char *ask_server_post(ask_server *server, const json_t *messages, int *out_over);

/* -- the cache (ask_cache.c) -- */

/* What was answered to these messages before, or NULL. */
char *ask_cache_find(const char *folder, const ask_server *server, const json_t *messages);
void ask_cache_keep(const char *folder, const ask_server *server, const json_t *messages,
                    const char *answer);
/* The folder of --cache, else koor/ask in the user's cache; freed by the caller, NULL: no cache. */
char *ask_cache_folder(const cli_flags *flags);

#endif
