/* Drawing onto a canvas of three planes. Chroma takes one sample for four of luma, so edges lie on
 * even pixels and transparency is averaged over the four. */
#include "image/compose.h"

#include "image/crop.h"

#include <string.h>

static kr_rect in_plane(kr_rect area, int plane) {
    if (!plane)
        return area;
    return (kr_rect){area.x / 2, area.y / 2, (area.x + area.width + 1) / 2 - area.x / 2,
                     (area.y + area.height + 1) / 2 - area.y / 2};
}

static uint8_t part_of(kr_ycc color, int plane) {
    return plane == 0 ? color.y : plane == 1 ? color.cb : color.cr;
}

void kr_fill(kr_pixels *canvas, kr_rect area, kr_ycc color) {
    for (int i = 0; i < 3; i++) {
        kr_rect r = in_plane(area, i);
        for (int32_t y = r.y; y < r.y + r.height; y++)
            memset(canvas->plane[i].at + (size_t)y * canvas->plane[i].stride + r.x,
                   part_of(color, i), (size_t)r.width);
    }
}

void kr_veil(kr_pixels *canvas, kr_rect area, kr_ycc color, int32_t share) {
    for (int i = 0; i < 3; i++) {
        kr_rect r = in_plane(area, i);
        int32_t add = part_of(color, i) * share + 128;
        for (int32_t y = r.y; y < r.y + r.height; y++) {
            uint8_t *row = canvas->plane[i].at + (size_t)y * canvas->plane[i].stride + r.x;
            for (int32_t x = 0; x < r.width; x++)
                row[x] = (uint8_t)((row[x] * (256 - share) + add) >> 8);
        }
    }
}

void kr_draw_frame(kr_pixels *canvas, const kr_recipe *recipe) {
    kr_rect in = kr_recipe_window(recipe);
    kr_ycc color = kr_ycc_of(recipe->frame_color);
    int32_t w = recipe->width, h = recipe->height, right = in.x + in.width,
            bottom = in.y + in.height;
    if (!recipe->frame)
        return;
    kr_fill(canvas, (kr_rect){0, 0, w, in.y}, color);
    kr_fill(canvas, (kr_rect){0, bottom, w, h - bottom}, color);
    kr_fill(canvas, (kr_rect){0, in.y, in.x, in.height}, color);
    kr_fill(canvas, (kr_rect){right, in.y, w - right, in.height}, color);
}

void kr_copy_to(kr_pixels *to, kr_rect area, const kr_pixels *from) {
    for (int i = 0; i < 3; i++) {
        kr_rect r = in_plane(area, i);
        for (int32_t y = 0; y < r.height; y++)
            memcpy(to->plane[i].at + (size_t)(r.y + y) * to->plane[i].stride + r.x,
                   from->plane[i].at + (size_t)y * from->plane[i].stride, (size_t)r.width);
    }
}

/* -- blur
 * ------------------------------------------------------------------------------------------ */

static void blur_line(uint8_t *line, size_t step, int32_t count, int32_t radius, uint8_t *copy) {
    int32_t sum = 0, window = 2 * radius + 1;
    for (int32_t i = 0; i < count; i++)
        copy[i] = line[(size_t)i * step];
    for (int32_t i = -radius; i <= radius; i++)
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): a line has a pixel */
        sum += copy[i < 0 ? 0 : i >= count ? count - 1 : i];
    for (int32_t i = 0; i < count; i++) {
        line[(size_t)i * step] = (uint8_t)((sum + window / 2) / window);
        int32_t in = i + radius + 1, out = i - radius;
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): a line has a pixel */
        sum += copy[in < count ? in : count - 1] - copy[out > 0 ? out : 0];
    }
}

/* Three boxes make nearly a Gaussian (Wells, 1986). */
static void blur_plane(kr_plane *plane, int32_t radius, uint8_t *copy) {
    for (int pass = 0; pass < 3; pass++) {
        for (int32_t y = 0; y < plane->height; y++)
            blur_line(plane->at + (size_t)y * plane->stride, 1, plane->width, radius, copy);
        for (int32_t x = 0; x < plane->width; x++)
            blur_line(plane->at + x, plane->stride, plane->height, radius, copy);
    }
}

/* Scaled down first: a wide blur needs few samples, and the filter that scales them up again is
 * exact for what a blur leaves. */
