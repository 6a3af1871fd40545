/* Spreading: exact on small cases against trying everything, and never worse than before. */
#include "base/prng.h"
#include "schedule/spread.h"
#include "unit.h"

enum { MOST = 6 };

/* The largest gap that any placement reaches, by trying all of them in all orders. */
static int64_t best_gap(const kr_spot *spot, size_t count, int64_t *at, size_t done, int ordered) {
    int64_t best = -1;
    if (done == count) {
        best = INT64_MAX;
        for (size_t i = 0; i < count; i++)
            for (size_t k = i + 1; k < count; k++) {
                int64_t gap = at[i] < at[k] ? at[k] - at[i] : at[i] - at[k];
                if (ordered && at[i] > at[k])
                    return -1;
                best = gap < best ? gap : best;
            }
        return best;
    }
    for (at[done] = spot[done].low; at[done] <= spot[done].high; at[done]++) {
        int64_t gap = best_gap(spot, count, at, done + 1, ordered);
        best = gap > best ? gap : best;
    }
    return best;
}

static size_t draw(kr_prng *prng, kr_spot *spot, uint32_t range, uint32_t room) {
    size_t count = 2 + kr_prng_below(prng, 3);
    for (size_t i = 0; i < count; i++) {
        int64_t low = kr_prng_below(prng, range);
        spot[i] =
            (kr_spot){.low = low, .high = low + kr_prng_below(prng, room), .item = (uint32_t)i};
        spot[i].at = low + kr_prng_below(prng, (uint32_t)(spot[i].high - low + 1));
    }
    kr_spot scratch[MOST];
    kr_sort_spots(spot, scratch, count);
    return count;
}

static void check_room(const kr_spot *spot, const kr_spot *before, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            if (before[k].item == spot[i].item)
                assert_true(spot[i].at >= before[k].low && spot[i].at <= before[k].high);
}

static void is_exact_for_a_given_order(void **state) {
    (void)state;
    kr_prng prng;
    kr_prng_start(&prng, 1, KR_STAGE_SCHEDULE, 1, 0);
    for (int round = 0; round < 400; round++) {
        kr_spot spot[MOST], before[MOST];
        int64_t at[MOST];
        size_t count = draw(&prng, spot, 14, 7);
        for (size_t i = 0; i < count; i++)
            before[i] = spot[i];
        int64_t best = best_gap(spot, count, at, 0, 1);
        kr_spread(spot, count, 1000);
        assert_int_equal(kr_spread_gap(spot, count), best);
        check_room(spot, before, count);
    }
}

static void changes_the_order_where_that_helps(void **state) {
    (void)state;
    kr_prng prng;
    kr_prng_start(&prng, 2, KR_STAGE_SCHEDULE, 1, 0);
    int64_t reached = 0, possible = 0;
    for (int round = 0; round < 400; round++) {
        kr_spot spot[MOST], before[MOST], scratch[MOST];
        uint32_t heap[MOST];
        int64_t at[MOST];
        size_t count = draw(&prng, spot, 10, 9);
        for (size_t i = 0; i < count; i++)
            before[i] = spot[i];
        possible += best_gap(spot, count, at, 0, 0);
        kr_spread_freely(spot, scratch, heap, count, 1000);
        for (size_t i = 1; i < count; i++)
            assert_true(spot[i].at >= spot[i - 1].at);
        reached += kr_spread_gap(spot, count);
        check_room(spot, before, count);
    }
    assert_true(reached * 100 >= possible * 90); /* earliest deadline first is a heuristic here */
    assert_true(reached <= possible);
}

static void a_crowd_does_not_hold_the_others_down(void **state) {
    (void)state;
    kr_spot spot[12];
    for (uint32_t i = 0; i < 12; i++)
        spot[i] = (kr_spot){
            .at = 100 + i, .low = i < 4 ? 100 + i : 90, .high = i < 4 ? 100 + i : 2000, .item = i};
    kr_spread(spot, 12, 200);
    assert_int_equal(spot[3].at, 103);
    for (int i = 4; i < 12; i++)
        assert_true(spot[i].at - spot[i - 1].at >= 190);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_exact_for_a_given_order),
        cmocka_unit_test(changes_the_order_where_that_helps),
        cmocka_unit_test(a_crowd_does_not_hold_the_others_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
