/* Resampling: a separable Lanczos filter with three lobes, in integers.
 *
 * Takes a part of a picture at any scale, gives a rectangle of a canvas. Weights come from a constant
 * table and sum to exactly 1, so that a flat colour stays what it is; all arithmetic is exact in 32
 * bits, so that the vector and the plain code give the same bytes. The vertical pass comes first:
 * it runs along rows, and its result of 14 bits goes straight into the horizontal pass.
 * Method: Duchon, "Lanczos filtering in one and two dimensions", 1979. */
#include "image/pixels.h"
#include "image/tables.h"

#include <string.h>

#if defined(__SSE2__) && !defined(KR_IMAGE_PLAIN)
#include <emmintrin.h>
#define KR_VECTORS 1
#endif

enum { WEIGHT_BITS = 14, ROW_BITS = 6, LOBES = 3 };

/* For each sample of the result: the first source sample and `count` weights. */
typedef struct lanczos {
    int32_t count; /* a multiple of 8; weights behind the used ones are 0 */
    int32_t used;
    int32_t *first;
    int16_t *weights;
} lanczos;

/* The kernel at x >= 0 in 1/65536, times 2^20. */
static int32_t kernel_at(int64_t x) {
    int64_t index = x >> 9, rest = x & 511;
    if (index >= 384)
        return 0;
    const int32_t *at = kr_table_lanczos + index;
    return at[0] + (int32_t)((at[1] - at[0]) * rest / 512);
}

/* Weights of one sample, those beyond the edge folded onto it; their sum is made exact at the
 * largest, where a step of 1/16384 shows least. */
static void weigh(lanczos *filter, int32_t index, int64_t center, int64_t stretch, int32_t size) {
    int16_t *weights = filter->weights + (size_t)index * (size_t)filter->count;
    int64_t reach = LOBES * stretch, sum = 0;
    int32_t from = (int32_t)((center - reach) >> 16) + 1, total = 0, largest = 0;
    int32_t first = from < 0 ? 0 : from > size - filter->used ? size - filter->used : from;
    first = first < 0 ? 0 : first;
    for (int32_t i = 0; i < filter->used; i++) {
        int64_t away = (int64_t)(from + i) * 65536 - center;
        sum += kernel_at((away < 0 ? -away : away) * 65536 / stretch);
    }
    for (int32_t i = 0; i < filter->used; i++) {
        int64_t away = (int64_t)(from + i) * 65536 - center;
        int64_t share = kernel_at((away < 0 ? -away : away) * 65536 / stretch);
        int32_t weight = (int32_t)((share * (2 << WEIGHT_BITS) / sum + 1) >> 1);
        int32_t at = from + i < 0 ? 0 : from + i >= size ? size - 1 : from + i;
        weights[at - first] = (int16_t)(weights[at - first] + weight);
        total += weight;
    }
    for (int32_t i = 1; i < filter->count; i++)
        if (weights[i] > weights[largest])
            largest = i;
    weights[largest] = (int16_t)(weights[largest] + (1 << WEIGHT_BITS) - total);
    filter->first[index] = first;
}

/* `start` and `length`: the part of the axis in 1/65536 samples; `size`: samples of the axis. */
static int filter_start(const kr_memory *memory, lanczos *filter, int64_t start, int64_t length,
                        int32_t size, int32_t wanted) {
    int64_t step = length / wanted, stretch = step < 65536 ? 65536 : step;
    filter->used = (int32_t)((2 * LOBES * stretch + 65535) >> 16);
    filter->count = (filter->used + 7) / 8 * 8;
    filter->first = kr_alloc(memory, (size_t)wanted, sizeof *filter->first);
    filter->weights =
        kr_alloc_zero(memory, (size_t)wanted * (size_t)filter->count, sizeof *filter->weights);
    if (!filter->first || !filter->weights)
        return -1;
    for (int32_t i = 0; i < wanted; i++) {
        int64_t center = start + (length * (2 * (int64_t)i + 1) / wanted - 65536) / 2;
        weigh(filter, i, center, stretch, size);
    }
    return 0;
}

