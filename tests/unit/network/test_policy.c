/* The host's words and patterns, safe against patterns that never end; who may share where. */
#include "unit.h"

#include "koor.h"
#include "network/networks.h"
#include "network/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    kr_job job;
    koor_error *error;
    kr_policy *policy;
    const kr_violation *found;
    uint32_t count;
} fixture;

static void begin(fixture *f) {
    memset(f, 0, sizeof *f);
    kr_job_start(&f->job, &kr_memory_default, &f->error);
}

static void end(fixture *f) {
    kr_policy_close(f->policy);
    koor_error_free(f->error);
    kr_job_end(&f->job);
}

static int32_t open_policy(fixture *f, const char *json) {
    return kr_policy_open(&f->job, &kr_memory_default, kr_str_of(json), "policy", &f->policy);
}

static void check(fixture *f, const char *text) {
    kr_violations violations;
    assert_int_equal(
        kr_policy_check(&f->job, f->policy, kr_str_of(text), &f->job.arena, &violations), KOOR_OK);
    f->found = violations.at;
    f->count = violations.count;
}

static void finds_words_and_patterns(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    assert_int_equal(
        open_policy(&f, "{\"words\":[\"cheap\",{\"word\":\"Best in Class\",\"reason\":\"legal\"},"
                        "\"caf\xc3\xa9\"],\"patterns\":[{\"name\":\"roi\",\"pattern\":"
                        "\"(?i)\\\\bROI of \\\\d+ ?%\",\"reason\":\"needs proof\"}]}"),
        KOOR_OK);
    check(&f, "Cheap, not cheaper: BEST  in\nclass at the CAF\xc3\x89. An roi of 15%!");
    assert_int_equal(f.count, 4);
    assert_true(kr_str_is(f.found[0].rule, "cheap") && f.found[0].span.start == 0 &&
                f.found[0].span.end == 5);
    assert_true(kr_str_is(f.found[1].rule, "Best in Class") &&
                kr_str_is(f.found[1].reason, "legal"));
    assert_true(kr_str_is(f.found[2].rule, "caf\xc3\xa9"));
    assert_true(kr_str_is(f.found[3].rule, "roi") && !f.found[3].exceeded);
    assert_int_equal(kr_policy_require(&f.job, f.policy, KR_STR("fine"), "post"), KOOR_OK);
    assert_int_equal(kr_policy_require(&f.job, f.policy, KR_STR("an ROI of 9%"), "post"),
                     KOOR_E_POLICY);
    assert_string_equal(koor_error_message(f.error), "the policy forbids \"roi\": needs proof");
    assert_int_equal(koor_error_offset(f.error), 3);
    end(&f);
}

/* Nested repetition over a long text: 2^n steps without a limit. */
static void names_a_pattern_that_never_ends(void **state) {
    (void)state;
    static const char *const patterns[] = {"^(a+)+$", "(a|aa)+$", "(a*)*[ab]{3}$", "(.*?a){30}$"};
    char text[2001];
    memset(text, 'a', 2000);
    text[2000] = '\0';
    text[1999] = '!';
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        char json[256];
        fixture f;
        begin(&f);
        snprintf(json, sizeof json,
                 "{\"patterns\":[{\"name\":\"slow\",\"pattern\":\"%s\"},"
                 "{\"name\":\"ok\",\"pattern\":\"!\"}]}",
                 patterns[i]);
        assert_int_equal(open_policy(&f, json), KOOR_OK);
        check(&f, text);
        if (f.count != 2)
            fail_msg("%s: %u", patterns[i], f.count);
        assert_true(f.found[0].exceeded && kr_str_is(f.found[0].rule, "slow"));
        assert_true(!f.found[1].exceeded && kr_str_is(f.found[1].rule, "ok"));
        assert_int_equal(kr_policy_require(&f.job, f.policy, kr_str_of(text), "t"), KOOR_E_POLICY);
        assert_non_null(strstr(koor_error_message(f.error), "\"slow\" takes too many steps"));
        end(&f);
    }
}

static void ends_on_empty_matches(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    assert_int_equal(open_policy(&f, "{\"patterns\":[{\"name\":\"e\",\"pattern\":\"x*\"}]}"),
                     KOOR_OK);
    check(&f, "\xc3\xa9\xc3\xa9");
    assert_int_equal(f.count, 3);
    char *many = malloc(5000);
    memset(many, 'y', 4999);
    many[4999] = '\0';
    check(&f, many);
    free(many);
    assert_int_equal(f.count, 1000);
    end(&f);
}

static void allows_all_without_rules(void **state) {
    (void)state;
    static const char *const empty[] = {"", "{}", "{\"words\":[],\"patterns\":[]}"};
    for (size_t i = 0; i < 3; i++) {
        fixture f;
        begin(&f);
        assert_int_equal(open_policy(&f, empty[i]), KOOR_OK);
        check(&f, "anything");
        assert_int_equal(f.count, 0);
        end(&f);
    }
    kr_policy_close(NULL);
}

static void refuses_bad_rules(void **state) {
    (void)state;
    static const struct {
        const char *json;
        int32_t code;
        const char *path;
    } cases[] = {
        {"{", KOOR_E_SYNTAX, "policy"},
        {"[]", KOOR_E_SYNTAX, "policy"},
        {"{\"word\":[]}", KOOR_E_KEY, "policy"},
        {"{\"words\":{}}", KOOR_E_VALUE, "policy"},
        {"{\"words\":[\"a\",\"\"]}", KOOR_E_VALUE, "policy: words[1]"},
        {"{\"words\":[3]}", KOOR_E_VALUE, "policy: words[0]"},
        {"{\"words\":[{\"word\":\"a\",\"why\":\"b\"}]}", KOOR_E_KEY, "policy: words[0]"},
        {"{\"words\":[{\"word\":\"a\",\"reason\":1}]}", KOOR_E_VALUE, "policy: words[0]"},
        {"{\"patterns\":[{\"pattern\":\"a\"}]}", KOOR_E_VALUE, "policy: patterns[0]"},
        {"{\"patterns\":[{\"name\":\"p\",\"pattern\":\"a(\"}]}", KOOR_E_SYNTAX,
         "policy: patterns[0]"},
        {"{\"patterns\":[{\"name\":\"p\",\"pattern\":\"a\\\\C\"}]}", KOOR_E_SYNTAX,
         "policy: patterns[0]"},
        {"{\"patterns\":[{\"name\":\"p\",\"pattern\":\"a\"},{\"name\":\"p\",\"pattern\":\"b\"}]}",
         KOOR_E_DUPLICATE, "policy: patterns[1]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        begin(&f);
        if (open_policy(&f, cases[i].json) != cases[i].code)
            fail_msg("%s: %s", cases[i].json, koor_error_message(f.error));
        assert_string_equal(koor_error_path(f.error), cases[i].path);
        assert_null(f.policy);
        end(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_words_and_patterns),
        cmocka_unit_test(names_a_pattern_that_never_ends),
        cmocka_unit_test(ends_on_empty_matches),
        cmocka_unit_test(allows_all_without_rules),
        cmocka_unit_test(refuses_bad_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
