/* Faults of mechanics in single texts, each with the place that it marks; and their neighbours,
 * which are none. */
#include "scanned.h"

#include <stdio.h>

/* "spacing 3-5, article 0-8" */
static void write_faults(const kr_faults *faults, char *out, size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < faults->count && used < size; i++) {
        const kr_fault *fault = &faults->list[i];
        used += (size_t)snprintf(out + used, size - used, "%s%s %u-%u", i ? ", " : "",
                                 kr_reason_name((kr_reason)fault->kind), fault->place.start,
                                 fault->place.end);
    }
}

typedef struct fault_case {
    const char *text, *faults;
} fault_case;

static void check_all(const char *language, const fault_case *cases, size_t count) {
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        char told[256];
        scanned s;
        kr_faults faults = {0};
        scan_text(&s, language, cases[i].text);
        assert_int_equal(kr_find_faults(&s.scan, &s.arena, &faults), 0);
        write_faults(&faults, told, sizeof told);
        if (strcmp(told, cases[i].faults) != 0) {
            print_message("%s: %s, not %s\n", cases[i].text, told, cases[i].faults);
            wrong++;
        }
        scanned_end(&s);
    }
    assert_int_equal(wrong, 0);
}

#define CHECK(cases) check_all("en", cases, sizeof(cases) / sizeof *(cases))

static void words_that_stand_twice(void **state) {
    (void)state;
    static const fault_case cases[] = {
        {"We sing the the song.", "doubled-word 8-15"},
        {"We sing the\tthe song.", "doubled-word 8-15"},
        {"We sing the The song.", "doubled-word 8-15, stray-capital 12-15"},
        {"We sing on Monday Monday.", "doubled-word 11-24"},
        {"We sing the, the song.", ""},
        {"We sing the\nthe song.", "small-initial 12-15"},
        {"We count 20 20 times.", ""},
        {"It's the team's.", ""},
    };
    CHECK(cases);
}

static void articles_by_sound(void **state) {
    (void)state;
    static const fault_case cases[] = {
        {"It is a apple.", "article 6-13"},
        {"It is an pear.", "article 6-13"},
        {"It is an apple, a pear.", ""},
        {"It is a hour.", "article 6-12"},
        {"It is an honest word, an heir, an honour, an honor.", ""},
        {"It is an house.", "article 6-14"},
        {"It is a 8% rise.", "article 6-10"},
        {"It is an 8% rise, an 80 and an 89.", ""},
        {"It is a 11 year plan.", "article 6-10"},
        {"It is an 11 year plan, an 18 year one.", ""},
        {"It is a 110 year plan.", ""},
        {"It is an 9 year plan.", "article 6-10"},
        {"It is a university, a one-day trip, a user, a unit, a euro and a UK firm.", ""},
        {"It is an unicorn.", "article 6-16"},
        {"It is an NDA and a NDA.", ""}, /* letters are spelt out, or read: who knows */
        {"It is an iPhone and a iPhone.", ""},
        {"A apple a day.", "article 0-7"},
        {"An pear.", "article 0-7"},
        {"Plan A is here.", ""}, /* the name of a plan */
        {"It is a, apple.", ""},
        {"We have vitamin a.", ""},
        {"It is a \xc3\xa9"
         "clair.",
         ""},
        {"It is an @user.", ""},
    };
    static const fault_case dutch[] = {{"Wij gaan a apple.", ""}};
    CHECK(cases);
    check_all("nl", dutch, 1);
}

static void capitals_of_sentences(void **state) {
    (void)state;
    static const fault_case cases[] = {
        {"we sing.", "small-initial 0-2"},
        {"We sing. you dance.", "small-initial 9-12"},
        {"We sing. iPhones ring.", ""},
        {"We sing. a b.", ""}, /* one letter numbers a list */
        {"We sing. 2 dance.", ""},
        {"We sing The song.", "stray-capital 8-11"},
        {"We sing: The song.", ""},
        {"We sing (The song).", ""},
        {"We sing Ann.", ""},
        {"We sing THE song.", ""},
        {"We sing, And dance.", "stray-capital 9-12"},
        {"We sing. The song.", ""},
        {"We and I sing.", ""},
    };
    CHECK(cases);
}

static void spaces_too_many(void **state) {
    (void)state;
    static const fault_case cases[] = {
        {"We  sing.", "spacing 2-4"},
        {"We \tsing.", "spacing 2-4"},
        {"We   sing.", "spacing 2-4"},
        {"We sing.\n  You dance.", ""}, /* indented */
        {"We sing. \nYou dance.", "spacing 8-9"},
        {"We sing. \r\nYou dance.", "spacing 8-9"},
        {"We sing.\n \nYou dance.", ""},
        {"We sing , we dance.", "spacing 7-9"},
        {"We sing ; we dance.", "spacing 7-9"},
        {"We sing !", "spacing 7-9"},
        {"We sing ?", "spacing 7-9"},
        {"We sing .", "spacing 7-9"},
        {"We sing : we dance.", "spacing 7-9"},
        {"We use .net and :) a lot.", ""},
        {"We sing ;) and ;-) and :-)", ""},
        {"We sing ;-", "spacing 7-9"},
        {"We sing ,we dance.", ""},
        {"One\n\n\nTwo", ""},
        {"One\n\n\n\nTwo", "spacing 3-7"},
    };
    CHECK(cases);
}

