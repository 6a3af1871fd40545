/* The score of a text by tallies is the one that columns give, and so are the nearest row and what it has in common
 * with the base. */
#include "select/tallies.h"
#include "unit.h"

#include "base/prng.h"

#include <stdio.h>
#include <string.h>

enum { PLACES = 6, WORDINGS = 6, WORDS = 9, MOST_ROWS = 700 };

typedef struct setup {
    kr_columns columns;
    kr_transducer transducer;
    kr_tallies tallies;
    kr_query query;
    uint8_t in_base[4096];
    char pieces[8192];
    kr_text_piece all[PLACES][WORDINGS];
    size_t length;
} setup;

/* Wordings of one place share words with each other; every eighth word is one of a few anywhere. */
static void write_piece(setup *s, int place, int wording) {
    kr_text_piece *piece = &s->all[place][wording];
    piece->at = (uint32_t)s->length;
    for (int w = 0; w < WORDS; w++) {
        int word = w % 8 == 7 ? 1 : w % 3 == 0 ? 10 * place : 10 * place + wording;
        s->length += (size_t)snprintf(s->pieces + s->length, sizeof s->pieces - s->length, " w%c%cx%c",
                                      'a' + word / 26, 'a' + word % 26, 'a' + (w % 8 == 7 ? 0 : w));
    }
    piece->length = (uint32_t)s->length - piece->at;
}

static void draw(setup *s, uint32_t number, kr_text_piece out[PLACES]) {
    kr_prng prng;
    kr_prng_start(&prng, 4, KR_STAGE_SELECT, 1, number);
    for (int i = 0; i < PLACES; i++) {
        int place = number % 9 == 8 && i == PLACES - 1 ? 0 : i; /* some say the same twice */
        out[i] = s->all[place][kr_prng_below(&prng, WORDINGS)];
    }
}

static void ask(setup *s, uint32_t number) {
    kr_text_piece pieces[PLACES];
    draw(s, number, pieces);
    assert_int_equal(kr_transducer_read(&s->transducer, pieces, PLACES), 0);
    assert_int_equal(kr_transducer_query(&s->transducer, &s->query), 0);
}

static void start(setup *s) {
    memset(s, 0, sizeof *s);
    kr_columns_start(&s->columns, &kr_memory_default);
    kr_transducer_start(&s->transducer, &kr_memory_default, &s->columns);
    kr_tallies_start(&s->tallies, &kr_memory_default, &s->transducer, &s->columns);
    kr_query_start(&s->query);
    for (int place = 0; place < PLACES; place++)
        for (int wording = 0; wording < WORDINGS; wording++)
            write_piece(s, place, wording);
    s->transducer.pieces = s->pieces;
    ask(s, 0);
    for (uint32_t i = 0; i < s->query.plain + s->query.opening; i++)
        s->in_base[s->query.ids[i]] = 1;
    s->tallies.in_base = s->in_base;
    s->tallies.in_base_count = s->columns.column_count;
}

static void end(setup *s) {
    kr_query_end(&s->query, &kr_memory_default);
    kr_tallies_end(&s->tallies);
    kr_transducer_end(&s->transducer);
    kr_columns_end(&s->columns);
}

static void expect_base(const setup *s) {
    kr_size both = {0, 0};
    for (uint32_t i = 0; i < s->query.plain + s->query.opening; i++)
        if (s->query.ids[i] < s->tallies.in_base_count && s->in_base[s->query.ids[i]])
            *(i < s->query.plain ? &both.plain : &both.opening) += 1;
    assert_int_equal(s->tallies.base.plain, both.plain);
    assert_int_equal(s->tallies.base.opening, both.opening);
    assert_int_equal(s->tallies.text.plain, s->query.plain);
    assert_int_equal(s->tallies.text.opening, s->query.opening);
}

static kr_score expect_score(setup *s, const kr_bar *bar) {
    kr_ratio tallied = {0, 1}, counted = {0, 1};
    kr_score expected = kr_columns_score(&s->columns, &s->query, 0, s->columns.row_count, bar, &counted);
    assert_int_equal(kr_tallies_score(&s->tallies, bar, &tallied), expected);
    if (expected == KR_SCORE_EXACT)
        assert_int_equal(kr_ratio_ppm(tallied), kr_ratio_ppm(counted));
    if (expected == KR_SCORE_ENOUGH)
        assert_false(kr_ratio_above(bar->enough, tallied));
    return expected;
}

static void expect_nearest(setup *s) {
    const kr_ratio all = {1, 1};
    kr_ratio counted = kr_columns_nearest(&s->columns, &s->query, 0, s->columns.row_count, 0, all);
    assert_int_equal(kr_ratio_ppm(kr_tallies_nearest(&s->tallies)), kr_ratio_ppm(counted));
}

static void scores_what_columns_count(void **state) {
    (void)state;
    static setup s;
    int seen[3] = {0, 0, 0}, repeats = 0;
    start(&s);
    for (uint32_t i = 1; s.columns.row_count < MOST_ROWS; i++) {
        kr_text_piece pieces[PLACES];
        draw(&s, i, pieces);
        ask(&s, i);
        assert_int_equal(kr_transducer_read(&s.transducer, pieces, PLACES), 0);
        int opened = kr_tallies_open(&s.tallies);
        repeats += !opened;
        for (uint32_t k = 0; k < 9 && opened; k++) {
            const kr_bar bar = {{50 + 10 * (i % 6), 100}, {10 + 11 * k, 100}};
            seen[expect_score(&s, &bar)]++;
        }
        if (opened) {
            expect_base(&s);
            expect_nearest(&s);
        }
        if (i % 3)
            continue;
        assert_int_equal(kr_columns_add(&s.columns, &s.query), 0);
        assert_int_equal(kr_tallies_row(&s.tallies, &s.query), 0);
    }
    assert_true(repeats > 20 && seen[0] > 50 && seen[1] > 50 && seen[2] > 50);
    end(&s);
}

/* Beyond its rows there is nothing to be scored by, and nothing breaks. */
static void gives_up_on_many_rows(void **state) {
    (void)state;
    static setup s;
    start(&s);
    ask(&s, 1);
    assert_int_equal(kr_tallies_open(&s.tallies), 1);
    for (uint32_t i = 0; i < 4100; i++) {
        assert_int_equal(kr_columns_add(&s.columns, &s.query), 0);
        assert_int_equal(kr_tallies_row(&s.tallies, &s.query), 0);
    }
    assert_int_equal(kr_tallies_open(&s.tallies), 0);
    end(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(scores_what_columns_count),
                                       cmocka_unit_test(gives_up_on_many_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
