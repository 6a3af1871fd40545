/* What a clause begins and ends with once a time stands in front of it. */
#include "engine.h"

#define WORDS                                                                                      \
    "pack en 1\nlist analyse.weekday = friday\npron we subj 1pl\npron they subj 3pl\npron it 3sg\ndet the def\n" \
    "poss our\nprep on time\nadv today time\nadj new newer newest\nmodal will\n"                              \
    "verb bake bakes baked baked baking\nverb open opens opened opened opening\nverb change changes changed changed changing\n" \
    "noun bread breads\nnoun hall halls place\nnoun baker bakers\nnoun parking -\n"

static void the_end_keeps_its_weight(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/first\n  when REST:c TIME:t\n  say  {t}, {c}\n"
                           "  does We bake bread today. -> Today, we bake bread.\n"
                           "  does They open the hall on Friday. -> On Friday, they open the hall.\n"
                           "  leaves We bake it today.\n"
                           "  leaves The hall opens on Friday.\n"
                           "  leaves The hall will change on Friday.\n",
                     NULL),
        0);
}

static void a_bare_noun_needs_a_comma(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/first\n  when REST:c TIME:t\n  say  {t} {c}\n"
                           "  does We bake bread today. -> Today we bake bread.\n"
                           "  does The bakers open the hall on Friday. -> On Friday the bakers open the hall.\n"
                           "  leaves Parking opens the hall on Friday.\n"
                           "  leaves New bakers open the hall today.\n",
                     NULL),
        0);
}

static void nothing_trails_behind_a_comma(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/back\n  when TIME:t , REST:c\n  say  {c} {t}\n"
                           "  does Today, we bake bread. -> We bake bread today.\n"
                           "  does On Friday, they open the hall. -> They open the hall on Friday.\n"
                           "  does On Friday, our baker, Tom, will open the hall. -> Our baker, Tom, will open the hall on Friday.\n"
                           "  leaves On Friday, they open the hall, bread of the baker.\n"
                           "  leaves We bake it.\n",
                     NULL),
        0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_keeps_its_weight),
        cmocka_unit_test(a_bare_noun_needs_a_comma),
        cmocka_unit_test(nothing_trails_behind_a_comma),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
