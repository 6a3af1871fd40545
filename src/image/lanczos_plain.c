/* The passes in plain C: what the vector forms must equal, and what other machines run. */
#include "image/lanczos.h"

static void down(int16_t *out, const uint8_t *const *rows, const int16_t *weights, int32_t count,
                 int32_t width) {
    for (int32_t x = 0; x < width; x++) {
        int32_t sum = 1 << (KR_WEIGHT_BITS - KR_ROW_BITS - 1);
        for (int32_t k = 0; k < count; k++)
            sum += rows[k][x] * weights[k];
        out[x] = (int16_t)(sum >> (KR_WEIGHT_BITS - KR_ROW_BITS));
    }
}

static void across(uint8_t *out, const int16_t *row, const kr_lanczos *filter, int32_t width) {
    const int16_t *weights = filter->weights;
    for (int32_t i = 0; i < width; i++, weights += filter->count) {
        int32_t sum = 1 << (KR_WEIGHT_BITS + KR_ROW_BITS - 1);
        for (int32_t k = 0; k < filter->count; k++)
            sum += row[filter->first[i] + k] * weights[k];
        out[i] = kr_clamp8(sum >> (KR_WEIGHT_BITS + KR_ROW_BITS));
    }
}

const kr_lanczos_passes kr_lanczos_plain = {"plain", down, across};
