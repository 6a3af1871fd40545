/* Where a crop goes: boxes that must stay, boxes that score, and the eye. */
#ifndef KR_IMAGE_CROP_H
#define KR_IMAGE_CROP_H

#include "model/picture.h"

/* A picture made ready for many questions. */
typedef struct kr_eye {
    const kr_picture *picture;
    kr_rect keep;                  /* what no crop may cut, faces padded; width 0: nothing */
    int32_t face_x, face_y, faces; /* sums of their centres, and how many */
    uint32_t sum[KR_SALIENCY + 1][KR_SALIENCY + 1]; /* summed areas of the map */
} kr_eye;

void kr_eye_open(kr_eye *eye, const kr_picture *picture);
/* How much of what matters the crop holds: 0 to 1,000,000. */
int32_t kr_eye_score(const kr_eye *eye, kr_rect crop);

/* A crop of the shape of width x height, `zoom` thousandths of the largest, at the place given in
 * thousandths of where it may go; at x < 0: the best place. 0, or -1 where no crop of that shape
 * and zoom holds what must stay. */
int kr_eye_crop(const kr_eye *eye, kr_rect shape, int32_t zoom, int32_t x, int32_t y, kr_rect *out);

/* The part of the output that shows the picture: all but frame, band, or the text side of a card.
 */
kr_rect kr_recipe_window(const kr_recipe *recipe);
/* Where the whole picture stands on a backdrop, which is darkened by so much of 256. */
enum { KR_BACKDROP_VEIL = 72 };
kr_rect kr_recipe_inset(const kr_recipe *recipe);
/* The box of the logo in the output; its height is at most half its width. */
kr_rect kr_recipe_logo(const kr_recipe *recipe);
/* The window of the text of a card. */
kr_rect kr_recipe_text(const kr_recipe *recipe);

static inline int64_t kr_rect_area(kr_rect r) {
    return (int64_t)r.width * r.height;
}
kr_rect kr_rect_meet(kr_rect a, kr_rect b); /* width 0 where they do not */

#endif
