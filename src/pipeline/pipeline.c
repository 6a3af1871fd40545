/* The pipeline: the order of the stages, and nothing else. See docs/architecture.md. */
#include "base/hash.h"
#include "base/numbers.h"
#include "options/options.h"
#include "pipeline/personal.h"
#include "pipeline/kept.h"
#include "schedule/civil.h"
#include "schedule/schedule.h"

#include <string.h>

static int32_t start(kr_job *job, koor_plan *plan, const koor_campaign *campaign) {
    const char *id = campaign->settings.text[KR_OPT_CAMPAIGN_ID];
    const char *copy = kr_arena_string(&plan->arena, id, strlen(id));
    if (!copy)
        return kr_nomem(job);
    plan->campaign_id = kr_str_of(copy);
    kr_profiles_start(&plan->profiles, &plan->memory);
    return kr_options_own(job, &plan->arena, &plan->settings);
}

static int32_t finish(kr_job *job, koor_plan *plan, const kr_measured *measured) {
    int32_t status = kr_plan_summarise(job, plan, measured);
    for (size_t i = 0; i < plan->class_count; i++)
        kr_class_close(&plan->classes[i]);
    kr_profiles_end(&plan->profiles);
    return status;
}

/* -- texts only ------------------------------------------------------------------------------------ */

static int32_t texts_class(kr_job *job, const koor_campaign *campaign, koor_plan *plan,
                           size_t count) {
    kr_plan_inputs inputs = {0};
    int32_t status = kr_inputs_networks(job, plan, campaign, &inputs);
    if (status == KOOR_OK)
        status = kr_inputs_versions(job, plan, campaign, &inputs);
    if (status < 0)
        return status;
    plan->classes = kr_arena_zero(&plan->arena, 1, sizeof *plan->classes);
    if (!plan->classes)
        return kr_nomem(job);
    plan->class_count = 1;
    const kr_class_key key = {
        .version = &plan->versions[0], .network = plan->networks[0], .voice = {"", 0}};
    status = kr_class_open(job, plan, campaign, &key, &plan->classes[0]);
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
    return finish(job, plan, &(kr_measured){.campaign = campaign});
}

/* -- a whole campaign ------------------------------------------------------------------------------ */

static kr_previous previous_of(const kr_kept_item *kept) {
    return (kr_previous){.person = kept->person,
                         .post = kept->post,
                         .network = kept->network,
                         .circle = kept->circle,
                         .unix = kept->moment,
                         .published = kept->published};
}

/* "3/16": the third of sixteen parts. */
static int32_t read_shard(kr_job *job, const koor_plan *plan, uint32_t *shard, uint32_t *shards) {
    kr_str text = kr_str_of(plan->settings.text[KR_OPT_CAMPAIGN_SHARD]);
    const char *slash = text.length ? memchr(text.at, '/', text.length) : NULL;
    uint64_t part = 0, parts = 0;
    if (!text.length)
        return KOOR_OK;
    if (!slash || kr_read_uint(&part, (kr_str){text.at, (size_t)(slash - text.at)}) < 0 ||
        kr_read_uint(&parts, kr_str_of(slash + 1)) < 0 || part < 1 || part > parts || parts > 65536)
        return kr_fail(job, KOOR_E_OPTION, "campaign.shard", -1,
                       "\"%.*s\" is no part: write K/N, such as 3/16", KR_SHOWN(text, 40));
    *shard = (uint32_t)part - 1;
    *shards = (uint32_t)parts;
    return KOOR_OK;
}

