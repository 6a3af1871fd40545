/* A line of an alternatives file as JSON: read, composed (NFC) and kept. What suggest and plan tell
 * in a line beyond what is read here is accepted and left aside, so that their lines come back. */
#include "api/campaign_in.h"
#include "api/json_in.h"
#include "pipeline/pipeline.h"

#include <stdio.h>
#include <string.h>

static const char *const KEYS[] = {
    "first",     "last",   "from",        "text",  "post",    "language", "author",   "rule",
    "voice",     "state",  "reason",      "items", "circles", "score",    "warnings", "keep",
    "negations", "modals", "quantifiers", "words", "locked",  "linked",   "paragraph", NULL,
};

/* NFC and without white space around, copied into the campaign. */
int32_t kr_campaign_compose(kr_job *job, koor_campaign *campaign, const char *path, kr_str *text) {
    size_t length = 0;
    while (text->length && strchr(" \t\r\n", text->at[text->length - 1]))
        text->length--;
    while (text->length && strchr(" \t\r\n", text->at[0])) {
        text->at++;
        text->length--;
    }
    int32_t status = kr_campaign_check_size(job, campaign, path, "text", *text);
    if (status < 0)
        return status;
    char *nfc = kr_utf8_nfc(job->memory, text->at, text->length, &length);
    char *copy = nfc ? kr_arena_string(&campaign->arena, nfc, length) : NULL;
    kr_free(job->memory, nfc);
    if (!copy)
        return kr_nomem(job);
    *text = (kr_str){copy, length};
    return KOOR_OK;
}

static int32_t read_texts(kr_job *job, koor_campaign *campaign, const char *path,
                          const json_t *object, kr_given_alternative *out) {
    kr_str *const texts[] = {&out->from, &out->text,   &out->post,  &out->language,
                             &out->rule, &out->author, &out->reason};
    static const char *const keys[] = {"from", "text",   "post",  "language",
                                       "rule", "author", "reason"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        *texts[i] = (kr_str){"", 0};
        int32_t status = kr_json_string(job, path, object, keys[i], texts[i]);
        if (status == KOOR_OK)
            status = kr_campaign_compose(job, campaign, path, texts[i]);
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}

/* The error of a look-up, told again under PATH.voice. */
static int32_t tell_voice(kr_job *job, const char *path, int32_t status, koor_error *inner) {
    char place[96];
    snprintf(place, sizeof place, "%s%svoice", path, *path ? "." : "");
    if (status == KOOR_E_NOMEM)
        status = kr_nomem(job);
    else if (status < 0)
        status = kr_fail(job, KOOR_E_VALUE, place, -1, "%s", koor_error_message(inner));
    koor_error_free(inner);
    return status;
}

/* {"tone":"warm"} as "tone=warm". */
static int32_t write_pairs(kr_job *job, const json_t *voice, kr_buffer *out) {
    json_t *value;
    const char *key;
    if (!json_is_object(voice))
        return kr_fail(job, KOOR_E_VALUE, "voice", -1,
                       "a voice is an object {\"tone\":\"warm\"}, or a string \"tone=warm\"");
    json_object_foreach((json_t *)(uintptr_t)voice, key, value) {
        if (!json_is_string(value))
            return kr_fail(job, KOOR_E_VALUE, "voice", -1, "%.*s needs to be a word",
                           KR_SHOWN(kr_str_of(key), 60));
        kr_buffer_text(out, out->length ? "," : "");
        kr_buffer_text(out, key);
        kr_buffer_char(out, '=');
        kr_buffer_text(out, json_string_value(value));
    }
    return out->failed ? kr_nomem(job) : KOOR_OK;
}

/* Each feature is checked, because one that nobody knows would let the wording be everybody's. */
static int32_t take_voice(kr_job *job, koor_campaign *campaign, const json_t *voice, kr_str *out) {
    kr_buffer text, features;
    int32_t status = KOOR_OK;
    kr_buffer_start(&text, job->memory);
    kr_buffer_start(&features, job->memory);
    if (json_is_string(voice))
        kr_buffer_add(&text, json_string_value(voice), json_string_length(voice));
    else
        status = write_pairs(job, voice, &text);
    if (status == KOOR_OK && text.length)
        status = kr_voice_features(job, campaign, (kr_str){text.data, text.length}, &features);
    if (status == KOOR_OK && text.failed)
        status = kr_nomem(job);
    if (status == KOOR_OK && features.length) {
        *out = (kr_str){features.data, features.length};
        status = kr_campaign_own(job, campaign, out);
    }
    kr_buffer_end(&text);
    kr_buffer_end(&features);
    return status;
}

static int32_t read_voice(kr_job *job, koor_campaign *campaign, const char *path,
                          const json_t *object, kr_str *out) {
    const json_t *voice = json_object_get(object, "voice");
    koor_error **error = job->error, *inner = NULL;
    if (!voice || json_is_null(voice))
        return KOOR_OK;
    job->error = &inner;
    int32_t status = take_voice(job, campaign, voice, out);
    job->error = error;
    return tell_voice(job, path, status, inner);
}

static int32_t read_place(kr_job *job, const char *path, const json_t *object,
                          kr_given_alternative *out) {
    int64_t first = 0, last = 0;
    int32_t status = kr_json_int(job, path, object, "first", &first);
    if (status == KOOR_OK)
        status = kr_json_int(job, path, object, "last", &last);
    if (status < 0)
        return status;
    last = last ? last : first;
    if (first < 0 || last < first || last > UINT32_MAX || (first == 0 && !out->from.length))
        return kr_fail(
            job, KOOR_E_VALUE, path, -1,
            "\"first\" and \"last\" name the sentences, from 1 and not reversed: %lld to "
            "%lld makes no sense",
            (long long)first, (long long)last);
    out->first = (uint32_t)first;
    out->last = (uint32_t)last;
    return KOOR_OK;
}

int32_t kr_alternative_read(kr_job *job, koor_campaign *campaign, const char *path, json_t *object,
                            kr_given_alternative *out) {
    kr_str state = {"", 0};
    *out = (kr_given_alternative){.voice = {"", 0}};
    int32_t status = kr_json_known(job, path, object, KEYS);
    if (status == KOOR_OK)
        status = read_texts(job, campaign, path, object, out);
    if (status == KOOR_OK)
        status = read_voice(job, campaign, path, object, &out->voice);
    if (status == KOOR_OK)
        status = read_place(job, path, object, out);
    if (status == KOOR_OK)
        status = kr_json_string(job, path, object, "state", &state);
    if (status == KOOR_OK && kr_decision_read(state, &out->state) < 0)
        status = kr_fail(job, KOOR_E_VALUE, path, -1,
                         "\"state\" is proposed, approved or rejected, and not \"%.*s\"",
                         KR_SHOWN(state, 40));
    if (status == KOOR_OK && !out->text.length)
        status = kr_fail(job, KOOR_E_EMPTY, path, -1, "\"text\" is not filled in");
    return status;
}

int32_t kr_alternative_keep(kr_job *job, koor_campaign *campaign,
                            const kr_given_alternative *given) {
    if (kr_grow(&campaign->memory, (void **)&campaign->alternatives,
                &campaign->alternative_capacity, campaign->alternative_count, sizeof *given) < 0)
        return kr_nomem(job);
    campaign->alternatives[campaign->alternative_count++] = *given;
    return KOOR_OK;
}
