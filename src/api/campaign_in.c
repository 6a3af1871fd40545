/* What a campaign takes: see campaign_in.h. Everything is copied into the campaign's arena, so that the
 * host may free its own at once. */
#include "api/campaign_in.h"

#include "api/json_in.h"
#include "api/people_in.h"
#include "base/json_scan.h"
#include "image/image.h"
#include "options/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int32_t kr_campaign_own(kr_job *job, koor_campaign *campaign, kr_str *text) {
    const char *kept = kr_arena_string(&campaign->arena, text->at, text->length);
    if (!kept)
        return kr_nomem(job);
    text->at = kept;
    return KOOR_OK;
}

int32_t kr_campaign_check_size(kr_job *job, const koor_campaign *campaign, const char *path,
                               const char *what, kr_str text) {
    int64_t most = campaign->settings.number[KR_OPT_POST_MAX_BYTES];
    if ((int64_t)text.length <= most)
        return KOOR_OK;
    return kr_fail(job, KOOR_E_LIMIT, path ? path : "post.max_bytes", -1,
                   "the %s has %zu bytes and may have %lld: shorten it, or raise post.max_bytes",
                   what, text.length, (long long)most);
}

/* -- posts ---------------------------------------------------------------------------------------- */

enum { PATH_SIZE = 96 };

/* Where a member stands in JSON, "posts[1].text", or what a call is told. */
static const char *path_of(char out[PATH_SIZE], const char *object, const char *key,
                           const char *of_call) {
    if (!object)
        return of_call;
    snprintf(out, PATH_SIZE, "%s.%s", object, key);
    return out;
}

static int32_t check_language(kr_job *job, const char *path, kr_str language) {
    size_t letters = 0;
    while (letters < language.length && language.at[letters] >= 'a' && language.at[letters] <= 'z')
        letters++;
    if (language.length == 0 || (letters == language.length && (letters == 2 || letters == 3)))
        return KOOR_OK;
    return kr_fail(job, KOOR_E_LANGUAGE, path, -1,
                   "\"%.*s\" is no language code: use nl, en and the like, or leave it empty",
                   KR_SHOWN(language, 40));
}

static int32_t check_post_id(kr_job *job, const koor_campaign *campaign, const kr_post_in *post) {
    char room[PATH_SIZE];
    const char *path = path_of(room, post->path, "id", "id");
    if (!post->id.length)
        return kr_fail(job, KOOR_E_ARGUMENT, path, -1, "a post needs an id");
    int32_t status = kr_check_text(job, post->id, path, "post's id");
    if (status < 0)
        return status;
    for (size_t i = 0; i < campaign->post_count; i++)
        if (kr_str_equal(campaign->posts[i].id, post->id) &&
            kr_str_is(post->language, campaign->posts[i].language))
            return kr_fail(job, KOOR_E_DUPLICATE, path, -1,
                           "post \"%.*s\" is there already in this language",
                           KR_SHOWN(post->id, 60));
    return KOOR_OK;
}

static int32_t check_post_text(kr_job *job, const koor_campaign *campaign, const kr_post_in *post) {
    char room[PATH_SIZE];
    const char *path = path_of(room, post->path, "text", "post");
    size_t blank = 0;
    int32_t status = kr_check_text(job, post->text, path, "post");
    if (status < 0)
        return status;
    while (blank < post->text.length && strchr(" \t\r\n", post->text.at[blank]))
        blank++;
    if (blank == post->text.length)
        return kr_fail(job, KOOR_E_EMPTY, path, 0, "the post is empty");
    return kr_campaign_check_size(job, campaign, post->path ? path : NULL, "post", post->text);
}

static int32_t check_post(kr_job *job, const koor_campaign *campaign, const kr_post_in *post) {
    char room[PATH_SIZE];
    int32_t status = check_post_id(job, campaign, post);
    if (status == KOOR_OK)
        status = check_post_text(job, campaign, post);
    return status < 0 ? status
                      : check_language(job, path_of(room, post->path, "language", "language"),
                                       post->language);
}

