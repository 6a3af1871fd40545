/* Keeping the moments of an earlier plan: see previous.h. */
#include "schedule/previous.h"

static uint16_t number_of(kr_str name, const kr_str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (kr_str_equal(names[i], name))
            return (uint16_t)i;
    return UINT16_MAX;
}

static kr_item *item_of(kr_schedule *plan, uint32_t person, uint16_t post, uint16_t network) {
    for (uint32_t i = plan->first_item[person]; i < plan->first_item[person + 1]; i++)
        if (plan->item[i].post == post && plan->item[i].network == network)
            return &plan->item[i];
    return NULL;
}

static uint32_t circle_of(const kr_planner *p, kr_str name) {
    const kr_census *census = &p->plan->census;
    if (!name.length)
        return census->nameless;
    uint32_t number = kr_table_find(&p->people->names, name);
    return number == UINT32_MAX ? KR_NONE : census->circle_by_name[number];
}

static int32_t leave_vacant(kr_planner *p, const kr_previous *from, uint16_t post, uint16_t network,
                            size_t *capacity) {
    uint32_t circle = circle_of(p, from->circle);
    if (circle == KR_NONE || !p->plan->census.mine[circle])
        return KOOR_OK;
    if (kr_arena_grow(&p->job->arena, (void **)&p->vacant, capacity, p->vacant_count,
                      sizeof *p->vacant) < 0)
        return kr_nomem(p->job);
    p->vacant[p->vacant_count++] = (kr_vacancy){circle, post, network, from->unix, 0};
    return KOOR_OK;
}

/* By circle, then time: shell sort, whose result does not depend on the order of the file. */
static int later(const kr_vacancy *a, const kr_vacancy *b) {
    if (a->circle != b->circle)
        return a->circle > b->circle;
    if (a->unix != b->unix)
        return a->unix > b->unix;
    return a->post != b->post ? a->post > b->post : a->network > b->network;
}

static void sort_vacant(kr_vacancy *vacant, size_t count) {
    for (size_t gap = count / 2; gap > 0; gap /= 2) {
        for (size_t i = gap; i < count; i++) {
            kr_vacancy one = vacant[i];
            size_t at = i;
            for (; at >= gap && later(&vacant[at - gap], &one); at -= gap)
                vacant[at] = vacant[at - gap];
            vacant[at] = one;
        }
    }
}

/* In another shard, which keeps the moment. */
static int elsewhere(const kr_census *census, uint32_t person) {
    uint32_t circle = census->circle_of[person];
    return circle != KR_NONE && !census->mine[circle];
}

int32_t kr_previous_apply(kr_planner *p, const kr_schedule_input *input) {
    size_t capacity = 0;
    for (size_t i = 0; i < input->previous_count; i++) {
        const kr_previous *from = &input->previous[i];
        uint16_t post = number_of(from->post, input->posts, input->post_count);
        uint16_t network = number_of(from->network, input->networks, input->network_count);
        if (post == UINT16_MAX || network == UINT16_MAX)
            continue; /* of a post or network that is no longer planned: nothing to keep */
        int fixed = from->published || !p->rules->rebalance || from->unix <= p->rules->now;
        uint32_t person = kr_table_find(&p->people->ids, from->person);
        if (person != UINT32_MAX && elsewhere(&p->plan->census, person))
            continue;
        kr_item *item = person == UINT32_MAX ? NULL : item_of(p->plan, person, post, network);
        int32_t code = KOOR_OK;
        if (item && fixed) {
            item->unix = from->unix;
            item->kept = 1;
        } else if (!item && !from->published && !p->rules->rebalance) {
            code = leave_vacant(p, from, post, network, &capacity);
        }
        if (code < 0)
            return code;
    }
    sort_vacant(p->vacant, p->vacant_count);
    return KOOR_OK;
}

static size_t first_vacant(const kr_planner *p, uint32_t circle) {
    size_t low = 0, high = p->vacant_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->vacant[middle].circle < circle)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int suits(const kr_lane *lane, uint32_t person, const kr_vacancy *vacant) {
    const kr_open *open = kr_lane_open(lane, person);
    return !vacant->taken && vacant->post == lane->post && vacant->network == lane->network &&
           kr_open_interval(open, vacant->unix) < open->interval_count &&
           kr_lane_clear(lane, person, vacant->unix);
}

int kr_previous_take(kr_lane *lane, uint32_t circle, uint32_t person, int64_t *out) {
    kr_planner *p = lane->p;
    for (size_t i = first_vacant(p, circle); i < p->vacant_count; i++) {
        if (p->vacant[i].circle != circle)
            return 0;
        if (!suits(lane, person, &p->vacant[i]))
            continue;
        p->vacant[i].taken = 1;
        p->plan->totals.reused++;
        *out = p->vacant[i].unix;
        return 1;
    }
    return 0;
}
