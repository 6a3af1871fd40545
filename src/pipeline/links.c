/* Links of a plan's texts, tagged per item by link.tags: the last step, because the guard compares links
 * as the base has them. */
#include "network/linktag.h"
#include "pipeline/plan_data.h"

#include <string.h>

static int32_t open_tags(kr_job *job, const koor_plan *plan, kr_link_tags **out) {
    return kr_link_open(job, &job->arena, kr_str_of(plan->settings.text[KR_OPT_LINK_TAGS]),
                        kr_str_of(plan->settings.text[KR_OPT_LINK_HOSTS]), out);
}

/* A piece as long as the longest of the plan: its bytes do not matter to a length. */
static kr_str filler_of(size_t length) {
    static const char filler[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    return (kr_str){filler, length < sizeof filler - 1 ? length : sizeof filler - 1};
}

static size_t longest_id(const koor_campaign *campaign) {
    size_t longest = 0;
    for (size_t i = 0; i < campaign->people.count; i++) {
        size_t length = kr_people_id(&campaign->people, (uint32_t)i).length;
        longest = length > longest ? length : longest;
    }
    return longest;
}

int32_t kr_links_reserve(kr_job *job, const koor_plan *plan, const koor_campaign *campaign,
                         const kr_text_class *class, uint32_t *out) {
    kr_link_tags *tags;
    uint32_t links = 0;
    *out = 0;
    if (!*plan->settings.text[KR_OPT_LINK_TAGS])
        return KOOR_OK;
    int32_t status = open_tags(job, plan, &tags);
    if (status < 0 || !tags)
        return status;
    const kr_post *post = &class->version->post;
    for (uint32_t i = 0; i < post->atom_count; i++)
        links += post->atoms[i].kind == KR_ATOM_URL;
    const kr_link_values values = {
        .campaign = plan->campaign_id,
        .post = class->version->id,
        .person = filler_of(longest_id(campaign)),
        .circle = filler_of(64),
        .network = class->network->name,
        .language = kr_str_of(post->language),
        .text = filler_of(32),
    };
    *out = links * kr_link_longest(tags, class->network, &values);
    return KOOR_OK;
}

static int32_t tag_item(kr_job *job, koor_plan *plan, const kr_link_tags *tags, size_t index) {
    kr_item_view view;
    kr_buffer text;
    char hex[33];
    int32_t status = kr_plan_view(job, plan, index, &view);
    if (status < 0)
        return status;
    kr_hash_hex(hex, view.text_id);
    kr_link_values values = {plan->campaign_id, view.post,     view.person, view.circle,
                             view.network,      view.language, {hex, 32}};
    if (view.repost_person.length) { /* the link is that of the post which is shared again */
        const kr_plan_person *author = &plan->people[plan->items[index].repost_of];
        values.person = view.repost_person;
        values.circle = plan->names[author->circle];
    }
    kr_buffer_start(&text, job->memory);
    kr_link_tag(&text, tags, view.text, &values);
    kr_str *tagged = kr_arena_alloc(&plan->arena, 1, sizeof *tagged);
    const char *copy =
        text.failed || !tagged ? NULL : kr_arena_string(&plan->arena, text.data, text.length);
    if (copy)
        *tagged = (kr_str){copy, text.length};
    kr_buffer_end(&text);
    if (!copy)
        return kr_nomem(job);
    plan->items[index].tagged = tagged;
    return KOOR_OK;
}

int32_t kr_links_tag(kr_job *job, koor_plan *plan) {
    kr_link_tags *tags;
    int32_t status = open_tags(job, plan, &tags);
    if (status < 0 || !tags)
        return status;
    for (size_t i = 0; i < plan->item_count && status == KOOR_OK; i++) {
        kr_job one; /* what one item needs is not kept for all */
        const kr_plan_item *item = &plan->items[i];
        if (item->previous || item->original)
            continue; /* tagged before */
        if (item->repost && item->repost_of == KR_NONE)
            continue; /* whose link it is, nobody knows */
        kr_job_start(&one, job->memory, job->error);
        status = tag_item(&one, plan, tags, i);
        kr_job_end(&one);
    }
    return status;
}
