/* The campaign: what the host gives, checked and kept. Thin: reading is in people_in.c and json_in.c,
 * all work in the pipeline. */
#include "api/campaign_in.h"
#include "api/handles.h"
#include "api/people_in.h"
#include "options/options.h"

#include <string.h>

static int32_t start(kr_job *job, koor_campaign *campaign) {
    if (kr_people_start(&campaign->people, &campaign->memory, &campaign->arena) < 0)
        return kr_nomem(job);
    int32_t status = kr_zones_start(job, &campaign->zones, &campaign->arena,
                                    campaign->settings.text[KR_OPT_SCHEDULE_ZONES]);
    return status < 0 ? status : kr_campaign_open_policy(job, campaign);
}

int32_t koor_campaign_new(koor_campaign **out, const koor_engine *engine, koor_error **out_error) {
    const kr_memory *memory = engine ? &engine->memory : &kr_memory_default;
    if (!out || !engine || !engine->ready)
        return kr_fail_at(memory, out_error, KOOR_E_ARGUMENT, __func__, -1,
                          "koor_campaign_new needs an engine that is ready");
    koor_campaign *campaign = kr_alloc_zero(memory, 1, sizeof *campaign);
    if (!campaign)
        return kr_fail_at(memory, out_error, KOOR_E_NOMEM, "", -1, "%s", "");
    campaign->engine = engine;
    campaign->memory = *memory;
    campaign->settings = engine->settings;
    kr_arena_start(&campaign->arena, &campaign->memory);
    kr_job job;
    kr_job_start(&job, &campaign->memory, out_error);
    int32_t status = start(&job, campaign);
    kr_job_end(&job);
    if (status < 0)
        koor_campaign_free(campaign);
    else
        *out = campaign;
    return status;
}

void koor_campaign_free(koor_campaign *campaign) {
    if (!campaign)
        return;
    kr_memory memory = campaign->memory;
    kr_policy_close(campaign->policy);
    kr_people_end(&campaign->people);
    kr_free(&memory, campaign->pictures);
    kr_free(&memory, campaign->posts);
    kr_free(&memory, campaign->alternatives);
    kr_free(&memory, campaign->refused);
    kr_free(&memory, campaign->edits);
    kr_free(&memory, campaign->history);
    kr_free(&memory, campaign->fragments);
    kr_free(&memory, campaign->values);
    kr_free(&memory, campaign->profiles);
    kr_arena_end(&campaign->arena);
    kr_free(&memory, campaign);
}

/* Runs one reading function as a job of its own. */
typedef int32_t (*reader)(kr_job *job, koor_campaign *campaign, const void *input);

static int32_t run(koor_campaign *campaign, reader read, const void *input, koor_error **out_error) {
    kr_job job;
    if (!campaign)
        return kr_fail_at(&kr_memory_default, out_error, KOOR_E_ARGUMENT, "campaign", -1,
                          "the campaign is NULL");
    kr_job_start(&job, &campaign->memory, out_error);
    int32_t status = read(&job, campaign, input);
    kr_job_end(&job);
    return status;
}

typedef struct option_input {
    const char *key;
    kr_str value;
} option_input;

static int32_t set_option(kr_job *job, koor_campaign *campaign, const void *input) {
    const option_input *in = input;
    if (!in->key)
        return kr_bad_argument(job, "the key is NULL");
    return kr_campaign_take_option(job, campaign, in->key, in->value);
}

int32_t koor_campaign_set(koor_campaign *campaign, const char *key, const char *value, size_t length,
                          koor_error **out_error) {
    return run(campaign, set_option, &(option_input){key, kr_given(value, length)}, out_error);
}

static int32_t read_post(kr_job *job, koor_campaign *campaign, const void *input) {
    return kr_campaign_take_post(job, campaign, input);
}

int32_t koor_campaign_add_post(koor_campaign *campaign, const char *id, const char *text,
                               size_t length, const char *language, koor_error **out_error) {
    const kr_post_in post = {kr_given(id, SIZE_MAX), kr_given(text, length),
                             kr_given(language, SIZE_MAX), NULL};
    return run(campaign, read_post, &post, out_error);
}

static int32_t read_person(kr_job *job, koor_campaign *campaign, const void *input) {
    return kr_people_add(job, campaign, "person", *(const kr_str *)input);
}

int32_t koor_campaign_add_person(koor_campaign *campaign, const char *json, size_t length,
                                 koor_error **out_error) {
    const kr_str text = kr_given(json, length);
    return run(campaign, read_person, &text, out_error);
}

static int32_t read_people(kr_job *job, koor_campaign *campaign, const void *input) {
    return kr_people_add_lines(job, campaign, *(const kr_str *)input);
}

int32_t koor_campaign_add_people(koor_campaign *campaign, const char *jsonl, size_t length,
                                 koor_error **out_error) {
    const kr_str text = kr_given(jsonl, length);
    return run(campaign, read_people, &text, out_error);
}

static int32_t read_history(kr_job *job, koor_campaign *campaign, const void *input) {
    return kr_campaign_take_history(job, campaign, "history", *(const kr_str *)input);
}

int32_t koor_campaign_add_history(koor_campaign *campaign, const char *text, size_t length,
                                  koor_error **out_error) {
    const kr_str piece = kr_given(text, length);
    return run(campaign, read_history, &piece, out_error);
}

static int32_t read_previous(kr_job *job, koor_campaign *campaign, const void *input) {
    return kr_campaign_take_previous(job, campaign, *(const kr_str *)input);
}

int32_t koor_campaign_set_previous(koor_campaign *campaign, const char *jsonl, size_t length,
                                   koor_error **out_error) {
    const kr_str text = kr_given(jsonl, length);
    return run(campaign, read_previous, &text, out_error);
}

static int32_t read_campaign(kr_job *job, koor_campaign *campaign, const void *input) {
    return kr_campaign_take_json(job, campaign, *(const kr_str *)input);
}

int32_t koor_campaign_load_json(koor_campaign *campaign, const char *json, size_t length,
                                koor_error **out_error) {
    const kr_str text = kr_given(json, length);
    return run(campaign, read_campaign, &text, out_error);
}

static int32_t read_picture(kr_job *job, koor_campaign *campaign, const void *input) {
    return kr_campaign_take_picture(job, campaign, input);
}

int32_t koor_campaign_add_image(koor_campaign *campaign, const char *id, const void *bytes,
                                size_t length, const char *meta_json, size_t meta_length,
                                koor_error **out_error) {
    const kr_picture_in picture = {.id = kr_given(id, SIZE_MAX),
                                   .bytes = bytes,
                                   .length = length,
                                   .meta = kr_given(meta_json, meta_length)};
    return run(campaign, read_picture, &picture, out_error);
}

int32_t koor_campaign_add_image_file(koor_campaign *campaign, const char *id, const char *path,
                                     const char *meta_json, size_t meta_length,
                                     koor_error **out_error) {
    const kr_picture_in picture = {.id = kr_given(id, SIZE_MAX),
                                   .path = path ? path : "",
                                   .meta = kr_given(meta_json, meta_length)};
    return run(campaign, read_picture, &picture, out_error);
}
