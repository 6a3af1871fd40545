/* Words and shingles. Takes a text, gives 64-bit hashes of its runs of three words (Broder, "On the
 * resemblance and containment of documents", 1997), lower-cased, atoms left out: these have to be
 * the same in every variant and say nothing of its wording. A text of fewer than three free words is
 * one shingle.
 *
 * A word is letters, digits and marks, with apostrophes and hyphens inside; typographic apostrophes
 * count as plain ones. Hashes stand for words: at 64 bits, two different ones among a million
 * shingles are equal with a probability of 3e-8. */
#include "select/shingle.h"

#include <string.h>

static const uint64_t PRIME = 0x100000001b3ull, OFFSET = 0xcbf29ce484222325ull; /* FNV-1a, 64 bits */

enum { WORD_END = 0, WORD_CHAR = 1, WORD_INNER = 2 }; /* classes of an ASCII byte in a word */

static int ascii_class(unsigned char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')
        return WORD_CHAR;
    return c == '\'' || c == '-' ? WORD_INNER : WORD_END;
}

/* Spreads the bits: FNV's low ones are its weak ones. */
static uint64_t finish(uint64_t hash) {
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93ull;
    return hash ^ hash >> 32;
}

typedef struct scanner {
    const char *text;
    size_t length, at;
    uint64_t hash;
} scanner;

static int is_apostrophe(int32_t code) {
    return code == 0x2018 || code == 0x2019 || code == 0x201A || code == 0x60 || code == 0xB4;
}

