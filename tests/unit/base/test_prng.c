/* Philox against the known answers of Random123 (kat_vectors, philox4x32-10), bounds, streams. */
#include "base/prng.h"
#include "unit.h"

#include <string.h>

static void known_answers(void **state) {
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], answer[4];
    } cases[] = {
        {{0}, {0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t out[4];
        kr_philox(out, cases[i].counter, cases[i].key);
        assert_memory_equal(out, cases[i].answer, sizeof out);
    }
}

static void draws_stay_below_their_bound(void **state) {
    (void)state;
    kr_prng prng;
    kr_prng_start(&prng, 7, KR_STAGE_SELECT, 42, 0);
    int seen[6] = {0};
    for (int i = 0; i < 6000; i++) {
        uint32_t value = kr_prng_below(&prng, 6);
        assert_true(value < 6);
        seen[value]++;
    }
    for (int i = 0; i < 6; i++)
        assert_in_range(seen[i], 850, 1150); /* 5 standard deviations around 1,000 */
    assert_int_equal(kr_prng_below(&prng, 0), 0);
    assert_int_equal(kr_prng_below(&prng, 1), 0);
    for (int i = 0; i < 100; i++)
        assert_true(kr_prng_below64(&prng, 5000000000u) < 5000000000u);
}

static void streams_differ_by_every_part(void **state) {
    (void)state;
    kr_prng base, other;
    const struct {
        uint64_t seed, name;
        uint32_t stage, step;
    } cases[] = {{2, 1, 1, 1}, {1, 2, 1, 1}, {1, 1, 2, 1}, {1, 1, 1, 2}};
    kr_prng_start(&base, 1, 1, 1, 1);
    uint64_t first = kr_prng_u64(&base);
    for (size_t i = 0; i < 4; i++) {
        kr_prng_start(&other, cases[i].seed, cases[i].stage, cases[i].name, cases[i].step);
        assert_true(kr_prng_u64(&other) != first);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_answers),
        cmocka_unit_test(draws_stay_below_their_bound),
        cmocka_unit_test(streams_differ_by_every_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
