/* The place for a sharer's own line: see personal.c. */
#ifndef KR_PERSONAL_H
#define KR_PERSONAL_H

#include "pipeline/plan_data.h"

/* Puts the place into every new text whose voice asks for it; after the links are tagged. */
int32_t kr_personal_mark(kr_job *job, koor_plan *plan);
/* The room that it takes of a network's limit. */
uint32_t kr_personal_room(const kr_text_class *class);
/* 1 where a place is not filled in. */
int kr_personal_is_open(kr_str text);
/* The text without the line that stands where `place` has its mark: what is not one's own. */
kr_str kr_personal_rest(kr_str place, kr_str text);

#endif
