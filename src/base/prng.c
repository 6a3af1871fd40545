/* Philox4x32-10 and bounded draws: see prng.h. */
#include "base/prng.h"

void kr_philox(uint32_t out[4], const uint32_t counter[4], const uint32_t key[2]) {
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t a = (uint64_t)0xD2511F53u * c0, b = (uint64_t)0xCD9E8D57u * c2;
        uint32_t n0 = (uint32_t)(b >> 32) ^ c1 ^ k0, n2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)b;
        c3 = (uint32_t)a;
        c0 = n0;
        c2 = n2;
        k0 += 0x9E3779B9u; /* Weyl constants of the paper: the golden ratio and sqrt(3) - 1 */
        k1 += 0xBB67AE85u;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

void kr_prng_start(kr_prng *prng, uint64_t seed, uint32_t stage, uint64_t name, uint32_t step) {
    *prng = (kr_prng){
        .key = {(uint32_t)seed, (uint32_t)(seed >> 32) ^ (stage * 0x9E3779B9u)},
        .counter = {0, step, (uint32_t)name, (uint32_t)(name >> 32)},
    };
}

void kr_prng_fill(kr_prng *prng) {
    kr_philox(prng->block, prng->counter, prng->key);
    prng->counter[0]++;
    prng->left = 4;
}

uint64_t kr_prng_u64(kr_prng *prng) {
    uint64_t high = kr_prng_u32(prng);
    return high << 32 | kr_prng_u32(prng);
}

/* By rejection over the smallest covering mask: no 128-bit product, at most 2 draws on average. */
uint64_t kr_prng_below64(kr_prng *prng, uint64_t bound) {
    if (bound <= UINT32_MAX)
        return kr_prng_below(prng, (uint32_t)bound);
    uint64_t mask = bound - 1, value;
    for (int shift = 1; shift < 64; shift *= 2)
        mask |= mask >> shift;
    do
        value = kr_prng_u64(prng) & mask;
    while (value >= bound);
    return value;
}
