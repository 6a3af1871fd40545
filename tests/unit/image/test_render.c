/* Rendering: decoded properties, order, threads, limits, broken sources, and no memory. */
#define _POSIX_C_SOURCE 200809L
#include "pictures.h"

#include "base/digest.h"

#include "image/header.h"

static const kr_picture_size sizes[] = {{600, 314, 0}, {540, 540, 0}};
static const kr_picture_size small_sizes[] = {{96, 64, 0}, {80, 80, 0}};
static blob files[2], small_files[2];

static int make_files(void **state) {
    (void)state;
    files[0] = scene_jpeg(1200, 900, 300);
    files[1] = scene_jpeg(900, 1200, 600);
    small_files[0] = scene_jpeg(160, 120, 300);
    small_files[1] = scene_jpeg(120, 160, 600);
    return 0;
}

static int drop_files(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        free(files[i].bytes);
        free(small_files[i].bytes);
    }
    return 0;
}

typedef struct studio {
    desk d;
    kr_picture *pictures[2];
    kr_picture_pool pool;
    kr_brand brand;
    kr_recipe *recipes;
    size_t count;
} studio;

static int32_t open_studio(studio *s, const kr_memory *memory, size_t wanted, const blob *from,
                           const kr_picture_size *wanted_sizes) {
    const kr_image_class class = {
        .name = KR_STR("test"), .sizes = wanted_sizes, .size_count = 2, .seed = 3};
    desk_start(&s->d, memory);
    s->count = 0;
    s->pool = (kr_picture_pool){s->pictures, 2};
    int32_t status = probe_blob(
        &s->d, "a.jpg", from[0],
        "{\"alt\":{\"nl\":\"Zon\"},\"focus\":[{\"box\":[0.2,0.2,0.2,0.3]}]}", &s->pictures[0]);
    if (status == KOOR_OK)
        status = probe_blob(&s->d, "b.jpg", from[1], "", &s->pictures[1]);
    if (status == KOOR_OK)
        status =
            kr_brand_read(&s->d.job, &s->d.arena, KR_STR("{\"colours\":{\"dark\":\"#14213d\"}}"),
                          KR_STR(""), &s->brand);
    if (status == KOOR_OK)
        status = kr_image_recipes(&s->d.job, &s->d.arena,
                                  &(kr_image_scene){&s->pool, &s->brand, &s->d.settings}, &class,
                                  wanted, &s->recipes, &s->count);
    return status;
}

static int32_t studio_start(studio *s, const kr_memory *memory, size_t wanted) {
    return open_studio(s, memory, wanted, files, sizes);
}

typedef struct results {
    uint64_t hash[100];
    size_t next, stop_at, bytes;
} results;

static int32_t collect(size_t index, const void *bytes, size_t length, void *user) {
    results *r = user;
    assert_int_equal(index, r->next);
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ ((const uint8_t *)bytes)[i]) * 1099511628211u;
    r->hash[r->next++] = hash;
    r->bytes += length;
    return r->stop_at && index + 1 == r->stop_at;
}

static int32_t render_all(studio *s, int32_t threads, size_t count, results *out) {
    const kr_recipe *list[100];
    kr_image_scene scene = {&s->pool, &s->brand, &s->d.settings};
    for (size_t i = 0; i < count; i++)
        list[i] = &s->recipes[i % s->count];
    return kr_image_render_all(&s->d.job, &scene, list, count, threads, collect, out);
}

static void bytes_are_the_same_on_every_number_of_threads(void **state) {
    (void)state;
    results one = {0}, again = {0};
    studio s;
    assert_int_equal(studio_start(&s, &kr_memory_default, 12), KOOR_OK);
    assert_true(s.count >= 8);
    assert_int_equal(render_all(&s, 1, 2 * s.count, &one), KOOR_OK);
    assert_int_equal(one.next, 2 * s.count);
    static const int32_t threads[] = {0, 2, 3, 7};
    for (size_t k = 0; k < 4; k++) {
        memset(&again, 0, sizeof again);
        assert_int_equal(render_all(&s, threads[k], 2 * s.count, &again), KOOR_OK);
        assert_memory_equal(one.hash, again.hash, sizeof one.hash);
    }
    for (size_t i = 0; i < s.count; i++) {
        assert_true(one.hash[i] == one.hash[i + s.count]);
        for (size_t k = 0; k < i; k++)
            assert_true(one.hash[i] != one.hash[k]);
    }
    desk_end(&s.d);
}

