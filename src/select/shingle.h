/* Words and shingles of a text: see shingle.c. */
#ifndef KR_SHINGLE_H
#define KR_SHINGLE_H

#include "select/select.h"

enum {
    KR_SHINGLE_WORDS = 3,
    KR_OPENING_WORDS = 8,
    KR_OPENING_SHINGLES = KR_OPENING_WORDS - KR_SHINGLE_WORDS + 1
};

/* Scratch that grows: hashes of words, then of shingles. */
typedef struct kr_shingler {
    const kr_memory *memory;
    const kr_atoms *atoms; /* may be NULL */
    uint64_t *words;
    uint32_t word_count;
    size_t word_capacity;
    uint64_t *shingles; /* with repetitions */
    uint32_t shingle_count;
    size_t shingle_capacity;
    uint64_t opening; /* hash of the first words, atoms included */
} kr_shingler;

void kr_shingler_start(kr_shingler *shingler, const kr_memory *memory, const kr_atoms *atoms);
void kr_shingler_end(kr_shingler *shingler);
/* Reads a text: 0, or -1 when out of memory. The first KR_OPENING_SHINGLES shingles are those of
 * the opening. */
int kr_shingler_read(kr_shingler *shingler, kr_str text);
/* How many of the shingles belong to the opening. */
uint32_t kr_shingler_opening(const kr_shingler *shingler);

#endif
