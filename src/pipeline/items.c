/* Items: from the moments of the schedule to classes of texts and lists of pictures for each. */
#include "image/image.h"
#include "pipeline/plan_data.h"

#include <stdlib.h>
#include <string.h>

/* -- classes --------------------------------------------------------------------------------------- */

static int is_class(const kr_text_class *class, const kr_version *version,
                    const kr_network *network, kr_str voice) {
    return class->version == version && class->network == network &&
           kr_str_equal(class->voice, voice);
}

static int32_t find_class(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                          const kr_text_class *wanted, uint32_t *out) {
    for (size_t i = 0; i < plan->class_count; i++)
        if (is_class(&plan->classes[i], wanted->version, wanted->network, wanted->voice))
            return *out = (uint32_t)i, KOOR_OK;
    if (plan->class_count == KR_MOST_CLASSES)
        return kr_fail(job, KOOR_E_LIMIT, "people", -1,
                       "more than %d combinations of post, network and voice: use fewer voices",
                       KR_MOST_CLASSES);
    kr_text_class *class = &plan->classes[plan->class_count];
    int32_t status = kr_class_open(job, plan, campaign, wanted->version, wanted->network,
                                   wanted->voice, class);
    if (status == KOOR_OK)
        *out = (uint32_t)plan->class_count++;
    return status;
}

static int32_t class_of(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                        const kr_plan_inputs *inputs, const kr_item *item, uint32_t *out) {
    const kr_member *member = &campaign->people.member[item->person];
    uint32_t version = kr_inputs_version_for(
        plan, inputs, item->post, kr_people_name(&campaign->people, member->language));
    const kr_text_class wanted = {
        .version = &plan->versions[version],
        .network = inputs->networks[item->network],
        .voice = plan->names[member->voice],
    };
    return find_class(job, plan, campaign, &wanted, out);
}

/* -- kept items ------------------------------------------------------------------------------------ */

static int32_t key_of(kr_job *job, kr_str person, kr_str post, kr_str network, kr_str *out) {
    size_t length = person.length + post.length + network.length + 2;
    char *key = kr_arena_alloc(&job->arena, length, 1);
    if (!key)
        return kr_nomem(job);
    memcpy(key, person.at, person.length);
    key[person.length] = '\0';
    memcpy(key + person.length + 1, post.at, post.length);
    key[person.length + 1 + post.length] = '\0';
    memcpy(key + person.length + post.length + 2, network.at, network.length);
    *out = (kr_str){key, length};
    return KOOR_OK;
}

static int32_t index_kept(kr_job *job, const kr_plan_inputs *inputs, kr_table *table) {
    for (size_t i = 0; i < inputs->kept_count; i++) {
        kr_str key;
        int32_t status = key_of(job, inputs->kept[i].person, inputs->kept[i].post,
                                inputs->kept[i].network, &key);
        if (status < 0)
            return status;
        if (kr_table_add(table, key, NULL) == UINT32_MAX)
            return kr_nomem(job);
    }
    return KOOR_OK;
}

static int32_t find_kept(kr_job *job, const koor_plan *plan, const kr_plan_inputs *inputs,
                         const kr_item *item, const kr_table *table, kr_plan_item *out) {
    const kr_plan_person *person = &plan->people[item->person];
    kr_str key, id = {plan->ids + person->id, person->id_length};
    if (!inputs->kept_count)
        return KOOR_OK;
    int32_t status = key_of(job, id, inputs->posts[item->post],
                            inputs->networks[item->network]->name, &key);
    uint32_t found = status == KOOR_OK ? kr_table_find(table, key) : UINT32_MAX;
    if (found != UINT32_MAX) {
        out->previous = &inputs->kept[found];
        out->sequence = out->previous->sequence;
        if (out->previous->moment != item->unix)
            out->sequence++;
    }
    return status;
}

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
    return kr_brand_read(job, &plan->arena, (kr_str){"", 0}, (kr_str){"", 0}, &plan->brand);
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
        .seed = (uint64_t)plan->settings.number[KR_OPT_CAMPAIGN_SEED],
    };
    if (!count)
        return KOOR_OK;
    int32_t status = kr_image_recipes(job, &plan->arena, &plan->settings, &plan->pool, &plan->brand,
                                      &class, wanted, &recipes, &out->count);
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

int32_t kr_items_make(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                      const kr_plan_inputs *inputs, const kr_schedule *schedule) {
    kr_table kept;
    int32_t status;
    plan->classes = kr_arena_zero(&plan->arena, KR_MOST_CLASSES, sizeof *plan->classes);
    plan->items = kr_alloc_zero(&plan->memory, schedule->item_count, sizeof *plan->items);
    if (!plan->classes || !plan->items)
        return kr_nomem(job);
    kr_table_start(&kept, job->memory, &job->arena);
    status = index_kept(job, inputs, &kept);
    for (size_t i = 0; i < schedule->item_count && status == KOOR_OK; i++) {
        const kr_item *from = &schedule->item[i];
        kr_plan_item *item = &plan->items[i];
        *item = (kr_plan_item){
            .person = from->person,
            .moment = from->unix,
            .offset = from->offset,
            .recipe = KR_NONE,
            .wave = from->wave,
            .kept = from->kept,
            .unplaced = from->unplaced,
        };
        status = class_of(job, plan, campaign, inputs, from, &item->text_class);
        if (status == KOOR_OK)
            status = find_kept(job, plan, inputs, from, &kept, item);
    }
    plan->item_count = schedule->item_count;
    kr_table_end(&kept);
    return status;
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
        if (!plan->items[i].unplaced)
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
