/* What is drawn onto a canvas: rectangles, blurs, and pictures with transparency. */
#ifndef KR_IMAGE_COMPOSE_H
#define KR_IMAGE_COMPOSE_H

#include "image/pixels.h"

/* A picture with transparency: red, green, blue, alpha, four bytes a pixel, premultiplied. */
typedef struct kr_sticker {
    uint8_t *at;
    int32_t width, height;
} kr_sticker;

void kr_fill(kr_pixels *canvas, kr_rect area, kr_ycc color); /* x and y even */
/* Mixes a colour in: 0 nothing, 256 all. */
void kr_veil(kr_pixels *canvas, kr_rect area, kr_ycc color, int32_t share);
/* Frame or band of the recipe around its window. */
void kr_draw_frame(kr_pixels *canvas, const kr_recipe *recipe);
/* Blurs the area: radius 1 leaves shapes, 4 nothing but colours. 0, or -1: no memory. */
int kr_blur(const kr_memory *memory, kr_pixels *canvas, kr_rect area, int32_t radius);
void kr_draw_sticker(kr_pixels *canvas, const kr_sticker *sticker, int32_t x, int32_t y);
/* A whole canvas into a rectangle of its size on another; all even. */
void kr_copy_to(kr_pixels *to, kr_rect area, const kr_pixels *from);

#endif
