/* Looks and colours against known values. */
#include "pictures.h"

static kr_ycc grade(int look, int amount, kr_ycc color) {
    kr_grade g;
    kr_recipe recipe = {.look = (uint8_t)look,
                        .amount = (uint8_t)amount,
                        .dark = 0x14213D,
                        .light = 0xFFF4E0,
                        .accent = 0xFCA311};
    kr_grade_make(&g, &recipe);
    return kr_grade_color(&g, color);
}

/* Values of the CIE's formulas for sRGB primaries. */
static void lab_agrees_with_known_colours(void **state) {
    (void)state;
    static const struct {
        uint32_t rgb;
        int16_t lab[3];
    } cases[] = {{0xFFFFFF, {10000, 0, 0}},
                 {0x000000, {0, 0, 0}},
                 {0x777777, {5003, 0, 0}},
                 {0x0000FF, {3230, 7920, -10786}},
                 {0x00FF00, {8773, -8618, 8318}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int16_t lab[3];
        kr_lab_of(lab, kr_ycc_of(cases[i].rgb));
        for (int c = 0; c < 3; c++)
            assert_in_range(lab[c] + 20000, cases[i].lab[c] + 20000 - 120,
                            cases[i].lab[c] + 20000 + 120);
    }
}

static void colours_survive_the_way_to_ycc_and_back(void **state) {
    (void)state;
    for (uint32_t rgb = 0; rgb < 0x1000000; rgb += 0x030507) {
        uint32_t back = kr_rgb_of(kr_ycc_of(rgb));
        for (int shift = 0; shift <= 16; shift += 8)
            assert_true(abs((int)(rgb >> shift & 255) - (int)(back >> shift & 255)) <= 2);
    }
}

static void contrast_is_that_of_wcag(void **state) {
    (void)state;
    assert_int_equal(kr_contrast(kr_luminance(0xFFFFFF), kr_luminance(0x000000)), 2100);
    assert_in_range(kr_contrast(kr_luminance(0x777777), kr_luminance(0xFFFFFF)), 446, 449);
}

static void looks_do_what_their_names_say(void **state) {
    (void)state;
    kr_ycc grey = {120, 128, 128}, skin = {150, 110, 150};
    kr_ycc warm = grade(KR_LOOK_WARM, 50, grey), cool = grade(KR_LOOK_COOL, 50, grey);
    assert_true(warm.cb < 128 && warm.cr > 128);
    assert_true(cool.cb > 128 && cool.cr < 128);
    kr_ycc grey_skin = grade(KR_LOOK_BLACK_WHITE, 50, skin);
    assert_in_range(grey_skin.cb, 127, 129);
    assert_in_range(grey_skin.cr, 127, 129);
    assert_true(grade(KR_LOOK_MATTE, 50, (kr_ycc){0, 128, 128}).y >= 14);
    assert_true(grade(KR_LOOK_AIRY, 50, (kr_ycc){0, 128, 128}).y >= 10);
    assert_true(grade(KR_LOOK_PUNCH, 50, (kr_ycc){220, 128, 128}).y > 225);
    assert_in_range(kr_rgb_of(grade(KR_LOOK_DUOTONE, 0, (kr_ycc){0, 128, 128})) >> 16, 0x12, 0x16);
    assert_in_range(kr_rgb_of(grade(KR_LOOK_DUOTONE, 0, (kr_ycc){255, 128, 128})) & 255, 0xDD,
                    0xE3);
    kr_ycc same = grade(KR_LOOK_NATURAL, 0, skin);
    assert_memory_equal(&same, &skin, sizeof skin);
}

/* Within the ranges in which a photograph still looks like one. */
static void no_look_is_far_from_the_photograph(void **state) {
    (void)state;
    for (int look = 0; look < KR_LOOK_BLACK_WHITE; look++)
        for (int amount = 0; amount <= 100; amount += 50)
            for (int y = 16; y < 240; y += 8) {
                kr_ycc color = grade(look, amount, (kr_ycc){(uint8_t)y, 128, 128});
                assert_true(abs(color.y - y) <= 32);
                assert_true(abs(color.cb - 128) <= 20 && abs(color.cr - 128) <= 20);
            }
}

static void ends_of_a_duotone_are_far_apart(void **state) {
    (void)state;
    static const uint32_t pairs[][2] = {{0x808080, 0x909090},
                                        {0x14213D, 0xFFFFFF},
                                        {0xFCA311, 0x14213D},
                                        {0x000000, 0x000000},
                                        {0xFFFFFF, 0xFFFFFF}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        uint32_t dark = pairs[i][0], light = pairs[i][1];
        kr_duotone_ends(&dark, &light);
        assert_true(kr_ycc_of(light).y - kr_ycc_of(dark).y >= 153);
    }
}

static void names_lead_back(void **state) {
    (void)state;
    for (int look = 0; look < KR_LOOKS; look++)
        assert_int_equal(kr_look_find(kr_str_of(kr_look_name(look))), look);
    assert_int_equal(kr_look_find(KR_STR("sepia")), -1);
}

static void check_canvas(int look, kr_ycc color) {
    kr_recipe recipe = {.look = (uint8_t)look,
                        .amount = 100,
                        .dark = 0x14213D,
                        .light = 0xFFF4E0,
                        .accent = 0xFCA311};
    kr_grade g;
    kr_pixels pixels;
    kr_grade_make(&g, &recipe);
    assert_int_equal(kr_pixels_start(&kr_memory_default, &pixels, 21, 15), 0);
    const uint8_t parts[3] = {color.y, color.cb, color.cr};
    for (int i = 0; i < 3; i++)
        memset(pixels.plane[i].at, parts[i],
               pixels.plane[i].stride * (size_t)pixels.plane[i].height);
    kr_grade_apply(&g, &pixels, (kr_rect){0, 0, 21, 15});
    kr_ycc wanted = kr_grade_color(&g, color);
    for (int32_t y = 0; y < 15; y++)
        for (int32_t x = 0; x < 21; x++) {
            size_t half = (size_t)(y / 2) * pixels.plane[1].stride + (size_t)x / 2;
            assert_int_equal(pixels.plane[0].at[(size_t)y * pixels.plane[0].stride + (size_t)x],
                             wanted.y);
            assert_int_equal(pixels.plane[1].at[half], wanted.cb);
            assert_int_equal(pixels.plane[2].at[half], wanted.cr);
        }
    kr_pixels_end(&kr_memory_default, &pixels);
}

/* A look on a canvas is the look of each of its colours: rows take another way than single colours.
 */
static void the_canvas_takes_the_look_of_its_colours(void **state) {
    (void)state;
    static const uint8_t values[] = {0, 1, 37, 100, 128, 200, 254, 255};
    for (int look = 0; look < KR_LOOKS; look++)
        for (int i = 0; i < 8 * 8 * 8; i++)
            check_canvas(look, (kr_ycc){values[i & 7], values[i >> 3 & 7], values[i >> 6]});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lab_agrees_with_known_colours),
        cmocka_unit_test(colours_survive_the_way_to_ycc_and_back),
        cmocka_unit_test(contrast_is_that_of_wcag),
        cmocka_unit_test(looks_do_what_their_names_say),
        cmocka_unit_test(no_look_is_far_from_the_photograph),
        cmocka_unit_test(ends_of_a_duotone_are_far_apart),
        cmocka_unit_test(names_lead_back),
        cmocka_unit_test(the_canvas_takes_the_look_of_its_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
