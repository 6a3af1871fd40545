/* A sharer's own wording of the text that an earlier plan gave them. */
#ifndef KR_OWN_H
#define KR_OWN_H

#include "pipeline/outside.h"

/* An item of the earlier plan, as its line says. */
typedef struct kr_own_item {
    kr_str person, post, network, circle, language, text, state, action;
} kr_own_item;

typedef struct kr_own_question {
    const koor_campaign *campaign;
    const kr_given_post *post;
    const kr_own_edit *edit;
    const kr_own_item *item;  /* that it would stand for */
    const kr_own_item *items; /* the whole plan */
    size_t item_count;
} kr_own_question;

typedef struct kr_own_report {
    kr_judgement judgement; /* in the arena of the job */
    const kr_network *network;
    const kr_own_item *nearest; /* of the same circle and network; NULL: no colleague there */
    uint32_t base_ppm, nearest_ppm;
} kr_own_report;
int32_t kr_own_judge(kr_job *job, const kr_own_question *question, kr_own_report *out);

/* Whether the edit is about an item: its person, and network and post where it names them. */
int kr_own_is_about(const kr_own_edit *edit, kr_str person, kr_str network, kr_str post);
/* The edit of an item; NULL: none. */
const kr_own_edit *kr_own_find(const koor_campaign *campaign, kr_str person, kr_str network,
                               kr_str post);

#endif
