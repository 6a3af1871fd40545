/* Words and shingles: what counts as the same wording. */
#include "koor.h"
#include "select/select.h"
#include "unit.h"

#include <stdio.h>

static uint32_t compare(const char *a, const char *b, const kr_atoms *atoms) {
    kr_job job;
    uint32_t ppm = 0;
    kr_job_start(&job, &kr_memory_default, NULL);
    assert_int_equal(kr_select_compare(&job, atoms, kr_str_of(a), kr_str_of(b), &ppm), KOOR_OK);
    kr_job_end(&job);
    return ppm;
}

static void counts_shared_shingles(void **state) {
    (void)state;
    assert_int_equal(compare("one two three four", "one two three five", NULL), 333333);
    assert_int_equal(compare("one two three", "one two three", NULL), 1000000);
    assert_int_equal(compare("one two three", "three two one", NULL), 0);
    assert_int_equal(compare("a b c a b c", "a b c", NULL), 333333); /* sets: abc, bca, cab */
}

static void reads_words_as_people_do(void **state) {
    (void)state;
    assert_int_equal(compare("We're AT the Café!", "we’re at ‘the’ café", NULL), 1000000);
    assert_int_equal(compare("well-known makers of", "well known makers of", NULL), 0);
    assert_int_equal(compare("rock 'n' roll is", "rock n roll is", NULL), 1000000);
    assert_int_equal(compare("it--works so well", "it works so well", NULL), 1000000);
}

static void leaves_atoms_out(void **state) {
    (void)state;
    assert_int_equal(
        compare("we grew 37% in 2025, see https://a.nl/x?y=1 now #fun @els.v info@x.nl",
                "we grew in see now", NULL),
        1000000);
    assert_int_equal(compare("a # b c @ d", "a b c d", NULL), 1000000);
}

static void leaves_given_atoms_out(void **state) {
    (void)state;
    kr_job job;
    kr_atoms *atoms;
    const kr_str strings[] = {KR_STR("Harrow & Pike"), KR_STR("Harrow"), KR_STR("14 March 2025"),
                              KR_STR("…"), KR_STR("Els")};
    kr_job_start(&job, &kr_memory_default, NULL);
    assert_int_equal(kr_select_atoms(&job, &job.arena, strings, 5, &atoms), KOOR_OK);
    assert_int_equal(
        compare("come to Harrow & Pike on 14 March 2025 with Els", "come to on with", atoms),
        1000000);
    assert_true(compare("come march with us", "come with us", atoms) < 1000000);
    kr_job_end(&job);
}

static void compares_short_and_empty_texts(void **state) {
    (void)state;
    assert_int_equal(compare("", "", NULL), 1000000);
    assert_int_equal(compare("one", "One!", NULL), 1000000);
    assert_int_equal(compare("one", "two", NULL), 0);
    assert_int_equal(compare("https://a.nl", "@b", NULL), 1000000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_shared_shingles),
        cmocka_unit_test(reads_words_as_people_do),
        cmocka_unit_test(leaves_atoms_out),
        cmocka_unit_test(leaves_given_atoms_out),
        cmocka_unit_test(compares_short_and_empty_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
