/* The stage in its order: rules, census, items, previous moments, then lane by lane. See
 * schedule.h. */
#include "schedule/schedule.h"

#include "base/hash.h"
#include "base/prng.h"
#include "schedule/census.h"
#include "schedule/leaders.h"
#include "schedule/measure.h"
#include "schedule/previous.h"

#include <string.h>

/* ---- items ---- */

typedef struct listing {
    kr_planner *p;
    const kr_schedule_input *input;
    uint16_t *network_of; /* by kr_name; UINT16_MAX: not a network */
    size_t count;
} listing;

static int32_t unknown_network(const listing *l, uint32_t person, kr_name name) {
    kr_str network = kr_people_name(l->p->people, name), id = kr_people_id(l->p->people, person);
    return kr_fail(l->p->job, KOOR_E_NETWORK, "networks", -1,
                   "person %.*s is on the network \"%.*s\", which koor does not know: see the list "
                   "of networks, or load its rules",
                   KR_SHOWN(id, 60), KR_SHOWN(network, 60));
}

/* The items of one person; only counted where `item` is NULL. */
static int32_t list_person(listing *l, uint32_t person, kr_item *item) {
    const kr_member *m = &l->p->people->member[person];
    const kr_name *networks = kr_people_networks(l->p->people, m);
    size_t own = m->network_count ? m->network_count : l->input->standard_networks;
    for (uint16_t post = 0; post < l->input->post_count; post++)
        for (size_t i = 0; i < own; i++) {
            uint16_t network = m->network_count ? l->network_of[networks[i]] : (uint16_t)i;
            if (network == UINT16_MAX)
                return unknown_network(l, person, networks[i]);
            if (item)
                item[l->count] = (kr_item){
                    .person = person, .post = post, .network = network, .unix = INT64_MIN};
            l->count++;
        }
    return KOOR_OK;
}

static int32_t list_all(listing *l, kr_item *item) {
    const kr_census *census = &l->p->plan->census;
    size_t people = l->p->people->count;
    l->count = 0;
    for (uint32_t i = 0; i < people; i++) {
        l->p->plan->first_item[i] = (uint32_t)l->count;
        if (census->circle_of[i] == KR_NONE || !census->mine[census->circle_of[i]])
            continue;
        int32_t code = list_person(l, i, item);
        if (code < 0)
            return code;
        if (l->count >= KR_NONE)
            return kr_fail(l->p->job, KOOR_E_LIMIT, "people.max", -1,
                           "too many people, posts and networks for one plan: plan in shards");
    }
    l->p->plan->first_item[people] = (uint32_t)l->count;
    return KOOR_OK;
}

static int32_t make_items(kr_planner *p, const kr_schedule_input *input) {
    listing l = {.p = p, .input = input};
    size_t names = p->people->names.count;
    l.network_of = kr_arena_alloc(&p->job->arena, names, sizeof *l.network_of);
    p->plan->first_item = kr_arena_alloc(p->keep, p->people->count + 1, sizeof(uint32_t));
    if (!l.network_of || !p->plan->first_item)
        return kr_nomem(p->job);
    memset(l.network_of, 0xff, names * sizeof *l.network_of);
    for (size_t i = 0; i < input->network_count; i++) {
        uint32_t name = kr_table_find(&p->people->names, input->networks[i]);
        if (name != UINT32_MAX)
            l.network_of[name] = (uint16_t)i;
    }
    int32_t code = list_all(&l, NULL);
    if (code < 0)
        return code;
    p->plan->item = kr_arena_alloc(p->keep, l.count, sizeof *p->plan->item);
    p->plan->item_count = l.count;
    return p->plan->item ? list_all(&l, p->plan->item) : kr_nomem(p->job);
}

/* ---- what all lanes share ---- */

static void find_waves(kr_planner *p) {
    memset(p->wave_of, 0xff, p->people->names.count);
    for (uint32_t i = 0; i < p->rules->wave_count; i++) {
        uint32_t name = kr_table_find(&p->people->names, p->rules->wave[i].name);
        if (name != UINT32_MAX)
            p->wave_of[name] = (uint8_t)i;
    }
}

static uint16_t mirrored(uint32_t number) { /* van der Corput's sequence in base 2 */
    uint32_t bits = 0;
    for (int i = 0; i < 16; i++)
        bits |= (number >> i & 1) << (15 - i);
    return (uint16_t)bits;
}

