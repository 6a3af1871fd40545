/* The pipeline: the order of the stages, and nothing else. See docs/architecture.md. */
#include "base/hash.h"
#include "network/networks.h"
#include "options/options.h"
#include "pipeline/plan_data.h"

#include <string.h>

static int32_t start(kr_job *job, koor_plan *plan, const koor_campaign *campaign) {
    const char *id = campaign->settings.text[KR_OPT_CAMPAIGN_ID];
    const char *copy = kr_arena_string(&plan->arena, id, strlen(id));
    if (!copy)
        return kr_nomem(job);
    plan->campaign_id = kr_str_of(copy);
    return kr_options_own(job, &plan->arena, &plan->settings);
}

static int32_t finish(kr_job *job, koor_plan *plan, const koor_campaign *campaign) {
    int32_t status = kr_plan_summarise(job, plan, campaign);
    for (size_t i = 0; i < plan->class_count; i++)
        kr_class_close(&plan->classes[i]);
    return status;
}

/* -- texts only ------------------------------------------------------------------------------------ */

static int32_t texts_class(kr_job *job, const koor_campaign *campaign, koor_plan *plan,
                           size_t count) {
    const char *names = campaign->settings.text[KR_OPT_CAMPAIGN_NETWORKS];
    const kr_network *network;
    kr_plan_inputs inputs = {0};
    int32_t status = kr_network_named(job, &campaign->engine->networks,
                                      (kr_str){names, strcspn(names, "|")}, "campaign.networks",
                                      &network);
    if (status == KOOR_OK)
        status = kr_inputs_versions(job, plan, campaign, &inputs);
    if (status < 0)
        return status;
    plan->classes = kr_arena_zero(&plan->arena, 1, sizeof *plan->classes);
    if (!plan->classes)
        return kr_nomem(job);
    plan->class_count = 1;
    status = kr_class_open(job, plan, campaign, &plan->versions[0], network, (kr_str){"", 0},
                           &plan->classes[0]);
    return status < 0 ? status : kr_class_ensure(job, plan, &plan->classes[0], count);
}

int32_t kr_pipeline_texts(kr_job *job, const koor_campaign *campaign, size_t count,
                          koor_plan *plan) {
    plan->texts_only = 1;
    int32_t status = start(job, plan, campaign);
    if (status == KOOR_OK)
        status = texts_class(job, campaign, plan, count);
    if (status < 0)
        return status;
    plan->item_count = plan->classes[0].issued_count;
    plan->items = kr_alloc_zero(&plan->memory, plan->item_count, sizeof *plan->items);
    if (!plan->items)
        return kr_nomem(job);
    for (size_t i = 0; i < plan->item_count; i++)
        plan->items[i] = (kr_plan_item){
            .person = KR_NONE, .text = (uint32_t)i, .recipe = KR_NONE};
    return finish(job, plan, campaign);
}