int kr_blur(const kr_memory *memory, kr_pixels *canvas, kr_rect area, int32_t radius) {
    enum { SMALL = 96 };
    kr_pixels small;
    uint8_t copy[2 * SMALL];
    int32_t width = SMALL, height = (int32_t)((int64_t)SMALL * area.height / area.width);
    if (height > SMALL) {
        height = SMALL;
        width = (int32_t)((int64_t)SMALL * area.width / area.height);
    }
    width = width < 16 ? 16 : width / 2 * 2;
    height = height < 16 ? 16 : height / 2 * 2;
    if (kr_pixels_start(memory, &small, width, height) < 0)
        return -1;
    int done = kr_resample(memory, canvas, area, &small, (kr_rect){0, 0, width, height});
    for (int i = 0; done == 0 && i < 3; i++)
        blur_plane(&small.plane[i], i ? (radius + 1) / 2 : radius, copy);
    if (done == 0)
        done = kr_resample(memory, &small, (kr_rect){0, 0, width, height}, canvas, area);
    kr_pixels_end(memory, &small);
    return done;
}

/* -- stickers
 * -------------------------------------------------------------------------------------- */

/* Straight colour of a premultiplied pixel. */
static kr_ycc straight(const uint32_t sum[4]) {
    uint32_t rgb = 0;
    for (int c = 0; c < 3; c++) {
        uint32_t value = sum[3] ? (sum[c] * 255 + sum[3] / 2) / sum[3] : 0;
        rgb = rgb << 8 | (value > 255 ? 255 : value);
    }
    return kr_ycc_of(rgb);
}

static uint8_t blend(uint8_t under, uint8_t over, uint32_t alpha, uint32_t whole) {
    return (uint8_t)((under * (whole - alpha) + over * alpha + whole / 2) / whole);
}

static void sticker_luma(kr_plane *plane, const kr_sticker *sticker, int32_t x, int32_t y) {
    for (int32_t line = 0; line < sticker->height && y + line < plane->height; line++) {
        const uint8_t *from = sticker->at + (size_t)line * (size_t)sticker->width * 4;
        uint8_t *row = plane->at + (size_t)(y + line) * plane->stride + x;
        for (int32_t i = 0; i < sticker->width && x + i < plane->width; i++, from += 4) {
            uint32_t sum[4] = {from[0], from[1], from[2], from[3]};
            if (sum[3])
                row[i] = blend(row[i], straight(sum).y, sum[3], 255);
        }
    }
}

/* The sum of up to four pixels of the sticker under one sample of chroma. */
static void add_four(uint32_t sum[4], const kr_sticker *sticker, int32_t x, int32_t y) {
    for (int32_t k = 0; k < 4; k++) {
        int32_t at_x = x + (k & 1), at_y = y + (k >> 1);
        if (at_x >= sticker->width || at_y >= sticker->height)
            continue;
        const uint8_t *from =
            sticker->at + ((size_t)at_y * (size_t)sticker->width + (size_t)at_x) * 4;
        for (int c = 0; c < 4; c++)
            sum[c] += from[c];
    }
}

static void sticker_chroma(kr_pixels *canvas, const kr_sticker *sticker, int32_t x, int32_t y) {
    for (int32_t line = 0; line < sticker->height; line += 2) {
        for (int32_t i = 0; i < sticker->width; i += 2) {
            uint32_t sum[4] = {0};
            int32_t at_x = (x + i) / 2, at_y = (y + line) / 2;
            add_four(sum, sticker, i, line);
            if (!sum[3] || at_x >= canvas->plane[1].width || at_y >= canvas->plane[1].height)
                continue;
            kr_ycc color = straight(sum);
            size_t at = (size_t)at_y * canvas->plane[1].stride + (size_t)at_x;
            canvas->plane[1].at[at] = blend(canvas->plane[1].at[at], color.cb, sum[3], 1020);
            canvas->plane[2].at[at] = blend(canvas->plane[2].at[at], color.cr, sum[3], 1020);
        }
    }
}

void kr_draw_sticker(kr_pixels *canvas, const kr_sticker *sticker, int32_t x, int32_t y) {
    x = x < 0 ? 0 : x / 2 * 2;
    y = y < 0 ? 0 : y / 2 * 2;
    sticker_luma(&canvas->plane[0], sticker, x, y);
    sticker_chroma(canvas, sticker, x, y);
}