/* With `leading`, of those who come first on these networks instead: see schedule.h. */
static int32_t make_schedule(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                             const kr_plan_inputs *inputs, const uint8_t *leading, kr_schedule *out) {
    kr_zones zones;
    kr_previous *previous = kr_arena_alloc(&job->arena, inputs->kept_count, sizeof *previous);
    if (!previous)
        return kr_nomem(job);
    for (size_t i = 0; i < inputs->kept_count; i++)
        previous[i] = previous_of(&inputs->kept[i]);
    uint32_t shard = 0, shards = 0;
    int32_t status = read_shard(job, plan, &shard, &shards);
    if (status == KOOR_OK)
        status = kr_zones_start(job, &zones, &job->arena,
                                plan->settings.text[KR_OPT_SCHEDULE_ZONES]);
    const kr_schedule_input input = {
        .people = &campaign->people,
        .settings = &plan->settings,
        .zones = &zones,
        .posts = inputs->posts,
        .post_count = inputs->post_count,
        .networks = inputs->network_names,
        .network_count = inputs->network_count,
        .standard_networks = inputs->standard_networks,
        .seed = (uint64_t)plan->settings.number[KR_OPT_CAMPAIGN_SEED],
        .campaign = kr_hash64(plan->campaign_id.at, plan->campaign_id.length),
        .previous = previous,
        .previous_count = inputs->kept_count,
        .shard = leading ? 0 : shard,
        .shards = leading ? 0 : shards,
        .leading = leading,
    };
    return status < 0 ? status : kr_schedule_make(job, &job->arena, &input, out);
}

/* The size of the largest circle: how many colleagues need pictures of their own. */
static size_t largest_circle(const kr_schedule *schedule) {
    size_t most = 0;
    for (uint32_t c = 0; c < schedule->census.own.count; c++) {
        size_t size = schedule->census.own.start[c + 1] - schedule->census.own.start[c];
        most = size > most ? size : most;
    }
    return most;
}

static int32_t plan_leaders(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                            kr_plan_inputs *inputs) {
    kr_schedule schedule;
    kr_assignment assignment;
    uint8_t *leading = kr_arena_alloc(&job->arena, inputs->network_count, 1);
    if (!leading)
        return kr_nomem(job);
    for (size_t i = 0; i < inputs->network_count; i++)
        leading[i] = inputs->networks[i]->text_once == 1;
    int32_t status = make_schedule(job, plan, campaign, inputs, leading, &schedule);
    if (status == KOOR_OK)
        status = kr_joint_again(job, plan, campaign, inputs, &schedule, &assignment);
    return status < 0 ? status : kr_reposts_name(job, plan, inputs, &schedule, &assignment);
}

/* In a job of its own inside the run's: what it needs goes when it is done. */
static int32_t find_originals(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                              kr_plan_inputs *inputs) {
    uint32_t *kept_of = inputs->kept_of;
    kr_job inner = *job;
    kr_arena_start(&inner.arena, job->memory);
    int32_t status = plan_leaders(&inner, plan, campaign, inputs);
    inputs->kept_of = kept_of;
    kr_arena_end(&inner.arena);
    return status;
}

int32_t kr_pipeline_plan(kr_job *job, const koor_campaign *campaign, koor_plan *plan) {
    kr_plan_inputs inputs = {0};
    kr_schedule schedule;
    kr_assignment assignment;
    int32_t status = start(job, plan, campaign);
    if (status == KOOR_OK)
        status = kr_inputs_networks(job, plan, campaign, &inputs);
    if (status == KOOR_OK)
        status = kr_inputs_people(job, plan, campaign);
    if (status == KOOR_OK)
        status = kr_kept_read(job, plan, campaign, &inputs);
    if (status == KOOR_OK)
        status = kr_inputs_versions(job, plan, campaign, &inputs);
    if (status == KOOR_OK)
        status = make_schedule(job, plan, campaign, &inputs, NULL, &schedule);
    if (status == KOOR_OK)
        status = kr_items_pictures(job, plan, campaign, &inputs, largest_circle(&schedule));
    if (status == KOOR_OK)
        status = kr_joint_assign(job, plan, campaign, &inputs, &schedule, &assignment);
    if (status == KOOR_OK)
        status = kr_items_make(job, plan, &inputs, &schedule, &assignment);
    if (status == KOOR_OK && kr_reposts_lack(plan))
        status = find_originals(job, plan, campaign, &inputs);
    if (status == KOOR_OK)
        status = kr_joint_finish(job, plan, &inputs, &schedule);
    if (status == KOOR_OK)
        status = kr_items_sort(job, plan);
    if (status == KOOR_OK)
        status = kr_person_index_make(job, plan);
    if (status == KOOR_OK)
        status = kr_links_tag(job, plan);
    if (status == KOOR_OK)
        status = kr_personal_mark(job, plan);
    const kr_measured measured = {campaign, &schedule, &assignment, &inputs};
    return status < 0 ? status : finish(job, plan, &measured);
}
