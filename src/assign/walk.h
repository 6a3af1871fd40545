/* Walk: the parts of the assignment share this; nothing outside the folder includes it. */
#ifndef KR_WALK_H
#define KR_WALK_H

#include "assign/likeness.h"

/* An item in the order of time. */
typedef struct kr_step {
    int64_t at;
    uint32_t item;
    uint16_t post;
} kr_step;

typedef struct kr_walk {
    kr_job *job;
    const kr_assign_input *in;
    kr_assignment *out;
    kr_likeness likeness;
    uint32_t *have;       /* by class: texts there are */
    uint32_t *class_of;   /* by item */
    uint32_t *once_text;  /* by item: a text to be used once, of the own circle; KR_NONE: none */
    uint8_t *once;        /* by class */
    uint8_t *fixed;       /* by item: kept; 2: to be another */
    uint16_t *network_of; /* by kr_name */
    uint32_t *team_of;    /* by circle: number in the component now walked */
} kr_walk;

/* needs.c: classes of all items, texts asked for, ranks of texts to be used once. */
int32_t kr_walk_needs(kr_walk *walk, kr_arena *arena);

/* component.c: one component of circles (by its number in the census), one post; steps in order of
 * time. */
int32_t kr_walk_component(kr_walk *walk, const kr_step *step, size_t count, uint32_t number,
                          const uint32_t *circle, size_t circles);

/* audit.c: what came of it, circle by circle. */
int32_t kr_walk_audit(kr_walk *walk, kr_arena *arena);

static inline const kr_item *kr_walk_item(const kr_walk *walk, uint32_t item) {
    return &walk->in->plan->item[item];
}

void kr_sort_steps(kr_step *step, kr_step *scratch, size_t count); /* by post, time, item */

#endif
