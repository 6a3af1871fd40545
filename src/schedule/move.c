/* Moving one person: where a moment may go, and the best place for it. See lane.h. */
#include "schedule/lane.h"

#include "base/hash.h"

enum { MOST_MOVES = 8, LARGEST_MOVED = 2048, MOST_DRAWS = 64 };

/* ---- order ---- */

static int before(const kr_spot *a, const kr_spot *b) {
    return a->at != b->at ? a->at < b->at : a->item < b->item;
}

static void insert_sort(kr_spot *spot, size_t count) {
    for (size_t i = 1; i < count; i++) {
        kr_spot one = spot[i];
        size_t at = i;
        for (; at > 0 && before(&one, &spot[at - 1]); at--)
            spot[at] = spot[at - 1];
        spot[at] = one;
    }
}

/* Merge sort: its order is total, so it gives the same everywhere, which qsort need not. */
void kr_sort_spots(kr_spot *spot, kr_spot *scratch, size_t count) {
    if (count <= 24) {
        insert_sort(spot, count);
        return;
    }
    size_t half = count / 2, a = 0, b = half;
    kr_sort_spots(spot, scratch, half);
    kr_sort_spots(spot + half, scratch, count - half);
    for (size_t i = 0; i < half; i++)
        scratch[i] = spot[i];
    for (size_t i = 0; a < half; i++)
        spot[i] = b < count && before(&spot[b], &scratch[a]) ? spot[b++] : scratch[a++];
}

/* Shell's method with Ciura's gaps (2001): short lists, no memory. */
static void sort_times(int64_t *time, size_t count) {
    static const size_t gaps[] = {701, 301, 132, 57, 23, 10, 4, 1};
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
        for (size_t i = gaps[g]; i < count; i++) {
            int64_t one = time[i];
            size_t at = i;
            for (; at >= gaps[g] && time[at - gaps[g]] > one; at -= gaps[g])
                time[at] = time[at - gaps[g]];
            time[at] = one;
        }
    }
}

/* ---- the others ---- */

static size_t gather_group(kr_lane *lane, const kr_groups *groups, uint32_t group, size_t count) {
    for (uint32_t i = groups->start[group]; i < groups->start[group + 1]; i++) {
        uint32_t person = groups->member[i];
        if (lane->item_of[person] == KR_NONE)
            continue;
        int64_t at = kr_lane_item(lane, person)->unix;
        if (at != INT64_MIN)
            lane->spot[count++] = (kr_spot){at, at, at, person};
    }
    return count;
}

size_t kr_lane_gather(kr_lane *lane, uint32_t circle, int guests) {
    const kr_census *census = &lane->p->plan->census;
    size_t count = gather_group(lane, &census->own, circle, 0);
    if (guests)
        count = gather_group(lane, &census->guests, circle, count);
    kr_sort_spots(lane->spot, lane->scratch, count);
    return count;
}

static size_t times_of_group(kr_lane *lane, const kr_groups *groups, uint32_t group,
                             uint32_t person, size_t count) {
    for (uint32_t i = groups->start[group]; i < groups->start[group + 1]; i++) {
        uint32_t other = groups->member[i];
        if (other == person || lane->item_of[other] == KR_NONE)
            continue;
        int64_t at = kr_lane_item(lane, other)->unix;
        if (at != INT64_MIN)
            lane->times[count++] = at;
    }
    return count;
}

/* Of everybody who shares a circle with the person, ascending, into lane->times. */
static size_t times_around(kr_lane *lane, uint32_t person) {
    const kr_planner *p = lane->p;
    const kr_census *census = &p->plan->census;
    const kr_member *m = &p->people->member[person];
    const kr_name *circles = kr_people_circles(p->people, m);
    size_t count = 0;
    for (uint32_t i = 0; i == 0 || i < m->circle_count; i++) {
        uint32_t circle = i ? census->circle_by_name[circles[i]] : census->circle_of[person];
        count = times_of_group(lane, &census->own, circle, person, count);
        count = times_of_group(lane, &census->guests, circle, person, count);
    }
    sort_times(lane->times, count);
    return count;
}

/* ---- the person's own other items ---- */

