/* Reading numbers without the locale, and naturals beyond 64 bits. */
#include "base/numbers.h"
#include "unit.h"

#include <string.h>

static kr_big big(const char *decimal) {
    kr_big number = {0};
    assert_int_equal(kr_big_read(&kr_memory_default, &number, kr_str_of(decimal)), 0);
    return number;
}

static void expect_big(kr_big *number, const char *decimal) {
    kr_buffer buffer;
    kr_buffer_start(&buffer, &kr_memory_default);
    kr_big_write(&buffer, number);
    assert_string_equal(buffer.data, decimal);
    kr_buffer_end(&buffer);
    kr_big_end(&kr_memory_default, number);
}

static void reads_whole_numbers(void **state) {
    (void)state;
    int64_t value;
    assert_int_equal(kr_read_int(&value, kr_str_of("-9223372036854775808")), 0);
    assert_true(value == INT64_MIN);
    assert_int_equal(kr_read_int(&value, kr_str_of("9223372036854775808")), -1);
    const char *const bad[] = {"", "-", "+", "1 ", " 1", "1a", "1,0", "--1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(kr_read_int(&value, kr_str_of(bad[i])), -1);
}

static void reads_and_writes_fractions(void **state) {
    (void)state;
    int64_t ppm;
    assert_int_equal(kr_read_ppm(&ppm, kr_str_of("0.5")), 0);
    assert_int_equal(ppm, 500000);
    assert_int_equal(kr_read_ppm(&ppm, kr_str_of("1")), 0);
    assert_int_equal(ppm, 1000000);
    assert_int_equal(kr_read_ppm(&ppm, kr_str_of("1.")), -1);
    assert_int_equal(kr_read_ppm(&ppm, kr_str_of("0,5")), -1);
    kr_buffer buffer;
    kr_buffer_start(&buffer, &kr_memory_default);
    kr_buffer_ppm(&buffer, 410000);
    kr_buffer_char(&buffer, ' ');
    kr_buffer_ppm(&buffer, 1000000);
    kr_buffer_char(&buffer, ' ');
    kr_buffer_ppm(&buffer, -1);
    assert_string_equal(buffer.data, "0.41 1 -0.000001");
    kr_buffer_end(&buffer);
}

static void counts_beyond_64_bits(void **state) {
    (void)state;
    kr_big a = big("340282366920938463463374607431768211456"), b = a, rest = {0};
    b = big("18446744073709551616");
    assert_int_equal(kr_big_divide(&kr_memory_default, &a, &b, &rest), 0);
    expect_big(&rest, "0");
    assert_int_equal(kr_big_multiply(&kr_memory_default, &a, &b), 0);
    assert_int_equal(kr_big_add(&kr_memory_default, &a, &b), 0);
    assert_true(kr_big_u64(&a) == UINT64_MAX);
    expect_big(&a, "340282366920938463481821351505477763072");
    kr_big_end(&kr_memory_default, &b);
    a = big("1000000000000000000000000007"), b = big("1000000000"), rest = (kr_big){0};
    kr_big_divide(&kr_memory_default, &a, &b, &rest);
    expect_big(&a, "1000000000000000000");
    expect_big(&rest, "7");
    kr_big_end(&kr_memory_default, &b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_whole_numbers),
        cmocka_unit_test(reads_and_writes_fractions),
        cmocka_unit_test(counts_beyond_64_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