/* libjpeg-turbo asks once for a process whether it may use SIMD: so this program calls itself. */
static const char *program;

static void print_hash(void) {
    results all = {0};
    studio s;
    uint64_t sum = 0;
    make_files(NULL);
    assert_int_equal(studio_start(&s, &kr_memory_default, 12), KOOR_OK);
    assert_int_equal(render_all(&s, 1, s.count, &all), KOOR_OK);
    for (size_t i = 0; i < all.next; i++)
        sum = sum * 31 + all.hash[i];
    printf("%016llx\n", (unsigned long long)sum);
    desk_end(&s.d);
    drop_files(NULL);
}

static void bytes_are_the_same_without_simd(void **state) {
    (void)state;
    static const char *const settings[] = {"", "JSIMD_FORCENONE=1 "};
    char line[2][32] = {"", ""};
    for (int i = 0; i < 2; i++) {
        char command[1200];
        snprintf(command, sizeof command, "%s'%s' hash", settings[i], program);
        FILE *pipe = popen(command, "r");
        assert_non_null(pipe);
        assert_non_null(fgets(line[i], sizeof line[i], pipe));
        assert_int_equal(pclose(pipe), 0);
        assert_int_equal(strlen(line[i]), 17);
    }
    assert_string_equal(line[0], line[1]);
}

/* A recipe has the same bytes alone and in company. */
static void a_single_one_has_the_bytes_of_the_many(void **state) {
    (void)state;
    results all = {0};
    studio s;
    assert_int_equal(studio_start(&s, &kr_memory_default, 12), KOOR_OK);
    kr_image_scene scene = {&s.pool, &s.brand, &s.d.settings};
    s.recipes[3].width = 96; /* in the company of a very small one, too */
    s.recipes[3].height = 64;
    assert_int_equal(render_all(&s, 2, s.count, &all), KOOR_OK);
    for (size_t i = 0; i < s.count; i++) {
        const kr_recipe *one = &s.recipes[i];
        results alone = {0};
        kr_header header;
        void *bytes;
        size_t length;
        assert_int_equal(kr_image_render(&s.d.job, &scene, one, &bytes, &length), KOOR_OK);
        assert_int_equal(
            kr_header_read(&s.d.job, &s.d.settings, KR_STR("out"), bytes, length, &header),
            KOOR_OK);
        assert_int_equal(header.width, one->width);
        assert_int_equal(header.height, one->height);
        assert_int_equal(header.orientation, 1);
        collect(0, bytes, length, &alone);
        assert_true(alone.hash[0] == all.hash[i]);
        kr_free(&kr_memory_default, bytes);
    }
    desk_end(&s.d);
}

static void no_metadata_is_left(void **state) {
    (void)state;
    studio s;
    void *bytes;
    size_t length;
    blob place = with_segment(files[0], 0xE1, "Exif\0\0GPS 51.05 3.72", 20),
         more = with_segment(place, 0xFE, "secret", 6);
    desk_start(&s.d, &kr_memory_default);
    s.pool = (kr_picture_pool){s.pictures, 1};
    kr_image_scene scene = {&s.pool, &s.brand, &s.d.settings};
    kr_recipe r = {.crop = {0, 0, 1200, 900}, .width = 400, .height = 300, .quality = 82};
    assert_int_equal(probe_blob(&s.d, "a.jpg", more, "", &s.pictures[0]), KOOR_OK);
    assert_int_equal(kr_image_render(&s.d.job, &scene, &r, &bytes, &length), KOOR_OK);
    const uint8_t *at = bytes;
    for (size_t i = 0; i + 6 < length; i++)
        assert_true(memcmp(at + i, "secret", 6) != 0 && memcmp(at + i, "GPS 51", 6) != 0);
    kr_free(&kr_memory_default, bytes);
    free(place.bytes);
    free(more.bytes);
    desk_end(&s.d);
}

