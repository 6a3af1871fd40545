/* The voices of a post, each on the post itself: what a person can choose from. A tone or a length is no
 * other base but another choice of wordings: it is available where the wordings differ in it. */
#include "base/json_write.h"
#include "options/options.h"
#include "pipeline/plan_data.h"

#include <string.h>

typedef struct voices {
    kr_job *job;
    const koor_campaign *campaign;
    const kr_version *base;
    kr_buffer *out;
} voices;

static void put_missing(kr_buffer *out, const kr_voiced *voiced) {
    const kr_voice_missing *missing = &voiced->missing[0];
    kr_put_bool(out, "available", 0);
    kr_put_word(out, "reason", missing->reason);
    if (missing->sentence != KR_NONE)
        kr_put_uint(out, "sentence", missing->sentence + 1);
}

static int has_variable(const kr_version *version, const char *name) {
    for (size_t v = 0; v < version->graph.variable_count; v++)
        if (kr_str_is(version->graph.variables[v].name, name))
            return 1;
    return 0;
}

/* A tone that leaves no wording out is no choice. */
static void look_at_tone(const kr_version *base, const kr_settings *settings, kr_voiced *voiced) {
    if (!settings->number[KR_OPT_VOICE_TONE] || has_variable(voiced->version, "tone") ||
        voiced->version->rewrite.alternatives != base->rewrite.alternatives)
        return;
    voiced->missing[voiced->missing_count++] = (kr_voice_missing){
        "voice.tone", {"", 0}, "no wording of this post has another tone", KR_NONE};
}

static int32_t put_voice(const voices *v, kr_str voice, kr_str profile) {
    kr_settings settings = v->campaign->settings;
    kr_voiced voiced;
    int32_t status = kr_voice_settings(v->job, &v->job->arena, v->campaign, voice, &settings);
    if (status == KOOR_OK)
        status = kr_version_voice(v->job, &v->job->arena, v->campaign, &settings, v->base, &voiced);
    if (status != KOOR_OK)
        return status;
    if (voiced.missing_count < KR_MOST_MISSING)
        look_at_tone(v->base, &settings, &voiced);
    kr_put_open(v->out, '{');
    kr_put_text(v->out, "voice", voice);
    kr_put_text(v->out, "profile", profile);
    if (voiced.missing_count)
        put_missing(v->out, &voiced);
    else
        kr_put_bool(v->out, "available", 1);
    kr_put_text(v->out, "text", voiced.version->base);
    kr_buffer_char(v->out, '}');
    return KOOR_OK;
}

/* Each word of a choice but the first, which is the post's own voice. */
static int32_t put_feature(const voices *v, const char *name, const char *words) {
    int32_t status = KOOR_OK;
    for (const char *at = words + strcspn(words, "|"); *at && status == KOOR_OK;) {
        size_t length = strcspn(++at, "|");
        char voice[64];
        size_t used = strlen(name);
        if (used + length + 1 >= sizeof voice)
            return KOOR_OK;
        memcpy(voice, name, used);
        voice[used] = '=';
        memcpy(voice + used + 1, at, length);
        status = put_voice(v, (kr_str){voice, used + length + 1}, KR_STR(""));
        at += length;
    }
    return status;
}

int32_t kr_pipeline_voices(kr_job *job, const koor_campaign *campaign, kr_buffer *out) {
    kr_version base;
    voices v = {job, campaign, &base, out};
    if (!campaign->post_count)
        return kr_fail(job, KOOR_E_EMPTY, "post", -1, "the campaign has no post yet");
    int32_t status = kr_version_make(job, &job->arena, campaign, &campaign->posts[0], &base);
    kr_put_open(out, '[');
    for (size_t i = 0; i < koor_option_count() && status == KOOR_OK; i++) {
        const char *name = koor_option_name(i), *type = koor_option_type(i);
        int is_dutch = kr_str_is(kr_str_of(base.post.language), "nl");
        if (strncmp(name, "voice.", 6) != 0 || strncmp(type, "choice:", 7) != 0 ||
            strcmp(name, "voice.length") == 0 || (strcmp(name, "voice.address") == 0 && !is_dutch))
            continue;
        status = put_feature(&v, name + 6, type + 7);
    }
    for (size_t i = 0; i < campaign->profile_count && status == KOOR_OK; i++)
        status = put_voice(&v, campaign->profiles[i].voice, campaign->profiles[i].name);
    kr_buffer_char(out, ']');
    return status;
}
