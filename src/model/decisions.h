/* Decisions on wordings: what a person approved or rejected, looked up by what a wording stands for
 * and what it says. The key is the text, not the rule that made it, so that decisions outlive a
 * release; case, spacing, the form of quotation marks, English a and an, and the address of a link
 * do not count. A rejection goes further: whichever words around it a rule takes along, the same change of
 * the post stays away. */
#ifndef KR_DECISIONS_H
#define KR_DECISIONS_H

#include "base/arena.h"
#include "base/text.h"
#include "model/change.h"

typedef enum kr_decision { KR_PROPOSED, KR_APPROVED, KR_REJECTED } kr_decision;

/* "proposed", "approved", "rejected". */
const char *kr_decision_name(kr_decision decision);
/* 0, or -1 for a word that names none; the empty word is "proposed". */
int kr_decision_read(kr_str word, kr_decision *out);

typedef struct kr_decided {
    uint64_t key;
    uint32_t line; /* the caller's number of it */
    uint8_t decision, used;
} kr_decided;

typedef struct kr_decisions {
    kr_decided *slots; /* open addressing */
    size_t slot_count; /* a power of two; 0: nothing was decided */
    int only_approved; /* what was not decided may not stand either */
    kr_change *rejected; /* of this post */
    size_t rejected_count;
} kr_decisions;

/* What is decided on: these words of the post, said so. Case, spacing and addresses of links do not
 * count, nor whether `from` has the closing mark that the text brings. */
uint64_t kr_wording_key(kr_str from, kr_str text);

/* Room for `most` decisions, and as many rejected changes: 0, or -1 when out of memory. */
int kr_decisions_make(kr_decisions *decisions, kr_arena *arena, size_t most);
/* A wording that is decided twice: the rejection stands, else what came first. */
void kr_decisions_add(kr_decisions *decisions, uint64_t key, kr_decision decision, uint32_t line);
/* NULL: nothing was said of it. */
const kr_decided *kr_decisions_find(const kr_decisions *decisions, uint64_t key);
void kr_decisions_reject(kr_decisions *decisions, kr_change change);
int kr_decisions_rejected(const kr_decisions *decisions, kr_change change);
/* Whether the wording may stand. */
int kr_decisions_allow(const kr_decisions *decisions, uint64_t key);

#endif
