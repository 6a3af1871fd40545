/* Headers: sizes, orientation, limits before decoding, and files that lie. */
#include "pictures.h"

#include "image/header.h"

#include <time.h>

static int32_t read_header(desk *d, blob from, kr_header *out) {
    return kr_header_read(&d->job, &d->settings, KR_STR("test.png"), from.bytes, from.length, out);
}

static void jpeg_tells_size_and_orientation(void **state) {
    (void)state;
    desk d;
    kr_header header;
    blob plain = scene_jpeg(320, 200, 500);
    desk_start(&d, &kr_memory_default);
    assert_int_equal(read_header(&d, plain, &header),
                     KOOR_OK); /* the name says .png: bytes count */
    assert_int_equal(header.kind, KR_PICTURE_JPEG);
    assert_int_equal(header.width, 320);
    assert_int_equal(header.height, 200);
    assert_int_equal(header.orientation, 1);
    assert_int_equal(header.foreign, 0);
    for (int orientation = 0; orientation <= 9; orientation++) {
        blob turned = with_orientation(plain, orientation);
        assert_int_equal(read_header(&d, turned, &header), KOOR_OK);
        assert_int_equal(header.orientation, orientation < 1 || orientation > 8 ? 1 : orientation);
        free(turned.bytes);
    }
    free(plain.bytes);
    desk_end(&d);
}

static void other_kinds_are_known_by_their_bytes(void **state) {
    (void)state;
    static const uint8_t gif[] =
        "GIF89a\x40\x01\xc8\0\x80\0\0......!\xf9\x04....\0,\0\0\0\0\x40\x01\xc8\0\0\x02";
    static const uint8_t lossless[] =
        "RIFF\x16\0\0\0WEBPVP8L\x09\0\0\0\x2f\x3f\xc1\x31\0\0\0\0\0\0";
    static const uint8_t lossy[] =
        "RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xc8\0";
    static const uint8_t extended[] = "RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xc7\0\0";
    const struct {
        const uint8_t *bytes;
        size_t length;
        int kind;
    } cases[] = {{gif, sizeof gif - 1, KR_PICTURE_GIF},
                 {lossless, sizeof lossless - 1, KR_PICTURE_WEBP},
                 {lossy, sizeof lossy - 1, KR_PICTURE_WEBP},
                 {extended, sizeof extended - 1, KR_PICTURE_WEBP}};
    desk d;
    kr_header header;
    desk_start(&d, &kr_memory_default);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        blob from = {malloc(cases[i].length), cases[i].length};
        memcpy(from.bytes, cases[i].bytes, from.length);
        assert_int_equal(read_header(&d, from, &header), KOOR_OK);
        assert_int_equal(header.kind, cases[i].kind);
        assert_int_equal(header.width, 320);
        assert_int_equal(header.height, 200);
        assert_true(header.foreign);
        free(from.bytes);
    }
    desk_end(&d);
}

static void a_frame_beyond_its_screen_is_refused(void **state) {
    (void)state;
    static const char gif[] = "GIF89a\x40\x01\xc8\0\0\0\0,\1\0\0\0\x40\x01\xc8\0\0\x02";
    desk d;
    kr_header header;
    desk_start(&d, &kr_memory_default);
    assert_int_equal(
        kr_header_read(&d.job, &d.settings, KR_STR("a.gif"), gif, sizeof gif - 1, &header),
        KOOR_E_IMAGE);
    assert_non_null(strstr(koor_error_message(d.error), "larger than its screen"));
    desk_end(&d);
}

static void a_bomb_is_refused_before_decoding(void **state) {
    (void)state;
    const struct {
        uint32_t width, height;
        int32_t code;
    } cases[] = {{65536, 65536, KOOR_E_LIMIT},  {16385, 10, KOOR_E_LIMIT},
                 {8000, 7000, KOOR_E_LIMIT},    {0, 10, KOOR_E_IMAGE},
                 {0xFFFFFFFF, 1, KOOR_E_IMAGE}, {1600, 900, KOOR_OK}};
    desk d;
    kr_header header;
    desk_start(&d, &kr_memory_default);
    clock_t start = clock();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        blob png = tiny_png(cases[i].width, cases[i].height);
        assert_int_equal(read_header(&d, png, &header), cases[i].code);
        assert_int_equal(desk_error(&d), cases[i].code);
        free(png.bytes);
    }
    assert_true((clock() - start) * 1000 / CLOCKS_PER_SEC < 50);
    desk_end(&d);
}

