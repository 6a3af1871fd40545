/* Sidecars and brand kits: what they say, and where they are wrong. */
#include "pictures.h"

static blob file;

static int make_file(void **state) {
    (void)state;
    file = scene_jpeg(400, 300, 500);
    return 0;
}

static int drop_file(void **state) {
    (void)state;
    free(file.bytes);
    return 0;
}

static void boxes_flags_and_words_are_read(void **state) {
    (void)state;
    desk d;
    kr_picture *p;
    desk_start(&d, &kr_memory_default);
    assert_int_equal(
        probe_blob(&d, "team.jpg", file,
                   "{\"alt\":{\"nl\":\"Vier collega's\",\"en\":\"Four colleagues\"},"
                   "\"focus\":[{\"box\":[0.25,0.1,0.5,0.5],\"keep\":true,\"face\":true},"
                   "{\"pixels\":[300,200,100,100],\"weight\":7}],\"flags\":[\"people\",\"text\"]}",
                   &p),
        KOOR_OK);
    assert_int_equal(p->focus_count, 2);
    assert_true(p->focus[0].keep && p->focus[0].face && !p->focus[1].keep);
    assert_int_equal(p->focus[0].box.x, 100);
    assert_int_equal(p->focus[0].box.height, 150);
    assert_int_equal(p->focus[1].weight, 7);
    assert_int_equal(p->flags, KR_PICTURE_PEOPLE | KR_PICTURE_TEXT);
    assert_true(kr_str_is(kr_picture_alt(p, KR_STR("en")), "Four colleagues"));
    assert_true(kr_str_is(kr_picture_alt(p, KR_STR("fr")), "Vier collega's"));
    desk_end(&d);
}

static void mistakes_are_told_with_their_place(void **state) {
    (void)state;
    static const struct {
        const char *json, *path;
        int32_t code;
    } cases[] = {
        {"{\"alt\": \"x\",}", "a.json", KOOR_E_SYNTAX},
        {"[]", "a.json", KOOR_E_SYNTAX},
        {"{\"alt\":1}", "a.json: alt", KOOR_E_VALUE},
        {"{\"atl\":\"x\"}", "a.json: atl", KOOR_E_KEY},
        {"{\"alt\":\"x\",\"alt\":\"y\"}", "a.json", KOOR_E_SYNTAX},
        {"{\"focus\":{}}", "a.json: focus", KOOR_E_VALUE},
        {"{\"focus\":[{\"keep\":true}]}", "a.json: focus[0]", KOOR_E_KEY},
        {"{\"focus\":[{\"box\":[0,0,1,1]},{\"box\":[0.5,0,0.6,1]}]}", "a.json: focus[1].box",
         KOOR_E_VALUE},
        {"{\"focus\":[{\"box\":[0,0,0,1]}]}", "a.json: focus[0].box", KOOR_E_VALUE},
        {"{\"focus\":[{\"pixels\":[0,0,401,100000000000]}]}", "a.json: focus[0].pixels",
         KOOR_E_VALUE},
        {"{\"focus\":[{\"box\":[0,0,1,1],\"kep\":true}]}", "a.json: focus[0].kep", KOOR_E_KEY},
        {"{\"focus\":[{\"box\":[0,0,1,1],\"weight\":0}]}", "a.json: focus[0].weight", KOOR_E_KEY},
        {"{\"flags\":[\"people\",\"cats\"]}", "a.json: flags[1]", KOOR_E_VALUE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        desk d;
        kr_picture *p;
        desk_start(&d, &kr_memory_default);
        assert_int_equal(probe_blob(&d, "a.jpg", file, cases[i].json, &p), cases[i].code);
        assert_string_equal(koor_error_path(d.error), cases[i].path);
        desk_end(&d);
    }
}

static void syntax_errors_have_an_offset(void **state) {
    (void)state;
    desk d;
    kr_picture *p;
    desk_start(&d, &kr_memory_default);
    assert_int_equal(probe_blob(&d, "a.jpg", file, "{\"alt\": oops}", &p), KOOR_E_SYNTAX);
    assert_in_range(koor_error_offset(d.error), 8, 13);
    desk_end(&d);
}

static void a_kit_gives_colours_and_files_beneath_its_folder(void **state) {
    (void)state;
    desk d;
    kr_brand brand;
    desk_start(&d, &kr_memory_default);
    assert_int_equal(
        kr_brand_read(&d.job, &d.arena,
                      KR_STR("{\"colours\":{\"dark\":\"#14213D\",\"accent\":\"#fca311\"},"
                             "\"logo\":{\"light\":\"art/white.png\"},\"kicker\":\"Acme\"}"),
                      KR_STR("kit"), &brand),
        KOOR_OK);
    assert_int_equal(brand.dark, 0x14213D);
    assert_int_equal(brand.accent, 0xFCA311);
    assert_true(kr_str_is(brand.logo_light, "kit/art/white.png"));
    assert_int_equal(brand.logo_dark.length, 0);
    assert_true(brand.given);
    desk_end(&d);
}

static void no_path_leaves_the_folder(void **state) {
    (void)state;
    static const char *const tricks[] = {
        "/etc/passwd", "..",      "../x.png", "a/../../x.png", "a/..",
        "..\\\\x.png", "C:x.png", "",         "a\\u0001.png",  "a\\u0000/../b"};
    for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
        desk d;
        kr_brand brand;
        char json[200];
        desk_start(&d, &kr_memory_default);
        snprintf(json, sizeof json, "{\"logo\":{\"dark\":\"%s\"}}", tricks[i]);
        assert_true(kr_brand_read(&d.job, &d.arena, kr_str_of(json), KR_STR("kit"), &brand) < 0);
        desk_end(&d);
    }
    desk d;
    kr_brand brand;
    desk_start(&d, &kr_memory_default);
    assert_int_equal(kr_brand_read(&d.job, &d.arena,
                                   KR_STR("{\"logo\":{\"dark\":\"a..b/..c.png\"}}"), KR_STR("kit"),
                                   &brand),
                     KOOR_OK);
    desk_end(&d);
}

