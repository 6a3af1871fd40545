/* The two passes of the resampling filter, in one form for each machine; all give the same bytes.
 */
#ifndef KR_IMAGE_LANCZOS_H
#define KR_IMAGE_LANCZOS_H

#include "image/pixels.h"

enum { KR_WEIGHT_BITS = 14, KR_ROW_BITS = 6 };

/* For each sample of the result: the first source sample and `count` weights, which sum to 2^14. */
typedef struct kr_lanczos {
    int32_t count; /* a multiple of 4; weights behind the used ones are 0 */
    int32_t used;
    int32_t *first;
    int16_t *weights;
} kr_lanczos;

typedef struct kr_lanczos_passes {
    const char *name;
    /* out[x] = sum of rows[k][x] * weights[k], in 1/64; count is even. */
    void (*down)(int16_t *out, const uint8_t *const *rows, const int16_t *weights, int32_t count,
                 int32_t width);
    /* out[i] = sum of row[first[i] + k] * weights[i][k], back to whole levels. */
    void (*across)(uint8_t *out, const int16_t *row, const kr_lanczos *filter, int32_t width);
} kr_lanczos_passes;

extern const kr_lanczos_passes kr_lanczos_plain;
/* Those that this machine can run beside the plain ones, fastest first; *out_count may be 0. */
const kr_lanczos_passes *const *kr_lanczos_vectors(size_t *out_count);

int kr_resample_with(const kr_lanczos_passes *passes, const kr_memory *memory,
                     const kr_pixels *from, kr_rect area, kr_pixels *canvas, kr_rect to);

#endif
