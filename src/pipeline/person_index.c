/* The items of each person, so that a calendar for everybody does not look at every item for everybody:
 * made once with the plan, by counting; people are found by open addressing over the hash of their id. */
#include "base/hash.h"
#include "pipeline/plan_data.h"

#include <string.h>

static kr_str id_of(const koor_plan *plan, uint32_t person) {
    return (kr_str){plan->ids + plan->people[person].id, plan->people[person].id_length};
}

static size_t slot_of(const koor_plan *plan, kr_str id) {
    const kr_person_index *index = &plan->by_person;
    size_t slot = (size_t)kr_hash64(id.at, id.length) & (index->slot_count - 1);
    while (index->slot[slot] && !kr_str_equal(id_of(plan, index->slot[slot] - 1), id))
        slot = (slot + 1) & (index->slot_count - 1);
    return slot;
}

static void fill(koor_plan *plan) {
    kr_person_index *index = &plan->by_person;
    for (size_t i = 0; i < plan->item_count; i++)
        index->start[kr_plan_person_of(plan, i) + 1]++;
    for (size_t p = 0; p < plan->person_count; p++) {
        if (index->start[p + 1])
            index->slot[slot_of(plan, id_of(plan, (uint32_t)p))] = (uint32_t)p + 1;
        index->start[p + 1] += index->start[p];
    }
    for (uint32_t i = 0; i < plan->item_count; i++)
        index->item[index->start[kr_plan_person_of(plan, i)]++] = i;
    for (size_t p = plan->person_count; p > 0; p--) /* filling moved each start to its end */
        index->start[p] = index->start[p - 1];
    index->start[0] = 0;
}

int32_t kr_person_index_make(kr_job *job, koor_plan *plan) {
    kr_person_index *index = &plan->by_person;
    for (index->slot_count = 16; index->slot_count < 2 * plan->person_count;)
        index->slot_count *= 2;
    index->start = kr_alloc_zero(&plan->memory, plan->person_count + 1, sizeof *index->start);
    index->item = kr_alloc(&plan->memory, plan->item_count, sizeof *index->item);
    index->slot = kr_alloc_zero(&plan->memory, index->slot_count, sizeof *index->slot);
    if (!index->start || !index->item || !index->slot)
        return kr_nomem(job);
    fill(plan);
    return KOOR_OK;
}

void kr_person_index_free(koor_plan *plan) {
    kr_free(&plan->memory, plan->by_person.start);
    kr_free(&plan->memory, plan->by_person.item);
    kr_free(&plan->memory, plan->by_person.slot);
}

size_t kr_person_items(const koor_plan *plan, kr_str id, const uint32_t **out) {
    const kr_person_index *index = &plan->by_person;
    if (!index->slot_count)
        return 0;
    uint32_t found = index->slot[slot_of(plan, id)];
    if (!found)
        return 0;
    *out = index->item + index->start[found - 1];
    return index->start[found] - index->start[found - 1];
}
