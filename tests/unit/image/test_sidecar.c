/* Sidecars and brand kits: what they say, and where they are wrong. */
#define _GNU_SOURCE /* mkdtemp */
#include "pictures.h"

#include <sys/stat.h>
#include <unistd.h>

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
        {"{\"focus\":[{\"pixels\":[0,0,401,300]}]}", "a.json: focus[0].pixels", KOOR_E_VALUE},
        {"{\"focus\":[{\"box\":[0,0,1,1],\"pixels\":[0,0,9,9]}]}", "a.json: focus[0].pixels",
         KOOR_E_KEY},
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
    assert_true(kr_str_is(brand.logo_light.path, "kit/art/white.png"));
    assert_int_equal(brand.logo_dark.path.length, 0);
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

/* A file of the test's own folder, written anew. */
static void write_text(const char *folder, const char *name, const char *text) {
    char path[TEMPORARY_NAME + 32];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *to = fopen(path, "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(text, 1, strlen(text), to), strlen(text));
    fclose(to);
}

static void a_kit_is_read_from_its_file_and_knows_what_lies_in_the_others(void **state) {
    (void)state;
    static const char *const names[] = {"kit.json", "logo.png", "font.ttf"};
    char folder[TEMPORARY_NAME], path[TEMPORARY_NAME + 32], logo[TEMPORARY_NAME + 32];
    desk d;
    kr_brand brand, again;
    temporary_name(folder, "kit");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/kit.json", folder);
    snprintf(logo, sizeof logo, "%s/logo.png", folder);
    write_text(folder, "kit.json", "{\"colours\":{\"accent\":\"#fca311\"},"
                                   "\"logo\":{\"dark\":\"logo.png\"},\"font\":{\"file\":\"font.ttf\"}}");
    write_text(folder, "logo.png", "blue");
    desk_start(&d, &kr_memory_default);
    d.settings.text[KR_OPT_IMAGE_BRAND] = path;
    assert_int_equal(kr_brand_open(&d.job, &d.arena, &d.settings, &brand), KOOR_E_IO);
    assert_non_null(strstr(koor_error_path(d.error), "font.ttf")); /* told while planning */
    desk_error(&d);
    write_text(folder, "font.ttf", "letters");
    assert_int_equal(kr_brand_open(&d.job, &d.arena, &d.settings, &brand), KOOR_OK);
    assert_int_equal(brand.accent, 0xFCA311);
    assert_true(kr_str_is(brand.logo_dark.path, logo));
    assert_true(brand.logo_dark.digest && brand.font.digest && !brand.logo_light.digest);
    write_text(folder, "logo.png", "pink");
    assert_int_equal(kr_brand_open(&d.job, &d.arena, &d.settings, &again), KOOR_OK);
    assert_true(again.logo_dark.digest != brand.logo_dark.digest);
    assert_true(again.font.digest == brand.font.digest);
    d.settings.text[KR_OPT_IMAGE_BRAND] = "/nonexistent/kit.json";
    assert_int_equal(kr_brand_open(&d.job, &d.arena, &d.settings, &brand), KOOR_E_IO);
    desk_end(&d);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    assert_int_equal(rmdir(folder), 0);
}

/* A link inside the folder is a file of it; one that leads out of it is none. */
static void no_link_leads_out_of_the_folder(void **state) {
    (void)state;
    static const char *const names[] = {
        "kit/logo.png",  "kit/link.png", "kit/art", "kit/sub/up.png",  "kit/sub/out.png", "kit/sub",
        "kit/round.png", "kit/kit.json", "kit",     "secret/logo.png", "secret"};
    static const struct {
        const char *logo;
        int32_t code;
    } cases[] = {{"logo.png", KOOR_E_VALUE},    {"art/logo.png", KOOR_E_VALUE},
                 {"link.png", KOOR_OK},         {"sub/up.png", KOOR_OK},
                 {"sub/out.png", KOOR_E_VALUE}, {"round.png", KOOR_E_VALUE}};
    char folder[TEMPORARY_NAME], path[TEMPORARY_NAME + 32], json[64];
    temporary_name(folder, "links");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("kit", 0755) | mkdir("secret", 0755), 0);
    write_text(folder, "secret/logo.png", "outside");
    write_text(folder, "kit/inside.png", "inside");
    assert_int_equal(symlink("../secret/logo.png", "kit/logo.png"), 0);
    assert_int_equal(symlink("../secret", "kit/art"), 0);
    assert_int_equal(symlink("inside.png", "kit/link.png"), 0);
    assert_int_equal(mkdir("kit/sub", 0755), 0);
    assert_int_equal(symlink("./..//link.png", "kit/sub/up.png"), 0);
    assert_int_equal(symlink("../art/../../secret/logo.png", "kit/sub/out.png"), 0);
    assert_int_equal(symlink("round.png", "kit/round.png"), 0);
    snprintf(path, sizeof path, "%s/kit/kit.json", folder);
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        desk d;
        kr_brand brand;
        desk_start(&d, &kr_memory_default);
        snprintf(json, sizeof json, "{\"logo\":{\"dark\":\"%s\"}}", cases[i / 2].logo);
        write_text(folder, "kit/kit.json", json);
        d.settings.text[KR_OPT_IMAGE_BRAND] = i % 2 ? path : "kit/kit.json";
        assert_int_equal(kr_brand_open(&d.job, &d.arena, &d.settings, &brand), cases[i / 2].code);
        if (cases[i / 2].code < 0)
            assert_non_null(strstr(koor_error_message(d.error), "outside the folder"));
        desk_end(&d);
    }
    assert_int_equal(remove("kit/inside.png"), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(remove(names[i]), 0);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_flags_and_words_are_read),
        cmocka_unit_test(mistakes_are_told_with_their_place),
        cmocka_unit_test(syntax_errors_have_an_offset),
        cmocka_unit_test(a_kit_gives_colours_and_files_beneath_its_folder),
        cmocka_unit_test(no_path_leaves_the_folder),
        cmocka_unit_test(a_kit_is_read_from_its_file_and_knows_what_lies_in_the_others),
        cmocka_unit_test(no_link_leads_out_of_the_folder),
        cmocka_unit_test(kits_with_mistakes_are_refused),
    };
    return cmocka_run_group_tests(tests, make_file, drop_file);
}