/* One character of a word into the hash; its class. Moves on only where it is not WORD_END. */
static int take(scanner *s) {
    unsigned char c = (unsigned char)s->text[s->at];
    if (c < 0x80) {
        int class = ascii_class(c);
        if (class == WORD_END)
            return WORD_END;
        s->hash = (s->hash ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * PRIME;
        s->at++;
        return class;
    }
    size_t next = s->at;
    int32_t code = kr_utf8_next(s->text, s->length, &next);
    if (is_apostrophe(code))
        code = '\'';
    else if (!kr_is_letter(code) && !kr_is_digit(code))
        return WORD_END;
    s->hash = (s->hash ^ (uint64_t)kr_to_lower(code)) * PRIME;
    s->at = next;
    return code == '\'' ? WORD_INNER : WORD_CHAR;
}

/* A word from s->at on, where a WORD_CHAR stands. An apostrophe or hyphen is of it between two. */
static uint64_t take_word(scanner *s) {
    s->hash = OFFSET;
    uint64_t hash = OFFSET;
    size_t end = s->at;
    int before = WORD_INNER;
    while (s->at < s->length) {
        int class = take(s);
        if (class == WORD_END || (class == WORD_INNER && before == WORD_INNER))
            break;
        if (class == WORD_CHAR) {
            hash = s->hash;
            end = s->at;
        }
        before = class;
    }
    s->at = end;
    return finish(hash);
}

static int starts(const scanner *s, const char *with) {
    size_t length = strlen(with);
    return s->length - s->at >= length && memcmp(s->text + s->at, with, length) == 0;
}

static void skip_to_space(scanner *s) {
    while (s->at < s->length && (unsigned char)s->text[s->at] > ' ')
        s->at++;
}

static void skip_tag(scanner *s) {
    char mark = s->text[s->at++];
    take_word(s);
    while (mark == '@' && s->at + 1 < s->length && s->text[s->at] == '.' &&
           ascii_class((unsigned char)s->text[s->at + 1]) == WORD_CHAR) {
        s->at++;
        take_word(s);
    }
}

/* 1 where a word character stands `ahead` bytes on. */
static int word_ahead(const scanner *s, size_t ahead) {
    scanner probe = *s;
    probe.at += ahead;
    return probe.at < probe.length && take(&probe) == WORD_CHAR;
}

/* 1 where a link, mention, hashtag or number stood here and was passed over. */
static int skip_atom(scanner *s) {
    char c = s->text[s->at];
    if ((c == 'h' || c == 'H' || c == 'w') &&
        (starts(s, "http://") || starts(s, "https://") || starts(s, "www.")))
        skip_to_space(s);
    else if ((c == '@' || c == '#') && word_ahead(s, 1))
        skip_tag(s);
    else if (c >= '0' && c <= '9')
        take_word(s);
    else
        return 0;
    return 1;
}

/* Words carry in their lowest bit whether they are atoms. */
static int is_atom(uint64_t word) {
    return (int)(word & 1);
}

/* The next word or atom of the text; 0 at its end. */
static int next_word(scanner *s, uint64_t *out) {
    for (; s->at < s->length; kr_utf8_next(s->text, s->length, &s->at)) {
        size_t from = s->at;
        if (skip_atom(s)) {
            *out = kr_hash64(s->text + from, s->at - from) | 1;
            return 1;
        }
        unsigned char c = (unsigned char)s->text[from];
        if (c < 0x80 ? ascii_class(c) != WORD_CHAR : !word_ahead(s, 0))
            continue;
        *out = take_word(s) & ~(uint64_t)1;
        if (s->at < s->length && s->text[s->at] == '@' && word_ahead(s, 1)) {
            skip_to_space(s); /* an e-mail address */
            *out |= 1;
        }
        return 1;
    }
    return 0;
}

/* ---- atoms given as strings ------------------------------------------------------------------------ */

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

static int read_atom(kr_arena *arena, kr_atoms *atoms, size_t *used, size_t *capacity, kr_str text) {
    scanner s = {text.at, text.length, 0, 0};
    atom_words *atom = &atoms->atoms[atoms->count];
    *atom = (atom_words){(uint32_t)*used, 0};
    for (uint64_t word; next_word(&s, &word); atom->count++) {
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
    while (slots < 2 * count + 2)
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

/* How many of the words are one of the given atoms; 0 for none. */
static uint32_t match_atom(const kr_atoms *atoms, const uint64_t *words, uint32_t count) {
    for (uint32_t slot = (uint32_t)words[0] & atoms->mask; atoms->slots[slot];
         slot = (slot + 1) & atoms->mask) {
        const atom_words *atom = &atoms->atoms[atoms->slots[slot] - 1];
        if (atom->count <= count &&
            memcmp(atoms->words + atom->first, words, atom->count * sizeof *words) == 0)
            return atom->count;
    }
    return 0;
}

/* ---- shingles -------------------------------------------------------------------------------------- */

void kr_shingler_start(kr_shingler *shingler, const kr_memory *memory, const kr_atoms *atoms) {
    *shingler = (kr_shingler){.memory = memory, .atoms = atoms};
}

void kr_shingler_end(kr_shingler *shingler) {
    kr_free(shingler->memory, shingler->words);
    kr_free(shingler->memory, shingler->shingles);
    *shingler = (kr_shingler){0};
}

static int read_words(kr_shingler *shingler, kr_str text) {
    scanner s = {text.at, text.length, 0, 0};
    shingler->word_count = 0;
    shingler->opening = 0;
    for (uint64_t word; next_word(&s, &word);) {
        if (kr_grow(shingler->memory, (void **)&shingler->words, &shingler->word_capacity,
                    shingler->word_count, sizeof word) < 0)
            return -1;
        if (shingler->word_count < KR_OPENING_WORDS)
            shingler->opening = kr_hash_mix(shingler->opening, word);
        shingler->words[shingler->word_count++] = word;
    }
    return 0;
}

static void drop_atoms(kr_shingler *shingler) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < shingler->word_count;) {
        uint32_t atom = shingler->atoms ? match_atom(shingler->atoms, shingler->words + i,
                                                     shingler->word_count - i)
                                        : 0;
        if (atom == 0 && !is_atom(shingler->words[i]))
            shingler->words[kept++] = shingler->words[i];
        i += atom ? atom : 1;
    }
    shingler->word_count = kept;
}

static uint64_t combine(const uint64_t *words, uint32_t count) {
    uint64_t hash = count;
    for (uint32_t i = 0; i < count; i++)
        hash = (hash + words[i]) * 0x9E3779B97F4A7C15ull;
    return finish(hash);
}

int kr_shingler_read(kr_shingler *shingler, kr_str text) {
    if (read_words(shingler, text) < 0)
        return -1;
    drop_atoms(shingler);
    uint32_t words = shingler->word_count;
    uint32_t size = words < KR_SHINGLE_WORDS ? words : KR_SHINGLE_WORDS;
    shingler->shingle_count = 0;
    for (uint32_t i = 0; i == 0 || i + size <= words; i++) {
        if (kr_grow(shingler->memory, (void **)&shingler->shingles, &shingler->shingle_capacity,
                    shingler->shingle_count, sizeof *shingler->shingles) < 0)
            return -1;
        shingler->shingles[shingler->shingle_count++] = combine(shingler->words + i, size);
    }
    return 0;
}

uint32_t kr_shingler_opening(const kr_shingler *shingler) {
    return shingler->shingle_count < KR_OPENING_SHINGLES ? shingler->shingle_count
                                                         : KR_OPENING_SHINGLES;
}

/* ---- profiles -------------------------------------------------------------------------------------- */

/* Shell sort: profiles are short, and qsort may allocate. */
static void sort(uint64_t *values, size_t count) {
    static const uint32_t gaps[] = {1750, 701, 301, 132, 57, 23, 10, 4, 1}; /* Ciura, 2001 */
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++)
        for (size_t i = gaps[g]; i < count; i++) {
            uint64_t value = values[i];
            size_t at = i;
            for (; at >= gaps[g] && values[at - gaps[g]] > value; at -= gaps[g])
                values[at] = values[at - gaps[g]];
            values[at] = value;
        }
}