static void kits_with_mistakes_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *json;
        int32_t code;
    } cases[] = {{"{\"colours\":{\"dark\":\"red\"}}", KOOR_E_VALUE},
                 {"{\"colours\":{\"drak\":\"#000000\"}}", KOOR_E_KEY},
                 {"{\"kicker\":3}", KOOR_E_VALUE},
                 {"[1]", KOOR_E_SYNTAX},
                 {"{\"colours\":", KOOR_E_SYNTAX},
                 {"{\"colours\":{\"a\":{\"b\":{}}}}", KOOR_E_KEY}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        desk d;
        kr_brand brand;
        desk_start(&d, &kr_memory_default);
        assert_int_equal(
            kr_brand_read(&d.job, &d.arena, kr_str_of(cases[i].json), KR_STR("kit"), &brand),
            cases[i].code);
        desk_end(&d);
    }
}

static void a_kit_is_read_from_its_file(void **state) {
    (void)state;
    desk d;
    kr_brand brand;
    char path[1000], wanted[1000];
    const char *folder = getenv("KOOR_SOURCE");
    snprintf(path, sizeof path, "%s/tests/unit/image/kit.json", folder ? folder : ".");
    snprintf(wanted, sizeof wanted, "%s/tests/unit/image/logo.png", folder ? folder : ".");
    desk_start(&d, &kr_memory_default);
    d.settings.text[KR_OPT_IMAGE_BRAND] = path;
    assert_int_equal(kr_brand_open(&d.job, &d.arena, &d.settings, &brand), KOOR_OK);
    assert_int_equal(brand.accent, 0xFCA311);
    assert_true(kr_str_is(brand.logo_dark, wanted));
    d.settings.text[KR_OPT_IMAGE_BRAND] = "/nonexistent/kit.json";
    assert_int_equal(kr_brand_open(&d.job, &d.arena, &d.settings, &brand), KOOR_E_IO);
    desk_end(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_flags_and_words_are_read),
        cmocka_unit_test(mistakes_are_told_with_their_place),
        cmocka_unit_test(syntax_errors_have_an_offset),
        cmocka_unit_test(a_kit_gives_colours_and_files_beneath_its_folder),
        cmocka_unit_test(no_path_leaves_the_folder),
        cmocka_unit_test(a_kit_is_read_from_its_file),
        cmocka_unit_test(kits_with_mistakes_are_refused),
    };
    return cmocka_run_group_tests(tests, make_file, drop_file);
}
