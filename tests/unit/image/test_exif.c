/* Which way is up, and whether the colours are sRGB: from bytes of both orders, and from broken ones. */
#include "image/header.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

/* Behind what is given nothing may be read: a sanitizer sees it. */
static uint8_t *exact(const void *bytes, size_t length) {
    uint8_t *copy = malloc(length ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    return copy;
}

static int up(const char *bytes, size_t length) {
    uint8_t *copy = exact(bytes, length);
    int orientation = kr_exif_orientation(copy, length);
    free(copy);
    return orientation;
}

#define LITTLE "II*\0\x08\0\0\0"
#define BIG "MM\0*\0\0\0\x08"
#define UP(text) up(text, sizeof(text) - 1)

static void both_orders_tell_which_way_is_up(void **state) {
    (void)state;
    assert_int_equal(UP(LITTLE "\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"), 6);
    assert_int_equal(UP(BIG "\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0"), 8);
    /* behind another entry */
    assert_int_equal(UP(BIG "\0\x02\x01\x0f\0\x02\0\0\0\x01\0\x05\0\0\x01\x12\0\x03\0\0\0\x01\0\x03\0\0"), 3);
}

static void what_is_no_orientation_is_upright(void **state) {
    (void)state;
    assert_int_equal(UP("II*\0\x08\0\0\0\0\0\0\0\0"), 1);                               /* too short */
    assert_int_equal(UP("IM*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"), 1);   /* no order */
    assert_int_equal(UP("II*\0\xff\xff\xff\xff\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"), 1);
    assert_int_equal(UP(LITTLE "\x01\0\x12\x01\x04\0\x01\0\0\0\x06\0\0\0"), 1);           /* not a short */
    assert_int_equal(UP(LITTLE "\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0\0\0"), 1);           /* 9 */
    assert_int_equal(UP(LITTLE "\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0"), 1);             /* 0 */
    assert_int_equal(UP(LITTLE "\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"), 1);             /* no entry */
    assert_int_equal(UP(LITTLE "\x02\0\x12\x02\x03\0\x01\0\0\0\x06\0\0\0\x12\x01\x03"), 1); /* cut off */
}

/* -- colour profiles ------------------------------------------------------------------------------- */

static void put32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

enum { PROFILE = 132 + 3 * 12 + 3 * 20 };

/* A matrix profile with these colorants. */
static void write_profile(uint8_t *at, const int32_t xyz[3][3]) {
    memset(at, 0, PROFILE);
    memcpy(at + 16, "RGB ", 4);
    put32(at + 128, 3);
    for (int c = 0; c < 3; c++) {
        uint8_t *entry = at + 132 + 12 * c;
        uint32_t offset = (uint32_t)(132 + 36 + 20 * c);
        memcpy(entry, c == 0 ? "rXYZ" : c == 1 ? "gXYZ" : "bXYZ", 4);
        put32(entry + 4, offset);
        put32(entry + 8, 20);
        for (int i = 0; i < 3; i++)
            put32(at + offset + 8 + 4 * i, (uint32_t)xyz[c][i]);
    }
}

static int is_srgb(const uint8_t *bytes, size_t length) {
    uint8_t *copy = exact(bytes, length);
    int answer = kr_profile_is_srgb(copy, length);
    free(copy);
    return answer;
}

static void profiles_are_told_by_their_colorants(void **state) {
    static const int32_t srgb[3][3] = {{28578, 14583, 912}, {25241, 46981, 6364}, {9376, 3972, 46797}};
    static const int32_t p3[3][3] = {{33760, 15807, -69}, {19132, 45353, 2743}, {10295, 4374, 51394}};
    uint8_t bytes[PROFILE];
    (void)state;
    write_profile(bytes, srgb);
    assert_true(is_srgb(bytes, PROFILE));
    put32(bytes + 132 + 36 + 8, 28578 + 200);
    assert_true(is_srgb(bytes, PROFILE));
    put32(bytes + 132 + 36 + 8, 28578 + 201);
    assert_false(is_srgb(bytes, PROFILE));
    put32(bytes + 132 + 36 + 8, 28578 - 201);
    assert_false(is_srgb(bytes, PROFILE));
    write_profile(bytes, p3);
    assert_false(is_srgb(bytes, PROFILE));
}

static void broken_profiles_are_not_srgb(void **state) {
    static const int32_t srgb[3][3] = {{28578, 14583, 912}, {25241, 46981, 6364}, {9376, 3972, 46797}};
    uint8_t bytes[PROFILE];
    (void)state;
    for (size_t length = 0; length < PROFILE; length++) {
        write_profile(bytes, srgb);
        assert_false(is_srgb(bytes, length)); /* cut off */
    }
    put32(bytes + 128, 2); /* blue is not counted */
    assert_false(is_srgb(bytes, PROFILE));
    put32(bytes + 128, 0xFFFFFFFF); /* more than there are: the rest is not read */
    assert_true(is_srgb(bytes, PROFILE));
    put32(bytes + 132 + 4, 0xFFFFFFF0);
    assert_false(is_srgb(bytes, PROFILE));
    memcpy(bytes + 16, "CMYK", 4);
    assert_false(is_srgb(bytes, PROFILE));
    memcpy(bytes + 16, "GRAY", 4); /* grey has no colorants to differ */
    assert_true(is_srgb(bytes, PROFILE));
    assert_false(is_srgb(bytes, 131));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_orders_tell_which_way_is_up),
        cmocka_unit_test(what_is_no_orientation_is_upright),
        cmocka_unit_test(profiles_are_told_by_their_colorants),
        cmocka_unit_test(broken_profiles_are_not_srgb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
