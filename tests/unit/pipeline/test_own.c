/* A sharer's own wording: what it may say, what must stay, and which colleague's text it is like. */
#include "pipeline/own.h"
#include "version_fixture.h"

#include <string.h>

static const char POST[] = "We're hiring 2 bakers in Ghent. You work with a small team and a very old oven. "
                           "Apply before 1 May: https://example.com/baker";

static kr_own_item item_of(const char *person, const char *circle, const char *text) {
    return (kr_own_item){.person = kr_str_of(person), .post = KR_STR("post"),
                         .network = KR_STR("linkedin"), .circle = kr_str_of(circle),
                         .language = KR_STR("en"), .text = kr_str_of(text),
                         .state = KR_STR("planned"), .action = KR_STR("auto")};
}

/* The judgement on what the first of the items' people writes. */
static kr_own_report judge(read_post *r, const kr_own_item *items, size_t count, const char *text) {
    kr_own_report report;
    const kr_own_edit edit = {.person = items[0].person, .network = KR_STR(""), .post = KR_STR(""),
                              .text = kr_str_of(text)};
    const kr_own_question question = {r->campaign, &r->campaign->posts[0], &edit, &items[0], items, count};
    assert_int_equal(kr_own_judge(&r->job, &question, &report), KOOR_OK);
    return report;
}

static void one_may_say_it_ones_own_way(void **state) {
    static const struct {
        const char *text, *reason;
    } cases[] = {
        {"2 bakers wanted in Ghent, and many of you can do it! A small team and an old oven wait for you. "
         "Apply before 1 May: https://example.com/baker", ""},
        {"3 bakers wanted in Ghent! A small team and an old oven wait for you. Apply before 1 May: "
         "https://example.com/baker", "lost-fact"},
        {"2 bakers wanted in Ghent! A small team and an old oven wait for you. Apply soon: "
         "https://example.com/baker", "lost-fact"},
        {"2 bakers wanted in Ghent! No small team and no old oven here. Apply before 1 May: "
         "https://example.com/baker", "negation"},
        {"2 bakers wanted in Ghent! A small team of 9 and an old oven wait for you. Apply before 1 May: "
         "https://example.com/baker", "new-fact"},
    };
    read_post r;
    (void)state;
    version_start(&r, POST, "en");
    const kr_own_item items[] = {item_of("p1", "gent", POST)};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kr_own_report report = judge(&r, items, 1, cases[i].text);
        if (strcmp(report.judgement.reason, cases[i].reason) != 0)
            fail_msg("%s: %s", cases[i].text, report.judgement.reason);
        assert_int_equal(report.judgement.accepted, !*cases[i].reason);
        assert_null(report.nearest);
    }
    version_end(&r);
}

static void what_is_out_stays(void **state) {
    read_post r;
    (void)state;
    version_start(&r, POST, "en");
    kr_own_item items[] = {item_of("p1", "gent", POST)};
    items[0].state = KR_STR("published");
    assert_string_equal(judge(&r, items, 1, POST).judgement.reason, "published");
    version_end(&r);
}

static void an_open_place_is_to_be_filled_in(void **state) {
    static const char open[] = "[Your own line] 2 bakers wanted in Ghent! A small team and an old oven wait for you. "
                               "Apply before 1 May: https://example.com/baker";
    read_post r;
    (void)state;
    version_start(&r, POST, "en");
    const kr_own_item items[] = {item_of("p1", "gent", open)};
    assert_string_equal(judge(&r, items, 1, open).judgement.reason, "unfilled");
    version_end(&r);
}

static void links_count_without_what_the_plan_put_behind_them(void **state) {
    static const char tagged[] = "2 bakers wanted in Ghent! A small team and an old oven wait for you. "
                                 "Apply before 1 May: https://example.com/baker?utm_source=koor";
    read_post r;
    (void)state;
    version_start(&r, POST, "en");
    const kr_own_item items[] = {item_of("p1", "gent", tagged)};
    assert_int_equal(judge(&r, items, 1, tagged).judgement.accepted, 1);
    version_end(&r);
}

static void too_long_for_the_network(void **state) {
    static const char text[] = "2 enthusiastic bakers wanted in Ghent! A wonderfully small, warm-hearted team and an extraordinarily old, "
                               "wood-fired oven are waiting impatiently for somebody with experience, craftsmanship, patience, curiosity and "
                               "considerable perseverance, whatever your background. Apply before 1 May: https://example.com/baker";
    read_post r;
    (void)state;
    version_start(&r, POST, "en");
    kr_own_item items[] = {item_of("p1", "gent", POST)};
    items[0].network = KR_STR("x");
    assert_string_equal(judge(&r, items, 1, text).judgement.reason, "network");
    version_end(&r);
}

/* Nearest is the colleague of the same circle and network, and facts, which all have to say, do not count. */
static void the_nearest_colleague(void **state) {
    static const char mine[] = "2 bakers wanted in Ghent! A small team and an old oven wait for you. Apply before 1 May: https://example.com/baker";
    read_post r;
    (void)state;
    version_start(&r, POST, "en");
    kr_own_item items[] = {
        item_of("p1", "gent", POST),
        item_of("p2", "gent", "Bake with us in Ghent: we need 2 bakers. Apply before 1 May: https://example.com/baker"),
        item_of("p3", "gent", "Who bakes with us? A small team and an old oven wait. Apply before 1 May: https://example.com/baker"),
        item_of("p4", "aalst", mine),
        item_of("p5", "gent", mine),
    };
    items[4].state = KR_STR("withdrawn");
    kr_own_report report = judge(&r, items, 5, mine);
    assert_non_null(report.nearest);
    assert_true(kr_str_is(report.nearest->person, "p3"));
    assert_true(report.nearest_ppm > 300000 && report.nearest_ppm < 900000);
    report = judge(&r, items, 2, mine); /* "Ghent" and "1 May" are common to both, and no wording */
    assert_true(report.nearest_ppm < 100000);
    version_end(&r);
}

static void an_edit_is_found_by_person_network_and_post(void **state) {
    const kr_own_edit edit = {.person = KR_STR("p1"), .network = KR_STR("x"), .post = KR_STR(""), .text = KR_STR("t")};
    (void)state;
    assert_true(kr_own_is_about(&edit, KR_STR("p1"), KR_STR("x"), KR_STR("launch")));
    assert_false(kr_own_is_about(&edit, KR_STR("p2"), KR_STR("x"), KR_STR("launch")));
    assert_false(kr_own_is_about(&edit, KR_STR("p1"), KR_STR("linkedin"), KR_STR("launch")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_may_say_it_ones_own_way),
        cmocka_unit_test(what_is_out_stays),
        cmocka_unit_test(an_open_place_is_to_be_filled_in),
        cmocka_unit_test(links_count_without_what_the_plan_put_behind_them),
        cmocka_unit_test(too_long_for_the_network),
        cmocka_unit_test(the_nearest_colleague),
        cmocka_unit_test(an_edit_is_found_by_person_network_and_post),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