int32_t kr_campaign_take_post(kr_job *job, koor_campaign *campaign, const kr_post_in *post) {
    kr_given_post given = {.id = post->id, .text = post->text};
    int32_t status = check_post(job, campaign, post);
    while (given.text.length && strchr(" \t\r\n", given.text.at[given.text.length - 1]))
        given.text.length--; /* the end of the file is no part of the post */
    if (status == KOOR_OK)
        status = kr_campaign_own(job, campaign, &given.id);
    if (status == KOOR_OK)
        status = kr_campaign_own(job, campaign, &given.text);
    if (status < 0)
        return status;
    memcpy(given.language, post->language.at, post->language.length);
    if (kr_grow(&campaign->memory, (void **)&campaign->posts, &campaign->post_capacity,
                campaign->post_count, sizeof *campaign->posts) < 0)
        return kr_nomem(job);
    campaign->posts[campaign->post_count++] = given;
    return KOOR_OK;
}

/* -- pictures, history, earlier plans ------------------------------------------------------------- */

int32_t kr_campaign_take_picture(kr_job *job, koor_campaign *campaign, const kr_picture_in *given) {
    const kr_image_input input = {.id = given->id,
                                  .path = kr_str_of(given->path),
                                  .bytes = given->bytes,
                                  .length = given->length,
                                  .sidecar = given->meta};
    char room[PATH_SIZE];
    const char *path = path_of(room, given->place, "id", "id");
    int32_t status = kr_check_text(job, given->id, path, "picture's id");
    if (status < 0)
        return status;
    if (!given->id.length)
        return kr_fail(job, KOOR_E_ARGUMENT, path, -1, "a picture needs an id");
    if (given->path && !*given->path)
        return kr_fail(job, KOOR_E_ARGUMENT, "path", -1, "a picture needs the path of its file");
    for (size_t i = 0; i < campaign->picture_count; i++)
        if (kr_str_equal(campaign->pictures[i]->id, given->id))
            return kr_fail(job, KOOR_E_DUPLICATE, path, -1, "picture \"%.*s\" is there already",
                           KR_SHOWN(given->id, 60));
    if (kr_grow(&campaign->memory, (void **)&campaign->pictures, &campaign->picture_capacity,
                campaign->picture_count, sizeof(kr_picture *)) < 0)
        return kr_nomem(job);
    kr_picture *picture;
    status = kr_image_probe(job, &campaign->arena, &campaign->settings, &input, &picture);
    if (status == KOOR_OK)
        campaign->pictures[campaign->picture_count++] = picture;
    return status;
}

int32_t kr_campaign_take_history(kr_job *job, koor_campaign *campaign, const char *path,
                                 kr_str text) {
    int32_t status = kr_check_text(job, text, path, "text of before");
    if (status < 0)
        return status;
    if (kr_grow(&campaign->memory, (void **)&campaign->history, &campaign->history_capacity,
                campaign->history_count, sizeof *campaign->history) < 0)
        return kr_nomem(job);
    status = kr_campaign_own(job, campaign, &text);
    if (status == KOOR_OK)
        campaign->history[campaign->history_count++] = text;
    return status;
}

/* Kept as it is: its items are read when the plan is made, by the census. Each line is checked now. */
int32_t kr_campaign_take_previous(kr_job *job, koor_campaign *campaign, kr_str jsonl) {
    char path[48];
    size_t line = 0;
    for (size_t at = 0; at < jsonl.length;) {
        const char *end = memchr(jsonl.at + at, '\n', jsonl.length - at);
        size_t length = end ? (size_t)(end - jsonl.at) - at : jsonl.length - at;
        json_t *object;
        line++;
        if (length && !kr_json_scan((kr_str){jsonl.at + at, length}, NULL, 0)) {
            snprintf(path, sizeof path, "previous line %zu", line);
            int32_t status = kr_json_object(job, path, (kr_str){jsonl.at + at, length}, &object);
            if (status < 0)
                return status;
            json_decref(object);
        }
        at += length + 1;
    }
    int32_t status = kr_campaign_own(job, campaign, &jsonl);
    if (status == KOOR_OK)
        campaign->previous = jsonl;
    return status;
}

/* -- a whole campaign ------------------------------------------------------------------------------ */

static const char *const CAMPAIGN_KEYS[] = {
    "options", "posts", "people", "images", "alternatives", "history", "fragments", "values", "voices",
    "count", NULL,
};