static void filter_end(const kr_memory *memory, lanczos *filter) {
    kr_free(memory, filter->first);
    kr_free(memory, filter->weights);
}

/* -- the two passes ---------------------------------------------------------------------------------- */

/* out[x] = sum of rows[k][x] * weights[k], in 1/64; count is even. */
static void vertical(int16_t *out, const uint8_t *const *rows, const int16_t *weights,
                     int32_t count, int32_t width) {
    int32_t x = 0;
#ifdef KR_VECTORS
    const __m128i zero = _mm_setzero_si128(), half = _mm_set1_epi32(1 << 7);
    for (; x + 16 <= width; x += 16) {
        __m128i sum[4] = {half, half, half, half};
        for (int32_t k = 0; k < count; k += 2) {
            __m128i pair = _mm_set1_epi32((int32_t)((uint32_t)(uint16_t)weights[k] |
                                                    (uint32_t)(uint16_t)weights[k + 1] << 16));
            __m128i a = _mm_loadu_si128((const __m128i *)(const void *)(rows[k] + x));
            __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(rows[k + 1] + x));
            __m128i low = _mm_unpacklo_epi8(a, b), high = _mm_unpackhi_epi8(a, b);
            sum[0] = _mm_add_epi32(sum[0], _mm_madd_epi16(_mm_unpacklo_epi8(low, zero), pair));
            sum[1] = _mm_add_epi32(sum[1], _mm_madd_epi16(_mm_unpackhi_epi8(low, zero), pair));
            sum[2] = _mm_add_epi32(sum[2], _mm_madd_epi16(_mm_unpacklo_epi8(high, zero), pair));
            sum[3] = _mm_add_epi32(sum[3], _mm_madd_epi16(_mm_unpackhi_epi8(high, zero), pair));
        }
        for (int i = 0; i < 4; i++)
            sum[i] = _mm_srai_epi32(sum[i], WEIGHT_BITS - ROW_BITS);
        _mm_storeu_si128((__m128i *)(void *)(out + x), _mm_packs_epi32(sum[0], sum[1]));
        _mm_storeu_si128((__m128i *)(void *)(out + x + 8), _mm_packs_epi32(sum[2], sum[3]));
    }
#endif
    for (; x < width; x++) {
        int32_t sum = 1 << 7;
        for (int32_t k = 0; k < count; k++)
            sum += rows[k][x] * weights[k];
        out[x] = (int16_t)(sum >> (WEIGHT_BITS - ROW_BITS));
    }
}

#ifdef KR_VECTORS
static __m128i dot(const int16_t *row, const int16_t *weights, int32_t count) {
    __m128i sum = _mm_setzero_si128();
    for (int32_t k = 0; k < count; k += 8)
        sum = _mm_add_epi32(
            sum, _mm_madd_epi16(_mm_loadu_si128((const __m128i *)(const void *)(row + k)),
                                _mm_loadu_si128((const __m128i *)(const void *)(weights + k))));
    return sum;
}
#endif

