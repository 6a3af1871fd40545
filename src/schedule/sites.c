/* Sites: the combs of their circles, interleaved.
 *
 * The circles of a site are placed; now everybody of the site moves a little, in the order of time
 * and only as far as the own circles can spare, until the smallest gap of the site is as large as
 * that allows. This is what the hierarchical comb alone does not reach where people of several
 * zones meet. */
#include "schedule/lane.h"

enum {
    ROUND_FROM = 1200, /* seconds: from gaps of 20 minutes on, moments are whole minutes */
    PASSES = 4,
    MOST_MOVED = 4096 /* of one site in one pass */
};

static int32_t spare(int64_t gap, int64_t floor) {
    int64_t half = (gap - floor) / 2;
    return half <= 0 ? 0 : half > INT32_MAX ? INT32_MAX : (int32_t)half;
}

/* Gaps that are larger than the smallest may shrink to seven eighths of it; so may the smallest. */
void kr_lane_measure_room(kr_lane *lane, uint32_t circle) {
    size_t count = kr_lane_gather(lane, circle, 1);
    int64_t smallest = kr_spread_gap(lane->spot, count), floor = smallest - smallest / 8;
    int64_t least = lane->p->rules->min_gap;
    floor = floor < least ? least : floor;
    lane->floor[circle] = count > 1 ? floor : 0;
    for (size_t i = 0; i < count; i++) {
        const kr_spot *spot = &lane->spot[i];
        kr_room *room = &lane->room[spot->item];
        int32_t left = i > 0 ? spare(spot->at - spot[-1].at, floor) : INT32_MAX;
        int32_t right = i + 1 < count ? spare(spot[1].at - spot->at, floor) : INT32_MAX;
        room->left = left < room->left ? left : room->left;
        room->right = right < room->right ? right : room->right;
        if (smallest < ROUND_FROM || smallest < least + KR_MINUTE)
            lane->fine[spot->item] = 1;
    }
}

static void limit(const kr_lane *lane, kr_spot *spot) {
    const kr_room *room = &lane->room[spot->item];
    kr_lane_limits(lane, spot);
    if (spot->at - spot->low > room->left)
        spot->low = spot->at - room->left;
    if (spot->high - spot->at > room->right)
        spot->high = spot->at + room->right;
}

static size_t gather_site(kr_lane *lane, uint32_t site) {
    const kr_groups *sites = &lane->p->plan->census.sites;
    size_t count = 0;
    for (uint32_t i = sites->start[site]; i < sites->start[site + 1]; i++) {
        uint32_t person = sites->member[i];
        if (lane->item_of[person] == KR_NONE)
            continue;
        kr_spot *spot = &lane->spot[count++];
        *spot = (kr_spot){.at = kr_lane_item(lane, person)->unix, .item = person};
        limit(lane, spot);
    }
    kr_sort_spots(lane->spot, lane->scratch, count);
    return count;
}

static void spread(kr_lane *lane, size_t count, const kr_bound *bound) {
    if (bound->classes > 1)
        kr_spread_freely(lane->spot, lane->scratch, lane->heap, count, bound->gap);
    else
        kr_spread(lane->spot, count, bound->gap);
    for (size_t i = 0; i < count; i++)
        kr_lane_item(lane, lane->spot[i].item)->unix = lane->spot[i].at;
}

/* From `old` to where it belongs now. */
static void keep_order(kr_spot *spot, size_t count, size_t old) {
    kr_spot one = spot[old];
    size_t at = old;
    for (; at > 0 && spot[at - 1].at > one.at; at--)
        spot[at] = spot[at - 1];
    for (; at + 1 < count && spot[at + 1].at < one.at; at++)
        spot[at] = spot[at + 1];
    spot[at] = one;
}

