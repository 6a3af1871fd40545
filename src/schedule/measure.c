/* Measuring the gaps of a lane: see measure.h. */
#include "schedule/measure.h"

#include "schedule/schedule.h"

typedef struct subject {
    kr_gap_report report;
    int kept, guests, classes;
} subject;

static void look_at(const kr_lane *lane, size_t count, subject *s) {
    for (size_t i = 0; i < count; i++) {
        uint32_t person = lane->spot[i].item;
        s->kept |= kr_lane_item(lane, person)->kept;
        s->guests |= lane->p->people->member[person].circle_count > 1;
        const kr_class *a = &lane->class[lane->class_of[person]];
        const kr_class *b = &lane->class[lane->class_of[lane->spot[0].item]];
        s->classes |= a->wave != b->wave ? 2 : a != b;
    }
}

static uint32_t limits_of(const kr_lane *lane, const subject *s, int in_site) {
    if (s->report.smallest >= s->report.ideal)
        return 0;
    return (s->classes & 1 ? KR_LIMIT_HOURS : 0) | (s->classes & 2 ? KR_LIMIT_WAVES : 0) |
           (lane->p->rules->use_curve ? KR_LIMIT_CURVE : 0) | (s->kept ? KR_LIMIT_KEPT : 0) |
           (in_site ? KR_LIMIT_SITE : 0) | (s->guests ? KR_LIMIT_OTHERS : 0);
}

static uint64_t share_ppm(const kr_gap_report *r) {
    if (r->ideal <= 0 || r->smallest >= r->ideal)
        return 1000000;
    return r->ideal > INT64_MAX / 1000000 ? 0 : (uint64_t)(r->smallest * 1000000 / r->ideal);
}

static void least(int64_t *into, int64_t value) {
    if (value >= 0 && (*into < 0 || value < *into))
        *into = value;
}

static int32_t add(kr_lane *lane, kr_gap_report **list, size_t *count, size_t *capacity,
                   const kr_gap_report *report) {
    if (kr_arena_grow(lane->p->keep, (void **)list, capacity, *count, sizeof **list) < 0)
        return kr_nomem(lane->p->job);
    (*list)[(*count)++] = *report;
    return KOOR_OK;
}

static int32_t measure_circle(kr_lane *lane, uint32_t circle, size_t *capacity) {
    kr_schedule *plan = lane->p->plan;
    const kr_groups *own = &plan->census.own;
    uint32_t from = own->start[circle];
    size_t count = kr_lane_gather(lane, circle, 1);
    kr_bound bound;
    if (count < 2)
        return KOOR_OK;
    if (kr_lane_bound(lane, own->member + from, own->start[circle + 1] - from, &bound) < 0)
        return kr_nomem(lane->p->job);
    subject s = {.report = {.circle = circle,
                            .people = (uint32_t)count,
                            .post = lane->post,
                            .network = lane->network,
                            .ideal = bound.gap,
                            .smallest = kr_spread_gap(lane->spot, count)}};
    look_at(lane, count, &s);
    if (s.report.ideal == INT64_MAX) /* one own person and guests: no bound is known */
        s.report.ideal = s.report.smallest;
    s.report.limits = limits_of(lane, &s, plan->census.site_of[lane->spot[0].item] != KR_NONE);
    plan->totals.circles++;
    plan->totals.gap_ppm_sum += share_ppm(&s.report);
    least(&plan->totals.smallest_gap, s.report.smallest);
    return add(lane, &plan->gap, &plan->gap_count, capacity, &s.report);
}

static int32_t measure_site(kr_lane *lane, uint32_t site, size_t *capacity) {
    kr_schedule *plan = lane->p->plan;
    const kr_groups *sites = &plan->census.sites;
    const uint32_t *member = sites->member + sites->start[site];
    size_t people = sites->start[site + 1] - sites->start[site], count = 0;
    for (size_t i = 0; i < people; i++)
        if (lane->item_of[member[i]] != KR_NONE)
            lane->spot[count++] =
                (kr_spot){.at = kr_lane_item(lane, member[i])->unix, .item = member[i]};
    if (count < 2)
        return KOOR_OK;
    kr_bound bound;
    if (kr_lane_bound(lane, member, people, &bound) < 0)
        return kr_nomem(lane->p->job);
    kr_sort_spots(lane->spot, lane->scratch, count);
    subject s = {.report = {.circle = site,
                            .people = (uint32_t)count,
                            .post = lane->post,
                            .network = lane->network,
                            .ideal = bound.gap,
                            .smallest = kr_spread_gap(lane->spot, count)}};
    look_at(lane, count, &s);
    s.report.limits = limits_of(lane, &s, 0);
    plan->totals.sites++;
    plan->totals.site_gap_ppm_sum += share_ppm(&s.report);
    least(&plan->totals.smallest_site_gap, s.report.smallest);
    return add(lane, &plan->site_gap, &plan->site_gap_count, capacity, &s.report);
}

int32_t kr_lane_measure(kr_lane *lane, size_t *gap_capacity, size_t *site_capacity) {
    const kr_census *census = &lane->p->plan->census;
    int32_t code = KOOR_OK;
    for (uint32_t c = 0; c < census->circle_count && code == KOOR_OK; c++)
        if (census->mine[c])
            code = measure_circle(lane, c, gap_capacity);
    for (uint32_t s = 0; s < census->site_count && code == KOOR_OK; s++) {
        uint32_t first = census->sites.member[census->sites.start[s]];
        if (census->mine[census->circle_of[first]])
            code = measure_site(lane, s, site_capacity);
    }
    return code;
}

void kr_schedule_merge(kr_schedule_totals *into, const kr_schedule_totals *other) {
    into->items += other->items;
    into->unplaced += other->unplaced;
    into->kept += other->kept;
    into->moved += other->moved;
    into->reused += other->reused;
    into->circles += other->circles;
    into->gap_ppm_sum += other->gap_ppm_sum;
    into->sites += other->sites;
    into->site_gap_ppm_sum += other->site_gap_ppm_sum;
    least(&into->smallest_gap, other->smallest_gap);
    least(&into->smallest_site_gap, other->smallest_site_gap);
}
