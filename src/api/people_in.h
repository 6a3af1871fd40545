/* People from JSON: one object, or JSON Lines. */
#ifndef KR_PEOPLE_IN_H
#define KR_PEOPLE_IN_H

#include "api/handles.h"

/* Adds one person; `line` stands in errors, 0 for none. */
int32_t kr_people_add(kr_job *job, koor_campaign *campaign, kr_str json, size_t line);
int32_t kr_people_add_lines(kr_job *job, koor_campaign *campaign, kr_str jsonl);

#endif
