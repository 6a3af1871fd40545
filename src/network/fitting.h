/* Fitting: what may be left out of a text that is too long for a network, in the order of
 * fit.drop, and what then stands. A disclosure, a link, a fact is never among it. */
#ifndef KR_FITTING_H
#define KR_FITTING_H

#include "base/job.h"
#include "model/network.h"
#include "model/pack.h"
#include "model/settings.h"

typedef enum kr_fit_tier {
    KR_FIT_HASHTAGS,
    KR_FIT_FILLER,
    KR_FIT_OPTIONAL,
    KR_FIT_TIERS
} kr_fit_tier;

/* A piece that may go, with the white space before it: what is left reads as if it had never
 * been there. */
typedef struct kr_droppable {
    kr_span span; /* bytes of the post */
    uint8_t tier; /* kr_fit_tier */
    uint32_t sentence;
} kr_droppable;

typedef struct kr_droppables {
    kr_str text; /* of the post */
    kr_droppable *at;
    uint32_t count;
} kr_droppables;

typedef struct kr_fit_input {
    const kr_post *post;
    const kr_pack *pack; /* may be NULL: no filler sentences */
    const kr_settings *settings;
    const kr_span *optional; /* what the author marked: bytes of the post, in order */
    size_t optional_count;
} kr_fit_input;

/* The droppable pieces of a post, in the order in which they go: by fit.drop, and within it the
 * last hashtag first, the last filler sentence first, optional parts from the end. Hashtags are
 * those of closing lines: one inside a sentence is a word. A filler sentence is mostly a phrase
 * of the pack's list network.filler, holds no atom but emoji, and is neither first nor leant on
 * by the next. */
int32_t kr_fit_find(kr_job *job, kr_arena *arena, const kr_fit_input *input, kr_droppables *out);

typedef struct kr_fitted {
    kr_str text;
    uint8_t *dropped; /* a flag for each droppable */
    uint32_t counts[KR_FIT_TIERS];
} kr_fitted;

typedef struct kr_fit_room {
    const kr_network *network;
    uint32_t reserve; /* to keep free, for link tags and a line of one's own */
    kr_str post;      /* its id, for errors */
} kr_fit_room;

/* The text with as few pieces left out as it takes: hashtags beyond the network's number first,
 * then pieces in order until the length fits. KOOR_E_NETWORK where it cannot fit, with by how much.
 */
int32_t kr_fit_text(kr_job *job, kr_arena *arena, const kr_fit_room *room,
                    const kr_droppables *pieces, kr_fitted *out);

#endif
