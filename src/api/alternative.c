/* Wordings from outside: lines of an alternatives file, read, judged against the post that they are
 * about, kept or refused with the reason. Each post is read once a call, whatever the number of
 * lines; nothing is rewritten before the plan is made. */
#include "api/campaign_in.h"
#include "api/json_in.h"
#include "base/json_write.h"
#include "pipeline/outside.h"

#include <stdio.h>
#include <string.h>

typedef struct intake {
    kr_job *job;
    koor_campaign *campaign;
    kr_version *versions; /* of the posts, read when first needed */
    uint8_t *ready;
    kr_decisions **offers; /* what rules say of each post; likewise */
} intake;

static int32_t start(intake *in, kr_job *job, koor_campaign *campaign) {
    *in = (intake){.job = job, .campaign = campaign};
    if (!campaign->post_count)
        return kr_fail(job, KOOR_E_EMPTY, "post", -1,
                       "the campaign has no post yet: add it before its alternatives");
    in->versions = kr_arena_zero(&job->arena, campaign->post_count, sizeof *in->versions);
    in->ready = kr_arena_zero(&job->arena, campaign->post_count, 1);
    in->offers = kr_arena_zero(&job->arena, campaign->post_count, sizeof(kr_decisions *));
    return in->versions && in->ready && in->offers ? KOOR_OK : kr_nomem(job);
}

static void finish(intake *in) {
    for (size_t i = 0; in->versions && i < in->campaign->post_count; i++)
        kr_rechecker_free(in->versions[i].rechecker);
}

static int32_t version_of(intake *in, size_t post, const kr_version **out) {
    int32_t status = KOOR_OK;
    if (!in->ready[post])
        status = kr_version_read(in->job, &in->job->arena, in->campaign, &in->campaign->posts[post],
                                 &in->versions[post]);
    if (!in->ready[post] && status == KOOR_OK)
        status = kr_rechecker_new(in->job, in->versions[post].recheck, &in->versions[post].rechecker);
    in->ready[post] = status == KOOR_OK;
    *out = &in->versions[post];
    return status;
}

/* The post that the line is about; the first one where none of them is. */
static int32_t find_version(intake *in, const kr_given_alternative *given, const kr_version **out) {
    kr_outside_place place;
    for (size_t i = 0; i < in->campaign->post_count; i++) {
        int32_t status = version_of(in, i, out);
        if (status < 0 || kr_outside_find(*out, given, &place))
            return status;
    }
    return version_of(in, 0, out);
}

/* ---- what was given before ---- */

static int same_place(const kr_given_alternative *a, const kr_given_alternative *b) {
    return a->first == b->first && a->last == b->last &&
           kr_str_equal(kr_wording_from(a->from, a->text), kr_wording_from(b->from, b->text)) &&
           kr_str_equal(a->post, b->post) && kr_str_equal(a->language, b->language);
}

/* The same wording for the same words, as given before; NULL: there is none. */
static const kr_given_alternative *find_given(const koor_campaign *campaign,
                                              const kr_given_alternative *given) {
    const kr_str none = {"", 0};
    uint64_t key = kr_wording_key(none, given->text);
    for (size_t i = 0; i < campaign->alternative_count; i++) {
        const kr_given_alternative *other = &campaign->alternatives[i];
        if (same_place(other, given) && kr_wording_key(none, other->text) == key)
            return other;
    }
    return NULL;
}

/* A duplicate is refused; a contradiction is told, and the rejection stands. */
static int32_t compare_given(intake *in, const kr_given_alternative *given, kr_judgement *out) {
    const kr_given_alternative *before = find_given(in->campaign, given);
    if (!before || !out->accepted)
        return KOOR_OK;
    if (before->state != given->state &&
        (before->state == KR_REJECTED || given->state == KR_REJECTED)) {
        out->warnings[0] = KR_STR("approved and rejected in one file: the rejection stands");
        out->warning_count = 1;
        return KOOR_OK;
    }
    if (before->state != given->state)
        return KOOR_OK;
    out->accepted = 0;
    out->code = KOOR_E_DUPLICATE;
    out->reason = "duplicate";
    out->message = KR_STR("the same wording was given before");
    return KOOR_OK;
}

