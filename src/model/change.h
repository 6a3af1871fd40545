/* What a wording changes: the words of the post that it replaces by others, without those that it keeps. */
#ifndef KR_CHANGE_H
#define KR_CHANGE_H

#include "base/text.h"
#include "model/post.h"

typedef struct kr_change {
    uint32_t start, end; /* bytes of the post */
    uint64_t hash;       /* of what it says instead */
} kr_change;

/* The bytes `from` of the post are said as `text`. */
kr_change kr_change_of(kr_str post, kr_span from, kr_str text);
int kr_change_equal(kr_change a, kr_change b);

#endif
