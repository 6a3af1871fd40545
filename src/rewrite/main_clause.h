/* Who does it and when: the subject and the tense of a sentence's main clause, for a first look at whether
 * another wording says the same. A shallow parse knows no more than that; what it does not know it says. */
#ifndef KR_MAIN_CLAUSE_H
#define KR_MAIN_CLAUSE_H

#include "base/job.h"
#include "model/pack.h"
#include "model/post.h"

typedef enum kr_tense {
    KR_TENSE_UNKNOWN,
    KR_TENSE_PAST, /* and the perfect */
    KR_TENSE_OPEN  /* present or future: "we open in May" and "we'll open in May" are one */
} kr_tense;

typedef enum kr_subject {
    KR_SUBJECT_UNKNOWN,
    KR_SUBJECT_SPEAKER, /* I, we */
    KR_SUBJECT_READER,  /* you; an imperative has this one too */
    KR_SUBJECT_OTHER    /* somebody or something that `head` names */
} kr_subject;

typedef struct kr_main_clause {
    uint8_t tense, subject; /* kr_tense, kr_subject */
    uint8_t passive;
    uint8_t read; /* it was looked for */
    kr_span span; /* of the subject; 0, 0 where no words say it */
    kr_span head; /* its head: a noun or a name */
} kr_main_clause;

/* KOOR_OK or KOOR_E_NOMEM. */
int32_t kr_rewrite_main_clause(kr_job *job, const kr_pack *pack, const kr_post *post,
                               uint32_t sentence, kr_main_clause *out);

#endif
