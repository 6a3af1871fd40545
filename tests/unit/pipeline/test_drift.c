/* How far a wording has drifted: words without counterpart, tense and subject, and that words inside a
 * sentence are measured by themselves. */
#include "version_fixture.h"

static kr_drift measure(const char *base, const char *language, const char *text) {
    read_post r;
    kr_drift drift;
    version_start(&r, base, language);
    kr_post other = version_text(&r, text);
    kr_span all = {0, (uint32_t)r.version.base.length};
    const kr_drift_base whole = {r.version.pack, &r.version.post, all, r.version.clauses};
    assert_int_equal(kr_drift_measure(&r.job, &whole, &other, &drift), KOOR_OK);
    version_end(&r); /* its words are gone, its figures stay */
    return drift;
}

static void words_without_counterpart(void **state) {
    (void)state;
    kr_drift same = measure("The bakery opens a shop in Ghent.", "en", "The bakery opens a shop in Ghent.");
    assert_int_equal(same.score, 0);
    assert_int_equal(same.lost + same.added, 0);
    kr_drift forms = measure("The bakery opens two shops in Ghent.", "en", "The bakery is opening two shops in Ghent.");
    assert_int_equal(forms.lost, 0);
    kr_drift far = measure("The bakery opens a shop in Ghent.", "en", "The library lends a bicycle in Ghent.");
    assert_int_equal(far.lost, 3);
    assert_int_equal(far.added, 3);
    assert_true(far.score > 50);
}

/* What is shared beyond the facts, which any text could repeat. */
static void words_that_are_no_facts(void **state) {
    (void)state;
    kr_drift forms = measure("Our bakery in Ghent opens on 3 May.", "en", "The bakery opens in Ghent on 3 May.");
    assert_int_equal(forms.base_wording, 2);
    assert_int_equal(forms.shared_wording, 2);
    kr_drift facts = measure("Our bakery in Ghent opens on 3 May.", "en", "Say that 3 May in Ghent is fine.");
    assert_int_equal(facts.base_wording, 2);
    assert_int_equal(facts.shared_wording, 0);
}

static void tense_of_the_main_clause(void **state) {
    static const struct {
        const char *base, *language, *text;
        int changed;
    } cases[] = {
        {"The bakery opened a shop.", "en", "The bakery opens a shop.", 1},
        {"The bakery has opened a shop.", "en", "The bakery opened a shop.", 0},
        {"The bakery opens a shop.", "en", "The bakery will open a shop.", 0},
        {"De bakker opende een winkel.", "nl", "De bakker opent een winkel.", 1},
        {"De bakker opende een winkel.", "nl", "De bakker heeft een winkel geopend.", 0},
        {"A shop in Ghent.", "en", "The bakery opened a shop in Ghent.", 0}, /* no clause, no tense */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kr_drift drift = measure(cases[i].base, cases[i].language, cases[i].text);
        if (drift.tense_changed != cases[i].changed)
            fail_msg("%s -> %s", cases[i].base, cases[i].text);
        assert_true(!cases[i].changed || drift.score >= 25);
    }
}

static void subject_of_the_main_clause(void **state) {
    static const struct {
        const char *base, *language, *text;
        int changed, swapped;
    } cases[] = {
        {"The mayor opens the school.", "en", "The minister opens the school.", 1, 0},
        {"The teachers thank the parents.", "en", "The parents thank the teachers.", 1, 1},
        {"The council approved the plan.", "en", "The plan was approved by the council.", 0, 0},
        {"You'll work with a small team.", "en", "A small team waits for you.", 1, 0},
        {"Apply before May.", "en", "You can apply before May.", 0, 0},
        {"The bakery opens a shop.", "en", "It opens a shop.", 0, 0}, /* who "it" is, nobody knows */
        {"De ouders bedanken de leraars.", "nl", "De leraars bedanken de ouders.", 1, 1},
        {"We zoeken een bakker.", "nl", "Vandaag zoeken we een bakker.", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kr_drift drift = measure(cases[i].base, cases[i].language, cases[i].text);
        if (drift.subject_changed != cases[i].changed || drift.roles_swapped != cases[i].swapped)
            fail_msg("%s -> %s: %d, %d", cases[i].base, cases[i].text, drift.subject_changed,
                     drift.roles_swapped);
    }
    assert_int_equal(measure("The teachers thank the parents.", "en", "The parents thank the teachers.").score, 40);
}

static void sentences_are_compared_in_order(void **state) {
    (void)state;
    kr_drift drift = measure("The bakery opens a shop. The mayor came along.", "en",
                             "A shop is opened by the bakery. The mayor comes along.");
    assert_true(drift.tense_changed);
    drift = measure("The bakery opens a shop. The mayor came along.", "en",
                    "The bakery opens a shop, and the mayor comes along.");
    assert_false(drift.tense_changed); /* two sentences in one: there is nothing to compare with */
}

static void words_inside_a_sentence(void **state) {
    read_post r;
    kr_drift drift;
    (void)state;
    version_start(&r, "The bakery opened a small shop in Ghent.", "en");
    kr_post text = version_text(&r, "tiny store");
    const kr_span small_shop = {20, 30};
    const kr_drift_base words = {r.version.pack, &r.version.post, small_shop, r.version.clauses};
    assert_int_equal(kr_drift_measure(&r.job, &words, &text, &drift), KOOR_OK);
    assert_int_equal(drift.base_words, 2);
    assert_int_equal(drift.lost, 2);
    assert_true(kr_str_is(drift.lost_words[0], "small"));
    assert_false(drift.tense_changed);
    version_end(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_without_counterpart),   cmocka_unit_test(tense_of_the_main_clause),
        cmocka_unit_test(subject_of_the_main_clause),  cmocka_unit_test(sentences_are_compared_in_order),
        cmocka_unit_test(words_inside_a_sentence),     cmocka_unit_test(words_that_are_no_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
