/* Canvases of three planes: made, copied, padded, turned; and single colours. See pixels.h. */
#include "image/pixels.h"

#include <string.h>

static size_t padded(int32_t size) {
    return ((size_t)size + KR_ALIGN - 1) / KR_ALIGN * KR_ALIGN;
}

int kr_pixels_start(const kr_memory *memory, kr_pixels *pixels, int32_t width, int32_t height) {
    size_t stride = padded(width), rows = padded(height);
    *pixels = (kr_pixels){.width = width, .height = height};
    if (rows > SIZE_MAX / 2 / stride)
        return -1;
    uint8_t *block = kr_alloc(memory, stride * rows + stride * rows / 2, 1);
    if (!block)
        return -1;
    pixels->plane[0] = (kr_plane){block, stride, width, height, 65536, 65536};
    for (size_t i = 0; i < 2; i++)
        pixels->plane[1 + i] = (kr_plane){block + stride * rows + i * (stride / 2) * (rows / 2),
                                          stride / 2,
                                          (width + 1) / 2,
                                          (height + 1) / 2,
                                          32768,
                                          32768};
    return 0;
}

int kr_pixels_copy(const kr_memory *memory, kr_pixels *to, const kr_pixels *from) {
    if (kr_pixels_start(memory, to, from->width, from->height) < 0)
        return -1;
    size_t bytes = from->plane[0].stride * padded(from->height);
    memcpy(to->plane[0].at, from->plane[0].at, bytes + bytes / 2);
    return 0;
}

void kr_pixels_end(const kr_memory *memory, kr_pixels *pixels) {
    kr_free(memory, pixels->plane[0].at);
    *pixels = (kr_pixels){0};
}

void kr_pixels_pad(kr_pixels *pixels) {
    for (int i = 0; i < 3; i++) {
        kr_plane *plane = &pixels->plane[i];
        size_t rows = padded(pixels->height) / (i ? 2 : 1), width = (size_t)plane->width;
        for (int32_t y = 0; y < plane->height; y++) {
            uint8_t *row = plane->at + (size_t)y * plane->stride;
            memset(row + width, row[width - 1], plane->stride - width);
        }
        const uint8_t *last = plane->at + ((size_t)plane->height - 1) * plane->stride;
        for (size_t y = (size_t)plane->height; y < rows; y++)
            memcpy(plane->at + y * plane->stride, last, plane->stride);
    }
}

/* Squares of fx by fy samples to one; what is written never overtakes what is read. */
static void halve_plane(kr_plane *plane, int32_t fx, int32_t fy) {
    int32_t width = (plane->width + fx - 1) / fx, height = (plane->height + fy - 1) / fy;
    for (int32_t y = 0; y < height; y++) {
        int32_t below = y * fy + fy - 1 < plane->height ? y * fy + fy - 1 : plane->height - 1;
        const uint8_t *top = plane->at + (size_t)(y * fy) * plane->stride;
        const uint8_t *bottom = plane->at + (size_t)below * plane->stride;
        uint8_t *to = plane->at + (size_t)y * plane->stride;
        for (int32_t x = 0; x < width; x++) {
            int32_t left = x * fx,
                    right = left + fx - 1 < plane->width ? left + fx - 1 : plane->width - 1;
            to[x] = (uint8_t)((top[left] + top[right] + bottom[left] + bottom[right] + 2) >> 2);
        }
    }
    plane->width = width;
    plane->height = height;
    plane->scale_x /= (uint32_t)fx;
    plane->scale_y /= (uint32_t)fy;
}

void kr_pixels_halve_chroma(kr_pixels *pixels) {
    const kr_plane *luma = &pixels->plane[0];
    for (int i = 1; i < 3; i++) {
        kr_plane *plane = &pixels->plane[i];
        int fx = plane->scale_x == luma->scale_x && plane->width > 1 ? 2 : 1;
        int fy = plane->scale_y == luma->scale_y && plane->height > 1 ? 2 : 1;
        if (fx > 1 || fy > 1)
            halve_plane(plane, fx, fy);
    }
}

/* -- colours: JFIF 1.02, in 1/65536 --------------------------------------------------------------
 */

kr_ycc kr_ycc_of(uint32_t rgb) {
    int32_t r = (int32_t)(rgb >> 16 & 255), g = (int32_t)(rgb >> 8 & 255), b = (int32_t)(rgb & 255);
    int32_t half = 32768;
    return (kr_ycc){kr_clamp8((19595 * r + 38470 * g + 7471 * b + half) >> 16),
                    kr_clamp8((-11059 * r - 21709 * g + 32768 * b + (128 << 16) + half) >> 16),
                    kr_clamp8((32768 * r - 27439 * g - 5329 * b + (128 << 16) + half) >> 16)};
}

uint32_t kr_rgb_of(kr_ycc color) {
    int32_t y = color.y << 16, cb = color.cb - 128, cr = color.cr - 128, half = 32768;
    uint32_t r = kr_clamp8((y + 91881 * cr + half) >> 16);
    uint32_t g = kr_clamp8((y - 22554 * cb - 46802 * cr + half) >> 16);
    uint32_t b = kr_clamp8((y + 116130 * cb + half) >> 16);
    return r << 16 | g << 8 | b;
}

/* -- orientation
 * ----------------------------------------------------------------------------------- */

/* Where a sample of the upright plane comes from in the stored one: x and y swapped first, then
 * mirrored. Bits: 1 swap, 2 mirror x, 4 mirror y of the stored plane. */
static int turn_of(int orientation) {
    static const uint8_t turns[9] = {0, 0, 2, 6, 4, 1, 5, 7, 3};
    return turns[orientation];
}

static void orient_plane(kr_plane *to, const kr_plane *from, int turn) {
    for (int32_t y = 0; y < to->height; y++) {
        uint8_t *row = to->at + (size_t)y * to->stride;
        for (int32_t x = 0; x < to->width; x++) {
            int32_t fx = turn & 1 ? y : x, fy = turn & 1 ? x : y;
            if (turn & 2)
                fx = from->width - 1 - fx;
            if (turn & 4)
                fy = from->height - 1 - fy;
            row[x] = from->at[(size_t)fy * from->stride + (size_t)fx];
        }
    }
}

int kr_pixels_orient(const kr_memory *memory, kr_pixels *pixels, int orientation) {
    int turn = turn_of(orientation);
    if (!turn)
        return 0;
    kr_pixels turned;
    int32_t width = turn & 1 ? pixels->height : pixels->width;
    int32_t height = turn & 1 ? pixels->width : pixels->height;
    if (kr_pixels_start(memory, &turned, width, height) < 0)
        return -1;
    for (int i = 0; i < 3; i++)
        orient_plane(&turned.plane[i], &pixels->plane[i], turn);
    kr_pixels_end(memory, pixels);
    *pixels = turned;
    return 0;
}

kr_rect kr_rect_stored(kr_rect upright, int32_t width, int32_t height, int orientation) {
    int turn = turn_of(orientation);
    kr_rect r = upright;
    if (turn & 1)
        r = (kr_rect){upright.y, upright.x, upright.height, upright.width};
    if (turn & 2)
        r.x = width - r.x - r.width;
    if (turn & 4)
        r.y = height - r.y - r.height;
    return r;
}