/* A list of strings as the option's text has it: "MO|TU". -1 where it is none. */
static int write_list(kr_buffer *out, const json_t *list) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *part = json_string_value(json_array_get(list, i));
        if (!part || strchr(part, '|'))
            return -1;
        kr_buffer_text(out, i ? "|" : "");
        kr_buffer_text(out, part);
    }
    return 0;
}

/* An option's value as its text. -1 where it is of no type that an option has. */
static int write_option(kr_buffer *out, const json_t *value) {
    double real = json_real_value(value);
    if (json_is_string(value))
        kr_buffer_text(out, json_string_value(value));
    else if (json_is_boolean(value))
        kr_buffer_text(out, json_is_true(value) ? "on" : "off");
    else if (json_is_integer(value))
        kr_buffer_int(out, json_integer_value(value));
    else if (json_is_real(value) && real >= 0 && real <= 1000000)
        kr_buffer_ppm(out, (int64_t)(real * 1000000 + 0.5));
    else
        return json_is_array(value) ? write_list(out, value) : -1;
    return 0;
}

int32_t kr_campaign_open_policy(kr_job *job, koor_campaign *campaign) {
    kr_policy *policy = NULL;
    kr_str json = kr_str_of(campaign->settings.text[KR_OPT_POLICY_DENY]);
    int32_t status = json.length ? kr_policy_open(job, &campaign->memory, json, "policy.deny", &policy)
                                 : KOOR_OK;
    if (status < 0)
        return status;
    kr_policy_close(campaign->policy);
    campaign->policy = policy;
    return KOOR_OK;
}

int32_t kr_campaign_take_option(kr_job *job, koor_campaign *campaign, const char *key, kr_str value) {
    int32_t status = kr_options_set(job, &campaign->arena, &campaign->settings, key, value);
    return status == KOOR_OK && strcmp(key, "policy.deny") == 0
               ? kr_campaign_open_policy(job, campaign)
               : status;
}

static int32_t take_option(kr_job *job, koor_campaign *campaign, const char *key,
                           const json_t *value) {
    kr_buffer text;
    kr_buffer_start(&text, job->memory);
    int32_t status = write_option(&text, value) < 0
                         ? kr_fail(job, KOOR_E_VALUE, key, -1,
                                   "options are strings, numbers, true and false, or lists of strings")
                         : KOOR_OK;
    if (status == KOOR_OK && text.failed)
        status = kr_nomem(job);
    if (status == KOOR_OK)
        status = kr_campaign_take_option(job, campaign, key,
                                         (kr_str){text.data ? text.data : "", text.length});
    kr_buffer_end(&text);
    return status;
}

typedef int32_t (*taker)(kr_job *job, koor_campaign *campaign, const char *path, json_t *object);

static int32_t take_post_object(kr_job *job, koor_campaign *campaign, const char *path,
                                json_t *object) {
    static const char *const keys[] = {"id", "text", "language", NULL};
    kr_post_in post = {{"post", 4}, {"", 0}, {"", 0}, path};
    int32_t status = kr_json_known(job, path, object, keys);
    if (status == KOOR_OK)
        status = kr_json_string(job, path, object, "id", &post.id);
    if (status == KOOR_OK)
        status = kr_json_string(job, path, object, "text", &post.text);
    if (status == KOOR_OK)
        status = kr_json_string(job, path, object, "language", &post.language);
    return status == KOOR_OK ? kr_campaign_take_post(job, campaign, &post) : status;
}

/* The rest of the object is the picture's own description, as a sidecar has it. */
static int32_t take_picture_object(kr_job *job, koor_campaign *campaign, const char *path,
                                   json_t *object) {
    kr_str file = {"", 0};
    kr_picture_in picture = {.id = {"", 0}, .place = path};
    int32_t status = kr_json_string(job, path, object, "id", &picture.id);
    if (status == KOOR_OK)
        status = kr_json_string(job, path, object, "path", &file);
    if (status == KOOR_OK && !file.length)
        status = kr_fail(job, KOOR_E_KEY, path, -1, "a picture needs a \"path\"");
    json_t *meta = status == KOOR_OK ? json_copy(object) : NULL;
    if (status == KOOR_OK && !meta)
        return kr_nomem(job);
    if (status < 0)
        return status;
    json_object_del(meta, "id");
    json_object_del(meta, "path");
    char *text = json_dumps(meta, JSON_COMPACT);
    json_decref(meta);
    if (!text)
        return kr_nomem(job);
    picture.path = file.at;
    picture.meta = kr_str_of(text);
    if (!picture.id.length)
        picture.id = file;
    status = kr_campaign_take_picture(job, campaign, &picture);
    free(text);
    return status;
}