static void too_many_bytes_or_scans_are_refused(void **state) {
    (void)state;
    desk d;
    kr_header header;
    blob plain = scene_jpeg(64, 64, 500), many = {malloc(plain.length + 65 * 10), plain.length};
    static const uint8_t scan[] = {0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0};
    desk_start(&d, &kr_memory_default);
    memcpy(many.bytes, plain.bytes, plain.length - 2);
    many.length -= 2;
    for (int i = 0; i < 64; i++, many.length += sizeof scan)
        memcpy(many.bytes + many.length, scan, sizeof scan);
    assert_int_equal(read_header(&d, many, &header), KOOR_E_IMAGE);
    assert_non_null(strstr(koor_error_message(d.error), "64 scans"));
    desk_error(&d);
    d.settings.number[KR_OPT_IMAGE_MAX_BYTES] = (int64_t)plain.length - 1;
    assert_int_equal(read_header(&d, plain, &header), KOOR_E_LIMIT);
    free(plain.bytes);
    free(many.bytes);
    desk_end(&d);
}

/* Cut off at every byte, and with every byte changed: an answer each time, and never a size beyond
 * the limits. */
static void broken_files_never_pass_the_limits(void **state) {
    (void)state;
    desk d;
    kr_header header;
    blob plain = scene_jpeg(64, 48, 500), turned = with_orientation(plain, 6),
         png = tiny_png(64, 48);
    const blob all[] = {turned, png};
    kr_prng prng;
    kr_prng_start(&prng, 1, 1, 1, 1);
    desk_start(&d, &kr_memory_default);
    for (size_t which = 0; which < 2; which++)
        for (size_t i = 0; i < 4 * all[which].length; i++) {
            size_t length = i < all[which].length ? i : all[which].length;
            blob bad = {malloc(length + 1), length};
            memcpy(bad.bytes, all[which].bytes, length);
            if (i >= all[which].length)
                bad.bytes[i % length] = (uint8_t)kr_prng_u32(&prng);
            uint8_t *exact =
                malloc(length ? length : 1); /* so that a read beyond the end is seen */
            memcpy(exact, bad.bytes, length);
            int32_t status = read_header(&d, (blob){exact, length}, &header);
            assert_true(status == KOOR_OK || status == KOOR_E_IMAGE || status == KOOR_E_LIMIT);
            if (status == KOOR_OK)
                assert_true(header.width > 0 && header.width <= 16384 && header.orientation <= 8);
            desk_error(&d);
            free(exact);
            free(bad.bytes);
        }
    free(plain.bytes);
    free(turned.bytes);
    free(png.bytes);
    desk_end(&d);
}

static void what_is_no_picture_is_said_so(void **state) {
    (void)state;
    static const char *const lies[] = {"",
                                       "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                                       "%PDF-1.7",
                                       "GIF8",
                                       "\xFF\xD8",
                                       "BM......",
                                       "RIFF....WAVE"};
    desk d;
    kr_header header;
    desk_start(&d, &kr_memory_default);
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        int32_t status = kr_header_read(&d.job, &d.settings, KR_STR("photo.jpg"), lies[i],
                                        strlen(lies[i]), &header);
        assert_int_equal(status, KOOR_E_IMAGE);
        assert_string_equal(koor_error_path(d.error), "photo.jpg");
        desk_error(&d);
    }
    desk_end(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jpeg_tells_size_and_orientation),
        cmocka_unit_test(other_kinds_are_known_by_their_bytes),
        cmocka_unit_test(a_frame_beyond_its_screen_is_refused),
        cmocka_unit_test(a_bomb_is_refused_before_decoding),
        cmocka_unit_test(too_many_bytes_or_scans_are_refused),
        cmocka_unit_test(broken_files_never_pass_the_limits),
        cmocka_unit_test(what_is_no_picture_is_said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
