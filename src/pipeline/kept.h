/* What stands from an earlier plan: see kept.c. */
#ifndef KR_KEPT_H
#define KR_KEPT_H

#include "pipeline/plan_data.h"

/* Items of the earlier plan by person, post and network, and the texts that it gave. */
typedef struct kr_kept_index {
    const kr_people *people;
    const kr_plan_inputs *inputs;
    kr_table items, texts; /* numbers of `items` are those of inputs->kept */
    kr_buffer key;
} kr_kept_index;

/* KOOR_E_SYNTAX and KOOR_E_VALUE with the line. */
int32_t kr_kept_read(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                     kr_plan_inputs *inputs);

/* To be ended whatever comes back. KOOR_E_DUPLICATE where an item is there twice. */
int32_t kr_kept_index_start(kr_job *job, kr_kept_index *index, const koor_campaign *campaign,
                            const kr_plan_inputs *inputs);
void kr_kept_index_end(kr_kept_index *index);
/* The number in inputs->kept; KR_NONE: not there. */
uint32_t kr_kept_find(kr_kept_index *index, uint32_t person, uint16_t post, uint16_t network);
/* Whether anybody had the text as their own. */
int kr_kept_gave(const kr_kept_index *index, kr_hash128 text_id);

/* Marks the items of campaign.another. KOOR_E_PERSON, KOOR_E_OPTION. */
int32_t kr_kept_mark(kr_job *job, const koor_plan *plan, const koor_campaign *campaign,
                     kr_plan_inputs *inputs, int64_t now);

/* Finds the pictures of earlier items among the plan's recipes, or adds them behind all others. */
int32_t kr_kept_pictures(kr_job *job, koor_plan *plan, kr_plan_inputs *inputs);

#endif
