/* Texts without the white space at their ends (model/ends.h): which graphs have any, and how their
 * texts are written. */
#ifndef KR_MARGINS_H
#define KR_MARGINS_H

#include "graph/copy.h"
#include "model/ends.h"

typedef struct kr_trimmer {
    kr_writer out;
    kr_ends ends;
} kr_trimmer;

static inline void kr_trimmer_copy(kr_trimmer *t, uint32_t from, uint32_t length, int kept) {
    t->ends.at = t->out.at;
    uint32_t skip = kr_ends_next(&t->ends, t->out.text + from, length, kept);
    kr_writer_copy(&t->out, from + skip, length - skip);
}

/* Sets walks->trims where a walk may begin or end with white space that goes. */
int32_t kr_margins_look(kr_job *job, kr_walks *walks);

#endif
