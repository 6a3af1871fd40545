/* Hashes: SipHash-2-4 with a fixed key (Aumasson and Bernstein, 2012; 128-bit output as in the
 * reference code). Identities (text_id, item id, fingerprints) take 128 bits; names of random
 * streams and tables take 64. The key is fixed because the values are part of the output. */
#ifndef KR_HASH_H
#define KR_HASH_H

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

typedef struct kr_hash128 {
    uint64_t low, high;
} kr_hash128;

uint64_t kr_hash64(const void *bytes, size_t length);
kr_hash128 kr_hash(const void *bytes, size_t length);
/* SipHash under a given key: what the known-answer tests call. */
kr_hash128 kr_siphash128(const void *bytes, size_t length, uint64_t key0, uint64_t key1);
uint64_t kr_siphash64(const void *bytes, size_t length, uint64_t key0, uint64_t key1);
/* Mixes a value into a hash: for sequences of already hashed parts. Not commutative. */
uint64_t kr_hash_mix(uint64_t hash, uint64_t value);
/* 32 lower-case hexadecimal digits and a NUL. */
void kr_hash_hex(char out[33], kr_hash128 hash);
/* The reverse; -1, and *out untouched, where the text is none. */
int kr_hash_read(kr_hash128 *out, kr_str hex);

#endif
