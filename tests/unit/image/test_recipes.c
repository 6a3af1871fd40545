/* Recipes: prefix, distinctness, boxes that are never cut, flags, and the way to JSON and back. */
#include "pictures.h"

#include "image/crop.h"

static const kr_picture_size sizes[] = {{1200, 627, 0}, {1080, 1080, 0}, {1080, 1350, 900000}};
static blob files[3];

static int make_files(void **state) {
    (void)state;
    files[0] = scene_jpeg(1600, 1200, 300);
    files[1] = scene_jpeg(1200, 1600, 600);
    files[2] = scene_jpeg(2000, 1000, 800);
    return 0;
}

static int drop_files(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++)
        free(files[i].bytes);
    return 0;
}

typedef struct set {
    desk d;
    kr_picture *pictures[3];
    kr_picture_pool pool;
    kr_brand brand;
    kr_image_scene scene;
    kr_image_class class;
} set;

static void set_start(set *s, const char *const *sidecars, uint32_t count) {
    desk_start(&s->d, &kr_memory_default);
    for (uint32_t i = 0; i < count; i++) {
        char id[] = {(char)('a' + i), '.', 'j', 'p', 'g', 0};
        assert_int_equal(
            probe_blob(&s->d, id, files[i], sidecars ? sidecars[i] : "", &s->pictures[i]), KOOR_OK);
    }
    s->pool = (kr_picture_pool){s->pictures, count};
    assert_int_equal(
        kr_brand_read(
            &s->d.job, &s->d.arena,
            KR_STR(
                "{\"colours\":{\"dark\":\"#14213d\",\"light\":\"#ffffff\",\"accent\":\"#fca311\"},"
                "\"logo\":{\"light\":\"w.png\",\"dark\":\"b.png\"}}"),
            KR_STR(""), &s->brand),
        KOOR_OK);
    s->scene = (kr_image_scene){&s->pool, &s->brand, &s->d.settings};
    s->class =
        (kr_image_class){.name = KR_STR("linkedin/nl"), .sizes = sizes, .size_count = 3, .seed = 7};
}

static kr_recipe *plan(set *s, size_t wanted, size_t *out) {
    kr_recipe *recipes = NULL;
    assert_int_equal(kr_image_recipes(&s->d.job, &s->d.arena,
                                      &s->scene,
                                      &s->class, wanted, &recipes, out),
                     KOOR_OK);
    return recipes;
}

static void a_set_is_a_prefix_of_a_larger_one(void **state) {
    (void)state;
    set s;
    size_t few, many, again;
    set_start(&s, NULL, 3);
    kr_recipe *a = plan(&s, 5, &few), *b = plan(&s, 25, &many), *c = plan(&s, 25, &again);
    assert_int_equal(few, 5);
    assert_int_equal(many, 25);
    for (size_t i = 0; i < many; i++) {
        if (i < few)
            assert_true(kr_recipe_hash(&s.scene, &a[i]) == kr_recipe_hash(&s.scene, &b[i]));
        assert_true(kr_recipe_hash(&s.scene, &c[i]) == kr_recipe_hash(&s.scene, &b[i]));
    }
    s.class.seed = 8;
    kr_recipe *other = plan(&s, 5, &few);
    int differ = 0;
    for (size_t i = 0; i < few; i++)
        differ += kr_recipe_hash(&s.scene, &other[i]) != kr_recipe_hash(&s.scene, &a[i]);
    assert_true(differ > 0);
    desk_end(&s.d);
}

static void all_are_visibly_different_and_end_when_no_more_are(void **state) {
    (void)state;
    set s;
    size_t count;
    set_start(&s, NULL, 1);
    s.class.headline = KR_STR("Samen bouwen we verder");
    kr_recipe *r = plan(&s, 1000, &count);
    assert_in_range(count, 8, 200); /* one photograph gives a few dozen at most */
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++) {
            int32_t apart = kr_recipe_difference(&s.pool, &r[i], &r[k]);
            assert_true(apart >= KR_IMAGE_VISIBLE && apart <= 1000000);
            assert_int_equal(apart, kr_recipe_difference(&s.pool, &r[k], &r[i]));
        }
    assert_int_equal(kr_recipe_difference(&s.pool, &r[0], &r[0]), 0);
    desk_end(&s.d);
}