/* 1 where a rule says just this: what the guard thinks of it was asked when the rule was used. */
static int32_t is_rules_own(intake *in, const kr_version *version,
                            const kr_given_alternative *given) {
    size_t post = (size_t)(version - in->versions);
    kr_outside_place place;
    if (!given->rule.length || given->author.length || !kr_outside_find(version, given, &place))
        return 0;
    if (!in->offers[post]) {
        int32_t status = kr_version_offers(in->job, &in->job->arena, in->campaign,
                                           &in->campaign->posts[post], &in->offers[post]);
        if (status < 0)
            return status;
    }
    kr_str from = {version->base.at + place.from.start, place.from.end - place.from.start};
    return kr_decisions_find(in->offers[post], kr_wording_key(from, given->text)) != NULL;
}

/* The words that it stands for are kept with it, and found again where sentences are left out. */
static int32_t anchor(intake *in, const kr_version *version, kr_given_alternative *given) {
    kr_outside_place place;
    if (given->from.length || !kr_outside_find(version, given, &place))
        return KOOR_OK;
    size_t length = place.from.end - place.from.start;
    const char *copy =
        kr_arena_string(&in->campaign->arena, version->base.at + place.from.start, length);
    given->from = (kr_str){copy, length};
    return copy ? KOOR_OK : kr_nomem(in->job);
}

static int32_t judge(intake *in, kr_job *job, kr_given_alternative *given, kr_judgement *out) {
    const kr_version *version;
    int32_t status = find_version(in, given, &version);
    int32_t known = status == KOOR_OK ? is_rules_own(in, version, given) : status;
    *out = (kr_judgement){.accepted = 1, .reason = "", .message = {"", 0}};
    status = known < 0 ? known : KOOR_OK;
    if (status == KOOR_OK && !known)
        status = kr_outside_judge(job, &job->arena, in->campaign, version, given, out);
    given->score = out->score;
    if (status == KOOR_OK)
        status = anchor(in, version, given);
    if (status == KOOR_OK)
        status = compare_given(in, given, out);
    if (status == KOOR_OK && out->accepted)
        status = kr_alternative_keep(job, in->campaign, given);
    return status;
}

/* ---- those of a campaign's JSON ---- */

static int32_t keep_refused(kr_job *job, koor_campaign *campaign, const char *path,
                            const kr_judgement *judgement) {
    const char *where = kr_arena_string(&campaign->arena, path, strlen(path));
    const char *message =
        kr_arena_string(&campaign->arena, judgement->message.at, judgement->message.length);
    if (!where || !message ||
        kr_grow(&campaign->memory, (void **)&campaign->refused, &campaign->refused_capacity,
                campaign->refused_count, sizeof *campaign->refused) < 0)
        return kr_nomem(job);
    campaign->refused[campaign->refused_count++] = (struct kr_refused_wording){
        kr_str_of(where), kr_str_of(judgement->reason), {message, judgement->message.length}};
    return KOOR_OK;
}

static int32_t take_object(intake *in, const char *path, json_t *object) {
    kr_given_alternative given;
    kr_judgement judgement;
    if (!json_is_object(object))
        return kr_fail(in->job, KOOR_E_VALUE, path, -1, "an object is needed here");
    int32_t status = kr_alternative_read(in->job, in->campaign, path, object, &given);
    if (status == KOOR_OK)
        status = judge(in, in->job, &given, &judgement);
    return status != KOOR_OK || judgement.accepted
               ? status
               : keep_refused(in->job, in->campaign, path, &judgement);
}

