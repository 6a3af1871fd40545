/* Resampling: exact where it must be, near the ideal elsewhere, the same with and without vectors.
 */
#include "pictures.h"

#include "image/lanczos.h"

static kr_pixels canvas_of(int32_t width, int32_t height) {
    kr_pixels pixels;
    assert_int_equal(kr_pixels_start(&kr_memory_default, &pixels, width, height), 0);
    memset(pixels.plane[0].at, 0, pixels.plane[0].stride * (size_t)pixels.plane[0].height);
    return pixels;
}

static void a_flat_colour_stays_flat(void **state) {
    (void)state;
    static const int32_t sizes[][2] = {{7, 5}, {64, 64}, {301, 199}, {2, 2}, {640, 11}};
    kr_pixels from = canvas_of(200, 120);
    for (int i = 0; i < 3; i++)
        memset(from.plane[i].at, 77 + 50 * i, from.plane[i].stride * (size_t)from.plane[i].height);
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        int32_t w = sizes[k][0], h = sizes[k][1];
        kr_pixels to = canvas_of(w, h);
        assert_int_equal(kr_resample(&kr_memory_default, &from, (kr_rect){3, 5, 190, 110}, &to,
                                     (kr_rect){0, 0, w, h}),
                         0);
        for (int i = 0; i < 3; i++)
            for (int32_t y = 0; y < to.plane[i].height; y++)
                for (int32_t x = 0; x < to.plane[i].width; x++)
                    assert_int_equal(to.plane[i].at[(size_t)y * to.plane[i].stride + (size_t)x],
                                     77 + 50 * i);
        kr_pixels_end(&kr_memory_default, &to);
    }
    kr_pixels_end(&kr_memory_default, &from);
}

static void its_own_size_is_the_same_picture(void **state) {
    (void)state;
    kr_pixels from, to = canvas_of(100, 80);
    draw_scene(&from, 100, 80, 400);
    assert_int_equal(kr_resample(&kr_memory_default, &from, (kr_rect){0, 0, 100, 80}, &to,
                                 (kr_rect){0, 0, 100, 80}),
                     0);
    for (int i = 0; i < 3; i++)
        for (int32_t y = 0; y < to.plane[i].height; y++)
            assert_memory_equal(to.plane[i].at + (size_t)y * to.plane[i].stride,
                                from.plane[i].at + (size_t)y * from.plane[i].stride,
                                (size_t)to.plane[i].width);
    kr_pixels_end(&kr_memory_default, &from);
    kr_pixels_end(&kr_memory_default, &to);
}

/* A ramp has no detail to lose: each sample must be that of its place, to a level. */
static void a_ramp_keeps_its_place(void **state) {
    (void)state;
    kr_pixels from = canvas_of(512, 64);
    for (int32_t y = 0; y < 64; y++)
        for (int32_t x = 0; x < 512; x++)
            from.plane[0].at[(size_t)y * from.plane[0].stride + (size_t)x] = (uint8_t)(x / 2);
    for (int i = 1; i < 3; i++)
        memset(from.plane[i].at, 128, (size_t)from.plane[i].height * from.plane[i].stride);
    static const int32_t widths[] = {100, 333, 511, 800};
    for (size_t k = 0; k < 4; k++) {
        int32_t w = widths[k];
        kr_pixels to = canvas_of(w, 32);
        assert_int_equal(kr_resample(&kr_memory_default, &from, (kr_rect){64, 0, 384, 64}, &to,
                                     (kr_rect){0, 0, w, 32}),
                         0);
        for (int32_t x = 8; x < w - 8; x++) {
            double place = 64 + (x + 0.5) * 384 / w - 0.5;
            int got = to.plane[0].at[(size_t)(10 * to.plane[0].stride) + (size_t)x];
            assert_in_range(got, (int)(place / 2) - 1, (int)(place / 2) + 1);
        }
        kr_pixels_end(&kr_memory_default, &to);
    }
    kr_pixels_end(&kr_memory_default, &from);
}

