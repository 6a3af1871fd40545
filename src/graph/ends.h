/* Texts without the white space at their ends: see ends.c. */
#ifndef KR_ENDS_H
#define KR_ENDS_H

#include "graph/copy.h"

static inline int kr_is_white(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* What the author locked stays as it is, its white space too. */
static inline int kr_is_kept(const kr_fragment *fragment) {
    return (fragment->flags & KR_FRAGMENT_KEEP_CASE) != 0;
}

/* A writer that leaves out what white space begins the text, and knows where the text ends. */
typedef struct kr_trimmer {
    kr_writer out;
    size_t end;    /* behind the last byte that is no white space */
    size_t before; /* bytes left out in front */
} kr_trimmer;

static inline void kr_trimmer_copy(kr_trimmer *t, uint32_t from, uint32_t length, int kept) {
    const char *text = t->out.text + from;
    uint32_t skip = 0, end = length;
    while (!kept && t->out.at == 0 && skip < length && kr_is_white(text[skip]))
        skip++;
    while (!kept && end > skip && kr_is_white(text[end - 1]))
        end--;
    if (end > skip)
        t->end = t->out.at + (end - skip);
    kr_writer_copy(&t->out, from + skip, length - skip);
    t->before += skip;
}

/* Sets walks->trims where a walk may begin or end with white space that goes. */
int32_t kr_ends_look(kr_job *job, kr_walks *walks);

#endif
