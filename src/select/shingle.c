/* Words and shingles. Takes a text, gives 64-bit hashes of its runs of three words (Broder, "On the
 * resemblance and containment of documents", 1997), lower-cased, atoms left out: these have to be
 * the same in every variant and say nothing of its wording. A text of fewer than three free words
 * is one shingle.
 *
 * Hashes stand for words (wordhash.c): at 64 bits, two different ones among a million shingles are
 * equal with a probability of 3e-8. */
#include "select/shingle.h"

#include <string.h>

/* Spreads the bits (Degski's mixer, as splitmix64's finaliser with one constant). */
static uint64_t finish(uint64_t hash) {
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93ull;
    return hash ^ hash >> 32;
}

/* ---- atoms given as strings
 * ------------------------------------------------------------------------ */

typedef struct atom_words {
    uint32_t first, count; /* a run of kr_atoms.words */
} atom_words;

struct kr_atoms {
    uint64_t *words;
    atom_words *atoms;
    uint32_t count;
    uint32_t *slots; /* by the first word: index of an atom + 1, or 0 */
    uint32_t mask;
};

static int read_atom(kr_arena *arena, kr_atoms *atoms, size_t *used, size_t *capacity,
                     kr_str text) {
    kr_word_scanner s = {text.at, text.length, 0};
    atom_words *atom = &atoms->atoms[atoms->count];
    *atom = (atom_words){(uint32_t)*used, 0};
    for (uint64_t word; kr_words_next(&s, &word); atom->count++) {
        if (kr_arena_grow(arena, (void **)&atoms->words, capacity, *used, sizeof word) < 0)
            return -1;
        atoms->words[(*used)++] = word;
    }
    atoms->count += atom->count > 0;
    return 0;
}

/* Longer atoms first, so that the first one that matches at a place is the longest. */
static void index_atoms(kr_atoms *atoms) {
    uint32_t longest = 0;
    for (uint32_t i = 0; i < atoms->count; i++)
        longest = atoms->atoms[i].count > longest ? atoms->atoms[i].count : longest;
    for (uint32_t length = longest; length > 0; length--)
        for (uint32_t i = 0; i < atoms->count; i++) {
            if (atoms->atoms[i].count != length)
                continue;
            uint32_t slot = (uint32_t)atoms->words[atoms->atoms[i].first] & atoms->mask;
            while (atoms->slots[slot])
                slot = (slot + 1) & atoms->mask;
            atoms->slots[slot] = i + 1;
        }
}

int32_t kr_select_atoms(kr_job *job, kr_arena *arena, const kr_str *strings, size_t count,
                        kr_atoms **out) {
    kr_atoms *atoms = kr_arena_zero(arena, 1, sizeof *atoms);
    size_t used = 0, capacity = 0, slots = 16;
    while (slots < 8 * count + 2) /* nearly every word is none: one look is to tell */
        slots *= 2;
    if (!atoms || slots > UINT32_MAX)
        return kr_nomem(job);
    atoms->atoms = kr_arena_alloc(arena, count, sizeof *atoms->atoms);
    atoms->slots = kr_arena_zero(arena, slots, sizeof *atoms->slots);
    atoms->mask = (uint32_t)slots - 1;
    if (!atoms->atoms || !atoms->slots)
        return kr_nomem(job);
    for (size_t i = 0; i < count; i++)
        if (read_atom(arena, atoms, &used, &capacity, strings[i]) < 0)
            return kr_nomem(job);
    index_atoms(atoms);
    *out = atoms;
    return KOOR_OK;
}

static const uint32_t UNDECIDED = UINT32_MAX;

/* How many of the words are one of the given atoms; 0 for none. UNDECIDED where there may be more words
 * and all that are known begin a longer atom. */
static uint32_t match_atom(const kr_atoms *atoms, const uint64_t *words, uint32_t count, int more) {
    for (uint32_t slot = (uint32_t)words[0] & atoms->mask; atoms->slots[slot];
         slot = (slot + 1) & atoms->mask) {
        const atom_words *atom = &atoms->atoms[atoms->slots[slot] - 1];
        const uint64_t *own = atoms->words + atom->first;
        uint32_t known = atom->count < count ? atom->count : count;
        if (*own == *words && (known == atom->count || more) &&
            memcmp(own, words, known * sizeof *words) == 0)
            return known == atom->count ? known : UNDECIDED;
    }
    return 0;
}

uint32_t kr_atoms_drop(const kr_atoms *atoms, uint64_t *words, uint32_t *count, int more) {
    uint32_t kept = 0, at = 0;
    while (at < *count) {
        uint32_t atom = atoms ? match_atom(atoms, words + at, *count - at, more) : 0;
        if (atom == UNDECIDED)
            break;
        if (atom == 0 && !kr_word_is_atom(words[at]))
            words[kept++] = words[at];
        at += atom ? atom : 1;
    }
    memmove(words + kept, words + at, (*count - at) * sizeof *words);
    *count -= at - kept;
    return kept;
}

/* ---- shingles
 * -------------------------------------------------------------------------------------- */

void kr_shingler_start(kr_shingler *shingler, const kr_memory *memory, const kr_atoms *atoms,
                       int remembers) {
    *shingler = (kr_shingler){.memory = memory, .atoms = atoms};
    kr_words_start(&shingler->words, memory, remembers);
}

void kr_shingler_end(kr_shingler *shingler) {
    kr_words_end(&shingler->words);
    kr_free(shingler->memory, shingler->shingles);
    *shingler = (kr_shingler){0};
}

static inline uint64_t combine(const uint64_t *words, uint32_t count) {
    uint64_t hash = count;
    for (uint32_t i = 0; i < count; i++)
        hash = (hash + words[i]) * 0x9E3779B97F4A7C15ull;
    return finish(hash);
}

uint64_t kr_shingle_of(const uint64_t *words, uint32_t count) {
    return combine(words, count);
}

static void combine_all(const uint64_t *words, uint32_t count, uint64_t *out) {
    for (uint32_t i = 0; i < count; i++)
        out[i] = combine(words + i, KR_SHINGLE_WORDS);
}

int kr_shingler_read(kr_shingler *shingler, kr_str text) {
    kr_words *words = &shingler->words;
    if (kr_words_read(words, text) < 0)
        return -1;
    shingler->opening = 0;
    for (uint32_t i = 0; i < words->count && i < KR_OPENING_WORDS; i++)
        shingler->opening = kr_hash_mix(shingler->opening, words->list[i]);
    kr_atoms_drop(shingler->atoms, words->list, &words->count, 0);
    uint32_t size = words->count < KR_SHINGLE_WORDS ? words->count : KR_SHINGLE_WORDS;
    uint32_t count = size < KR_SHINGLE_WORDS ? 1 : words->count - KR_SHINGLE_WORDS + 1;
    if (kr_reserve(shingler->memory, (void **)&shingler->shingles, &shingler->shingle_capacity, count,
                   sizeof *shingler->shingles) < 0)
        return -1;
    shingler->shingle_count = count;
    if (size < KR_SHINGLE_WORDS)
        shingler->shingles[0] = combine(words->list, size);
    else
        combine_all(words->list, count, shingler->shingles);
    return 0;
}

uint32_t kr_shingler_opening(const kr_shingler *shingler) {
    return shingler->shingle_count < KR_OPENING_SHINGLES ? shingler->shingle_count
                                                         : KR_OPENING_SHINGLES;
}
