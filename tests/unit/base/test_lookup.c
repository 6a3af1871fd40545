/* Digests to numbers: each number that was added under a digest comes, and no other. */
#include "base/lookup.h"
#include "unit.h"

static uint32_t count_of(const kr_lookup *lookup, uint64_t digest, uint64_t *sum) {
    uint32_t count = 0, number;
    *sum = 0;
    for (size_t probe = 0; (number = kr_lookup_next(lookup, digest, &probe)) != UINT32_MAX; count++)
        *sum += number;
    return count;
}

static void numbers_are_found_by_their_digest(void **state) {
    (void)state;
    kr_lookup lookup;
    uint64_t sum;
    kr_lookup_start(&lookup, &kr_memory_default);
    assert_int_equal(count_of(&lookup, 5, &sum), 0);
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(kr_lookup_add(&lookup, i / 2 * 64, i), 0); /* two of each, in few slots */
    for (uint32_t i = 0; i < 500; i++) {
        assert_int_equal(count_of(&lookup, i * 64, &sum), 2);
        assert_int_equal(sum, 4 * i + 1);
        assert_int_equal(count_of(&lookup, i * 64 + 1, &sum), 0);
    }
    kr_lookup_clear(&lookup);
    assert_int_equal(count_of(&lookup, 0, &sum), 0);
    kr_lookup_end(&lookup);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_are_found_by_their_digest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
