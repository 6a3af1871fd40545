/* The papers of a plan that was read back: see merge.c. */
#ifndef KR_MERGE_H
#define KR_MERGE_H

#include "pipeline/certificate.h"
#include "pipeline/plan_data.h"

#include <jansson.h>

/* The files of one plan, or of one shard. */
typedef struct kr_part {
    json_t *meta;
    json_t *report;      /* without its lists of circles; NULL: not given */
    kr_str report_line;  /* of a whole plan */
    json_t *alternatives; /* an array, a line each */
    uint64_t items;      /* lines of plan.jsonl */
} kr_part;

typedef struct kr_parts {
    kr_part *at;
    size_t count, capacity;
    kr_certificate certificate; /* of the shards' reports so far: each is added when it is read */
} kr_parts;

void kr_parts_start(kr_parts *parts);
void kr_parts_end(kr_parts *parts);

/* A line that is a meta begins a part; reports and alternatives belong to the last one. `path` names the
 * line in errors; the parts keep references to the objects, and may change them. */
int32_t kr_parts_begin(kr_job *job, kr_parts *parts, const char *path, json_t *meta);
int32_t kr_parts_report(kr_job *job, kr_parts *parts, const char *path, json_t *report, kr_str line);
int32_t kr_parts_alternative(kr_job *job, kr_parts *parts, json_t *alternative);

/* Meta, report and alternatives of the whole plan, into `plan`. KOOR_E_EMPTY where a shard is missing,
 * KOOR_E_DUPLICATE where one is there twice, KOOR_E_FINGERPRINT where one is of another plan. */
int32_t kr_parts_merge(kr_job *job, koor_plan *plan, kr_parts *parts);

/* alternatives.jsonl; `whole`: one plan, whose lines stay as they are. */
int32_t kr_parts_alternatives(kr_job *job, koor_plan *plan, const kr_part *part, size_t count,
                              int whole);

/* The member "approval" of the merged report (merge_approval.c). */
int32_t kr_parts_approval(kr_job *job, kr_buffer *out, const kr_part *part, size_t parts);

#endif
