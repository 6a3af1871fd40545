/* The matcher: patterns of a pack against the parse of a sentence, or of several in a row. */
#ifndef KR_MATCH_H
#define KR_MATCH_H

#include "rewrite/parse.h"

/* What a slot is bound to. */
typedef struct kr_binding {
    uint16_t sentence; /* index into the parses handed in */
    uint16_t start, end;
    uint16_t head;
    uint32_t features;
    uint32_t lemma; /* what <word:x> stood for, or KR_PACK_NONE */
    uint8_t set;
} kr_binding;

typedef struct kr_match {
    uint32_t when, rule;
    uint16_t first_sentence, last_sentence;
    uint16_t start, end; /* in the first, in the last sentence */
    kr_binding slots[KR_MAX_SLOTS];
    uint64_t kept_away; /* texts of the rule, a bit each, that a condition of their own keeps away */
} kr_match;

/* Where a named pattern may end, the longest first. */
typedef struct kr_ends {
    uint16_t count;
    uint16_t at[];
} kr_ends;

enum { KR_MATCH_MEMO = 2048 };

typedef struct kr_matcher {
    kr_job *job;
    const kr_pack *pack;
    const kr_parse *parses; /* of all sentences of the post */
    uint32_t parse_count;
    uint32_t steps;   /* left for this sentence */
    uint8_t *tried;   /* a bit a when: those that were tried at this sentence */
    int limited;      /* the step limit was reached: told in the result */
    uint32_t only;    /* KR_PACK_NONE, or the one rule to try */
    uint32_t runs;    /* so far: a number for each */
    uint64_t *memo;   /* KR_MATCH_MEMO keys of what was searched, an older one gives way */
    const kr_ends ***ends; /* of each sentence: of each named pattern at each word; NULL: not yet */
    int failed;       /* out of memory */
} kr_matcher;

/* For a post of so many sentences, whose parses the caller sets; all rules. 0, or -1: no memory. */
int kr_match_start(kr_matcher *matcher, kr_job *job, const kr_pack *pack, uint32_t sentences);

/* Calls `found` for each match that begins in the sentence; a negative result of it ends the search
 * and is given back. */
typedef int32_t (*kr_match_found)(const kr_match *match, void *user);
int32_t kr_match_sentence(kr_matcher *matcher, uint32_t sentence, kr_match_found found, void *user);

#endif
