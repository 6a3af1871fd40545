/* XXH64: four lanes of multiplications over blocks of 32 bytes, then what is left. See digest.h. */
#include "base/digest.h"

static const uint64_t P1 = 0x9E3779B185EBCA87u, P2 = 0xC2B2AE3D27D4EB4Fu, P3 = 0x165667B19E3779F9u,
                      P4 = 0x85EBCA77C2B2AE63u, P5 = 0x27D4EB2F165667C5u;

static uint64_t rotate(uint64_t x, int by) {
    return x << by | x >> (64 - by);
}

static uint64_t load32(const uint8_t *at) {
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24;
}

static uint64_t load64(const uint8_t *at) {
    return load32(at) | load32(at + 4) << 32;
}

static uint64_t round_of(uint64_t lane, uint64_t word) {
    return rotate(lane + word * P2, 31) * P1;
}

static uint64_t over_blocks(const uint8_t **at, size_t *left) {
    uint64_t lane[4] = {P1 + P2, P2, 0, 0 - P1};
    for (; *left >= 32; *at += 32, *left -= 32)
        for (int i = 0; i < 4; i++)
            lane[i] = round_of(lane[i], load64(*at + 8 * i));
    uint64_t hash =
        rotate(lane[0], 1) + rotate(lane[1], 7) + rotate(lane[2], 12) + rotate(lane[3], 18);
    for (int i = 0; i < 4; i++)
        hash = (hash ^ round_of(0, lane[i])) * P1 + P4;
    return hash;
}

uint64_t kr_digest64(const void *bytes, size_t length) {
    const uint8_t *at = bytes;
    size_t left = length;
    uint64_t hash = length >= 32 ? over_blocks(&at, &left) : P5;
    hash += length;
    for (; left >= 8; at += 8, left -= 8)
        hash = rotate(hash ^ round_of(0, load64(at)), 27) * P1 + P4;
    for (; left >= 4; at += 4, left -= 4)
        hash = rotate(hash ^ load32(at) * P1, 23) * P2 + P3;
    for (; left > 0; at++, left--)
        hash = rotate(hash ^ *at * P5, 11) * P1;
    hash = (hash ^ hash >> 33) * P2;
    hash = (hash ^ hash >> 29) * P3;
    return hash ^ hash >> 32;
}
