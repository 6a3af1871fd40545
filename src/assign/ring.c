/* Rings: see ring.h. Taking a choice moves it to the head and steps on, so what lies before the
 * head is in the order of use: the ring itself is the list of who was used longest ago. */
#include "assign/ring.h"

int kr_ring_fill(kr_ring *ring, kr_arena *arena, uint32_t have, uint32_t from) {
    uint64_t wanted = (uint64_t)ring->uses + KR_CANDIDATES;
    ring->size = wanted < have ? (uint32_t)wanted : have;
    ring->fresh = ring->size;
    ring->entry = kr_arena_alloc(arena, ring->size, sizeof *ring->entry);
    if (!ring->entry)
        return -1;
    for (uint32_t i = 0; i < ring->size; i++)
        ring->entry[i] = (uint32_t)(((uint64_t)from + i) % have);
    if (ring->uses <= ring->size)
        return 0;
    ring->partners = kr_arena_zero(arena, ring->size, sizeof *ring->partners);
    return ring->partners ? 0 : -1;
}

uint32_t kr_ring_choices(const kr_ring *ring) {
    /* Of used ones only the oldest quarter, so that nothing comes again soon. */
    uint32_t open = ring->fresh ? ring->fresh : ring->size / 4 ? ring->size / 4 : 1;
    if (open > ring->size)
        open = ring->size;
    return open < KR_CANDIDATES ? open : KR_CANDIDATES;
}

static void swap(kr_ring *ring, uint32_t a, uint32_t b) {
    uint32_t entry = ring->entry[a];
    ring->entry[a] = ring->entry[b];
    ring->entry[b] = entry;
    if (ring->partners) {
        uint64_t partners = ring->partners[a];
        ring->partners[a] = ring->partners[b];
        ring->partners[b] = partners;
    }
}

void kr_ring_take(kr_ring *ring, uint32_t choice) {
    /* Those before the choice keep their order: it is the order of use. */
    for (; choice > 0; choice--)
        swap(ring, kr_ring_index(ring, choice), kr_ring_index(ring, choice - 1));
    ring->head = kr_ring_index(ring, 1);
    if (ring->size == 1)
        ring->head = 0;
    if (ring->fresh)
        ring->fresh--;
}

void kr_ring_set_aside(kr_ring *ring, uint32_t choice) {
    swap(ring, kr_ring_index(ring, choice), kr_ring_index(ring, ring->fresh - 1));
    ring->fresh--;
}
