/* Placing a circle: a comb over the open time of its people.
 *
 * Member j of the n of a wave, in an order of chance, gets position (j + phase) / n of the own open
 * time. The phases of the circles of one site follow van der Corput's sequence, so that their combs
 * interleave. Where people differ in their open time the comb's teeth meet unevenly; then the
 * circle is spread in its order, and its tightest people are moved (see move.c).
 *
 * Where a previous plan holds moments, these stay; newcomers take those of people who left, then
 * the place farthest from everybody: filling gaps at their midpoint keeps at least half of the
 * ideal for any number of newcomers (de Bruijn and Erdos, 1949, give 72 % as what could be had at
 * best). */
#include "schedule/lane.h"

#include "schedule/previous.h"

/* (step + phase) / steps as two numbers of at most 32 bits. */
static int64_t tooth(const kr_open *open, uint64_t step, uint64_t steps, uint32_t phase) {
    unsigned bits = 16;
    while (bits > 0 && steps > UINT32_MAX >> bits)
        bits--;
    return kr_open_moment(open, (step << bits) + (phase >> (16 - bits)), steps << bits);
}

static size_t list_members(kr_lane *lane, uint32_t circle, uint32_t *kept) {
    const kr_census *census = &lane->p->plan->census;
    size_t count = 0;
    *kept = 0;
    for (uint32_t i = census->own.start[circle]; i < census->own.start[circle + 1]; i++) {
        uint32_t person = census->own.member[i];
        if (lane->item_of[person] == KR_NONE)
            continue;
        if (kr_lane_item(lane, person)->kept)
            (*kept)++;
        else
            lane->spot[count++] =
                (kr_spot){.at = (int64_t)(census->key[person] >> 1), .item = person};
    }
    kr_sort_spots(lane->spot, lane->scratch, count);
    return count;
}

static void comb(kr_lane *lane, uint32_t circle, size_t count) {
    uint32_t people[KR_MOST_WAVES] = {0}, next[KR_MOST_WAVES] = {0};
    for (size_t i = 0; i < count; i++)
        people[kr_lane_item(lane, lane->spot[i].item)->wave]++;
    for (size_t i = 0; i < count; i++) {
        uint32_t person = lane->spot[i].item;
        kr_item *item = kr_lane_item(lane, person);
        item->unix = tooth(kr_lane_open(lane, person), next[item->wave]++, people[item->wave],
                           lane->p->phase[circle]);
    }
}

/* Newcomers to a circle with kept moments, one by one in their order of chance. */
static void insert(kr_lane *lane, uint32_t circle, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t person = lane->spot[i].item;
        kr_item *item = kr_lane_item(lane, person);
        if (kr_previous_take(lane, circle, person, &item->unix))
            continue;
        if (kr_lane_best(lane, person, &item->unix) >= 0)
            continue;
        item->unix = INT64_MIN;
        item->unplaced = KR_CAPPED;
        lane->item_of[person] = KR_NONE;
    }
}

static int unevenly_open(const kr_lane *lane, size_t count) {
    for (size_t i = 1; i < count; i++)
        if (lane->class_of[lane->spot[i].item] != lane->class_of[lane->spot[0].item])
            return 1;
    return 0;
}

int32_t kr_lane_place_circle(kr_lane *lane, uint32_t circle) {
    const kr_census *census = &lane->p->plan->census;
    uint32_t kept, from = census->own.start[circle];
    size_t count = list_members(lane, circle, &kept);
    if (kept)
        insert(lane, circle, count);
    else
        comb(lane, circle, count);
    if (count + kept < 2 || count == 0)
        return KOOR_OK;
    kr_bound bound;
    if (kr_lane_bound(lane, census->own.member + from, census->own.start[circle + 1] - from,
                      &bound) < 0)
        return kr_nomem(lane->p->job);
    if (bound.gap < lane->p->rules->min_gap && !kept && census->circle_name[circle])
        return kr_lane_too_narrow(lane, circle, &bound);
    count = kr_lane_gather(lane, circle, 0);
    int64_t gap = kr_spread_gap(lane->spot, count);
    if (gap < lane->p->rules->min_gap || (unevenly_open(lane, count) && gap < bound.gap))
        kr_lane_improve(lane, count, bound.gap);
    return KOOR_OK;
}

int32_t kr_lane_guests(kr_lane *lane, uint32_t circle) {
    const kr_census *census = &lane->p->plan->census;
    uint32_t from = census->guests.start[circle], to = census->guests.start[circle + 1];
    if (from == to)
        return KOOR_OK;
    /* The room of the own people alone, for everybody: a goal, not a bound. */
    kr_bound bound;
    if (kr_lane_bound(lane, census->own.member + census->own.start[circle],
                      census->own.start[circle + 1] - census->own.start[circle], &bound) < 0)
        return kr_nomem(lane->p->job);
    size_t count = kr_lane_gather(lane, circle, 1);
    if (count < 2 || !bound.people || bound.gap == INT64_MAX)
        return KOOR_OK;
    int64_t goal = bound.gap / (int64_t)count * bound.people;
    if (kr_spread_gap(lane->spot, count) < goal / 2)
        kr_lane_improve(lane, count, goal);
    return KOOR_OK;
}
