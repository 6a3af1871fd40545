/* Words of a text as 64-bit hashes. A word is letters, digits and marks, with apostrophes and hyphens
 * inside; typographic apostrophes count as plain ones. Takes bytes, gives hashes; see wordhash.h.
 *
 * Texts of one post are made of the same few hundred phrases. A reader that remembers keeps the words
 * of each phrase by its very bytes, so that a text is read by finding its phrases; what is found is
 * what reading would give, for no word reaches across a space. Phrases end at a line end, and at a space
 * behind a mark or a figure. */
#include "select/wordhash.h"

#include "base/digest.h"
#include "base/hash.h"

#include <string.h>

enum {
    MOST_PHRASES = 4096, /* beyond them all are forgotten, and remembered anew */
    LONGEST = 400        /* bytes of a phrase that is worth keeping */
};

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
static inline int32_t word_character(const kr_word_scanner *s, size_t at, size_t *out_next) {
    unsigned char c = (unsigned char)s->text[at];
    *out_next = at + 1;
    if (c < 0x80)
        return FOLDED[c];
    *out_next = at;
    int32_t code = kr_utf8_next(s->text, s->length, out_next);
    return kr_is_letter(code) || kr_is_digit(code) ? kr_to_lower(code) : 0;
}

/* 1 where an apostrophe or hyphen stands at s->at and a word goes on behind it: it is read. */
static int take_inner(kr_word_scanner *s, word_hash *h) {
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
static inline void take_ascii(kr_word_scanner *s, word_hash *h) {
    const char *at = s->text + s->at, *end = s->text + s->length;
    word_hash own = *h;
    for (unsigned char c, code;
         at < end && (c = (unsigned char)*at) < 0x80 && (code = FOLDED[c]) != 0; at++)
        gather(&own, code);
    *h = own;
    s->at = (size_t)(at - s->text);
}

/* A word from s->at on, where one of its characters stands. */
static uint64_t take_word(kr_word_scanner *s) {
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

static int starts(const kr_word_scanner *s, const char *with) {
    size_t length = strlen(with);
    return s->length - s->at >= length && memcmp(s->text + s->at, with, length) == 0;
}

static void skip_to_space(kr_word_scanner *s) {
    while (s->at < s->length && (unsigned char)s->text[s->at] > ' ')
        s->at++;
}

static void skip_tag(kr_word_scanner *s) {
    char mark = s->text[s->at++];
    take_word(s);
    while (mark == '@' && s->at + 1 < s->length && s->text[s->at] == '.' &&
           (unsigned char)s->text[s->at + 1] < 0x80 && FOLDED[(unsigned char)s->text[s->at + 1]]) {
        s->at++;
        take_word(s);
    }
}

/* 1 where a character of a word stands `ahead` bytes on. */
static int word_ahead(const kr_word_scanner *s, size_t ahead) {
    size_t next;
    return s->at + ahead < s->length && word_character(s, s->at + ahead, &next);
}

/* 1 where a link, mention, hashtag or number stood here and was passed over. */
static int skip_atom(kr_word_scanner *s) {
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

int kr_words_next(kr_word_scanner *s, uint64_t *out) {
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

/* -- phrases that are remembered
 * ------------------------------------------------------------------------------------ */

void kr_words_start(kr_words *words, const kr_memory *memory, int remembers) {
    *words = (kr_words){.memory = memory, .remembers = remembers};
    kr_lookup_start(&words->lookup, memory);
}

void kr_words_end(kr_words *words) {
    kr_free(words->memory, words->list);
    kr_lookup_end(&words->lookup);
    kr_free(words->memory, words->known);
    kr_free(words->memory, words->bytes);
    kr_free(words->memory, words->stored);
    *words = (kr_words){0};
}

static int is_phrase(const kr_words *words, const kr_phrase *known, kr_str phrase) {
    return known->length == phrase.length &&
           memcmp(words->bytes + known->at, phrase.at, phrase.length) == 0;
}

static void forget(kr_words *words) {
    kr_lookup_clear(&words->lookup);
    words->known_count = 0;
    words->stored_count = words->byte_count = 0;
}

static uint32_t read_phrase(kr_str phrase, uint64_t *out) {
    kr_word_scanner s = {phrase.at, phrase.length, 0};
    uint32_t count = 0;
    while (kr_words_next(&s, &out[count]))
        count++;
    return count;
}

/* A new phrase: read, and kept. No phrase has more words than bytes. */
static int learn(kr_words *words, kr_str phrase) {
    if (kr_reserve(words->memory, (void **)&words->stored, &words->stored_capacity,
                  words->stored_count + phrase.length + 1, sizeof *words->stored) < 0 ||
        kr_reserve(words->memory, (void **)&words->bytes, &words->byte_capacity,
                  words->byte_count + phrase.length, 1) < 0 ||
        kr_grow(words->memory, (void **)&words->known, &words->known_capacity, words->known_count,
                sizeof *words->known) < 0)
        return -1;
    memcpy(words->bytes + words->byte_count, phrase.at, phrase.length);
    uint32_t count = read_phrase(phrase, words->stored + words->stored_count);
    words->known[words->known_count++] =
        (kr_phrase){(uint32_t)words->byte_count, (uint32_t)phrase.length,
                    (uint32_t)words->stored_count, count};
    words->byte_count += phrase.length;
    words->stored_count += count;
    return 0;
}

static const kr_phrase *find_phrase(kr_words *words, kr_str phrase) {
    uint64_t digest = kr_digest64(phrase.at, phrase.length);
    uint32_t found;
    for (size_t probe = 0; (found = kr_lookup_next(&words->lookup, digest, &probe)) != UINT32_MAX;)
        if (is_phrase(words, &words->known[found], phrase))
            return &words->known[found];
    if (words->known_count >= MOST_PHRASES)
        forget(words);
    found = words->known_count;
    if (learn(words, phrase) < 0 || kr_lookup_add(&words->lookup, digest, found) < 0)
        return NULL;
    return &words->known[found];
}

/* -- reading whole texts
 * ------------------------------------------------------------------------------------ */

/* Where the phrase that begins at `at` ends: at a space, or at the end of the text. */
static size_t phrase_end(kr_str text, size_t at) {
    for (at++; at < text.length; at++) {
        unsigned char before = (unsigned char)text.at[at - 1], c = (unsigned char)text.at[at];
        if (c <= ' ' && (c == '\n' || (c == ' ' && before < 'A')))
            return at;
    }
    return at;
}

static int add_phrase(kr_words *words, kr_str text) {
    if (text.length > LONGEST) {
        words->count += read_phrase(text, words->list + words->count);
        return 0;
    }
    const kr_phrase *phrase = find_phrase(words, text);
    if (!phrase)
        return -1;
    for (uint32_t i = 0; i < phrase->count; i++)
        words->list[words->count++] = words->stored[phrase->first + i];
    return 0;
}

int kr_words_read(kr_words *words, kr_str text) {
    words->count = 0;
    if (kr_reserve(words->memory, (void **)&words->list, &words->capacity, text.length + 1,
                  sizeof *words->list) < 0)
        return -1;
    if (!words->remembers) {
        words->count = read_phrase(text, words->list);
        return 0;
    }
    for (size_t at = 0, end; at < text.length; at = end) {
        end = phrase_end(text, at);
        if (add_phrase(words, (kr_str){text.at + at, end - at}) < 0)
            return -1;
    }
    return 0;
}
