/* A set of 64-bit digests, at most three quarters full: see seen.h. Two texts of a million have the same
 * digest with a probability of 3e-8, a joined one of 1e-7; one of them is then not issued. */
#include "select/seen.h"

#include "base/digest.h"

#include <string.h>

uint64_t kr_seen_digest(kr_str text) {
    uint64_t digest = kr_digest64(text.at, text.length);
    return digest ? digest : 1;
}

/* As Karp and Rabin take it ("Efficient randomized pattern-matching algorithms", 1987): bytes are the digits of a
 * number to a fixed base modulo the prime 2^31 - 1, here to two bases. */
static const uint32_t BASES[2] = {1111111121, 1797693134};

kr_seen_part kr_seen_read(kr_str part) {
    kr_seen_part read = {{0, 0}, {1, 1}};
    for (size_t at = 0; at < part.length; at++)
        for (int i = 0; i < 2; i++) {
            uint64_t digit = (unsigned char)part.at[at] + 1u;
            read.digest[i] = kr_modulo_prime((uint64_t)read.digest[i] * BASES[i] + digit);
            read.shift[i] = kr_modulo_prime((uint64_t)read.shift[i] * BASES[i]);
        }
    return read;
}

uint64_t kr_seen_joined(const kr_seen_part *text) {
    uint64_t digest = (uint64_t)text->digest[0] << 32 | text->digest[1];
    return digest ? digest : 1;
}

void kr_seen_start(kr_seen *seen, const kr_memory *memory) {
    *seen = (kr_seen){.memory = memory};
}

void kr_seen_end(kr_seen *seen) {
    kr_free(seen->memory, seen->slots);
    *seen = (kr_seen){.memory = seen->memory};
}

void kr_seen_clear(kr_seen *seen) {
    if (seen->count)
        memset(seen->slots, 0, seen->size * sizeof *seen->slots);
    seen->count = 0;
}

/* The slot of a digest, or the free one where it belongs. */
static size_t slot_of(const uint64_t *slots, size_t size, uint64_t digest) {
    size_t slot = digest & (size - 1);
    while (slots[slot] && slots[slot] != digest)
        slot = (slot + 1) & (size - 1);
    return slot;
}

static int grow(kr_seen *seen) {
    size_t size = seen->size ? seen->size * 2 : 256;
    uint64_t *slots = kr_alloc_zero(seen->memory, size, sizeof *slots);
    if (!slots)
        return -1;
    for (size_t i = 0; i < seen->size; i++)
        if (seen->slots[i])
            slots[slot_of(slots, size, seen->slots[i])] = seen->slots[i];
    kr_free(seen->memory, seen->slots);
    seen->slots = slots;
    seen->size = size;
    return 0;
}

int kr_seen_has(const kr_seen *seen, uint64_t digest) {
    return seen->count && seen->slots[slot_of(seen->slots, seen->size, digest)] == digest;
}

int kr_seen_add(kr_seen *seen, uint64_t digest) {
    if ((seen->count + 1) * 4 >= seen->size * 3 && grow(seen) < 0)
        return -1;
    size_t slot = slot_of(seen->slots, seen->size, digest);
    seen->count += seen->slots[slot] == 0;
    seen->slots[slot] = digest;
    return 0;
}
