/* Pictures for the tests: drawn, encoded by the library itself, and changed byte by byte. */
#ifndef KR_TEST_PICTURES_H
#define KR_TEST_PICTURES_H

#include "unit.h"

#include "base/prng.h"
#include "image/image.h"
#include "image/jpeg.h"
#include "image/look.h"
#include "koor.h"
#include "options/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct desk {
    kr_job job;
    kr_arena arena;
    koor_error *error;
    kr_settings settings;
} desk;

static inline void desk_start(desk *d, const kr_memory *memory) {
    d->error = NULL;
    kr_job_start(&d->job, memory, &d->error);
    kr_arena_start(&d->arena, memory);
    kr_options_start(&d->settings);
}

static inline void desk_end(desk *d) {
    kr_arena_end(&d->arena);
    kr_job_end(&d->job);
    koor_error_free(d->error);
}

/* Takes the error off the desk: its code. */
static inline int32_t desk_error(desk *d) {
    int32_t code = koor_error_code(d->error);
    koor_error_free(d->error);
    d->error = NULL;
    return code;
}

/* A sky, a field and a sun: soft colours with one thing that draws the eye. `sun_x` in thousandths.
 */
static inline void draw_scene(kr_pixels *pixels, int32_t width, int32_t height, int32_t sun_x) {
    assert_int_equal(kr_pixels_start(&kr_memory_default, pixels, width, height), 0);
    int32_t radius = height / 8, cx = (int32_t)((int64_t)width * sun_x / 1000), cy = height / 3;
    for (int32_t y = 0; y < height; y++)
        for (int32_t x = 0; x < width; x++) {
            int64_t away = (int64_t)(x - cx) * (x - cx) + (int64_t)(y - cy) * (y - cy);
            int sun = away<(int64_t)radius * radius, field = y> height * 2 / 3;
            kr_ycc color = sun     ? (kr_ycc){210, 40, 180}
                           : field ? (kr_ycc){(uint8_t)(90 + (x / 8 + y / 8) % 2 * 8), 100, 110}
                                   : (kr_ycc){(uint8_t)(150 + y * 60 / height), 150, 110};
            size_t half = (size_t)(y / 2) * pixels->plane[1].stride + (size_t)(x / 2);
            pixels->plane[0].at[(size_t)y * pixels->plane[0].stride + (size_t)x] = color.y;
            pixels->plane[1].at[half] = color.cb;
            pixels->plane[2].at[half] = color.cr;
        }
    kr_pixels_pad(pixels);
}

typedef struct blob {
    uint8_t *bytes;
    size_t length;
} blob;

static inline blob scene_jpeg(int32_t width, int32_t height, int32_t sun_x) {
    kr_pixels pixels;
    kr_job job;
    void *bytes = NULL;
    size_t length = 0;
    kr_job_start(&job, &kr_memory_default, NULL);
    draw_scene(&pixels, width, height, sun_x);
    assert_int_equal(kr_jpeg_encode(&job, &pixels, 90, 0, &bytes, &length), KOOR_OK);
    kr_pixels_end(&kr_memory_default, &pixels);
    kr_job_end(&job);
    return (blob){bytes, length};
}

/* The same file with a marker segment put in behind SOI. */
static inline blob with_segment(blob from, int marker, const void *data, size_t length) {
    blob to = {malloc(from.length + length + 4), from.length + length + 4};
    const uint8_t head[4] = {0xFF, (uint8_t)marker, (uint8_t)((length + 2) >> 8),
                             (uint8_t)(length + 2)};
    memcpy(to.bytes, from.bytes, 2);
    memcpy(to.bytes + 2, head, 4);
    memcpy(to.bytes + 6, data, length);
    memcpy(to.bytes + 6 + length, from.bytes + 2, from.length - 2);
    return to;
}

static inline blob with_orientation(blob from, int orientation) {
    uint8_t exif[] = "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0";
    exif[24] = (uint8_t)orientation;
    return with_segment(from, 0xE1, exif, sizeof exif - 1);
}

static inline int32_t probe_blob(desk *d, const char *id, blob from, const char *sidecar,
                                 kr_picture **out) {
    kr_image_input input = {.id = kr_str_of(id),
                            .bytes = from.bytes,
                            .length = from.length,
                            .sidecar = kr_str_of(sidecar)};
    return kr_image_probe(&d->job, &d->arena, &d->settings, &input, out);
}

/* A PNG of that size with next to nothing in it. */
static inline blob tiny_png(uint32_t width, uint32_t height) {
    static const uint8_t start[] =
        "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\0\0\x08\x02\0\0\0\0\0\0\0"
        "\0\0\0\x04IDAT\0\0\0\0\0\0\0\0";
    blob png = {malloc(sizeof start - 1), sizeof start - 1};
    memcpy(png.bytes, start, png.length);
    for (int i = 0; i < 4; i++) {
        png.bytes[16 + i] = (uint8_t)(width >> (24 - 8 * i));
        png.bytes[20 + i] = (uint8_t)(height >> (24 - 8 * i));
    }
    return png;
}

#endif
