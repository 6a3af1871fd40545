/* Did you mean: a slip of the fingers is near, another word is not. */
#include "unit.h"

#include "base/nearest.h"

static const char *nearest(const char *word) {
    static const char *const list[] = {"linkedin", "facebook", "x", "mastodon", "bluesky"};
    kr_nearest near;
    kr_nearest_start(&near, kr_str_of(word));
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        kr_nearest_look(&near, kr_str_of(list[i]));
    return near.best.at;
}

static void slips_are_near(void **state) {
    (void)state;
    assert_string_equal(nearest("linkedn"), "linkedin");
    assert_string_equal(nearest("LinkedIn"), "linkedin");
    assert_string_equal(nearest("facbeook"), "facebook");
    assert_string_equal(nearest("mastodon"), "mastodon");
}

static void other_words_are_not(void **state) {
    (void)state;
    assert_string_equal(nearest("myspace"), "");
    assert_string_equal(nearest(""), "");
    assert_string_equal(nearest("a-word-that-is-much-longer-than-any-that-the-row-of-the-table-holds"), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_are_near),
        cmocka_unit_test(other_words_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
