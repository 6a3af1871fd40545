/* Questions about a campaign that need no plan: check, suggest, count. */
#include "pipeline/pipeline.h"

#include <string.h>

typedef int32_t (*answer)(kr_job *job, const koor_campaign *campaign, kr_buffer *out);

static int32_t ask(const koor_campaign *campaign, answer give, char *buffer, size_t capacity,
                   size_t *out_length, koor_error **out_error) {
    kr_job job;
    kr_buffer out;
    if (!campaign)
        return kr_fail_at(&kr_memory_default, out_error, KOOR_E_ARGUMENT, "campaign", -1,
                          "the campaign is NULL");
    kr_job_start(&job, &campaign->memory, out_error);
    kr_buffer_start(&out, &campaign->memory);
    int32_t status = give(&job, campaign, &out);
    if (status == KOOR_OK && out.failed)
        status = kr_nomem(&job);
    if (status == KOOR_OK)
        kr_hand_out((kr_str){out.data ? out.data : "", out.length}, buffer, capacity, out_length);
    kr_buffer_end(&out);
    kr_job_end(&job);
    return status;
}

int32_t koor_campaign_check(const koor_campaign *campaign, char *buffer, size_t capacity,
                            size_t *out_length, koor_error **out_error) {
    return ask(campaign, kr_pipeline_check, buffer, capacity, out_length, out_error);
}

int32_t koor_campaign_count(const koor_campaign *campaign, char *buffer, size_t capacity,
                            size_t *out_length, koor_error **out_error) {
    return ask(campaign, kr_pipeline_count, buffer, capacity, out_length, out_error);
}

int32_t koor_campaign_voices(const koor_campaign *campaign, char *buffer, size_t capacity,
                             size_t *out_length, koor_error **out_error) {
    return ask(campaign, kr_pipeline_voices, buffer, capacity, out_length, out_error);
}

int32_t koor_campaign_suggest(const koor_campaign *campaign, const char *format, char *buffer,
                              size_t capacity, size_t *out_length, koor_error **out_error) {
    if (format && strcmp(format, "markup") == 0)
        return ask(campaign, kr_pipeline_suggest_markup, buffer, capacity, out_length, out_error);
    if (format && strcmp(format, "jsonl") == 0)
        return ask(campaign, kr_pipeline_suggest_units, buffer, capacity, out_length, out_error);
    return kr_fail_at(campaign ? &campaign->memory : &kr_memory_default, out_error, KOOR_E_ARGUMENT,
                      "format", -1, "the format of koor_campaign_suggest is markup or jsonl");
}

int32_t koor_engine_check_pack(int64_t *out_failures, const koor_engine *engine, const char *name,
                               const char *bytes, size_t length, char *buffer, size_t capacity,
                               size_t *out_length, koor_error **out_error) {
    kr_job job;
    kr_buffer out;
    int64_t failures = 0;
    if (!engine || !engine->ready || !out_failures)
        return kr_fail_at(engine ? &engine->memory : &kr_memory_default, out_error, KOOR_E_ARGUMENT,
                          __func__, -1,
                          "koor_engine_check_pack needs an engine that is ready, and a place for "
                          "the number of failures");
    kr_str label = kr_given(name, SIZE_MAX);
    kr_job_start(&job, &engine->memory, out_error);
    kr_buffer_start(&out, &engine->memory);
    char *shown = kr_arena_string(&job.arena, label.at, label.length);
    int32_t status = shown ? KOOR_OK : kr_nomem(&job);
    if (status == KOOR_OK) {
        kr_utf8_mend(shown, label.length);
        const kr_pack_file file = {{shown, label.length}, kr_given(bytes, length)};
        status = kr_pipeline_check_pack(&job, engine, &file, &out, &failures);
    }
    if (status == KOOR_OK && out.failed)
        status = kr_nomem(&job);
    if (status == KOOR_OK) {
        kr_hand_out((kr_str){out.data ? out.data : "", out.length}, buffer, capacity, out_length);
        *out_failures = failures;
    }
    kr_buffer_end(&out);
    kr_job_end(&job);
    return status;
}
