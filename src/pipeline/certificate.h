/* The certificate as plain data: gathered from the stages (certify.c) or from the shards of a plan
 * (merge.c), and written the same way. Names are borrowed. */
#ifndef KR_CERTIFICATE_H
#define KR_CERTIFICATE_H

#include "pipeline/plan_data.h"

#include <jansson.h>

typedef struct kr_circle_line {
    kr_str circle, post;
    kr_text_report report;
} kr_circle_line;

typedef struct kr_gap_line {
    kr_str circle, post, network;
    kr_gap_report report;
} kr_gap_line;

/* An item without a moment. */
typedef struct kr_left_line {
    kr_str person, post, network;
    uint8_t why; /* KR_NEVER_OPEN or KR_CAPPED */
} kr_left_line;

/* What a reader is warned of, beside what the totals say. */
enum {
    KR_WARN_TEXTS = 1,
    KR_WARN_SPARE = 2,
    KR_WARN_DROPS = 4,
    KR_WARN_CARDS = 8,
    KR_WARN_DISCLOSURE = 16,
    KR_WARN_LENGTH = 32
};

typedef struct kr_certificate {
    uint64_t items, opted_in, components, largest_component;
    kr_schedule_totals moments;
    kr_text_totals texts;
    kr_circle_line *circles; /* in the order of the census, then of the posts */
    size_t circle_count, circle_capacity;
    kr_gap_line *gaps; /* by post, network and circle */
    size_t gap_count, gap_capacity;
    kr_left_line *left; /* by person, post and network; of a shard that was read, the first ones */
    size_t left_count, left_capacity;
    uint32_t warnings;
} kr_certificate;

/* The members from "overall" to "warnings", and the opening brace; the caller writes "capacity". */
void kr_certificate_write(kr_buffer *out, const kr_certificate *certificate);

/* "parts": the integers behind a shard's figures, from which those of the whole plan are made. */
void kr_certificate_write_parts(kr_buffer *out, const kr_certificate *certificate);

/* Adds the certificate of a shard's report to *into; its lists and names live in the job's arena.
 * KOOR_E_VALUE where the report has no parts, or broken ones. `path` names the report in errors. */
int32_t kr_certificate_add(kr_job *job, const char *path, const json_t *report,
                           kr_certificate *into);
/* Brings circles, gaps and those without a moment into the order of a whole plan. */
void kr_certificate_sort(kr_certificate *certificate);

#endif
