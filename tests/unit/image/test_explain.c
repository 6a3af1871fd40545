/* What a reader is told of a picture: what is seen, why that part, what was done to it. */
#include "pictures.h"

typedef struct set {
    desk d;
    kr_picture *picture;
    kr_picture_pool pool;
} set;

static void set_start(set *s, const char *sidecar) {
    blob file = scene_jpeg(1600, 1200, 300);
    desk_start(&s->d, &kr_memory_default);
    assert_int_equal(probe_blob(&s->d, "team.jpg", file, sidecar, &s->picture), KOOR_OK);
    s->pool = (kr_picture_pool){&s->picture, 1};
    free(file.bytes);
}

static void expect(const set *s, const kr_recipe *recipe, const char *wanted) {
    kr_buffer out;
    kr_buffer_start(&out, &kr_memory_default);
    kr_recipe_explain(&out, &s->pool, recipe);
    assert_false(out.failed);
    assert_string_equal(out.data, wanted);
    kr_buffer_end(&out);
}

static void a_crop_is_told_with_its_reason(void **state) {
    static const struct {
        const char *sidecar, *reason;
    } cases[] = {
        {"", "around what draws the eye"},
        {"{\"focus\":[{\"box\":[0.2,0.2,0.2,0.3]}]}", "around what you marked"},
        {"{\"focus\":[{\"box\":[0.2,0.2,0.2,0.3],\"keep\":true}]}", "with all that must stay in view"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set s;
        char wanted[200];
        kr_recipe r = {.crop = {0, 0, 1200, 1200}, .width = 1080, .height = 1080};
        set_start(&s, cases[i].sidecar);
        snprintf(wanted, sizeof wanted, "75 %% of team.jpg, cut square %s", cases[i].reason);
        expect(&s, &r, wanted);
        desk_end(&s.d);
    }
}

static void the_shape_and_the_whole_are_told(void **state) {
    (void)state;
    set s;
    set_start(&s, "");
    kr_recipe r = {.crop = {0, 0, 1600, 836}, .width = 1200, .height = 627};
    expect(&s, &r, "69 % of team.jpg, cut wide around what draws the eye");
    r = (kr_recipe){.crop = {0, 0, 960, 1200}, .width = 1080, .height = 1350};
    s.picture->measured = 0;
    expect(&s, &r, "60 % of team.jpg, cut tall around the middle");
    r = (kr_recipe){.crop = {0, 0, 1600, 1200}, .width = 800, .height = 600};
    expect(&s, &r, "team.jpg, whole");
    r.kind = KR_RECIPE_BACKDROP;
    expect(&s, &r, "team.jpg, whole, on a blurred copy of itself: cut wide it would lose too much");
    desk_end(&s.d);
}

static void what_was_done_is_told_in_everyday_words(void **state) {
    (void)state;
    set s;
    set_start(&s, "");
    kr_recipe r = {.crop = {0, 0, 1600, 1200}, .width = 800, .height = 600, .look = KR_LOOK_WARM,
                   .frame = KR_FRAME_BORDER, .frame_color = 0xFFFFFF, .logo_permille = 100,
                   .corner = KR_CORNER_TOP_LEFT};
    expect(&s, &r, "team.jpg, whole; warmer colours; a white frame; the dark logo top left");
    r.frame = KR_FRAME_BAND;
    r.frame_color = 0x14213D;
    r.logo_light = 1;
    r.corner = KR_CORNER_BOTTOM_RIGHT;
    expect(&s, &r, "team.jpg, whole; warmer colours; a band in a brand colour with the light logo");
    desk_end(&s.d);
}

static void every_look_has_its_words(void **state) {
    (void)state;
    set s;
    char seen[KR_LOOKS][100];
    set_start(&s, "");
    for (int look = 0; look < KR_LOOKS; look++) {
        kr_recipe r = {.crop = {0, 0, 1600, 1200}, .width = 800, .height = 600, .look = (uint8_t)look};
        kr_buffer out;
        kr_buffer_start(&out, &kr_memory_default);
        kr_recipe_explain(&out, &s.pool, &r);
        snprintf(seen[look], sizeof *seen, "%s", out.data);
        for (int other = 0; other < look; other++)
            assert_string_not_equal(seen[look], seen[other]);
        kr_buffer_end(&out);
    }
    desk_end(&s.d);
}

static void cards_tell_where_the_headline_stands(void **state) {
    static const char *const wanted[] = {"the headline on one colour", "the headline on team.jpg, blurred",
                                         "the headline beside team.jpg; the light logo bottom right"};
    (void)state;
    set s;
    set_start(&s, "");
    for (int i = 0; i < 3; i++) {
        kr_recipe r = {.kind = (uint8_t)(KR_RECIPE_CARD_COLOR + i), .crop = {0, 0, 1600, 836}, .width = 1200,
                       .height = 627, .headline = KR_STR("Kom langs")};
        r.logo_permille = i == 2 ? 100 : 0;
        r.logo_light = 1;
        r.corner = KR_CORNER_BOTTOM_RIGHT;
        expect(&s, &r, wanted[i]);
    }
    desk_end(&s.d);
}

static void alternative_text_follows_the_picture(void **state) {
    (void)state;
    set s;
    int review;
    set_start(&s, "{\"alt\":\"Een zon\"}");
    kr_recipe r = {.crop = {0, 0, 1600, 900}, .width = 1200, .height = 627};
    assert_true(kr_str_is(kr_recipe_alt(&s.pool, &r, KR_STR(""), &review), "Een zon"));
    assert_int_equal(review, 0);
    r.crop.width = 800;
    kr_recipe_alt(&s.pool, &r, KR_STR(""), &review);
    assert_int_equal(review, 1); /* half of it is not seen */
    r.kind = KR_RECIPE_CARD_COLOR;
    r.headline = KR_STR("Kom langs");
    assert_true(kr_str_is(kr_recipe_alt(&s.pool, &r, KR_STR(""), &review), "Kom langs"));
    assert_int_equal(review, 0);
    desk_end(&s.d);
    set_start(&s, "");
    r.kind = KR_RECIPE_PHOTO;
    assert_int_equal(kr_recipe_alt(&s.pool, &r, KR_STR(""), &review).length, 0);
    assert_int_equal(review, 1);
    desk_end(&s.d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crop_is_told_with_its_reason),
        cmocka_unit_test(the_shape_and_the_whole_are_told),
        cmocka_unit_test(what_was_done_is_told_in_everyday_words),
        cmocka_unit_test(every_look_has_its_words),
        cmocka_unit_test(cards_tell_where_the_headline_stands),
        cmocka_unit_test(alternative_text_follows_the_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
