/* The facts that texts are compared without: each once, no emoji, and those of the post's own language. */
#include "pipeline/plan_data.h"
#include "version_fixture.h"

#include <string.h>

static void facts_of_a_post(void **state) {
    read_post r;
    kr_buffer out;
    (void)state;
    version_start(&r, "Ghent gets 2 bakers. Ghent \xf0\x9f\x8d\x9e waits for them until 1 May: https://example.com/a #bread", "en");
    kr_buffer_start(&out, &kr_memory_default);
    assert_int_equal(kr_facts_put(&r.job, &out, &r.version.post), KOOR_OK);
    kr_buffer_char(&out, '\0');
    assert_string_equal(out.data, "\"facts\":[\"Ghent\",\"2\",\"1 May\",\"https://example.com/a\",\"#bread\"]");
    kr_buffer_end(&out);
    version_end(&r);
}

static void texts_are_compared_without_them(void **state) {
    read_post r;
    kr_atoms *facts;
    uint32_t with = 0, without = 0;
    const kr_str one = KR_STR("Our bread for Ghent comes by bike."), other = KR_STR("Our cake for Ghent comes by tram.");
    (void)state;
    version_start(&r, "Our bread for Ghent comes by bike.", "en");
    assert_int_equal(kr_facts_read(&r.job, &r.job.arena, &r.version.post, &facts), KOOR_OK);
    assert_int_equal(kr_select_compare(&r.job, NULL, one, other, &with), KOOR_OK);
    assert_int_equal(kr_select_compare(&r.job, facts, one, other, &without), KOOR_OK);
    assert_int_equal(with, 2 * 1000000 / 8);
    assert_int_equal(without, 1 * 1000000 / 7);
    version_end(&r);
}

static void the_version_of_a_language(void **state) {
    struct kr_atoms *const marks[] = {(void *)1, (void *)2, (void *)3};
    kr_version versions[3] = {{.id = KR_STR("a"), .facts = marks[0]}, {.id = KR_STR("b"), .facts = marks[1]}, {.id = KR_STR("b"), .facts = marks[2]}};
    koor_plan plan = {.versions = versions, .version_count = 3};
    (void)state;
    strcpy(versions[1].post.language, "nl");
    strcpy(versions[2].post.language, "en");
    assert_ptr_equal(kr_facts_of(&plan, KR_STR("b"), KR_STR("en")), marks[2]);
    assert_ptr_equal(kr_facts_of(&plan, KR_STR("b"), KR_STR("fr")), marks[1]);
    assert_ptr_equal(kr_facts_of(&plan, KR_STR("c"), KR_STR("en")), NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_of_a_post),
        cmocka_unit_test(texts_are_compared_without_them),
        cmocka_unit_test(the_version_of_a_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