static int64_t distance(int64_t a, int64_t b) {
    return a < b ? b - a : a - b;
}

int kr_lane_clear(const kr_lane *lane, uint32_t person, int64_t moment) {
    const kr_schedule *s = lane->p->plan;
    const kr_rules *rules = lane->p->rules;
    const kr_zone *zone = lane->class[lane->class_of[person]].zone;
    int64_t day = kr_day_of(kr_zone_local(zone, moment)), same_day = 1, same_week = 1;
    for (uint32_t i = s->first_item[person]; i < s->first_item[person + 1]; i++) {
        const kr_item *other = &s->item[i];
        if (i == lane->item_of[person] || other->unix == INT64_MIN)
            continue;
        if (distance(other->unix, moment) < rules->own_gap)
            return 0;
        int64_t its = kr_day_of(kr_zone_local(zone, other->unix));
        same_day += its == day;
        same_week += its - kr_weekday(its) == day - kr_weekday(day);
    }
    return (!rules->max_per_day || same_day <= rules->max_per_day) &&
           (!rules->max_per_week || same_week <= rules->max_per_week);
}

/* Caps count local days: a moment does not leave its own, as it could in hours over midnight. */
static void stay_in_day(const kr_lane *lane, uint32_t person, int64_t at, kr_period *room) {
    const kr_rules *rules = lane->p->rules;
    const kr_zone *zone = lane->class[lane->class_of[person]].zone;
    if (!rules->max_per_day && !rules->max_per_week)
        return;
    int64_t day = kr_day_of(kr_zone_local(zone, at));
    int64_t from = kr_zone_unix(zone, day * KR_DAY), to = kr_zone_unix(zone, (day + 1) * KR_DAY) - 1;
    room->from = from > room->from ? from : room->from;
    room->to = to < room->to ? to : room->to;
}

void kr_lane_limits(const kr_lane *lane, kr_spot *spot) {
    const kr_schedule *s = lane->p->plan;
    const kr_open *open = kr_lane_open(lane, spot->item);
    size_t in = kr_open_interval(open, spot->at);
    spot->low = spot->high = spot->at;
    if (kr_lane_item(lane, spot->item)->kept || in == open->interval_count)
        return;
    kr_period room = {open->interval[in].from, open->interval[in].to - 1};
    uint32_t end = s->first_item[spot->item + 1];
    if (end - s->first_item[spot->item] > 1)
        stay_in_day(lane, spot->item, spot->at, &room);
    int64_t low = room.from, high = room.to;
    for (uint32_t i = s->first_item[spot->item]; i < end; i++) {
        int64_t other = s->item[i].unix, gap = lane->p->rules->own_gap;
        if (i == lane->item_of[spot->item] || other == INT64_MIN)
            continue;
        if (other <= spot->at)
            low = other + gap > low ? other + gap : low;
        else
            high = other - gap < high ? other - gap : high;
    }
    spot->low = low < spot->at ? low : spot->at;
    spot->high = high > spot->at ? high : spot->at;
}

/* ---- the best place ---- */

typedef struct best {
    kr_lane *lane;
    uint32_t person;
    int64_t moment, distance;
} best;

static void consider(best *b, int64_t moment, int64_t far) {
    if (far > b->distance && kr_lane_clear(b->lane, b->person, moment)) {
        b->distance = far;
        b->moment = moment;
    }
}

/* Between two neighbours of the times (INT64_MIN, INT64_MAX: none), inside [from, to]. */
static void consider_between(best *b, int64_t left, int64_t right, int64_t from, int64_t to) {
    int64_t low = left != INT64_MIN && left > from ? left : from;
    int64_t high = right != INT64_MAX && right < to ? right : to;
    if (low > high)
        return;
    int64_t moment = left == INT64_MIN && right == INT64_MAX ? low + (high - low) / 2
                     : left == INT64_MIN                     ? low
                     : right == INT64_MAX                    ? high
                                                             : left + (right - left) / 2;
    moment = moment < low ? low : moment > high ? high : moment;
    int64_t far = left == INT64_MIN ? INT64_MAX : moment - left;
    if (right != INT64_MAX && right - moment < far)
        far = right - moment;
    consider(b, moment, far);
}

