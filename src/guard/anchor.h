/* Whether facts and negations stand where they stood. */
#ifndef KR_ANCHOR_H
#define KR_ANCHOR_H

#include "guard/rescan.h"

uint32_t kr_negations(const kr_rescan *scan);
/* 1 with the unit of the base whose negation left its sentence, else 0. */
int kr_negation_moved(const kr_rescan *base, const kr_rescan *text, uint32_t *unit);
/* 1 with a unit of the base that changed places with another, 0 for none, -1: no memory. */
int32_t kr_facts_swapped(const kr_rescan *base, const kr_rescan *text, uint32_t *unit);

#endif
