/* "Did you mean": the word that needs the fewest edits, where they are few for the length of what was given. */
#ifndef KR_NEAREST_H
#define KR_NEAREST_H

#include "base/text.h"

typedef struct kr_nearest {
    kr_str word, best; /* best: empty where none is near */
    size_t least;      /* edits from which a word is not near any more */
} kr_nearest;

void kr_nearest_start(kr_nearest *nearest, kr_str word);
/* Looks at one more word of the list; the first of several equally near ones stays. */
void kr_nearest_look(kr_nearest *nearest, kr_str candidate);

#endif