/* The k-th circle of a site, in the order of arrival, begins at van der Corput's k-th point; the
 * first at the middle, so that a circle alone leaves half a tooth at both ends. */
static int32_t find_phases(kr_planner *p) {
    const kr_census *c = &p->plan->census;
    p->phase = kr_arena_alloc(&p->job->arena, c->circle_count, sizeof *p->phase);
    uint32_t *seen = kr_arena_zero(&p->job->arena, c->site_count, sizeof *seen);
    if (!p->phase || !seen)
        return kr_nomem(p->job);
    for (uint32_t i = 0; i < c->circle_count; i++) {
        uint32_t first = c->own.start[i], number = 0;
        if (first < c->own.start[i + 1]) {
            uint32_t site = c->site_of[c->own.member[first]];
            number = site == KR_NONE ? 0 : seen[site]++;
        }
        p->phase[i] = (uint16_t)(mirrored(number) + 0x8000u);
    }
    return KOOR_OK;
}

static int32_t prepare(kr_planner *p) {
    size_t names = p->people->names.count;
    kr_arena *arena = &p->job->arena;
    p->zone_of = kr_arena_zero(arena, names, sizeof *p->zone_of);
    p->hours_of = kr_arena_zero(arena, names, sizeof *p->hours_of);
    p->wave_of = kr_arena_alloc(p->keep, names, 1);
    if (!p->zone_of || !p->hours_of || !p->wave_of)
        return kr_nomem(p->job);
    find_waves(p);
    p->plan->wave_of = p->wave_of;
    return find_phases(p);
}

/* ---- a lane ---- */

static size_t group_size(const kr_groups *groups, uint32_t group) {
    return groups->start[group + 1] - groups->start[group];
}

/* The largest circle or site, for the working space. */
static size_t largest_group(const kr_census *c) {
    size_t largest = 1;
    for (uint32_t i = 0; i < c->circle_count; i++) {
        size_t size = group_size(&c->own, i) + group_size(&c->guests, i);
        largest = size > largest ? size : largest;
    }
    for (uint32_t i = 0; i < c->site_count; i++)
        largest = group_size(&c->sites, i) > largest ? group_size(&c->sites, i) : largest;
    return largest;
}

/* The most colleagues that one person has in all circles together. */
static size_t most_colleagues(const kr_planner *p) {
    const kr_census *c = &p->plan->census;
    size_t most = 1;
    for (uint32_t i = 0; i < p->people->count; i++) {
        if (c->circle_of[i] == KR_NONE)
            continue;
        const kr_member *m = &p->people->member[i];
        size_t size =
            group_size(&c->own, c->circle_of[i]) + group_size(&c->guests, c->circle_of[i]);
        for (uint32_t k = 1; k < m->circle_count; k++) {
            uint32_t circle = c->circle_by_name[kr_people_circles(p->people, m)[k]];
            size += group_size(&c->own, circle) + group_size(&c->guests, circle);
        }
        most = size > most ? size : most;
    }
    return most;
}

static int32_t start_lane(kr_lane *lane) {
    size_t people = lane->p->people->count, largest = largest_group(&lane->p->plan->census);
    lane->item_of = kr_arena_alloc(lane->arena, people, sizeof *lane->item_of);
    lane->class_of = kr_arena_alloc(lane->arena, people, sizeof *lane->class_of);
    lane->room = kr_arena_zero(lane->arena, people, sizeof *lane->room);
    size_t circles = lane->p->plan->census.circle_count;
    lane->floor = kr_arena_zero(lane->arena, circles, sizeof *lane->floor);
    lane->measured = kr_arena_zero(lane->arena, circles, sizeof *lane->measured);
    lane->fine = kr_arena_zero(lane->arena, people, 1);
    lane->spot = kr_arena_alloc(lane->arena, largest, sizeof *lane->spot);
    lane->scratch = kr_arena_alloc(lane->arena, largest, sizeof *lane->scratch);
    lane->heap = kr_arena_alloc(lane->arena, largest, sizeof *lane->heap);
    lane->times = kr_arena_alloc(lane->arena, most_colleagues(lane->p), sizeof *lane->times);
    if (!lane->item_of || !lane->class_of || !lane->room || !lane->floor || !lane->measured ||
        !lane->fine || !lane->spot || !lane->scratch || !lane->heap || !lane->times)
        return kr_nomem(lane->p->job);
    int32_t code = kr_lane_classes(lane);
    if (code < 0)
        return code;
    lane->tally = kr_arena_zero(lane->arena, lane->class_count, sizeof *lane->tally);
    lane->touched = kr_arena_alloc(lane->arena, lane->class_count, sizeof *lane->touched);
    return lane->tally && lane->touched ? KOOR_OK : kr_nomem(lane->p->job);
}

