/* What is kept of a picture for planning: a thumbnail of 16 x 16 colours, on which looks are
 * compared, and two maps of 32 x 32: where the eye goes, and where it is too restless for a logo.
 *
 * The first map adds three cues on a grid of 64 x 64 means: detail (the Laplacian of luma), colour
 * that stands apart from the mean of the picture, and skin; the middle counts a little more, and
 * what pulls less than the picture does on the whole does not count. Those are the cues of Itti,
 * Koch and Niebur (1998) that survive at this size. It is a stand-in for boxes of the host:
 * attention cut faces off in 4 of 14 photographs, whatever its method. */
#include "image/look.h"
#include "image/source.h"

#include <stdlib.h>
#include <string.h>

enum { GRID = 64 };

static uint8_t cell_mean(const kr_plane *plane, int32_t x, int32_t y) {
    int32_t left = x * plane->width / GRID, right = (x + 1) * plane->width / GRID;
    int32_t top = y * plane->height / GRID, bottom = (y + 1) * plane->height / GRID;
    right = right > left ? right : left + 1;
    bottom = bottom > top ? bottom : top + 1;
    uint64_t sum = 0, count = (uint64_t)(right - left) * (uint64_t)(bottom - top);
    for (int32_t line = top; line < bottom; line++)
        for (int32_t at = left; at < right; at++)
            sum += plane->at[(size_t)line * plane->stride + (size_t)at];
    return (uint8_t)((sum + count / 2) / count);
}

static void fill_grid(kr_ycc *grid, const kr_pixels *pixels, int orientation) {
    for (int32_t y = 0; y < GRID; y++)
        for (int32_t x = 0; x < GRID; x++) {
            kr_rect at = kr_rect_stored((kr_rect){x, y, 1, 1}, GRID, GRID, orientation);
            grid[y * GRID + x] = (kr_ycc){cell_mean(&pixels->plane[0], at.x, at.y),
                                          cell_mean(&pixels->plane[1], at.x, at.y),
                                          cell_mean(&pixels->plane[2], at.x, at.y)};
        }
}

static void fill_thumb(kr_picture *picture, const kr_ycc *grid) {
    enum { STEP = GRID / KR_THUMB };
    for (int i = 0; i < KR_THUMB * KR_THUMB; i++) {
        int32_t sum[3] = {0};
        for (int k = 0; k < STEP * STEP; k++) {
            const kr_ycc *at =
                grid + (i / KR_THUMB * STEP + k / STEP) * GRID + i % KR_THUMB * STEP + k % STEP;
            sum[0] += at->y;
            sum[1] += at->cb;
            sum[2] += at->cr;
        }
        for (int c = 0; c < 3; c++)
            picture->thumb[i][c] = (uint8_t)((sum[c] + STEP * STEP / 2) / (STEP * STEP));
        kr_lab_of(picture->lab[i],
                  (kr_ycc){picture->thumb[i][0], picture->thumb[i][1], picture->thumb[i][2]});
    }
}

static int32_t detail_at(const kr_ycc *grid, int32_t x, int32_t y) {
    int32_t left = x ? x - 1 : x, right = x < GRID - 1 ? x + 1 : x;
    int32_t up = y ? y - 1 : y, down = y < GRID - 1 ? y + 1 : y;
    return abs(4 * grid[y * GRID + x].y - grid[y * GRID + left].y - grid[y * GRID + right].y -
               grid[up * GRID + x].y - grid[down * GRID + x].y);
}

/* Cb 77 to 127 and Cr 135 to 173 hold the skin of all people (Chai and Ngan, 1999). */
static int32_t skin_at(kr_ycc color) {
    return color.cb >= 77 && color.cb <= 127 && color.cr >= 137 && color.cr <= 173 && color.y > 40
               ? 60
               : 0;
}

