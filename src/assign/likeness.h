/* Likeness: similarities of texts, remembered. A plan of a million people asks tens of millions of
 * times about some ten thousand pairs. */
#ifndef KR_LIKENESS_H
#define KR_LIKENESS_H

#include "assign/assign.h"

typedef struct kr_likeness {
    const kr_assign_host *host;
    struct kr_likeness_slot *slot; /* direct-mapped: a new pair replaces the old one; NULL: none */
} kr_likeness;

/* For a plan of that many items. */
int kr_likeness_start(kr_likeness *likeness, kr_arena *arena, const kr_assign_host *host,
                      size_t items);
uint32_t kr_likeness_of(kr_likeness *likeness, uint32_t class_a, uint32_t a, uint32_t class_b,
                        uint32_t b);

#endif