/* The own other items cut holes into an interval; both edges of each are places to consider. */
static void consider_edges(best *b, const kr_period *in, const int64_t *times, size_t count) {
    const kr_schedule *s = b->lane->p->plan;
    for (uint32_t i = s->first_item[b->person]; i < s->first_item[b->person + 1]; i++) {
        if (i == b->lane->item_of[b->person] || s->item[i].unix == INT64_MIN)
            continue;
        for (int side = -1; side < 2; side += 2) {
            int64_t at = s->item[i].unix + side * b->lane->p->rules->own_gap, far = INT64_MAX;
            for (size_t t = 0; t < count; t++)
                far = distance(times[t], at) < far ? distance(times[t], at) : far;
            if (at >= in->from && at < in->to)
                consider(b, at, far);
        }
    }
}

static size_t colleagues(const kr_lane *lane, uint32_t person) {
    const kr_planner *p = lane->p;
    const kr_census *c = &p->plan->census;
    const kr_member *m = &p->people->member[person];
    const kr_name *circles = kr_people_circles(p->people, m);
    size_t count = 0;
    for (uint32_t i = 0; i == 0 || i < m->circle_count; i++) {
        uint32_t circle = i ? c->circle_by_name[circles[i]] : c->circle_of[person];
        count += c->own.start[circle + 1] - c->own.start[circle];
        count += c->guests.start[circle + 1] - c->guests.start[circle];
    }
    return count;
}

/* Among thousands of colleagues no place is far from all: any clear one does, by chance. */
static int draw_clear(const kr_lane *lane, uint32_t person, int64_t *out) {
    const kr_open *open = kr_lane_open(lane, person);
    uint64_t key = kr_hash_mix(lane->p->plan->census.key[person], lane->network);
    for (uint64_t draw = 0; draw < MOST_DRAWS && open->count; draw++) {
        *out = kr_open_moment(open, kr_hash_mix(key, draw) >> 32, 1ull << 32);
        if (kr_lane_clear(lane, person, *out))
            return 1;
    }
    return 0;
}

int64_t kr_lane_best(kr_lane *lane, uint32_t person, int64_t *out) {
    const kr_open *open = kr_lane_open(lane, person);
    if (colleagues(lane, person) > LARGEST_MOVED && draw_clear(lane, person, out))
        return 0;
    size_t count = times_around(lane, person), next = 0;
    const int64_t *times = lane->times;
    best b = {.lane = lane, .person = person, .distance = -1};
    const kr_schedule *s = lane->p->plan;
    int others = s->first_item[person + 1] - s->first_item[person] > 1;
    for (size_t i = 0; i < open->interval_count; i++) {
        const kr_period *in = &open->interval[i];
        while (next < count && times[next] < in->from)
            next++;
        for (size_t t = next;; t++) {
            consider_between(&b, t ? times[t - 1] : INT64_MIN, t < count ? times[t] : INT64_MAX,
                             in->from, in->to - 1);
            if (t >= count || times[t] >= in->to)
                break;
        }
        if (others)
            consider_edges(&b, in, times, count);
    }
    *out = b.moment;
    return b.distance;
}

/* ---- a place in the site ---- */

enum { TRIES = 4 }; /* in each stretch that is free */

typedef struct roamer {
    best best;
    size_t count; /* of lane->spot */
} roamer;

static int64_t from_site(const roamer *r, int64_t moment) {
    const kr_spot *spot = r->best.lane->spot;
    size_t low = 0, high = r->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spot[middle].at < moment)
            low = middle + 1;
        else
            high = middle;
    }
    int64_t far = INT64_MAX;
    if (low < r->count && spot[low].item == r->best.person)
        low++;
    if (low < r->count)
        far = spot[low].at - moment;
    if (low > 0 && spot[low - 1].item == r->best.person)
        low--;
    if (low > 0 && moment - spot[low - 1].at < far)
        far = moment - spot[low - 1].at;
    return far;
}

