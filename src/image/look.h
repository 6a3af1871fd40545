/* Looks: what changes the colours of a whole picture. */
#ifndef KR_IMAGE_LOOK_H
#define KR_IMAGE_LOOK_H

#include "image/pixels.h"

/* A look made ready: each channel of the result is the sum of three table entries in 1/16, one for
 * each channel that goes in. Any 3x4 matrix with a curve on luma for each channel is such a sum. */
typedef struct kr_grade {
    int16_t table[3][3][256]; /* [result][source][value] */
    /* Without curves the tables are base + value * factor, which a row does without look-ups: 4096
     * is 1 for chroma (less 128) and for luma on luma, 8192 for luma on chroma. */
    int16_t base[3], factor[3][3];
    uint8_t plain;  /* nothing changes */
    uint8_t curved; /* the tables hold */
} kr_grade;

const char *kr_look_name(int look);
int kr_look_find(kr_str name); /* -1: none */

/* `dark`, `light`: the ends of a duotone; `accent`: of a tint. amount: 0 to 100. */
void kr_grade_make(kr_grade *grade, const kr_recipe *recipe);
kr_ycc kr_grade_color(const kr_grade *grade, kr_ycc color);
/* On a rectangle of a canvas; x and y even. */
void kr_grade_apply(const kr_grade *grade, kr_pixels *pixels, kr_rect area);

/* The brand's two colours moved apart until their luma differs by 60 % at least. */
void kr_duotone_ends(uint32_t *dark, uint32_t *light);

/* CIE L*a*b* in hundredths of a colour as a screen shows it. */
void kr_lab_of(int16_t lab[3], kr_ycc color);
/* The mean distance of two fields of 256 colours in hundredths of delta E (CIE 1976). */
int32_t kr_lab_distance(const int16_t (*a)[3], const int16_t (*b)[3]);
/* The luminance of WCAG 2.1 in parts per million, and the contrast of two of them times 100. */
int32_t kr_luminance(uint32_t rgb);
int32_t kr_contrast(int32_t luminance, int32_t other);

#endif
