/* Assign: who gets which text and which picture, at the moment they have. The stage's entry point.
 *
 * Along the time of each circle, everybody gets the text and the picture that keep the highest
 * product of overlap of the followers, similarity, and closeness in time low. Colleagues of one
 * circle never get the same text while others are free; when they outnumber the texts, a text comes
 * again as late as possible. On networks where a text may be used once, texts go to circles in the
 * order of their people's waves, and within a circle to those who post first; the others repost.
 *
 * What a text or a picture is, only the host knows: it answers through the callbacks below. All
 * answers must be the same for the same question in every run and shard. */
#ifndef KR_ASSIGN_H
#define KR_ASSIGN_H

#include "base/job.h"
#include "model/plan.h"

/* An item of nobody before, one that stays as it was, one that gets another text. */
enum { KR_NEW, KR_STANDS, KR_REPLACED };

typedef struct kr_assign_host {
    void *user;
    /* The text class of a person on a network for a post; KR_NONE: no text is planned there. Asked
     * for everybody who opted in, also in a shard. */
    uint32_t (*class_of)(void *user, uint32_t person, uint16_t post, uint16_t network);
    /* Asks for `count` texts of a class; *out_have is how many there are then, at most `count`,
     * fewer where the capacity ends. A negative code stops the plan. */
    int32_t (*want)(void *user, uint32_t class, uint32_t count, uint32_t *out_have);
    /* Similarity of two texts in parts per million; symmetric. */
    uint32_t (*similarity)(void *user, uint32_t class_a, uint32_t a, uint32_t class_b, uint32_t b);
    /* The same number for texts that begin in the same words; 0: never the same. */
    uint64_t (*opening)(void *user, uint32_t class, uint32_t text);
    /* Similarity of two pictures of (perhaps different) networks, in parts per million; symmetric.
     */
    uint32_t (*likeness)(void *user, uint16_t network_a, uint32_t a, uint16_t network_b,
                         uint32_t b);
    /* KR_NEW, KR_STANDS or KR_REPLACED: what an earlier plan says of a person's item, asked for
     * everybody who opted in. NULL, as the next, where there is no earlier plan. */
    int (*stands)(void *user, uint32_t person, uint16_t post, uint16_t network);
    /* Whether the earlier plan gave a text to anybody. */
    int (*used)(void *user, uint32_t class, uint32_t text);
} kr_assign_host;

/* What an item had before. `class` and `text` as the callbacks know it: the host may keep previous
 * texts in a class of their own, which class_of never names. */
typedef struct kr_kept {
    uint32_t item; /* ascending over the array */
    uint32_t class, text, picture;
    uint8_t another; /* the item gets another text, and nobody else changes; its picture stays */
} kr_kept;

typedef struct kr_assign_input {
    const kr_people *people;
    const kr_schedule *plan;
    const kr_assign_host *host;
    const kr_str *networks; /* as given to the schedule */
    size_t network_count, standard_networks, post_count;
    const uint8_t *text_once;      /* by network: a text may be used once in the campaign */
    const uint32_t *picture_count; /* by network: how many there are to choose from; 0: none */
    uint32_t class_count;          /* class_of answers below this */
    uint32_t max_texts;            /* assign.max_texts */
    const kr_kept *kept;
    size_t kept_count;
} kr_assign_input;

/* The arrays of `out` live in `arena`. Codes of the callbacks, KOOR_E_CANCELLED, KOOR_E_NOMEM. */
int32_t kr_assign_make(kr_job *job, kr_arena *arena, const kr_assign_input *input,
                       kr_assignment *out);

/* Adds the totals of another shard. */
void kr_assign_merge(kr_text_totals *into, const kr_text_totals *other);

/* How near two moments feel to a reader of both, in parts per million: all of it within the hour, a
 * tenth after a month. */
uint32_t kr_closeness(int64_t seconds);

#endif
