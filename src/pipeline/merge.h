/* The papers of a plan that was read back: see merge.c. */
#ifndef KR_MERGE_H
#define KR_MERGE_H

#include "pipeline/plan_data.h"

#include <jansson.h>

/* The files of one plan, or of one shard. */
typedef struct kr_part {
    json_t *meta, *report; /* report NULL: not given */
    kr_str report_line;
    json_t *alternatives;  /* an array, a line each */
    uint64_t items;        /* lines of plan.jsonl */
    size_t line;           /* of the meta, from 1 */
} kr_part;

/* alternatives.jsonl; `whole`: one plan, whose lines stay as they are. */
int32_t kr_parts_alternatives(kr_job *job, koor_plan *plan, const kr_part *part, size_t count,
                              int whole);

/* The member "approval" of the merged report (merge_approval.c). */
int32_t kr_parts_approval(kr_job *job, kr_buffer *out, const kr_part *part, size_t parts);

/* Meta, report and alternatives of the whole plan, into `plan`. KOOR_E_EMPTY where a shard is missing,
 * KOOR_E_DUPLICATE where one is there twice, KOOR_E_FINGERPRINT where one is of another plan. */
int32_t kr_parts_merge(kr_job *job, koor_plan *plan, const kr_part *part, size_t count);

#endif
