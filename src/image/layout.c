/* Where things stand on an output, from the recipe alone. All edges are even, so that they fall
 * between samples of chroma and stay sharp. */
#include "image/crop.h"

static int32_t even(int64_t value) {
    return (int32_t)(value / 2 * 2);
}

/* The picture's side of a split card: the right 46 % of a wide one, the upper 46 % of others. */
static kr_rect split_window(const kr_recipe *recipe) {
    int32_t w = recipe->width, h = recipe->height;
    if (w > h) {
        int32_t left = even((int64_t)w * 54 / 100);
        return (kr_rect){left, 0, w - left, h};
    }
    return (kr_rect){0, 0, w, even((int64_t)h * 46 / 100)};
}

kr_rect kr_recipe_window(const kr_recipe *recipe) {
    int32_t w = recipe->width, h = recipe->height, side = w < h ? w : h;
    if (recipe->kind == KR_RECIPE_CARD_SPLIT)
        return split_window(recipe);
    if (recipe->frame == KR_FRAME_BORDER) {
        int32_t edge = even((int64_t)side * recipe->frame_permille / 1000);
        return (kr_rect){edge, edge, w - 2 * edge, h - 2 * edge};
    }
    if (recipe->frame == KR_FRAME_BAND)
        return (kr_rect){0, 0, w, even(h - (int64_t)h * recipe->frame_permille / 1000)};
    return (kr_rect){0, 0, w, h};
}

kr_rect kr_recipe_inset(const kr_recipe *recipe) {
    kr_rect window = kr_recipe_window(recipe);
    int64_t w = window.width, h = w * recipe->crop.height / recipe->crop.width;
    if (h > window.height) {
        h = window.height;
        w = h * recipe->crop.width / recipe->crop.height;
    }
    /* Enlarged by 15 % at most: the backdrop fills the rest. */
    if (w * 100 > (int64_t)recipe->crop.width * 115) {
        w = (int64_t)recipe->crop.width * 115 / 100;
        h = (int64_t)recipe->crop.height * 115 / 100;
    }
    w = w < 2 ? 2 : w;
    h = h < 2 ? 2 : h;
    return (kr_rect){even(window.x + (window.width - w) / 2),
                     even(window.y + (window.height - h) / 2), even(w), even(h)};
}

/* A box of that width in the recipe's corner of a part of the output. */
static kr_rect in_corner(const kr_recipe *recipe, kr_rect of, int32_t width, int32_t margin) {
    int right = recipe->corner == KR_CORNER_BOTTOM_RIGHT || recipe->corner == KR_CORNER_TOP_RIGHT;
    int bottom =
        recipe->corner == KR_CORNER_BOTTOM_RIGHT || recipe->corner == KR_CORNER_BOTTOM_LEFT;
    int32_t height = width / 2;
    return (kr_rect){even(right ? of.x + of.width - margin - width : of.x + margin),
                     even(bottom ? of.y + of.height - margin - height : of.y + margin), width, height};
}

/* Beside the picture of a backdrop, or on it: never across its edge. */
static int crosses_edge(kr_rect box, kr_rect picture) {
    kr_rect both = kr_rect_meet(box, picture);
    return both.width && kr_rect_area(both) < kr_rect_area(box);
}

kr_rect kr_recipe_logo(const kr_recipe *recipe) {
    kr_rect window = kr_recipe_window(recipe);
    int32_t width = even((int64_t)recipe->width * recipe->logo_permille / 1000), height = width / 2;
    int32_t margin = even((int64_t)recipe->width * 4 / 100);
    if (recipe->frame == KR_FRAME_BAND && recipe->kind == KR_RECIPE_PHOTO) {
        int32_t band = recipe->height - window.height, tall = even((int64_t)band * 64 / 100);
        return (kr_rect){even(recipe->width - margin - 4 * (int64_t)tall),
                         even(window.height + (band - tall) / 2), 4 * tall, tall};
    }
    if (recipe->kind >= KR_RECIPE_CARD_COLOR) { /* on the line of the byline */
        kr_rect text = kr_recipe_text(recipe);
        return (kr_rect){
            recipe->corner == KR_CORNER_BOTTOM_LEFT ? text.x : even(text.x + text.width - width),
            even(text.y + text.height - height), width, height};
    }
    kr_rect box = in_corner(recipe, window, width, margin);
    if (recipe->kind == KR_RECIPE_BACKDROP && crosses_edge(box, kr_recipe_inset(recipe)))
        return in_corner(recipe, kr_recipe_inset(recipe), width, margin);
    return box;
}

kr_rect kr_recipe_text(const kr_recipe *recipe) {
    kr_rect all = {0, 0, recipe->width, recipe->height};
    /* 6.5 % of the width at least; a split card counts the side that it has. */
    if (recipe->kind == KR_RECIPE_CARD_SPLIT) {
        kr_rect picture = kr_recipe_window(recipe);
        if (picture.x)
            all.width = picture.x;
        else
            all = (kr_rect){0, picture.height, recipe->width, recipe->height - picture.height};
    }
    int32_t margin = even((int64_t)recipe->width * 7 / 100);
    int32_t above =
        all.height * 3 < recipe->width * 2 ? even((int64_t)all.height * 9 / 100) : margin;
    return (kr_rect){all.x + margin, all.y + above, all.width - 2 * margin, all.height - 2 * above};
}
