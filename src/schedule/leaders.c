/* Who comes first on a network: by wave, then by chance, over the whole people list. Every shard can plan their
 * components, and so knows of them what no shard knows of another: when they post. */
#include "schedule/leaders.h"

#include <string.h>

enum { LEADERS = 8 };

typedef struct leader {
    uint64_t key;
    uint32_t wave, circle;
} leader;

static int is_on(const kr_planner *p, const kr_schedule_input *input, uint32_t person, size_t network,
                 uint32_t name) {
    const kr_member *m = &p->people->member[person];
    const kr_name *names = kr_people_networks(p->people, m);
    for (uint32_t i = 0; i < m->network_count; i++)
        if (names[i] == name)
            return 1;
    return !m->network_count && network < input->standard_networks;
}

/* Into the few that come first, in their order. */
static size_t keep_first(leader *list, size_t count, const leader *one) {
    size_t at = count;
    for (; at > 0 && (one->wave < list[at - 1].wave ||
                      (one->wave == list[at - 1].wave && one->key < list[at - 1].key));
         at--)
        if (at < LEADERS)
            list[at] = list[at - 1];
    if (at < LEADERS)
        list[at] = *one;
    return count < LEADERS ? count + 1 : count;
}

static void mark_component(kr_census *census, uint32_t circle) {
    for (uint32_t i = 0; i < census->circle_count; i++)
        census->mine[i] |= census->component[i] == census->component[circle];
}

void kr_leaders_only(kr_planner *p, const kr_schedule_input *input) {
    kr_census *census = &p->plan->census;
    memset(census->mine, 0, census->circle_count);
    for (size_t n = 0; n < input->network_count; n++) {
        leader first[LEADERS];
        size_t count = 0;
        uint32_t name = kr_table_find(&p->people->names, input->networks[n]);
        for (uint32_t i = 0; input->leading[n] && i < p->people->count; i++) {
            if (census->circle_of[i] == KR_NONE || !is_on(p, input, i, n, name))
                continue;
            leader one = {census->key[i], kr_schedule_wave(p->plan, p->people->member[i].wave),
                          census->circle_of[i]};
            count = keep_first(first, count, &one);
        }
        for (size_t i = 0; i < count; i++)
            mark_component(census, first[i].circle);
    }
}
