/* A wording from outside: read, compared with what it stands for by the guard, kept or refused with the reason. */
#include "api/campaign_in.h"
#include "api/json_in.h"
#include "pipeline/pipeline.h"

#include <stdio.h>
#include <string.h>

static const kr_given_post *post_of(const koor_campaign *campaign, kr_str id) {
    for (size_t i = 0; i < campaign->post_count; i++)
        if (!id.length || kr_str_equal(campaign->posts[i].id, id))
            return &campaign->posts[i];
    return NULL;
}

/* The text of the sentences that the alternative stands for. */
static kr_str base_of(const kr_version *version, const kr_given_alternative *given) {
    const kr_sentence *first = &version->post.sentences[given->first - 1];
    const kr_sentence *last = &version->post.sentences[given->last - 1];
    return (kr_str){version->post.text.at + first->span.start, last->span.end - first->span.start};
}

/* KOOR_OK with the verdict in *accepted; a refusal stands in the job's error. */
static int32_t judge(kr_job *job, const koor_campaign *campaign, const kr_given_alternative *given,
                     int32_t *accepted) {
    kr_version version;
    kr_verdict verdict;
    const kr_given_post *post = post_of(campaign, given->post);
    if (!post)
        return kr_fail(job, KOOR_E_FINGERPRINT, "post", -1, "there is no post \"%.60s\" here",
                       given->post.at);
    int32_t status = kr_version_make(job, &job->arena, campaign, post, &version);
    if (status < 0)
        return status;
    if (given->last > version.post.sentence_count)
        return kr_fail(job, KOOR_E_RANGE, "last", -1, "the post has %u sentences",
                       version.post.sentence_count);
    status = kr_guard_admit(job, &version.guard, base_of(&version, given), given->text,
                            &job->arena, &verdict);
    if (status < 0)
        return status;
    *accepted = verdict.reason == KR_REASON_NONE;
    if (!*accepted)
        kr_fail(job, KOOR_E_GUARD, kr_reason_name(verdict.reason), verdict.place.start, "%.*s",
                (int)verdict.message.length, verdict.message.at);
    return KOOR_OK;
}

/* The new alternative is the last one; it does not take part in the version it is compared with. */
static int32_t take(kr_job *job, koor_campaign *campaign, kr_str json, int32_t *accepted) {
    json_t *object;
    int32_t status = kr_json_object(job, "alternative", json, &object);
    if (status < 0)
        return status;
    size_t before = campaign->alternative_count;
    status = kr_campaign_take_alternative(job, campaign, "alternative", object);
    json_decref(object);
    if (status < 0)
        return status;
    const kr_given_alternative given = campaign->alternatives[before];
    campaign->alternative_count = before;
    status = judge(job, campaign, &given, accepted);
    if (status == KOOR_OK && *accepted)
        campaign->alternatives[campaign->alternative_count++] = given;
    return status;
}

int32_t koor_campaign_add_alternative(int32_t *out_accepted, koor_campaign *campaign,
                                      const char *json, size_t length, koor_error **out_error) {
    kr_job job;
    int32_t accepted = 0;
    if (!campaign || !out_accepted)
        return kr_fail_at(&kr_memory_default, out_error, KOOR_E_ARGUMENT, __func__, -1,
                          "koor_campaign_add_alternative needs a campaign and a place for the verdict");
    kr_job_start(&job, &campaign->memory, out_error);
    int32_t status = take(&job, campaign, kr_given(json, length), &accepted);
    kr_job_end(&job);
    if (status == KOOR_OK)
        *out_accepted = accepted;
    return status;
}
