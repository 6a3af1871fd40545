/* The facts of a piece of text: what two wordings of one thing must have in common. The analyse
 * stage reads them, the guard compares them. */
#ifndef KR_FACTS_H
#define KR_FACTS_H

#include "base/job.h"
#include "model/post.h"

/* Behind the kinds of atoms. */
enum { KR_FACT_NEGATION = KR_ATOM_KINDS, KR_FACT_MODAL, KR_FACT_QUANTIFIER, KR_FACT_KINDS };

typedef struct kr_fact {
    uint64_t value; /* equal where the fact is equal, whatever its wording */
    uint32_t kind;  /* kr_atom_kind, or one of the above */
    kr_span span;   /* bytes of the text read */
} kr_fact;

typedef struct kr_facts {
    kr_fact *facts; /* in the order of the text; no emoji among them */
    uint32_t count;
} kr_facts;

/* Reads the facts of a valid UTF-8 text into the arena. The pipeline hands the function of one
 * stage to another, which need not know it. */
typedef int32_t (*kr_facts_reader)(kr_job *job, kr_str text, kr_arena *arena, kr_facts *out,
                                   const void *reader);

#endif
