/* Items: from the moments of the schedule to classes of texts and lists of pictures for each. */
#include "image/image.h"
#include "pipeline/plan_data.h"

#include <stdlib.h>
#include <string.h>

/* -- pictures -------------------------------------------------------------------------------------- */

static int32_t copy_pool(kr_job *job, koor_plan *plan, const koor_campaign *campaign) {
    plan->pool.count = (uint32_t)campaign->picture_count;
    plan->pool.pictures =
        kr_arena_alloc(&plan->arena, campaign->picture_count, sizeof *plan->pool.pictures);
    if (!plan->pool.pictures)
        return kr_nomem(job);
    for (size_t i = 0; i < campaign->picture_count; i++) {
        plan->pool.pictures[i] = kr_picture_copy(&plan->arena, campaign->pictures[i]);
        if (!plan->pool.pictures[i])
            return kr_nomem(job);
    }
    return kr_brand_open(job, &plan->arena, &plan->settings, &plan->brand);
}

static int32_t make_recipes(kr_job *job, koor_plan *plan, const kr_network *network, size_t wanted,
                            kr_picture_list *out) {
    kr_picture_size sizes[KR_PICTURE_SIZES];
    kr_recipe *recipes;
    uint32_t count = network->picture_size_count;
    for (uint32_t i = 0; i < count; i++)
        sizes[i] = (kr_picture_size){
            .width = (int32_t)network->picture_sizes[i].width,
            .height = (int32_t)network->picture_sizes[i].height,
            .byte_limit = network->picture_bytes == KR_NONE ? 0 : (int64_t)network->picture_bytes,
        };
    const kr_image_class class = {
        .name = network->name,
        .sizes = sizes,
        .size_count = count,
        .headline = kr_str_of(plan->settings.text[KR_OPT_IMAGE_HEADLINE]),
        .byline = kr_str_of(plan->settings.text[KR_OPT_IMAGE_BYLINE]),
        .seed = (uint64_t)plan->settings.number[KR_OPT_CAMPAIGN_SEED],
    };
    if (!count)
        return KOOR_OK;
    const kr_image_scene scene = kr_plan_scene(plan);
    int32_t status =
        kr_image_recipes(job, &plan->arena, &scene, &class, wanted, &recipes, &out->count);
    if (status < 0)
        return status;
    out->first = plan->recipe_count;
    for (size_t i = 0; i < out->count; i++) {
        if (kr_arena_grow(&plan->arena, (void **)&plan->recipes, &plan->recipe_capacity,
                          plan->recipe_count, sizeof *plan->recipes) < 0)
            return kr_nomem(job);
        plan->recipes[plan->recipe_count++] = &recipes[i];
    }
    return KOOR_OK;
}

/* For each network as many visibly different pictures as its largest circle has people, within bounds. */
int32_t kr_items_pictures(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                          kr_plan_inputs *inputs, size_t wanted) {
    inputs->pictures =
        kr_arena_zero(&job->arena, inputs->network_count, sizeof *inputs->pictures);
    if (!inputs->pictures)
        return kr_nomem(job);
    if (!campaign->picture_count)
        return KOOR_OK;
    int32_t status = copy_pool(job, plan, campaign);
    if (wanted > KR_MOST_PICTURES)
        wanted = KR_MOST_PICTURES;
    for (size_t i = 0; i < inputs->network_count && status == KOOR_OK; i++) {
        status = kr_job_progress(job, "pictures", i, inputs->network_count);
        if (status == KOOR_OK)
            status = make_recipes(job, plan, inputs->networks[i], wanted, &inputs->pictures[i]);
    }
    return status;
}

/* -- items ----------------------------------------------------------------------------------------- */

/* A text that stands from before, and what a repost of such an item shares. */
static void take_kept(const kr_plan_inputs *inputs, const kr_choice *choice, size_t index,
                      kr_plan_item *item) {
    uint32_t kept = inputs->kept_of ? inputs->kept_of[index] : KR_NONE;
    if (item->repost && choice->repost_class == inputs->kept_class)
        item->original = &inputs->kept[choice->repost_text];
    if (kept == KR_NONE)
        return;
    const kr_kept_item *before = &inputs->kept[kept];
    int moved = before->moment != item->moment;
    item->sequence = (uint16_t)(before->sequence + (before->another || moved));
    if (before->another)
        return;
    item->previous = before;
    item->repost = before->repost;
    item->left_out = 0;
}

int32_t kr_items_make(kr_job *job, koor_plan *plan, const kr_plan_inputs *inputs,
                      const kr_schedule *schedule, const kr_assignment *assignment) {
    plan->items = kr_alloc_zero(&plan->memory, schedule->item_count, sizeof *plan->items);
    if (!plan->items)
        return kr_nomem(job);
    for (size_t i = 0; i < schedule->item_count; i++) {
        const kr_item *from = &schedule->item[i];
        const kr_choice *choice = &assignment->choice[i];
        int repost = choice->repost_class != KR_NONE;
        size_t first = inputs->pictures[from->network].first;
        plan->items[i] = (kr_plan_item){
            .person = from->person,
            .text_class = repost ? choice->repost_class : choice->class,
            .text = repost ? choice->repost_text : choice->text,
            .recipe = choice->picture == KR_NONE ? KR_NONE : (uint32_t)(first + choice->picture),
            .moment = from->unix,
            .offset = from->offset,
            .wave = from->wave,
            .post = from->post,
            .network = from->network,
            .kept = from->kept,
            .left_out = from->unplaced || (choice->class == KR_NONE && !repost),
            .repost = (uint8_t)repost,
            .repost_of = choice->repost_of == KR_NONE ? KR_NONE
                                                      : schedule->item[choice->repost_of].person,
        };
        if (!from->unplaced)
            take_kept(inputs, choice, i, &plan->items[i]);
    }
    plan->item_count = schedule->item_count;
    return KOOR_OK;
}

/* The order in which a plan is read: by moment, then person, then network. */
typedef struct sort_key {
    int64_t moment;
    const char *person;
    uint32_t index;
} sort_key;

static int compare_keys(const void *a, const void *b) {
    const sort_key *x = a, *y = b;
    if (x->moment != y->moment)
        return x->moment < y->moment ? -1 : 1;
    int order = strcmp(x->person, y->person);
    return order ? order : x->index < y->index ? -1 : 1;
}

int32_t kr_items_sort(kr_job *job, koor_plan *plan) {
    size_t count = 0;
    sort_key *keys = kr_alloc(&plan->memory, plan->item_count, sizeof *keys);
    kr_plan_item *sorted = kr_alloc(&plan->memory, plan->item_count, sizeof *sorted);
    if (!keys || !sorted) {
        kr_free(&plan->memory, keys);
        kr_free(&plan->memory, sorted);
        return kr_nomem(job);
    }
    for (size_t i = 0; i < plan->item_count; i++)
        if (!plan->items[i].left_out)
            keys[count++] = (sort_key){plan->items[i].moment,
                                       plan->ids + plan->people[plan->items[i].person].id,
                                       (uint32_t)i};
    qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++)
        sorted[i] = plan->items[keys[i].index];
    kr_free(&plan->memory, keys);
    kr_free(&plan->memory, plan->items);
    plan->items = sorted;
    plan->item_count = count;
    return KOOR_OK;
}