static int32_t take_list(kr_job *job, koor_campaign *campaign, const json_t *root, const char *key,
                         taker take) {
    const json_t *list = json_object_get(root, key);
    char path[64];
    if (list && !json_is_array(list))
        return kr_fail(job, KOOR_E_VALUE, key, -1, "%s needs to be a list", key);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *object = json_array_get(list, i);
        snprintf(path, sizeof path, "%s[%zu]", key, i);
        if (!json_is_object(object))
            return kr_fail(job, KOOR_E_VALUE, path, -1, "an object is needed here");
        int32_t status = take(job, campaign, path, object);
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}

static int32_t take_options(kr_job *job, koor_campaign *campaign, const json_t *root) {
    json_t *options = json_object_get(root, "options"), *value;
    const char *key;
    if (options && !json_is_object(options))
        return kr_fail(job, KOOR_E_VALUE, "options", -1, "options need to be an object");
    json_object_foreach(options, key, value) {
        int32_t status = take_option(job, campaign, key, value);
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}

static int32_t take_texts(kr_job *job, koor_campaign *campaign, const json_t *root) {
    const json_t *list = json_object_get(root, "history");
    if (list && !json_is_array(list))
        return kr_fail(job, KOOR_E_VALUE, "history", -1, "history is a list of texts");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *text = json_array_get(list, i);
        char path[PATH_SIZE];
        snprintf(path, sizeof path, "history[%zu]", i);
        if (!json_is_string(text))
            return kr_fail(job, KOOR_E_VALUE, path, -1, "history is a list of texts");
        int32_t status =
            kr_campaign_take_history(job, campaign, path, kr_str_of(json_string_value(text)));
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}

typedef int32_t (*named_taker)(kr_job *job, koor_campaign *campaign, const char *path, kr_str name,
                               kr_str text);

/* {"name":"text"} under `key`. */
static int32_t take_named(kr_job *job, koor_campaign *campaign, const json_t *root, const char *key,
                          named_taker take) {
    json_t *object = json_object_get(root, key), *value;
    const char *name;
    if (object && !json_is_object(object))
        return kr_fail(job, KOOR_E_VALUE, key, -1, "%s need to be an object of texts by name", key);
    json_object_foreach(object, name, value) {
        char path[96];
        snprintf(path, sizeof path, "%s.%.*s", key, KR_SHOWN(kr_str_of(name), 60));
        if (!json_is_string(value))
            return kr_fail(job, KOOR_E_VALUE, path, -1, "a text is needed here");
        kr_str text = {json_string_value(value), json_string_length(value)};
        int32_t status = take(job, campaign, path, kr_str_of(name), text);
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}

int32_t kr_campaign_take_json(kr_job *job, koor_campaign *campaign, kr_str json) {
    json_t *root;
    int32_t status = kr_json_object(job, "campaign", json, &root);
    if (status < 0)
        return status;
    status = kr_json_known(job, "", root, CAMPAIGN_KEYS);
    if (status == KOOR_OK && json_object_get(root, "voices"))
        status = kr_campaign_take_voices(job, campaign, "voices", json_object_get(root, "voices"));
    if (status == KOOR_OK)
        status = take_options(job, campaign, root);
    if (status == KOOR_OK)
        status = take_named(job, campaign, root, "fragments", kr_campaign_take_fragment);
    if (status == KOOR_OK)
        status = take_named(job, campaign, root, "values", kr_campaign_take_value);
    if (status == KOOR_OK)
        status = take_list(job, campaign, root, "posts", take_post_object);
    if (status == KOOR_OK)
        status = take_list(job, campaign, root, "people", kr_people_take);
    if (status == KOOR_OK)
        status = take_list(job, campaign, root, "images", take_picture_object);
    if (status == KOOR_OK)
        status = kr_campaign_take_alternatives(job, campaign, json_object_get(root, "alternatives"));
    if (status == KOOR_OK)
        status = take_texts(job, campaign, root);
    json_decref(root);
    return status;
}
