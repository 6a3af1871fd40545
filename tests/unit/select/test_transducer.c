/* A text read by its pieces has the shingles of the whole text, wherever these are cut. */
#include "select/transducer.h"
#include "unit.h"

#include "base/prng.h"

#include <string.h>

/* Cut inside words, links, figures and atoms, and beside what could be taken for something else. */
static const char *const cuts[] = {
    "We're hir", "ing", " a baker", ". Apply before 3", " May ", "May", " 2026", ", to", "day",
    "\n\nhttps://a.exam", "ple/x?y=1,z", " @koor", ".be", " #bak", "ers", " 12", " 500 ", "%",
    " jan@bak", "ery.example", " \xe2\x80\x99s", " caf\xc3\xa9 ", "-adres", "!? ", "\tor", " Els",
    " Verhagen", " van", " de", " Velde", " and so on for as long as it takes, and longer "};
enum { CUTS = sizeof cuts / sizeof *cuts, MOST_PIECES = 24 };

static const kr_str names[] = {{"3 May", 5}, {"3 May 2026", 10}, {"Els", 3},
                               {"Els Verhagen van de Velde", 25}};

typedef struct reader {
    kr_job job;
    koor_error *error;
    kr_columns columns;
    kr_shingler shingler;
    kr_transducer transducer;
    kr_query whole, by_piece;
    char pieces[1024], text[4096];
    kr_text_piece all[CUTS];
} reader;

static void start(reader *r) {
    kr_atoms *atoms;
    uint32_t at = 0;
    *r = (reader){.error = NULL};
    kr_job_start(&r->job, &kr_memory_default, &r->error);
    assert_int_equal(
        kr_select_atoms(&r->job, &r->job.arena, names, sizeof names / sizeof *names, &atoms), 0);
    kr_columns_start(&r->columns, &kr_memory_default);
    kr_shingler_start(&r->shingler, &kr_memory_default, atoms, 0);
    kr_transducer_start(&r->transducer, &kr_memory_default, &r->columns);
    kr_query_start(&r->whole);
    kr_query_start(&r->by_piece);
    for (int i = 0; i < CUTS; i++) {
        r->all[i] = (kr_text_piece){at, (uint32_t)strlen(cuts[i])};
        memcpy(r->pieces + at, cuts[i], r->all[i].length);
        at += r->all[i].length;
    }
    r->transducer.atoms = atoms;
    r->transducer.pieces = r->pieces;
}

static void end(reader *r) {
    kr_query_end(&r->whole, &kr_memory_default);
    kr_query_end(&r->by_piece, &kr_memory_default);
    kr_transducer_end(&r->transducer);
    kr_shingler_end(&r->shingler);
    kr_columns_end(&r->columns);
    kr_job_end(&r->job);
}

/* What each text says, both ways. */
static void compare(reader *r, const kr_text_piece *pieces, uint32_t count) {
    kr_str text = {r->text, 0};
    for (uint32_t i = 0; i < count; i++) {
        memcpy(r->text + text.length, r->pieces + pieces[i].at, pieces[i].length);
        text.length += pieces[i].length;
    }
    assert_int_equal(kr_shingler_read(&r->shingler, text), 0);
    assert_int_equal(kr_columns_query(&r->columns, &r->whole, r->shingler.shingles,
                                      r->shingler.shingle_count, kr_shingler_opening(&r->shingler)),
                     0);
    assert_int_equal(kr_transducer_read(&r->transducer, pieces, count), 0);
    assert_int_equal(kr_transducer_query(&r->transducer, &r->by_piece), 0);
    if (r->whole.plain != r->by_piece.plain || r->whole.opening != r->by_piece.opening)
        fail_msg("%u and %u shingles, by piece %u and %u: %.*s", r->whole.plain, r->whole.opening,
                 r->by_piece.plain, r->by_piece.opening, (int)text.length, text.at);
    const kr_seen_part seen = kr_seen_read(text);
    assert_true(r->transducer.digest == kr_seen_joined(&seen));
    assert_memory_equal(r->whole.ids, r->by_piece.ids,
                        (r->whole.plain + r->whole.opening) * sizeof *r->whole.ids);
}

static void reads_what_the_whole_text_says(void **state) {
    (void)state;
    reader r;
    size_t least = SIZE_MAX, before = 0, forgotten = 0;
    start(&r);
    compare(&r, NULL, 0);
    for (uint32_t i = 0; i < 12000; i++) {
        kr_text_piece pieces[MOST_PIECES];
        kr_prng prng;
        kr_prng_start(&prng, 6, KR_STAGE_SELECT, 1, i);
        uint32_t count = kr_prng_below(&prng, MOST_PIECES);
        for (uint32_t k = 0; k < count; k++)
            pieces[k] = r.all[kr_prng_below(&prng, CUTS)];
        compare(&r, pieces, count);
        forgotten += r.transducer.count < before;
        before = r.transducer.count;
        least = count < least ? count : least;
    }
    assert_int_equal(least, 0);
    assert_true(forgotten > 0);
    end(&r);
}

/* A piece is read once in each state: the same texts again add nothing. */
static void reads_each_piece_once(void **state) {
    (void)state;
    reader r;
    start(&r);
    const kr_text_piece pieces[] = {r.all[0], r.all[1], r.all[2], r.all[3], r.all[4]};
    compare(&r, pieces, 5);
    size_t known = r.transducer.count;
    assert_int_equal(known, 6); /* the end of the text is one */
    compare(&r, pieces, 5);
    assert_int_equal(r.transducer.count, known);
    end(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_what_the_whole_text_says),
                                       cmocka_unit_test(reads_each_piece_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
