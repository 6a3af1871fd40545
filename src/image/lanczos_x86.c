/* The passes for x86: SSE2, which every 64-bit machine has, and AVX2 where the processor says so.
 * Products of 16 bits summed in pairs to 32 (pmaddwd) are exact, so that the bytes are those of
 * lanczos_plain.c. */
#include "image/lanczos.h"

#include <string.h>

#if defined(__SSE2__) && defined(__GNUC__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

static inline __attribute__((always_inline)) __m128i load(const void *at) {
    return _mm_loadu_si128((const __m128i *)at);
}

/* Two weights in each 32 bits, as pmaddwd wants them. */
static int32_t pair_of(const int16_t *weights) {
    int32_t pair;
    memcpy(&pair, weights, sizeof pair);
    return pair;
}

/* What is left of a row when whole vectors are done. */
static void down_rest(int16_t *out, const uint8_t *const *rows, const int16_t *weights,
                      int32_t count, int32_t x, int32_t width) {
    for (; x < width; x++) {
        int32_t sum = 1 << (KR_WEIGHT_BITS - KR_ROW_BITS - 1);
        for (int32_t k = 0; k < count; k++)
            sum += rows[k][x] * weights[k];
        out[x] = (int16_t)(sum >> (KR_WEIGHT_BITS - KR_ROW_BITS));
    }
}

static void down_sse2(int16_t *out, const uint8_t *const *rows, const int16_t *weights,
                      int32_t count, int32_t width) {
    const __m128i zero = _mm_setzero_si128(),
                  half = _mm_set1_epi32(1 << (KR_WEIGHT_BITS - KR_ROW_BITS - 1));
    int32_t x = 0;
    for (; x + 16 <= width; x += 16) {
        __m128i sum[4] = {half, half, half, half};
        for (int32_t k = 0; k < count; k += 2) {
            __m128i pair = _mm_set1_epi32(pair_of(weights + k)), a = load(rows[k] + x),
                    b = load(rows[k + 1] + x);
            __m128i low = _mm_unpacklo_epi8(a, b), high = _mm_unpackhi_epi8(a, b);
            sum[0] = _mm_add_epi32(sum[0], _mm_madd_epi16(_mm_unpacklo_epi8(low, zero), pair));
            sum[1] = _mm_add_epi32(sum[1], _mm_madd_epi16(_mm_unpackhi_epi8(low, zero), pair));
            sum[2] = _mm_add_epi32(sum[2], _mm_madd_epi16(_mm_unpacklo_epi8(high, zero), pair));
            sum[3] = _mm_add_epi32(sum[3], _mm_madd_epi16(_mm_unpackhi_epi8(high, zero), pair));
        }
        for (int i = 0; i < 4; i++)
            sum[i] = _mm_srai_epi32(sum[i], KR_WEIGHT_BITS - KR_ROW_BITS);
        _mm_storeu_si128((__m128i *)(void *)(out + x), _mm_packs_epi32(sum[0], sum[1]));
        _mm_storeu_si128((__m128i *)(void *)(out + x + 8), _mm_packs_epi32(sum[2], sum[3]));
    }
    down_rest(out, rows, weights, count, x, width);
}

AVX2 static void down_avx2(int16_t *out, const uint8_t *const *rows, const int16_t *weights,
                           int32_t count, int32_t width) {
    const __m256i half = _mm256_set1_epi32(1 << (KR_WEIGHT_BITS - KR_ROW_BITS - 1));
    int32_t x = 0;
    for (; x + 16 <= width; x += 16) {
        __m256i low = half, high = half;
        for (int32_t k = 0; k < count; k += 2) {
            __m256i pair = _mm256_set1_epi32(pair_of(weights + k));
            __m256i a = _mm256_cvtepu8_epi16(load(rows[k] + x)),
                    b = _mm256_cvtepu8_epi16(load(rows[k + 1] + x));
            low = _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_unpacklo_epi16(a, b), pair));
            high = _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_unpackhi_epi16(a, b), pair));
        }
        low = _mm256_srai_epi32(low, KR_WEIGHT_BITS - KR_ROW_BITS);
        high = _mm256_srai_epi32(high, KR_WEIGHT_BITS - KR_ROW_BITS);
        _mm256_storeu_si256((__m256i *)(void *)(out + x), _mm256_packs_epi32(low, high));
    }
    down_rest(out, rows, weights, count, x, width);
}

static inline __attribute__((always_inline)) __m128i load_four(const int16_t *at) {
    return _mm_loadl_epi64((const __m128i *)(const void *)at);
}

static __m128i dot_sse2(const int16_t *row, const int16_t *weights, int32_t count) {
    __m128i sum = _mm_setzero_si128();
    int32_t k = 0;
    for (; k + 8 <= count; k += 8)
        sum = _mm_add_epi32(sum, _mm_madd_epi16(load(row + k), load(weights + k)));
    if (k < count)
        sum = _mm_add_epi32(sum, _mm_madd_epi16(load_four(row + k), load_four(weights + k)));
    return sum;
}

