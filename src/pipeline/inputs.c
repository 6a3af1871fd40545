/* From the campaign to the stages' inputs: versions of posts, networks, the copy of what the plan needs of
 * people; earlier items are in kept.c. */
#include "network/networks.h"
#include "pipeline/plan_data.h"
#include "schedule/civil.h"

#include <string.h>

/* -- posts ----------------------------------------------------------------------------------------- */

static uint32_t number_of_post(kr_plan_inputs *inputs, kr_str id) {
    for (uint32_t i = 0; i < inputs->post_count; i++)
        if (kr_str_equal(inputs->posts[i], id))
            return i;
    inputs->posts[inputs->post_count] = id;
    return (uint32_t)inputs->post_count++;
}

int32_t kr_inputs_versions(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                           kr_plan_inputs *inputs) {
    if (!campaign->post_count)
        return kr_fail(job, KOOR_E_EMPTY, "post", -1, "the campaign has no post yet");
    plan->versions = kr_arena_zero(&plan->arena, campaign->post_count, sizeof *plan->versions);
    inputs->posts = kr_arena_alloc(&plan->arena, campaign->post_count, sizeof *inputs->posts);
    inputs->post_of = kr_arena_alloc(&job->arena, campaign->post_count, sizeof *inputs->post_of);
    if (!plan->versions || !inputs->posts || !inputs->post_of)
        return kr_nomem(job);
    for (size_t i = 0; i < campaign->post_count; i++) {
        kr_given_post given = campaign->posts[i];
        const char *id = kr_arena_string(&plan->arena, given.id.at, given.id.length);
        if (!id)
            return kr_nomem(job);
        given.id.at = id;
        int32_t status = kr_job_progress(job, "posts", i, campaign->post_count);
        if (status == KOOR_OK)
            status = kr_version_make(job, &plan->arena, campaign, &given, &plan->versions[i]);
        if (status == KOOR_OK)
            status = kr_facts_read(job, &plan->arena, &plan->versions[i].post,
                                   &plan->versions[i].facts);
        if (status == KOOR_OK)
            status = kr_version_require(job, campaign, &plan->versions[i]);
        if (status < 0)
            return status;
        inputs->post_of[i] = number_of_post(inputs, given.id);
        plan->version_count = i + 1;
    }
    plan->posts = inputs->posts;
    return KOOR_OK;
}

/* The version of a post in the person's language, else the first one. */
uint32_t kr_inputs_version_for(const koor_plan *plan, const kr_plan_inputs *inputs, uint32_t post,
                               kr_str language) {
    uint32_t first = KR_NONE;
    for (uint32_t i = 0; i < plan->version_count; i++) {
        if (inputs->post_of[i] != post)
            continue;
        if (kr_str_is(language, plan->versions[i].post.language))
            return i;
        if (first == KR_NONE)
            first = i;
    }
    return first;
}

/* -- networks -------------------------------------------------------------------------------------- */

static int32_t add_network(kr_job *job, const koor_campaign *campaign, kr_plan_inputs *inputs,
                           kr_str name) {
    const kr_network *network;
    for (size_t i = 0; i < inputs->network_count; i++)
        if (kr_str_equal(inputs->network_names[i], name))
            return KOOR_OK;
    int32_t status = kr_network_named(job, &campaign->engine->networks, name, "networks", &network);
    if (status < 0)
        return status;
    if (inputs->network_count == inputs->network_most)
        return kr_fail(job, KOOR_E_LIMIT, "networks", -1, "more than %zu networks",
                       inputs->network_most);
    inputs->network_names[inputs->network_count] = network->name;
    inputs->networks[inputs->network_count++] = network;
    return KOOR_OK;
}

int32_t kr_inputs_networks(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                           kr_plan_inputs *inputs) {
    const char *at = campaign->settings.text[KR_OPT_CAMPAIGN_NETWORKS];
    int32_t status = KOOR_OK;
    inputs->network_most = campaign->engine->networks.count;
    inputs->networks =
        kr_arena_alloc(&plan->arena, inputs->network_most, sizeof *inputs->networks);
    plan->networks = inputs->networks;
    inputs->network_names =
        kr_arena_alloc(&job->arena, inputs->network_most, sizeof *inputs->network_names);
    if (!inputs->networks || !inputs->network_names)
        return kr_nomem(job);
    for (size_t length; *at && status == KOOR_OK; at += length + (at[length] == '|')) {
        length = strcspn(at, "|");
        if (length)
            status = add_network(job, campaign, inputs, (kr_str){at, length});
    }
    inputs->standard_networks = inputs->network_count;
    for (size_t i = 0; i < campaign->people.count && status == KOOR_OK; i++) {
        const kr_member *member = &campaign->people.member[i];
        const kr_name *names = kr_people_networks(&campaign->people, member);
        for (uint32_t j = 0; j < member->network_count && status == KOOR_OK; j++)
            status = add_network(job, campaign, inputs, kr_people_name(&campaign->people, names[j]));
    }
    if (status == KOOR_OK && !inputs->standard_networks)
        return kr_fail(job, KOOR_E_NETWORK, "campaign.networks", -1, "no network is named");
    return status;
}

/* -- people ---------------------------------------------------------------------------------------- */

int32_t kr_inputs_people(kr_job *job, koor_plan *plan, const koor_campaign *campaign) {
    const kr_people *people = &campaign->people;
    size_t bytes = 0;
    for (size_t i = 0; i < people->count; i++)
        bytes += kr_people_id(people, (uint32_t)i).length + 1;
    char *ids = kr_alloc(&plan->memory, bytes, 1);
    plan->ids = ids;
    plan->person_count = people->count;
    plan->people = kr_alloc(&plan->memory, people->count, sizeof *plan->people);
    plan->names = kr_arena_alloc(&plan->arena, people->names.count, sizeof *plan->names);
    if (!ids || !plan->people || !plan->names)
        return kr_nomem(job);
    for (size_t i = 0, at = 0; i < people->count; i++) {
        kr_str id = kr_people_id(people, (uint32_t)i);
        const kr_member *member = &people->member[i];
        memcpy(ids + at, id.at, id.length + 1);
        plan->people[i] = (kr_plan_person){
            .id = at,
            .id_length = (uint32_t)id.length,
            .circle = member->circle_count ? kr_people_circles(people, member)[0] : 0,
        };
        at += id.length + 1;
    }
    for (size_t i = 0; i < people->names.count; i++) {
        kr_str name = people->names.strings[i];
        const char *copy = kr_arena_string(&plan->arena, name.at, name.length);
        if (!copy)
            return kr_nomem(job);
        plan->names[i] = (kr_str){copy, name.length};
    }
    return KOOR_OK;
}

void kr_plan_free_people(koor_plan *plan) {
    kr_free(&plan->memory, plan->ids);
    kr_free(&plan->memory, plan->people);
}