/* `step` over the circles of this shard. */
static int32_t each_circle(kr_lane *lane, int32_t (*step)(kr_lane *, uint32_t)) {
    const kr_census *c = &lane->p->plan->census;
    int32_t code = KOOR_OK;
    for (uint32_t i = 0; i < c->circle_count && code == KOOR_OK; i++)
        if (c->mine[i])
            code = step(lane, i);
    return code;
}

static int32_t avoid_own(kr_lane *lane, uint32_t circle) {
    kr_lane_avoid_own(lane, circle);
    return KOOR_OK;
}

/* Circles outside sites, only to see which moments may be rounded. */
static int32_t measure_room(kr_lane *lane, uint32_t circle) {
    const kr_census *c = &lane->p->plan->census;
    uint32_t first = c->own.start[circle];
    if (first < c->own.start[circle + 1] && c->site_of[c->own.member[first]] == KR_NONE)
        kr_lane_measure_room(lane, circle);
    return KOOR_OK;
}

static int32_t round_moments(kr_lane *lane, uint32_t circle) {
    kr_lane_round(lane, circle);
    return KOOR_OK;
}

static int32_t spread_sites(kr_lane *lane) {
    const kr_census *c = &lane->p->plan->census;
    int32_t code = KOOR_OK;
    for (uint32_t s = 0; s < c->site_count && code == KOOR_OK; s++) {
        uint32_t first = c->sites.member[c->sites.start[s]];
        if (c->mine[c->circle_of[first]])
            code = kr_lane_spread_site(lane, s);
    }
    return code;
}

static int32_t plan_lane(kr_lane *lane, size_t *gap_capacity, size_t *site_capacity) {
    int32_t code = start_lane(lane);
    if (code == KOOR_OK)
        code = each_circle(lane, kr_lane_place_circle);
    if (code == KOOR_OK)
        code = each_circle(lane, kr_lane_guests);
    if (code == KOOR_OK)
        code = each_circle(lane, avoid_own);
    if (code == KOOR_OK)
        code = each_circle(lane, measure_room);
    if (code == KOOR_OK)
        code = spread_sites(lane);
    if (code == KOOR_OK)
        code = each_circle(lane, round_moments);
    return code < 0 ? code : kr_lane_measure(lane, gap_capacity, site_capacity);
}

static int32_t plan_lanes(kr_planner *p, const kr_schedule_input *input) {
    size_t gap_capacity = 0, site_capacity = 0, lanes = input->post_count * input->network_count;
    int32_t code = KOOR_OK;
    for (size_t i = 0; i < lanes && code == KOOR_OK; i++) {
        kr_arena arena;
        kr_arena_start(&arena, p->job->memory);
        kr_lane lane = {.p = p,
                        .arena = &arena,
                        .post = (uint16_t)(i / input->network_count),
                        .network = (uint16_t)(i % input->network_count)};
        kr_arena_start(&lane.brief, p->job->memory);
        code = plan_lane(&lane, &gap_capacity, &site_capacity);
        kr_arena_end(&lane.brief);
        kr_arena_end(&arena);
        if (code == KOOR_OK)
            code = kr_job_progress(p->job, "schedule", i + 1, lanes);
    }
    return code;
}

/* ---- the end ---- */

static void finish(kr_planner *p) {
    kr_schedule_totals *t = &p->plan->totals;
    for (size_t i = 0; i < p->plan->item_count; i++) {
        kr_item *item = &p->plan->item[i];
        kr_name zone = p->people->member[item->person].timezone;
        t->items += !item->unplaced;
        t->unplaced += item->unplaced != 0;
        t->kept += item->kept;
        t->moved += item->moved;
        if (!item->unplaced)
            /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): each named zone was opened */
            item->offset = kr_zone_offset(zone ? p->zone_of[zone] : p->rules->zone, item->unix);
    }
}

