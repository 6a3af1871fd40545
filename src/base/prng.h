/* Random numbers: Philox4x32-10, a counter-based generator (Salmon, Moraes, Dror and Shaw, "Parallel
 * random numbers: as easy as 1, 2, 3", SC 2011). The n-th number of a stream is a pure function of
 * key and counter, so that shards and prefixes of a plan draw the same numbers in any order. */
#ifndef KR_PRNG_H
#define KR_PRNG_H

#include <stdint.h>

typedef struct kr_prng {
    uint32_t key[2];
    uint32_t counter[4];
    uint32_t block[4];
    uint32_t left; /* unread words of the block */
} kr_prng;

/* One block of the cipher; the known answers of the paper's code hold for it. */
void kr_philox(uint32_t out[4], const uint32_t counter[4], const uint32_t key[2]);

/* A stream: the key from seed and stage, the upper counter words from a hashed name and a step. */
void kr_prng_start(kr_prng *prng, uint64_t seed, uint32_t stage, uint64_t name, uint32_t step);
/* The next block, all of it unread. */
void kr_prng_fill(kr_prng *prng);

static inline uint32_t kr_prng_u32(kr_prng *prng) {
    if (prng->left == 0)
        kr_prng_fill(prng);
    return prng->block[4 - prng->left--];
}

uint64_t kr_prng_u64(kr_prng *prng);

/* 0 .. bound - 1, without bias (Lemire, "Fast random integer generation in an interval", 2019);
 * 0 when bound is 0 or 1. */
static inline uint32_t kr_prng_below(kr_prng *prng, uint32_t bound) {
    if (bound < 2)
        return 0;
    uint64_t product = (uint64_t)kr_prng_u32(prng) * bound;
    if ((uint32_t)product < bound) {
        uint32_t threshold = (0u - bound) % bound;
        while ((uint32_t)product < threshold)
            product = (uint64_t)kr_prng_u32(prng) * bound;
    }
    return (uint32_t)(product >> 32);
}

uint64_t kr_prng_below64(kr_prng *prng, uint64_t bound);

/* Stages that draw, for kr_prng_start: never renumbered, they are part of "same input, same bytes". */
enum { KR_STAGE_SELECT = 1, KR_STAGE_SCHEDULE = 2, KR_STAGE_IMAGE = 3, KR_STAGE_ASSIGN = 4,
       KR_STAGE_NAMES = 5 };

#endif
