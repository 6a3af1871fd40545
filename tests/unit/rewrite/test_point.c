/* The point that an abbreviation at the end of a sentence lends it, when a wording moves the word. */
#include "engine.h"

#define WORDS                                                                                      \
    "pack en 1\nlist analyse.weekday = friday\nlist analyse.clock = a.m. | p.m.\n"                 \
    "list analyse.clock.before = at\nlist analyse.abbreviation = a.m. | p.m.\npron we subj 1pl\n"  \
    "prep on time\nprep at time\nverb open opens opened opened opening\n"

static void the_sentence_gets_its_own(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "phrase t/day-first\n  when at CLOCK:c on DATE:d\n  say  on {d} at {c}\n"
                           "  does We open at 6 p.m. on Friday. -> We open on Friday at 6 p.m.\n"
                           "  does We open at 6 p.m. on Friday! -> We open on Friday at 6 p.m.!\n"
                           "  leaves We open on Friday.\n"
                           "  leaves We open at 6 p.m.\n",
                     NULL),
        0);
}

static void the_sentence_keeps_one(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "phrase t/hour-first\n  when on DATE:d at CLOCK:c\n  say  at {c} on {d}\n"
                           "  does We open on Friday at 6 p.m. -> We open at 6 p.m. on Friday.\n"
                           "  does We open on Friday at 6 p.m.! -> We open at 6 p.m. on Friday!\n"
                           "  leaves We open on Friday.\n"
                           "  leaves On Friday at 6 p.m.\n",
                     NULL),
        0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sentence_gets_its_own),
        cmocka_unit_test(the_sentence_keeps_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
