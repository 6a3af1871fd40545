/* Wordings from outside: found again in a version of the post, judged, and handed to the rewrite
 * stage with what was decided. */
#ifndef KR_OUTSIDE_H
#define KR_OUTSIDE_H

#include "pipeline/pipeline.h"

/* Where a line belongs in the version: sentences (from 0) and bytes of the base. */
typedef struct kr_outside_place {
    uint32_t first, last;
    kr_span from;
} kr_outside_place;
/* 1, or 0 where the line is about another post, or another version of it. */
int kr_outside_find(const kr_version *version, const kr_given_alternative *given,
                    kr_outside_place *out);

/* Wordings that may be used, in the arena of the job. */
typedef struct kr_outside_list {
    kr_outside *at;
    size_t count, capacity;
} kr_outside_list;
/* All lines of the campaign that are about this version, as the rewrite stage takes them, and what
 * they decide: version->decisions, in the arena. */
int32_t kr_outside_gather(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                          kr_version *version, kr_outside_list *out);

/* Pieces of a wording for several sentences that may stand for single ones of them: appends to the
 * list. What points at a neighbour that may be another's stays in its place. */
int32_t kr_outside_align(kr_job *job, const koor_campaign *campaign, const kr_version *version,
                         const kr_outside *whole, kr_outside_list *out);

/* The post of which a wording is a part, with the wording in its place; in the arena. */
int32_t kr_outside_splice(kr_job *job, kr_arena *arena, const kr_version *version, kr_span from,
                          kr_str text, kr_str *out);

/* What a word of content is known by: its first letters, or the value of a fact; 0: it is none. */
uint64_t kr_content_mark(const kr_pack *pack, const kr_post *post, uint32_t token);

/* How far a wording has drifted from what it stands for: signals that are cheap and no proof. */
typedef struct kr_drift {
    uint32_t base_words, text_words;      /* all words */
    uint32_t base_content, text_content;  /* words of content */
    uint32_t lost, added;                 /* of them without counterpart */
    uint32_t base_wording, shared_wording; /* those of the base that are no facts; that both have */
    kr_str lost_words[6], added_words[6]; /* the first of them */
    uint8_t tense_changed;                /* one main clause is past, the other is not */
    uint8_t subject_changed, roles_swapped; /* swapped: each clause has the other's subject elsewhere */
    kr_str base_subject, text_subject;    /* where they changed */
    uint32_t score;                       /* 0 as the base, 100 nothing in common */
} kr_drift;
/* What the wording stands for: only the tokens inside the span count. */
typedef struct kr_drift_base {
    const kr_pack *pack;
    const kr_post *post;
    kr_span from;
    kr_main_clause *clauses; /* of the post's sentences: those that were not read yet are read into it */
} kr_drift_base;
int32_t kr_drift_measure(kr_job *job, const kr_drift_base *base, const kr_post *text, kr_drift *out);

/* 1 where a language model wrote it and no person has approved it: its author is "model" or "model NAME". */
int kr_is_by_model(const kr_given_alternative *given);
/* 1 where the text speaks to a language model, or as one, in words that the post does not have. */
int kr_speaks_to_model(const kr_pack *pack, kr_str post, kr_str text, kr_span *out);

enum { KR_MOST_WARNINGS = 6 };

/* What is told of a line. */
typedef struct kr_judgement {
    int accepted;
    int32_t code;       /* of the error, where it is refused: KOOR_E_GUARD, ... */
    const char *reason; /* "new-fact", "other-post", ...; "" where it is accepted */
    kr_str message;     /* these live in the arena of the call */
    kr_span place;      /* bytes of the wording */
    kr_str warnings[KR_MOST_WARNINGS];
    uint32_t warning_count, score;
} kr_judgement;
/* The version has been read (kr_version_read). KOOR_OK with the judgement, or KOOR_E_NOMEM. */
int32_t kr_outside_judge(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                         const kr_version *version, const kr_given_alternative *given,
                         kr_judgement *out);

#endif
