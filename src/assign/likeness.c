/* A direct-mapped cache: see likeness.h. In a small plan nearly every pair comes once, and looking it up would
 * take longer than comparing the two texts. */
#include "assign/likeness.h"

enum { SLOTS = 1 << 18, LEAST_ITEMS = SLOTS / 64 /* each is asked about with some 64 others */ };

typedef struct kr_likeness_slot {
    uint64_t a, b; /* class and text; the smaller first */
    uint32_t value, known;
} kr_likeness_slot;

int kr_likeness_start(kr_likeness *likeness, kr_arena *arena, const kr_assign_host *host,
                      size_t items) {
    *likeness = (kr_likeness){.host = host};
    if (items < LEAST_ITEMS)
        return 0;
    likeness->slot = kr_arena_zero(arena, SLOTS, sizeof *likeness->slot);
    return likeness->slot ? 0 : -1;
}

static uint32_t ask(const kr_likeness *likeness, uint64_t one, uint64_t two) {
    const kr_assign_host *host = likeness->host;
    uint32_t value = host->similarity(host->user, (uint32_t)(one >> 32), (uint32_t)one,
                                      (uint32_t)(two >> 32), (uint32_t)two);
    return value > 1000000 ? 1000000 : value;
}

uint32_t kr_likeness_of(kr_likeness *likeness, uint32_t class_a, uint32_t a, uint32_t class_b,
                        uint32_t b) {
    uint64_t one = (uint64_t)class_a << 32 | a, two = (uint64_t)class_b << 32 | b;
    if (one == two)
        return 1000000;
    if (one > two) {
        uint64_t swapped = one;
        one = two;
        two = swapped;
    }
    if (!likeness->slot)
        return ask(likeness, one, two);
    uint64_t mixed = (one * 0x9E3779B97F4A7C15ull) ^ (two * 0xC2B2AE3D27D4EB4Full);
    kr_likeness_slot *slot = &likeness->slot[(mixed ^ mixed >> 29) >> 13 & (SLOTS - 1)];
    if (!slot->known || slot->a != one || slot->b != two)
        *slot = (kr_likeness_slot){one, two, ask(likeness, one, two), 1};
    return slot->value;
}