int32_t kr_campaign_take_alternatives(kr_job *job, koor_campaign *campaign, const json_t *list) {
    intake in = {.job = job};
    char path[48];
    if (list && !json_is_array(list))
        return kr_fail(job, KOOR_E_VALUE, "alternatives", -1, "alternatives needs to be a list");
    int32_t status = json_array_size(list) ? start(&in, job, campaign) : KOOR_OK;
    for (size_t i = 0; i < json_array_size(list) && status == KOOR_OK; i++) {
        snprintf(path, sizeof path, "alternatives[%zu]", i);
        status = take_object(&in, path, json_array_get(list, i));
    }
    finish(&in);
    return status;
}

/* ---- one ---- */

static int32_t take(intake *in, kr_str json, int32_t *accepted) {
    json_t *object;
    kr_given_alternative given;
    kr_judgement judgement;
    kr_job *job = in->job;
    int32_t status = kr_json_object(job, "alternative", json, &object);
    if (status < 0)
        return status;
    status = kr_alternative_read(job, in->campaign, "alternative", object, &given);
    json_decref(object);
    if (status == KOOR_OK)
        status = judge(in, job, &given, &judgement);
    if (status < 0)
        return status;
    *accepted = judgement.accepted;
    if (!judgement.accepted)
        kr_fail(job, judgement.code, judgement.reason, judgement.place.start, "%.*s",
                (int)judgement.message.length, judgement.message.at);
    return KOOR_OK;
}

int32_t koor_campaign_add_alternative(int32_t *out_accepted, koor_campaign *campaign,
                                      const char *json, size_t length, koor_error **out_error) {
    kr_job job;
    intake in;
    int32_t accepted = 0;
    if (!campaign || !out_accepted)
        return kr_fail_at(
            &kr_memory_default, out_error, KOOR_E_ARGUMENT, __func__, -1,
            "koor_campaign_add_alternative needs a campaign and a place for the verdict");
    kr_job_start(&job, &campaign->memory, out_error);
    int32_t status = start(&in, &job, campaign);
    if (status == KOOR_OK)
        status = take(&in, kr_given(json, length), &accepted);
    finish(&in);
    kr_job_end(&job);
    if (status == KOOR_OK)
        *out_accepted = accepted;
    return status;
}

/* ---- a file of them ---- */

typedef struct verdicts {
    int32_t (*write)(const void *bytes, size_t length, void *user);
    void *user;
    size_t accepted;
} verdicts;

static void put_verdict(kr_buffer *out, size_t line, const kr_given_alternative *given,
                        const kr_judgement *judgement) {
    kr_put_open(out, '{');
    kr_put_uint(out, "line", line);
    kr_put_bool(out, "accepted", judgement->accepted);
    kr_put_uint(out, "first", given->first);
    kr_put_uint(out, "last", given->last);
    kr_put_word(out, "state", kr_decision_name(given->state));
    kr_put_word(out, "reason", judgement->reason);
    kr_put_text(out, "message", judgement->message);
    kr_put_uint(out, "start", judgement->place.start);
    kr_put_uint(out, "end", judgement->place.end);
    kr_put_uint(out, "score", judgement->score);
    kr_put_key(out, "warnings");
    kr_put_open(out, '[');
    for (uint32_t i = 0; i < judgement->warning_count; i++)
        kr_put_element(out, judgement->warnings[i]);
    kr_buffer_text(out, "]}\n");
}

static int32_t tell(kr_job *job, verdicts *to, size_t line, const kr_given_alternative *given,
                    const kr_judgement *judgement) {
    kr_buffer out;
    if (judgement->accepted)
        to->accepted++;
    if (!to->write)
        return KOOR_OK;
    kr_buffer_start(&out, job->memory);
    put_verdict(&out, line, given, judgement);
    int32_t status = out.failed ? kr_nomem(job) : KOOR_OK;
    if (status == KOOR_OK && to->write(out.data, out.length, to->user))
        status =
            kr_fail(job, KOOR_E_IO, "write", -1, "the write callback could not take the bytes");
    kr_buffer_end(&out);
    return status;
}