/* out[i] = sum of row[first[i] + k] * weights[i][k], back to whole levels. */
static void horizontal(uint8_t *out, const int16_t *row, const lanczos *filter, int32_t width) {
    const size_t count = (size_t)filter->count;
    const int16_t *weights = filter->weights;
    const int32_t *first = filter->first, half = 1 << (WEIGHT_BITS + ROW_BITS - 1);
    int32_t i = 0;
#ifdef KR_VECTORS
    for (; i + 4 <= width; i += 4, weights += 4 * count) {
        __m128i a = dot(row + first[i], weights, filter->count);
        __m128i b = dot(row + first[i + 1], weights + count, filter->count);
        __m128i c = dot(row + first[i + 2], weights + 2 * count, filter->count);
        __m128i d = dot(row + first[i + 3], weights + 3 * count, filter->count);
        __m128i ab = _mm_add_epi32(_mm_unpacklo_epi32(a, b), _mm_unpackhi_epi32(a, b));
        __m128i cd = _mm_add_epi32(_mm_unpacklo_epi32(c, d), _mm_unpackhi_epi32(c, d));
        __m128i sum = _mm_add_epi32(_mm_unpacklo_epi64(ab, cd), _mm_unpackhi_epi64(ab, cd));
        sum = _mm_srai_epi32(_mm_add_epi32(sum, _mm_set1_epi32(half)), WEIGHT_BITS + ROW_BITS);
        sum = _mm_packs_epi32(sum, sum);
        int32_t four = _mm_cvtsi128_si32(_mm_packus_epi16(sum, sum));
        memcpy(out + i, &four, 4);
    }
#endif
    for (; i < width; i++, weights += count) {
        int32_t sum = half;
        for (size_t k = 0; k < count; k++)
            sum += row[(size_t)first[i] + k] * weights[k];
        out[i] = kr_clamp8(sum >> (WEIGHT_BITS + ROW_BITS));
    }
}

typedef struct passes {
    lanczos across, down;
    int16_t *row;
    const uint8_t **rows;
} passes;

static void run(passes *p, const kr_plane *from, uint8_t *out, size_t stride, kr_rect to) {
    int32_t left = p->across.first[0], last = p->across.first[to.width - 1] + p->across.count;
    int32_t right = last > from->width ? from->width : last;
    for (int32_t y = 0; y < to.height; y++) {
        for (int32_t k = 0; k < p->down.count; k++) {
            int32_t line = p->down.first[y] + k;
            line = line < from->height ? line : from->height - 1;
            p->rows[k] = from->at + (size_t)line * from->stride + left;
        }
        vertical(p->row + left, p->rows, p->down.weights + (size_t)y * (size_t)p->down.count,
                 (p->down.used + 1) / 2 * 2, right - left);
        horizontal(out + (size_t)y * stride, p->row, &p->across, to.width);
    }
}

static int resample_plane(const kr_memory *memory, const kr_plane *from, kr_rect area,
                          kr_plane *canvas, kr_rect to) {
    passes p = {{0}, {0}, NULL, NULL};
    int done = -1;
    if (filter_start(memory, &p.across, (int64_t)area.x * from->scale_x,
                     (int64_t)area.width * from->scale_x, from->width, to.width) < 0 ||
        filter_start(memory, &p.down, (int64_t)area.y * from->scale_y,
                     (int64_t)area.height * from->scale_y, from->height, to.height) < 0)
        goto end;
    /* Zero weights may lie beyond the right edge: there the row holds zeros. */
    p.row = kr_alloc_zero(memory, (size_t)from->width + (size_t)p.across.count, sizeof *p.row);
    p.rows = kr_alloc(memory, (size_t)p.down.count, sizeof *p.rows);
    if (!p.row || !p.rows)
        goto end;
    run(&p, from, canvas->at + (size_t)to.y * canvas->stride + to.x, canvas->stride, to);
    done = 0;
end:
    filter_end(memory, &p.across);
    filter_end(memory, &p.down);
    kr_free(memory, p.row);
    kr_free(memory, p.rows);
    return done;
}

int kr_resample(const kr_memory *memory, const kr_pixels *from, kr_rect area, kr_pixels *canvas,
                kr_rect to) {
    kr_rect half = {to.x / 2, to.y / 2, (to.x + to.width + 1) / 2 - to.x / 2,
                    (to.y + to.height + 1) / 2 - to.y / 2};
    for (int i = 0; i < 3; i++)
        if (resample_plane(memory, &from->plane[i], area, &canvas->plane[i], i ? half : to) < 0)
            return -1;
    return 0;
}
