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

int32_t kr_voice_settings(kr_job *job, kr_arena *arena, const koor_campaign *campaign, kr_str voice,
                          kr_settings *settings) {
    int32_t status = KOOR_OK;
    while (voice.length && status == KOOR_OK) {
        kr_str part = next_part(&voice);
        const char *equals = part.length ? memchr(part.at, '=', part.length) : NULL;
        const struct kr_voice_profile *profile = equals ? NULL : profile_of(campaign, part);
        if (equals)
            status = kr_options_voice(job, arena, settings, part);
        else if (profile) /* it holds features only, so that none can name itself */
            status = kr_options_voice(job, arena, settings, profile->voice);
        else if (part.length)
            status = kr_fail(
                job, KOOR_E_VALUE, "voice", -1,
                "there is no voice profile \"%.*s\", and no feature: write a profile's name or "
                "key=value,key=value",
                KR_SHOWN(part, 60));
    }
    return status;
}
