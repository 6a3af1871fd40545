/* See lookup.h: linear probing, doubled before it is three quarters full. */
#include "base/lookup.h"

#include <string.h>

void kr_lookup_start(kr_lookup *lookup, const kr_memory *memory) {
    *lookup = (kr_lookup){.memory = memory};
}

void kr_lookup_end(kr_lookup *lookup) {
    kr_free(lookup->memory, lookup->digests);
    kr_free(lookup->memory, lookup->numbers);
    *lookup = (kr_lookup){.memory = lookup->memory};
}

void kr_lookup_clear(kr_lookup *lookup) {
    if (lookup->count)
        memset(lookup->numbers, 0, lookup->size * sizeof *lookup->numbers);
    lookup->count = 0;
}

static void put(kr_lookup *lookup, uint64_t digest, uint32_t kept) {
    size_t slot = (size_t)digest & (lookup->size - 1);
    while (lookup->numbers[slot])
        slot = (slot + 1) & (lookup->size - 1);
    lookup->digests[slot] = digest;
    lookup->numbers[slot] = kept;
}

static int grow(kr_lookup *lookup) {
    kr_lookup grown = {.memory = lookup->memory, .size = lookup->size ? 2 * lookup->size : 64};
    grown.digests = kr_alloc(grown.memory, grown.size, sizeof *grown.digests);
    grown.numbers = kr_alloc_zero(grown.memory, grown.size, sizeof *grown.numbers);
    if (!grown.digests || !grown.numbers) {
        kr_lookup_end(&grown);
        return -1;
    }
    for (size_t i = 0; i < lookup->size; i++)
        if (lookup->numbers[i])
            put(&grown, lookup->digests[i], lookup->numbers[i]);
    grown.count = lookup->count;
    kr_lookup_end(lookup);
    *lookup = grown;
    return 0;
}

int kr_lookup_add(kr_lookup *lookup, uint64_t digest, uint32_t number) {
    if (4 * (lookup->count + 1) > 3 * lookup->size && grow(lookup) < 0)
        return -1;
    put(lookup, digest, number + 1);
    lookup->count++;
    return 0;
}
