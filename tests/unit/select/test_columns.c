/* The score of a text against rows: the same as the two searches it stands for, whatever stops it. */
#include "select/columns.h"
#include "unit.h"

#include "base/prng.h"

enum { SHINGLES = 40, OPENING = 6, ROWS = 1000 };

typedef struct index {
    kr_columns columns;
    kr_query query;
    kr_prng prng;
} index_of_rows;

/* A set of shingles: some all texts share, some few, some nobody else. */
static void ask(index_of_rows *x, uint32_t number, uint32_t spread) {
    uint64_t shingles[SHINGLES];
    kr_prng_start(&x->prng, 9, KR_STAGE_SELECT, spread, number);
    for (uint64_t i = 0; i < SHINGLES; i++)
        shingles[i] = (i << 32 | kr_prng_below(&x->prng, i % 8 == 7 ? 5000 : spread)) * 0x9E3779B97F4A7C15ull;
    assert_int_equal(kr_columns_query(&x->columns, &x->query, shingles, SHINGLES, OPENING), 0);
}

static void start(index_of_rows *x) {
    kr_columns_start(&x->columns, &kr_memory_default);
    kr_query_start(&x->query);
    for (uint32_t i = 0; i < ROWS; i++) {
        ask(x, i, 3);
        assert_int_equal(kr_columns_add(&x->columns, &x->query), 0);
    }
}

static void end(index_of_rows *x) {
    kr_query_end(&x->query, &kr_memory_default);
    kr_columns_end(&x->columns);
}

static int is_above(kr_ratio a, kr_ratio b) {
    return kr_ratio_above(a, b);
}

/* Nine tenths to eleven tenths of a similarity, and it itself. */
static kr_ratio around(kr_ratio ratio, uint32_t step) {
    return (kr_ratio){ratio.both * (90 + step), ratio.either * 100};
}

static void a_score_is_what_two_searches_find(void **state) {
    (void)state;
    const kr_ratio none = {2, 1};
    index_of_rows x;
    uint32_t refused = 0, enough = 0, exact = 0;
    start(&x);
    for (uint32_t i = 0; i < 400; i++) {
        ask(&x, ROWS + i, 2 + i % 3);
        kr_ratio plain = kr_columns_nearest(&x.columns, &x.query, 0, ROWS, 0, none);
        kr_ratio weighted = kr_columns_nearest(&x.columns, &x.query, 0, ROWS, 1, none);
        kr_bar bar = {around(plain, i % 21), around(weighted, i % 19)};
        kr_ratio out = {0, 1};
        kr_score score = kr_columns_score(&x.columns, &x.query, 0, ROWS, &bar, &out);
        if (score == KR_SCORE_REFUSED) {
            refused++;
            assert_false(is_above(bar.refused, plain));
        } else if (score == KR_SCORE_ENOUGH) {
            enough++;
            assert_false(is_above(bar.enough, out) || is_above(out, weighted));
        } else {
            exact++;
            assert_true(is_above(bar.refused, plain) && is_above(bar.enough, weighted));
            assert_false(is_above(out, weighted) || is_above(weighted, out));
        }
    }
    assert_true(refused > 20 && enough > 20 && exact > 20);
    end(&x);
}

/* A limit that a row only equals refuses too; one above lets pass. */
static void a_limit_is_met_exactly(void **state) {
    (void)state;
    index_of_rows x;
    kr_ratio out;
    start(&x);
    ask(&x, ROWS, 3);
    kr_ratio plain = kr_columns_nearest(&x.columns, &x.query, 0, ROWS, 0, (kr_ratio){2, 1});
    kr_bar bar = {plain, {2, 1}};
    assert_int_equal(kr_columns_score(&x.columns, &x.query, 0, ROWS, &bar, &out), KR_SCORE_REFUSED);
    bar.refused.both = plain.both * 1000 + 1;
    bar.refused.either = plain.either * 1000;
    assert_int_equal(kr_columns_score(&x.columns, &x.query, 0, ROWS, &bar, &out), KR_SCORE_EXACT);
    ask(&x, 3, 3); /* a row itself */
    bar.refused = (kr_ratio){1, 1};
    assert_int_equal(kr_columns_score(&x.columns, &x.query, 0, ROWS, &bar, &out), KR_SCORE_REFUSED);
    end(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_score_is_what_two_searches_find),
        cmocka_unit_test(a_limit_is_met_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