/* Whether the window is over, for everybody: a wall clock may show its end half a day later than
 * that of UTC. */
static int is_past(const kr_planner *p, size_t posts) {
    for (size_t i = 0; i < posts; i++) {
        const kr_window *w = &p->rules->window[i];
        if (kr_add_clamped(w->to, w->local ? KR_DAY / 2 : 0) > p->rules->now)
            return 0;
    }
    return 1;
}

static int32_t nobody_placed(kr_planner *p, size_t posts) {
    if (is_past(p, posts))
        return kr_fail(p->job, KOOR_E_WINDOW, "campaign.window", -1,
                       "campaign.window ends before campaign.now, and nothing is planned in the "
                       "past: give a later window, or an earlier campaign.now");
    return kr_fail(p->job, KOOR_E_WINDOW, "campaign.window", -1,
                   "nobody has an allowed moment in the window: widen campaign.window, or check "
                   "schedule.hours, schedule.days, holidays and absences");
}

static int32_t check_input(kr_job *job, const kr_schedule_input *input) {
    if (!input->post_count || !input->network_count || input->post_count > UINT16_MAX ||
        input->network_count >= UINT16_MAX)
        return kr_fail(job, KOOR_E_EMPTY, "", -1, "a plan needs a post and a network");
    if (input->shards > 1 && input->shard >= input->shards)
        return kr_fail(job, KOOR_E_RANGE, "shard", -1,
                       "shard %u of %u is not there: they count "
                       "from 1 to %u",
                       input->shard + 1, input->shards, input->shards);
    return KOOR_OK;
}

/* What the plan tells of the rules: the names of the waves, and the present. */
static int32_t tell_rules(const kr_planner *p) {
    kr_schedule *plan = p->plan;
    plan->now = p->rules->now;
    plan->wave_count = p->rules->wave_count;
    plan->wave_name = kr_arena_alloc(p->keep, KR_MOST_WAVES, sizeof *plan->wave_name);
    if (!plan->wave_name)
        return kr_nomem(p->job);
    for (uint32_t i = 0; i < plan->wave_count; i++) {
        kr_str name = p->rules->wave[i].name;
        plan->wave_name[i] = (kr_str){kr_arena_string(p->keep, name.at, name.length), name.length};
        if (!plan->wave_name[i].at)
            return kr_nomem(p->job);
    }
    return KOOR_OK;
}

int32_t kr_schedule_make(kr_job *job, kr_arena *arena, const kr_schedule_input *input,
                         kr_schedule *out) {
    kr_rules rules;
    *out = (kr_schedule){.totals = {.smallest_gap = -1, .smallest_site_gap = -1}};
    kr_planner p = {.job = job,
                    .keep = arena,
                    .people = input->people,
                    .rules = &rules,
                    .zones = input->zones,
                    .plan = out,
                    .networks = input->networks};
    kr_census_query query = {
        .people = input->people,
        .shard = input->shard,
        .shards = input->shards,
        .salt = kr_hash_mix(kr_hash_mix(KR_STAGE_SCHEDULE, input->seed), input->campaign)};
    int32_t code = check_input(job, input);
    if (code == KOOR_OK)
        code = kr_rules_read(job, &rules, input->settings, input->zones, input->post_count);
    if (code == KOOR_OK)
        code = tell_rules(&p);
    if (code == KOOR_OK)
        code = kr_census_make(job, &out->census, arena, &query);
    if (code == KOOR_OK && !out->census.opted_in)
        return kr_fail(job, KOOR_E_EMPTY, "people", -1,
                       "nobody opted in: only people with opted_in are planned");
    if (code == KOOR_OK)
        code = prepare(&p);
    if (code == KOOR_OK && input->leading)
        kr_leaders_only(&p, input);
    if (code == KOOR_OK)
        code = make_items(&p, input);
    if (code == KOOR_OK)
        code = kr_previous_apply(&p, input);
    if (code == KOOR_OK)
        code = plan_lanes(&p, input);
    if (code < 0)
        return code;
    finish(&p);
    int is_whole = input->shards < 2 && !input->leading;
    return out->item_count && !out->totals.items && is_whole ? nobody_placed(&p, input->post_count)
                                                             : code;
}
