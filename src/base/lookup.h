/* Lookup: from 64-bit digests to numbers that the caller gave. Several things may have one digest, so the
 * caller looks at each that comes:
 *
 *     for (size_t probe = 0; (number = kr_lookup_next(&lookup, digest, &probe)) != UINT32_MAX;)
 *         if (it is the one) ...
 */
#ifndef KR_LOOKUP_H
#define KR_LOOKUP_H

#include "base/memory.h"

#include <stdint.h>

typedef struct kr_lookup {
    const kr_memory *memory;
    uint64_t *digests; /* open addressing, at most three quarters full */
    uint32_t *numbers; /* + 1; 0: free */
    size_t size, count;
} kr_lookup;

void kr_lookup_start(kr_lookup *lookup, const kr_memory *memory);
void kr_lookup_end(kr_lookup *lookup);
void kr_lookup_clear(kr_lookup *lookup);
/* 0, or -1 when out of memory. */
int kr_lookup_add(kr_lookup *lookup, uint64_t digest, uint32_t number);

/* The next number with that digest; UINT32_MAX: there are no more. *probe is 0 at first. */
static inline uint32_t kr_lookup_next(const kr_lookup *lookup, uint64_t digest, size_t *probe) {
    for (; lookup->size; ++*probe) {
        size_t slot = (size_t)(digest + *probe) & (lookup->size - 1);
        if (!lookup->numbers[slot])
            break;
        if (lookup->digests[slot] == digest) {
            ++*probe;
            return lookup->numbers[slot] - 1;
        }
    }
    return UINT32_MAX;
}

#endif
