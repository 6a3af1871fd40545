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

/* Another digest of a text, which follows from those of its parts: these are joined in the order of the text. */
typedef struct kr_seen_part {
    uint32_t digest[2], shift[2];
} kr_seen_part;
kr_seen_part kr_seen_read(kr_str part);
static inline uint32_t kr_modulo_prime(uint64_t number) {
    const uint32_t prime = 0x7FFFFFFF;
    number = (number & prime) + (number >> 31);
    number = (number & prime) + (number >> 31);
    return (uint32_t)(number == prime ? 0 : number);
}
static inline void kr_seen_join(kr_seen_part *text, const kr_seen_part *part) {
    for (int i = 0; i < 2; i++)
        text->digest[i] = kr_modulo_prime((uint64_t)text->digest[i] * part->shift[i] + part->digest[i]);
}
uint64_t kr_seen_joined(const kr_seen_part *text); /* never 0 */

void kr_seen_start(kr_seen *seen, const kr_memory *memory);
void kr_seen_end(kr_seen *seen);
int kr_seen_has(const kr_seen *seen, uint64_t digest);
int kr_seen_add(kr_seen *seen, uint64_t digest); /* 0, or -1 when out of memory */
void kr_seen_clear(kr_seen *seen);

#endif
