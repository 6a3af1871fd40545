/* Rings: everything once before anything twice, then the longest unused first. */
#include "assign/ring.h"
#include "base/prng.h"
#include "unit.h"

static kr_ring filled(kr_arena *arena, uint32_t uses, uint32_t have, uint32_t from) {
    kr_ring ring = {.uses = uses};
    assert_int_equal(kr_ring_fill(&ring, arena, have, from), 0);
    return ring;
}

static void everything_once_before_anything_twice(void **state) {
    (void)state;
    kr_arena arena;
    kr_prng prng;
    kr_arena_start(&arena, &kr_memory_default);
    kr_prng_start(&prng, 1, KR_STAGE_ASSIGN, 1, 0);
    for (uint32_t have = 1; have < 40; have++) {
        uint8_t seen[40] = {0};
        uint32_t last[40] = {0};
        kr_ring ring = filled(&arena, 200, have, 7);
        assert_int_equal(ring.size, have);
        for (uint32_t use = 1; use <= 200; use++) {
            uint32_t choice = kr_prng_below(&prng, kr_ring_choices(&ring));
            uint32_t text = kr_ring_at(&ring, choice);
            kr_ring_take(&ring, choice);
            assert_true(use > have || !seen[text]);
            assert_true(!seen[text] || use - last[text] >= have - have / 4);
            seen[text] = 1;
            last[text] = use;
        }
    }
    kr_arena_end(&arena);
}

static void few_uses_need_few_entries(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_start(&arena, &kr_memory_default);
    kr_ring ring = filled(&arena, 12, 1000, 995);
    assert_int_equal(ring.size, 12 + KR_CANDIDATES);
    assert_int_equal(kr_ring_at(&ring, 0), 995);
    assert_int_equal(kr_ring_at(&ring, 5), 0);
    assert_null(ring.partners);
    kr_arena_end(&arena);
}

static void set_aside_counts_as_used(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_start(&arena, &kr_memory_default);
    kr_ring ring = filled(&arena, 4, 4, 0);
    kr_ring_set_aside(&ring, 1);
    for (int use = 0; use < 3; use++) {
        assert_true(kr_ring_at(&ring, 0) != 1);
        kr_ring_take(&ring, 0);
    }
    assert_int_equal(kr_ring_at(&ring, 0), 1);
    kr_arena_end(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_once_before_anything_twice),
        cmocka_unit_test(few_uses_need_few_entries),
        cmocka_unit_test(set_aside_counts_as_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
