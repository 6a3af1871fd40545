/* How different two recipes look, without rendering.
 *
 * Composition is 1 - IoU of the two crops in the source, colour is the mean delta E of the two
 * looks on the picture itself: a photograph that is grey already makes "black and white" no change.
 * Visibly different: another source or a card, IoU <= 0.65, delta E >= 8, or IoU <= 0.8 with
 * delta E >= 5. The value is 350,000 and more exactly then. Perceptual hashes are not used: looks
 * do not move them, a border moves them too much, and they are thresholds of moderation that nobody
 * should optimise against. */
#include "image/difference.h"

#include "image/crop.h"
#include "image/look.h"

enum { VISIBLE_IOU = 650000, NEAR_IOU = 800000, VISIBLE_DELTA = 800, NEAR_DELTA = 500 };

static int is_card(const kr_recipe *recipe) {
    return recipe->kind >= KR_RECIPE_CARD_COLOR;
}

static int32_t overlap(kr_rect a, kr_rect b) {
    int64_t both = kr_rect_area(kr_rect_meet(a, b));
    return (int32_t)(both * 1000000 / (kr_rect_area(a) + kr_rect_area(b) - both));
}

/* 0: tall, 1: about square, 2: wide. */
static int shape_of(const kr_recipe *recipe) {
    return recipe->width * 10 > recipe->height * 12   ? 2
           : recipe->height * 10 > recipe->width * 12 ? 0
                                                      : 1;
}

static int32_t same_kind(const kr_recipe *a, const kr_recipe *b, int32_t delta) {
    int32_t held = overlap(a->crop, b->crop), moved = 1000000 - held;
    /* A strong look does not outweigh another crop. */
    int32_t color = delta > 1000 ? 1000 : delta;
    color = color * (KR_IMAGE_VISIBLE / VISIBLE_DELTA);
    int visible =
        held <= VISIBLE_IOU || delta >= VISIBLE_DELTA || (held <= NEAR_IOU && delta >= NEAR_DELTA);
    int32_t extra = (shape_of(a) != shape_of(b) ? 60000 : 0) + (a->frame != b->frame ? 40000 : 0);
    int32_t more = moved > color ? moved : color, less = moved > color ? color : moved;
    int32_t sum = more + less / 4 + extra;
    if (!visible)
        return sum < KR_IMAGE_VISIBLE ? sum : KR_IMAGE_VISIBLE - 1;
    return sum < KR_IMAGE_VISIBLE ? KR_IMAGE_VISIBLE : sum > 850000 ? 850000 : sum;
}

int kr_difference_needs_looks(const kr_recipe *a, const kr_recipe *b) {
    return a->source == b->source && !is_card(a) && !is_card(b);
}

/* Cards of the same words: the kind and the shape are seen at once, a blurred picture behind
 * hardly. */
static int32_t cards(const kr_recipe *a, const kr_recipe *b) {
    if (!kr_str_equal(a->headline, b->headline))
        return 800000;
    if (a->kind != b->kind)
        return 600000;
    if (a->kind == KR_RECIPE_CARD_SPLIT && a->source != b->source)
        return 700000;
    if (a->dark != b->dark)
        return 450000;
    return (a->source != b->source ? 200000 : 0) + (shape_of(a) != shape_of(b) ? 100000 : 0);
}

int32_t kr_difference_of(const kr_recipe *a, const kr_recipe *b, int32_t look_distance) {
    if (is_card(a) && is_card(b))
        return cards(a, b);
    if (is_card(a) != is_card(b))
        return a->source == b->source ? 900000 : 1000000;
    if (a->source != b->source)
        return 1000000;
    return same_kind(a, b, look_distance);
}

static void graded_lab(int16_t (*lab)[3], const kr_picture *picture, const kr_recipe *recipe) {
    kr_grade grade;
    kr_grade_make(&grade, recipe);
    for (int i = 0; i < KR_THUMB * KR_THUMB; i++) {
        const uint8_t *at = picture->thumb[i];
        kr_lab_of(lab[i], kr_grade_color(&grade, (kr_ycc){at[0], at[1], at[2]}));
    }
}

int32_t kr_look_distance(const kr_picture *picture, const kr_recipe *a, const kr_recipe *b) {
    int16_t first[KR_THUMB * KR_THUMB][3], second[KR_THUMB * KR_THUMB][3];
    int colors = a->look == KR_LOOK_DUOTONE || a->look == KR_LOOK_TINT;
    if (a->look == b->look && a->amount == b->amount &&
        (!colors || (a->dark == b->dark && a->light == b->light && a->accent == b->accent)))
        return 0;
    graded_lab(first, picture, a);
    graded_lab(second, picture, b);
    return kr_lab_distance((const int16_t(*)[3])first, (const int16_t(*)[3])second);
}

int32_t kr_recipe_difference(const kr_picture_pool *pool, const kr_recipe *a, const kr_recipe *b) {
    int32_t distance = 0;
    if (kr_difference_needs_looks(a, b) && a->source < pool->count)
        distance = kr_look_distance(pool->pictures[a->source], a, b);
    return kr_difference_of(a, b, distance);
}
