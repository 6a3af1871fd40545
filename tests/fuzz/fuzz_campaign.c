/* Any bytes as a campaign in JSON, and its plan; then its plan as an earlier one: what koor wrote,
 * it reads. */
#include "fuzz_bytes.h"
#include "koor.h"

#include <string.h>

typedef struct lines {
    char *at;
    size_t length, capacity;
} lines;

static int32_t gather(const void *data, size_t length, void *user) {
    lines *all = user;
    if (all->length + length > all->capacity) {
        all->capacity = 2 * (all->length + length);
        char *larger = realloc(all->at, all->capacity);
        must(larger != NULL);
        all->at = larger;
    }
    memcpy(all->at + all->length, data, length);
    all->length += length;
    return 0;
}

static void plan_again(const koor_engine *engine, const lines *before) {
    koor_campaign *campaign = NULL;
    koor_error *error = NULL;
    must(koor_campaign_new(&campaign, engine, NULL) == 0);
    int32_t status =
        koor_campaign_set_previous(campaign, before->at ? before->at : "", before->length, &error);
    must(status == 0 || before->length == 0);
    koor_error_free(error);
    koor_campaign_free(campaign);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static koor_engine *engine;
    koor_plan *plan = NULL;
    koor_error *error = NULL;
    lines written = {0};
    if (!engine) {
        must(koor_engine_new(&engine, NULL, NULL, NULL, NULL, NULL) == 0);
        must(koor_engine_set(engine, "select.candidates", "4", SIZE_MAX, NULL) == 0);
        must(koor_engine_set(engine, "people.max", "100", SIZE_MAX, NULL) == 0);
        must(koor_engine_set(engine, "assign.max_texts", "10", SIZE_MAX, NULL) == 0);
        must(koor_engine_ready(engine, NULL) == 0);
    }
    int32_t status = koor_plan_from_json(&plan, engine, (const char *)data, size, &error);
    must((status == 0) == (plan != NULL) && (status < 0) == (error != NULL));
    koor_error_free(error);
    if (!plan)
        return 0;
    must(koor_plan_write(plan, "jsonl", gather, &written, NULL) == 0);
    if (koor_plan_count(plan) && koor_plan_publish_unix(plan, 0) != INT64_MIN)
        plan_again(engine, &written);
    free(written.at);
    koor_plan_free(plan);
    return 0;
}