static void assert_same(const kr_pixels *a, const kr_pixels *b) {
    for (int i = 0; i < 3; i++)
        for (int32_t y = 0; y < a->plane[i].height; y++)
            assert_memory_equal(a->plane[i].at + (size_t)y * a->plane[i].stride,
                                b->plane[i].at + (size_t)y * b->plane[i].stride,
                                (size_t)a->plane[i].width);
}

static void vectors_give_the_same_bytes(void **state) {
    (void)state;
    size_t count;
    const kr_lanczos_passes *const *vectors = kr_lanczos_vectors(&count);
    kr_prng prng;
    kr_pixels from = canvas_of(237, 161);
    kr_prng_start(&prng, 3, 1, 1, 1);
    for (int i = 0; i < 3; i++)
        for (size_t k = 0; k < from.plane[i].stride * (size_t)from.plane[i].height; k++)
            from.plane[i].at[k] = (uint8_t)kr_prng_u32(&prng);
    for (int round = 0; round < 40; round++) {
        kr_rect area = {(int32_t)kr_prng_below(&prng, 100), (int32_t)kr_prng_below(&prng, 80), 0,
                        0};
        area.width = 1 + (int32_t)kr_prng_below(&prng, (uint32_t)(237 - area.x));
        area.height = 1 + (int32_t)kr_prng_below(&prng, (uint32_t)(161 - area.y));
        int32_t w = 2 + (int32_t)kr_prng_below(&prng, 300),
                h = 2 + (int32_t)kr_prng_below(&prng, 200);
        kr_pixels a = canvas_of(w, h);
        kr_rect to = {0, 0, w, h};
        assert_int_equal(
            kr_resample_with(&kr_lanczos_plain, &kr_memory_default, &from, area, &a, to), 0);
        for (size_t k = 0; k < count; k++) {
            kr_pixels b = canvas_of(w, h);
            assert_int_equal(kr_resample_with(vectors[k], &kr_memory_default, &from, area, &b, to),
                             0);
            assert_same(&a, &b);
            kr_pixels_end(&kr_memory_default, &b);
        }
        kr_pixels_end(&kr_memory_default, &a);
    }
    kr_pixels_end(&kr_memory_default, &from);
}

/* Turning by each orientation: a mark in one corner of the stored picture arrives where EXIF says.
 */
static void orientations_turn_as_exif_says(void **state) {
    (void)state;
    /* Which corner of the upright picture shows the stored top left one: bit 0 right, bit 1 bottom.
     */
    static const int corner[9] = {0, 0, 1, 3, 2, 0, 1, 3, 2};
    for (int o = 1; o <= 8; o++) {
        kr_pixels p = canvas_of(40, 20);
        memset(p.plane[1].at, 128, p.plane[1].stride * 10);
        memset(p.plane[2].at, 128, p.plane[2].stride * 10);
        for (size_t y = 0; y < 4; y++)
            memset(p.plane[0].at + y * p.plane[0].stride, 255, 4);
        assert_int_equal(kr_pixels_orient(&kr_memory_default, &p, o), 0);
        assert_int_equal(p.width, o >= 5 ? 20 : 40);
        for (int c = 0; c < 4; c++) {
            size_t x = c & 1 ? (size_t)p.width - 2 : 1, y = c & 2 ? (size_t)p.height - 2 : 1;
            assert_int_equal(p.plane[0].at[y * p.plane[0].stride + x], c == corner[o] ? 255 : 0);
        }
        kr_rect mark = {corner[o] & 1 ? p.width - 4 : 0, corner[o] & 2 ? p.height - 4 : 0, 4, 4};
        kr_rect stored = kr_rect_stored(mark, 40, 20, o);
        assert_int_equal(stored.x, 0);
        assert_int_equal(stored.y, 0);
        kr_pixels_end(&kr_memory_default, &p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flat_colour_stays_flat),
        cmocka_unit_test(its_own_size_is_the_same_picture),
        cmocka_unit_test(a_ramp_keeps_its_place),
        cmocka_unit_test(vectors_give_the_same_bytes),
        cmocka_unit_test(orientations_turn_as_exif_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
