/* Decisions on wordings: what counts as the same text, and which decision stands. */
#include "model/decisions.h"
#include "unit.h"

static uint64_t key(const char *from, const char *text) {
    return kr_wording_key(kr_str_of(from), kr_str_of(text));
}

static void folds_what_a_reader_does_not_see(void **state) {
    (void)state;
    assert_int_equal(key("We bake", "We make bread"), key("we bake ", " we make  bread"));
    assert_int_equal(key("x", "it\xe2\x80\x99s new"), key("x", "it's new"));
    assert_int_equal(key("x", "an old oven"), key("x", "a old oven"));
    assert_int_equal(key("x", "Read on: https://example.com/one"),
                     key("x", "Read on: https://example.org/two"));
}

static void keeps_apart_what_differs(void **state) {
    (void)state;
    assert_int_not_equal(key("x", "a very old oven"), key("x", "a new oven"));
    assert_int_not_equal(key("x", "one two"), key("x one", "two"));
    assert_int_not_equal(key("x", "ten"), key("x", "te"));
    assert_int_not_equal(key("x", "Join us."), key("x", "Join us!"));
}

/* An approval of a file in which "from" stops in front of the mark that the text brings holds on.
 */
static void the_mark_that_the_text_brings_does_not_count(void **state) {
    (void)state;
    assert_int_equal(key("Want to join", "Would you like to join?"),
                     key("Want to join?", "Would you like to join?"));
    assert_int_equal(key("Join us.", "Join us!"), key("Join us", "Join us!"));
    assert_int_not_equal(key("Join us.", "Come along"), key("Join us", "Come along"));
}

static void rejection_stands(void **state) {
    (void)state;
    kr_arena arena;
    kr_decisions decisions = {0};
    kr_arena_start(&arena, &kr_memory_default);
    assert_null(kr_decisions_find(&decisions, 1));
    assert_true(kr_decisions_allow(&decisions, 1));
    assert_int_equal(kr_decisions_make(&decisions, &arena, 100), 0);
    for (uint32_t i = 0; i < 100; i++)
        kr_decisions_add(&decisions, i * 16, KR_APPROVED, i);
    kr_decisions_add(&decisions, 32, KR_REJECTED, 100);
    kr_decisions_add(&decisions, 48, KR_PROPOSED, 100);
    assert_int_equal(kr_decisions_find(&decisions, 32)->decision, KR_REJECTED);
    assert_int_equal(kr_decisions_find(&decisions, 48)->decision, KR_APPROVED);
    assert_int_equal(kr_decisions_find(&decisions, 99 * 16)->line, 99);
    assert_false(kr_decisions_allow(&decisions, 32));
    assert_true(kr_decisions_allow(&decisions, 7));
    decisions.only_approved = 1;
    assert_false(kr_decisions_allow(&decisions, 7));
    assert_true(kr_decisions_allow(&decisions, 48));
    kr_arena_end(&arena);
}

static void reads_states(void **state) {
    (void)state;
    kr_decision decision;
    assert_int_equal(kr_decision_read(kr_str_of("rejected"), &decision), 0);
    assert_int_equal(decision, KR_REJECTED);
    assert_int_equal(kr_decision_read(kr_str_of(""), &decision), 0);
    assert_int_equal(decision, KR_PROPOSED);
    assert_int_equal(kr_decision_read(kr_str_of("Approved!"), &decision), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_what_a_reader_does_not_see),
        cmocka_unit_test(keeps_apart_what_differs),
        cmocka_unit_test(the_mark_that_the_text_brings_does_not_count),
        cmocka_unit_test(rejection_stands),
        cmocka_unit_test(reads_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
