/* Where the logo goes: a picture of 1,600 x 900, grey but for what a test puts into its maps. */
#include "image/corner.h"

#include "image/crop.h"
#include "unit.h"

static kr_picture grey_picture(uint8_t luma) {
    kr_picture p = {.width = 1600, .height = 900};
    for (int i = 0; i < KR_THUMB * KR_THUMB; i++)
        p.thumb[i][0] = luma, p.thumb[i][1] = p.thumb[i][2] = 128;
    return p;
}

static const kr_brand both = {.dark = 0x14213D,
                              .light = 0xFFFFFF,
                              .logo_dark = {.path = {"dark.png", 8}},
                              .logo_light = {.path = {"light.png", 9}}};

static kr_recipe photo(void) {
    return (kr_recipe){.crop = {0, 0, 1600, 900},
                       .width = 1600,
                       .height = 900,
                       .logo_permille = 100,
                       .headline = {"", 0}};
}

static void it_stands_at_the_bottom_right_of_calm_ground(void **state) {
    (void)state;
    kr_picture dark = grey_picture(40), light = grey_picture(220);
    kr_recipe r = photo();
    kr_corner_place(&r, &dark, &both);
    assert_int_equal(r.corner, KR_CORNER_BOTTOM_RIGHT);
    assert_int_equal(r.logo_light, 1);
    r = photo();
    kr_corner_place(&r, &light, &both);
    assert_int_equal(r.corner, KR_CORNER_BOTTOM_RIGHT);
    assert_int_equal(r.logo_light, 0);
}

/* A small white rock: the mean of its cell is as calm as the meadow around it. */
static void it_keeps_off_what_is_restless(void **state) {
    (void)state;
    kr_picture p = grey_picture(60);
    kr_recipe r = photo();
    p.rough[28 * KR_SALIENCY + 29] = 180;
    kr_corner_place(&r, &p, &both);
    assert_int_equal(r.corner, KR_CORNER_BOTTOM_LEFT);
}

static void it_hides_no_box(void **state) {
    (void)state;
    kr_focus boxes[2] = {{.box = {0, 500, 1600, 400}}, {.box = {0, 0, 1600, 400}}};
    kr_picture p = grey_picture(60);
    kr_recipe r = photo();
    p.focus = boxes;
    p.focus_count = 1;
    kr_corner_place(&r, &p, &both);
    assert_int_equal(r.corner, KR_CORNER_TOP_RIGHT);
    r = photo();
    p.focus_count = 2;
    kr_corner_place(&r, &p, &both);
    assert_int_equal(r.corner, KR_CORNER_NONE);
    assert_int_equal(r.logo_permille, 0);
}

/* The picture stands in the middle: what lies in its corners is not in those of the output. */
static void on_a_backdrop_it_stands_beside_the_picture(void **state) {
    (void)state;
    kr_focus boxes[2] = {{.box = {0, 0, 200, 900}}, {.box = {1400, 0, 200, 900}}};
    kr_picture p = grey_picture(150);
    kr_recipe r = photo();
    p.focus = boxes;
    p.focus_count = 2;
    r.kind = KR_RECIPE_BACKDROP;
    r.width = r.height = 1080;
    kr_corner_place(&r, &p, &both);
    assert_int_equal(r.corner, KR_CORNER_BOTTOM_RIGHT);
    assert_int_equal(r.logo_light, 1); /* the backdrop is darker than the picture */
}

/* Between the picture and the edge of the output there is no room for it: then it stands on the picture. */
static void it_stands_across_no_edge_of_a_backdrop(void **state) {
    (void)state;
    kr_picture p = grey_picture(150);
    for (int32_t width = 1600; width <= 3200; width += 40) {
        kr_recipe r = photo();
        r.kind = KR_RECIPE_BACKDROP;
        r.width = width;
        kr_corner_place(&r, &p, &both);
        kr_rect box = kr_recipe_logo(&r), meet = kr_rect_meet(box, kr_recipe_inset(&r));
        assert_int_equal(r.logo_permille, 100);
        assert_true(!meet.width || kr_rect_area(meet) == kr_rect_area(box));
        assert_true(box.x + box.width <= width && box.x >= 0);
    }
}

static void a_version_that_does_not_stand_out_is_left_out(void **state) {
    (void)state;
    kr_brand dark_only = both;
    kr_picture p = grey_picture(60);
    kr_recipe card = photo();
    dark_only.logo_light = (kr_brand_file){0};
    card.kind = KR_RECIPE_CARD_COLOR;
    card.dark = 0x14213D;
    kr_corner_place(&card, &p, &dark_only);
    assert_int_equal(card.logo_permille, 0);
    card.logo_permille = 100;
    kr_corner_place(&card, &p, &both);
    assert_int_equal(card.logo_light, 1);
}

static void cards_from_the_right_have_it_at_their_left(void **state) {
    (void)state;
    kr_picture p = grey_picture(60);
    kr_recipe card = photo();
    card.kind = KR_RECIPE_CARD_PHOTO;
    card.dark = 0x14213D;
    card.headline = kr_str_of("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d");
    kr_corner_place(&card, &p, &both);
    assert_int_equal(card.corner, KR_CORNER_BOTTOM_LEFT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_stands_at_the_bottom_right_of_calm_ground),
        cmocka_unit_test(it_keeps_off_what_is_restless),
        cmocka_unit_test(it_hides_no_box),
        cmocka_unit_test(on_a_backdrop_it_stands_beside_the_picture),
        cmocka_unit_test(it_stands_across_no_edge_of_a_backdrop),
        cmocka_unit_test(a_version_that_does_not_stand_out_is_left_out),
        cmocka_unit_test(cards_from_the_right_have_it_at_their_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
