/* Who has an item in a lane, and when each may post: people with the same zone, hours, absence and
 * wave share one computed open time, so that a million people cost a few hundred of them. */
#include "schedule/lane.h"

#include "base/hash.h"

#include <string.h>

/* ---- waves ---- */

/* Shares count only where a wave has people: an empty wave must not leave a hole in the window. */
static uint32_t live_share(const kr_planner *p, const uint8_t *seen, uint32_t wave) {
    return seen[wave] ? p->rules->wave[wave].share : 0;
}

static uint8_t wave_of(const kr_planner *p, kr_name name) {
    uint8_t last = (uint8_t)(p->rules->wave_count ? p->rules->wave_count - 1 : 0);
    return name && p->rules->wave_count ? p->wave_of[name] : last;
}

/* Parts of the open time of the campaign's own calendar, so that a share of 10 % is a tenth of the
 * working hours wherever nights and weekends fall. */
static int32_t find_bounds(kr_lane *lane) {
    const kr_rules *rules = lane->p->rules;
    const kr_window *w = &rules->window[lane->post];
    uint8_t seen[KR_MOST_WAVES] = {0};
    const kr_census *census = &lane->p->plan->census;
    for (uint32_t i = 0; i < lane->p->people->count; i++)
        if (census->circle_of[i] != KR_NONE)
            seen[wave_of(lane->p, lane->p->people->member[i].wave)] = 1;
    kr_open open;
    kr_open_query query = {.calendar = &rules->calendar,
                           .zone = rules->zone,
                           .hours = &rules->hours,
                           .from = w->local ? kr_zone_unix(rules->zone, w->from) : w->from,
                           .to = w->local ? kr_zone_unix(rules->zone, w->to) : w->to};
    if (kr_open_make(&open, lane->arena, &query) < 0)
        return kr_nomem(lane->p->job);
    uint64_t all = 0, before = 0;
    for (uint32_t i = 0; i < rules->wave_count; i++)
        all += live_share(lane->p, seen, i);
    lane->wave_count = rules->wave_count ? rules->wave_count : 1;
    for (uint32_t i = 0; i < lane->wave_count; i++) {
        lane->bound[i] = w->from;
        if (before > 0 && open.weighted) {
            int64_t at = before < all ? kr_open_moment(&open, before, all) : query.to;
            lane->bound[i] = w->local ? kr_zone_local(rules->zone, at) : at;
        } else if (before > 0) {
            lane->bound[i] += (int64_t)((uint64_t)(w->to - w->from) / all * before);
        }
        before += rules->wave_count ? live_share(lane->p, seen, i) : 0;
    }
    lane->bound[lane->wave_count] = w->to;
    return KOOR_OK;
}

/* ---- classes ---- */

static int make_open(kr_lane *lane, kr_class *class, const kr_hours *hours, uint32_t from,
                     uint32_t to) {
    const kr_rules *rules = lane->p->rules;
    int local = rules->window[lane->post].local;
    kr_open_query query = {
        .calendar = &rules->calendar,
        .zone = class->zone,
        .hours = hours,
        .curve = rules->use_curve ? kr_curve_of(lane->p->networks[lane->network]) : NULL,
        .from = local ? kr_zone_unix(class->zone, lane->bound[from]) : lane->bound[from],
        .to = local ? kr_zone_unix(class->zone, lane->bound[to]) : lane->bound[to],
        .absent_from = class->absent_from,
        .absent_to = class->absent_to};
    if (query.from < rules->now)
        query.from = rules->now;
    return kr_open_make(&class->open, lane->arena, &query);
}

/* The wave's own part; where nobody of the class can post in it, the parts behind it are opened,
 * one after the other, and then those before it. */
static int open_wave(kr_lane *lane, kr_class *class, const kr_hours *hours) {
    uint32_t from = class->wave, to = from + 1;
    if (make_open(lane, class, hours, from, to) < 0)
        return -1;
    while (!class->open.count && (to < lane->wave_count || from > 0)) {
        class->moved = 1;
        if (to < lane->wave_count)
            to++;
        else
            from--;
        if (make_open(lane, class, hours, from, to) < 0)
            return -1;
    }
    return 0;
}

static uint64_t class_hash(const kr_member *m, uint8_t wave) {
    uint64_t hash = kr_hash_mix(m->timezone, m->hours);
    return kr_hash_mix(
        kr_hash_mix(hash, (uint64_t)(uint32_t)m->absent_from << 32 | (uint32_t)m->absent_to), wave);
}

static int same_class(const kr_class *c, const kr_member *m, uint8_t wave) {
    return c->timezone == m->timezone && c->hours == m->hours && c->wave == wave &&
           c->absent_from == m->absent_from && c->absent_to == m->absent_to;
}

static int rehash(kr_lane *lane) {
    size_t wanted = lane->slot_count ? 2 * lane->slot_count : 256;
    uint32_t *slot = kr_arena_zero(lane->arena, wanted, sizeof *slot);
    if (!slot)
        return -1;
    for (size_t i = 0; i < lane->class_count; i++) {
        const kr_class *c = &lane->class[i];
        kr_member m = {.timezone = c->timezone,
                       .hours = c->hours,
                       .absent_from = c->absent_from,
                       .absent_to = c->absent_to};
        size_t at = (size_t)class_hash(&m, c->wave) & (wanted - 1);
        while (slot[at])
            at = (at + 1) & (wanted - 1);
        slot[at] = (uint32_t)i + 1;
    }
    lane->slot = slot;
    lane->slot_count = wanted;
    return 0;
}

