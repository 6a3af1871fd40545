/* Words of a text as hashes: see wordhash.c. */
#ifndef KR_WORDHASH_H
#define KR_WORDHASH_H

#include "base/lookup.h"
#include "base/text.h"

typedef struct kr_word_scanner {
    const char *text;
    size_t length, at;
} kr_word_scanner;

/* The next word or atom of the text; 0 at its end. */
int kr_words_next(kr_word_scanner *scanner, uint64_t *out);

/* Words carry in their lowest bit whether they are atoms: links, mentions, hashtags, numbers. */
static inline int kr_word_is_atom(uint64_t word) {
    return (int)(word & 1);
}

/* A phrase that was read: its bytes, and its words. */
typedef struct kr_phrase {
    uint32_t at, length, first, count;
} kr_phrase;

/* Reads whole texts, and remembers their phrases where it is told to. */
typedef struct kr_words {
    const kr_memory *memory;
    uint64_t *list; /* of the text that was read last */
    uint32_t count;
    size_t capacity;
    int remembers;
    kr_lookup lookup; /* of places in `known` */
    kr_phrase *known;
    uint32_t known_count;
    char *bytes;      /* of all known phrases, */
    uint64_t *stored; /* and their words */
    size_t known_capacity, byte_count, byte_capacity, stored_count, stored_capacity;
} kr_words;

void kr_words_start(kr_words *words, const kr_memory *memory, int remembers);
void kr_words_end(kr_words *words);
/* 0, or -1 when out of memory. */
int kr_words_read(kr_words *words, kr_str text);

#endif