/* The sun of the scene stands where the upright picture has it, whatever the orientation. */
static void orientation_is_applied(void **state) {
    (void)state;
    for (int o = 1; o <= 8; o++) {
        studio s;
        void *bytes;
        size_t length;
        kr_pixels pixels;
        blob turned = with_orientation(files[0], o);
        desk_start(&s.d, &kr_memory_default);
        s.pool = (kr_picture_pool){s.pictures, 1};
        kr_image_scene scene = {&s.pool, &s.brand, &s.d.settings};
        assert_int_equal(probe_blob(&s.d, "a.jpg", turned, "", &s.pictures[0]), KOOR_OK);
        int32_t w = s.pictures[0]->width, h = s.pictures[0]->height;
        assert_int_equal(w, o >= 5 ? 900 : 1200);
        kr_recipe r = {.crop = {0, 0, w, h}, .width = w / 3, .height = h / 3, .quality = 90};
        assert_int_equal(kr_image_render(&s.d.job, &scene, &r, &bytes, &length), KOOR_OK);
        assert_int_equal(kr_jpeg_decode(&s.d.job, "out", bytes, length, 8, &pixels), KOOR_OK);
        kr_rect sun = {355, 295, 10,
                       10}; /* of the stored picture; found again in the upright one */
        for (int32_t y = 0; y < h; y += 5)
            for (int32_t x = 0; x < w; x += 5) {
                kr_rect at = kr_rect_stored((kr_rect){x, y, 1, 1}, 1200, 900, o);
                int inside = at.x >= sun.x && at.x < sun.x + sun.width && at.y >= sun.y &&
                             at.y < sun.y + sun.height;
                if (inside)
                    assert_true(pixels.plane[0].at[(size_t)(y / 3) * pixels.plane[0].stride +
                                                   (size_t)(x / 3)] > 195);
            }
        kr_pixels_end(&kr_memory_default, &pixels);
        kr_free(&kr_memory_default, bytes);
        free(turned.bytes);
        desk_end(&s.d);
    }
}

static void byte_limits_are_met(void **state) {
    (void)state;
    static const int64_t limits[] = {40000, 20000, 9000, 4000};
    studio s;
    assert_int_equal(studio_start(&s, &kr_memory_default, 1), KOOR_OK);
    for (size_t i = 0; i < 4; i++) {
        kr_recipe r = s.recipes[0];
        void *bytes;
        size_t length;
        kr_image_scene scene = {&s.pool, &s.brand, &s.d.settings};
        r.byte_limit = limits[i];
        assert_int_equal(kr_image_render(&s.d.job, &scene, &r, &bytes, &length), KOOR_OK);
        assert_true((int64_t)length <= limits[i]);
        kr_free(&kr_memory_default, bytes);
    }
    kr_recipe r = s.recipes[0];
    void *bytes;
    size_t length;
    kr_image_scene scene = {&s.pool, &s.brand, &s.d.settings};
    r.byte_limit = 100;
    assert_int_equal(kr_image_render(&s.d.job, &scene, &r, &bytes, &length), KOOR_E_LIMIT);
    desk_end(&s.d);
}

static void a_stop_stops(void **state) {
    (void)state;
    for (int32_t threads = 1; threads <= 3; threads++) {
        studio s;
        results r = {.stop_at = 3};
        assert_int_equal(studio_start(&s, &kr_memory_default, 8), KOOR_OK);
        assert_int_equal(render_all(&s, threads, s.count, &r), KOOR_E_CANCELLED);
        assert_int_equal(r.next, 3);
        desk_end(&s.d);
    }
}

/* Cut off behind the header: found when it is probed; changed after planning: found when rendered.
 */
