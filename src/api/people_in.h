/* People from JSON: one object, or JSON Lines. */
#ifndef KR_PEOPLE_IN_H
#define KR_PEOPLE_IN_H

#include "api/handles.h"

#include <jansson.h>

/* Adds one person; `path` names the input in errors. */
int32_t kr_people_take(kr_job *job, koor_campaign *campaign, const char *path, json_t *object);
int32_t kr_people_add(kr_job *job, koor_campaign *campaign, const char *path, kr_str json);
int32_t kr_people_add_lines(kr_job *job, koor_campaign *campaign, kr_str jsonl);

#endif
