/* Reposts in circles where nobody has posted yet: whose post that is must be the same in every shard, though none
 * knows the moments of another. So every run plans once more, by themselves, the few components whose people
 * come first on a network where a text is used once: what they post is known to all. Each repost without an
 * original gets one of these that is out by then, of its own class where there is one. Before the first of them
 * there is nothing to share, and the repost stays without. */
#include "assign/assign.h"
#include "base/hash.h"
#include "pipeline/plan_data.h"

#include <stdlib.h>

enum { MOST_SEEN = 64 };

typedef struct original {
    int64_t moment;
    uint32_t person, class, text;
    uint16_t post, network;
} original;

static int lacks_original(const kr_plan_item *item) {
    return item->repost && item->repost_of == KR_NONE && !item->previous && !item->original &&
           !item->left_out;
}

int kr_reposts_lack(const koor_plan *plan) {
    for (size_t i = 0; i < plan->item_count; i++)
        if (lacks_original(&plan->items[i]))
            return 1;
    return 0;
}

static int compare(const void *a, const void *b) {
    const original *x = a, *y = b;
    if (x->post != y->post)
        return x->post < y->post ? -1 : 1;
    if (x->network != y->network)
        return x->network < y->network ? -1 : 1;
    if (x->moment != y->moment)
        return x->moment < y->moment ? -1 : 1;
    return x->person < y->person ? -1 : x->person > y->person;
}

static int32_t list_originals(kr_job *job, const kr_plan_inputs *inputs, const kr_schedule *schedule,
                              const kr_assignment *assignment, original **out, size_t *out_count) {
    original *list = kr_arena_alloc(&job->arena, schedule->item_count, sizeof *list);
    size_t count = 0;
    if (!list)
        return kr_nomem(job);
    for (size_t i = 0; i < schedule->item_count; i++) {
        const kr_item *item = &schedule->item[i];
        const kr_choice *choice = &assignment->choice[i];
        if (!item->unplaced && choice->text != KR_NONE && inputs->networks[item->network]->text_once == 1)
            list[count++] = (original){item->unix,   item->person, choice->class,
                                       choice->text, item->post,   item->network};
    }
    if (count)
        qsort(list, count, sizeof *list, compare);
    *out = list;
    *out_count = count;
    return KOOR_OK;
}

/* The latest ones for the item's post and network that are out before it: people share what is new. */
static size_t before(const original *list, size_t count, const kr_plan_item *item, size_t *out_first) {
    const original wanted = {.moment = item->moment, .post = item->post, .network = item->network};
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&list[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    size_t first = low;
    while (first > 0 && low - first < MOST_SEEN && list[first - 1].post == item->post &&
           list[first - 1].network == item->network)
        first--;
    *out_first = first;
    return low - first;
}

/* One of them by the person's own chance, so that not all share the same post. */
static const original *choose(const original *list, size_t count, uint32_t class, uint64_t chance) {
    size_t alike = 0;
    for (size_t i = 0; i < count; i++)
        alike += list[i].class == class;
    if (!alike)
        return count ? &list[chance % count] : NULL;
    size_t wanted = chance % alike;
    for (size_t i = 0; i < count; i++)
        if (list[i].class == class && wanted-- == 0)
            return &list[i];
    return NULL;
}

int32_t kr_reposts_name(kr_job *job, koor_plan *plan, const kr_plan_inputs *inputs,
                        const kr_schedule *schedule, const kr_assignment *assignment) {
    original *list = NULL;
    size_t count = 0, first;
    int32_t status = list_originals(job, inputs, schedule, assignment, &list, &count);
    for (size_t i = 0; i < plan->item_count && status == KOOR_OK; i++) {
        kr_plan_item *item = &plan->items[i];
        if (!lacks_original(item))
            continue;
        const kr_plan_person *person = &plan->people[item->person];
        size_t known = before(list, count, item, &first);
        const original *one = choose(list + first, known, item->text_class,
                                     kr_hash64(plan->ids + person->id, person->id_length));
        if (!one)
            continue;
        item->repost_of = one->person;
        item->text_class = one->class;
        item->text = one->text;
        if (one->class == inputs->kept_class)
            item->original = &inputs->kept[one->text];
    }
    return status;
}
