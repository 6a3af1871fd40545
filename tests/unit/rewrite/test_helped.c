/* A helping verb that stays keeps the form that it asks for. */
#include "engine.h"

#define WORDS                                                                                      \
    "pack en 1\npron we subj 1pl\npron they subj 3pl\ndet the def\nmodal will\nadv just time\n"      \
    "verb have has|have had had having aux\nverb win wins won won winning\nverb take takes took taken taking\n" \
    "verb earn earns earned earned earning\nnoun prize prizes\nnoun hall halls place\n"

static void keeps_its_participle(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS "phrase t/take\n  when won\n  say  took\n"
                                        "  does We won the prize. -> We took the prize.\n"
                                        "  does They won the hall. -> They took the hall.\n"
                                        "  leaves We have won the prize.\n"
                                        "  leaves They have just won the hall.\n",
                                  NULL),
                     0);
    assert_int_equal(engine_check(WORDS "phrase t/earn\n  when won\n  say  earned\n"
                                        "  does We won the prize. -> We earned the prize.\n"
                                        "  does We have won the prize. -> We have earned the prize.\n"
                                        "  leaves We win the prize.\n"
                                        "  leaves We will take it.\n",
                                  NULL),
                     0);
}

/* Where the helping verb goes too, the form is free. */
static void goes_with_its_helper(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS "phrase t/past\n  when have won\n  say  took\n"
                                        "  does We have won the prize. -> We took the prize.\n"
                                        "  does They have won the hall. -> They took the hall.\n"
                                        "  leaves We won the prize.\n"
                                        "  leaves They win the hall.\n",
                                  NULL),
                     0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_its_participle),
        cmocka_unit_test(goes_with_its_helper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