AVX2 static inline __attribute__((always_inline)) __m128i
dot_avx2(const int16_t *row, const int16_t *weights, int32_t count) {
    __m128i sum = _mm_setzero_si128();
    int32_t k = 0;
    if (count >= 16) {
        __m256i wide = _mm256_setzero_si256();
        for (; k + 16 <= count; k += 16)
            wide = _mm256_add_epi32(
                wide, _mm256_madd_epi16(
                          _mm256_loadu_si256((const __m256i *)(const void *)(row + k)),
                          _mm256_loadu_si256((const __m256i *)(const void *)(weights + k))));
        sum = _mm_add_epi32(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
    }
    for (; k + 8 <= count; k += 8)
        sum = _mm_add_epi32(sum, _mm_madd_epi16(load(row + k), load(weights + k)));
    if (k < count)
        sum = _mm_add_epi32(sum, _mm_madd_epi16(load_four(row + k), load_four(weights + k)));
    return sum;
}

/* Four vectors of partial sums to four bytes. */
static inline __attribute__((always_inline)) int32_t four_bytes(__m128i a, __m128i b, __m128i c,
                                                                __m128i d) {
    __m128i ab = _mm_add_epi32(_mm_unpacklo_epi32(a, b), _mm_unpackhi_epi32(a, b));
    __m128i cd = _mm_add_epi32(_mm_unpacklo_epi32(c, d), _mm_unpackhi_epi32(c, d));
    __m128i sum = _mm_add_epi32(_mm_unpacklo_epi64(ab, cd), _mm_unpackhi_epi64(ab, cd));
    sum = _mm_add_epi32(sum, _mm_set1_epi32(1 << (KR_WEIGHT_BITS + KR_ROW_BITS - 1)));
    sum = _mm_srai_epi32(sum, KR_WEIGHT_BITS + KR_ROW_BITS);
    sum = _mm_packs_epi32(sum, sum);
    return _mm_cvtsi128_si32(_mm_packus_epi16(sum, sum));
}

/* The last ones of a row, fewer than four. */
static void across_rest(uint8_t *out, const int16_t *row, const kr_lanczos *filter, int32_t i,
                        int32_t width) {
    kr_lanczos rest = *filter;
    rest.first += i;
    rest.weights += (size_t)i * (size_t)filter->count;
    kr_lanczos_plain.across(out + i, row, &rest, width - i);
}

static void across_sse2(uint8_t *out, const int16_t *row, const kr_lanczos *filter, int32_t width) {
    const int32_t count = filter->count, *first = filter->first;
    const int16_t *weights = filter->weights;
    int32_t i = 0;
    for (; i + 4 <= width; i += 4, weights += 4 * count) {
        int32_t four = four_bytes(dot_sse2(row + first[i], weights, count),
                                  dot_sse2(row + first[i + 1], weights + count, count),
                                  dot_sse2(row + first[i + 2], weights + 2 * count, count),
                                  dot_sse2(row + first[i + 3], weights + 3 * count, count));
        memcpy(out + i, &four, 4);
    }
    across_rest(out, row, filter, i, width);
}

/* Inlined with the count as a constant, so that its loops unroll. */
AVX2 static inline __attribute__((always_inline)) int32_t
across_some(uint8_t *out, const int16_t *row, const kr_lanczos *filter, int32_t width,
            int32_t count) {
    const int32_t *first = filter->first;
    const int16_t *weights = filter->weights;
    int32_t i = 0;
    for (; i + 4 <= width; i += 4, weights += 4 * count) {
        int32_t four = four_bytes(dot_avx2(row + first[i], weights, count),
                                  dot_avx2(row + first[i + 1], weights + count, count),
                                  dot_avx2(row + first[i + 2], weights + 2 * count, count),
                                  dot_avx2(row + first[i + 3], weights + 3 * count, count));
        memcpy(out + i, &four, 4);
    }
    return i;
}

AVX2 static void across_avx2(uint8_t *out, const int16_t *row, const kr_lanczos *filter,
                             int32_t width) {
    int32_t i;
    if (filter->count == 8)
        i = across_some(out, row, filter, width, 8);
    else if (filter->count == 12)
        i = across_some(out, row, filter, width, 12);
    else
        i = across_some(out, row, filter, width, filter->count);
    across_rest(out, row, filter, i, width);
}

const kr_lanczos_passes *const *kr_lanczos_vectors(size_t *out_count) {
    static const kr_lanczos_passes sse2 = {"sse2", down_sse2, across_sse2},
                                   avx2 = {"avx2", down_avx2, across_avx2};
    static const kr_lanczos_passes *const all[] = {&avx2, &sse2};
    int has = __builtin_cpu_supports("avx2") != 0;
    *out_count = has ? 2 : 1;
    return has ? all : all + 1;
}

#else

const kr_lanczos_passes *const *kr_lanczos_vectors(size_t *out_count) {
    static const kr_lanczos_passes *const none[] = {&kr_lanczos_plain};
    *out_count = 0;
    return none;
}

#endif
