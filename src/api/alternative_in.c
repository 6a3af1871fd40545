/* A line of an alternatives file as JSON: read, composed (NFC) and kept. What suggest and plan tell
 * in a line beyond what is read here is accepted and left aside, so that their lines come back. */
#include "api/campaign_in.h"
#include "api/json_in.h"

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

/* {"tone":"warm"} or "tone=warm": kept as the second. */
static int32_t read_voice(kr_job *job, koor_campaign *campaign, const char *path, json_t *object,
                          kr_str *out) {
    json_t *voice = json_object_get(object, "voice"), *value;
    const char *key;
    kr_buffer text;
    if (!voice || json_is_null(voice) || json_is_string(voice)) {
        int32_t status = kr_json_string(job, path, object, "voice", out);
        return status == KOOR_OK ? kr_campaign_compose(job, campaign, path, out) : status;
    }
    kr_buffer_start(&text, job->memory);
    json_object_foreach(voice, key, value) {
        kr_buffer_text(&text, text.length ? "," : "");
        kr_buffer_text(&text, key);
        kr_buffer_char(&text, '=');
        kr_buffer_text(&text, json_is_string(value) ? json_string_value(value) : "?");
    }
    const char *copy =
        text.failed ? NULL
                    : kr_arena_string(&campaign->arena, text.data ? text.data : "", text.length);
    *out = (kr_str){copy, text.length};
    kr_buffer_end(&text);
    return copy ? KOOR_OK : kr_nomem(job);
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
