/* Resampling: a separable Lanczos filter with three lobes, in integers.
 *
 * Takes a part of a picture at any scale, gives a rectangle of a canvas. Weights come from a
 * constant table and sum to exactly 1, so that a flat colour stays what it is; all arithmetic is
 * exact in 32 bits, so that the vector and the plain code give the same bytes. The vertical pass
 * comes first: it runs along rows, and its result of 14 bits goes straight into the horizontal
 * pass. Method: Duchon, "Lanczos filtering in one and two dimensions", 1979. */
#include "image/lanczos.h"
#include "image/tables.h"

enum { LOBES = 3 };

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
static void weigh(kr_lanczos *filter, int32_t index, int64_t center, int64_t stretch,
                  int32_t size) {
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
        int32_t weight = (int32_t)((share * (2 << KR_WEIGHT_BITS) / sum + 1) >> 1);
        int32_t at = from + i < 0 ? 0 : from + i >= size ? size - 1 : from + i;
        weights[at - first] = (int16_t)(weights[at - first] + weight);
        total += weight;
    }
    for (int32_t i = 1; i < filter->count; i++)
        if (weights[i] > weights[largest])
            largest = i;
    weights[largest] = (int16_t)(weights[largest] + (1 << KR_WEIGHT_BITS) - total);
    filter->first[index] = first;
}

/* `start` and `length`: the part of the axis in 1/65536 samples; `size`: samples of the axis. */
static int filter_start(const kr_memory *memory, kr_lanczos *filter, int64_t start, int64_t length,
                        int32_t size, int32_t wanted) {
    int64_t step = length / wanted, stretch = step < 65536 ? 65536 : step;
    filter->used = (int32_t)((2 * LOBES * stretch + 65535) >> 16);
    filter->count = (filter->used + 3) / 4 * 4;
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

static void filter_end(const kr_memory *memory, kr_lanczos *filter) {
    kr_free(memory, filter->first);
    kr_free(memory, filter->weights);
}

typedef struct workspace {
    const kr_lanczos_passes *passes;
    kr_lanczos across, down;
    int16_t *row;
    const uint8_t **rows;
} workspace;

static void run(workspace *w, const kr_plane *from, uint8_t *out, size_t stride, kr_rect to) {
    int32_t left = w->across.first[0], last = w->across.first[to.width - 1] + w->across.count;
    int32_t right = last > from->width ? from->width : last;
    for (int32_t y = 0; y < to.height; y++) {
        for (int32_t k = 0; k < w->down.count; k++) {
            int32_t line = w->down.first[y] + k;
            line = line < from->height ? line : from->height - 1;
            w->rows[k] = from->at + (size_t)line * from->stride + left;
        }
        w->passes->down(w->row + left, w->rows, w->down.weights + (size_t)y * (size_t)w->down.count,
                        (w->down.used + 1) / 2 * 2, right - left);
        w->passes->across(out + (size_t)y * stride, w->row, &w->across, to.width);
    }
}

static int start_work(workspace *w, const kr_memory *memory, const kr_plane *from, kr_rect area,
                      kr_rect to) {
    if (filter_start(memory, &w->across, (int64_t)area.x * from->scale_x,
                     (int64_t)area.width * from->scale_x, from->width, to.width) < 0 ||
        filter_start(memory, &w->down, (int64_t)area.y * from->scale_y,
                     (int64_t)area.height * from->scale_y, from->height, to.height) < 0)
        return -1;
    /* Zero weights may lie beyond the right edge: there the row holds zeros. */
    w->row = kr_alloc_zero(memory, (size_t)from->width + (size_t)w->across.count, sizeof *w->row);
    w->rows = kr_alloc(memory, (size_t)w->down.count, sizeof *w->rows);
    return w->row && w->rows ? 0 : -1;
}

static void end_work(workspace *w, const kr_memory *memory) {
    filter_end(memory, &w->across);
    filter_end(memory, &w->down);
    kr_free(memory, w->row);
    kr_free(memory, w->rows);
}

static int same_grid(const kr_plane *a, const kr_plane *b) {
    return a->width == b->width && a->height == b->height && a->scale_x == b->scale_x &&
           a->scale_y == b->scale_y;
}

/* The two planes of chroma share their filters where they lie on one grid, as they nearly always
 * do. */
int kr_resample_with(const kr_lanczos_passes *passes, const kr_memory *memory,
                     const kr_pixels *from, kr_rect area, kr_pixels *canvas, kr_rect to) {
    kr_rect half = {to.x / 2, to.y / 2, (to.x + to.width + 1) / 2 - to.x / 2,
                    (to.y + to.height + 1) / 2 - to.y / 2};
    workspace w = {.passes = passes};
    for (int i = 0; i < 3; i++) {
        kr_rect part = i ? half : to;
        const kr_plane *canvas_plane = &canvas->plane[i];
        if (i < 2 || !same_grid(&from->plane[1], &from->plane[2])) {
            end_work(&w, memory);
            w = (workspace){.passes = passes};
            if (start_work(&w, memory, &from->plane[i], area, part) < 0) {
                end_work(&w, memory);
                return -1;
            }
        }
        run(&w, &from->plane[i], canvas_plane->at + (size_t)part.y * canvas_plane->stride + part.x,
            canvas_plane->stride, part);
    }
    end_work(&w, memory);
    return 0;
}

int kr_resample(const kr_memory *memory, const kr_pixels *from, kr_rect area, kr_pixels *canvas,
                kr_rect to) {
    size_t count;
    const kr_lanczos_passes *const *vectors = kr_lanczos_vectors(&count);
    return kr_resample_with(count ? vectors[0] : &kr_lanczos_plain, memory, from, area, canvas, to);
}
