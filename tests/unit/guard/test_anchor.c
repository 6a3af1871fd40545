/* Facts that changed places, and denials that changed sentences: pairs of texts, and the fact that
 * is told. */
#include "guard/anchor.h"
#include "scanned.h"

typedef struct moved {
    const char *base, *text, *fact; /* "": nothing moved */
} moved;

static void check_all(const moved *cases, size_t count, int negation) {
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        scanned base, text;
        uint32_t unit = 0;
        scan_text(&base, "en", cases[i].base);
        scan_text(&text, "en", cases[i].text);
        kr_places places;
        assert_int_equal(kr_places_of(&base.scan, base.scan.arena, &places), 0);
        int32_t found = negation ? kr_negation_moved(&base.scan, &text.scan, &unit)
                                 : kr_facts_swapped(&base.scan, &places, &text.scan, &unit);
        kr_str fact = found == 1 ? kr_unit_text(&base.scan, unit) : KR_STR("");
        if (!kr_str_is(fact, cases[i].fact)) {
            print_message("%s -> %s: \"%.*s\"\n", cases[i].base, cases[i].text, (int)fact.length,
                          fact.at);
            wrong++;
        }
        scanned_end(&base);
        scanned_end(&text);
    }
    assert_int_equal(wrong, 0);
}

static void finds_facts_that_were_swapped(void **state) {
    (void)state;
    static const moved cases[] = {
        {"We have 25 welders and 40 nurses.", "We have 40 welders and 25 nurses.", "25"},
        {"We have 25 welders and 40 nurses.", "We have 40 nurses and 25 welders.", ""},
        {"We have 25 welders, 40 nurses.", "There are nurses: 40. Welders: 25.", ""},
        {"Monday is for singing, Friday is for dancing.",
         "Friday is for singing, Monday is for dancing.", "Monday"},
        {"Monday is for singing, Friday is for dancing.", "On Friday we dance, on Monday we sing.",
         ""},
        /* a day and a figure are no pair */
        {"Monday brings 5 songs.", "5 brings Monday songs.", ""},
        /* facts that stand twice are not told apart */
        {"We have 25 welders, 25 nurses and 40 cooks.",
         "We have 40 welders, 25 nurses and 25 cooks.", ""},
        /* the words right beside a figure count, those of grammar too */
        {"Every month 1 in 4 invoices is late.", "Every month 4 in 1 invoices is late.", "1"},
        {"Open from 9 to 5.", "Open from 5 to 9.", "9"},
        {"Open from 9 to 5.", "From 9 to 5 we are open.", ""},
        {"Ann pays 5 euros. Ben pays 7 euros.", "Ann pays 7 euros. Ben pays 5 euros.", "5"},
        {"The ticket costs 5 euros. The parking costs 7 euros.",
         "The ticket costs 7 euros. The parking costs 5 euros.", "5"},
        {"One fact: 5 songs.", "Songs, and they are 5.", ""},
    };
    check_all(cases, sizeof cases / sizeof *cases, 0);
}

static void finds_denials_of_another_sentence(void **state) {
    (void)state;
    static const moved cases[] = {
        {"We are not closing the factory. We open a bakery.",
         "We are closing the factory. We do not open a bakery.", "not"},
        {"We are not closing the factory. We open a bakery.",
         "We open a bakery. We are not closing the factory.", ""},
        {"We are not closing the factory. We open a bakery.",
         "We open a bakery, and the factory is not closing.", ""},
        {"We never close the factory. We sing.", "Sing. The factory will close. We never do.",
         "never"},
        /* two words in common, of six, are not yet the same sentence */
        {"We do not sing loud songs in the old harbour of Ghent.", "We sing songs somewhere else.",
         ""},
        {"We do not sing loud songs here.", "We sing loud songs.", "not"},
        {"We do not sing.", "We sing.", ""}, /* one word of content is too little to be sure */
        {"We do not sing songs.", "We sing songs.", "not"},
        {"We sing. We dance in the hall.", "We do not sing. We dance in the hall.", ""},
    };
    check_all(cases, sizeof cases / sizeof *cases, 1);
}

/* More facts than the comparison keeps are no overrun: the first ones count. */
static void many_facts_are_no_overrun(void **state) {
    (void)state;
    kr_buffer text;
    kr_buffer_start(&text, &kr_memory_default);
    for (uint64_t i = 100; i < 200; i++) {
        kr_buffer_text(&text, "song ");
        kr_buffer_uint(&text, i);
        kr_buffer_text(&text, i % 7 ? " " : ", ");
    }
    const moved cases[] = {{text.data, text.data, ""}};
    check_all(cases, 1, 0);
    kr_buffer_end(&text);
}

static void counts_denials(void **state) {
    (void)state;
    scanned s;
    scan_text(&s, "en", "We do not sing. We never do, not only here.");
    assert_int_equal(kr_negations(&s.scan), 2);
    assert_int_equal(s.scan.closes[0].negations, 1);
    assert_int_equal(s.scan.closes[1].negations, 1);
    scanned_end(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_facts_that_were_swapped),
        cmocka_unit_test(finds_denials_of_another_sentence),
        cmocka_unit_test(many_facts_are_no_overrun),
        cmocka_unit_test(counts_denials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