static void broken_sources_are_told(void **state) {
    (void)state;
    studio s;
    kr_picture *p;
    for (size_t part = 2; part < 10; part++) {
        blob cut = {files[0].bytes, files[0].length * part / 11};
        desk_start(&s.d, &kr_memory_default);
        assert_int_equal(probe_blob(&s.d, "cut.jpg", cut, "", &p), KOOR_E_IMAGE);
        assert_string_equal(koor_error_path(s.d.error), "cut.jpg");
        desk_end(&s.d);
    }
    for (int32_t threads = 1; threads <= 2; threads++) {
        results r = {0};
        assert_int_equal(studio_start(&s, &kr_memory_default, 8), KOOR_OK);
        s.pictures[1]->length /= 2;
        s.pictures[1]->digest = kr_digest64(s.pictures[1]->bytes, s.pictures[1]->length);
        int32_t status = render_all(&s, threads, s.count, &r);
        assert_int_equal(status, KOOR_E_IMAGE);
        assert_string_equal(koor_error_path(s.d.error), "b.jpg");
        desk_end(&s.d);
    }
}

/* Size, kind and orientation are the same; one byte is not. */
static void another_picture_than_was_planned_is_told(void **state) {
    (void)state;
    studio s;
    results r = {0};
    assert_int_equal(studio_start(&s, &kr_memory_default, 8), KOOR_OK);
    uint8_t *other = kr_arena_alloc(&s.d.arena, s.pictures[1]->length, 1);
    memcpy(other, s.pictures[1]->bytes, s.pictures[1]->length);
    other[s.pictures[1]->length - 20] ^= 1;
    s.pictures[1]->bytes = other;
    assert_int_equal(render_all(&s, 1, s.count, &r), KOOR_E_FINGERPRINT);
    assert_string_equal(koor_error_path(s.d.error), "b.jpg");
    assert_non_null(strstr(koor_error_message(s.d.error), "plan again"));
    desk_end(&s.d);
}

static void files_are_read_with_care(void **state) {
    (void)state;
    static const char *const paths[] = {"/nonexistent/a.jpg", "/", "/dev/zero", "/dev/null"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        desk d;
        kr_picture *p;
        kr_image_input input = {.id = KR_STR("x.jpg"), .path = kr_str_of(paths[i])};
        desk_start(&d, &kr_memory_default);
        assert_int_equal(kr_image_probe(&d.job, &d.arena, &d.settings, &input, &p), KOOR_E_IO);
        desk_end(&d);
    }
}

/* -- the k-th allocation fails
 * --------------------------------------------------------------------- */

typedef struct failing {
    long left;
    long live;
} failing;

static void *failing_allocate(size_t size, void *user) {
    failing *f = user;
    if (f->left-- <= 0)
        return NULL;
    f->live++;
    return malloc(size);
}

static void *failing_resize(void *block, size_t size, void *user) {
    failing *f = user;
    if (f->left-- <= 0)
        return NULL;
    f->live += !block;
    return realloc(block, size);
}

static void failing_release(void *block, void *user) {
    failing *f = user;
    f->live -= block != NULL;
    free(block);
}

static int32_t whole_way(failing *f) {
    kr_memory memory = {failing_allocate, failing_resize, failing_release, f};
    results r = {0};
    studio s;
    int32_t status = open_studio(&s, &memory, 3, small_files, small_sizes);
    if (status == KOOR_OK)
        status = render_all(&s, 1, 3, &r);
    if (status != KOOR_OK)
        assert_int_equal(koor_error_code(s.d.error), status);
    desk_end(&s.d);
    return status;
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    int32_t status = KOOR_E_NOMEM;
    long k = 0;
    for (; k < 2000 && status != KOOR_OK; k++) {
        failing f = {.left = k};
        status = whole_way(&f);
        assert_true(status == KOOR_OK || status == KOOR_E_NOMEM);
        assert_int_equal(f.live, 0);
    }
    assert_int_equal(status, KOOR_OK);
    assert_true(k > 30);
}

int main(int count, char **words) {
    program = words[0];
    if (count > 1) {
        print_hash();
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_the_same_without_simd),
        cmocka_unit_test(bytes_are_the_same_on_every_number_of_threads),
        cmocka_unit_test(a_single_one_has_the_bytes_of_the_many),
        cmocka_unit_test(no_metadata_is_left),
        cmocka_unit_test(orientation_is_applied),
        cmocka_unit_test(byte_limits_are_met),
        cmocka_unit_test(a_stop_stops),
        cmocka_unit_test(broken_sources_are_told),
        cmocka_unit_test(another_picture_than_was_planned_is_told),
        cmocka_unit_test(files_are_read_with_care),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make_files, drop_files);
}
