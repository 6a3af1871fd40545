/* Voice profiles: {"manager":{"person":"team","address":"u"}}. Each key and value is checked against the
 * option registry when it is read, so that a misspelt one is told with its place and not by a text. */
#include "api/campaign_in.h"
#include "api/json_in.h"
#include "options/options.h"

#include <stdio.h>
#include <string.h>

/* The feature as an option, tried on settings that are thrown away. */
static int32_t check_feature(kr_job *job, const koor_campaign *campaign, const char *path,
                             const char *key, const json_t *value) {
    kr_settings trial = campaign->settings;
    char option[80];
    koor_error **error = job->error, *inner = NULL;
    snprintf(option, sizeof option, "voice.%.*s", KR_SHOWN(kr_str_of(key), 60));
    if (!json_is_string(value))
        return kr_fail(job, KOOR_E_VALUE, path, -1, "a word is needed here, such as \"we\"");
    if (strcmp(key, "profile") == 0)
        return kr_fail(job, KOOR_E_KEY, path, -1, "a profile cannot name another one");
    kr_str text = {json_string_value(value), json_string_length(value)};
    if (text.length && memchr(text.at, ',', text.length))
        return kr_fail(job, KOOR_E_VALUE, path, -1, "a comma has no place here");
    job->error = &inner;
    int32_t status = kr_options_set(job, &job->arena, &trial, option, text);
    job->error = error;
    int32_t code = kr_options_has(option) ? KOOR_E_VALUE : KOOR_E_KEY;
    if (status < 0)
        status = kr_fail(job, status == KOOR_E_NOMEM ? status : code, path, -1, "%s",
                         koor_error_message(inner));
    koor_error_free(inner);
    return status;
}

/* "person=team,address=u", in the order of the file. */
static int32_t write_voice(kr_job *job, const koor_campaign *campaign, const char *path,
                           const json_t *features, kr_buffer *out) {
    const char *key;
    json_t *value;
    if (!json_is_object(features))
        return kr_fail(job, KOOR_E_VALUE, path, -1, "a profile is an object: {\"person\":\"we\"}");
    json_object_foreach((json_t *)(uintptr_t)features, key, value) {
        char inner[200];
        snprintf(inner, sizeof inner, "%.120s.%.*s", path, KR_SHOWN(kr_str_of(key), 60));
        int32_t status = check_feature(job, campaign, inner, key, value);
        if (status < 0)
            return status;
        if (out->length)
            kr_buffer_char(out, ',');
        kr_buffer_text(out, key);
        kr_buffer_char(out, '=');
        kr_buffer_text(out, json_string_value(value));
    }
    return out->failed ? kr_nomem(job) : KOOR_OK;
}

static int32_t keep(kr_job *job, koor_campaign *campaign, kr_str name, kr_str voice) {
    struct kr_voice_profile profile = {name, voice};
    int32_t status = kr_campaign_own(job, campaign, &profile.name);
    if (status == KOOR_OK)
        status = kr_campaign_own(job, campaign, &profile.voice);
    for (size_t i = 0; i < campaign->profile_count && status == KOOR_OK; i++)
        if (kr_str_equal(campaign->profiles[i].name, name)) {
            campaign->profiles[i] = profile;
            return KOOR_OK;
        }
    if (status == KOOR_OK && kr_grow(&campaign->memory, (void **)&campaign->profiles,
                                     &campaign->profile_capacity, campaign->profile_count,
                                     sizeof profile) < 0)
        return kr_nomem(job);
    if (status == KOOR_OK)
        campaign->profiles[campaign->profile_count++] = profile;
    return status;
}

static int32_t take_profile(kr_job *job, koor_campaign *campaign, const char *path, const char *name,
                            const json_t *features) {
    kr_buffer voice;
    char inner[140];
    snprintf(inner, sizeof inner, "%s%s%.*s", path, *path ? "." : "",
             KR_SHOWN(kr_str_of(name), 80));
    if (!*name || strpbrk(name, "=,"))
        return kr_fail(job, KOOR_E_VALUE, inner, -1,
                       "a profile's name is a word without = and comma");
    kr_buffer_start(&voice, job->memory);
    int32_t status = write_voice(job, campaign, inner, features, &voice);
    if (status == KOOR_OK)
        status = keep(job, campaign, kr_str_of(name), (kr_str){voice.data ? voice.data : "", voice.length});
    kr_buffer_end(&voice);
    return status;
}

int32_t kr_campaign_take_voices(kr_job *job, koor_campaign *campaign, const char *path,
                                const json_t *profiles) {
    const char *name;
    json_t *features;
    if (!json_is_object(profiles))
        return kr_fail(job, KOOR_E_VALUE, path, -1, "voices are an object of profiles by name");
    json_object_foreach((json_t *)(uintptr_t)profiles, name, features) {
        int32_t status = take_profile(job, campaign, path, name, features);
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}

static int32_t load(kr_job *job, koor_campaign *campaign, kr_str json) {
    json_t *root;
    int32_t status = kr_json_object(job, "voices", json, &root);
    if (status < 0)
        return status;
    status = kr_campaign_take_voices(job, campaign, "voices", root);
    json_decref(root);
    return status;
}

int32_t koor_campaign_load_voices(koor_campaign *campaign, const char *json, size_t length,
                                  koor_error **out_error) {
    kr_job job;
    if (!campaign)
        return kr_fail_at(&kr_memory_default, out_error, KOOR_E_ARGUMENT, "campaign", -1,
                          "the campaign is NULL");
    kr_job_start(&job, &campaign->memory, out_error);
    int32_t status = load(&job, campaign, kr_given(json, length));
    kr_job_end(&job);
    return status;
}