static void try_range(roamer *r, int64_t from, int64_t to) {
    for (int i = 0; i < TRIES && from <= to; i++) {
        int64_t moment = from + (to - from) / (2 * TRIES) * (2 * i + 1);
        consider(&r->best, moment, from_site(r, moment));
    }
}

int64_t kr_lane_roam(kr_lane *lane, uint32_t person, int64_t floor, size_t count, int64_t *out) {
    const kr_open *open = kr_lane_open(lane, person);
    size_t others = times_around(lane, person), next = 0;
    roamer r = {.best = {.lane = lane, .person = person, .distance = -1}, .count = count};
    for (size_t i = 0; i < open->interval_count; i++) {
        int64_t from = open->interval[i].from, to = open->interval[i].to - 1;
        while (next < others && lane->times[next] < from - floor)
            next++;
        for (size_t t = next; t < others && lane->times[t] <= to + floor; t++) {
            int64_t stop = lane->times[t] - floor;
            try_range(&r, from, stop < to ? stop : to);
            from = lane->times[t] + floor > from ? lane->times[t] + floor : from;
        }
        try_range(&r, from, to);
    }
    *out = r.best.moment;
    return r.best.distance;
}

/* ---- a circle ---- */

static void write_back(const kr_lane *lane, size_t count) {
    for (size_t i = 0; i < count; i++)
        kr_lane_item(lane, lane->spot[i].item)->unix = lane->spot[i].at;
}

static int in_one_circle(const kr_lane *lane, uint32_t person) {
    return lane->p->people->member[person].circle_count < 2;
}

static size_t tightest(const kr_spot *spot, size_t count) {
    size_t at = 1;
    for (size_t i = 2; i < count; i++)
        if (spot[i].at - spot[i - 1].at < spot[at].at - spot[at - 1].at)
            at = i;
    return at;
}

/* Gives one of the tightest two a better place: 0 where neither has one. */
static int move_tightest(kr_lane *lane, size_t count) {
    size_t pair = tightest(lane->spot, count), chosen = count;
    int64_t gap = lane->spot[pair].at - lane->spot[pair - 1].at, best_gap = gap, best_at = 0;
    for (size_t i = pair - 1; i <= pair; i++) {
        int64_t at, far;
        if (kr_lane_item(lane, lane->spot[i].item)->kept)
            continue;
        far = kr_lane_best(lane, lane->spot[i].item, &at);
        if (far > best_gap) {
            best_gap = far;
            best_at = at;
            chosen = i;
        }
    }
    if (chosen == count)
        return 0;
    lane->spot[chosen].at = best_at;
    write_back(lane, count);
    kr_sort_spots(lane->spot, lane->scratch, count);
    return 1;
}

void kr_lane_improve(kr_lane *lane, size_t count, int64_t goal) {
    for (int move = 0; count > 1; move++) {
        for (size_t i = 0; i < count; i++) {
            kr_spot *spot = &lane->spot[i];
            if (in_one_circle(lane, spot->item))
                kr_lane_limits(lane, spot);
            else /* the other circles of this one have their say: moved alone, below */
                spot->low = spot->high = spot->at;
        }
        kr_spread_freely(lane->spot, lane->scratch, lane->heap, count, goal);
        write_back(lane, count);
        if (kr_spread_gap(lane->spot, count) >= goal - goal / 4 || count > LARGEST_MOVED ||
            move == MOST_MOVES || !move_tightest(lane, count))
            return;
    }
}

void kr_lane_avoid_own(kr_lane *lane, uint32_t circle) {
    const kr_census *census = &lane->p->plan->census;
    const kr_schedule *s = lane->p->plan;
    for (uint32_t i = census->own.start[circle]; i < census->own.start[circle + 1]; i++) {
        uint32_t person = census->own.member[i];
        if (lane->item_of[person] == KR_NONE ||
            s->first_item[person + 1] - s->first_item[person] < 2)
            continue;
        kr_item *item = kr_lane_item(lane, person);
        if (item->kept || kr_lane_clear(lane, person, item->unix))
            continue;
        if (kr_lane_best(lane, person, &item->unix) >= 0)
            continue;
        item->unix = INT64_MIN;
        item->unplaced = KR_CAPPED;
        lane->item_of[person] = KR_NONE;
    }
}
