/* What a wording changes, however many words around it the rule matched. */
#include "../unit.h"

#include "model/change.h"

#include <string.h>

static const char POST[] = "You'll work with a small team.";

/* The change of a wording for the words `base` of the post. */
static kr_change change(const char *base, const char *text) {
    const char *at = strstr(POST, base);
    assert_non_null(at);
    uint32_t start = (uint32_t)(at - POST);
    return kr_change_of(kr_str_of(POST), (kr_span){start, start + (uint32_t)strlen(base)},
                        kr_str_of(text));
}

static void same(const char *base, const char *text, const char *other_base, const char *other) {
    assert_true(kr_change_equal(change(base, text), change(other_base, other)));
}

static void other(const char *base, const char *text, const char *other_base, const char *other) {
    assert_false(kr_change_equal(change(base, text), change(other_base, other)));
}

static void words_around_do_not_count(void **state) {
    (void)state;
    same("work with", "be working with", "You'll work with a small team", "you'll be working with a small team");
    same("a small team", "a close team", "small", "close");
    same("You'll work", "We work", "You'll", "we");
}

static void what_is_put_in_stands_before_the_next_word(void **state) {
    (void)state;
    same("a small team", "a very small team", "small team", "very small team");
    same("with a", "with a very", "small", "very small");
    same("a small", "a", "small team", "team");
}

static void another_place_or_word_is_another_change(void **state) {
    (void)state;
    other("small", "close", "small", "large");
    other("small team", "very small team", "a small team", "very a small team");
    other("work with", "work beside", "You'll work", "You'll work beside");
    other("a small team", "a small team!", "a small team", "a small teams");
}

/* A wording that closes its sentence is told with the base's mark; in older files it is not. */
static void the_mark_that_a_wording_brings_does_not_count(void **state) {
    (void)state;
    same("a small team", "a close team!", "a small team.", "a close team!");
    same("small team", "close team?", "a small team.", "a close team?");
    other("a small team", "a close team", "a small team.", "a close team");
    assert_int_equal(kr_closing_marks(kr_str_of("so?!\xe2\x80\xa6 no"), 2), 5);
    assert_true(kr_str_is(kr_wording_from(kr_str_of("Join us\xe2\x80\xa6?"), kr_str_of("Come!")),
                          "Join us"));
    assert_true(kr_str_is(kr_wording_from(kr_str_of("?!"), kr_str_of("Come!")), "?!"));
    assert_int_equal(kr_wording_from(kr_str_of(""), kr_str_of("!")).length, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_around_do_not_count),
        cmocka_unit_test(what_is_put_in_stands_before_the_next_word),
        cmocka_unit_test(another_place_or_word_is_another_change),
        cmocka_unit_test(the_mark_that_a_wording_brings_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
