/* Words and shingles of a text: see shingle.c. */
#ifndef KR_SHINGLE_H
#define KR_SHINGLE_H

#include "select/select.h"
#include "select/wordhash.h"

enum {
    KR_SHINGLE_WORDS = 3,
    KR_OPENING_WORDS = 8,
    KR_OPENING_SHINGLES = KR_OPENING_WORDS - KR_SHINGLE_WORDS + 1
};

/* Leaves out the atoms among the words: those that stay are moved to the front, and counted. Where `more`
 * words may follow, the last ones of the text can be the beginning of an atom: from there on they are
 * undecided, and moved behind those that stay; *count is of both. */
uint32_t kr_atoms_drop(const kr_atoms *atoms, uint64_t *words, uint32_t *count, int more);

/* The shingle of up to KR_SHINGLE_WORDS words. */
uint64_t kr_shingle_of(const uint64_t *words, uint32_t count);

/* Scratch that grows: words, then shingles. */
typedef struct kr_shingler {
    const kr_memory *memory;
    const kr_atoms *atoms; /* may be NULL */
    kr_words words;
    uint64_t *shingles; /* with repetitions */
    uint32_t shingle_count;
    size_t shingle_capacity;
    uint64_t opening; /* hash of the first words, atoms included */
} kr_shingler;

/* One that remembers reads many texts of the same phrases faster. */
void kr_shingler_start(kr_shingler *shingler, const kr_memory *memory, const kr_atoms *atoms,
                       int remembers);
void kr_shingler_end(kr_shingler *shingler);
/* Reads a text: 0, or -1 when out of memory. The first KR_OPENING_SHINGLES shingles are those of
 * the opening. */
int kr_shingler_read(kr_shingler *shingler, kr_str text);
/* How many of the shingles belong to the opening. */
uint32_t kr_shingler_opening(const kr_shingler *shingler);

#endif