static void spaces_too_few(void **state) {
    (void)state;
    static const fault_case cases[] = {
        {"We sing,we dance.", "spacing 7-8"},   {"We sing;we dance.", "spacing 7-8"},
        {"We sing!we dance.", "spacing 7-8"},   {"We sing?we dance.", "spacing 7-8"},
        {"We sing.We dance.", "spacing 7-8"},   {"We sing.we dance.", ""}, /* a file, a domain */
        {"We meet the U.S.A. here.", ""},       {"We count 1,000 and 2.5 songs.", ""},
        {"We sing https://a.be/x,y here.", ""}, {"We sing:we dance.", ""},
    };
    CHECK(cases);
}

static void marks_that_do_not_go_together(void **state) {
    (void)state;
    static const fault_case cases[] = {
        {"We sing,, now.", "punctuation 7-9"},
        {"\"We sing,\", she says.", "punctuation 9-11"},
        {"\xe2\x80\x9cWe sing,\xe2\x80\x9d, she says.", "punctuation 13-15"},
        {"We sing,; now.", "punctuation 7-9"},
        {"We sing,. Now.", "punctuation 7-9"},
        {"We sing,: now.", "punctuation 7-9"},
        {"We sing;, now.", "punctuation 7-9"},
        {"We sing;; now.", "punctuation 7-9"},
        {"We sing;. Now.", "punctuation 7-9"},
        {"We sing;: now.", "punctuation 7-9"},
        {"We sing:, now.", "punctuation 7-9"},
        {"We sing:; now.", "punctuation 7-9"},
        {"We sing:. Now.", "punctuation 7-9"},
        {"We sing!. Now.", "punctuation 7-9"},
        {"We sing?. Now.", "punctuation 7-9"},
        {"We sing., Now.", "punctuation 7-9"},
        {"We sing.! Now.", "punctuation 7-9"},
        {"We sing.? Now.", "punctuation 7-9"},
        {"We sing.; Now.", "punctuation 7-9"},
        {"We sing.. Now.", "punctuation 7-9"},
        {"We sing at 5 p.m.. Now.", "punctuation 16-18"},
        {"We sing at 5 p.m. Now.", ""},
        {"We sing at 5 p.m.", ""},
        {"We sing... now.", ""},
        {"We sing?! Now.", ""},
        {"We sing!!! Now.", ""},
        {"We sing?.. Now.", "punctuation 8-10"},
        {"We sing::: now.", ""},
        {"We sing, now; and here: yes.", ""},
        {"We sing\n, Now.", "punctuation 8-9"},
        {"We sing\n? Now.", "punctuation 8-9"},
        {"We sing.\n!Important", "punctuation 9-10"},
        {"We sing\n:) Now.", ""},
    };
    CHECK(cases);
}

static void markup_that_remains(void **state) {
    (void)state;
    static const fault_case cases[] = {
        {"We {sing", "markup 3-4"},
        {"We sing}", "markup 7-8"},
        {"We sing|hum", "markup 7-8"},
        {"We [[sing]]", "markup 3-5, markup 9-11"},
        {"We [sing]", ""},
        {"We sing %s.", "markup 8-10"},
        {"We sing %d.", "markup 8-10"},
        {"We go 5%down.", ""},
        {"We sing 5% more.", ""},
        {"We **sing** here.", "markup 3-5, markup 9-11"},
        {"We *sing* here.", ""},
        {"We __sing__ here.", "markup 3-5, markup 9-11"},
        {"We ${sing", "markup 3-5, markup 4-5"},
        {"We sing</b>", "markup 7-9"},
        {"We <3 you.", ""},
        {"R &amp; D", "markup 2-7"},
        {"A &lt; B", "markup 2-6"},
        {"A &gt; B", "markup 2-6"},
        {"A &nbsp; B", "markup 2-8"},
        {"A&#39;B", "markup 1-3"},
        {"R&D sings.", ""},
        {"See https://a.be/{x}__%s here.", ""},
    };
    CHECK(cases);
}

static void brackets_without_a_partner(void **state) {
    (void)state;
    static const fault_case cases[] = {
        {"We (sing", "unbalanced 0-8"},
        {"We sing)", "unbalanced 0-8"},
        {"We (sing)", ""},
        {"We sing :) and ;) and =) and :-)", ""},
        {"We sing :( and :-( and ;(", ""},
        {":( we do. As follows:(a) we sing", "small-initial 3-5"},
        {"We sing:( here", "unbalanced 0-14"},
        {"We sing:) here", ""},
        {"We sing -)", "unbalanced 0-10"},
        {"We sing ;", "spacing 7-9"},
        {"We [sing", "unbalanced 0-8"},
        {"We sing]", "unbalanced 0-8"},
        {"We \xc2\xabsing", "unbalanced 0-9"},
        {"We \xc2\xabsing\xc2\xbb", ""},
        {"We \"sing", "unbalanced 0-8"},
        {"We \"sing\"", ""},
        {"We \xe2\x80\x9csing\xe2\x80\x9d", ""},
        {"We \xe2\x80\x9esing\xe2\x80\x9d", ""},
        {"We \xe2\x80\x9csing", "unbalanced 0-10"},
    };
    CHECK(cases);
}

static void two_shouts_at_the_start(void **state) {
    (void)state;
    static const fault_case cases[] = {
        {"We sing! You dance!", "exclamations 0-19"},
        {"We sing! You dance.", ""},
        {"We sing. You dance!", ""},
        {"We sing! You dance. They hum!", ""},
        {"We sing!", ""},
    };
    CHECK(cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_stand_twice),  cmocka_unit_test(articles_by_sound),
        cmocka_unit_test(capitals_of_sentences),   cmocka_unit_test(spaces_too_many),
        cmocka_unit_test(spaces_too_few),          cmocka_unit_test(marks_that_do_not_go_together),
        cmocka_unit_test(markup_that_remains),     cmocka_unit_test(brackets_without_a_partner),
        cmocka_unit_test(two_shouts_at_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
