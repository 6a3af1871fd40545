/* Whether facts and negations stand where they stood. */
#ifndef KR_ANCHOR_H
#define KR_ANCHOR_H

#include "guard/rescan.h"

uint32_t kr_negations(const kr_rescan *scan);
/* 1 with the unit of the base whose negation left its sentence, else 0. */
int kr_negation_moved(const kr_rescan *base, const kr_rescan *text, uint32_t *unit);
/* What stands around the facts of a base that it says once. */
typedef struct kr_places {
    struct kr_around *of;
    uint32_t count;
} kr_places;
int kr_places_of(const kr_rescan *base, kr_arena *arena, kr_places *out); /* 0, or -1: no memory */
/* 1 with a unit of the base that changed places with another, 0 for none, -1: no memory. */
int32_t kr_facts_swapped(const kr_rescan *base, const kr_places *places, const kr_rescan *text,
                         uint32_t *unit);

#endif