static const char *reason_of(int32_t code) {
    switch (code) {
    case KOOR_E_UTF8:
        return "utf-8";
    case KOOR_E_SYNTAX:
        return "syntax";
    case KOOR_E_EMPTY:
        return "empty";
    case KOOR_E_LIMIT:
        return "length";
    default:
        return "value";
    }
}

/* What cannot be read is told as a verdict too: the other lines are used. */
static int32_t read_line(kr_job *job, koor_campaign *campaign, kr_str line,
                         kr_given_alternative *given, kr_judgement *out) {
    koor_error **error = job->error, *inner = NULL;
    json_t *object;
    *given = (kr_given_alternative){.first = 0};
    *out = (kr_judgement){.reason = "", .message = {"", 0}};
    job->error = &inner;
    int32_t status = kr_json_object(job, "", line, &object);
    if (status == KOOR_OK) {
        status = kr_alternative_read(job, campaign, "", object, given);
        json_decref(object);
    }
    job->error = error;
    out->accepted = status == KOOR_OK;
    if (status < 0 && status != KOOR_E_NOMEM) {
        kr_str message = kr_str_of(koor_error_message(inner));
        int64_t offset = koor_error_offset(inner);
        const char *copy = kr_arena_string(&job->arena, message.at, message.length);
        out->code = status;
        out->reason = reason_of(status);
        out->message = (kr_str){copy ? copy : "", copy ? message.length : 0};
        out->place.start = out->place.end = offset > 0 ? (uint32_t)offset : 0;
        status = copy ? KOOR_OK : KOOR_E_NOMEM;
    }
    koor_error_free(inner);
    return status < 0 ? kr_nomem(job) : KOOR_OK;
}

static int32_t take_line(intake *in, size_t number, kr_str line, verdicts *to) {
    kr_job job; /* its memory is that of one line */
    kr_given_alternative given;
    kr_judgement judgement;
    kr_job_start(&job, in->job->memory, in->job->error);
    int32_t status = read_line(&job, in->campaign, line, &given, &judgement);
    if (status == KOOR_OK && judgement.accepted)
        status = judge(in, &job, &given, &judgement);
    if (status == KOOR_OK)
        status = tell(&job, to, number, &given, &judgement);
    kr_job_end(&job);
    return status;
}

static int32_t take_lines(intake *in, kr_str text, verdicts *to) {
    size_t number = 0;
    int32_t status = KOOR_OK;
    for (size_t at = 0; at < text.length && status == KOOR_OK;) {
        const char *end = memchr(text.at + at, '\n', text.length - at);
        size_t length = end ? (size_t)(end - text.at) - at : text.length - at, blank = 0;
        kr_str line = {text.at + at, length};
        number++;
        while (blank < length && strchr(" \t\r", line.at[blank]))
            blank++;
        if (blank < length)
            status = take_line(in, number, line, to);
        at += length + 1;
    }
    return status;
}

int32_t koor_campaign_add_alternatives(size_t *out_accepted, koor_campaign *campaign,
                                       const char *jsonl, size_t length,
                                       int32_t (*write)(const void *bytes, size_t length,
                                                        void *user),
                                       void *user, koor_error **out_error) {
    kr_job job;
    intake in;
    verdicts to = {write, user, 0};
    if (!campaign)
        return kr_fail_at(&kr_memory_default, out_error, KOOR_E_ARGUMENT, __func__, -1,
                          "koor_campaign_add_alternatives needs a campaign");
    kr_job_start(&job, &campaign->memory, out_error);
    int32_t status = start(&in, &job, campaign);
    if (status == KOOR_OK)
        status = take_lines(&in, kr_given(jsonl, length), &to);
    finish(&in);
    kr_job_end(&job);
    if (status == KOOR_OK && out_accepted)
        *out_accepted = to.accepted;
    return status;
}
