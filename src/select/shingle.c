/* Words and shingles. Takes a text, gives 64-bit hashes of its runs of three words (Broder, "On the
 * resemblance and containment of documents", 1997), lower-cased, atoms left out: these have to be
 * the same in every variant and say nothing of its wording. A text of fewer than three free words
 * is one shingle.
 *
 * A word is letters, digits and marks, with apostrophes and hyphens inside; typographic apostrophes
 * count as plain ones. Hashes stand for words: at 64 bits, two different ones among a million
 * shingles are equal with a probability of 3e-8. */
#include "select/shingle.h"

#include <string.h>

/* The lower case of what may stand in a word, of ASCII; 0 for all else. */
static const unsigned char FOLDED[128] = {
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   '0', '1', '2', '3', '4', '5', '6', '7', '8',
    '9', 0,   0,   0,   0,   0,   0,   0,   'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k',
    'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0,   0,   0,   0,
    '_', 0,   'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q',
    'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0,   0,   0,   0,   0,
};

/* Spreads the bits (Degski's mixer, as splitmix64's finaliser with one constant). */
static uint64_t finish(uint64_t hash) {
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93ull;
    return hash ^ hash >> 32;
}

typedef struct scanner {
    const char *text;
    size_t length, at;
} scanner;

/* Characters are gathered eight at a time before they are multiplied in: a product for each would
 * make reading wait for it. */
typedef struct word_hash {
    uint64_t hash, gathered;
    uint32_t count;
} word_hash;

static inline void gather(word_hash *h, uint64_t code) {
    h->gathered = h->gathered << 8 ^ code;
    if (++h->count % 8 == 0) {
        h->hash = (h->hash ^ h->gathered) * 0x9E3779B97F4A7C15ull;
        h->hash ^= h->hash >> 29;
        h->gathered = 0;
    }
}

static uint64_t word_value(const word_hash *h) {
    return finish(((h->hash ^ h->gathered) + h->count) * 0x9E3779B97F4A7C15ull);
}

static int is_apostrophe(int32_t code) {
    return code == '\'' || code == 0x2018 || code == 0x2019 || code == 0x201A || code == 0x60 ||
           code == 0xB4;
}

/* The character at s->at in lower case where it may stand in a word, else 0; apostrophes and
 * hyphens are not of it. `out_next` is behind it. */
static inline int32_t word_character(const scanner *s, size_t at, size_t *out_next) {
    unsigned char c = (unsigned char)s->text[at];
    *out_next = at + 1;
    if (c < 0x80)
        return FOLDED[c];
    *out_next = at;
    int32_t code = kr_utf8_next(s->text, s->length, out_next);
    return kr_is_letter(code) || kr_is_digit(code) ? kr_to_lower(code) : 0;
}

/* 1 where an apostrophe or hyphen stands at s->at and a word goes on behind it: it is read. */
static int take_inner(scanner *s, word_hash *h) {
    size_t next = s->at, behind;
    int32_t code = kr_utf8_next(s->text, s->length, &next);
    if ((code != '-' && !is_apostrophe(code)) || next >= s->length ||
        !word_character(s, next, &behind))
        return 0;
    gather(h, code == '-' ? '-' : '\'');
    s->at = next;
    return 1;
}

/* As many ASCII characters of a word as stand at s->at: most words are nothing else. */
static inline void take_ascii(scanner *s, word_hash *h) {
    const char *at = s->text + s->at, *end = s->text + s->length;
    word_hash own = *h;
    for (unsigned char c, code;
         at < end && (c = (unsigned char)*at) < 0x80 && (code = FOLDED[c]) != 0; at++)
        gather(&own, code);
    *h = own;
    s->at = (size_t)(at - s->text);
}

/* A word from s->at on, where one of its characters stands. */
static uint64_t take_word(scanner *s) {
    word_hash h = {0, 0, 0};
    for (;;) {
        size_t next;
        take_ascii(s, &h);
        if (s->at == s->length || s->text[s->at] == ' ')
            break;
        int32_t code = word_character(s, s->at, &next);
        if (!code && !take_inner(s, &h))
            break;
        if (!code)
            continue;
        gather(&h, (uint64_t)code);
        s->at = next;
    }
    return word_value(&h);
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
           (unsigned char)s->text[s->at + 1] < 0x80 && FOLDED[(unsigned char)s->text[s->at + 1]]) {
        s->at++;
        take_word(s);
    }
}

/* 1 where a character of a word stands `ahead` bytes on. */
static int word_ahead(const scanner *s, size_t ahead) {
    size_t next;
    return s->at + ahead < s->length && word_character(s, s->at + ahead, &next);
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
    while (s->at < s->length) {
        size_t from = s->at;
        unsigned char c = (unsigned char)s->text[from];
        if (c < 0x80 && !FOLDED[c] && c != '@' && c != '#') {
            s->at++;
            continue;
        }
        if (skip_atom(s)) {
            *out = kr_hash64(s->text + from, s->at - from) | 1;
            return 1;
        }
        if (!word_ahead(s, 0)) {
            kr_utf8_next(s->text, s->length, &s->at);
            continue;
        }
        *out = take_word(s) & ~(uint64_t)1;
        if (s->at < s->length && s->text[s->at] == '@' && word_ahead(s, 1)) {
            skip_to_space(s); /* an e-mail address */
            *out |= 1;
        }
        return 1;
    }
    return 0;
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
    scanner s = {text.at, text.length, 0};
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

/* ---- shingles
 * -------------------------------------------------------------------------------------- */

void kr_shingler_start(kr_shingler *shingler, const kr_memory *memory, const kr_atoms *atoms) {
    *shingler = (kr_shingler){.memory = memory, .atoms = atoms};
}

void kr_shingler_end(kr_shingler *shingler) {
    kr_free(shingler->memory, shingler->words);
    kr_free(shingler->memory, shingler->shingles);
    *shingler = (kr_shingler){0};
}

static int read_words(kr_shingler *shingler, kr_str text) {
    scanner s = {text.at, text.length, 0};
    shingler->word_count = 0;
    shingler->opening = 0;
    for (uint64_t word; next_word(&s, &word);) {
        if (shingler->word_count == shingler->word_capacity &&
            kr_grow(shingler->memory, (void **)&shingler->words, &shingler->word_capacity,
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
        if (shingler->shingle_count == shingler->shingle_capacity &&
            kr_grow(shingler->memory, (void **)&shingler->shingles, &shingler->shingle_capacity,
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

/* ---- profiles
 * -------------------------------------------------------------------------------------- */

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
