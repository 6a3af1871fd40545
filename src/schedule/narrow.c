/* The error for a window that is too narrow: who stands in each other's way, and two ways out. */
#include "schedule/lane.h"

#include <stdio.h>

static void describe_group(const kr_lane *lane, uint32_t circle, const kr_bound *bound, char *out,
                           size_t size) {
    const kr_people *people = lane->p->people;
    const kr_class *class = &lane->class[bound->class];
    kr_str name = kr_people_name(people, lane->p->plan->census.circle_name[circle]);
    kr_str zone = kr_zone_name(class->zone);
    int length =
        snprintf(out, size, "%u people of the circle %.*s", bound->people, KR_SHOWN(name, 40));
    if (bound->whole || length < 0 || (size_t)length >= size)
        return;
    int more = snprintf(out + length, size - (size_t)length, " in %.*s", KR_SHOWN(zone, 40));
    if (more > 0 && (size_t)(length + more) < size && lane->wave_count > 1)
        snprintf(out + length + more, size - (size_t)(length + more), " (wave %.*s)",
                 (int)lane->p->rules->wave[class->wave].name.length,
                 lane->p->rules->wave[class->wave].name.at);
}

int32_t kr_lane_too_narrow(kr_lane *lane, uint32_t circle, const kr_bound *bound) {
    char group[160];
    int64_t gap = lane->p->rules->min_gap;
    uint64_t holds = kr_open_capacity(&bound->room, gap);
    uint64_t percent = holds ? (bound->people * 100ull + holds - 1) / holds : 0;
    describe_group(lane, circle, bound, group, sizeof group);
    return kr_fail(lane->p->job, KOOR_E_WINDOW, "schedule.min_gap", -1,
                   "%s: their open hours in the window hold %llu at %lld minutes apart. Widen "
                   "campaign.window or schedule.hours to about %llu %% of what it is, or set "
                   "schedule.min_gap to %lld (the gap can be %lld seconds at most)",
                   group, (unsigned long long)holds, (long long)(gap / KR_MINUTE),
                   (unsigned long long)percent, (long long)(bound->gap / KR_MINUTE),
                   (long long)bound->gap);
}