/* The order in which people see it: all pictures come before the second use of one, and the first
 * use is the plain photograph. */
static void other_pictures_come_first_and_plain(void **state) {
    (void)state;
    set s;
    size_t count;
    set_start(&s, NULL, 3);
    kr_recipe *r = plan(&s, 3, &count);
    uint32_t seen = 0;
    for (size_t i = 0; i < 3; i++) {
        seen |= 1u << r[i].source;
        assert_int_equal(r[i].look, KR_LOOK_NATURAL);
        assert_int_equal(r[i].frame, KR_FRAME_NONE);
    }
    assert_int_equal(seen, 7);
    desk_end(&s.d);
}

static void crops_lie_inside_and_are_not_enlarged(void **state) {
    (void)state;
    set s;
    size_t count;
    set_start(&s, NULL, 3);
    kr_recipe *r = plan(&s, 60, &count);
    for (size_t i = 0; i < count; i++) {
        const kr_picture *p = s.pictures[r[i].source];
        kr_rect c = r[i].crop, window = kr_recipe_window(&r[i]);
        assert_true(c.x >= 0 && c.y >= 0 && c.x + c.width <= p->width &&
                    c.y + c.height <= p->height);
        if (r[i].kind == KR_RECIPE_PHOTO) {
            assert_true((int64_t)window.width * 100 <= (int64_t)c.width * 116);
            assert_true(kr_rect_area(c) * 2 >=
                        (int64_t)p->width * p->height); /* no boxes: half of it */
            int64_t skew = (int64_t)c.width * window.height - (int64_t)c.height * window.width;
            assert_true(llabs(skew) <= (int64_t)window.width * window.height * 2 / 100);
        }
    }
    desk_end(&s.d);
}

/* Random must-keep boxes over many seeds: no crop cuts one, whatever its shape. */
static void what_must_stay_is_never_cut(void **state) {
    (void)state;
    kr_prng prng;
    kr_prng_start(&prng, 11, 1, 1, 1);
    for (int round = 0; round < 60; round++) {
        char json[200];
        set s;
        size_t count;
        unsigned x = kr_prng_below(&prng, 80), y = kr_prng_below(&prng, 80);
        unsigned w = 1 + kr_prng_below(&prng, 100 - x), h = 1 + kr_prng_below(&prng, 100 - y);
        int face = round % 2;
        snprintf(
            json, sizeof json,
            "{\"focus\":[{\"box\":[0.%02u,0.%02u,%u.%02u,%u.%02u],\"keep\":true,\"face\":%s}]}", x,
            y, w / 100, w % 100, h / 100, h % 100, face ? "true" : "false");
        const char *sidecars[] = {json};
        set_start(&s, sidecars, 1);
        s.class.seed = (uint64_t)round;
        kr_recipe *r = NULL;
        int32_t status = kr_image_recipes(&s.d.job, &s.d.arena,
                                          &s.scene,
                                          &s.class, 10, &r, &count);
        for (size_t i = 0; status == KOOR_OK && i < count; i++) {
            kr_rect box = s.pictures[0]->focus[0].box, held = kr_rect_meet(box, r[i].crop);
            assert_int_equal(kr_rect_area(held), kr_rect_area(box));
            if (!r[i].logo_permille || r[i].frame == KR_FRAME_BAND || r[i].kind != KR_RECIPE_PHOTO)
                continue;
            kr_rect window = kr_recipe_window(&r[i]), logo = kr_recipe_logo(&r[i]);
            kr_rect on = {window.x + (int32_t)((int64_t)(box.x - r[i].crop.x) * window.width /
                                               r[i].crop.width),
                          window.y + (int32_t)((int64_t)(box.y - r[i].crop.y) * window.height /
                                               r[i].crop.height),
                          (int32_t)((int64_t)box.width * window.width / r[i].crop.width),
                          (int32_t)((int64_t)box.height * window.height / r[i].crop.height)};
            assert_int_equal(kr_rect_meet(on, logo).width, 0);
        }
        desk_end(&s.d);
    }
}

