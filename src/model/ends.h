/* The ends of an author's text, piece by piece: white space that would begin it is left out, and so
 * is what stands behind the last byte that is none. Realising, the places of edits and the builder
 * of markup, which marks what its choices say in the base, all ask this, so that they cannot
 * differ. */
#ifndef KR_ENDS_H
#define KR_ENDS_H

#include "model/choicegraph.h"

static inline int kr_is_white(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* What the author locked stays as it is, its white space too. */
static inline int kr_is_kept(const kr_fragment *fragment) {
    return (fragment->flags & KR_FRAGMENT_KEEP_CASE) != 0;
}

typedef struct kr_ends {
    size_t at;     /* bytes so far */
    size_t end;    /* behind the last of them that is no white space: where the text ends */
    size_t before; /* left out in front */
} kr_ends;

/* One more piece; gives how many of its first bytes are left out. */
static inline uint32_t kr_ends_next(kr_ends *ends, const char *piece, uint32_t length, int kept) {
    uint32_t skip = 0, solid = length;
    while (!kept && ends->at == 0 && skip < length && kr_is_white(piece[skip]))
        skip++;
    while (!kept && solid > skip && kr_is_white(piece[solid - 1]))
        solid--;
    if (solid > skip)
        ends->end = ends->at + (solid - skip);
    ends->at += length - skip;
    ends->before += skip;
    return skip;
}

#endif
