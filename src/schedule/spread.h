/* Spread: moments pushed apart without changing their order. */
#ifndef KR_SPREAD_H
#define KR_SPREAD_H

#include <stddef.h>
#include <stdint.h>

typedef struct kr_spot {
    int64_t at;        /* now; low <= at <= high */
    int64_t low, high; /* where it may go, both included */
    uint32_t item;
} kr_spot;

/* Spots in ascending order of `at`; afterwards too. Raises the smallest gap as far as the room
 * allows, to at most `goal`, with as little movement as that needs; never lowers it. Parts of the
 * line that cannot touch one another are treated apart. */
void kr_spread(kr_spot *spot, size_t count, int64_t goal);
/* As kr_spread, but the order may change where that makes room: those who must go first go first.
 * Afterwards in ascending order of `at` again. `scratch` holds `count` spots, `heap` as many
 * numbers. */
void kr_spread_freely(kr_spot *spot, kr_spot *scratch, uint32_t *heap, size_t count, int64_t goal);
void kr_sort_spots(kr_spot *spot, kr_spot *scratch, size_t count); /* by time, then item */
/* The smallest distance of neighbours; INT64_MAX for fewer than two. */
int64_t kr_spread_gap(const kr_spot *spot, size_t count);

#endif