static int64_t floor_of(const kr_lane *lane, uint32_t person) {
    const kr_planner *p = lane->p;
    const kr_member *m = &p->people->member[person];
    const kr_name *circles = kr_people_circles(p->people, m);
    int64_t floor = lane->floor[p->plan->census.circle_of[person]];
    for (uint32_t i = 1; i < m->circle_count; i++) {
        int64_t other = lane->floor[p->plan->census.circle_by_name[circles[i]]];
        floor = other > floor ? other : floor;
    }
    return floor;
}

/* Spreading moves within a day; who stands in a crowd goes to a quieter place of the own open time.
 */
static size_t leave_crowds(kr_lane *lane, size_t count, int64_t goal) {
    size_t moved = 0;
    for (size_t i = 1; i < count && moved < MOST_MOVED; i++) {
        int64_t at, gap = lane->spot[i].at - lane->spot[i - 1].at;
        uint32_t person = lane->spot[i].item;
        if (gap >= goal / 2 || kr_lane_item(lane, person)->kept ||
            kr_lane_roam(lane, person, floor_of(lane, person), count, &at) <= gap + gap / 2)
            continue;
        kr_lane_item(lane, person)->unix = lane->spot[i].at = at;
        keep_order(lane->spot, count, i);
        moved++;
    }
    return moved;
}

/* Every circle of the site's people, also those that belong elsewhere, once in a pass. */
static void measure_rooms(kr_lane *lane, uint32_t site) {
    const kr_planner *p = lane->p;
    const kr_census *c = &p->plan->census;
    lane->pass++;
    for (uint32_t i = c->sites.start[site]; i < c->sites.start[site + 1]; i++)
        lane->room[c->sites.member[i]] = (kr_room){INT32_MAX, INT32_MAX};
    for (uint32_t i = c->sites.start[site]; i < c->sites.start[site + 1]; i++) {
        uint32_t person = c->sites.member[i];
        const kr_member *m = &p->people->member[person];
        for (uint32_t k = 0; k == 0 || k < m->circle_count; k++) {
            kr_name name = m->circle_count ? kr_people_circles(p->people, m)[k] : 0;
            uint32_t circle = k ? c->circle_by_name[name] : c->circle_of[person];
            if (lane->measured[circle] != lane->pass)
                kr_lane_measure_room(lane, circle);
            lane->measured[circle] = lane->pass;
        }
    }
}

int32_t kr_lane_spread_site(kr_lane *lane, uint32_t site) {
    const kr_groups *sites = &lane->p->plan->census.sites;
    kr_bound bound;
    if (kr_lane_bound(lane, sites->member + sites->start[site],
                      sites->start[site + 1] - sites->start[site], &bound) < 0)
        return kr_nomem(lane->p->job);
    for (int pass = 0; pass < PASSES && bound.people > 1; pass++) {
        measure_rooms(lane, site);
        size_t count = gather_site(lane, site);
        spread(lane, count, &bound);
        int64_t gap = kr_spread_gap(lane->spot, count);
        for (size_t i = 0; i < count; i++)
            lane->fine[lane->spot[i].item] |= gap < ROUND_FROM;
        if (gap >= bound.gap / 2 || pass + 1 == PASSES || !leave_crowds(lane, count, bound.gap))
            break;
    }
    return KOOR_OK;
}

void kr_lane_round(kr_lane *lane, uint32_t circle) {
    const kr_groups *own = &lane->p->plan->census.own;
    for (uint32_t i = own->start[circle]; i < own->start[circle + 1]; i++) {
        uint32_t person = own->member[i];
        if (lane->item_of[person] == KR_NONE || lane->fine[person])
            continue;
        kr_item *item = kr_lane_item(lane, person);
        kr_spot spot = {.at = item->unix, .item = person};
        kr_lane_limits(lane, &spot);
        int64_t minute = item->unix - (item->unix % KR_MINUTE + KR_MINUTE) % KR_MINUTE;
        if (minute < spot.low)
            minute += KR_MINUTE;
        if (minute <= spot.high)
            item->unix = minute;
    }
}
