/* Pixels inside the image stage: three planes Y, Cb, Cr (full range, ITU-R BT.601, as in JFIF).
 *
 * Working in the planes of JPEG saves both colour conversions and half of the resampling, because
 * chroma stays at the coarser grid that cameras and networks store anyway. A look, which is a 3x4
 * matrix and curves, works in this space as well as in RGB. */
#ifndef KR_IMAGE_PIXELS_H
#define KR_IMAGE_PIXELS_H

#include "base/memory.h"
#include "model/picture.h"

enum { KR_ALIGN = 16 }; /* planes are padded to whole blocks of 16 luma samples */

typedef struct kr_plane {
    uint8_t *at;
    size_t stride;
    int32_t width, height;
    uint32_t scale_x, scale_y; /* samples for a pixel of the picture, times 65536 */
} kr_plane;

typedef struct kr_pixels {
    kr_plane plane[3];
    int32_t width, height; /* the picture that the planes stand for */
} kr_pixels;

/* A canvas in 4:2:0: planes of width x height and half of it, rounded up, with room to pad to whole
 * blocks. 0, or -1 when out of memory; freed with kr_pixels_end. */
int kr_pixels_start(const kr_memory *memory, kr_pixels *pixels, int32_t width, int32_t height);
int kr_pixels_copy(const kr_memory *memory, kr_pixels *to, const kr_pixels *from);
void kr_pixels_end(const kr_memory *memory, kr_pixels *pixels);
/* Repeats the last column and row into the padding. */
void kr_pixels_pad(kr_pixels *pixels);

/* Chroma as fine as luma is averaged to half of it, in place: a canvas holds no more. */
void kr_pixels_halve_chroma(kr_pixels *pixels);

typedef struct kr_ycc {
    uint8_t y, cb, cr;
} kr_ycc;

kr_ycc kr_ycc_of(uint32_t rgb);   /* 0xRRGGBB */
uint32_t kr_rgb_of(kr_ycc color); /* 0xRRGGBB */
static inline uint8_t kr_clamp8(int32_t value) {
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/* Resamples the part `area` of a picture (its pixels, upright as stored) into the rectangle `to` of
 * a canvas; x and y of it are even, so that chroma stays in place. 0, or -1: no memory. */
int kr_resample(const kr_memory *memory, const kr_pixels *from, kr_rect area, kr_pixels *canvas,
                kr_rect to);

/* Turns and mirrors as EXIF orientation 1 to 8 says, from the stored to the upright picture. */
int kr_pixels_orient(const kr_memory *memory, kr_pixels *pixels, int orientation);
/* A rectangle of the upright picture in the stored one of width x height. */
kr_rect kr_rect_stored(kr_rect upright, int32_t width, int32_t height, int orientation);

#endif
