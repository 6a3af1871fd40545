/* SipHash-2-4 against the vectors of its authors' code: key and input are 00 01 02 ... */
#include "base/hash.h"
#include "unit.h"

static void known_answers(void **state) {
    (void)state;
    unsigned char input[15];
    for (unsigned char i = 0; i < sizeof input; i++)
        input[i] = i;
    const uint64_t key0 = 0x0706050403020100u, key1 = 0x0f0e0d0c0b0a0908u;
    assert_true(kr_siphash64(input, 0, key0, key1) == 0x726fdb47dd0e0e31u);
    assert_true(kr_siphash64(input, 15, key0, key1) == 0xa129ca6149be45e5u);
    kr_hash128 wide = kr_siphash128(input, 0, key0, key1);
    assert_true(wide.low == 0xe6a825ba047f81a3u && wide.high == 0x930255c71472f66du);
}

static void hex_has_32_digits(void **state) {
    (void)state;
    char hex[33];
    kr_hash_hex(hex, (kr_hash128){.low = 0x0123456789abcdefu, .high = 0xfedcba9876543210u});
    assert_string_equal(hex, "fedcba98765432100123456789abcdef");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_answers),
        cmocka_unit_test(hex_has_32_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
