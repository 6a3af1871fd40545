/* Sentences that the second scanner has read: see known.c. */
#ifndef KR_KNOWN_H
#define KR_KNOWN_H

#include "guard/rescanwalk.h"

/* What a sentence looks like from outside: its bytes with the white space behind it, and what of its
 * surroundings its reading asks for. */
typedef struct kr_stretch {
    kr_str text;
    uint8_t context; /* whether the scanner came loose, whether a letter follows, and a small one */
} kr_stretch;

typedef struct kr_known_sentence {
    uint32_t text, length;
    uint32_t units, unit_count; /* places count from the sentence's own start */
    uint32_t fold, fold_length;
    uint32_t words, clauses;
    kr_close close;
    uint8_t context, loose; /* before it and behind it */
} kr_known_sentence;

typedef struct kr_known kr_known;
/* NULL when out of memory. One thread at a time, and one base. */
kr_known *kr_known_new(const kr_memory *memory);
void kr_known_free(kr_known *known);
const kr_known_sentence *kr_known_find(const kr_known *known, const kr_stretch *stretch);
/* Keeps what was read of a sentence since `from`; nothing where there is no memory for it. */
void kr_known_keep(kr_known *known, const kr_stretch *stretch, const kr_rescan_walk *from,
                   const kr_rescan_walk *to);
/* Puts a known sentence where the walk stands: 0, or -1 when out of memory. */
int kr_known_put(const kr_known *known, const kr_known_sentence *sentence, kr_rescan_walk *w);

#endif
