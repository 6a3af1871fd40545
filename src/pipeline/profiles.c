/* Voices as they are written: "person=we,tone=plain", the name of a profile of the campaign, or both, the
 * later parts over the earlier ones. A key that no voice has is an error, with the word that is near. */
#include "options/options.h"
#include "pipeline/pipeline.h"

#include <string.h>

static kr_str next_part(kr_str *voice) {
    const char *comma = voice->length ? memchr(voice->at, ',', voice->length) : NULL;
    size_t length = comma ? (size_t)(comma - voice->at) : voice->length, used = length + (comma != NULL);
    kr_str part = {voice->at, length};
    *voice = (kr_str){voice->at + used, voice->length - used};
    while (part.length && part.at[0] == ' ')
        part = (kr_str){part.at + 1, part.length - 1};
    while (part.length && part.at[part.length - 1] == ' ')
        part.length--;
    return part;
}

static const struct kr_voice_profile *profile_of(const koor_campaign *campaign, kr_str name) {
    for (size_t i = 0; i < campaign->profile_count; i++)
        if (kr_str_equal(campaign->profiles[i].name, name))
            return &campaign->profiles[i];
    return NULL;
}

/* The next part as features: a profile holds nothing else, so that none can name itself. */
static int32_t next_features(kr_job *job, const koor_campaign *campaign, kr_str *voice,
                             kr_str *out) {
    static const kr_str named = {"profile=", 8}; /* the option voice.profile, as any other one */
    kr_str part = next_part(voice);
    const struct kr_voice_profile *profile;
    if (part.length > named.length && memcmp(part.at, named.at, named.length) == 0)
        part = (kr_str){part.at + named.length, part.length - named.length};
    *out = part;
    if (!part.length || memchr(part.at, '=', part.length))
        return KOOR_OK;
    profile = profile_of(campaign, part);
    if (!profile)
        return kr_fail(
            job, KOOR_E_VALUE, "voice", -1,
            "there is no voice profile \"%.*s\", and no feature: write a profile's name or "
            "key=value,key=value",
            KR_SHOWN(part, 60));
    *out = profile->voice;
    return KOOR_OK;
}

int32_t kr_voice_settings(kr_job *job, kr_arena *arena, const koor_campaign *campaign, kr_str voice,
                          kr_settings *settings) {
    int32_t status = KOOR_OK;
    while (voice.length && status == KOOR_OK) {
        kr_str features;
        status = next_features(job, campaign, &voice, &features);
        if (status == KOOR_OK)
            status = kr_options_voice(job, arena, settings, features);
    }
    return status;
}

int32_t kr_voice_features(kr_job *job, const koor_campaign *campaign, kr_str voice,
                          kr_buffer *out) {
    kr_settings trial = campaign->settings; /* only to try */
    int32_t status = kr_voice_settings(job, &job->arena, campaign, voice, &trial);
    while (voice.length && status == KOOR_OK) {
        kr_str features;
        status = next_features(job, campaign, &voice, &features);
        if (status == KOOR_OK && features.length) {
            kr_buffer_text(out, out->length ? "," : "");
            kr_buffer_add(out, features.at, features.length);
        }
    }
    return status == KOOR_OK && out->failed ? kr_nomem(job) : status;
}
