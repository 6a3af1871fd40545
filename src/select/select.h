/* The select stage: an endless sequence of texts of one class, mutually far apart.
 *
 *     kr_select_new      a class of a graph: seed, campaign, class name, restriction, base, history
 *     kr_select_next     one more text, or the end with the reason
 *     kr_select_text, kr_select_walk, kr_select_base, kr_select_nearest   what was issued
 *     kr_select_similarities   one text against all issued ones
 *
 * Nothing that decides the k-th text knows how many will be asked for: the set for n is the
 * beginning of the set for any larger n. Similarity is the Jaccard index over word 3-shingles,
 * atoms left out, in parts per million. A set belongs to one thread at a time. */
#ifndef KR_SELECT_H
#define KR_SELECT_H

#include "base/job.h"
#include "base/lookup.h"
#include "graph/graph.h"

/* ---- similarity of any two texts ----------------------------------------------------------------
 */

/* What is left out before texts are compared. Always: links, e-mail addresses, @mentions, #hashtags
 * and words that begin with a digit. Besides: these strings, word for word (names, dates,
 * quotations of the base). Lives in the arena it was made in. */
typedef struct kr_atoms kr_atoms;
int32_t kr_select_atoms(kr_job *job, kr_arena *arena, const kr_str *strings, size_t count,
                        kr_atoms **out);

/* The shingles of one text: what similarity is taken of where many pairs are compared. */
typedef struct kr_profile {
    const uint32_t *shingles; /* their numbers, each once */
    const uint64_t *bits;     /* the same as a bitmap; NULL: the numbers are too high for it */
    uint32_t count, word_count;
    uint64_t opening; /* hash of the first 8 words, atoms included: equal where openings are */
} kr_profile;

/* Profiles that are compared with each other: the same shingle has the same number in all of them. */
typedef struct kr_profiles {
    const kr_memory *memory;
    kr_lookup numbers; /* of shingles */
    uint8_t *marked;   /* by number: 1 for the shingles of `laid` */
    size_t capacity;
    kr_profile laid;      /* out, to be compared with others */
    const uint32_t *last; /* the shingles of what it was compared with last */
} kr_profiles;
void kr_profiles_start(kr_profiles *profiles, const kr_memory *memory);
void kr_profiles_end(kr_profiles *profiles);
/* The profile of a text lives in `arena`; atoms may be NULL. */
int32_t kr_profiles_read(kr_job *job, kr_profiles *profiles, const kr_atoms *atoms, kr_str text,
                         kr_arena *arena, kr_profile *out);
/* Several times as fast where one of the two was in the comparison before. */
uint32_t kr_profiles_similarity(kr_profiles *profiles, const kr_profile *a, const kr_profile *b);
int32_t kr_select_compare(kr_job *job, const kr_atoms *atoms, kr_str a, kr_str b,
                          uint32_t *out_ppm);

/* ---- the sequence -------------------------------------------------------------------------------
 */

typedef struct kr_select_input {
    const kr_walks *walks;
    kr_restriction restriction;
    uint64_t seed, campaign, class_name; /* the last two: hashes of their names */
    kr_str base;                         /* empty: none */
    const kr_str *history;               /* texts that were issued elsewhere or earlier */
    size_t history_count;
    const kr_atoms *atoms;   /* may be NULL */
    uint32_t max_similarity; /* ppm, of two texts of the set and of history */
    uint32_t
        spare_similarity; /* ppm, of the texts behind them; up to max_similarity: there are none */
    uint32_t max_base_similarity; /* ppm, of a text and the base */
    uint32_t candidates;          /* drawn for each text */
    /* Called on each text before it is issued: 0 lets it pass. NULL: all pass. */
    int32_t (*recheck)(kr_str text, const kr_walk *walk, void *user);
    void *user;
} kr_select_input;

/* Steps in a row that gave nothing, after which the sequence ends. */
enum { KR_SELECT_FRUITLESS = 16 };

/* Why a sequence ended. */
typedef enum kr_select_end_reason {
    KR_SELECT_OPEN, /* it has not */
    KR_SELECT_ALL,  /* every walk was looked at: there are no more texts, or none that differ enough
                     */
    KR_SELECT_SIMILAR, /* FRUITLESS steps in a row drew only texts too similar to those before */
    KR_SELECT_RECHECK, /* ... of which most were refused by the recheck */
    KR_SELECT_LENGTH   /* ... of which most had no allowed length */
} kr_select_end_reason;

typedef struct kr_select_report {
    size_t issued;
    size_t different; /* of them within max_similarity: the first ones */
    kr_select_end_reason end;
    int complete;      /* the end is exact: every walk was looked at */
    uint64_t steps;    /* that were made */
    uint64_t drawn;    /* candidates */
    uint64_t refused;  /* by the recheck, each text once */
    uint64_t similar;  /* drawn texts that were too similar when the step looked at them */
    uint64_t repeated; /* texts that had been issued, or refused, before */
    size_t memory;     /* bytes held, texts not counted */
} kr_select_report;

typedef struct kr_select kr_select;
/* KOOR_E_EMPTY where no walk fits the restriction. What `input` points to must outlive the set. */
int32_t kr_select_new(kr_job *job, const kr_select_input *input, kr_select **out);
void kr_select_free(kr_select *set);

/* One more text: 1, or 0 at the end, or an error. Asking again after the end gives 0 again. */
int32_t kr_select_next(kr_job *job, kr_select *set);
/* The profile of the text that kr_select_next gave last, which was read for it. */
int32_t kr_select_last_profile(kr_job *job, const kr_select *set, kr_profiles *profiles,
                               kr_arena *arena, kr_profile *out);
/* Until `count` texts are issued or the sequence ends; reports progress under the name "select". */
int32_t kr_select_fill(kr_job *job, kr_select *set, size_t count);

size_t kr_select_count(const kr_select *set);
/* Borrowed until the next call of kr_select_next or kr_select_fill. */
kr_str kr_select_text(const kr_select *set, size_t index);
/* The walk of an issued text, into a walk of the same graph. */
void kr_select_walk(const kr_select *set, size_t index, kr_walk *out);
uint32_t kr_select_base(const kr_select *set, size_t index); /* similarity to the base, ppm */
uint32_t kr_select_nearest(const kr_select *set,
                           size_t index); /* highest to earlier texts and history */
void kr_select_state(const kr_select *set, kr_select_report *out);

/* Similarity of two issued texts, of any two sets made with the same atoms. Reads both texts; where
 * one text meets many, kr_select_similarities is far cheaper. */
int32_t kr_select_similarity(kr_job *job, const kr_select *a, size_t i, const kr_select *b,
                             size_t j, uint32_t *out_ppm);
/* Similarity of `text` to each issued text: kr_select_count values. */
int32_t kr_select_similarities(kr_job *job, kr_select *set, kr_str text, uint32_t *out_ppm);

#endif
