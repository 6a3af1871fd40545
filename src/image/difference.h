/* How different two recipes look, with the looks' distances kept. */
#ifndef KR_IMAGE_DIFFERENCE_H
#define KR_IMAGE_DIFFERENCE_H

#include "image/image.h"

/* Distances of looks on one picture, in hundredths of delta E, found once. */
enum { KR_LOOK_AMOUNTS = 2, KR_LOOK_VARIANTS = KR_LOOKS * KR_LOOK_AMOUNTS };
typedef struct kr_look_memory {
    uint16_t distance[KR_LOOK_VARIANTS][KR_LOOK_VARIANTS]; /* 0: not yet; else distance + 1 */
} kr_look_memory;

/* The mean delta E of the looks of two recipes of the same source, in hundredths. */
int32_t kr_look_distance(const kr_picture *picture, const kr_recipe *a, const kr_recipe *b);
/* The measure itself, given that distance. */
int32_t kr_difference_of(const kr_recipe *a, const kr_recipe *b, int32_t look_distance);
/* Whether the looks matter at all for this pair. */
int kr_difference_needs_looks(const kr_recipe *a, const kr_recipe *b);

#endif
