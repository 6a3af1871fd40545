/* A direct-mapped cache: see likeness.h. */
#include "assign/likeness.h"

enum { LEAST_SLOTS = 1 << 10, MOST_SLOTS = 1 << 18, PAIRS = 64 /* that an item is asked about */ };

typedef struct kr_likeness_slot {
    uint64_t a, b; /* class and text; the smaller first */
    uint32_t value, known;
} kr_likeness_slot;

int kr_likeness_start(kr_likeness *likeness, kr_arena *arena, const kr_assign_host *host,
                      size_t items) {
    size_t slots = LEAST_SLOTS;
    while (slots < MOST_SLOTS && slots / PAIRS < items)
        slots *= 2;
    likeness->host = host;
    likeness->mask = slots - 1;
    likeness->slot = kr_arena_zero(arena, slots, sizeof *likeness->slot);
    return likeness->slot ? 0 : -1;
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
    uint64_t mixed = (one * 0x9E3779B97F4A7C15ull) ^ (two * 0xC2B2AE3D27D4EB4Full);
    kr_likeness_slot *slot = &likeness->slot[(mixed ^ mixed >> 29) >> 13 & likeness->mask];
    if (!slot->known || slot->a != one || slot->b != two) {
        uint32_t value =
            likeness->host->similarity(likeness->host->user, (uint32_t)(one >> 32), (uint32_t)one,
                                       (uint32_t)(two >> 32), (uint32_t)two);
        *slot = (kr_likeness_slot){one, two, value > 1000000 ? 1000000 : value, 1};
    }
    return slot->value;
}