/* The sun of the drawn scenes: no box names it, but it is what the eye goes to. */
static kr_rect sun_of(const kr_picture *picture, uint32_t source) {
    static const int32_t thousandths[] = {300, 600, 800};
    int32_t radius = picture->height / 8;
    int32_t x = picture->width * thousandths[source] / 1000, y = picture->height / 3;
    return (kr_rect){x - radius, y - radius, 2 * radius, 2 * radius};
}

static void no_side_cuts_what_draws_the_eye(void **state) {
    (void)state;
    set s;
    size_t count;
    set_start(&s, NULL, 3);
    kr_recipe *r = plan(&s, 60, &count);
    assert_true(count > 20);
    for (size_t i = 0; i < count; i++) {
        kr_rect sun = sun_of(s.pictures[r[i].source], r[i].source);
        int64_t held = kr_rect_area(kr_rect_meet(sun, r[i].crop));
        if (r[i].kind == KR_RECIPE_PHOTO)
            assert_true(held * 100 >= kr_rect_area(sun) * 90);
    }
    desk_end(&s.d);
}

static void flags_are_kept(void **state) {
    (void)state;
    const char *const sidecars[] = {"{\"flags\":[\"people\"]}", "{\"flags\":[\"product\"]}",
                                    "{\"flags\":[\"text\"]}"};
    set s;
    size_t count;
    set_start(&s, sidecars, 3);
    kr_recipe *r = plan(&s, 60, &count);
    for (size_t i = 0; i < count; i++) {
        if (r[i].source == 0)
            assert_true(r[i].look != KR_LOOK_DUOTONE && r[i].look != KR_LOOK_TINT);
        if (r[i].source == 1)
            assert_int_equal(r[i].look, KR_LOOK_NATURAL);
        if (r[i].source == 2)
            assert_true(kr_rect_area(r[i].crop) * 100 >= (int64_t)2000 * 1000 * 95);
    }
    desk_end(&s.d);
}

static void only_allowed_looks_are_used(void **state) {
    (void)state;
    set s;
    size_t count;
    kr_recipe *r;
    set_start(&s, NULL, 3);
    s.d.settings.text[KR_OPT_IMAGE_LOOKS] = "warm|black-white";
    r = plan(&s, 40, &count);
    for (size_t i = 0; i < count; i++)
        assert_true(r[i].look == KR_LOOK_NATURAL || r[i].look == KR_LOOK_WARM ||
                    r[i].look == KR_LOOK_BLACK_WHITE);
    s.d.settings.text[KR_OPT_IMAGE_LOOKS] = "warm|sepia";
    assert_int_equal(kr_image_recipes(&s.d.job, &s.d.arena,
                                      &s.scene, &s.class,
                                      4, &r, &count),
                     KOOR_E_OPTION);
    assert_int_equal(koor_error_offset(s.d.error), 5);
    desk_end(&s.d);
}

static void json_leads_back_to_the_same_recipe(void **state) {
    (void)state;
    set s;
    size_t count;
    set_start(&s, NULL, 3);
    s.class.headline = KR_STR("\"Bouwen\" is \xe2\x80\x98mensenwerk\xe2\x80\x99 \xf0\x9f\x8e\x89");
    s.class.byline = KR_STR("Els");
    kr_recipe *r = plan(&s, 30, &count);
    for (size_t i = 0; i < count; i++) {
        kr_buffer json, again;
        kr_recipe back;
        kr_buffer_start(&json, &kr_memory_default);
        kr_buffer_start(&again, &kr_memory_default);
        kr_recipe_json(&json, &s.scene, &r[i]);
        assert_int_equal(
            kr_recipe_read(&s.d.job, &s.d.arena, &s.pool, (kr_str){json.data, json.length}, &back),
            KOOR_OK);
        assert_true(kr_recipe_hash(&s.scene, &back) == kr_recipe_hash(&s.scene, &r[i]));
        kr_recipe_json(&again, &s.scene, &back);
        assert_string_equal(json.data, again.data);
        kr_buffer_end(&json);
        kr_buffer_end(&again);
    }
    desk_end(&s.d);
}

