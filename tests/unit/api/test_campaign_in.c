/* A whole campaign as JSON: what the setters check, it checks too. */
#include "koor.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

typedef struct fixture {
    koor_engine *engine;
    koor_campaign *campaign;
} fixture;

static int setup(void **state) {
    static fixture f;
    *state = &f;
    return koor_engine_open(&f.engine, NULL) < 0 || koor_campaign_new(&f.campaign, f.engine, NULL) < 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    koor_campaign_free(f->campaign);
    koor_engine_free(f->engine);
    return 0;
}

static int32_t load(fixture *f, const char *json, koor_error **error) {
    return koor_campaign_load_json(f->campaign, json, SIZE_MAX, error);
}

static void a_policy_among_the_options_holds(void **state) {
    fixture *f = *state;
    koor_error *error = NULL;
    koor_plan *plan;
    assert_int_equal(load(f, "{\"posts\":[{\"language\":\"en\",\"text\":\"Our cheap bread is here. Come and taste it on Saturday.\"}],"
                             "\"options\":{\"policy.deny\":\"{\\\"words\\\":[\\\"cheap\\\"]}\"}}", NULL), 0);
    assert_true(koor_plan_texts(&plan, f->campaign, 1, NULL, NULL, &error) < 0);
    assert_string_equal(koor_error_name(koor_error_code(error)), "KOOR_E_POLICY");
    koor_error_free(error);
}

static void a_bad_policy_is_told_at_once(void **state) {
    fixture *f = *state;
    koor_error *error = NULL;
    assert_true(load(f, "{\"options\":{\"policy.deny\":\"{\\\"patterns\\\":[{\\\"name\\\":\\\"a\\\",\\\"pattern\\\":\\\"(x\\\"}]}\"}}", &error) < 0);
    assert_string_equal(koor_error_path(error), "policy.deny: patterns[0]");
    koor_error_free(error);
}

/* Alternatives are judged as those of a file; what is refused is not used, and the plan says so. */
static void alternatives_are_judged(void **state) {
    fixture *f = *state;
    koor_plan *plan;
    assert_int_equal(load(f, "{\"posts\":[{\"language\":\"en\",\"text\":\"We bake 40 loaves a day. Come and taste them on Saturday.\"}],"
                             "\"options\":{\"rewrite.automatic\":\"off\"},"
                             "\"alternatives\":[{\"first\":1,\"text\":\"We bake 50 loaves a day.\"},{\"first\":1,\"text\":\"40 loaves a day: that's what we bake.\"},"
                             "{\"first\":2,\"text\":\"Kom ze op zaterdag allemaal bij ons proeven.\"}]}", NULL), 0);
    assert_int_equal(koor_plan_texts(&plan, f->campaign, 10, NULL, NULL, NULL), 0);
    const char *meta = koor_plan_meta(plan, NULL);
    assert_non_null(strstr(meta, "\"refused\":[{\"path\":\"alternatives[0]\",\"reason\":\"lost-fact\""));
    assert_non_null(strstr(meta, "{\"path\":\"alternatives[2]\",\"reason\":\""));
    const char *used = koor_plan_alternatives(plan, NULL);
    assert_non_null(strstr(used, "40 loaves a day: that's what we bake"));
    assert_null(strstr(used, "50 loaves"));
    assert_null(strstr(used, "zaterdag"));
    koor_plan_free(plan);
}

static void alternatives_need_their_post(void **state) {
    fixture *f = *state;
    koor_error *error = NULL;
    assert_true(load(f, "{\"alternatives\":[{\"first\":1,\"text\":\"We bake.\"}]}", &error) < 0);
    assert_string_equal(koor_error_name(koor_error_code(error)), "KOOR_E_EMPTY");
    koor_error_free(error);
    error = NULL;
    assert_true(load(f, "{\"posts\":[{\"text\":\"We bake bread.\"}],\"alternatives\":[7]}", &error) < 0);
    assert_string_equal(koor_error_path(error), "alternatives[0]");
    koor_error_free(error);
}

static void an_absence_begins_before_it_ends(void **state) {
    fixture *f = *state;
    static const char *const days[][2] = {{"2027-03-20", "2027-03-10"},
                                          {"2027-03-10", "2027-03-20"},
                                          {"2027-03-10", "2027-03-10"},
                                          {"2027-03-10", ""},
                                          {"", "2027-03-10"}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char person[200];
        koor_error *error = NULL;
        snprintf(person, sizeof person,
                 "{\"id\":\"p%zu\",\"opted_in\":true,\"absent_from\":\"%s\",\"absent_to\":\"%s\"}",
                 i, days[i][0], days[i][1]);
        int32_t status = koor_campaign_add_person(f->campaign, person, SIZE_MAX, &error);
        assert_string_equal(koor_error_name(status), i ? "KOOR_OK" : "KOOR_E_VALUE");
        assert_string_equal(koor_error_path(error), i ? "" : "person.absent_to");
        assert_true(i || strstr(koor_error_message(error),
                                "2027-03-10 lies before absent_from 2027-03-20"));
        koor_error_free(error);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_policy_among_the_options_holds, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bad_policy_is_told_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(alternatives_are_judged, setup, teardown),
        cmocka_unit_test_setup_teardown(alternatives_need_their_post, setup, teardown),
        cmocka_unit_test_setup_teardown(an_absence_begins_before_it_ends, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
