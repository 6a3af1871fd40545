/* The ideal gap: an upper bound on the smallest gap that any plan of a circle can have.
 *
 * If everybody could post whenever anybody of the group may, taking the earliest moment each time
 * is optimal for a given gap, and the largest gap is found by bisection. That holds for the circle
 * as a whole and for the people of each class in it; the least of these is the bound. */
#include "schedule/lane.h"

uint64_t kr_open_capacity(const kr_open *open, int64_t gap) {
    uint64_t count = 0;
    int64_t next = INT64_MIN;
    for (size_t i = 0; i < open->interval_count; i++) {
        int64_t from = open->interval[i].from, to = open->interval[i].to;
        if (next > from)
            from = next;
        if (from >= to)
            continue;
        int64_t more = gap > 0 ? (to - 1 - from) / gap : to - 1 - from;
        count += (uint64_t)more + 1;
        next = from + (more + 1) * (gap > 0 ? gap : 1);
    }
    return count;
}

static int64_t largest_gap(const kr_open *open, uint64_t people) {
    if (people < 2 || !open->interval_count)
        return INT64_MAX;
    int64_t span = open->interval[open->interval_count - 1].to - 1 - open->interval[0].from;
    int64_t low = 0, high = span / (int64_t)(people - 1);
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        if (kr_open_capacity(open, middle) >= people)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* Intervals of two groups, joined. */
static int unite(kr_arena *arena, kr_open *all, const kr_open *other) {
    size_t count = all->interval_count + other->interval_count, a = 0, b = 0, kept = 0;
    kr_period *joined = kr_arena_alloc(arena, count, sizeof *joined);
    if (!joined)
        return -1;
    while (a < all->interval_count || b < other->interval_count) {
        int first = b == other->interval_count ||
                    (a < all->interval_count && all->interval[a].from <= other->interval[b].from);
        kr_period next = first ? all->interval[a++] : other->interval[b++];
        if (kept && next.from <= joined[kept - 1].to)
            joined[kept - 1].to = next.to > joined[kept - 1].to ? next.to : joined[kept - 1].to;
        else
            joined[kept++] = next;
    }
    all->interval = joined;
    all->interval_count = kept;
    return 0;
}

/* Counts the classes of the people into lane->tally; gives how many there are. */
static size_t count_classes(kr_lane *lane, const uint32_t *person, size_t count, uint32_t *people) {
    size_t classes = 0;
    for (size_t i = 0; i < count; i++) {
        if (lane->item_of[person[i]] == KR_NONE)
            continue;
        uint32_t class = lane->class_of[person[i]];
        if (lane->tally[class]++ == 0)
            lane->touched[classes++] = class;
        (*people)++;
    }
    return classes;
}

static int bound_of(kr_lane *lane, size_t classes, kr_bound *out) {
    for (size_t i = 0; i < classes; i++) {
        const kr_open *open = &lane->class[lane->touched[i]].open;
        if (i == 0)
            out->room = *open;
        else if (unite(&lane->brief, &out->room, open) < 0)
            return -1;
    }
    out->class = classes ? lane->touched[0] : 0;
    out->classes = (uint32_t)classes;
    out->gap = largest_gap(&out->room, out->people);
    for (size_t i = 0; classes > 1 && i < classes; i++) {
        uint32_t class = lane->touched[i];
        int64_t gap = largest_gap(&lane->class[class].open, lane->tally[class]);
        if (gap < out->gap)
            *out = (kr_bound){gap, lane->tally[class], class,
                              0,   (uint32_t)classes,  lane->class[class].open};
    }
    return 0;
}

int kr_lane_bound(kr_lane *lane, const uint32_t *person, size_t count, kr_bound *out) {
    *out = (kr_bound){.gap = INT64_MAX, .whole = 1};
    kr_arena_end(&lane->brief);
    size_t classes = count_classes(lane, person, count, &out->people);
    int state = bound_of(lane, classes, out);
    for (size_t i = 0; i < classes; i++)
        lane->tally[lane->touched[i]] = 0;
    return state;
}