static int make_profile(const kr_shingler *shingler, kr_arena *arena, kr_profile *out) {
    uint64_t *own = kr_arena_alloc(arena, shingler->shingle_count, sizeof *own);
    if (!own)
        return -1;
    memcpy(own, shingler->shingles, shingler->shingle_count * sizeof *own);
    sort(own, shingler->shingle_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < shingler->shingle_count; i++)
        if (count == 0 || own[count - 1] != own[i])
            own[count++] = own[i];
    *out = (kr_profile){own, count, shingler->opening};
    return 0;
}

int32_t kr_select_profile(kr_job *job, kr_arena *arena, const kr_atoms *atoms, kr_str text,
                          kr_profile *out) {
    kr_shingler shingler;
    kr_shingler_start(&shingler, job->memory, atoms);
    int status = kr_shingler_read(&shingler, text);
    if (status == 0)
        status = make_profile(&shingler, arena, out);
    kr_shingler_end(&shingler);
    return status < 0 ? kr_nomem(job) : KOOR_OK;
}

uint32_t kr_profile_similarity(const kr_profile *a, const kr_profile *b) {
    uint32_t i = 0, j = 0, both = 0;
    while (i < a->count && j < b->count) {
        uint64_t x = a->shingles[i], y = b->shingles[j];
        both += x == y;
        i += x <= y;
        j += y <= x;
    }
    return (uint32_t)((uint64_t)both * 1000000 / (a->count + b->count - both));
}

int32_t kr_select_compare(kr_job *job, const kr_atoms *atoms, kr_str a, kr_str b,
                          uint32_t *out_ppm) {
    kr_arena arena; /* its own: many pairs may be compared in one job */
    kr_profile first, second;
    kr_arena_start(&arena, job->memory);
    int32_t status = kr_select_profile(job, &arena, atoms, a, &first);
    if (status == KOOR_OK)
        status = kr_select_profile(job, &arena, atoms, b, &second);
    if (status == KOOR_OK)
        *out_ppm = kr_profile_similarity(&first, &second);
    kr_arena_end(&arena);
    return status;
}