static int32_t pull_at(const kr_ycc *grid, const int32_t mean[2], int32_t x, int32_t y) {
    kr_ycc color = grid[y * GRID + x];
    int32_t detail = detail_at(grid, x, y), off_x = abs(2 * x + 1 - GRID),
            off_y = abs(2 * y + 1 - GRID);
    int32_t apart = abs(color.cb - mean[0]) + abs(color.cr - mean[1]);
    int32_t middle = 256 - (off_x * off_x + off_y * off_y) / (GRID * GRID / 64);
    return (2 * (detail > 120 ? 120 : detail) + 2 * apart + skin_at(color)) * middle / 256;
}

/* What pulls no more than the picture does on the whole is ground; the peaks are what counts. */
static void keep_peaks(uint8_t *saliency, const int32_t *pull) {
    const int32_t cells = KR_SALIENCY * KR_SALIENCY;
    int32_t largest = 0, ground = 0;
    for (int32_t i = 0; i < cells; i++) {
        ground += pull[i];
        largest = pull[i] > largest ? pull[i] : largest;
    }
    ground = ground / cells;
    for (int32_t i = 0; i < cells; i++)
        saliency[i] =
            (uint8_t)(pull[i] > ground ? (pull[i] - ground) * 255 / (largest - ground) : 0);
}

static void fill_saliency(kr_picture *picture, const kr_ycc *grid) {
    int32_t mean[2] = {0}, pull[KR_SALIENCY * KR_SALIENCY] = {0};
    for (int32_t i = 0; i < GRID * GRID; i++)
        mean[0] += grid[i].cb, mean[1] += grid[i].cr;
    mean[0] /= GRID * GRID;
    mean[1] /= GRID * GRID;
    for (int32_t i = 0; i < GRID * GRID; i++)
        pull[i / GRID / 2 * KR_SALIENCY + i % GRID / 2] += pull_at(grid, mean, i % GRID, i / GRID);
    keep_peaks(picture->saliency, pull);
}

/* The span of luma in a cell, without its brightest and darkest sixteenth: single samples are
 * noise. */
static uint8_t spread_of(const kr_plane *plane, int32_t x, int32_t y) {
    int32_t left = x * plane->width / KR_SALIENCY, right = (x + 1) * plane->width / KR_SALIENCY;
    int32_t top = y * plane->height / KR_SALIENCY, bottom = (y + 1) * plane->height / KR_SALIENCY;
    int32_t histogram[256] = {0}, low = 0, high = 255;
    int32_t few = (right - left) * (bottom - top) / 16, below = few, above = few;
    if (right <= left || bottom <= top)
        return 0;
    for (int32_t line = top; line < bottom; line++)
        for (int32_t at = left; at < right; at++)
            histogram[plane->at[(size_t)line * plane->stride + (size_t)at]]++;
    while ((below -= histogram[low]) >= 0)
        low++;
    while ((above -= histogram[high]) >= 0)
        high--;
    return (uint8_t)(high > low ? high - low : 0);
}

static void fill_rough(kr_picture *picture, const kr_pixels *pixels) {
    for (int32_t i = 0; i < KR_SALIENCY * KR_SALIENCY; i++) {
        kr_rect at = kr_rect_stored((kr_rect){i % KR_SALIENCY, i / KR_SALIENCY, 1, 1}, KR_SALIENCY,
                                    KR_SALIENCY, picture->orientation);
        picture->rough[i] = spread_of(&pixels->plane[0], at.x, at.y);
    }
}

int32_t kr_picture_measure(kr_job *job, kr_picture *picture, const kr_pixels *pixels) {
    kr_ycc *grid = kr_arena_alloc(&job->arena, GRID * GRID, sizeof *grid);
    if (!grid)
        return kr_nomem(job);
    fill_grid(grid, pixels, picture->orientation);
    fill_thumb(picture, grid);
    fill_saliency(picture, grid);
    fill_rough(picture, pixels);
    picture->measured = 1;
    return KOOR_OK;
}
