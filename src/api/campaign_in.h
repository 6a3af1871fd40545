/* What a campaign takes: posts, pictures, history, earlier plans, outside wordings, whole campaigns as JSON. */
#ifndef KR_CAMPAIGN_IN_H
#define KR_CAMPAIGN_IN_H

#include "api/handles.h"

#include <jansson.h>

/* `path`: where it stands in JSON, "posts[1]"; NULL where it is given by a call. */
typedef struct kr_post_in {
    kr_str id, text, language;
    const char *path;
} kr_post_in;

typedef struct kr_picture_in {
    kr_str id;
    const char *path; /* NULL: the bytes are given */
    const void *bytes;
    size_t length;
    kr_str meta;
    const char *place; /* in JSON, as the path of a post */
} kr_picture_in;

int32_t kr_campaign_take_option(kr_job *job, koor_campaign *campaign, const char *key, kr_str value);
/* The policy is compiled when it is set, so that a bad pattern is told at once. */
int32_t kr_campaign_open_policy(kr_job *job, koor_campaign *campaign);
int32_t kr_campaign_take_post(kr_job *job, koor_campaign *campaign, const kr_post_in *post);
int32_t kr_campaign_take_picture(kr_job *job, koor_campaign *campaign, const kr_picture_in *picture);
int32_t kr_campaign_take_history(kr_job *job, koor_campaign *campaign, const char *path,
                                 kr_str text);
int32_t kr_campaign_take_previous(kr_job *job, koor_campaign *campaign, kr_str jsonl);
int32_t kr_campaign_take_json(kr_job *job, koor_campaign *campaign, kr_str json);
/* What marked-up posts refer to (markup_in.c): the text of #include "name", the value of %name%.
 * `path`: as that of a post. */
int32_t kr_campaign_take_fragment(kr_job *job, koor_campaign *campaign, const char *path,
                                  kr_str name, kr_str text);
int32_t kr_campaign_take_value(kr_job *job, koor_campaign *campaign, const char *path, kr_str name,
                               kr_str value);
/* Voice profiles by name, as JSON (markup_in.c has the rest of what is named): all of them or none. */
int32_t kr_campaign_take_voices(kr_job *job, koor_campaign *campaign, const char *path,
                                const json_t *profiles);
/* KOOR_E_LIMIT for a text beyond post.max_bytes; `what` names it, "post", `path` as above. */
int32_t kr_campaign_check_size(kr_job *job, const koor_campaign *campaign, const char *path,
                               const char *what, kr_str text);
/* Copies the text into the campaign; KOOR_E_NOMEM. */
int32_t kr_campaign_own(kr_job *job, koor_campaign *campaign, kr_str *text);
/* NFC and without white space around, copied into the campaign; KOOR_E_LIMIT, KOOR_E_NOMEM. */
int32_t kr_campaign_compose(kr_job *job, koor_campaign *campaign, const char *path, kr_str *text);
int32_t kr_alternative_read(kr_job *job, koor_campaign *campaign, const char *path, json_t *object,
                            kr_given_alternative *out);
int32_t kr_alternative_keep(kr_job *job, koor_campaign *campaign, const kr_given_alternative *given);
/* Those of a campaign's JSON (NULL: none), each judged (alternative.c): what is refused is not used, and told with
 * the plan. */
int32_t kr_campaign_take_alternatives(kr_job *job, koor_campaign *campaign, const json_t *list);

#endif
