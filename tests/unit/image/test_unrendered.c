/* A build without libjpeg: pictures are probed and planned, and rendering says what is missing. */
#include "unit.h"

#include "image/image.h"
#include "koor.h"
#include "options/options.h"

#include <string.h>

/* Nothing but headers: a frame of 1600 x 1067 and the start of a scan. */
static const uint8_t headers[] = "\xFF\xD8\xFF\xC0\0\x0B\x08\x04\x2B\x06\x40\x01\x01\x11\0"
                                 "\xFF\xDA\0\x08\x01\x01\0\0\x3F\0....\xFF\xD9";

static void pictures_are_planned_and_not_rendered(void **state) {
    (void)state;
    static const kr_picture_size sizes[] = {{1200, 627, 0}, {1080, 1080, 0}};
    const kr_image_class class = {
        .name = KR_STR("x"), .sizes = sizes, .size_count = 2, .headline = KR_STR("Kom"), .seed = 1};
    const kr_image_input input = {
        .id = KR_STR("a.jpg"), .bytes = headers, .length = sizeof headers - 1};
    koor_error *error = NULL;
    kr_settings settings;
    kr_picture *picture;
    kr_recipe *recipes;
    kr_brand brand;
    kr_job job;
    void *bytes;
    size_t count, length;
    kr_options_start(&settings);
    kr_job_start(&job, &kr_memory_default, &error);
    assert_int_equal(kr_image_can_render(), 0);
    assert_int_equal(kr_image_probe(&job, &job.arena, &settings, &input, &picture), KOOR_OK);
    assert_int_equal(picture->width, 1600);
    assert_int_equal(picture->measured, 0);
    assert_int_equal(kr_brand_open(&job, &job.arena, &settings, &brand), KOOR_OK);
    kr_picture_pool pool = {&picture, 1};
    assert_int_equal(kr_image_recipes(&job, &job.arena, &(kr_image_scene){&pool, &brand, &settings},
                                      &class, 6, &recipes, &count),
                     KOOR_OK);
    assert_int_equal(count, 6);
    kr_image_scene scene = {&pool, &brand, &settings};
    assert_int_equal(kr_image_render(&job, &scene, &recipes[0], &bytes, &length), KOOR_E_FEATURE);
    assert_non_null(strstr(koor_error_message(error), "libjpeg-turbo"));
    koor_error_free(error);
    kr_job_end(&job);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_are_planned_and_not_rendered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
