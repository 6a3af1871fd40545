/* Texts by their digests: which were issued or refused already. */
#ifndef KR_SEEN_H
#define KR_SEEN_H

#include "base/memory.h"
#include "base/text.h"

#include <stdint.h>

typedef struct kr_seen {
    const kr_memory *memory;
    uint64_t *slots; /* open addressing; 0: free */
    size_t count, size;
} kr_seen;

/* What a text is known by; never 0. */
uint64_t kr_seen_digest(kr_str text);

void kr_seen_start(kr_seen *seen, const kr_memory *memory);
void kr_seen_end(kr_seen *seen);
int kr_seen_has(const kr_seen *seen, uint64_t digest);
int kr_seen_add(kr_seen *seen, uint64_t digest); /* 0, or -1 when out of memory */
void kr_seen_clear(kr_seen *seen);

#endif
