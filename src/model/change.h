/* What a wording changes: the words of the post that it replaces by others, without those that it keeps. */
#ifndef KR_CHANGE_H
#define KR_CHANGE_H

#include "base/text.h"
#include "model/post.h"

typedef struct kr_change {
    uint32_t start, end; /* bytes of the post */
    uint64_t hash;       /* of what it says instead */
} kr_change;

/* A wording that ends in a closing mark closes its sentence: it stands for the base's own mark too,
 * whether the words that it is told for have that mark or stop in front of it. The bytes of marks
 * that stand at `at`: */
size_t kr_closing_marks(kr_str text, size_t at);
/* The words without that mark: those that are told with it and those that are not are the same. */
kr_str kr_wording_from(kr_str from, kr_str text);

/* The bytes `from` of the post are said as `text`. */
kr_change kr_change_of(kr_str post, kr_span from, kr_str text);
int kr_change_equal(kr_change a, kr_change b);

#endif
