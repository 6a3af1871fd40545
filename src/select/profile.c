/* Similarity of any two texts of a plan. Takes shingles, gives each a small number. Where the numbers are low, two
 * texts are compared by bits. Else one is laid out as marks by number, and the other compared with it by adding up
 * the marks of its own: who asks compares one text with many, and the one that comes again is laid out. */
#include "select/profile.h"

/* 31 words: their counts, of 8 bits each, add up in bytes. */
enum { MOST_BITS = 31 * 64 };

void kr_profiles_start(kr_profiles *profiles, const kr_memory *memory) {
    *profiles = (kr_profiles){.memory = memory};
    kr_lookup_start(&profiles->numbers, memory);
}

void kr_profiles_end(kr_profiles *profiles) {
    kr_lookup_end(&profiles->numbers);
    kr_free(profiles->memory, profiles->marked);
    *profiles = (kr_profiles){.memory = profiles->memory};
}

/* A new shingle has no mark; UINT32_MAX when out of memory. */
static uint32_t number_of(kr_profiles *profiles, uint64_t shingle) {
    size_t probe = 0;
    uint32_t number = kr_lookup_next(&profiles->numbers, shingle, &probe);
    if (number != UINT32_MAX)
        return number;
    number = (uint32_t)profiles->numbers.count;
    if (kr_grow(profiles->memory, (void **)&profiles->marked, &profiles->capacity, number, 1) < 0 ||
        kr_lookup_add(&profiles->numbers, shingle, number) < 0)
        return UINT32_MAX;
    profiles->marked[number] = 0;
    return number;
}

static void mark(kr_profiles *profiles, const kr_profile *profile, uint8_t with) {
    for (uint32_t i = 0; i < profile->count; i++)
        profiles->marked[profile->shingles[i]] = with;
}

static void lay_out(kr_profiles *profiles, const kr_profile *profile) {
    mark(profiles, &profiles->laid, 0);
    mark(profiles, profile, 1);
    profiles->laid = *profile;
}

/* Where there are not too many shingles in all, as in a plan of one post: 0, or -1 when out of memory. */
static int lay_bits(kr_arena *arena, kr_profile *profile) {
    uint32_t highest = 0;
    for (uint32_t i = 0; i < profile->count; i++)
        highest = profile->shingles[i] > highest ? profile->shingles[i] : highest;
    if (highest >= MOST_BITS)
        return 0;
    uint64_t *bits = kr_arena_zero(arena, highest / 64 + 1, sizeof *bits);
    if (!bits)
        return -1;
    for (uint32_t i = 0; i < profile->count; i++)
        bits[profile->shingles[i] / 64] |= (uint64_t)1 << profile->shingles[i] % 64;
    profile->bits = bits;
    profile->word_count = highest / 64 + 1;
    return 0;
}

int kr_profile_of(kr_profiles *profiles, const kr_shingler *shingler, kr_arena *arena,
                  kr_profile *out) {
    static const kr_profile nothing = {0};
    uint32_t *own = kr_arena_alloc(arena, shingler->shingle_count, sizeof *own);
    uint32_t count = 0, number = 0;
    if (!own)
        return -1;
    lay_out(profiles, &nothing);
    for (uint32_t i = 0; i < shingler->shingle_count; i++) {
        number = number_of(profiles, shingler->shingles[i]);
        if (number == UINT32_MAX)
            break;
        own[count] = number;
        count += !profiles->marked[number];
        profiles->marked[number] = 1;
    }
    *out = profiles->laid =
        (kr_profile){.shingles = own, .count = count, .opening = shingler->opening};
    return number == UINT32_MAX ? -1 : lay_bits(arena, out);
}

int32_t kr_profiles_read(kr_job *job, kr_profiles *profiles, const kr_atoms *atoms, kr_str text,
                         kr_arena *arena, kr_profile *out) {
    kr_shingler shingler;
    kr_shingler_start(&shingler, job->memory, atoms, 0);
    int status = kr_shingler_read(&shingler, text);
    if (status == 0)
        status = kr_profile_of(profiles, &shingler, arena, out);
    kr_shingler_end(&shingler);
    return status < 0 ? kr_nomem(job) : KOOR_OK;
}

static int is_laid(const kr_profiles *profiles, const kr_profile *profile) {
    return profiles->laid.shingles && profiles->laid.shingles == profile->shingles;
}

static uint32_t common_by_marks(kr_profiles *profiles, const kr_profile *a, const kr_profile *b) {
    if (!is_laid(profiles, a) && !is_laid(profiles, b))
        lay_out(profiles, profiles->last == a->shingles ? a : b);
    const kr_profile *other = is_laid(profiles, a) ? b : a;
    uint32_t both = 0;
    profiles->last = other->shingles;
    for (uint32_t i = 0; i < other->count; i++)
        both += profiles->marked[other->shingles[i]];
    return both;
}

/* The bits that are set, added up by bytes (Warren, "Hacker's Delight", 5-1): not every processor that this is
 * built for can count them by itself. */
static uint32_t common_by_bits(const kr_profile *a, const kr_profile *b) {
    uint32_t words = a->word_count < b->word_count ? a->word_count : b->word_count;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < words; i++) {
        uint64_t x = a->bits[i] & b->bits[i];
        x -= x >> 1 & 0x5555555555555555ull;
        x = (x & 0x3333333333333333ull) + (x >> 2 & 0x3333333333333333ull);
        bytes += (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Full;
    }
    bytes = (bytes & 0x00FF00FF00FF00FFull) + (bytes >> 8 & 0x00FF00FF00FF00FFull);
    return (uint32_t)(bytes * 0x0001000100010001ull >> 48);
}

uint32_t kr_profiles_similarity(kr_profiles *profiles, const kr_profile *a, const kr_profile *b) {
    uint32_t both = a->bits && b->bits ? common_by_bits(a, b) : common_by_marks(profiles, a, b);
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): a text without words has one shingle too */
    return (uint32_t)((uint64_t)both * 1000000 / (a->count + b->count - both));
}

int32_t kr_select_compare(kr_job *job, const kr_atoms *atoms, kr_str a, kr_str b,
                          uint32_t *out_ppm) {
    kr_arena arena; /* its own, as the numbers: many pairs may be compared in one job */
    kr_profiles profiles;
    kr_profile first = {0}, second = {0};
    kr_arena_start(&arena, job->memory);
    kr_profiles_start(&profiles, job->memory);
    int32_t status = kr_profiles_read(job, &profiles, atoms, a, &arena, &first);
    if (status == KOOR_OK)
        status = kr_profiles_read(job, &profiles, atoms, b, &arena, &second);
    if (status == KOOR_OK)
        *out_ppm = kr_profiles_similarity(&profiles, &first, &second);
    kr_profiles_end(&profiles);
    kr_arena_end(&arena);
    return status;
}
