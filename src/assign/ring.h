/* Ring: the texts (or pictures) of a class that one circle uses, in the order in which they come
 * up. */
#ifndef KR_RING_H
#define KR_RING_H

#include "assign/walk.h"

enum { KR_CANDIDATES = 8 };

typedef struct kr_ring {
    struct kr_ring *next; /* of the same circle */
    uint32_t class;       /* of texts; KR_PICTURES | network for pictures */
    uint32_t uses;        /* how often the circle will ask; texts to be used once: how many it has */
    uint32_t size, fresh; /* the first `fresh` entries from the head were never used */
    uint32_t head;
    uint32_t *entry;
    uint64_t
        *partners; /* by entry: pictures that a text was seen with, modulo 64; NULL: not needed */
} kr_ring;

#define KR_PICTURES 0x80000000u

/* Entries `from`, `from` + 1, ... of the `have` there are, as many as the uses and the choice among
 * candidates need. 0, or -1: out of memory. */
int kr_ring_fill(kr_ring *ring, kr_arena *arena, uint32_t have, uint32_t from);
/* How many may be chosen from: numbers 0 .. n - 1 for kr_ring_at and kr_ring_take. Unused ones as
 * long as there are any; then those that were used longest ago. */
uint32_t kr_ring_choices(const kr_ring *ring);
static inline uint32_t kr_ring_index(const kr_ring *ring, uint32_t choice) {
    uint32_t at = ring->head + choice;
    return at < ring->size ? at : at - ring->size;
}
static inline uint32_t kr_ring_at(const kr_ring *ring, uint32_t choice) {
    return ring->entry[kr_ring_index(ring, choice)];
}
void kr_ring_take(kr_ring *ring, uint32_t choice);
/* An entry that somebody has already: it counts as used. `choice` is below `fresh`. */
void kr_ring_set_aside(kr_ring *ring, uint32_t choice);

#endif