static void broken_recipes_are_refused(void **state) {
    (void)state;
    set s;
    size_t count;
    kr_buffer json;
    kr_recipe back;
    set_start(&s, NULL, 1);
    kr_recipe *r = plan(&s, 1, &count);
    kr_buffer_start(&json, &kr_memory_default);
    kr_recipe_json(&json, &s.scene, r);
    static const char *const swaps[][2] = {{"a.jpg", "z.jpg"},
                                           {"\"photo\"", "\"photos\""},
                                           {"\"crop\":[", "\"crop\":[-"},
                                           {"\"size\":[1", "\"size\":[9"},
                                           {"natural", "naturel"},
                                           {"#14213d", "#14213g"}};
    for (size_t i = 0; i < sizeof swaps / sizeof *swaps; i++) {
        char text[1000], *at;
        at = strstr(json.data, swaps[i][0]);
        assert_non_null(at);
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - json.data), json.data, swaps[i][1],
                 at + strlen(swaps[i][0]));
        assert_true(kr_recipe_read(&s.d.job, &s.d.arena, &s.pool, kr_str_of(text), &back) < 0);
        desk_error(&s.d);
    }
    kr_buffer_end(&json);
    desk_end(&s.d);
}

/* A picture that is grey already: black and white changes nothing, and is known to. */
static void grey_pictures_know_no_black_and_white(void **state) {
    (void)state;
    set s;
    set_start(&s, NULL, 1);
    for (int i = 0; i < KR_THUMB * KR_THUMB; i++)
        s.pictures[0]->thumb[i][1] = s.pictures[0]->thumb[i][2] = 128;
    kr_recipe a = {.crop = {0, 0, 1600, 836}, .width = 1200, .height = 627}, b = a;
    b.look = KR_LOOK_BLACK_WHITE;
    assert_true(kr_recipe_difference(&s.pool, &a, &b) < KR_IMAGE_VISIBLE);
    b.look = KR_LOOK_DUOTONE;
    b.dark = 0x6A0DAD;
    b.light = 0xFFF200;
    assert_true(kr_recipe_difference(&s.pool, &a, &b) >= KR_IMAGE_VISIBLE);
    desk_end(&s.d);
}

static void long_headlines_fit_no_card(void **state) {
    (void)state;
    assert_true(kr_image_fits_card(KR_STR("Three colleagues for our team in Ghent")));
    assert_false(kr_image_fits_card(KR_STR("Drie arbeidsongeschiktheidsverzekeringen")));
    assert_false(kr_image_fits_card(KR_STR("")));
}

static void small_pictures_and_empty_classes_are_told(void **state) {
    (void)state;
    set s;
    kr_recipe *r;
    size_t count;
    set_start(&s, NULL, 1);
    s.class.size_count = 0;
    assert_int_equal(kr_image_recipes(&s.d.job, &s.d.arena,
                                      &s.scene, &s.class,
                                      4, &r, &count),
                     KOOR_E_EMPTY);
    desk_error(&s.d);
    blob tiny = scene_jpeg(120, 90, 500);
    s.class.size_count = 3;
    assert_int_equal(probe_blob(&s.d, "tiny.jpg", tiny, "", &s.pictures[0]), KOOR_OK);
    assert_int_equal(kr_image_recipes(&s.d.job, &s.d.arena,
                                      &s.scene, &s.class,
                                      4, &r, &count),
                     KOOR_E_IMAGE);
    free(tiny.bytes);
    desk_end(&s.d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_is_a_prefix_of_a_larger_one),
        cmocka_unit_test(all_are_visibly_different_and_end_when_no_more_are),
        cmocka_unit_test(other_pictures_come_first_and_plain),
        cmocka_unit_test(crops_lie_inside_and_are_not_enlarged),
        cmocka_unit_test(what_must_stay_is_never_cut),
        cmocka_unit_test(no_side_cuts_what_draws_the_eye),
        cmocka_unit_test(flags_are_kept),
        cmocka_unit_test(only_allowed_looks_are_used),
        cmocka_unit_test(json_leads_back_to_the_same_recipe),
        cmocka_unit_test(broken_recipes_are_refused),
        cmocka_unit_test(grey_pictures_know_no_black_and_white),
        cmocka_unit_test(long_headlines_fit_no_card),
        cmocka_unit_test(small_pictures_and_empty_classes_are_told),
    };
    return cmocka_run_group_tests(tests, make_files, drop_files);
}