static int32_t zone_of(kr_lane *lane, kr_name name, const kr_zone **out) {
    kr_planner *p = lane->p;
    *out = name ? p->zone_of[name] : p->rules->zone;
    if (*out)
        return KOOR_OK;
    int32_t code = kr_zones_find(p->job, p->zones, kr_people_name(p->people, name), out);
    p->zone_of[name] = *out;
    return code;
}

static int32_t hours_of(kr_lane *lane, uint32_t person, const kr_hours **out) {
    kr_planner *p = lane->p;
    kr_name name = p->people->member[person].hours;
    *out = name ? p->hours_of[name] : &p->rules->hours;
    if (*out)
        return KOOR_OK;
    kr_str text = kr_people_name(p->people, name), id = kr_people_id(p->people, person);
    kr_hours *hours = kr_arena_alloc(&p->job->arena, 1, sizeof *hours);
    if (!hours)
        return kr_nomem(p->job);
    if (kr_hours_read(hours, text) < 0)
        return kr_fail(p->job, KOOR_E_VALUE, "hours", -1,
                       "the hours \"%.*s\" of person %.*s cannot be read: write 09:00-17:30, or "
                       "09:00-12:00,13:00-17:30",
                       KR_SHOWN(text, 60), KR_SHOWN(id, 60));
    *out = p->hours_of[name] = hours;
    return KOOR_OK;
}

static int32_t add_class(kr_lane *lane, uint32_t person, uint8_t wave, size_t at) {
    const kr_member *m = &lane->p->people->member[person];
    const kr_hours *hours;
    if (kr_arena_grow(lane->arena, (void **)&lane->class, &lane->class_capacity, lane->class_count,
                      sizeof *lane->class) < 0)
        return kr_nomem(lane->p->job);
    kr_class *class = &lane->class[lane->class_count];
    *class = (kr_class){.timezone = m->timezone,
                        .hours = m->hours,
                        .wave = wave,
                        .absent_from = m->absent_from,
                        .absent_to = m->absent_to};
    int32_t code = zone_of(lane, m->timezone, &class->zone);
    if (code == KOOR_OK)
        code = hours_of(lane, person, &hours);
    if (code != KOOR_OK)
        return code;
    if (open_wave(lane, class, hours) < 0)
        return kr_nomem(lane->p->job);
    lane->slot[at] = (uint32_t)++lane->class_count;
    return KOOR_OK;
}

static int32_t class_of(kr_lane *lane, uint32_t person, uint8_t wave, uint32_t *out) {
    const kr_member *m = &lane->p->people->member[person];
    if (4 * (lane->class_count + 1) > 3 * lane->slot_count && rehash(lane) < 0)
        return kr_nomem(lane->p->job);
    size_t mask = lane->slot_count - 1, at = (size_t)class_hash(m, wave) & mask;
    while (lane->slot[at] && !same_class(&lane->class[lane->slot[at] - 1], m, wave))
        at = (at + 1) & mask;
    if (!lane->slot[at]) {
        int32_t code = add_class(lane, person, wave, at);
        if (code < 0)
            return code;
    }
    *out = lane->slot[at] - 1;
    return KOOR_OK;
}

/* ---- people ---- */

static uint32_t find_item(const kr_lane *lane, uint32_t person) {
    const kr_schedule *s = lane->p->plan;
    for (uint32_t i = s->first_item[person]; i < s->first_item[person + 1]; i++)
        if (s->item[i].post == lane->post && s->item[i].network == lane->network)
            return i;
    return KR_NONE;
}

static int32_t unknown_wave(kr_lane *lane, uint32_t person) {
    const kr_people *people = lane->p->people;
    kr_str name = kr_people_name(people, people->member[person].wave);
    kr_str id = kr_people_id(people, person);
    return kr_fail(lane->p->job, KOOR_E_VALUE, "wave", -1,
                   "person %.*s is in the wave \"%.*s\", which schedule.waves does not name: add "
                   "it there, or correct the person",
                   KR_SHOWN(id, 60), KR_SHOWN(name, 60));
}

static int32_t join_lane(kr_lane *lane, uint32_t person) {
    const kr_member *m = &lane->p->people->member[person];
    uint8_t wave = wave_of(lane->p, m->wave);
    uint32_t item = find_item(lane, person);
    if (item == KR_NONE)
        return KOOR_OK;
    int32_t code = class_of(lane, person, wave, &lane->class_of[person]);
    if (code < 0)
        return code;
    const kr_class *class = &lane->class[lane->class_of[person]];
    kr_item *it = &lane->p->plan->item[item];
    it->wave = wave;
    it->moved = class->moved && class->open.count;
    if (class->open.count || it->kept)
        lane->item_of[person] = item;
    else
        it->unplaced = KR_NEVER_OPEN;
    return KOOR_OK;
}

int32_t kr_lane_classes(kr_lane *lane) {
    const kr_census *census = &lane->p->plan->census;
    int32_t code = KOOR_OK;
    for (uint32_t i = 0; i < lane->p->people->count && code == KOOR_OK; i++) {
        lane->item_of[i] = KR_NONE;
        if (census->circle_of[i] != KR_NONE &&
            wave_of(lane->p, lane->p->people->member[i].wave) == UINT8_MAX)
            code = unknown_wave(lane, i);
    }
    if (code == KOOR_OK)
        code = find_bounds(lane);
    for (uint32_t i = 0; i < lane->p->people->count && code == KOOR_OK; i++)
        if (census->circle_of[i] != KR_NONE && census->mine[census->circle_of[i]])
            code = join_lane(lane, i);
    return code;
}
