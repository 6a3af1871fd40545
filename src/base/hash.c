/* SipHash-2-4, 64 and 128 bits: see hash.h. Written from the paper's description. */
#include "base/hash.h"

static const uint64_t KEY0 = 0x6b6f6f725f746578ull, KEY1 = 0x742d696e2d6d616eull;

typedef struct state {
    uint64_t v0, v1, v2, v3;
} state;

static uint64_t rotate(uint64_t x, int by) {
    return x << by | x >> (64 - by);
}

static void rounds(state *s, int count) {
    while (count-- > 0) {
        s->v0 += s->v1;
        s->v2 += s->v3;
        s->v1 = rotate(s->v1, 13) ^ s->v0;
        s->v3 = rotate(s->v3, 16) ^ s->v2;
        s->v0 = rotate(s->v0, 32);
        s->v2 += s->v1;
        s->v0 += s->v3;
        s->v1 = rotate(s->v1, 17) ^ s->v2;
        s->v3 = rotate(s->v3, 21) ^ s->v0;
        s->v2 = rotate(s->v2, 32);
    }
}

static uint64_t load(const unsigned char *bytes, size_t count) {
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static state absorb(const void *bytes, size_t length, uint64_t key0, uint64_t key1, int wide) {
    const unsigned char *at = bytes;
    state s = {key0 ^ 0x736f6d6570736575ull, key1 ^ 0x646f72616e646f6dull,
               key0 ^ 0x6c7967656e657261ull, key1 ^ 0x7465646279746573ull};
    if (wide)
        s.v1 ^= 0xee;
    uint64_t last = (uint64_t)length << 56;
    for (size_t left = length; left >= 8; left -= 8, at += 8) {
        uint64_t word = load(at, 8);
        s.v3 ^= word;
        rounds(&s, 2);
        s.v0 ^= word;
    }
    if (length % 8)
        last |= load(at, length % 8);
    s.v3 ^= last;
    rounds(&s, 2);
    s.v0 ^= last;
    s.v2 ^= wide ? 0xee : 0xff;
    rounds(&s, 4);
    return s;
}

uint64_t kr_siphash64(const void *bytes, size_t length, uint64_t key0, uint64_t key1) {
    state s = absorb(bytes, length, key0, key1, 0);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

kr_hash128 kr_siphash128(const void *bytes, size_t length, uint64_t key0, uint64_t key1) {
    state s = absorb(bytes, length, key0, key1, 1);
    kr_hash128 hash = {.low = s.v0 ^ s.v1 ^ s.v2 ^ s.v3};
    s.v1 ^= 0xdd;
    rounds(&s, 4);
    hash.high = s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
    return hash;
}

uint64_t kr_hash64(const void *bytes, size_t length) {
    return kr_siphash64(bytes, length, KEY0, KEY1);
}

kr_hash128 kr_hash(const void *bytes, size_t length) {
    return kr_siphash128(bytes, length, KEY0, KEY1);
}

uint64_t kr_hash_mix(uint64_t hash, uint64_t value) {
    /* The finaliser of splitmix64 (Steele, Lea and Flood, 2014) over a multiplied sum. */
    uint64_t x = hash * 0x9E3779B97F4A7C15ull + value + 0x632BE59BD9B4E019ull;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ x >> 27) * 0x94D049BB133111EBull;
    return x ^ x >> 31;
}

void kr_hash_hex(char out[33], kr_hash128 hash) {
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        out[i] = digits[hash.high >> (60 - 4 * i) & 15];
        out[16 + i] = digits[hash.low >> (60 - 4 * i) & 15];
    }
    out[32] = '\0';
}

int kr_hash_read(kr_hash128 *out, kr_str hex) {
    uint64_t half[2] = {0, 0};
    if (hex.length != 32)
        return -1;
    for (size_t i = 0; i < 32; i++) {
        char c = hex.at[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return -1;
        half[i / 16] = half[i / 16] << 4 | (uint64_t)digit;
    }
    *out = (kr_hash128){.low = half[1], .high = half[0]};
    return 0;
}
