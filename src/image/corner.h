/* Where the logo stands on a recipe, and in which version. */
#ifndef KR_IMAGE_CORNER_H
#define KR_IMAGE_CORNER_H

#include "model/picture.h"

/* Sets corner and version of a recipe that has a logo, or takes the logo away: where every corner
 * hides a box, or the only version that the brand has does not stand out. */
void kr_corner_place(kr_recipe *recipe, const kr_picture *picture, const kr_brand *brand);

#endif
