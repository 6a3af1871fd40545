/* Order-preserving max-min spreading: see spread.h.
 *
 * For a fixed order and one interval each, whether a gap g is possible is decided by placing every
 * spot as early as g allows; the largest g is found by bisection, which is exact (the equal-jobs
 * scheduling of Garey, Johnson, Simons and Tarjan, 1981, with the order given). Spots then stay
 * where they are unless a neighbour is nearer than g: pushed right only as far as the latest
 * positions that still leave room for those behind.
 *
 * One crowded place would hold the whole line down to its own g. So the crowd is taken out: the
 * chain that makes g + 1 impossible is fixed where it is, and what lies before and behind it is
 * spread again by itself, a few levels deep. */
#include "schedule/spread.h"

enum { LEVELS = 6 };

int64_t kr_spread_gap(const kr_spot *spot, size_t count) {
    int64_t smallest = INT64_MAX;
    for (size_t i = 1; i < count; i++) {
        int64_t gap = spot[i].at - spot[i - 1].at;
        smallest = gap < smallest ? gap : smallest;
    }
    return smallest;
}

/* The first spot that finds no room when all are `gap` apart, or count. */
static size_t first_failure(const kr_spot *spot, size_t count, int64_t gap) {
    int64_t at = spot[0].low;
    for (size_t i = 1; i < count; i++) {
        at += gap;
        at = at < spot[i].low ? spot[i].low : at;
        if (at > spot[i].high)
            return i;
    }
    return count;
}

static int64_t largest_gap(const kr_spot *spot, size_t count, int64_t known, int64_t goal) {
    int64_t low = known, high = goal;
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        if (first_failure(spot, count, middle) == count)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* `high` becomes the latest position that leaves room behind; then one pass to the right. */
static void settle(kr_spot *spot, size_t count, int64_t gap) {
    for (size_t i = count - 1; i-- > 0;) {
        int64_t latest = spot[i + 1].high - gap;
        spot[i].high = latest < spot[i].high ? latest : spot[i].high;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t at = spot[i].at;
        if (i > 0 && at < spot[i - 1].at + gap)
            at = spot[i - 1].at + gap;
        spot[i].at = at > spot[i].high ? spot[i].high : at;
    }
}

/* The chain that fails at gap + 1: from the last spot that begins at its own low to the one without
 * room. */
static size_t chain_start(const kr_spot *spot, size_t fails, int64_t gap) {
    size_t start = 0;
    int64_t at = spot[0].low;
    for (size_t i = 1; i <= fails; i++) {
        at += gap;
        if (at < spot[i].low) {
            at = spot[i].low;
            start = i;
        }
    }
    return start;
}

/* `known`: a gap that this order is known to allow. */
static void spread_part(kr_spot *spot, size_t count, int64_t known, int64_t goal, int level) {
    int64_t now = kr_spread_gap(spot, count);
    if (count < 2 || now >= goal)
        return;
    int64_t gap = largest_gap(spot, count, now > known ? now : known, goal);
    if (gap >= goal || level == LEVELS) {
        settle(spot, count, gap);
        return;
    }
    size_t to = first_failure(spot, count, gap + 1), from = chain_start(spot, to, gap + 1);
    /* The chain as early as it can be; its neighbours keep the same gap to it. */
    int64_t at = spot[from].low;
    for (size_t i = from; i <= to; i++, at += gap) {
        at = at < spot[i].low ? spot[i].low : at;
        spot[i].at = spot[i].low = spot[i].high = at;
    }
    for (size_t i = from; i-- > 0;) { /* room that the chain took from those before it */
        int64_t latest = spot[i + 1].high - gap;
        spot[i].high = latest < spot[i].high ? latest : spot[i].high;
        spot[i].at = spot[i].at > spot[i].high ? spot[i].high : spot[i].at;
    }
    for (size_t i = to + 1; i < count; i++) {
        int64_t earliest = spot[i - 1].low + gap;
        spot[i].low = earliest > spot[i].low ? earliest : spot[i].low;
        spot[i].at = spot[i].at < spot[i].low ? spot[i].low : spot[i].at;
    }
    spread_part(spot, from + 1, gap, goal, level + 1);
    spread_part(spot + to, count - to, gap, goal, level + 1);
}

void kr_spread(kr_spot *spot, size_t count, int64_t goal) {
    size_t from = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i < count && spot[i].low - spot[i - 1].high < goal)
            continue;
        spread_part(spot + from, i - from, 0, goal, 0);
        from = i;
    }
}

/* ---- in any order ---- */

/* A heap of spots by their latest moment. */
static void push(uint32_t *heap, size_t count, const kr_spot *spot, uint32_t one) {
    size_t at = count;
    for (; at > 0 && spot[one].high < spot[heap[(at - 1) / 2]].high; at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
    heap[at] = one;
}

static uint32_t pop(uint32_t *heap, size_t count, const kr_spot *spot) {
    uint32_t first = heap[0], last = heap[count - 1];
    size_t at = 0;
    for (size_t child = 1; child < count - 1; child = 2 * at + 1) {
        if (child + 1 < count - 1 && spot[heap[child + 1]].high < spot[heap[child]].high)
            child++;
        if (spot[last].high <= spot[heap[child]].high)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = last;
    return first;
}

/* Earliest deadline first, each `gap` behind the one before; spots in ascending order of `low`. The
 * order goes to out where it is given. 1 where everybody finds room. */
static int deadline_first(const kr_spot *spot, uint32_t *heap, size_t count, int64_t gap,
                          kr_spot *out) {
    size_t waiting = 0, next = 0;
    int64_t at = spot[0].low;
    for (size_t done = 0; done < count; done++, at += gap) {
        if (waiting == 0 && spot[next].low > at)
            at = spot[next].low;
        for (; next < count && spot[next].low <= at; next++)
            push(heap, waiting++, spot, (uint32_t)next);
        uint32_t one = pop(heap, waiting--, spot);
        if (at > spot[one].high)
            return 0;
        if (out)
            out[done] = spot[one];
    }
    return 1;
}

static void spread_freely_part(kr_spot *spot, kr_spot *scratch, uint32_t *heap, size_t count,
                               int64_t goal) {
    int64_t low = -1, high = goal;
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        if (deadline_first(spot, heap, count, middle, NULL))
            low = middle;
        else
            high = middle - 1;
    }
    if (low < 0) /* even at one instant: cannot be, each has its own room */
        return;
    deadline_first(spot, heap, count, low, scratch);
    for (size_t i = 0; i < count; i++)
        spot[i] = scratch[i];
    spread_part(spot, count, low, goal, 0);
}

/* kr_sort_spots sorts by `at`: for a moment that is the earliest one. */
static void swap_at_and_low(kr_spot *spot, size_t count) {
    for (size_t i = 0; i < count; i++) {
        int64_t at = spot[i].at;
        spot[i].at = spot[i].low;
        spot[i].low = at;
    }
}

void kr_spread_freely(kr_spot *spot, kr_spot *scratch, uint32_t *heap, size_t count, int64_t goal) {
    size_t from = 0;
    int64_t latest = INT64_MIN;
    swap_at_and_low(spot, count);
    kr_sort_spots(spot, scratch, count);
    swap_at_and_low(spot, count);
    for (size_t i = 0; i <= count; i++) {
        if (i > from && (i == count || (spot[i].low > latest && spot[i].low - latest >= goal))) {
            spread_freely_part(spot + from, scratch, heap, i - from, goal);
            from = i;
        }
        if (i < count && spot[i].high > latest)
            latest = spot[i].high;
    }
}
