/* What the second scanner remembers of a sentence is what it would read, wherever the sentence stands. */
#include "guard/known.h"
#include "scanned.h"

#include "base/prng.h"

#include <stdio.h>

/* Sentences, and pieces that do something at their borders. */
static const char *const pieces[] = {
    "We're hiring a baker in Ghent. ",    "It costs 5. ",         "% of the price! ",  "000 euros. ",
    "Twenty-one people came... ",         "and nobody left. ",    "Dr. Maes said: ",   "\"Never again!\" ",
    "Don't wait, apply before 1 May?\n",  "\n",                   "Not only tea. ",    "\xe2\x82\xac ",
    "750. ",                              "(See https://a.be/x.) ", "mis het niet ",   "niet ",
    "Kom op 3 mei naar Gent! ",           "\xf0\x9f\x8e\x89 ",    "No (really) no! ",  "e.g. apples. ",
    "'s Avonds is het stil. ",            "\xe2\x80\x9cWe zijn er\xe2\x80\x9d, zei ze. ", "Hm\xe2\x80\xa6 ", "ja. ",
    "x\xc2\xa0y. ",                       "#bakers @koor.be ",    "\x01 ",             "End"};
enum { PIECES = sizeof pieces / sizeof *pieces };

static void write_text(uint32_t number, char *out, size_t room) {
    kr_prng prng;
    size_t length = 0;
    kr_prng_start(&prng, 3, KR_STAGE_SELECT, 4, number);
    out[0] = '\0';
    for (uint32_t i = 1 + kr_prng_below(&prng, 9); i > 0; i--) {
        const char *piece = pieces[kr_prng_below(&prng, PIECES)];
        if (length + strlen(piece) >= room)
            return;
        strcpy(out + length, piece);
        length += strlen(piece);
    }
}

static void expect_same_unit(const kr_rescan *a, const kr_rescan *b, uint32_t i) {
    const kr_unit *one = &a->units[i], *other = &b->units[i];
    const uint64_t values[][2] = {
        {one->start, other->start},       {one->end, other->end},         {one->kind, other->kind},
        {one->sentence, other->sentence}, {one->clause, other->clause},   {one->value, other->value},
        {one->stem, other->stem},         {one->opens, other->opens},     {one->title, other->title},
        {one->inner, other->inner},       {one->lower, other->lower},     {one->negative, other->negative},
        {one->neutral, other->neutral},   {one->function, other->function}};
    for (size_t v = 0; v < sizeof values / sizeof *values; v++)
        assert_int_equal(values[v][0], values[v][1]);
    kr_str left = kr_unit_fold(a, i), right = kr_unit_fold(b, i);
    assert_int_equal(left.length, right.length);
    assert_memory_equal(left.at, right.at, left.length + 1); /* and the space behind it */
}

static void expect_same(const kr_rescan *a, const kr_rescan *b) {
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->sentences, b->sentences);
    assert_int_equal(a->words, b->words);
    for (uint32_t i = 0; i < a->count; i++)
        expect_same_unit(a, b, i);
    for (uint32_t i = 0; i < a->sentences; i++) {
        assert_int_equal(a->closes[i].mark, b->closes[i].mark);
        assert_int_equal(a->closes[i].negations, b->closes[i].negations);
        assert_int_equal(a->closes[i].first, b->closes[i].first);
    }
}

static void read_knowing(kr_known *known, const char *language, const char *text) {
    scanned plain, knowing;
    scan_text(&plain, language, text);
    scan_text(&knowing, language, "");
    kr_rescan scan = {.job = &knowing.job, .arena = &knowing.arena, .english = plain.scan.english,
                      .known = known};
    kr_rescan_share(&scan, &plain.scan);
    assert_int_equal(kr_rescan_text(&scan, plain.scan.text), 0);
    expect_same(&plain.scan, &scan);
    scanned_end(&plain);
    scanned_end(&knowing);
}

static void what_is_known_is_what_is_read(void **state) {
    (void)state;
    static const char *const languages[] = {"en", "nl"};
    for (int l = 0; l < 2; l++) {
        kr_known *known = kr_known_new(&kr_memory_default);
        assert_non_null(known);
        for (uint32_t i = 0; i < 4000; i++) {
            char text[1000];
            write_text(i, text, sizeof text);
            read_knowing(known, languages[l], text);
        }
        kr_known_free(known);
    }
}

/* A sentence is found again; in other surroundings, where these matter, it is not. */
static void it_is_found_where_it_reads_the_same(void **state) {
    (void)state;
    kr_known *known = kr_known_new(&kr_memory_default);
    read_knowing(known, "en", "It costs 5. We like it. ");
    kr_stretch stretch = {KR_STR("It costs 5. "), 2}; /* a letter follows, a capital */
    assert_non_null(kr_known_find(known, &stretch));
    stretch.context = 6; /* a small one follows */
    assert_null(kr_known_find(known, &stretch));
    stretch = (kr_stretch){KR_STR("It costs 5."), 2};
    assert_null(kr_known_find(known, &stretch));
    read_knowing(known, "en", "It costs 5. % of all. It costs 5. ");
    read_knowing(known, "en", "It costs 5. It costs 5. 000 euros. ");
    kr_known_free(known);
}

/* More sentences than are kept. */
static void it_forgets_and_goes_on(void **state) {
    (void)state;
    kr_known *known = kr_known_new(&kr_memory_default);
    for (int i = 0; i < 5000; i++) {
        char text[100];
        snprintf(text, sizeof text, "Shop %d opens. It never closes. Come to number %d!", i, i);
        read_knowing(known, "en", text);
    }
    kr_known_free(known);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_known_is_what_is_read),
        cmocka_unit_test(it_is_found_where_it_reads_the_same),
        cmocka_unit_test(it_forgets_and_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
